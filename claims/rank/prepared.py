"""A claim made ready for ranking, once, when it is stored: its terms, and which of them are names."""

import re
from dataclasses import dataclass

from claims.terms import clean, terms

_CAPITALISED = re.compile(r"[^\W\d_]\S*")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the ranker knows of a claim: terms of its text and of its title, and the names among them."""

    claim: tuple[str, ...]
    title: tuple[str, ...]
    names: frozenset[str]

    def to_bytes(self) -> bytes:
        """A compact form for the search index: three lines of terms."""
        lines = map(" ".join, (self.claim, self.title, sorted(self.names)))
        return "\n".join(lines).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Prepared":
        claim, title, names = data.decode().split("\n")
        return cls(tuple(claim.split()), tuple(title.split()), frozenset(names.split()))


def prepare(text: str, title: str = "") -> Prepared:
    """Makes a stored claim ready. Names come from its text: In Titles Every Word Has a Capital."""
    claim, heading = tuple(terms(text)), tuple(terms(title)) if title else ()
    return Prepared(claim, heading, _names(text))


@dataclass(frozen=True, slots=True)
class Query:
    """What the ranker knows of a text for which prior claims are looked for. `signed`: who posted it, and when."""

    terms: tuple[str, ...]
    names: frozenset[str]
    signed: frozenset[str] = frozenset()


def prepare_query(text: str) -> Query:
    """Cleans a text and makes it ready, each term once. A text of nothing but a link is left as it is."""
    said, by = clean(text)
    found = terms(said) or terms(text)
    return Query(tuple(dict.fromkeys(found)), _names(said), frozenset(terms(by)))


def _names(text: str) -> frozenset[str]:
    """Terms of the capitalised words. The first word of the text counts too: it often is a name."""
    capitals = [word for word in _CAPITALISED.findall(text) if word[0].isupper()]
    return (
        frozenset(term for term in terms(" ".join(capitals)) if not term[0].isdigit())
        if capitals
        else frozenset()
    )
