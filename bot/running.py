"""Puts the parts together: everything between updates coming in and messages going out.

`claimdesk run`, the local chat and the tests all run this; they differ in where updates come from and in what
the sender's bot talks to.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot import download, jobs, worker
from bot.engine import Engine
from bot.inline import InlineAnswers
from bot.intake import Intake
from bot.limits import Limits
from bot.meaning import load_embedder
from bot.sender import Sender
from bot.settings import Settings
from bot.telegram_api import handling_bot
from handlers import digest
from handlers.context import Context, Desk
from handlers.register import register
from handlers.tools import Tools
from storage import inbox, leases, migrate, processes
from storage.db import Database
from storage.matching import Matcher
from storage.rules import Rules
from storage.search import Follower
from storage.semantic.meaning import Meaning
from storage.semantic.upkeep import Upkeep

JOB_WORKERS = 3
"""Reading an article waits for the engine; notices and joins go on beside it."""
PURGE_SECONDS = 3600
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Running:
    """A desk at work."""

    database: Database
    intake: Intake
    stop: asyncio.Event
    desk: Desk


@asynccontextmanager
async def running(settings: Settings, bot: Bot) -> AsyncIterator[Running]:
    """Starts everything but the source of updates. `bot` is initialised: it knows its name.

    Leaving the block finishes what is in hand and closes all. Raises what migrating the database raises, and
    SettingsError for a model of meaning that cannot be loaded.
    """
    embedder = await asyncio.to_thread(load_embedder, settings)
    await asyncio.to_thread(migrate.upgrade, settings.database)
    database = Database(settings.database)
    desk = Desk(
        bot_id=bot.id,
        bot_name=bot.username,
        admins=settings.admins,
        review_chat=settings.review_chat,
        review_topic=settings.review_topic,
        rules=Rules(
            desk_name=settings.desk_name,
            quorum=settings.quorum,
            undo_seconds=settings.undo_seconds,
            lease_minutes=settings.lease_minutes,
        ),
    )
    matcher = Matcher(database, settings.index_folder, Meaning(embedder) if embedder else None)
    engine = Engine()
    application = build(bot, desk)
    await application.initialize()
    intake = Intake(
        database, bot.id, InlineAnswers(database, matcher, desk, bot, settings.pictures_url).answer
    )
    limits = Limits(settings.send_per_second, settings.send_per_chat, settings.send_per_group_minute)
    async with database.write() as session:
        await digest.plan(session)
    stop = asyncio.Event()
    tools = Tools(database, desk, engine, matcher, download.fetch)
    work: list[Coroutine[Any, Any, None]] = [
        *(worker.work(database, application, stop) for _ in range(2 if database.is_sqlite else 4)),
        *(jobs.work(tools, stop) for _ in range(JOB_WORKERS)),
    ]
    await processes.live(
        database
    )  # before any work is taken, so that it is given back whenever we are killed
    tasks = [asyncio.create_task(each) for each in work]
    written = asyncio.Event()
    sender = asyncio.create_task(Sender(database, bot, limits).run(written))
    follower = Follower(database, settings.index_folder)
    helping = [follower.run(), _purge(database), _live(database)]
    if embedder is not None:
        helping.append(Upkeep(database, embedder).run())
    helpers = [asyncio.create_task(each) for each in helping]
    try:
        yield Running(database, intake, stop, desk)
    finally:
        stop.set()
        await intake.close()
        database.bell.ring_local(["inbox", "jobs"])
        await _finished(asyncio.gather(*tasks, return_exceptions=True))
        written.set()  # what they wrote last goes out now
        database.bell.ring_local(["outbox"])
        await _finished(asyncio.gather(sender, return_exceptions=True))
        for helper in helpers:
            helper.cancel()
        await _finished(asyncio.gather(*helpers, return_exceptions=True))
        follower.close()
        await application.shutdown()
        await engine.close()
        await database.close()


def build(bot: Bot, desk: Desk) -> Application[Any, Any, Any, Any, Any, Any]:
    """The conversation: an application without an updater, whose bot sends nothing."""
    application = (
        ApplicationBuilder()
        .bot(handling_bot(bot.bot))
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.bot_data["desk"] = desk
    register(application)
    return application


async def _purge(database: Database) -> None:
    while True:
        try:
            await inbox.purge(database)
        except Exception:
            log.exception("Old updates could not be cleared; trying again in an hour.")
        await asyncio.sleep(PURGE_SECONDS)


async def _live(database: Database) -> None:
    try:
        while True:
            pause = leases.LEASE.total_seconds() / 2
            try:
                pause = await processes.live(database)
            except SQLAlchemyError as error:
                log.warning("The database cannot be reached (%s); trying again.", type(error).__name__)
            await asyncio.sleep(pause)
    finally:
        with contextlib.suppress(SQLAlchemyError):
            await processes.leave(database)


async def _finished(work: Awaitable[Any]) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(work, 25)
