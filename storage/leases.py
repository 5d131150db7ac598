"""Roles that one process holds at a time, such as the sender of a bot's messages."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql import insert
from storage.tables import Lease
from storage.types import now

LEASE = timedelta(seconds=5)
"""Short, because a process that starts after a kill waits for it."""
WRONG_CLOCK = timedelta(minutes=1)
"""A lease that ends later than this was written by a clock that was wrong. Clocks of two hosts differ by less."""


async def hold(session: AsyncSession, name: str, token: str) -> bool:
    """Takes or renews a role. False while another process holds it."""
    at = now()
    claim = insert(session, Lease).values(name=name, token=token, until=at + LEASE)
    claim = claim.on_conflict_do_update(
        index_elements=["name"],
        set_={"token": token, "until": at + LEASE},
        where=(col(Lease.token) == token)
        | (col(Lease.until) < at)
        | (col(Lease.until) > at + LEASE + WRONG_CLOCK),
    )
    await session.execute(claim)
    holder = await session.execute(select(col(Lease.token)).where(col(Lease.name) == name))
    return holder.scalar() == token


def holds(lease: Lease, at: datetime) -> bool:
    """Whether its holder still has the role at that time."""
    return at <= lease.until <= at + LEASE + WRONG_CLOCK


async def release(session: AsyncSession, name: str, token: str) -> None:
    """Gives a role up, so that the next process need not wait for the lease to run out."""
    await session.execute(delete(Lease).where(col(Lease.name) == name, col(Lease.token) == token))
