"""A desk with a model of meaning: what people send is matched by it, and read by it in the background."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from claims.rank import semantic_model
from storage.db import Database
from storage.semantic.embedder import model_name
from storage.semantic.vectors import count_missing
from storage.tables import Match
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator
from tests.semantic_model import installed, model_folder


@pytest.mark.skipif(not installed(), reason="the dependency group `semantic` is not installed")
async def test_what_people_send_is_matched_by_meaning(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    folder = model_folder(tmp_path / "model")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling", embedder=folder)):
        alice.start()
        await alice.wait_for("Hello.")
        alice.say("The king dismissed 12 physicians for drunkenness on 3 June 2024.")
        await alice.wait_for("1 claim found.")
        alice.say("On 3 June 2024 the king fired a dozen doctors because they drank.")
        await alice.wait_for("dozen doctors")
        database = Database(database_url)
        async with asyncio.timeout(30):
            while await _missing(database, folder):  # noqa: ASYNC110  (the database has no event for it)
                await asyncio.sleep(0.1)
        async with database.read() as session:
            (match,) = (await session.execute(select(Match))).scalars()
        assert match.model == semantic_model().version
        await database.close()


async def _missing(database: Database, folder: Path) -> int:
    async with database.read() as session:
        return await count_missing(session, model_name(folder))
