"""Handles the updates of the inbox: one transaction each, which also marks the update done."""

import asyncio
import logging
from typing import Any

from telegram import Update
from telegram.ext import Application

from handlers.context import Run, current_run
from storage import inbox
from storage.db import Database

IDLE_SECONDS = 0.5
"""How often to look when nobody rings: another process may have stored an update."""
HANDLER_SECONDS = 8
"""A handler that takes longer has gone wrong; it ends before its lease does."""
log = logging.getLogger(__name__)


class HandlingError(RuntimeError):
    """An update could not be handled for a reason that no handler reported."""


async def work(
    database: Database, application: Application[Any, Any, Any, Any, Any, Any], stop: asyncio.Event
) -> None:
    """Takes and handles updates until told to stop; the one in hand is finished first."""
    while not stop.is_set():
        try:
            taken = await inbox.take(database, application.bot.id)
            if taken is None:
                await database.bell.wait("inbox", IDLE_SECONDS)
            else:
                await handle(database, application, taken)
        except Exception:
            log.exception("The inbox cannot be reached; trying again.")
            await asyncio.sleep(IDLE_SECONDS)


async def handle(
    database: Database, application: Application[Any, Any, Any, Any, Any, Any], taken: inbox.Taken
) -> None:
    """One attempt at one update: everything it does is kept, or nothing of it."""
    try:
        async with asyncio.timeout(HANDLER_SECONDS), database.write() as session:
            run = Run(session)
            token = current_run.set(run)
            try:
                await application.process_update(Update.de_json(taken.payload, application.bot))
            finally:
                current_run.reset(token)
            if run.error is not None:
                raise run.error
            if not run.started:
                raise HandlingError("no handler could look at the update")
            await inbox.done(session, taken)
    except inbox.StaleLeaseError:
        log.warning("Update %d took too long and was given to another worker.", taken.update_id)
    except Exception as error:
        log.exception("Update %d failed (try %d).", taken.update_id, taken.attempts)
        try:
            given_up = await inbox.failed(database, taken, f"{type(error).__name__}: {error}")
        except inbox.StaleLeaseError:
            return
        if given_up:
            log.error("Update %d is given up; `claimdesk dead` lists it.", taken.update_id)
