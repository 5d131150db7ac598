"""What the local chat begins with: earlier checks and an article of our own invention, to try things on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import col, func, select

from bot.exchange import Format, read
from storage.db import Database
from storage.importing import import_rows
from storage.tables import Claim

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Article:
    """An article as a channel posted it."""

    text: str
    channel: str
    posted: datetime


def article() -> Article:
    text = (DATA / "article.txt").read_text(encoding="utf-8").strip()
    return Article(text, "Orsel Wire", datetime(2024, 3, 14, 9, 30, tzinfo=UTC))


async def add_to(database: Database) -> int:
    """Gives an empty desk the sample checks. Returns how many; 0 where there are claims already."""
    async with database.write() as session:
        known = await session.exec(select(func.count(col(Claim.id))))
        if known.one():
            return 0
        with (DATA / "checks.jsonl").open("rb") as file:
            rows = [entry.row for entry in read(file, Format.JSONL) if entry.row is not None]
        await import_rows(session, rows)
        return len(rows)
