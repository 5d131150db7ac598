"""Once a day, in the reviewers' group: what waits. Nothing is sent when nothing does."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.texts import words
from handlers.texts.html import bold
from handlers.tools import Tools, Write
from storage import jobs, waiting
from storage.jobs import Job
from storage.outbox import Message, Place, Priority, post
from storage.types import now
from storage.waiting import Waits

HOUR = 8
"""When it comes, UTC."""
LINES = (
    (Waits.EDITOR, "waits for an editor", "wait for an editor"),
    (Waits.WRONG, "is wrong, somebody says", "are wrong, somebody says"),
    (Waits.SECOND, "waits for a second reviewer", "wait for a second reviewer"),
    (Waits.ASKED, "waits to be checked", "wait to be checked"),
    (Waits.AGAIN, "is being looked at again", "are being looked at again"),
    (Waits.STALE, "is out of date", "are out of date"),
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
        counts = await waiting.counts(session)
        if desk.review_chat is not None and counts:
            place = Place(desk.bot_id, desk.review_chat, desk.review_topic or 0)
            await post(session, place, f"digest:{day}", text(counts), Priority.NOTICE)

    return write


def text(counts: Mapping[Waits, int]) -> Message:
    lines = [
        f"• {words.count(counts[waits], 'claim')} {one if counts[waits] == 1 else many}"
        for waits, one, many in LINES
        if counts.get(waits)
    ]
    return Message(
        "\n".join([bold("This morning"), *lines, "", "/queue shows them, the most pressing first."])
    )
