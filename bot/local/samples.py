"""What the local chat begins with: earlier checks and an article of our own invention, to try things on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import col, func, select

from bot.exchange import Format, read
from storage.db import Database
from storage.importing import import_rows
from storage.roles import Role
from storage.tables import Claim
from storage.workflow import Act, move

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


async def take_out(database: Database) -> int:
    """A real bot serves no samples: whatever the local chat began with is withdrawn. Returns how many."""
    async with database.write() as session:
        found = await session.exec(
            select(Claim).where(col(Claim.key).startswith("sample-"), col(Claim.verdict_id).is_not(None))
        )
        claims = found.all()
        for claim in claims:
            await move(
                session,
                claim,
                Act.WITHDRAW,
                None,
                Role.ADMIN,
                record={"reason": "a sample"},
                verdict_id=None,
                visible_at=None,
            )
        return len(claims)
