"""Which prior claims the claims of an article may repeat: candidates, their order, and the relation of the best.

Nothing here decides anything: a match is a proposal. What is shown, and whether it may be shown, is read from
the database at that moment.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import CompoundSelect, Connection, bindparam, select, union_all
from sqlmodel import col

from claims.compare import Comparison, Statement, compare, statement, vocabulary
from claims.rank import Candidate, Query, Ranked, prepare_query, rank
from claims.terms import clean
from storage.db import Database
from storage.search import (
    CANDIDATES,
    Entry,
    Found,
    Frequencies,
    Position,
    SearchIndex,
    Wanted,
    changes,
    open_index,
)
from storage.semantic.meaning import Meaning
from storage.tables import Alias, Claim
from storage.turns import Turns

TOP = 5
LONGEST_QUERY = 64  # terms; of a longer text the rarest ones count
LONGEST_CLAIM = 2_000  # characters that are compared: a claim is a sentence, not an article
KEPT_STATEMENTS = 1_000  # read claims that are kept: the same few are proposed again and again
PENDING = 200  # claims so new that no index has them; a large import is waited for instead

_TEXTS_AND_NAMES: CompoundSelect[Any] = union_all(
    select(col(Claim.id), col(Claim.text), col(Claim.claimant)).where(
        col(Claim.id).in_(bindparam("ids", expanding=True))
    ),
    select(-col(Alias.id), col(Alias.same_as), col(Alias.term)).where(col(Alias.removed_at).is_(None)),
)
"""In one question, as every match asks it: the claims by their ids, the desk's aliases by less than 0."""

Names = tuple[tuple[str, ...], ...]
"""The desk's own aliases, as `claims.compare.vocabulary` takes them."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A text for which prior claims are looked for, and the claims that are out of the question: itself, and
    those a reviewer rejected for it."""

    text: str
    without: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class PriorMatch:
    """A prior claim that a text may repeat. `sure` says that its confidence reaches 95% precision, `model` by
    which weights."""

    claim_id: int
    score: float
    confidence: float
    sure: bool
    model: str
    comparison: Comparison


