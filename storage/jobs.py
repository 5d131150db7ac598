"""Whatever is slow or comes later: reading an article, joining cut messages, telling people, timers.

A job has a key. Putting it again under the key replaces its input and due time, and whoever is at work on
the old one finds its token gone when it wants to commit, and keeps nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell
from storage.db import Database
from storage.inbox import StaleLeaseError
from storage.sql import insert
from storage.tables import Job as JobRow
from storage.types import now

LEASE = timedelta(seconds=30)
"""Longer than the engine may take for one text, and what a job waits after a kill."""
MAX_ATTEMPTS = 4


@dataclass(frozen=True)
class Job:
    """A job that this worker holds until the lease runs out."""

    id: int
    key: str
    kind: str
    payload: dict[str, Any]
    token: str
    attempts: int

    @property
    def last_try(self) -> bool:
        return self.attempts >= MAX_ATTEMPTS


async def put(
    session: AsyncSession,
    kind: str,
    key: object,
    payload: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> None:
    """Adds a job, or restarts the one with this kind and key. Due at once unless told otherwise."""
    await _put(session, kind, key, payload, due_at)


async def put_once(
    session: AsyncSession,
    kind: str,
    key: object,
    payload: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> None:
    """Adds a job, unless one with this kind and key is there already: that one is left to go on.

    One that was given up begins anew.
    """
    await _put(session, kind, key, payload, due_at, replaces=col(JobRow.dead).is_(True))


async def _put(
    session: AsyncSession,
    kind: str,
    key: object,
    payload: dict[str, Any] | None,
    due_at: datetime | None,
    replaces: ColumnElement[bool] | None = None,
) -> None:
    row = dict(
        key=f"{kind}:{key}",
        kind=kind,
        payload=payload or {},
        due_at=due_at or now(),
        token=None,
        attempts=0,
        dead=False,
        error=None,
    )
    again = {name: value for name, value in row.items() if name not in ("key", "kind")}
    statement = insert(session, JobRow).values(**row)
    await session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=again, where=replaces))
    await bell.ring(session, "jobs")


async def cancel(session: AsyncSession, kind: str, key: object) -> None:
    await session.execute(delete(JobRow).where(col(JobRow.key) == f"{kind}:{key}"))


async def take(database: Database) -> Job | None:
    """Takes the job that is due longest."""
    async with database.write() as session:
        at, token = now(), database.new_token()
        due = (
            select(col(JobRow.id))
            .where(~col(JobRow.dead), col(JobRow.due_at) <= at)
            .order_by(col(JobRow.due_at))
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        taken = await session.execute(
            update(JobRow)
            .where(col(JobRow.id) == due)
            .values(due_at=at + LEASE, token=token, attempts=col(JobRow.attempts) + 1)
            .returning(JobRow)
        )
        row = taken.scalar()
        if row is None:
            return None
        assert row.id is not None  # noqa: S101  (it came from the database)
        return Job(row.id, row.key, row.kind, row.payload, token, row.attempts)


async def done(session: AsyncSession, job: Job) -> None:
    """Removes the job, in the transaction that writes its result. Raises StaleLeaseError."""
    result = await session.execute(
        delete(JobRow).where(col(JobRow.id) == job.id, col(JobRow.token) == job.token)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise StaleLeaseError


async def failed(database: Database, job: Job, error: str) -> None:
    """Puts the job back for later, longer each time; after the last try it is kept as dead."""
    async with database.write() as session:
        await session.execute(
            update(JobRow)
            .where(col(JobRow.id) == job.id, col(JobRow.token) == job.token)
            .values(
                error=error[:2000],
                dead=job.last_try,
                token=None,
                due_at=now() + timedelta(seconds=0.5 * 4**job.attempts),
            )
        )


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next job is due, to know how long to sleep."""
    soonest = select(col(JobRow.due_at)).where(~col(JobRow.dead)).order_by(col(JobRow.due_at)).limit(1)
    return (await session.execute(soonest)).scalar()
