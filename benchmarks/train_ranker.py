"""Makes the weights in claims/data from the CheckThat! train split: `python -m benchmarks.train_ranker`.

ranker.json always; ranker_semantic.json too where there is a model of meaning (see `benchmarks.meaning`).

The ranker is linear: listwise softmax over each query's candidates, by plain gradient descent, with and
without the claims' titles and the posts' signatures, since not every collection has them. The confidence
is a logistic curve over the evidence below, learned where half of the queries have no right answer
(their claims are taken out), from scores of models that did not see the query. Dev only gives the confidence
from which a match is called sure. `--folds` measures on train alone and writes nothing.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks import checkthat, meaning
from claims.rank import prepare_query
from claims.rank.evidence import EVIDENCE, evidence
from claims.rank.features import FEATURES, SEMANTIC, features
from claims.rank.model import FOLLOWING, STANDING, stands_out
from claims.rank.reach import reach_of
from claims.tables import FOLDER

FOLDS = 5
DECAY = 1e-2  # pulls weights to zero; chosen by the folds on train
TO_BEST = FEATURES.index("bm25_to_best")


@dataclass(frozen=True)
class Kind:
    """One set of weights: its file and version, the features it knows, and what its confidence looks at besides
    STANDING; chosen by the folds on train."""

    file: str
    version: str
    columns: tuple[str, ...]
    evidence: tuple[str, ...]

    def seen(self) -> list[int]:
        return [(*self.columns, *EVIDENCE).index(name) for name in self.evidence]


KINDS = (
    Kind("ranker", "6", FEATURES, ("rarest", "length_ratio", *EVIDENCE)),
    Kind("ranker_semantic", "6-semantic", SEMANTIC, ("cosine",)),
)


@dataclass(frozen=True)
class Case:
    """One query: a row of features (SEMANTIC, or FEATURES where there is no model) and one of EVIDENCE for each
    candidate, which candidates are right, and how many there are."""

    rows: np.ndarray
    evidence: np.ndarray
    right: np.ndarray
    wanted: int


def cases(split: str, *, titles: bool = True, signed: bool = True) -> list[Case]:
    """The queries of a split with their candidates; claims without titles, or posts without signature, on demand."""
    rows = [row if titles else replace(row, title="") for row in checkthat.claims()]
    close = meaning.cosines(split)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        index, ids = checkthat.build(Path(folder), rows)
        rarity = index.frequencies().rarity
        for number, query in enumerate(checkthat.queries(split)):
            prepared = prepare_query(query.text)
            if not signed:
                prepared = replace(prepared, signed=frozenset())
            hits = index.search(prepared.terms)
            reach = reach_of(prepared, rarity)
            table = features(prepared, reach, [hit.prepared for hit in hits], rarity)
            beside = [evidence(prepared, reach, hit.prepared, rarity) for hit in hits]
            if close is not None:
                for row, hit in zip(table, hits, strict=True):
                    row.append(max(close(number, hit.id), 0.0))
            wanted = {ids[key] for key in query.right}
            right = np.array([hit.id in wanted for hit in hits])
            found.append(Case(np.array(table), np.array(beside), right, len(wanted)))
    return found


def train(some: list[Case], steps: int = 400) -> np.ndarray:
    """Weights that give the right candidates most of the softmax, with Adam's steps.

    A weight may not turn against the sense of its feature: on other collections that would cost more than it
    gains here.
    """
    usable = [case for case in some if case.right.any()]
    spread = np.concatenate([case.rows for case in usable]).std(axis=0) + 1e-9
    size = max(len(case.rows) for case in usable)
    table = np.zeros((len(usable), size, len(spread)))
    there = np.zeros((len(usable), size), bool)
    right = np.zeros((len(usable), size))
    for i, case in enumerate(usable):
        table[i, : len(case.rows)] = case.rows / spread
        there[i, : len(case.rows)] = True
        right[i, : len(case.rows)] = case.right / case.right.sum()
    weights = np.zeros(len(spread))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        scores = np.where(there, table @ weights, -1e9)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        slope = np.einsum("qc,qcf->f", share - right, table) / len(usable) + DECAY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
        weights = np.maximum(weights, 0)
    return weights / spread


def mean_average_precision(some: list[Case], weights: np.ndarray, at: int = 5) -> float:
    total = 0.0
    for case in some:
        hits = 0
        for place, candidate in enumerate(np.argsort(-(case.rows @ weights), kind="stable")[:at], 1):
            if case.right[candidate]:
                hits += 1
                total += hits / place / case.wanted
    return total / len(some)


def noise(some: list[Case], weights: np.ndarray) -> float:
    """A little less than the mean score of the candidates right behind the first one."""
    scores = [np.sort(case.rows @ weights)[::-1][1 : 1 + FOLLOWING] for case in some]
    return 0.9 * float(np.concatenate(scores).mean())


def first_matches(
    some: list[Case], weights: np.ndarray, chance_score: float, seen: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """What the confidence in each first match rests on (with a 1 before it for the bias), and whether it is right.

    `seen` are the columns of what it looks at: of the features, with EVIDENCE behind them.

    Every query counts twice: with its answer, and without it.
    """
    inputs, outcomes = [], []
    for case in some:
        for there in (np.ones(len(case.right), bool), ~case.right):
            if there.any():
                rows = case.rows[there].copy()
                rows[:, TO_BEST] /= rows[:, TO_BEST].max() or 1.0
                scores = rows @ weights
                ordered = np.sort(scores)[::-1].tolist()
                standing = stands_out(ordered, 0, chance_score)
                first = scores.argmax()
                known = np.concatenate([rows[first], case.evidence[there][first]])
                inputs.append((1.0, standing, ordered[0], *known[list(seen)]))
                outcomes.append(bool(case.right[there][first]))
    return np.array(inputs), np.array(outcomes, float)


def logistic(inputs: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        curve = inputs.T @ (inputs * (chance * (1 - chance))[:, None]) + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(curve, inputs.T @ (outcomes - chance))
    return weights


def recall_at_precision(
    chance: np.ndarray, outcomes: np.ndarray, answered: int, wanted: float = 0.95
) -> tuple[float, float]:
    """The best recall while `wanted` of the matches are right, and the confidence that gives it."""
    order = np.argsort(-chance)
    right = np.cumsum(outcomes[order])
    good = np.nonzero(right / np.arange(1, len(order) + 1) >= wanted)[0]
    if not len(good):
        return 0.0, 1.0
    return float(right[good[-1]] / answered), float(chance[order[good[-1]]])


def calibration_error(chance: np.ndarray, outcomes: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: the mean gap between confidence and truth over ten bins."""
    which = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(chance[which == each].mean() - outcomes[which == each].mean()) * (which == each).sum()
        for each in range(bins)
        if (which == each).any()
    ]
    return float(sum(gaps) / len(chance))


