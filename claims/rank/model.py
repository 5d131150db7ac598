"""The linear model: weights from a data file, scores for candidates, and a confidence for the best ones.

The weights are made by `python -m benchmarks.train_ranker`; nothing here learns.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import NamedTuple

from claims.rank.evidence import EVIDENCE, evidence
from claims.rank.features import FEATURES, SEMANTIC, features
from claims.rank.prepared import Prepared, Query
from claims.rank.reach import Rarity, reach_of
from claims.tables import FOLDER

FOLLOWING = 3  # candidates behind a match that show what chance alone gives
STANDING = ("stands_out", "score")
"""What the confidence in a match rests on first: how far it stands out from those that follow, and its score."""


class Candidate(NamedTuple):
    """A prior claim that the search index proposes."""

    id: int
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: `score` orders, `confidence` (0 to 1) is the chance that it is the right claim.

    `sure` and `model` say whether that is enough for the model that ranked, and the model's version.
    """

    id: int
    score: float
    confidence: float
    sure: bool
    model: str


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features and of the confidence.

    `confidence` is the bias, the weights of STANDING, then one for each of `evidence`: features and EVIDENCE of the
    match itself, since one that stands out may still share but a name with the text. `noise` is the score of a
    candidate that only shares some words: it stands for those that a small collection does not have. A match is
    called sure from `sure` on.
    """

    version: str
    weights: tuple[float, ...]
    evidence: tuple[int, ...]
    confidence: tuple[float, ...]
    noise: float
    sure: float


@cache
def default_model() -> Model:
    """The model that comes with the program."""
    return _read("ranker", FEATURES)


@cache
def semantic_model() -> Model:
    """The one for candidates whose closeness of meaning is known."""
    return _read("ranker_semantic", SEMANTIC)


def model_named(version: str) -> Model:
    """The model that a stored match names; the default one for a version of long ago."""
    return semantic_model() if version == semantic_model().version else default_model()


def _read(name: str, columns: Sequence[str]) -> Model:
    stored = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    known = (*columns, *EVIDENCE)
    beside = [column for column in stored["confidence"] if column in known]
    return Model(
        stored["version"],
        tuple(stored["weights"][column] for column in columns),
        tuple(map(known.index, beside)),
        tuple(stored["confidence"][column] for column in ("bias", *STANDING, *beside)),
        stored["noise"],
        stored["sure"],
    )


def rank(
    query: Query,
    candidates: Sequence[Candidate],
    rarity: Rarity,
    cosines: Sequence[float] | None = None,
    top: int = 5,
) -> list[Ranked]:
    """The best candidates, best first; of equal scores the older claim comes first.

    `cosines`, one for each candidate, are how close its meaning is to the query's, where that is known.
    """
    model = default_model() if cosines is None else semantic_model()
    reach = reach_of(query, rarity)
    rows = features(query, reach, [each.prepared for each in candidates], rarity)
    for row, cosine in zip(rows, cosines or (), strict=cosines is not None):
        row.append(max(cosine, 0.0))
    scores = [sum(map(mul, model.weights, row)) for row in rows]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], candidates[i].id))
    ordered = [scores[i] for i in order]
    found = []
    confidence = 1.0
    for place, i in enumerate(order[:top]):
        standing = stands_out(ordered, place, model.noise)
        known = (*rows[i], *evidence(query, reach, candidates[i].prepared, rarity))
        inputs = (1.0, standing, ordered[place], *[known[column] for column in model.evidence])
        confidence = min(confidence, _logistic(sum(map(mul, model.confidence, inputs))))
        found.append(Ranked(candidates[i].id, scores[i], confidence, confidence >= model.sure, model.version))
    return found


def stands_out(scores: Sequence[float], place: int, noise: float) -> float:
    """How far a match stands out from the three that follow, for scores in falling order.

    What follows counts as noise at least: in a small collection the next one may have nothing to do with it.
    """
    following = [max(score, noise) for score in scores[place + 1 : place + 1 + FOLLOWING]]
    following += [noise] * (FOLLOWING - len(following))
    return scores[place] - sum(following) / FOLLOWING


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(value, -700.0)))