class Matcher:
    """Matches texts against all stored claims; one for each process."""

    def __init__(self, database: Database, folder: Path, meaning: Meaning | None = None) -> None:
        self._database = database
        self._folder = folder
        self._meaning = meaning
        self._index: SearchIndex | None = None
        self._turns = Turns()

    async def match(self, sought: Sequence[Sought], top: int = TOP) -> list[list[PriorMatch]]:
        """The best prior claims of each text, best first; for a whole article in one go.

        Claims stored a moment ago are found too: those that the index does not have yet are read from the log.
        """
        return await asyncio.to_thread(self._match, sought, top)

    async def relations(self, pairs: Sequence[tuple[int, int]]) -> list[Comparison]:
        """How two stored claims relate, whatever the index thinks of them, for each pair.

        Raises KeyError for one that is gone.
        """
        return await asyncio.to_thread(self._relations, pairs)

    def look_up(self, wanted: Wanted, after: str = "") -> list[Found]:
        """The next published claims for what a person types; the caller reads them from the database.

        Takes a few milliseconds: to be called within a thread.
        """
        index = self._current()
        return [] if index is None else index.look_up(wanted, after)

    def first(self) -> AbstractContextManager[None]:
        """Around a look-up and what belongs to it: matching lets it go first."""
        return self._turns.first()

    def _match(self, sought: Sequence[Sought], top: int) -> list[list[PriorMatch]]:
        index = self._current()
        with self._database.look() as connection:
            fresh, gone = _fresh(connection, index)
            ranked = self._rank_all(connection, index, fresh, gone, sought, top)
            texts, names = _texts(connection, {each.id for best in ranked for each in best})
        return self._compare_all(sought, ranked, texts, names)

    def _relations(self, pairs: Sequence[tuple[int, int]]) -> list[Comparison]:
        with self._database.look() as connection:
            texts, names = _texts(connection, {each for pair in pairs for each in pair})
        found = []
        for one, other in pairs:
            self._turns.give_way()
            found.append(compare(_read(*texts[one], names), _read(*texts[other], names)))
        return found

    def _current(self) -> SearchIndex | None:
        """The index as it was last committed; opened when it is first there, or there anew."""
        if self._index is not None:
            try:
                self._index.reload()
            except ValueError:
                self._index = None
        if self._index is None:
            self._index = open_index(self._folder)
        return self._index

    def _rank_all(
        self,
        connection: Connection,
        index: SearchIndex | None,
        fresh: Sequence[Entry],
        gone: frozenset[int],
        sought: Sequence[Sought],
        top: int,
    ) -> list[list[Ranked]]:
        frequencies = index.frequencies() if index is not None else Frequencies((), 0)
        found = []
        for each in sought:
            self._turns.give_way()
            query = prepare_query(each.text)
            query = replace(query, terms=frequencies.rarest(query.terms, LONGEST_QUERY))
            candidates = _candidates(index, query, fresh, gone | each.without, max(top, CANDIDATES))
            candidates = [known for known in candidates if known.id not in each.without]
            cosines = None
            if self._meaning is not None:
                cosines = self._meaning.cosines(connection, each.text, [known.id for known in candidates])
            found.append(rank(query, candidates, frequencies.rarity, cosines, top))
        return found

    def _compare_all(
        self,
        sought: Sequence[Sought],
        ranked: list[list[Ranked]],
        texts: dict[int, tuple[str, str | None]],
        names: Names,
    ) -> list[list[PriorMatch]]:
        found = []
        for each, best in zip(sought, ranked, strict=True):
            self._turns.give_way()
            own = statement(_said(each.text), known=vocabulary(names)) if best else Statement("")
            found.append(
                [
                    PriorMatch(
                        match.id,
                        match.score,
                        match.confidence,
                        match.sure,
                        match.model,
                        compare(own, _read(*texts[match.id], names)),
                    )
                    for match in best
                    if match.id in texts
                ]
            )
        return found


def _fresh(connection: Connection, index: SearchIndex | None) -> tuple[list[Entry], frozenset[int]]:
    """The claims that changed since the index was committed, and which of its claims those replace."""
    ids = changes.waiting(connection, index.position() if index is not None else Position(), PENDING)
    return (changes.entries(connection, ids) if ids else []), frozenset(ids)


def _texts(connection: Connection, ids: Collection[int]) -> tuple[dict[int, tuple[str, str | None]], Names]:
    """What is compared of each claim's text, its claimant, and the desk's aliases."""
    if not ids:
        return {}, ()
    texts: dict[int, tuple[str, str | None]] = {}
    names: dict[int, tuple[str, str]] = {}
    for number, one, other in connection.execute(_TEXTS_AND_NAMES, {"ids": list(ids)}):
        if number > 0:
            texts[number] = one[:LONGEST_CLAIM], other
        else:
            names[-number] = one, other
    return texts, tuple(names[number] for number in sorted(names))


def _said(text: str) -> str:
    """What is compared of a text: when somebody posted it is no date of the claim."""
    compared = text[:LONGEST_CLAIM]
    said, _ = clean(compared)
    return said or compared


@lru_cache(KEPT_STATEMENTS)
def _read(text: str, claimant: str | None, names: Names) -> Statement:
    return statement(text, source=claimant, known=vocabulary(names))


def _candidates(
    index: SearchIndex | None,
    query: Query,
    fresh: Sequence[Entry],
    without: frozenset[int],
    most: int,
) -> list[Candidate]:
    """The index's best hits, and the fresh claims that share a term with the query."""
    hits = index.search(query.terms, most + len(without)) if index is not None else []
    found = [hit for hit in hits if hit.id not in without]
    wanted = set(query.terms)
    for entry in fresh:
        if not wanted.isdisjoint(f"{entry.prepared.claim} {entry.prepared.title}".split()):
            found.append(Candidate(entry.id, entry.prepared))
    return found
