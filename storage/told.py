"""Who was told what: verdicts on one article within ten minutes share one notice."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Ask, Person
from storage.verdicts import Published, published

TOGETHER = timedelta(minutes=10)


async def to_tell(
    session: AsyncSession, claim_id: int, verdict_id: int, limit: int
) -> list[tuple[Ask, Person]]:
    """The next who asked for the claim, can be written to, and were not told of this verdict.

    The people are locked, so that two verdicts at the same moment do not make two notices.
    """
    found = await session.execute(
        select(Ask, Person)
        .join(Person, col(Person.id) == col(Ask.person_id))
        .where(
            col(Ask.claim_id) == claim_id,
            col(Ask.told_verdict_id).is_distinct_from(verdict_id),
            col(Person.started),
        )
        .order_by(col(Person.id))
        .limit(limit)
        .with_for_update(of=Person, key_share=True)
    )
    return [(ask, person) for ask, person in found.all()]


async def open_notice(session: AsyncSession, ask: Ask, at: datetime) -> str | None:
    """The key of a notice on the same article that this person got a moment ago.

    Never the one that told them of this very claim: a correction is a new message, since an edit of the old one
    would go unnoticed.
    """
    if ask.article_id is None:
        return None
    found = await session.execute(
        select(Ask)
        .where(
            col(Ask.person_id) == ask.person_id,
            col(Ask.article_id) == ask.article_id,
            col(Ask.notice).is_not(None),
        )
        .order_by(col(Ask.told_at))
    )
    begun: dict[str, datetime] = {}
    for each in found.scalars():
        if each.notice is not None and each.told_at is not None:
            begun.setdefault(each.notice, each.told_at)
    recent = [key for key, since in begun.items() if key != ask.notice and at - since < TOGETHER]
    return recent[-1] if recent else None


async def in_notice(session: AsyncSession, person_id: int, key: str) -> Sequence[Published]:
    """The verdicts that a notice tells of and that still stand, in the order in which they came."""
    found = await session.execute(
        select(Ask)
        .where(col(Ask.person_id) == person_id, col(Ask.notice) == key)
        .order_by(col(Ask.told_at), col(Ask.claim_id))
    )
    asks = list(found.scalars())
    shown = await published(session, [ask.claim_id for ask in asks])
    return [shown[ask.claim_id] for ask in asks if ask.claim_id in shown]
