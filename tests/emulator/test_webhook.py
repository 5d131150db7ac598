"""How updates reach a bot with a webhook: in order, again until it says 2xx."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict

from . import Emulator, User
from .text import Json


class Receiver:
    """A webhook that answers with the planned codes, then with 200."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[Json] = []
        self.secrets: set[str] = set()
        self.codes: list[int] = []
        self.open = 0
        self.most_open = 0

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got if "message" in update]

    async def receive(self, request: web.Request) -> web.Response:
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        await asyncio.sleep(0.01)
        self.open -= 1
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        self.got.append(await request.json())
        return web.Response(status=self.codes.pop(0) if self.codes else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_pushed_with_the_secret(
    emulator: Emulator, bot: Bot, alice: User, receiver: Receiver
) -> None:
    alice.say("before")
    await bot.set_webhook(receiver.url, secret_token="s3cret", max_connections=5)
    alice.say("after")
    await emulator.idle(quiet=0)
    assert receiver.texts == ["before", "after"]
    assert receiver.secrets == {"s3cret"}
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (receiver.url, 5, 0)


async def test_an_update_comes_again_until_2xx_and_the_chats_others_wait(
    emulator: Emulator, bot: Bot, alice: User, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    receiver.codes = [503, 500]
    alice.say("one")
    alice.say("two")
    await emulator.idle(quiet=0)
    assert receiver.texts == ["one", "one", "one", "two"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_chats_do_not_wait_for_each_other(
    emulator: Emulator, bot: Bot, alice: User, receiver: Receiver
) -> None:
    bob = emulator.user("Bob")
    await bot.set_webhook(receiver.url)
    receiver.codes = [503]
    alice.say("one")
    bob.say("two")
    await emulator.idle(quiet=0)
    assert receiver.texts == ["one", "two", "one"]


async def test_no_more_connections_than_allowed(emulator: Emulator, bot: Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, max_connections=2)
    for name in "ABCDE":
        emulator.user(name).start()
    await emulator.idle(quiet=0)
    assert len(receiver.got) == 5
    assert receiver.most_open == 2


async def test_a_webhook_that_nobody_serves_yet(emulator: Emulator, bot: Bot, alice: User) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    alice.say("hello?")
    await emulator.until(lambda: emulator.webhook.last_error == "Connection refused")
    await bot.delete_webhook()
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["hello?"]


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, alice: User, receiver: Receiver) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await polling
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()


async def test_pending_updates_can_be_dropped(bot: Bot, alice: User) -> None:
    alice.say("forget it")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_webhooks_that_telegram_refuses(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Bad webhook: an https url must be provided for webhook"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org/hook", secret_token="sp ace")


async def test_a_redelivery_is_pushed_again(
    emulator: Emulator, bot: Bot, alice: User, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    message = alice.say("once")
    await emulator.idle(quiet=0)
    emulator.redeliver(message, times=2)
    await emulator.idle(quiet=0)
    assert len({update["update_id"] for update in receiver.got}) == 1
    assert receiver.texts == ["once"] * 3


async def test_a_press_can_overtake_a_message(
    emulator: Emulator, bot: Bot, alice: User, receiver: Receiver
) -> None:
    emulator.callback_deadline = float("inf")
    await bot.set_webhook(receiver.url)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    await bot.send_message(alice.id, "menu", reply_markup=keyboard)
    async with emulator.callbacks_first():
        alice.say("typed first")
        alice.press(alice.chat.messages[-2], "Go")
    await emulator.idle(quiet=0)
    assert ["callback_query" in update for update in receiver.got] == [True, False]
