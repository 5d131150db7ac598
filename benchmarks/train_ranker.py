"""Makes claims/data/ranker.json from the CheckThat! train split: `python -m benchmarks.train_ranker`.

The ranker is linear: listwise softmax over each query's candidates, by plain gradient descent. The confidence
is a logistic curve over a match's score and its lead, learned where half of the queries have no right answer
(their claims are taken out), from scores of models that did not see the query. `--folds` only measures.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import checkthat
from claims.compare import normalise
from claims.rank import prepare_query
from claims.rank.features import FEATURES, features
from claims.tables import FOLDER

FOLDS = 5
DECAY = 3e-3  # pulls weights to zero; chosen by the folds on train


@dataclass(frozen=True)
class Case:
    """One query: a row of features for each candidate, and which candidates are right."""

    rows: np.ndarray
    right: np.ndarray
    wanted: int  # right answers in the collection, found by the index or not


def cases(split: str) -> list[Case]:
    rows = checkthat.claims()
    keys = [row.key for row in rows]
    twins: dict[str, list[str]] = {}
    for row in rows:
        twins.setdefault(normalise(row.claim), []).append(row.key)
    twin_of = {key: group[0] for group in twins.values() for key in group}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        index = checkthat.build(Path(folder), rows)
        idf = index.frequencies().idf
        for query in checkthat.queries(split):
            prepared = prepare_query(query.text)
            hits = index.search(prepared.claim)
            table = features(prepared, [hit.prepared for hit in hits], [hit.score for hit in hits], idf)
            wanted = {twin_of[key] for key in query.right}
            right = [twin_of[keys[hit.id - 1]] in wanted for hit in hits]
            found.append(Case(np.array(table), np.array(right), len(query.right)))
    return found


def train(some: list[Case], steps: int = 400) -> np.ndarray:
    """Weights that give the right candidates most of the softmax, with Adam's steps."""
    usable = [case for case in some if case.right.any()]
    size = max(len(case.rows) for case in usable)
    table = np.zeros((len(usable), size, len(FEATURES)))
    there = np.zeros((len(usable), size), bool)
    right = np.zeros((len(usable), size))
    for i, case in enumerate(usable):
        table[i, : len(case.rows)] = case.rows
        there[i, : len(case.rows)] = True
        right[i, : len(case.rows)] = case.right / case.right.sum()
    weights = np.zeros(len(FEATURES))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        scores = np.where(there, table @ weights, -1e9)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        slope = np.einsum("qc,qcf->f", share - right, table) / len(usable) + DECAY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights


def mean_average_precision(some: list[Case], weights: np.ndarray, at: int = 5) -> float:
    total = 0.0
    for case in some:
        order = np.argsort(-(case.rows @ weights), kind="stable")[:at]
        hits = 0
        for place, candidate in enumerate(order, 1):
            if case.right[candidate]:
                hits += 1
                total += hits / place / case.wanted
                if hits == case.wanted:
                    break
    return total / len(some)


def confidence_rows(some: list[Case], weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(1, score, lead) of each first match, and whether it is right; every query with and without its answer."""
    inputs, outcomes = [], []
    for case in some:
        for kept in (np.ones(len(case.right), bool), ~case.right):
            scores = (case.rows @ weights)[kept]
            if not len(scores):
                continue
            order = np.argsort(-scores, kind="stable")
            following = scores[order[1]] if len(order) > 1 else 0.0
            inputs.append((1.0, scores[order[0]], scores[order[0]] - following))
            outcomes.append(bool(case.right[kept][order[0]]))
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


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", action="store_true", help="measure on train by five folds, write nothing")
    options = parser.parse_args(argv)
    known = cases("train")
    inputs, outcomes, scores = [], [], []
    for fold in range(FOLDS):
        weights = train([case for i, case in enumerate(known) if i % FOLDS != fold])
        unseen = [case for i, case in enumerate(known) if i % FOLDS == fold]
        scores.append(mean_average_precision(unseen, weights))
        for found, into in zip(confidence_rows(unseen, weights), (inputs, outcomes), strict=True):
            into.append(found)
    rows, right = np.concatenate(inputs), np.concatenate(outcomes)
    curve = logistic(rows, right)
    chance = 1 / (1 + np.exp(-rows @ curve))
    recall, _ = recall_at_precision(chance, right, len(known))
    print(
        f"train, {FOLDS} folds: MAP@5 {np.mean(scores):.4f}, recall at 95% precision {recall:.3f}, "
        f"calibration error {calibration_error(chance, right):.3f}"
    )
    if options.folds:
        return
    weights = train(known)
    unseen = cases("dev")
    rows, right = confidence_rows(unseen, weights)
    chance = 1 / (1 + np.exp(-rows @ curve))
    recall, sure = recall_at_precision(chance, right, len(unseen))
    print(
        f"dev: MAP@5 {mean_average_precision(unseen, weights):.4f}, recall at 95% precision {recall:.3f}, "
        f"calibration error {calibration_error(chance, right):.3f}"
    )
    model = {
        "version": "1",
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)},
        "confidence": [round(float(each), 4) for each in curve],
        "sure": round(sure, 3),
    }
    (FOLDER / "ranker.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
