"""Dead letters: updates and jobs that failed too often, for an admin to read and to try again."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell, inbox
from storage.tables import Inbox, Job
from storage.types import now


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`id` is what `retry` takes: "update-<bot>-<number>" or "job-<number>". `what` says what it was."""

    id: str
    what: str
    error: str
    since: datetime


async def letters(session: AsyncSession, limit: int = 50) -> list[DeadLetter]:
    """The dead letters, newest first: at most `limit` updates and as many jobs."""
    updates = select(Inbox).where(col(Inbox.state) == "dead")
    jobs = select(Job).where(col(Job.dead))
    found = [
        DeadLetter(
            f"update-{each.bot_id}-{each.update_id}", f"chat {each.lane}", each.error or "", each.received_at
        )
        for each in await session.exec(updates.order_by(col(Inbox.received_at).desc()).limit(limit))
    ]
    found += [
        DeadLetter(f"job-{each.id}", each.key, each.error or "", each.due_at)
        for each in await session.exec(jobs.order_by(col(Job.due_at).desc()).limit(limit))
    ]
    return sorted(found, key=lambda letter: letter.since, reverse=True)


async def count(session: AsyncSession) -> int:
    """How many dead letters there are."""
    updates = select(func.count()).select_from(Inbox).where(col(Inbox.state) == "dead")
    jobs = select(func.count()).select_from(Job).where(col(Job.dead))
    return (await session.exec(updates)).one() + (await session.exec(jobs)).one()


async def retry(session: AsyncSession, letter_id: str) -> bool:
    """Lets a dead letter be tried again, from its first try on. False where there is none with this id."""
    match letter_id.split("-"):
        case ["update", bot_id, update_id] if bot_id.isdecimal() and update_id.isdecimal():
            return await inbox.retry(session, int(bot_id), int(update_id))
        case ["job", number] if number.isdecimal():
            job = await session.get(Job, int(number))
            if job is None or not job.dead:
                return False
            job.dead, job.attempts, job.error, job.due_at = False, 0, None, now()
            await bell.ring(session, "jobs")
            return True
    return False
