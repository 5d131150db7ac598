"""Twins: texts that differ only in what no reader would call a difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.compare import normalise

TWINS = [
    ('"Over 1,500 were hurt," he said.', "over 1500 were hurt he said"),
    ("The well-known mayor", "the well known mayor"),
    ("“We won’t go”", "'We wont go'"),
    ("It costs $ 5", "It costs $5"),
    ("up 5 %", "up 5%"),
    ("The U.S. left", "The US left"),
    ("ﬁfty people", "fifty people"),
    ("COVID-19 spread", "COVID 19 spread"),
    ("STRASSE", "straße"),
    ("a  b\u00a0c", "A b c"),
    ("5 people 😀!", "5 people"),
]
NOT_TWINS = [
    ("fell by 1.5%", "fell by 15%"),
    ("fell by 1,5%", "fell by 15%"),
    ("5% of pupils", "5 of pupils"),
    ("$5", "€5"),
    ("-5 degrees", "5 degrees"),
    ("200 deaths", "2000 deaths"),
    ("He did it", "He did not do it"),
    ("prices rose", "prices fell"),
    ("1,500 people", "1,5 people"),
]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), NOT_TWINS)
def test_no_twins(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text())
def test_property_a_key_is_its_own_key(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
