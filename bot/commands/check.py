"""`claimdesk check`: what the engine finds in texts. Needs no database and no token."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.commands.documents import Document, Problems, documents, write_line

if TYPE_CHECKING:
    from claims import Report


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--json", "as_json", is_flag=True, help="Write one line of JSON for each text.")
@click.option("--jsonl", is_flag=True, help='Read one {"id", "text"} a line, with a "date" if it is known.')
@click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day the texts were published, as 2016-05-24; a line's own date goes before it.",
)
def check(files: tuple[str, ...], as_json: bool, jsonl: bool, published: datetime | None) -> None:
    """List the claims of texts that can be checked, and what is odd.

    Reads standard input where no FILE is given. A text that cannot be read is reported, the others are done,
    and the exit code is 1.
    """
    day = published.date() if published is not None else None
    found = documents(files, jsonl=jsonl, published=day)
    problems = Problems()
    if as_json:
        for document, report in _checked(found):
            problems.note(document)
            write_line(document, {} if report is None else report.as_json())
    else:
        _print_tables(found, problems, named=jsonl or len(files) > 1)
    problems.fail_if_any()


def _print_tables(found: Iterable[Document], problems: Problems, *, named: bool) -> None:
    from rich.console import Console

    from bot.report import print_report

    console = Console(highlight=False)
    for document, report in _checked(found):
        problems.note(document)
        if report is not None:
            print_report(console, str(document.id) if named else None, document.text, report)


def _checked(found: Iterable[Document]) -> Iterator[tuple[Document, "Report | None"]]:
    """Each document with its report; with an error, and no report, where there can be none."""
    from claims import TextTooLongError
    from claims import check as check_text

    for document in found:
        if document.error is not None:
            yield document, None
            continue
        try:
            yield document, check_text(document.text, document.published)
        except TextTooLongError as error:
            yield replace(document, error=str(error)), None
