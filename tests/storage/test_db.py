"""Transactions: writers wait for each other, readers see one moment and change nothing."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.db import Database, DatabaseUrlError, parse_url

URLS = {
    "sqlite:///./data/desk.sqlite3": "sqlite+aiosqlite:///./data/desk.sqlite3",
    "sqlite+pysqlite:////var/desk": "sqlite+aiosqlite:////var/desk",
    "postgresql://claimdesk@db/desk": "postgresql+psycopg://claimdesk@db/desk",
    "postgres://claimdesk@db/desk": "postgresql+psycopg://claimdesk@db/desk",
    "postgresql+asyncpg://claimdesk@db/desk": "postgresql+psycopg://claimdesk@db/desk",
}
NO_URLS = ["", "desk.sqlite3", "sqlite://", "sqlite:///:memory:", "mysql://claimdesk@db/desk"]


@pytest.mark.parametrize(("given", "used"), URLS.items())
def test_whatever_driver_is_named_ours_is_used(given: str, used: str) -> None:
    assert parse_url(given).render_as_string(hide_password=False) == used


@pytest.mark.parametrize("given", NO_URLS)
def test_what_is_no_database_is_named_in_the_error(given: str) -> None:
    with pytest.raises(DatabaseUrlError, match="CLAIMDESK_DATABASE_URL"):
        parse_url(given)


async def test_writers_wait_for_each_other(database_url: str, database: Database) -> None:
    """Two processes that read and then write the same row: no change is lost, and none fails."""
    other = Database(database_url)
    await lease(database, "0")

    async def count_up(mine: Database) -> None:
        async with mine.write() as session:
            locked = "" if mine.is_sqlite else " FOR UPDATE"
            token = (await session.execute(text(f"SELECT token FROM lease{locked}"))).scalar_one()  # noqa: S608
            await asyncio.sleep(0.01)
            await session.execute(text("UPDATE lease SET token = :token"), {"token": str(int(token) + 1)})

    await asyncio.gather(*(count_up(mine) for mine in (database, other) for _ in range(5)))
    async with database.read() as session:
        assert (await session.execute(text("SELECT token FROM lease"))).scalar_one() == "10"
    await other.close()


async def test_a_reader_sees_one_moment(database: Database) -> None:
    await lease(database, "before")
    async with database.read() as session:
        assert (await session.execute(text("SELECT token FROM lease"))).scalar_one() == "before"
        async with database.write() as writing:
            await writing.execute(text("UPDATE lease SET token = 'after'"))
        assert (await session.execute(text("SELECT token FROM lease"))).scalar_one() == "before"
    async with database.read() as session:
        assert (await session.execute(text("SELECT token FROM lease"))).scalar_one() == "after"


async def test_a_reader_cannot_change_anything(database: Database) -> None:
    await lease(database, "kept")
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.read() as session:
            await session.execute(text("DELETE FROM lease"))


async def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ValueError, match="on purpose"):
        async with database.write() as session:
            await session.execute(text("INSERT INTO lease VALUES ('sender', '1', '2030-01-01')"))
            raise ValueError("on purpose")
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM lease"))).scalar_one() == 0


async def lease(database: Database, token: str) -> None:
    async with database.write() as session:
        statement = text("INSERT INTO lease (name, token, until) VALUES ('sender', :token, '2030-01-01')")
        await session.execute(statement, {"token": token})


async def test_what_people_wrote_stays_out_of_errors(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(DBAPIError) as error:
            await session.execute(
                text("SELECT missing FROM claim WHERE text = :words"), {"words": "my secret"}
            )
        await session.rollback()
    assert "my secret" not in str(error.value)
