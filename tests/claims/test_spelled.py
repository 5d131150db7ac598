"""Figures and fractions have one form however they are written."""

import pytest

from claims.alike import alike
from claims.spelled import spelled


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("400k", "400000"),
        ("400 000", "400000"),
        ("400.000", "400000"),
        ("400,000", "400000"),
        ("0.4 million", "400000"),
        ("0,4 Millionen", "400000"),
        ("four hundred thousand", "400000"),
        ("quarter million", "250000"),
        ("a quarter of a million", "250000"),
        ("half a billion", "500000000"),
        ("a million", "1000000"),
        ("2½ million", "2500000"),
        ("2,3 milliards", "2300000000"),
        ("5 mil", "5 mil"),  # five million to some, five thousand to others
        ("3,4", "3.4"),
        ("0.125", "0.125"),
        ("3.125 percent", "3.125 percent"),
        ("1.250 million", "1250000"),
        ("one percent", "1 percent"),
        ("one of them", "one of them"),
        ("1 %", "1 percent"),
        ("5pct", "5 percent"),
        ("1/3", "third"),
        ("2/3 of women", "2 thirds of women"),
        ("½", "half"),
        ("1/3/2020", "1 3 2020"),
    ],
)
def test_a_figure_has_one_form(written: str, found: str) -> None:
    assert " ".join(spelled(written)) == found


@pytest.mark.parametrize(
    ("word", "other"), [("polish", "poland"), ("turkish", "turkey"), ("kids", "children"), ("jet", "plane")]
)
def test_words_that_mean_the_same_are_alike_both_ways(word: str, other: str) -> None:
    assert other in alike(word)
    assert word in alike(other)


@pytest.mark.parametrize(
    ("word", "other"), [("rose", "fell"), ("moscow", "russia"), ("some", "many"), ("no", "not")]
)
def test_opposites_and_words_that_say_nothing_are_not_alike(word: str, other: str) -> None:
    assert other not in alike(word)
