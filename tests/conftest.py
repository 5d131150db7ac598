"""What the tests share: hypothesis profiles, both databases, a Telegram, and the whole desk in between."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pydantic import SecretStr

from bot.run import serve
from bot.settings import Settings
from storage import migrate
from storage.db import Database
from tests.emulator import Emulator
from tests.emulator.fixtures import emulator
from tests.postgres import postgres_database, postgres_url

__all__ = ["emulator", "postgres_database", "postgres_url"]

# A run that a shell started in the background ignores Ctrl-C, and so would the programs it starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", settings.get_profile("default"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of the test's own, on both kinds in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.sqlite3'}"
    else:
        yield request.getfixturevalue("postgres_database")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database."""
    await asyncio.to_thread(migrate.upgrade, database_url)
    opened = Database(database_url)
    yield opened
    await opened.close()


def desk_settings(
    emulator: Emulator, database_url: str, folder: Path, mode: str, **changes: object
) -> Settings:
    """Settings for a desk on the emulator, with limits that do not slow a test down."""
    values: dict[str, object] = {
        "token": SecretStr(emulator.token),
        "api_url": emulator.url,
        "database_url": SecretStr(database_url),
        "index_dir": folder / "index",
        "desk_name": "Example Desk",
        "undo_seconds": 0,
        "send_per_second": 1000,
        "send_per_chat": 1000,
        "send_per_group_minute": 60_000,
        "log_level": "warning",
    }
    if mode == "webhook":
        port = free_port()
        values |= {
            "listen": f"127.0.0.1:{port}",
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": SecretStr("a-secret"),
        }
    return Settings(_env_file=None, **(values | changes))  # type: ignore[call-arg,arg-type]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(chosen: Settings) -> AsyncIterator[None]:
    """The whole bot, in this process, until the block ends."""
    told = asyncio.Event()
    task = asyncio.create_task(serve(chosen, told))
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        told.set()
        await asyncio.wait_for(task, 40)
