"""Jobs, roles and the lives of processes: who may do what, and what becomes of the work of those who died."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from storage import dead, inbox, jobs, leases, processes
from storage.db import Database
from storage.inbox import StaleLeaseError
from storage.jobs import Job
from storage.tables import Event, Lane, Lease
from storage.tables import Job as JobRow
from storage.types import now

LONG_AGO = timedelta(seconds=-1)


async def test_a_job_is_done_once_and_gone(database: Database) -> None:
    await put(database, 1, {"text": "a"})
    job = await taken(database)
    assert (job.kind, job.key, job.payload, job.attempts) == ("read", "read:1", {"text": "a"}, 1)
    assert await jobs.take(database) is None, "somebody is at it"
    await finish(database, job)
    assert await rows(database) == []


async def test_a_job_is_not_begun_before_its_time(database: Database) -> None:
    later = now() + timedelta(hours=1)
    await put(database, 1, due_at=later)
    assert await jobs.take(database) is None
    async with database.read() as session:
        assert await jobs.next_due(session) == later
    await put(database, 1)
    assert (await taken(database)).key == "read:1", "put again, for now"


async def test_putting_a_job_again_restarts_it_and_who_was_at_it_keeps_nothing(database: Database) -> None:
    await put(database, 1, {"text": "old"})
    old = await taken(database)
    await put(database, 1, {"text": "new"})
    with pytest.raises(StaleLeaseError):
        async with database.write() as session:
            session.add(Event(kind="the old result"))
            await jobs.done(session, old)
    await jobs.failed(database, old, "too late")
    new = await taken(database)
    assert (new.payload, new.attempts) == ({"text": "new"}, 1)
    await finish(database, new)
    async with database.read() as session:
        assert (await session.execute(select(Event))).all() == []


async def test_put_once_leaves_a_job_alone_that_somebody_is_at(database: Database) -> None:
    await put(database, 1)
    job = await taken(database)
    async with database.write() as session:
        await jobs.put_once(session, "read", 1)
    assert await jobs.take(database) is None
    await finish(database, job)


async def test_a_job_whose_holder_is_late_goes_to_another(database: Database) -> None:
    await put(database, 1)
    late = await taken(database)
    await due_now(database)
    other = await taken(database)
    assert other.attempts == 2
    with pytest.raises(StaleLeaseError):
        await finish(database, late)
    await finish(database, other)


async def test_a_job_that_fails_is_tried_again_and_then_kept_for_an_admin(database: Database) -> None:
    await put(database, 1)
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        job = await taken(database)
        assert (job.attempts, job.last_try) == (attempt, attempt == jobs.MAX_ATTEMPTS)
        await jobs.failed(database, job, f"error {attempt}")
        assert await jobs.take(database) is None, "not at once"
        await due_now(database)
    assert await jobs.take(database) is None
    [row] = await rows(database)
    assert (row.dead, row.error) == (True, "error 4")
    async with database.read() as session:
        assert await jobs.next_due(session) is None
        [letter] = await dead.letters(session)
    async with database.write() as session:
        assert await dead.retry(session, letter.id)
    assert (await taken(database)).attempts == 1


@pytest.mark.parametrize("again", ["put", "put_once"])
async def test_a_job_that_was_given_up_begins_anew_when_somebody_asks_for_it(
    database: Database, again: str
) -> None:
    """Somebody sends an article again that could not be read: it must not wait for a job that is dead."""
    await put(database, 1)
    for _ in range(jobs.MAX_ATTEMPTS):
        await jobs.failed(database, await taken(database), "it broke")
        await due_now(database)
    async with database.write() as session:
        await getattr(jobs, again)(session, "read", 1)
    assert (await taken(database)).attempts == 1


async def test_a_cancelled_job_is_gone(database: Database) -> None:
    await put(database, 1)
    job = await taken(database)
    async with database.write() as session:
        await jobs.cancel(session, "read", 1)
    with pytest.raises(StaleLeaseError):
        await finish(database, job)


async def test_one_process_holds_a_role_until_it_gives_it_up_or_dies(database: Database) -> None:
    async def hold(token: str) -> bool:
        async with database.write() as session:
            return await leases.hold(session, "sender", token)

    assert await hold("one")
    assert not await hold("two")
    assert await hold("one"), "renewed"
    async with database.write() as session:
        await leases.release(session, "sender", "two")
    assert not await hold("two"), "nobody gives up another's role"
    async with database.write() as session:
        await leases.release(session, "sender", "one")
    assert await hold("two")
    async with database.write() as session:
        await session.execute(update(Lease).values(until=now() + LONG_AGO))
    assert await hold("three"), "two has died"
    assert not await hold("two")


async def test_a_role_that_was_held_by_a_wrong_clock_is_taken(database: Database) -> None:
    async with database.write() as session:
        assert await leases.hold(session, "sender:1", "old")
        for ahead, taken in [(timedelta(seconds=30), False), (timedelta(days=1), True)]:
            await session.execute(update(Lease).values(until=now() + ahead))
            assert await leases.hold(session, "sender:1", "new") is taken


async def test_what_a_killed_process_held_is_given_back(database_url: str, database: Database) -> None:
    killed = Database(database_url)
    await processes.live(killed)
    await processes.live(database)
    await put(database, 1)
    async with database.write() as session:
        await inbox.put(session, 7, {"update_id": 1, "message": {"chat": {"id": 5}}})
    job, held = await taken(killed), await inbox.take(killed, 7)
    assert held is not None

    await processes.live(database)
    assert await jobs.take(database) is None, "it lives"
    assert await inbox.take(database, 7) is None

    async with database.write() as session:
        await session.execute(
            update(Lease).where(col(Lease.token) == killed.process).values(until=now() + LONG_AGO)
        )
    await processes.live(database)
    assert (await taken(database)).key == "read:1"
    again = await inbox.take(database, 7)
    assert again is not None and again.update_id == 1
    with pytest.raises(StaleLeaseError):
        await finish(killed, job)  # it was not dead, only slow
    with pytest.raises(StaleLeaseError):
        await inbox.failed(killed, held, "too late")
    await killed.close()


async def test_a_process_that_was_slow_finishes_what_nobody_took_meanwhile(
    database_url: str, database: Database
) -> None:
    slow = Database(database_url)
    await processes.live(slow)
    await put(database, 1)
    job = await taken(slow)
    async with database.write() as session:
        await session.execute(update(Lease).values(until=now() + LONG_AGO))
    await processes.live(database)
    await finish(slow, job)
    assert await rows(database) == []
    await slow.close()


async def test_a_process_that_leaves_is_forgotten(database: Database) -> None:
    pause = await processes.live(database)
    assert 0 < pause <= leases.LEASE.total_seconds()
    await processes.leave(database)
    async with database.read() as session:
        assert (await session.execute(select(Lease))).all() == []
        assert (await session.execute(select(Lane))).all() == []


async def put(
    database: Database, key: int, payload: dict[str, Any] | None = None, due_at: Any = None
) -> None:
    async with database.write() as session:
        await jobs.put(session, "read", key, payload, due_at)


async def taken(database: Database) -> Job:
    job = await jobs.take(database)
    assert job is not None, "there is something to do"
    return job


async def finish(database: Database, job: Job) -> None:
    async with database.write() as session:
        await jobs.done(session, job)


async def due_now(database: Database) -> None:
    """The lease has run out, or the pause after a failure is over."""
    async with database.write() as session:
        await session.execute(update(JobRow).values(due_at=now() + LONG_AGO))


async def rows(database: Database) -> list[JobRow]:
    async with database.read() as session:
        return list((await session.execute(select(JobRow))).scalars())
