"""What happens by itself: a lease runs out, a verdict gets out of date, cards follow what they show."""

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import notices
from handlers.texts.card import group_card
from handlers.tools import Tools, Write
from storage import decisions, rules, views
from storage.jobs import Job
from storage.outbox import Place, Priority, post
from storage.tables import Claim, Event, Sent
from storage.types import now
from storage.workflow import State


async def lapse(tools: Tools, job: Job) -> Write:
    """Frees a claim whose lease ran out, and tells whose it was."""
    claim_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        claim = await session.get(Claim, claim_id)
        owner = await decisions.lapse(session, claim) if claim is not None else None
        if claim is not None and owner is not None:
            await notices.lapsed(session, tools.desk.bot_id, claim, owner)

    return write


async def expire(_: Tools, job: Job) -> Write:
    """The review-by date of a verdict has come."""
    claim_id, verdict_id = int(job.key.partition(":")[2]), int(job.payload["verdict"])

    async def write(session: AsyncSession) -> None:
        claim = await session.get(Claim, claim_id)
        if claim is not None:
            await decisions.expire(session, claim, verdict_id)

    return write


async def refresh(tools: Tools, job: Job) -> Write:
    """Every copy of a claim's card in the reviewers' group shows the claim as it is now.

    The first time somebody asks for a claim, its card comes there by itself, up to so many a day.
    """
    claim_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        chat = tools.desk.review_chat
        if chat is None:
            return
        view = await views.claim(session, claim_id)
        if view is None:
            return
        place, key = Place(tools.desk.bot_id, chat), f"desk:{claim_id}"
        shown = await session.get(Sent, (tools.desk.bot_id, key))
        if shown is None:
            if view.claim.state != State.ASKED or not await _room_today(session, tools):
                return
            session.add(Event(claim_id=claim_id, kind="card"))
        await post(session, place, key, group_card(view, now()), Priority.EDIT)

    return write


async def _room_today(session: AsyncSession, tools: Tools) -> bool:
    """Whether the day's cards are not used up."""
    most = (await rules.load(session, tools.desk.rules)).daily_cards
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    cards = await session.execute(
        select(col(Event.id)).where(col(Event.kind) == "card", col(Event.at) >= midnight).limit(most)
    )
    return len(cards.all()) < most
