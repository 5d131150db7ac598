"""What else the confidence in a match rests on: names and common words are two kinds of agreement.

Two posts about one politician share his name and little more; two about floods share many words and no place. The
right claim has both. A common word is one that the table of related words knows and the query does not capitalise.
"""

from collections.abc import Iterable
from math import sqrt

from claims.rank.prepared import Prepared, Query
from claims.rank.reach import Rarity, Reach
from claims.rank.related import is_word

EVIDENCE = (
    "words_covered",  # rarity-weighted share of the claim's common words that the query has, related ones in part
    "names_and_words",  # geometric mean of the shares of the query's names and of its words that the claim has
)


def evidence(query: Query, reach: Reach, candidate: Prepared, rarity: Rarity) -> list[float]:
    """One number between 0 and 1 for each of EVIDENCE."""
    own = frozenset(candidate.claim.split()) | frozenset(candidate.title.split())
    words = frozenset(term for term in own if _common(term, query))
    said = {term: reach.weight[term] for term in reach.weight.keys() & own} | reach.otherwise(own)
    by_kind: dict[bool, list[str]] = {True: [], False: []}
    for term in query.terms:
        by_kind[_common(term, query)].append(term)
    names = _share(by_kind[False], said, reach.weight)
    common = (
        _share(by_kind[True], said, reach.weight) if by_kind[True] else names
    )  # a language we have no words of
    return [reach.covered(words or own, rarity), sqrt(names * common)]


def _common(term: str, query: Query) -> bool:
    return term not in query.capitals and is_word(term)


def _share(terms: Iterable[str], said: dict[str, float], weight: dict[str, float]) -> float:
    whole = sum(weight[term] for term in terms)
    return sum(said.get(term, 0.0) for term in terms) / whole if whole else 0.0