def measured(chance: np.ndarray, outcomes: np.ndarray, answered: int) -> str:
    recall, _ = recall_at_precision(chance, outcomes, answered)
    error = calibration_error(chance, outcomes)
    return f"recall at 95% precision {recall:.3f}, calibration error {error:.3f}"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", action="store_true", help="measure on train by five folds, write nothing")
    options = parser.parse_args(argv)
    groups = [
        cases("train", titles=titles, signed=signed) for titles in (True, False) for signed in (True, False)
    ]
    unseen = [] if options.folds else cases("dev")
    for kind in KINDS if meaning.available() else KINDS[:1]:
        make(kind, [narrow(group, kind) for group in groups], narrow(unseen, kind))


def narrow(group: list[Case], kind: Kind) -> list[Case]:
    """The cases with the features of one kind only."""
    return [replace(case, rows=case.rows[:, : len(kind.columns)]) for case in group]


def make(kind: Kind, varied: list[list[Case]], unseen: list[Case]) -> None:
    """Trains one kind, the first group of cases being those as they are; writes its file where there is a dev set."""
    known, inputs, outcomes, precisions = varied[0], [], [], []
    for fold in range(FOLDS):
        weights = train([case for group in varied for i, case in enumerate(group) if i % FOLDS != fold])
        for group in varied:
            left_out = [case for i, case in enumerate(group) if i % FOLDS == fold]
            found = first_matches(left_out, weights, noise(left_out, weights), kind.seen())
            inputs.append(found[0])
            outcomes.append(found[1])
            if group is known:
                precisions.append(mean_average_precision(left_out, weights))
    curve = logistic(np.concatenate(inputs), np.concatenate(outcomes))
    rows, right = (np.concatenate(part[:: len(varied)]) for part in (inputs, outcomes))
    print(f"{kind.version}, train, {FOLDS} folds: MAP@5 {np.mean(precisions):.4f}, ", end="")
    print(measured(chances(rows, curve), right, len(known)))
    if not unseen:
        return
    weights = train([case for group in varied for case in group])
    chance_score = noise(known, weights)
    rows, right = first_matches(unseen, weights, chance_score, kind.seen())
    chance = chances(rows, curve)
    precision = mean_average_precision(unseen, weights)
    print(f"{kind.version}, dev: MAP@5 {precision:.4f}, {measured(chance, right, len(unseen))}")
    names = ("bias", *STANDING, *kind.evidence)
    model = {
        "version": kind.version,
        "weights": {name: round(float(each), 4) for name, each in zip(kind.columns, weights, strict=True)},
        "confidence": {name: round(float(each), 4) for name, each in zip(names, curve, strict=True)},
        "noise": round(chance_score, 4),
        "sure": round(recall_at_precision(chance, right, len(unseen))[1], 3),
    }
    (FOLDER / f"{kind.file}.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def chances(rows: np.ndarray, curve: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-rows @ curve))
    return found


if __name__ == "__main__":
    main()
