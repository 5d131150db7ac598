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

FOLLOWING = 3  # candidates behind a match that show what chance alone gives
EVIDENCE = ("stands_out", "score", "token_set", "length_ratio", "rarest")
"""What the confidence in a match rests on: how far it stands out from those that follow, and its own numbers,
since one that stands out may still share but a name with the text."""


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

    `confidence` is the bias and the weights of `EVIDENCE`. `noise` is the score of a candidate that only shares
    some words: it stands for those that a small collection does not have. A match is called sure from `sure` on.
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
        tuple(stored["confidence"][name] for name in ("bias", *EVIDENCE)),
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
    found = []
    confidence = 1.0
    for place, i in enumerate(order[:top]):
        confidence = min(confidence, _confidence(model, evidence(ordered, place, rows[i], model.noise)))
        found.append(Ranked(candidates[i].id, scores[i], confidence))
    return found


def evidence(scores: Sequence[float], place: int, row: Sequence[float], noise: float) -> tuple[float, ...]:
    """The numbers of EVIDENCE for the match at a place; `row` are its features, `scores` in falling order."""
    own = [row[FEATURES.index(name)] for name in EVIDENCE[2:]]
    return (_stands_out(scores, place, noise), scores[place], *own)


def _stands_out(scores: Sequence[float], place: int, noise: float) -> float:
    """How far a match stands out from the three that follow, for scores in falling order.

    What follows counts as noise at least: in a small collection the next one may have nothing to do with it.
    """
    following = [max(score, noise) for score in scores[place + 1 : place + 1 + FOLLOWING]]
    following += [noise] * (FOLLOWING - len(following))
    return scores[place] - sum(following) / FOLLOWING


def _confidence(model: Model, found: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-max(sum(map(mul, model.confidence, (1.0, *found))), -700.0)))
