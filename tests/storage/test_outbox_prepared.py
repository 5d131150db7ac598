"""PostgreSQL prepares a statement after it saw it five times; partial indexes must still be found then."""

from sqlalchemy import func, select

from storage.db import Database
from storage.outbox import Message, Place, post
from storage.tables import Outbox


async def test_the_same_statement_many_times_still_finds_its_index(database: Database) -> None:
    for number in range(30):
        async with database.write() as session:
            await post(session, Place(1, 5), f"key:{number % 3}", Message(f"version {number}"))
    async with database.read() as session:
        waiting = await session.execute(select(func.count()).select_from(Outbox))
    assert waiting.scalar_one() == 3
