"""What a query reaches: its own terms, and those of nearly the same meaning."""

from collections.abc import Callable
from dataclasses import dataclass

from claims.rank.prepared import Query
from claims.rank.related import related

Rarity = Callable[[str], float]
"""How rare a term is, in the collection and in everyday English: high for rare ones, above 0 for all."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`weight`: how rare each term of the query is. `worth`: for each term that is not of the query but related to
    some of its terms, to which, and how much of their rarity it is worth. `met`: for all of these, how much of their
    own rarity the query meets, all of it for its own."""

    weight: dict[str, float]
    worth: dict[str, list[tuple[str, float]]]
    met: dict[str, float]

    def otherwise(self, own: frozenset[str]) -> dict[str, float]:
        """The query's terms for which a claim with these terms has but related ones: what the nearest is worth."""
        best: dict[str, float] = {}
        for other in self.worth.keys() & own:
            for term, value in self.worth[other]:
                if term not in own and value > best.get(term, 0.0):
                    best[term] = value
        return best

    def covered(self, terms: frozenset[str], rarity: Rarity) -> float:
        """The rarity-weighted share of these terms that the query has or comes near to."""
        met = self.met
        found = [met[term] for term in met.keys() & terms]
        return sum(found) / sum(map(rarity, terms)) if found else 0.0


def reach_of(query: Query, rarity: Rarity) -> Reach:
    weight = {term: rarity(term) for term in query.terms}
    worth: dict[str, list[tuple[str, float]]] = {}
    near: dict[str, float] = {}
    for term, own in weight.items():
        for other, closeness in related(term):
            if other not in weight:
                worth.setdefault(other, []).append((term, own * closeness))
                near[other] = max(near.get(other, 0.0), closeness)
    return Reach(
        weight, worth, weight | {other: rarity(other) * closeness for other, closeness in near.items()}
    )
