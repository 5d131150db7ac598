"""The worker: whatever becomes of an update's handler, all of it is kept or nothing, and the chat goes on."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col
from telegram import Update, User
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot import worker
from bot.telegram_api import handling_bot
from handlers import errors
from handlers.context import Context, Desk
from storage import inbox
from storage.db import Database
from storage.tables import Event, Inbox, Lane
from storage.types import now

BOT, ALICE, BORIS = 7_000_000_001, 5_000_000_001, 5_000_000_002
App = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, Context], Awaitable[None]]


@pytest.fixture
async def applications() -> AsyncIterator[Callable[[Handler], Awaitable[App]]]:
    """Makes applications of one handler, which sees every update."""
    made: list[App] = []

    async def make(handler: Handler) -> App:
        me = User(BOT, "Desk", is_bot=True, username="desk_bot")
        application = (
            ApplicationBuilder()
            .bot(handling_bot(me))
            .updater(None)
            .job_queue(None)
            .context_types(ContextTypes(context=Context))
            .build()
        )
        application.bot_data["desk"] = Desk(BOT, "desk_bot")
        application.add_handler(TypeHandler(Update, handler))  # type: ignore[arg-type]
        application.add_error_handler(errors.keep)  # type: ignore[arg-type]
        await application.initialize()
        made.append(application)
        return application

    yield make
    for application in made:
        await application.shutdown()


async def test_what_a_handler_wrote_before_it_failed_is_not_kept(
    database: Database, applications: Callable[[Handler], Awaitable[App]]
) -> None:
    async def write_and_fail(_: Update, context: Context) -> None:
        context.session.add(Event(kind="half done"))
        await context.session.flush()
        raise ValueError("no such claim")

    await arrive(database, 1, ALICE)
    await worker.handle(database, await applications(write_and_fail), await take(database))
    assert await events(database) == []
    row = await stored(database, 1)
    assert (row.state, row.error) == ("open", "ValueError: no such claim")


async def test_an_update_that_always_fails_is_given_up_and_its_chat_goes_on(
    database: Database,
    applications: Callable[[Handler], Awaitable[App]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail_on_the_first(update: Update, context: Context) -> None:
        if update.update_id == 1:
            raise RuntimeError("this one never works")
        context.session.add(Event(kind="the next one"))

    application = await applications(fail_on_the_first)
    await arrive(database, 1, ALICE)
    await arrive(database, 2, ALICE)
    for _ in range(inbox.MAX_ATTEMPTS):
        await hurry(database)
        await worker.handle(database, application, await take(database))
    assert (await stored(database, 1)).state == "dead"
    assert "Update 1 is given up; `claimdesk dead` lists it." in caplog.messages

    await worker.handle(database, application, await take(database))
    assert await events(database) == ["the next one"]


async def test_a_handler_that_hangs_is_ended_before_its_lease_is(
    database: Database, applications: Callable[[Handler], Awaitable[App]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: Update, context: Context) -> None:
        context.session.add(Event(kind="half done"))
        await asyncio.sleep(3600)

    assert inbox.LEASE.total_seconds() > worker.HANDLER_SECONDS
    monkeypatch.setattr(worker, "HANDLER_SECONDS", 0.2)
    await arrive(database, 1, ALICE)
    await worker.handle(database, await applications(hang), await take(database))
    assert await events(database) == []
    assert (await stored(database, 1)).error == "TimeoutError: "


async def test_a_worker_whose_lease_was_given_to_another_keeps_nothing(
    database: Database,
    applications: Callable[[Handler], Awaitable[App]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def write(_: Update, context: Context) -> None:
        context.session.add(Event(kind="handled"))

    application = await applications(write)
    await arrive(database, 1, ALICE)
    slow = await take(database)
    await hurry(database)  # its lease runs out
    fast = await take(database)
    await worker.handle(database, application, slow)
    assert await events(database) == []
    assert "Update 1 took too long and was given to another worker." in caplog.messages

    await worker.handle(database, application, fast)
    assert await events(database) == ["handled"]
    assert (await stored(database, 1)).state == "done"


async def test_a_late_worker_that_fails_does_not_spoil_the_other_ones_attempt(
    database: Database, applications: Callable[[Handler], Awaitable[App]]
) -> None:
    async def fail(_: Update, __: Context) -> None:
        raise ValueError("too late to say so")

    await arrive(database, 1, ALICE)
    slow = await take(database)
    await hurry(database)
    fast = await take(database)
    await worker.handle(database, await applications(fail), slow)
    assert (await stored(database, 1)).error is None
    async with database.write() as session:
        await inbox.done(session, fast)


async def test_a_worker_goes_on_when_one_chat_fails_and_finishes_what_it_has_when_told_to_stop(
    database: Database, applications: Callable[[Handler], Awaitable[App]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    begun, stop = asyncio.Event(), asyncio.Event()

    async def handler(update: Update, context: Context) -> None:
        if update.effective_chat is not None and update.effective_chat.id == ALICE:
            raise ValueError("not hers")
        begun.set()
        await asyncio.sleep(0.3)
        context.session.add(Event(kind="finished"))

    await arrive(database, 1, ALICE)
    await arrive(database, 2, BORIS)
    working = asyncio.create_task(worker.work(database, await applications(handler), stop))
    await asyncio.wait_for(begun.wait(), 20)
    stop.set()
    await asyncio.wait_for(working, 20)
    assert await events(database) == ["finished"]
    assert (await stored(database, 2)).state == "done"


async def arrive(database: Database, number: int, chat: int) -> None:
    sender = {"id": chat, "is_bot": False, "first_name": "A"}
    message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}, "from": sender}
    async with database.write() as session:
        await inbox.put(session, BOT, {"update_id": number, "message": message | {"text": "Hello"}})


async def take(database: Database) -> inbox.Taken:
    taken = await inbox.take(database, BOT)
    assert taken is not None
    return taken


async def hurry(database: Database) -> None:
    """Every pause and every lease is over."""
    async with database.write() as session:
        await session.execute(update(Lane).values(ready_at=now() - timedelta(seconds=1)))


async def stored(database: Database, number: int) -> Inbox:
    async with database.read() as session:
        return (await session.execute(select(Inbox).where(col(Inbox.update_id) == number))).scalar_one()


async def events(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.execute(select(col(Event.kind)))).scalars())
