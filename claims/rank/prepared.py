"""A claim made ready for ranking, once, when it is stored; and a text for which prior claims are looked for."""

from dataclasses import dataclass

from claims.terms import clean, terms


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the ranker knows of a claim: the terms of its text and of its title, with spaces between them."""

    claim: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What the ranker knows of a text for which prior claims are looked for. `signed`: who posted it, and when."""

    terms: tuple[str, ...]
    signed: frozenset[str] = frozenset()


def prepare(text: str, title: str = "") -> Prepared:
    """Makes a stored claim ready."""
    return Prepared(" ".join(terms(text)), " ".join(terms(title)) if title else "")


def prepare_query(text: str) -> Query:
    """Cleans a text and makes it ready, each term once. A text of nothing but a link is left as it is."""
    said, by = clean(text)
    return Query(tuple(dict.fromkeys(terms(said) or terms(text))), frozenset(terms(by)))
