"""Word stems: the examples of https://snowballstem.org/algorithms/english, and tantivy's stemmer as judge."""

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from claims.stemmer import stem

TABLE = [
    ("bombings", "bomb"),
    ("bombed", "bomb"),
    ("killed", "kill"),
    ("hoping", "hope"),
    ("hopping", "hop"),
    ("cries", "cri"),
    ("ties", "tie"),
    ("agreed", "agre"),
    ("nationalities", "nation"),
    ("generously", "generous"),
    ("communism", "communism"),
    ("consignment", "consign"),
    ("international", "internat"),
    ("yes", "yes"),
    ("dying", "die"),
    ("news", "news"),
    ("is", "is"),
    ("", ""),
]
ENDINGS = [
    "",
    "s",
    "es",
    "ies",
    "ed",
    "edly",
    "ing",
    "ingly",
    "ly",
    "ment",
    "ization",
    "fulness",
    "ative",
    "ogist",
    "y",
]


@pytest.mark.parametrize(("word", "expected"), TABLE)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text("abcdeghilmnoprstuvy", min_size=3, max_size=9), st.sampled_from(ENDINGS))
def test_property_same_stem_as_the_search_engine(root: str, ending: str) -> None:
    snowball = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()
    )
    assert [stem(root + ending)] == snowball.analyze(root + ending)
