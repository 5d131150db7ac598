"""The linear model: weights from a data file, scores for candidates, and a confidence for the best ones.

The weights are made by `python -m benchmarks.train_ranker`; nothing here learns.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from claims.rank.features import FEATURES, Idf, features
from claims.rank.prepared import Prepared
from claims.tables import FOLDER


@dataclass(frozen=True, slots=True)
class Candidate:
    """A prior claim that the search index proposes, with its BM25 score."""

    id: int
    prepared: Prepared
    bm25: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: `score` orders, `confidence` (0 to 1) is the chance that it is the right claim."""

    id: int
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features, of the confidence, and the confidence from which a match is called sure."""

    version: str
    weights: tuple[float, ...]
    confidence: tuple[float, float, float]  # bias, weight of the score, weight of its lead over the next one
    sure: float


@cache
def default_model() -> Model:
    """The model that comes with the program."""
    stored = json.loads((FOLDER / "ranker.json").read_text(encoding="utf-8"))
    return Model(
        stored["version"],
        tuple(stored["weights"][name] for name in FEATURES),
        tuple(stored["confidence"]),
        stored["sure"],
    )


def rank(
    query: Prepared, candidates: Sequence[Candidate], idf: Idf, model: Model | None = None
) -> list[Ranked]:
    """All candidates, best first; equal scores by id, so that the older claim comes first."""
    model = model or default_model()
    rows = features(query, [each.prepared for each in candidates], [each.bm25 for each in candidates], idf)
    scored = sorted(
        (-sum(map(float.__mul__, model.weights, row)), each.id)
        for each, row in zip(candidates, rows, strict=True)
    )
    bias, by_score, by_lead = model.confidence
    found = []
    for place, (minus, number) in enumerate(scored):
        following = -scored[place + 1][0] if place + 1 < len(scored) else 0.0
        lead = (
            -minus - following if place == 0 else scored[0][0] - minus
        )  # below the first one it is negative
        found.append(Ranked(number, -minus, _logistic(bias + by_score * -minus + by_lead * lead)))
    return found


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
