"""Which processes live. The work of one that was killed goes on after seconds, not when its leases run out.

A lease must be long enough for slow work, and a person waits for an answer meanwhile. So each process also
holds a short lease on its own life and renews it; whoever sees one that was not renewed gives that process's
lanes and jobs back. A process that was only slow may still finish, until somebody else takes the work.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import col

from storage import bell, leases
from storage.db import Database
from storage.tables import Job, Lane, Lease
from storage.types import now

_NAME = "process:"


async def live(database: Database) -> float:
    """Renews this process's life and ends that of dead ones. Returns the seconds until it is wanted again."""
    async with database.write() as session:
        await leases.hold(session, _NAME + database.process, database.process)
        others = await session.execute(
            select(Lease).where(col(Lease.name).startswith(_NAME), col(Lease.token) != database.process)
        )
        next_end: datetime = now() + leases.LEASE / 2
        for other in others.scalars().all():
            if leases.holds(other, now()):
                next_end = min(next_end, other.until)
                continue
            for table, when in ((Lane, "ready_at"), (Job, "due_at")):
                held = col(table.token).startswith(f"{other.token}.")
                await session.execute(update(table).where(held).values({when: now()}))
            await session.delete(other)
            await bell.ring(session, "inbox")
            await bell.ring(session, "jobs")
    return max(0.05, (next_end - now()).total_seconds())


async def leave(database: Database) -> None:
    """Says goodbye: there is nothing to give back."""
    async with database.write() as session:
        await session.execute(delete(Lease).where(col(Lease.name) == _NAME + database.process))
