"""What the commands on the database begin with: the settings, the migrations, the connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.db import Database
    from storage.semantic.embedder import Embedder


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


async def make_vectors(database: "Database", embedder: "Embedder") -> None:
    """Makes the vectors that claims lack, with a bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from storage.semantic.upkeep import Upkeep

    console = Console(stderr=True)
    columns = (TextColumn("meaning"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        upkeep = Upkeep(
            database, embedder, lambda done, total: progress.update(task, completed=done, total=total)
        )
        await upkeep.catch_up()
