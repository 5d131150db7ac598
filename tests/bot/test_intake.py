"""Updates on their way in: only Telegram gets in, what is confirmed is stored, and rubbish blocks nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col
from telegram import Bot

from bot.intake import MAX_BODY, Intake, poll, web_app
from storage import migrate
from storage.db import Database
from storage.tables import Inbox
from tests.emulator import Emulator
from tests.postgres import database_away

SECRET = "a-secret-of-the-webhook"
BOT = 7_000_000_001
UPDATE = {"update_id": 5, "message": {"chat": {"id": 9}, "text": "Hello."}}


async def no_inline(_: dict[str, Any]) -> None:
    raise AssertionError("nobody typed anything")


@pytest.fixture
async def telegram(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """What Telegram's servers are to the webhook."""
    app = web_app(Intake(database, BOT, no_inline), "/telegram", SECRET)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
        yield client


async def send(client: httpx.AsyncClient, body: bytes | dict[str, Any], secret: str | None = SECRET) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    return (await client.post("/telegram", content=content, headers=headers)).status_code


async def stored(database: Database) -> list[int]:
    async with database.read() as session:
        return list((await session.execute(select(col(Inbox.update_id)))).scalars())


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "sécret"])
async def test_whoever_does_not_know_the_secret_is_refused(
    telegram: httpx.AsyncClient, database: Database, secret: str | None
) -> None:
    headers = {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    answer = await telegram.post("/telegram", json=UPDATE, headers=headers)
    assert answer.status_code == 403
    assert await stored(database) == []


async def test_an_update_is_stored_before_it_is_confirmed(
    telegram: httpx.AsyncClient, database: Database
) -> None:
    assert await send(telegram, UPDATE) == 200
    assert await send(telegram, UPDATE) == 200, "once more"
    assert await stored(database) == [5]


NONSENSE = [
    b"",
    b"no json",
    b"\xff\xfe",
    b"[]",
    b"null",
    b'"update_id"',
    b"{}",
    b'{"message": {"text": "no number"}}',
    b'{"update_id": "5"}',
    b'{"update_id": true}',
    b'{"update_id": 5.0}',
    b'{"update_id": ' + b"9" * 5000 + b"}",
    b'{"update_id": 99999999999999999999}',
    b'{"update_id": 5, "message": {"chat": {"id": "here"}}}',
    b'{"update_id": 5, "message": {"chat": ["here"]}}',
    b'{"update_id": 5, "message": {"chat": {"id": 99999999999999999999}}}',
    b'{"update_id": 5, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"update_id": 5, "message": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
    b'{"update_id": 5, "message": "' + b"x" * MAX_BODY + b'"}',
]


@pytest.mark.parametrize("body", NONSENSE, ids=lambda body: body[:40].decode(errors="replace"))
async def test_what_is_no_update_is_dropped_for_it_would_come_again_for_a_day(
    telegram: httpx.AsyncClient, database: Database, body: bytes
) -> None:
    assert await send(telegram, body) == 200
    assert await send(telegram, UPDATE | {"update_id": 6}) == 200
    assert 6 in await stored(database), "what comes next is stored"


@pytest.mark.parametrize("text", ["NUL \0 here", "half \ud83d of a pair", "\udc00\ud800"])
async def test_characters_that_no_database_keeps_are_replaced(
    telegram: httpx.AsyncClient, database: Database, text: str
) -> None:
    assert await send(telegram, {"update_id": 5, "message": {"chat": {"id": 9}, "text": text}}) == 200
    async with database.read() as session:
        row = await session.get(Inbox, (BOT, 5))
        assert row is not None and row.payload is not None
        assert "\ufffd" in row.payload["message"]["text"]


async def test_an_update_that_makes_no_sense_does_not_hold_back_the_rest_of_its_batch(
    database: Database,
) -> None:
    batch = [UPDATE, {"update_id": 6, "message": {"chat": {"id": "here"}}}, UPDATE | {"update_id": 7}]
    await Intake(database, BOT, no_inline).accept(batch)
    assert sorted(await stored(database)) == [5, 7]


async def test_without_its_database_the_webhook_says_503_and_stores_the_update_later(
    postgres_database: str,
) -> None:
    await asyncio.to_thread(migrate.upgrade, postgres_database)
    database = Database(postgres_database)
    transport = httpx.ASGITransport(app=web_app(Intake(database, BOT, no_inline), "/telegram", SECRET))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as client:
        assert await send(client, UPDATE) == 200
        with database_away(postgres_database):
            assert await send(client, UPDATE | {"update_id": 6}) == 503
        assert await send(client, UPDATE | {"update_id": 6}) == 200
    assert sorted(await stored(database)) == [5, 6]
    await database.close()


async def test_anybody_may_ask_whether_the_desk_lives(telegram: httpx.AsyncClient) -> None:
    assert (await telegram.get("/health")).text == "ok"
    assert (await telegram.get("/telegram")).status_code == 405
    assert (await telegram.get("/other")).status_code == 404


# ---------------------------------------------------------------------------- polling


@asynccontextmanager
async def polling(emulator: Emulator, database: Database) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with Bot(emulator.token, base_url=emulator.base_url) as bot:
        task = asyncio.create_task(poll(Intake(database, BOT, no_inline), bot, stop))
        yield
        stop.set()
        await asyncio.wait_for(task, 20)


@pytest.mark.parametrize("error", [409, 429, 502, 500, "dropped"])
async def test_polling_goes_on_after_whatever_telegram_says(
    error: Any, emulator: Emulator, database: Database
) -> None:
    emulator.fail_next("getUpdates", error)
    alice = emulator.user("Alice")
    async with polling(emulator, database):
        alice.say("Hello.")
        await emulator.until(lambda: not emulator.updates.pending, 30)
    assert await stored(database) == [alice.chat.messages[0].update.id]  # type: ignore[union-attr]


async def test_updates_that_could_not_be_stored_are_not_confirmed(
    emulator: Emulator, postgres_database: str
) -> None:
    await asyncio.to_thread(migrate.upgrade, postgres_database)
    database = Database(postgres_database)
    alice = emulator.user("Alice")
    async with polling(emulator, database):
        with database_away(postgres_database):
            update = alice.say("Hello.").update
            assert update is not None
            async with asyncio.timeout(30):
                while update.deliveries < 2:  # noqa: ASYNC110  (the emulator tells nobody of this)
                    await asyncio.sleep(0.05)
            assert emulator.updates.pending
        await emulator.until(lambda: not emulator.updates.pending, 30)
    assert await stored(database) == [update.id]
    await database.close()
