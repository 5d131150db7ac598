"""The titles of pages that reviewers gave as sources."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql import insert
from storage.tables import Page
from storage.types import now

AGAIN = timedelta(days=1)
"""A title that could not be had is tried again after so long."""
LONGEST = 200


async def titles(session: AsyncSession, urls: Collection[str]) -> dict[str, str]:
    """The titles that are known, by link."""
    found = await session.execute(select(Page).where(col(Page.url).in_(urls), col(Page.title).is_not(None)))
    return {page.url: page.title for page in found.scalars() if page.title}


async def unknown(session: AsyncSession, urls: Collection[str]) -> list[str]:
    """Those of these links that were not looked at, or a day ago without success."""
    found = await session.execute(select(Page).where(col(Page.url).in_(urls)))
    known = {page.url for page in found.scalars() if page.title or page.fetched_at > now() - AGAIN}
    return [url for url in urls if url not in known]


async def keep(session: AsyncSession, url: str, title: str | None) -> None:
    row = dict(title=title[:LONGEST] if title else None, fetched_at=now())
    statement = insert(session, Page).values(url=url, **row)
    await session.execute(statement.on_conflict_do_update(index_elements=["url"], set_=row))
