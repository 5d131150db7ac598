"""Prior claims for the claims of an article, from what is stored at this moment."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.db import Database
from storage.matching import Matcher, Sought
from storage.search import Follower
from storage.tables import Claim

JABLEH = "Over 140 people were killed by bombs in Jableh and Tartus."
CASTLES = "The mayor of Ghent owns three castles."


@pytest.fixture
async def matcher(database: Database, tmp_path: Path) -> AsyncIterator[Matcher]:
    yield Matcher(database, tmp_path / "index")


async def put(database: Database, text: str, **values: object) -> int:
    async with database.write() as session:
        claim = Claim(text=text, twin_key=text, **values)  # type: ignore[arg-type]
        session.add(claim)
        await session.flush()
        return claim.id or 0


async def catch_up(database: Database, tmp_path: Path) -> None:
    await Follower(database, tmp_path / "index").catch_up()


async def best(matcher: Matcher, text: str, without: frozenset[int] = frozenset()) -> list[tuple[int, str]]:
    (found,) = await matcher.match([Sought(text, without)])
    return [(match.claim_id, match.comparison.relation) for match in found]


async def test_the_best_claim_with_its_relation(database: Database, matcher: Matcher, tmp_path: Path) -> None:
    jableh, castles = await put(database, JABLEH), await put(database, CASTLES)
    await catch_up(database, tmp_path)
    assert (await best(matcher, "Seven blasts killed 78 people in Jabla and Tartous"))[0] == (
        jableh,
        "different-figure",
    )
    assert (await best(matcher, "Ghent's mayor owns 3 castles"))[0] == (castles, "same")


async def test_a_whole_article_in_one_go(database: Database, matcher: Matcher, tmp_path: Path) -> None:
    jableh, castles = await put(database, JABLEH), await put(database, CASTLES)
    await catch_up(database, tmp_path)
    found = await matcher.match([Sought(CASTLES), Sought(JABLEH), Sought("Nothing of the kind"), Sought("")])
    assert [[match.claim_id for match in matches][:1] for matches in found] == [[castles], [jableh], [], []]


async def test_a_claim_stored_a_moment_ago_is_found(
    database: Database, matcher: Matcher, tmp_path: Path
) -> None:
    await put(database, CASTLES)
    assert len(await best(matcher, CASTLES)) == 1  # no index yet
    await catch_up(database, tmp_path)
    fresh = await put(database, JABLEH)
    assert (await best(matcher, JABLEH))[0] == (fresh, "same")


async def test_a_new_claim_is_matched_at_once_and_by_other_processes_within_two_seconds(
    database: Database, database_url: str, matcher: Matcher, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.storage.search.following", "match", database_url]
    other = await asyncio.create_subprocess_exec(*command, str(tmp_path), JABLEH, stdout=PIPE)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"none yet\n"
    number = await put(database, JABLEH)
    async with asyncio.timeout(2):
        assert await best(matcher, JABLEH) == [(number, "same")]
        assert await other.stdout.readline() == f"{number}\n".encode()
    assert await other.wait() == 0


async def test_a_reworded_claim_is_found_by_its_new_words(
    database: Database, matcher: Matcher, tmp_path: Path
) -> None:
    number = await put(database, CASTLES)
    await catch_up(database, tmp_path)
    async with database.write() as session:
        claim = await session.get(Claim, number)
        assert claim is not None
        claim.text = "A shark swam on a motorway."
    assert await best(matcher, "castles of the mayor of Ghent") == []
    assert (await best(matcher, "shark on the motorway"))[0][0] == number


async def test_a_merged_claim_is_not_proposed(database: Database, matcher: Matcher, tmp_path: Path) -> None:
    one, other = await put(database, CASTLES), await put(database, "Ghent's mayor has three castles.")
    await catch_up(database, tmp_path)
    async with database.write() as session:
        claim = await session.get(Claim, one)
        assert claim is not None
        claim.merged_into = other
    assert [number for number, _ in await best(matcher, CASTLES)] == [other]


async def test_itself_and_rejected_claims_are_left_out(
    database: Database, matcher: Matcher, tmp_path: Path
) -> None:
    one, other = await put(database, CASTLES), await put(database, "The mayor of Ghent owns 4 castles.")
    await catch_up(database, tmp_path)
    fresh = await put(database, "The mayor of Ghent owns 5 castles.")
    found = await best(matcher, CASTLES, frozenset({one, fresh}))
    assert found == [(other, "different-figure")]


async def test_the_claimant_is_the_speaker(database: Database, matcher: Matcher, tmp_path: Path) -> None:
    await put(database, "The tunnel at Spa is unsafe.", claimant="Peter Novak")
    await catch_up(database, tmp_path)
    assert (await best(matcher, "Anna Keller said the tunnel at Spa is unsafe."))[0][1] == "different-source"


async def test_a_long_text_is_one_query(database: Database, matcher: Matcher, tmp_path: Path) -> None:
    number = await put(database, JABLEH)
    await catch_up(database, tmp_path)
    found = await best(
        matcher, f"{JABLEH} " + "And then there was much more to say about other things. " * 500
    )
    assert found[0][0] == number
