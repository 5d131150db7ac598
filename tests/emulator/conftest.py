"""For the emulator's own tests: the emulator, and the real client library talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import Bot, Update

from . import Emulator, User
from .fixtures import emulator

__all__ = ["alice", "bot", "emulator", "poll"]


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    """python-telegram-bot's client, as the project uses it."""
    async with Bot(
        emulator.token, base_url=emulator.base_url, base_file_url=emulator.base_file_url
    ) as client:
        yield client


@pytest.fixture
def poll(bot: Bot) -> Callable[[], Awaitable[list[Update]]]:
    """Fetches the next updates, confirming those of the call before."""
    offset = 0

    async def fetch() -> list[Update]:
        nonlocal offset
        updates = await bot.get_updates(offset=offset, timeout=5)
        offset = max([update.update_id + 1 for update in updates], default=offset)
        return list(updates)

    return fetch


@pytest.fixture
def alice(emulator: Emulator) -> User:
    """A person who may be written to; the update of her /start is dropped."""
    user = emulator.user("Alice")
    user.start()
    emulator.updates.pending.clear()
    return user
