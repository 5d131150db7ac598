"""A claim made ready for ranking, once, when it is stored; and a text for which prior claims are looked for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from claims.terms import clean, terms

HEADLINE = 0.6  # share of words with a capital from which capitals say nothing about names
_WORD_OR_END = re.compile(r"[^\W\d_][^\W\d_'’]*(?:['’][^\W\d_]+)?|[.!?:\n]")


class Prepared(NamedTuple):
    """What the ranker knows of a claim: the terms of its text and of its title, with spaces between them."""

    claim: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What the ranker knows of a text for which prior claims are looked for. `signed`: who posted it, and when;
    `capitals`: the terms that it writes with a capital within a sentence."""

    terms: tuple[str, ...]
    signed: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()


def prepare(text: str, title: str = "") -> Prepared:
    """Makes a stored claim ready."""
    return Prepared(" ".join(terms(text)), " ".join(terms(title)) if title else "")


def prepare_query(text: str) -> Query:
    """Cleans a text and makes it ready, each term once. A text of nothing but a link is left as it is."""
    said, by = clean(text)
    return Query(tuple(dict.fromkeys(terms(said) or terms(text))), frozenset(terms(by)), _capitals(said))


def _capitals(said: str) -> frozenset[str]:
    """The terms with a capital that does not begin a sentence; none of a headline, which has capitals throughout."""
    within, capitals, words = [], 0, 0
    begins = True
    for token in _WORD_OR_END.findall(said):
        if not token[0].isalpha():
            begins = True
            continue
        words += 1
        if token[0].isupper():
            capitals += 1
            if not begins:
                within.append(token)
        begins = False
    if capitals > HEADLINE * words:
        return frozenset()
    return frozenset(term for word in within for term in _of_word(word))


@lru_cache(1 << 12)
def _of_word(word: str) -> tuple[str, ...]:
    """The terms of one word: names alone can look like another language, whose words would stay unstemmed."""
    return tuple(terms(word))
