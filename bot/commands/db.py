"""`claimdesk db`: the database's shape, its search index, and a copy of it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.desk import opened, settings_with_database
from bot.errors import Failure

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from bot.settings import Settings


@click.group()
def db() -> None:
    """Look after the database: upgrade, status, backup, reindex."""


@db.command()
def upgrade() -> None:
    """Bring the database to the shape that this version needs.

    The bot does so itself when it starts. A database that a newer version has upgraded is refused.
    """
    from bot.settings import load
    from storage import migrate

    found = migrate.upgrade(load().database)
    click.echo(f"The database is at revision {found.current}, the newest.")


@db.command()
def status() -> None:
    """Show where the database and the search index stand. Changes nothing."""
    from bot.settings import load
    from storage import migrate
    from storage.db import parse_url, sync_url

    settings = load()
    url = sync_url(parse_url(settings.database))
    click.echo(f"Database: {url.render_as_string(hide_password=True)}")
    found = migrate.status(settings.database)
    if found.current is None:
        click.echo(f"It is empty. `claimdesk db upgrade` brings it to revision {found.newest}.")
    elif not found.up_to_date:
        click.echo(
            f"It is at revision {found.current}; this version needs {found.newest}: claimdesk db upgrade"
        )
    else:
        click.echo(f"It is at revision {found.current}, the newest.")
        for line in asyncio.run(_counts(settings)):
            click.echo(line)


async def _counts(settings: "Settings") -> list[str]:
    from storage import dead
    from storage.search import Position, changes, open_index

    index = await asyncio.to_thread(open_index, settings.index_folder)
    async with opened(settings) as database, database.read() as session:
        claims = await changes.count_claims(session)
        waiting = await changes.count_waiting(session, index.position() if index else Position())
        letters = await dead.count(session)
        vectors = await _vectors(session, settings, claims)
    indexed = f"{index.size:,} claims, {waiting:,} changes behind" if index else "not built yet"
    return [
        f"Claims: {claims:,}",
        f"Search index: {indexed} ({settings.index_folder})",
        *vectors,
        f"Given up: {letters:,} updates and jobs" + (" (see: claimdesk dead)" if letters else ""),
    ]


async def _vectors(session: "AsyncSession", settings: "Settings", claims: int) -> list[str]:
    """How many claims the model of meaning has read, on a desk that has one."""
    from storage.semantic.embedder import model_name
    from storage.semantic.vectors import count_missing

    if settings.embedder is None:
        return []
    missing = await count_missing(session, model_name(settings.embedder))
    return [f"Meaning: known of {claims - missing:,} claims, {missing:,} to go ({settings.embedder})"]


@db.command()
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: str, force: bool) -> None:
    """Copy the SQLite database to FILE, whole and consistent, while the bot runs.

    For PostgreSQL use pg_dump. The search index is not copied: it is built anew from the database.
    """
    from bot.settings import load
    from storage.db import parse_url

    url = parse_url(load().database)
    if not url.drivername.startswith("sqlite"):
        raise Failure("this copies SQLite only; for PostgreSQL use pg_dump")
    source, target = Path(str(url.database)), Path(file)
    if not source.exists():
        raise Failure(f"there is no database at {source}")
    if target.exists() and (not force or target.samefile(source)):
        raise Failure(f"{target} is there already" + ("" if force else "; add --force to replace it"))
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        part.replace(target)
    except sqlite3.Error as error:
        raise Failure(f"the copy failed: {error}") from None
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"Copied to {target}.", err=True)


@db.command()
def reindex() -> None:
    """Build the search index anew from the database.

    Needed only if you think that it is wrong: an index that is missing or damaged is rebuilt by itself.
    """
    size = asyncio.run(_reindex(settings_with_database()))
    click.echo(f"The search index holds {size:,} claims.")


async def _reindex(settings: "Settings") -> int:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from storage.search import Follower, open_index

    console = Console(stderr=True)
    columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        async with opened(settings) as database:
            follower = Follower(
                database,
                settings.index_folder,
                lambda done, total: progress.update(task, completed=done, total=total),
            )
            await follower.catch_up(rebuild=True)
    index = open_index(settings.index_folder)
    return index.size if index is not None else 0
