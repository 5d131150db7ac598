"""SIGTERM in the middle of work: what is in hand is finished, the rest waits for the next start."""

import math
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.db import Database
from storage.tables import Inbox, Lane
from tests.emulator import Emulator
from tests.process import bot_process

PEOPLE = 15


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_stopped_in_the_middle_of_work_it_ends_well_and_loses_nothing(
    mode: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    emulator.callback_deadline = math.inf
    people = [emulator.user(f"Person{number}") for number in range(PEOPLE)]
    async with bot_process(emulator, database_url, tmp_path, mode) as bot:
        for person in people:
            person.start()
            person.forward(f"A fire killed {people.index(person) + 10} people.")
        await people[0].wait_for("Hello.", 60)
        assert await bot.stop() == 0, bot.output
        assert "Traceback" not in bot.output, bot.output
        assert not bot.left_behind(), "the engine's process went with it"

        database = Database(database_url)
        async with database.read() as session:
            lanes = (await session.execute(select(Lane))).scalars().all()
            assert not any(lane.token for lane in lanes), "nothing is held by a process that is gone"
        await bot.start()
        for person in people:
            await person.wait_for("1 claim found", 60)
        assert await bot.stop() == 0, bot.output

        for person in people:
            shown = [message.text for message in person.chat.messages if message.by_bot]
            assert [sum(words in text for text in shown) for words in ("Hello.", "1 claim found")] == [1, 1]
        async with database.read() as session:
            rows = (await session.execute(select(Inbox))).scalars().all()
        await database.close()
    assert {row.update_id for row in rows} == {update.id for update in emulator.updates.history}
    assert {row.state for row in rows} == {"done"}
