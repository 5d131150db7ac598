"""For the emulator's own tests: the emulator, and the real client library talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from . import Emulator
from .fixtures import emulator

__all__ = ["bot", "emulator"]


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    """python-telegram-bot's client, as the project uses it."""
    async with Bot(
        emulator.token, base_url=emulator.base_url, base_file_url=emulator.base_file_url
    ) as client:
        yield client
