"""`claimdesk export`: published verdicts as a file."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from bot.commands.desk import opened, settings_with_database

if TYPE_CHECKING:
    from bot.exchange import Format
    from bot.settings import Settings


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "claimreview"]),
    help="What FILE shall be, where its name does not say so.",
)
def export(file: str, form: str | None) -> None:
    """Export the published verdicts as CSV, JSON Lines or ClaimReview.

    Claims without a published verdict are left out. FILE is replaced once the export is complete; - writes to
    standard output. `claimdesk import` reads what this writes.
    """
    from bot.exchange import Format, format_of

    chosen = Format(form) if form else format_of(file)
    if chosen is None:
        raise click.UsageError(
            f"the name {file!r} does not say what it is; add --format csv, jsonl or claimreview"
        )
    count = asyncio.run(_export(settings_with_database(), file, chosen))
    click.echo(f"{count:,} published {'verdict' if count == 1 else 'verdicts'} exported.", err=True)


async def _export(settings: "Settings", name: str, form: "Format") -> int:
    from bot.exchange import write
    from storage.exporting import published_rows

    async with opened(settings) as database:
        with _output(name) as file:
            return await write(published_rows(database), file, form)


@contextmanager
def _output(name: str) -> Iterator[TextIO]:
    """The file to write to. It takes its name at the end: nobody meets half of it, not even on a full disk."""
    if name == "-":
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
        yield sys.stdout
        return
    part = Path(f"{name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(name)
    finally:
        part.unlink(missing_ok=True)
