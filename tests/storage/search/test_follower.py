"""The index follows the database, whatever happens to the process, the folder or the database."""

import asyncio
import random
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import migrate
from storage.bell import ring
from storage.db import Database
from storage.search import Follower, Position, SearchIndex, changes, open_index
from storage.search.index import FORMAT
from storage.tables import Claim
from tests.storage.search.contents import held, wanted

Put = Callable[..., Awaitable[int]]


@pytest.fixture
def put(database: Database) -> Put:
    async def one(wording: str, **values: object) -> int:
        async with database.write() as session:
            claim = Claim(text=wording, twin_key=wording, **values)  # type: ignore[arg-type]
            session.add(claim)
            await ring(session, "claims")
            await session.flush()
            return claim.id or 0

    return one


async def equal(database: Database, folder: Path) -> bool:
    index = open_index(folder)
    return index is not None and held(index) == await wanted(database)


async def caught_up(follower: Follower, database: Database, folder: Path) -> None:
    """A transaction of another test on the same server may hold a change back for a moment."""
    async with asyncio.timeout(10):
        await follower.catch_up()
        while not await equal(database, folder):
            await asyncio.sleep(0.02)
            await follower.catch_up()


async def until_equal(database: Database, folder: Path, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await equal(database, folder):  # noqa: ASYNC110 - another process does the work
            await asyncio.sleep(0.05)


async def test_index_holds_what_was_stored_before_and_after(
    database: Database, put: Put, tmp_path: Path
) -> None:
    await put("The mayor of Ghent owns three castles.")
    follower = Follower(database, tmp_path)
    await caught_up(follower, database, tmp_path)
    await put("The bridge at Visby cost $4 million.")
    await caught_up(follower, database, tmp_path)


async def test_reworded_and_merged_claims_follow(database: Database, put: Put, tmp_path: Path) -> None:
    one, other = await put("A shark on a motorway."), await put("A whale on a motorway.")
    await Follower(database, tmp_path).catch_up()
    async with database.write() as session:
        row = await session.get(Claim, one)
        assert row is not None
        row.merged_into = other
    await caught_up(Follower(database, tmp_path), database, tmp_path)
    index = open_index(tmp_path)
    assert index is not None
    assert index.search(("shark",)) == []


async def test_a_running_follower_is_less_than_two_seconds_behind(
    database: Database, put: Put, tmp_path: Path
) -> None:
    task = asyncio.create_task(Follower(database, tmp_path).run())
    try:
        await until_equal(database, tmp_path)
        await put("The mayor of Ghent owns three castles.")
        await until_equal(database, tmp_path, seconds=2)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_another_process_takes_over(database: Database, put: Put, tmp_path: Path) -> None:
    first = asyncio.create_task(Follower(database, tmp_path).run())
    await until_equal(database, tmp_path)
    second = asyncio.create_task(Follower(database, tmp_path).run())
    await asyncio.sleep(0.1)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    await put("The mayor of Ghent owns three castles.")
    await until_equal(database, tmp_path)
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second


@pytest.mark.parametrize(
    "harm", ["deleted", "no meta", "broken meta", "torn segments", "empty segments", "garbage"]
)
async def test_a_deleted_or_damaged_index_is_rebuilt(
    database: Database, put: Put, tmp_path: Path, harm: str
) -> None:
    for number in range(30):
        await put(f"Castle number {number} was sold for {number * 7} euros.")
    await Follower(database, tmp_path).catch_up()
    folder = tmp_path / FORMAT
    match harm:
        case "deleted":
            shutil.rmtree(tmp_path)
        case "no meta":
            (folder / "meta.json").unlink()
        case "broken meta":
            (folder / "meta.json").write_text("{")
        case "torn segments":
            for path in folder.glob("*.*"):
                if path.suffix in (".idx", ".term", ".store", ".fast"):
                    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        case "empty segments":
            for path in folder.glob("*.store"):
                path.write_bytes(b"")
        case "garbage":
            for path in folder.glob("*.*"):
                if path.suffix in (".idx", ".term", ".store"):
                    path.write_bytes(b"\xff" * path.stat().st_size)
    await caught_up(Follower(database, tmp_path), database, tmp_path)


async def test_the_index_of_another_database_is_rebuilt(database: Database, put: Put, tmp_path: Path) -> None:
    other_url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    await asyncio.to_thread(migrate.upgrade, other_url)
    other = Database(other_url)
    async with other.write() as session:
        session.add(Claim(text="Not of this desk.", twin_key="1"))
    await Follower(other, tmp_path / "index").catch_up()
    await other.close()
    await put("The mayor of Ghent owns three castles.")
    await caught_up(Follower(database, tmp_path / "index"), database, tmp_path / "index")


async def test_an_index_from_the_future_of_a_restored_database_is_rebuilt(
    database: Database, put: Put, tmp_path: Path
) -> None:
    await put("The mayor of Ghent owns three castles.")
    await Follower(database, tmp_path).catch_up()
    async with database.read() as session:
        position = await changes.newest(session)
    index = SearchIndex(tmp_path / FORMAT)
    index.open_writer()
    index.change([], [1])
    index.commit(Position(position.txid, position.seq + 50, position.database))
    index.close()
    await caught_up(Follower(database, tmp_path), database, tmp_path)


async def test_reindexing_reports_progress(database: Database, put: Put, tmp_path: Path) -> None:
    for number in range(5):
        await put(f"Castle {number} was sold.")
    seen: list[tuple[int, int]] = []
    await Follower(database, tmp_path, lambda done, of: seen.append((done, of))).catch_up(rebuild=True)
    assert seen[0] == (0, 5)
    assert seen[-1] == (5, 5)


async def test_a_late_commit_is_not_passed_over(database: Database, put: Put, tmp_path: Path) -> None:
    """On PostgreSQL an earlier number may be committed later; the index waits for it."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer, so numbers are in the order of commits")
    await put("The first of all.")
    follower = Follower(database, tmp_path)
    await follower.catch_up()
    async with database.write() as late:
        late.add(Claim(text="Written first, committed last.", twin_key="late"))
        await late.flush()
        await put("Committed in between.")
        await follower.catch_up()
        index = open_index(tmp_path)
        assert index is not None
        assert index.size == 1  # the one in between waits for the one before it
    await caught_up(follower, database, tmp_path)


async def test_a_transaction_that_got_its_number_late_is_not_passed_over(
    database: Database, put: Put, tmp_path: Path
) -> None:
    """A transaction may start first, take its place in the log second, and commit last."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer, so numbers are in the order of commits")
    await put("The first of all.")
    follower = Follower(database, tmp_path)
    await follower.catch_up()
    async with database.write() as late:
        await late.execute(text("SELECT pg_current_xact_id()"))
        await put("Committed in between.")
        late.add(Claim(text="Started first, committed last.", twin_key="late"))
        await late.flush()
        await follower.catch_up()
    await caught_up(follower, database, tmp_path)


