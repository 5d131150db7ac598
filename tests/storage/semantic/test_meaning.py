"""Vectors follow the claims, and bring forward a claim that says the same in other words."""

import asyncio
import contextlib
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from claims.rank import default_model, semantic_model
from storage import leases
from storage.db import Database
from storage.matching import Matcher, PriorMatch, Sought
from storage.search import Follower
from storage.semantic.embedder import Embedder
from storage.semantic.meaning import AT_ONCE, Meaning
from storage.semantic.upkeep import LEASE, Upkeep
from storage.semantic.vectors import count_missing
from storage.tables import Claim, ClaimVector
from storage.twins import twin_key

DOCTOR = "The physician of the king was dismissed for drunkenness."
KING = "The king of Sweden has a castle near the sea and a private harbour."
TUNNEL = "The tunnel at Spa was closed for repairs."
QUERY = "A doctor of the king lost his job because he drank."


async def put(database: Database, *texts: str) -> list[int]:
    async with database.write() as session:
        claims = [Claim(text=text, twin_key=twin_key(text)) for text in texts]
        session.add_all(claims)
        await session.flush()
        return [claim.id or 0 for claim in claims]


async def reword(database: Database, number: int, text: str) -> None:
    async with database.write() as session:
        claim = await session.get(Claim, number)
        assert claim is not None
        claim.text, claim.twin_key = text, twin_key(text)


async def missing(database: Database, embedder: Embedder) -> int:
    async with database.read() as session:
        return await count_missing(session, embedder.model)


async def vector_of(database: Database, number: int) -> ClaimVector:
    async with database.read() as session:
        found = await session.execute(select(ClaimVector).where(col(ClaimVector.claim_id) == number))
        return found.scalar_one()  # type: ignore[no-any-return]


async def best(matcher: Matcher, text: str) -> PriorMatch:
    (found,) = await matcher.match([Sought(text)])
    return found[0]


async def test_the_same_in_other_words_comes_first(
    database: Database, embedder: Embedder, tmp_path: Path
) -> None:
    doctor, king, _ = await put(database, DOCTOR, KING, TUNNEL)
    await Follower(database, tmp_path / "index").catch_up()
    await Upkeep(database, embedder).catch_up()
    by_words = await best(Matcher(database, tmp_path / "index"), QUERY)
    by_meaning = await best(Matcher(database, tmp_path / "index", Meaning(embedder)), QUERY)
    assert by_meaning.claim_id == doctor
    assert by_meaning.model == semantic_model().version
    assert by_words.model == default_model().version
    assert by_meaning.confidence > by_words.confidence or by_words.claim_id == king


async def test_a_claim_stored_a_moment_ago_is_known_too(
    database: Database, embedder: Embedder, tmp_path: Path
) -> None:
    doctor, _ = await put(database, DOCTOR, KING)
    found = await best(Matcher(database, tmp_path / "index", Meaning(embedder)), QUERY)
    assert (found.claim_id, found.model) == (doctor, semantic_model().version)
    assert await missing(database, embedder) == 2  # a query stores nothing


async def test_words_alone_decide_while_many_vectors_are_to_be_made(
    database: Database, embedder: Embedder, tmp_path: Path
) -> None:
    await put(database, DOCTOR, *(f"The king has {number} doctors." for number in range(AT_ONCE + 1)))
    await Follower(database, tmp_path / "index").catch_up()
    matcher = Matcher(database, tmp_path / "index", Meaning(embedder))
    assert (await best(matcher, QUERY)).model == default_model().version
    await Upkeep(database, embedder).catch_up()
    assert (await best(matcher, QUERY)).model == semantic_model().version


async def test_nothing_to_find(database: Database, embedder: Embedder, tmp_path: Path) -> None:
    matcher = Matcher(database, tmp_path / "index", Meaning(embedder))
    assert await matcher.match([Sought(QUERY), Sought("")]) == [[], []]


async def test_upkeep_makes_what_is_missing_and_nothing_twice(database: Database, embedder: Embedder) -> None:
    seen: list[tuple[int, int]] = []
    upkeep = Upkeep(database, embedder, lambda done, of: seen.append((done, of)))
    await put(database, *(f"{number} people were hurt." for number in range(40)))
    assert await missing(database, embedder) == 40
    await upkeep.catch_up()
    assert await missing(database, embedder) == 0
    assert seen == [(32, 40), (40, 40)]
    await upkeep.catch_up()
    assert len(seen) == 2


async def test_a_reworded_claim_gets_another_vector(database: Database, embedder: Embedder) -> None:
    (number,) = await put(database, DOCTOR)
    upkeep = Upkeep(database, embedder)
    await upkeep.catch_up()
    before = (await vector_of(database, number)).vector
    await reword(database, number, TUNNEL)
    assert await missing(database, embedder) == 1
    await upkeep.catch_up()
    assert (await vector_of(database, number)).vector != before


async def test_another_model_makes_all_anew(database: Database, embedder: Embedder) -> None:
    (number,) = await put(database, DOCTOR)
    await Upkeep(database, embedder).catch_up()
    async with database.write() as session:
        row = await session.get(ClaimVector, number)
        assert row is not None
        row.model = "0123456789abcdef"
    assert await missing(database, embedder) == 1
    await Upkeep(database, embedder).catch_up()
    assert (await vector_of(database, number)).model == embedder.model


async def test_a_merged_claim_needs_no_vector_and_a_deleted_one_keeps_none(
    database: Database, embedder: Embedder
) -> None:
    doctor, king = await put(database, DOCTOR, KING)
    async with database.write() as session:
        claim = await session.get(Claim, king)
        assert claim is not None
        claim.merged_into = doctor
    await Upkeep(database, embedder).catch_up()
    async with database.write() as session:
        assert [row.claim_id for row in (await session.execute(select(ClaimVector))).scalars()] == [doctor]
        await session.delete(claim)
        await session.flush()
        await session.delete(await session.get(Claim, doctor))
    async with database.read() as session:
        assert (await session.execute(select(ClaimVector))).first() is None


async def test_new_claims_are_followed_and_one_process_at_a_time_computes(
    database: Database, embedder: Embedder
) -> None:
    await put(database, DOCTOR)
    async with database.write() as session:
        assert await leases.hold(session, LEASE, "another process")
    running = asyncio.create_task(Upkeep(database, embedder).run())
    try:
        await asyncio.sleep(0.5)
        assert await missing(database, embedder) == 1
        async with database.write() as session:
            await leases.release(session, LEASE, "another process")
        await _until_none_is_missing(database, embedder)
        (number, _) = await put(database, KING, TUNNEL)
        await _until_none_is_missing(database, embedder)
        await reword(database, number, QUERY)
        await _until_none_is_missing(database, embedder)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def _until_none_is_missing(database: Database, embedder: Embedder) -> None:
    async with asyncio.timeout(20):
        while await missing(database, embedder):  # noqa: ASYNC110  (the database has no event for it)
            await asyncio.sleep(0.05)
