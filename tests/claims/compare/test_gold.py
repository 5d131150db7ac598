"""The gold table: 460 pairs of claims of our own writing, and the relation a person would give each."""

import pytest

from claims.compare import compare, statement
from tests.claims.compare.tables import GOLD, PARAPHRASES, facts_of_one_event, pairs

MUST_BE_RIGHT = 0.95


def relation(ours: str, theirs: str) -> str:
    return compare(statement(ours), statement(theirs)).relation


def test_gold_table_is_large_and_holds_every_relation() -> None:
    table = list(pairs(GOLD))
    assert len(table) >= 300
    assert {gold for gold, _, _ in table} == {
        "same",
        "different-figure",
        "different-polarity",
        "different-source",
        "different-time",
        "related",
    }


def test_relation_is_right_in_95_of_100_pairs_either_way_round() -> None:
    table = list(pairs(GOLD))
    wrong = [
        f"{gold}: {one} / {other} gives {found}"
        for gold, ours, theirs in table
        for one, other in ((ours, theirs), (theirs, ours))
        if (found := relation(one, other)) != gold
    ]
    assert len(wrong) <= (1 - MUST_BE_RIGHT) * 2 * len(table), "\n".join(wrong)


@pytest.mark.parametrize(
    ("gold", "ours", "theirs"),
    [
        row
        for path in (GOLD, PARAPHRASES)
        for row in pairs(path)
        if row[0] in ("different-figure", "different-polarity")
    ],
)
def test_figures_that_cannot_both_hold_and_other_polarity_are_never_same(
    gold: str, ours: str, theirs: str
) -> None:
    assert relation(ours, theirs) != "same"
    assert relation(theirs, ours) != "same"


def test_facts_of_one_event_neither_repeat_nor_contradict_each_other() -> None:
    found = [relation(ours, theirs) for ours, theirs in facts_of_one_event()]
    assert len(found) >= 140
    assert "same" not in found
    assert found.count("related") >= 0.98 * len(found)
