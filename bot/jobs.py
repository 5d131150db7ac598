"""Does the jobs that are due: computes without a write transaction, then writes in a short one."""

import asyncio
import logging

from handlers.jobs import JOBS
from handlers.tools import Tools
from storage import jobs
from storage.inbox import StaleLeaseError
from storage.types import now

IDLE_SECONDS = 0.5
log = logging.getLogger(__name__)


async def work(tools: Tools, stop: asyncio.Event) -> None:
    """Takes and does jobs until told to stop; the one in hand is finished first."""
    while not stop.is_set():
        try:
            job = await jobs.take(tools.database)
            if job is None:
                await tools.database.bell.wait("jobs", await _pause(tools))
            else:
                await do(tools, job)
        except Exception:
            log.exception("The jobs cannot be reached; trying again.")
            await asyncio.sleep(IDLE_SECONDS)


async def do(tools: Tools, job: jobs.Job) -> None:
    """One attempt at one job. A job that fails for good tells the people who wait for it, if it can."""
    try:
        async with asyncio.timeout(jobs.LEASE.total_seconds() * 0.9):
            write = await JOBS[job.kind](tools, job)
            async with tools.database.write() as session:
                await write(session)
                await jobs.done(session, job)
    except StaleLeaseError:
        log.info("Job %s was replaced by a newer one.", job.key)
    except Exception as error:
        log.exception("Job %s failed (try %d).", job.key, job.attempts)
        await jobs.failed(tools.database, job, f"{type(error).__name__}: {error}")


async def _pause(tools: Tools) -> float:
    """Until the next job is due, but look now and then: another process may have added one."""
    async with tools.database.read() as session:
        due = await jobs.next_due(session)
    if due is None:
        return IDLE_SECONDS
    return min(IDLE_SECONDS, max(0.01, (due - now()).total_seconds()))
