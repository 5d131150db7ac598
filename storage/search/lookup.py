"""Finds published verdicts for what a person types: the index proposes, `claims.typed.fit` puts in order.

The order depends on the query and each claim alone, and the newest of equals comes first, so that a page can go
on behind the last claim of the one before while verdicts are published and withdrawn.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import tantivy
from tantivy import Occur, Query

from claims.alike import alike
from claims.terms import words
from claims.typed import (
    COMMONEST,
    PASTED,
    RAREST,
    SHORTEST_BEGINNING,
    SHORTEST_SLIP,
    Typed,
    Word,
    fit,
    parted,
    slips_allowed,
)

DEPTH = 50
"""Claims that are put in order for a query of words; nobody pages further."""
NEWEST = 40
SLIPPED = 40  # claims that may have the words with slips
FILTERED = 100
ENDINGS = 40  # ways to finish an unfinished word, the commonest
BROAD = 2  # words: of so few, very many claims may have all, and the newest of them matter
RAREST_FIGURE = 7  # the weight of one, at most: a name is surer than a figure
MOST_COUNTED = 6  # words: of a pasted headline the claim may have few
LEAST_FIT = 450
GOOD_FIT = 800  # below it, the words that exist are taken for slips too
AMONG = 10_000  # a small desk's words are weighed as if they stood among so many claims


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for. Every filter that is set must hold; `since` is a day's ordinal."""

    typed: Typed = field(default_factory=Typed)
    ratings: frozenset[str] = frozenset()
    source: str = ""
    since: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim, and the mark from which the next page goes on."""

    claim_id: int
    mark: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """The last claim of a page: its fit and age, and how rare the words were when the first page was made."""

    fit: int
    newest: int
    weights: str

    @classmethod
    def read(cls, text: str) -> "_Mark | None":
        parts = text.split(":")
        digits = all(part.isascii() and part.isdigit() for part in parts[:2])
        if len(parts) != 3 or not digits or (parts[2] and not (parts[2].isascii() and parts[2].isdigit())):
            return None
        return cls(int(parts[0][:6]), min(int(parts[1][:20]), (1 << 64) - 1), parts[2])

    def __str__(self) -> str:
        return f"{self.fit}:{self.newest}:{self.weights}"


def look_up(
    searcher: tantivy.Searcher, schema: tantivy.Schema, wanted: Wanted, after: str = ""
) -> list[Found]:
    """The next claims for a query, best first; [] at the end. `after` is the mark of the last one shown."""
    mark = _Mark.read(after)
    look = _Look(searcher, schema)
    filters = list(look.filters(wanted))
    if wanted.typed:
        return look.ranked(wanted.typed, filters, mark)
    return look.by_age(filters, mark)


def newest_key(seconds: int, claim_id: int) -> int:
    """Orders published claims by when they became visible, then by id; no two have the same."""
    return (seconds << 32) | (claim_id & 0xFFFFFFFF)


class _Look:
    """One look into the index as it stands."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._count = cache(searcher.doc_freq)  # asked for several times a word

    def by_age(self, filters: Sequence[Query], mark: _Mark | None) -> list[Found]:
        """The newest first, of those that pass the filters."""
        below = max(mark.newest - 1, 0) if mark else None
        query = self._all([*filters, self._up_to(below)])
        hits = self._searcher.search(query, FILTERED, count=False, order_by_field="newest").hits
        addresses = [address for _, address in hits]
        ids = self._searcher.fast_field_values("id", addresses)
        ages = self._searcher.fast_field_values("newest", addresses)
        return [
            Found(int(number or 0), str(_Mark(0, int(age or 0), "")))
            for number, age in zip(ids, ages, strict=True)
        ]

    def ranked(self, typed: Typed, filters: Sequence[Query], mark: _Mark | None) -> list[Found]:
        """The best first; of equals the newest."""
        known = mark is not None and len(mark.weights) == len(typed.words)
        weights = mark.weights if mark is not None and known else "".join(map(self._weight, typed.words))
        addresses = self._proposed(typed, filters, slips=False)
        found = self._fitting(typed, addresses, weights)
        best = max((each[0] for each in found), default=0)
        if best < (GOOD_FIT if len(typed.words) < PASTED else LEAST_FIT):
            seen = set(map(_place, addresses))
            more = self._proposed(typed, filters, slips=True)
            found += self._fitting(typed, [each for each in more if _place(each) not in seen], weights)
        found.sort(reverse=True)
        if mark is not None:
            found = [each for each in found if each[:2] < (mark.fit, mark.newest)]
        return [Found(number, str(_Mark(score, age, weights))) for score, age, number in found]

    def _fitting(
        self, typed: Typed, addresses: list[tantivy.DocAddress], weights: str
    ) -> list[tuple[int, int, int]]:
        """Fit, age and id of those claims that fit well enough."""
        ids = self._searcher.fast_field_values("id", addresses)
        ages = self._searcher.fast_field_values("newest", addresses)
        numbers = [int(weight) for weight in weights]
        found = []
        for number, age, address in zip(ids, ages, addresses, strict=True):
            score = fit(typed, str(self._searcher.doc(address)["spelled"][0]), numbers)
            if score >= LEAST_FIT:
                found.append((score, int(age or 0), int(number or 0)))
        return found

    def _proposed(self, typed: Typed, filters: Sequence[Query], *, slips: bool) -> list[tantivy.DocAddress]:
        ways = [(word, self._word(word, slips=slips)) for word in typed.words]
        named = [
            (Occur.Should, query) for word, query in ways if not word.is_number and not self._is_noise(word)
        ]
        figures = [(Occur.Should, query) for word, query in ways if word.is_number]
        phrases = [
            Query.phrase_query(self._schema, "spelled", list(phrase))
            if len(phrase) > 1
            else self._term("spelled", phrase[0])
            for phrase in typed.phrases
        ]
        # One word of three may be missing: people add words that the claim does not have. A figure may differ,
        # and stand for a word. Where slips are looked for, words that no claim has may all be missing.
        counted = len(named) or len(figures)
        if slips and named:
            known = [word for word in typed.words if not word.is_number and self._is_known(word)]
            counted = max(len(known), 1)
        needed = Query.boolean_query(
            named + figures, minimum_number_should_match=math.ceil(min(counted, MOST_COUNTED) * 2 / 3)
        )
        must = self._all([needed, *phrases, *filters])
        hits = self._searcher.search(must, SLIPPED if slips else DEPTH, count=False).hits
        addresses = [address for _, address in hits]
        if len(hits) == DEPTH and len(typed.words) <= BROAD:
            every = self._all([*(query for _, query in ways), *phrases, *filters])
            newest = self._searcher.search(every, NEWEST, count=False, order_by_field="newest").hits
            seen = set(map(_place, addresses))
            addresses += [each for _, each in newest if _place(each) not in seen]
        return addresses

    def _word(self, word: Word, *, slips: bool) -> Query:
        """The ways in which a claim may have a word; the surer one counts more."""
        ways = [Query.boost_query(self._term("spelled", word.text), 2.0)]
        if word.is_number:
            return ways[0]
        if word.stem != word.text or not word.unfinished:
            ways.append(self._term("stems", word.stem))
        if word.name is not None:
            ways.append(self._term("spelled", word.name))
        for joined in word.joined:
            if self._count("spelled", joined):
                ways.append(self._term("spelled", joined))
        endings: list[str] = []
        unknown = not self._is_known(word)
        if word.unfinished or ((slips or unknown) and len(word.text) >= SHORTEST_BEGINNING):
            endings = [
                term for term, _ in self._searcher.terms_with_prefix("spelled", word.text, limit=ENDINGS)
            ]
            if endings:
                ways.append(Query.term_set_query(self._schema, "spelled", endings))
        if slips or unknown:
            others = alike(word.text)
            if others:
                ways.append(Query.term_set_query(self._schema, "spelled", list(others)))
            ways.extend(
                self._all([self._term("spelled", first), self._term("spelled", second)])
                for first, second in parted(word.text)
                if self._count("spelled", first) and self._count("spelled", second)
            )
        if (slips or (unknown and not endings)) and len(word.text) >= SHORTEST_SLIP:
            distance = slips_allowed(word.text)
            ways.append(Query.fuzzy_term_query(self._schema, "spelled", word.text, distance=distance))
            if word.unfinished:
                ways.append(
                    Query.fuzzy_term_query(self._schema, "spelled", word.text, distance=1, prefix=True)
                )
        return Query.disjunction_max_query(ways)

    def _is_known(self, word: Word) -> bool:
        return bool(self._count("spelled", word.text) or self._count("stems", word.stem))

    def _is_noise(self, word: Word) -> bool:
        """ "mon" for "moon": too short to guess what was meant, and in no claim."""
        return len(word.text) < SHORTEST_SLIP and not word.unfinished and not self._is_known(word)

    def _weight(self, word: Word) -> str:
        """How rare a word is, as a digit. One that no claim has was probably misspelt; it counts as rare."""
        if self._is_noise(word) and not word.is_number:
            return str(COMMONEST)
        count = max(self._count("spelled", word.text), self._count("stems", word.stem), 1)
        among = max(self._searcher.num_docs, AMONG)
        rarest = RAREST_FIGURE if word.is_number else RAREST
        return str(min(max(round(math.log(among / count)), COMMONEST), rarest))

    def filters(self, wanted: Wanted) -> Iterator[Query]:
        if wanted.ratings:
            yield Query.term_set_query(self._schema, "rating", sorted(wanted.ratings))
        if wanted.language:
            yield self._term("language", wanted.language)
        if wanted.since is not None:
            yield Query.range_query(self._schema, "day", tantivy.FieldType.Integer, lower_bound=wanted.since)
        for word in words(wanted.source):
            yield self._named(word)

    def _named(self, word: str) -> Query:
        """A part of a claimant's name, perhaps only its beginning."""
        known = self._searcher.terms_with_prefix("by", word, limit=ENDINGS)
        if known:
            return Query.term_set_query(self._schema, "by", [term for term, _ in known])
        if len(word) < SHORTEST_SLIP:
            return Query.empty_query()
        return Query.fuzzy_term_query(self._schema, "by", word, distance=slips_allowed(word))

    def _up_to(self, newest: int | None) -> Query:
        """Published claims that are at most so new; only published ones have an age."""
        return Query.range_query(
            self._schema, "newest", tantivy.FieldType.Unsigned, lower_bound=1, upper_bound=newest
        )

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(
            self._schema, field, term, "freq" if field in ("spelled", "stems") else "basic"
        )

    def _all(self, queries: Sequence[Query]) -> Query:
        return Query.boolean_query([(Occur.Must, query) for query in queries])


def _place(address: tantivy.DocAddress) -> tuple[int, int]:
    """An address that can be in a set."""
    return address.segment_ord, address.doc
