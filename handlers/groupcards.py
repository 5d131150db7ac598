"""Claims that people ask for come to the reviewers' group by themselves: most worth checking first, so many a day."""

from datetime import UTC, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.context import Desk
from handlers.texts.card import group_card
from handlers.tools import Tools, Write
from storage import jobs, lists, rules, views
from storage.jobs import Job
from storage.outbox import Place, Priority, post
from storage.tables import Event
from storage.types import now

TICK = timedelta(seconds=2)
"""What is asked for within one comes together: an article's claims in the order of their worth."""


def group_place(desk: Desk) -> Place | None:
    if desk.review_chat is None:
        return None
    return Place(desk.bot_id, desk.review_chat, desk.review_topic or 0)


def card_key(claim_id: int) -> str:
    return f"desk:{claim_id}"


async def asked(session: AsyncSession) -> None:
    """Somebody asked for claims: the group sees them at the end of the tick."""
    tick = TICK.total_seconds()
    await _plan(session, datetime.fromtimestamp((now().timestamp() // tick + 1) * tick, UTC))


async def _plan(session: AsyncSession, due: datetime) -> None:
    """Under a key of its own, so that asking all the time never puts it off."""
    await jobs.put(session, "cards", f"{due:%Y-%m-%dT%H:%M:%S}", due_at=due)


async def bring(tools: Tools, _: Job) -> Write:
    """The claims that wait and were not there yet. Those for which there is no room today come tomorrow."""

    async def write(session: AsyncSession) -> None:
        place = group_place(tools.desk)
        if place is None:
            return
        midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
        desk = tools.desk.under(await rules.load(session, tools.desk.rules))
        room = max(0, desk.rules.daily_cards - await lists.cards_since(session, midnight))
        waiting = await lists.without_card(session, room + 1)
        for claim_id in waiting[:room]:
            view = await views.claim(session, claim_id)
            if view is not None:
                session.add(Event(claim_id=claim_id, kind="card"))
                await post(session, place, card_key(claim_id), group_card(view, now(), desk), Priority.EDIT)
        if len(waiting) > room:
            await _plan(session, midnight + timedelta(days=1))

    return write
