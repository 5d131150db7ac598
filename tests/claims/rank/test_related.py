"""The table of related words, whole; and how a query reaches claims by it."""

import csv

import pytest

from claims.rank import Candidate, prepare, prepare_query, rank
from claims.rank.related import is_word, related
from claims.tables import FOLDER


def test_the_table_is_whole() -> None:
    with (FOLDER / "related_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    terms = [term for term, _ in rows]
    assert len(terms) == len(set(terms)) > 20_000
    for term in terms:
        found = related(term)
        assert 1 <= len(found) <= 12, term
        assert all(0.5 <= near <= 1 for _, near in found), term
        assert [near for _, near in found] == sorted((near for _, near in found), reverse=True), term
        assert term not in dict(found), term


@pytest.mark.parametrize(
    ("term", "other"),
    [("doctor", "physician"), ("shoot", "gunfir"), ("kill", "murder"), ("wildfir", "blaze")],
)
def test_words_of_nearly_the_same_meaning(term: str, other: str) -> None:
    assert other in dict(related(term))


@pytest.mark.parametrize("name", ["jableh", "qux", "1500"])
def test_names_and_numbers_have_none(name: str) -> None:
    assert related(name) == ()
    assert not is_word(name)


def test_another_word_for_the_same_thing_puts_a_claim_first() -> None:
    texts = ["A lawyer of Ghent was dismissed.", "A physician of Ghent was dismissed."]
    candidates = [Candidate(number, prepare(text)) for number, text in enumerate(texts)]
    assert rank(prepare_query("Doctor in Ghent dismissed"), candidates, lambda _: 5.0)[0].id == 1


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("Police in Ghent arrested Ann Lee, who is 40. Nobody died.", {"ghent", "ann", "lee"}),
        ("The mayor: Nobody paid.", set()),  # a capital that begins a sentence is no name
        ("Mayor Of Ghent Arrested In Jableh", set()),  # a headline, where capitals say nothing
        ("", set()),
    ],
)
def test_what_a_text_writes_with_a_capital(text: str, capitals: set[str]) -> None:
    assert prepare_query(text).capitals == capitals


def test_names_alone_are_less_than_names_and_words() -> None:
    known = [
        Candidate(1, prepare("The mayor Ann Lee sold the castle of the town")),
        Candidate(2, prepare("The mayor Ann Lee danced at a wedding")),
    ]

    def sure_of(text: str) -> float:
        return rank(prepare_query(text), known, lambda _: 5.0)[0].confidence

    assert sure_of("We heard that Ann Lee sold the castle") > sure_of("We heard that Ann Lee broke a leg")
