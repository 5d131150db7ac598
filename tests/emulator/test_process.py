"""A bot in a process of its own, killed and started again, and a Telegram that goes away for a while."""

from __future__ import annotations

import asyncio
import sys

import pytest
from telegram import Bot
from telegram.error import NetworkError

from . import Emulator, User

ECHO_BOT = """
import asyncio, sys
from telegram import Bot

async def main(base_url, token):
    async with Bot(token, base_url=base_url) as bot:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=20):
                await bot.send_message(update.message.chat.id, "echo " + update.message.text)
                offset = update.update_id + 1

asyncio.run(main(*sys.argv[1:]))
"""


async def start_echo_bot(emulator: Emulator) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", ECHO_BOT, emulator.base_url, emulator.token
    )


async def test_a_bot_that_is_killed_finds_its_updates_again(emulator: Emulator, alice: User) -> None:
    echo = await start_echo_bot(emulator)
    alice.say("one")
    await alice.wait_for("echo one", timeout=20)
    await emulator.idle()
    echo.kill()
    await echo.wait()
    alice.say("two")
    assert len(emulator.updates.pending) == 1
    echo = await start_echo_bot(emulator)
    await alice.wait_for("echo two", timeout=20)
    await emulator.idle()
    echo.kill()
    await echo.wait()
    assert [request.text for request in emulator.requests("sendMessage")] == ["echo one", "echo two"]


async def test_telegram_goes_away_and_comes_back_at_the_same_address(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    await bot.send_message(alice.id, "before")
    await emulator.server.stop()
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "lost")
    await emulator.server.start()
    await bot.send_message(alice.id, "after")
    assert [message.text for message in alice.chat.messages[1:]] == ["before", "after"]
