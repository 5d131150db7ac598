"""The `emulator` fixture. In a conftest.py: `from tests.emulator.fixtures import emulator  # noqa: F401`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from . import Emulator


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """A running Telegram; a test fails at its end if the bot broke the protocol.

    A test that breaks it on purpose empties the list with `emulator.take_violations()`.
    """
    async with Emulator() as telegram:
        yield telegram
    assert telegram.violations == []
