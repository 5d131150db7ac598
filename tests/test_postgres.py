"""The PostgreSQL that tests start for themselves."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import database_away, drop_database, fresh_database


async def run(url: str, *statements: str) -> object:
    """The first column of the last statement's first row."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            for statement in statements:
                result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


async def test_the_async_engine_of_sqlalchemy_speaks_to_a_real_server(postgres_database: str) -> None:
    assert str(await run(postgres_database, "SELECT version()")).startswith("PostgreSQL 18")


async def test_every_database_is_empty_and_separate(postgres_url: str, postgres_database: str) -> None:
    await run(postgres_database, "CREATE TABLE claim (id int)")
    other = fresh_database(postgres_url)
    assert await run(other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    drop_database(other)


async def test_a_database_can_be_a_copy_of_another(postgres_url: str, postgres_database: str) -> None:
    await run(postgres_database, "CREATE TABLE claim (id int)", "INSERT INTO claim VALUES (7)")
    copy = fresh_database(postgres_url, template=postgres_database)
    assert await run(copy, "SELECT id FROM claim") == 7
    drop_database(copy)


async def test_a_dropped_database_is_gone_even_with_somebody_connected(postgres_url: str) -> None:
    url = fresh_database(postgres_url)
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        drop_database(url)
        with pytest.raises(OperationalError):
            await connection.execute(text("SELECT 1"))
    await engine.dispose()


def test_a_database_that_is_away_refuses_and_comes_back(postgres_database: str) -> None:
    address = make_url(postgres_database).set(drivername="postgresql").render_as_string(hide_password=False)
    with database_away(postgres_database), pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
    psycopg.connect(address).close()
