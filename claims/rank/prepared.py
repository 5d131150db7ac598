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
        lines = (" ".join(self.claim), " ".join(self.title), " ".join(sorted(self.names)))
        return "\n".join(lines).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Prepared":
        claim, title, names = data.decode().split("\n")
        return cls(tuple(claim.split()), tuple(title.split()), frozenset(names.split()))


def prepare(text: str, title: str = "") -> Prepared:
    """Makes a stored claim ready. Names come from its text: In Titles Every Word Has a Capital."""
    return Prepared(tuple(terms(text)), tuple(terms(title)) if title else (), _names(text))


def prepare_query(text: str) -> Prepared:
    """Makes a text ready for which prior claims are looked for: cleaned, each term once."""
    cleaned = clean(text)
    return Prepared(tuple(dict.fromkeys(terms(cleaned))), (), _names(cleaned))


def _names(text: str) -> frozenset[str]:
    """Terms of the capitalised words. The first word of the text counts too: it often is a name."""
    capitals = [word for word in _CAPITALISED.findall(text) if word[0].isupper()]
    return (
        frozenset(term for term in terms(" ".join(capitals)) if not term[0].isdigit())
        if capitals
        else frozenset()
    )
