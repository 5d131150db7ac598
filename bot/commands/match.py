"""`claimdesk match`: which stored claims a text may repeat."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import click

from bot.commands.desk import make_vectors, opened, settings_with_database
from bot.commands.documents import Document, Problems, documents, write_line

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.matching import PriorMatch
    from storage.rows import Row

BATCH = 50
LONG = 60  # words: more than one claim
RELATIONS = {
    "same": "the same",
    "different-figure": "another figure",
    "different-polarity": "the opposite",
    "different-source": "another source",
    "different-time": "another time",
    "related": "same subject",
}


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--json", "as_json", is_flag=True, help="Write one line of JSON for each text.")
@click.option("--jsonl", is_flag=True, help='Read one {"id", "text"} a line.')
@click.option(
    "--top", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many claims for each text."
)
def match(files: tuple[str, ...], as_json: bool, jsonl: bool, top: int) -> None:
    """Rank the stored claims that a text may repeat, and say how they relate.

    Each text is one query. Reads standard input where no FILE is given. A text that cannot be read is
    reported, the others are done, and the exit code is 1.
    """
    settings = settings_with_database()
    problems = Problems()
    found = documents(files, jsonl=jsonl, published=None)
    asyncio.run(_match(settings, found, problems, as_json=as_json, top=top))
    problems.fail_if_any()


async def _match(
    settings: "Settings", found: Iterable[Document], problems: Problems, *, as_json: bool, top: int
) -> None:
    from bot.meaning import load_embedder
    from storage.exporting import rows_of
    from storage.matching import Matcher, Sought
    from storage.search import Follower
    from storage.semantic.meaning import Meaning

    show = _write_json if as_json else _print
    embedder = load_embedder(settings)
    async with opened(settings) as database:
        await Follower(database, settings.index_folder).catch_up()
        if embedder is not None:
            await make_vectors(database, embedder)
        matcher = Matcher(database, settings.index_folder, Meaning(embedder) if embedder else None)
        for batch in _batches(_within_limit(found)):
            sought = [Sought("" if document.error else document.text) for document in batch]
            matches = await matcher.match(sought, top)
            async with database.read() as session:
                rows = await rows_of(session, {each.claim_id for best in matches for each in best})
            for document, best in zip(batch, matches, strict=True):
                problems.note(document)
                show(document, [(rows[each.claim_id], each) for each in best if each.claim_id in rows])


def _write_json(document: Document, matches: "list[tuple[Row, PriorMatch]]") -> None:
    found = [
        {
            "key": row.key,
            "score": round(each.score, 4),
            "confidence": round(each.confidence, 4),
            "relation": each.comparison.relation,
        }
        for row, each in matches
    ]
    write_line(document, {"matches": found})


def _print(document: Document, matches: "list[tuple[Row, PriorMatch]]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.report import shortened

    if document.error is not None:
        return
    console = Console(highlight=False)
    console.print(Text(shortened(document.text, 200), style="bold"))
    if not matches:
        console.print("No earlier check.")
        if len(document.text.split()) > LONG:
            console.print(
                "A whole text is one query here: give it one claim at a time. The bot matches claim by claim."
            )
        console.print()
        return
    table = Table(box=None, show_header=False, padding=(0, 1, 1, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column()
    for number, (row, each) in enumerate(matches, 1):
        rating = next((rating.label for rating in (row.truth, row.attribution) if rating), "not checked yet")
        head = Text(
            f"{RELATIONS[each.comparison.relation]} · {rating} · {each.confidence:.0%} · key {row.key}",
            style="cyan",
        )
        table.add_row(f"{number}.", Text("\n").join([Text(row.claim), head]))
    console.print(table)


def _batches(found: Iterable[Document]) -> Iterator[list[Document]]:
    each = iter(found)
    while batch := list(islice(each, BATCH)):
        yield batch


def _within_limit(found: Iterable[Document]) -> Iterator[Document]:
    from claims import MAX_CHARS, TextTooLongError

    for document in found:
        if len(document.text) > MAX_CHARS:
            yield replace(document, error=str(TextTooLongError(len(document.text))))
        else:
            yield document
