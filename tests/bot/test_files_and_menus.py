"""Files and menus through the outbox: sent once, tried again where that is safe, never sent twice blindly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from telegram import Bot

from bot.limits import Limits
from bot.sender import Sender
from storage import outbox
from storage.db import Database
from storage.outbox import File, Place
from storage.tables import Outbox, Sent
from tests.emulator import Emulator

PICTURE = File("weeks.png", b"\x89PNG and so on", "<b>The desk</b> in numbers", is_picture=True)
HISTORY = File("claim-214.txt", "Claim 214\n“over 400,000”".encode())


@asynccontextmanager
async def sending(emulator: Emulator, database: Database) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with Bot(emulator.token, base_url=emulator.base_url) as bot:
        task = asyncio.create_task(Sender(database, bot, Limits(1000, 1000, 60_000)).run(stop))
        yield
        stop.set()
        database.bell.ring_local(["outbox"])
        await asyncio.wait_for(task, 20)


async def post(database: Database, place: Place, key: str, file: File) -> None:
    async with database.write() as session:
        await outbox.post_file(session, place, key, file)


def place_of(emulator: Emulator) -> Place:
    alice = emulator.user("Alice")
    alice.has_started = True  # without an update that nobody here reads
    return Place(emulator.bot.id, alice.id)


async def test_a_picture_and_a_document_arrive_with_name_and_caption(
    emulator: Emulator, database: Database
) -> None:
    place = place_of(emulator)
    alice = emulator.people[place.chat_id]
    async with sending(emulator, database):
        await post(database, place, "one", PICTURE)
        picture = await alice.wait_for("in numbers")
        await post(database, place, "two", HISTORY)
        document = await alice.wait_for(lambda message: message.file is not None and message is not picture)
    assert picture.html == "<b>The desk</b> in numbers"
    assert picture.file is not None and picture.file.data == PICTURE.content
    assert document.file is not None
    assert (document.file.name, document.file.data) == ("claim-214.txt", HISTORY.content)


async def test_a_file_is_sent_once_for_a_key_and_its_content_does_not_stay(
    emulator: Emulator, database: Database
) -> None:
    place = place_of(emulator)
    async with sending(emulator, database):
        await post(database, place, "one", HISTORY)
        await emulator.until(lambda: len(emulator.requests("sendDocument")) == 1)
        await emulator.idle()
        await post(database, place, "one", HISTORY)
        await emulator.idle()
    assert len(emulator.requests("sendDocument")) == 1
    async with database.read() as session:
        assert (await session.execute(select(Outbox))).first() is None
        kept = (await session.execute(select(Sent))).scalar_one()
    assert kept.message_id is not None
    assert "content" not in kept.payload


@pytest.mark.parametrize(("fault", "requests", "state"), [(500, 2, "sent"), ("lost", 1, "uncertain")])
async def test_a_file_is_tried_again_unless_it_may_have_arrived(
    fault: int | str, requests: int, state: str, emulator: Emulator, database: Database
) -> None:
    place = place_of(emulator)
    emulator.fail_next("sendPhoto", fault)
    async with sending(emulator, database):
        await post(database, place, "one", PICTURE)
        await emulator.until(lambda: len(emulator.requests("sendPhoto")) == requests, 20)
        await emulator.idle()
    async with database.read() as session:
        assert (await session.execute(select(Sent))).scalar_one().state == state


async def test_a_file_that_is_too_large_is_refused_before_it_is_kept(database: Database) -> None:
    with pytest.raises(ValueError, match="more than"):
        await post(database, Place(1, 2), "one", File("big.txt", bytes(outbox.MAX_FILE + 1)))


async def test_a_person_gets_a_menu_and_everybodys_again(emulator: Emulator, database: Database) -> None:
    place = place_of(emulator)
    alice = emulator.people[place.chat_id]
    emulator.fail_next("setMyCommands", "lost")  # setting a menu twice does no harm
    async with sending(emulator, database):
        async with database.write() as session:
            await outbox.set_menu(session, place.bot_id, alice.id, [("queue", "Open claims")])
        await emulator.until(lambda: alice.menu() == ["queue"], 20)
        await emulator.idle()
        async with database.write() as session:
            await outbox.set_menu(session, place.bot_id, alice.id, [])
        await emulator.until(lambda: alice.menu() == [], 20)
    async with database.read() as session:
        assert (await session.execute(select(Sent))).first() is None
