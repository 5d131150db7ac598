"""`claimdesk import`: earlier checks from a file."""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.commands.desk import make_vectors, opened, settings_with_database
from bot.errors import Failure

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.exchange import Entry, Format
    from bot.settings import Settings
    from storage.db import Database
    from storage.importing import Outcome

BATCH = 1000
"""Rows a transaction: on SQLite, the bot can write between two of them."""
TRIES = 3
UNKNOWN = "{place}: left alone, since nothing is known of it: {names}"
HELD = "the desk has this claim in hand, in doubt or set aside, so its rating was not taken"
CLASH = "its text is now that of another claim; make them one in the bot first"
SHOWN = 100
"""Bad rows that are listed; the rest are counted."""


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "claimreview"]),
    help="What FILE is, where its name does not say so.",
)
def import_(file: str, form: str | None) -> None:
    """Import earlier checks from CSV, JSON Lines or ClaimReview.

    Fields: key, claim, title, rating, rationale, url, claimant, date, reviewed, language; only the claim is
    needed. A row with a rating becomes a published verdict. Importing a file again changes nothing, so an import
    that was stopped goes on when it is run once more. Bad rows are reported with their line, the others are
    taken, and the exit code is 1.
    """
    from bot.exchange import Format, UnreadableFileError, format_of

    chosen = Format(form) if form else format_of(file)
    if chosen is None:
        raise click.UsageError(
            f"the name {file!r} does not say what it is; add --format csv, jsonl or claimreview"
        )
    with _open(file) as source:
        settings = settings_with_database()
        with _progress() as progress:
            try:
                tally, bad = asyncio.run(_import(settings, source, chosen, progress))
            except UnreadableFileError as error:
                raise Failure(f"{file}: {error}") from None
    click.echo(_summary(tally))
    if bad:
        raise Failure(f"{bad:,} bad {'row was' if bad == 1 else 'rows were'} left out")


def _open(name: str) -> BinaryIO:
    if name == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    return Path(name).open("rb")


def _progress() -> "Progress":
    """A bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.fields[rows]:,} rows"), BarColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


async def _import(
    settings: "Settings", file: BinaryIO, form: "Format", progress: "Progress"
) -> "tuple[Counter[Outcome], int]":
    """Stores batch after batch. Returns what became of the rows, and how many were bad."""
    from bot.exchange import read
    from bot.meaning import load_embedder

    embedder = load_embedder(settings)
    tally: Counter[Outcome] = Counter()
    bad, read_rows = 0, 0
    unknown: set[str] = set()
    task = progress.add_task("", total=_size(file), rows=0)
    async with opened(settings) as database:
        for entries in _batches(read(file, form)):
            for entry in entries:
                if new := sorted(entry.unknown - unknown):
                    unknown |= entry.unknown
                    note = UNKNOWN.format(place=entry.place, names=", ".join(map(repr, new[:20])))
                    progress.console.print(note, markup=False, soft_wrap=True)
            problems = [(entry.place, entry.problem) for entry in entries if entry.problem is not None]
            stored, clashes = await _store(database, entries)
            tally += stored
            for place, problem in problems + clashes:
                bad += 1
                if bad <= SHOWN:
                    progress.console.print(f"{place}: {problem}", markup=False, soft_wrap=True)
            read_rows += len(entries)
            done = file.tell() if file.seekable() else None
            progress.update(task, completed=done, rows=read_rows)
        progress.stop()
        if embedder is not None:
            await make_vectors(database, embedder)
    return tally, bad


def _batches(entries: "Iterable[Entry]") -> "Iterator[list[Entry]]":
    each = iter(entries)
    while batch := list(islice(each, BATCH)):
        yield batch


async def _store(
    database: "Database", entries: "list[Entry]"
) -> "tuple[Counter[Outcome], list[tuple[str, str]]]":
    """Stores the good rows of a batch in one transaction. Returns a tally, and what was refused, and why."""
    from sqlalchemy.exc import IntegrityError

    from storage.importing import Outcome, import_rows

    refused = {Outcome.CLASH: CLASH, Outcome.HELD: HELD}

    good = [(entry.place, entry.row) for entry in entries if entry.row is not None]
    for attempt in range(1, TRIES + 1):
        try:
            async with database.write() as session:
                outcomes = await import_rows(session, [row for _, row in good])
            break
        except IntegrityError:
            # The bot stored a twin of one of them at the same moment (PostgreSQL only): look again.
            if attempt == TRIES:
                raise
    left_out = [
        (place, refused[outcome])
        for (place, _), outcome in zip(good, outcomes, strict=True)
        if outcome in refused
    ]
    return Counter(outcome for outcome in outcomes if outcome not in refused), left_out


def _size(file: BinaryIO) -> int | None:
    return os.fstat(file.fileno()).st_size if file.seekable() else None


def _summary(tally: "Counter[Outcome]") -> str:
    from storage.importing import Outcome

    counted = (
        (Outcome.ADDED, "new"),
        (Outcome.UPDATED, "updated"),
        (Outcome.TWIN, "joined with a claim that says the same"),
        (Outcome.UNCHANGED, "unchanged"),
    )
    parts = [f"{tally[outcome]:,} {words}" for outcome, words in counted if tally[outcome]]
    return f"{tally.total():,} rows: {', '.join(parts)}." if parts else "No rows."
