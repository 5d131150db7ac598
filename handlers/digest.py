"""Once a day, in the reviewers' group: what waits. Nothing is sent when nothing does."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.texts import words
from handlers.texts.html import bold
from handlers.tools import Tools, Write
from storage import jobs
from storage.jobs import Job
from storage.outbox import Message, Place, Priority, post
from storage.tables import Claim
from storage.types import now
from storage.workflow import State

HOUR = 8
"""When it comes, UTC."""
LINES = (
    (State.ASKED, "waits to be checked", "wait to be checked"),
    (State.REOPENED, "is being looked at again", "are being looked at again"),
    (State.PROPOSED, "waits for a second reviewer", "wait for a second reviewer"),
    (State.DISPUTED, "waits for an editor", "wait for an editor"),
    (State.STALE, "is out of date", "are out of date"),
)


async def plan(session: AsyncSession) -> None:
    """Plans the next one; once, however many processes start."""
    due = next_time(now())
    await jobs.put_once(session, "digest", f"{due:%Y-%m-%d}", due_at=due)


def next_time(at: datetime) -> datetime:
    today = at.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if at < today else today + timedelta(days=1)


async def digest(tools: Tools, job: Job) -> Write:
    day = job.key.partition(":")[2]

    async def write(session: AsyncSession) -> None:
        await plan(session)
        desk = tools.desk
        counts = await waiting(session)
        if desk.review_chat is not None and counts:
            place = Place(desk.bot_id, desk.review_chat, desk.review_topic or 0)
            await post(session, place, f"digest:{day}", text(counts), Priority.NOTICE)

    return write


async def waiting(session: AsyncSession) -> dict[str, int]:
    """How many claims wait, by state."""
    states = [state.value for state, *_ in LINES]
    found = await session.execute(
        select(col(Claim.state), func.count()).where(col(Claim.state).in_(states)).group_by(col(Claim.state))
    )
    return dict(found.all())


def text(counts: dict[str, int]) -> Message:
    lines = [
        f"• {words.count(counts[state], 'claim')} {one if counts[state] == 1 else many}"
        for state, one, many in LINES
        if counts.get(state)
    ]
    return Message("\n".join([bold("This morning"), *lines, "", "/queue shows them, most asked for first."]))
