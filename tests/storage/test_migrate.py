"""Migrations: the shape the code expects, whoever starts first, and what the database itself refuses."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from storage import migrate
from storage.db import Database, parse_url, sync_url
from storage.migrate import DatabaseTooNewError
from storage.tables import Claim, Event, Evidence, Verdict, metadata
from storage.triggers import APPEND_ONLY
from storage.types import now


def test_the_tables_are_as_the_code_says(database_url: str) -> None:
    migrate.upgrade(database_url)
    engine = create_engine(sync_url(parse_url(database_url)))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_empty_database_has_no_revision_and_a_missing_file_is_not_created(database_url: str) -> None:
    status = migrate.status(database_url)
    assert status.current is None
    assert not status.up_to_date
    if database_url.startswith("sqlite"):
        assert not Path(database_url.removeprefix("sqlite:///")).exists()


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    first = migrate.upgrade(database_url)
    assert first.up_to_date
    assert migrate.upgrade(database_url) == first == migrate.status(database_url)


def test_two_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    program = f"from storage import migrate; print(migrate.upgrade({database_url!r}).up_to_date)"
    both = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ended = [(process.communicate(timeout=60), process.returncode) for process in both]
    assert ended == [(("True\n", ""), 0), (("True\n", ""), 0)]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    migrate.upgrade(database_url)
    engine = create_engine(sync_url(parse_url(database_url)))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNewError, match="revision 9999"):
        migrate.upgrade(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
async def test_nobody_changes_history(database: Database, table: str, act: str) -> None:
    async with database.write() as session:
        claim = Claim(text="140 people died.", twin_key="1")
        session.add(claim)
        await session.flush()
        verdict = Verdict(
            claim_id=claim.id or 0, statement=claim.text, rationale="Counted.", as_of=now().date()
        )
        session.add(verdict)
        await session.flush()
        session.add(Evidence(verdict_id=verdict.id or 0, url="https://example.org"))
        session.add(Event(claim_id=claim.id, kind="publish"))
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        async with database.write() as session:
            await session.execute(text(act.format(table=table)))
    async with database.read() as session:
        assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 1  # noqa: S608


async def test_every_change_that_the_search_must_know_is_logged(database: Database) -> None:
    """By the database itself, so that no code can forget it; a change of nothing that is searched is not."""

    async def logged() -> list[int]:
        async with database.read() as session:
            rows = await session.execute(text("SELECT claim_id FROM claim_change ORDER BY seq"))
            return list(rows.scalars())

    async with database.write() as session:
        claim = Claim(text="140 people died.", twin_key="1")
        session.add(claim)
    number = claim.id or 0
    assert await logged() == [number]
    for statement, grows in [
        ("UPDATE claim SET text = 'At least 140 people died.'", True),
        ("UPDATE claim SET claimant = 'the ministry'", True),
        ("UPDATE claim SET claimant = 'the ministry'", False),
        ("UPDATE claim SET worth = 0.7, version = version + 1", False),
        ("DELETE FROM claim", True),
    ]:
        before = await logged()
        async with database.write() as session:
            await session.execute(text(statement))
        assert (await logged())[len(before) :] == ([number] if grows else []), statement
    async with database.read() as session:
        txids = (await session.execute(text("SELECT txid FROM claim_change"))).scalars().all()
        assert all(txid == 0 for txid in txids) is database.is_sqlite