async def test_killed_at_random_the_index_ends_equal_to_the_database(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(7)
    folder = tmp_path / "index"

    async def start(*arguments: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.storage.search.following", *arguments
        )

    writers = [await start("write", database_url, seed) for seed in ("Oslo", "Bari")]
    followers = [await start("follow", database_url, str(folder)) for _ in range(2)]
    try:
        while any(writer.returncode is None for writer in writers):
            await asyncio.sleep(chance.uniform(0.2, 1.2))
            victim = chance.randrange(2)
            followers[victim].send_signal(signal.SIGKILL)
            await followers[victim].wait()
            followers[victim] = await start("follow", database_url, str(folder))
        assert [await writer.wait() for writer in writers] == [0, 0]
        await until_equal(database, folder, seconds=20)
    finally:
        for process in followers:
            process.kill()
            await process.wait()
    assert len(await wanted(database)) > 100


async def test_an_index_of_before_the_first_readable_change_is_kept(database: Database, put: Put) -> None:
    """It was built while a transaction held every change back: the changes follow, nothing is built twice."""
    await put("The first of all.")
    async with database.read() as session:
        assert await changes.belongs(session, Position(0, 0, await changes.identity(session)))
        assert not await changes.belongs(session, Position(0, 7, await changes.identity(session)))
        assert not await changes.belongs(session, Position(0, 0, "another database"))


async def test_a_backup_of_another_server_can_be_used_on(
    database: Database, put: Put, tmp_path: Path
) -> None:
    """On PostgreSQL its changes have transaction numbers that this server has not reached yet."""
    await put("The first of all.")
    if not database.is_sqlite:
        async with database.write() as session:
            await session.execute(text("UPDATE claim_change SET txid = txid + 50000000"))
    follower = Follower(database, tmp_path)
    await caught_up(follower, database, tmp_path)
    await put("Stored on the new server.")
    await caught_up(follower, database, tmp_path)
    async with database.read() as session:
        index = open_index(tmp_path)
        assert index is not None
        assert await changes.count_waiting(session, index.position()) == 0
