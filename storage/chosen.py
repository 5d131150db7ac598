"""Counts which verdicts people share through inline mode: by claim and day, never by person."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql import insert
from storage.tables import Chosen
from storage.types import now


async def add(session: AsyncSession, claim_id: int) -> None:
    """Counts one more."""
    row = insert(session, Chosen).values(claim_id=claim_id, day=now().date(), times=1)
    more = {"times": col(Chosen.times) + 1}
    await session.execute(row.on_conflict_do_update(index_elements=["claim_id", "day"], set_=more))


async def count(session: AsyncSession, since: date | None = None) -> int:
    """How many times a verdict was shared, on and after a day."""
    rows = select(func.coalesce(func.sum(col(Chosen.times)), 0))
    if since is not None:
        rows = rows.where(col(Chosen.day) >= since)
    return int((await session.execute(rows)).scalar_one())


async def most(session: AsyncSession, since: date, limit: int = 5) -> list[tuple[int, int]]:
    """The claims that were shared most on and after a day, each with how many times."""
    times = func.sum(col(Chosen.times))
    rows = (
        select(col(Chosen.claim_id), times)
        .where(col(Chosen.day) >= since)
        .group_by(col(Chosen.claim_id))
        .order_by(times.desc(), col(Chosen.claim_id).desc())
        .limit(limit)
    )
    return [(claim_id, int(found)) for claim_id, found in (await session.execute(rows)).all()]
