"""What the commands on the database begin with: the settings, the migrations, the connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.db import Database


def settings_with_database() -> "Settings":
    """The settings, after the database was brought up to date."""
    from bot.settings import load
    from storage import migrate

    settings = load()
    migrate.upgrade(settings.database)
    return settings


@asynccontextmanager
async def opened(settings: "Settings") -> "AsyncIterator[Database]":
    """The database of the settings, closed at the end whatever happens."""
    from storage.db import Database

    database = Database(settings.database)
    try:
        yield database
    finally:
        await database.close()
