"""The order of prior claims, and how sure it is of the first."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rank import Candidate, default_model, prepare, prepare_query, rank
from claims.rank.evidence import evidence
from claims.rank.features import FEATURES, features
from claims.rank.reach import reach_of

CLAIMS = {
    1: "Over 140 people were killed by bombs in Jableh and Tartus.",
    2: "The mayor of Ghent owns three castles.",
    3: "A bomb was found in Ghent.",
    4: "Unemployment in Spain fell to 12 percent.",
    5: "A photo shows the mayor of Jableh on a motorway.",
}
CANDIDATES = [Candidate(number, prepare(text)) for number, text in CLAIMS.items()]


def rarity(term: str) -> float:
    """As in a collection where longer words are rarer."""
    return 2.0 + len(term)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Seven bombs killed 140 in Jableh and Tartus", 1),
        ("Does Ghent's mayor own 3 castles? https://t.co/x", 2),
        ("spain unemployment", 4),
        ("This photo! — The Mayor of Jableh (@jableh) May 3, 2020", 5),  # who posted it counts
    ],
)
def test_the_right_claim_is_first(query: str, first: int) -> None:
    assert rank(prepare_query(query), CANDIDATES, rarity)[0].id == first


def test_a_fitting_claim_is_surer_than_one_that_shares_a_word() -> None:
    fitting = rank(prepare_query(CLAIMS[2]), CANDIDATES, rarity)[0]
    passing = rank(prepare_query("A tram in Ghent went to the harbour of Antwerp"), CANDIDATES, rarity)[0]
    assert fitting.confidence > default_model().sure > 0.5
    assert passing.confidence < 0.4


def test_confidence_falls_with_the_place() -> None:
    found = rank(prepare_query("the mayor of Ghent"), CANDIDATES, rarity)
    assert [match.confidence for match in found] == sorted(
        (match.confidence for match in found), reverse=True
    )


def test_equal_scores_give_the_older_claim_first() -> None:
    twins = [Candidate(number, prepare(CLAIMS[2])) for number in (9, 4, 7)]
    assert [match.id for match in rank(prepare_query(CLAIMS[2]), twins, rarity)] == [4, 7, 9]


def test_nothing_to_rank() -> None:
    assert rank(prepare_query("anything"), [], rarity) == []
    assert len(rank(prepare_query(""), CANDIDATES, rarity)) == 5


def test_every_feature_has_a_weight() -> None:
    model = default_model()
    assert len(model.weights) == len(FEATURES)
    assert 0 < model.sure < 1


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=5))
def test_property_scores_are_numbers(query: str, texts: list[str]) -> None:
    prepared = [prepare(text, text[::-1]) for text in texts]
    asked = prepare_query(query)
    reach = reach_of(asked, rarity)
    for row in features(asked, reach, prepared, rarity):
        assert all(math.isfinite(value) and value >= 0 for value in row)
    for each in prepared:
        assert all(0 <= value <= 1.000001 for value in evidence(asked, reach, each, rarity))
    candidates = [Candidate(number, each) for number, each in enumerate(prepared)]
    assert all(0 <= match.confidence <= 1 for match in rank(prepare_query(query), candidates, rarity))
