"""The ratings, and the names that other desks use for them."""

import csv

import pytest

from storage.ratings import BY_CODE, NAMES_FILE, RATINGS, Axis, UnknownRatingError, named, on_axis

NAMES = [
    ("False", "false"),
    ("  mostly   FALSE. ", "mostly-false"),
    ("half-true", "half-true"),
    ("5", "true"),
    ("Pants on Fire!", "false"),
    ("Misleading", "missing-context"),
    ("no record found", "no-record-found"),
    ("Said_as_quoted", "said-as-quoted"),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_rating_is_found_by_its_names(name: str, code: str) -> None:
    assert named(name) is BY_CODE[code]


@pytest.mark.parametrize("name", ["", "Bogus", "6", "not checkable", "truefalse"])
def test_an_unknown_name_is_told_with_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownRatingError, match="known are False, Mostly false, Half true"):
        named(name)


def test_numbers_go_from_the_worst_to_the_best_and_only_for_truth() -> None:
    numbers = [(rating.number, rating.label) for rating in RATINGS if rating.number]
    assert numbers == [(1, "False"), (2, "Mostly false"), (3, "Half true"), (4, "Mostly true"), (5, "True")]
    assert not any(rating.number for rating in on_axis(Axis.ATTRIBUTION))
    assert BY_CODE["unproven"].number is None


def test_every_name_of_the_table_means_a_rating_and_none_is_said_twice() -> None:
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert named(row["name"]) is BY_CODE[row["code"]], row
    assert len({row["name"].casefold() for row in rows}) == len(rows)
    assert not {row["name"].casefold() for row in rows} & {rating.label.casefold() for rating in RATINGS}
