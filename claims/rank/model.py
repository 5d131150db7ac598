"""The linear model: weights from a data file, scores for candidates, and a confidence for the best ones.

The weights are made by `python -m benchmarks.train_ranker`; nothing here learns.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from claims.rank.features import FEATURES, Idf, features
from claims.rank.prepared import Prepared, Query
from claims.tables import FOLDER

FOLLOWING = 10  # candidates behind a match that show what chance alone gives
_TO_BEST = FEATURES.index("bm25_to_best")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A prior claim that the search index proposes."""

    id: int
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: `score` orders, `confidence` (0 to 1) is the chance that it is the right claim."""

    id: int
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features and of the confidence.

    `confidence` weighs what `evidence` gives. `noise` is the score of a candidate that only shares some words:
    it stands for the candidates that a small collection does not have. A match is called sure from `sure` on.
    """

    version: str
    weights: tuple[float, ...]
    confidence: tuple[float, ...]
    noise: float
    sure: float


@cache
def default_model() -> Model:
    """The model that comes with the program."""
    stored = json.loads((FOLDER / "ranker.json").read_text(encoding="utf-8"))
    return Model(
        stored["version"],
        tuple(stored["weights"][name] for name in FEATURES),
        tuple(stored["confidence"]),
        stored["noise"],
        stored["sure"],
    )


def rank(
    query: Query, candidates: Sequence[Candidate], idf: Idf, model: Model | None = None, top: int = 5
) -> list[Ranked]:
    """The best candidates, best first; of equal scores the older claim comes first."""
    model = model or default_model()
    rows = features(query, [each.prepared for each in candidates], idf)
    scores = [sum(map(mul, model.weights, row)) for row in rows]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], candidates[i].id))
    ordered = [scores[i] for i in order]
    return [
        Ranked(candidates[i].id, scores[i], _confidence(model, ordered, place, rows[i][_TO_BEST]))
        for place, i in enumerate(order[:top])
    ]


def evidence(scores: Sequence[float], place: int, to_best: float, noise: float) -> tuple[float, ...]:
    """What the confidence in a match rests on, for scores in falling order: 1, the score, how far it stands out
    from the ten that follow, and its BM25 beside the best."""
    following = list(scores[place + 1 : place + 1 + FOLLOWING])
    following += [noise] * (FOLLOWING - len(following))
    return (1.0, scores[place], scores[place] - sum(following) / FOLLOWING, to_best)


def _confidence(model: Model, scores: Sequence[float], place: int, to_best: float) -> float:
    x = sum(map(mul, model.confidence, evidence(scores, place, to_best, model.noise)))
    return 1 / (1 + math.exp(-max(x, -700.0)))
