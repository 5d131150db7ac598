"""Telegram may deliver an update more than once: it has one effect, whether it was handled before or not."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from storage.db import Database
from storage.tables import Claim, Event, Inbox, Submission
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator

ARTICLE = "A fire in Larnek killed 12 people, the fire brigade said."


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_an_update_that_comes_three_times_has_one_effect(
    mode: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    rita = emulator.user("Rita")
    async with serving(desk_settings(emulator, database_url, tmp_path, mode, admins=frozenset({rita.id}))):
        emulator.redeliver(rita.start(), 2)
        await rita.wait_for("Hello.")
        emulator.redeliver(rita.forward(ARTICLE), 2)
        summary = await rita.wait_for("1 claim found")

        rita.press(summary, "1")
        card = await rita.wait_for("Claim 1")
        rita.press(card, "Is it true?")
        choice = await rita.wait_for("Is it true?")
        rating = rita.press(choice, "Mostly true")
        emulator.redeliver(rating, 2)
        asked = await rita.wait_for("is yours until")
        emulator.redeliver(rating, 2)  # once more, long after it was handled
        await emulator.idle()

        visible = [message.text.split("\n")[0] for message in rita.chat.messages if message.by_bot]
        assert [text[:6] for text in visible] == ["Hello.", asked.text[:6]], visible
        database = Database(database_url)
        async with database.read() as session:
            [submission] = (await session.execute(select(Submission))).scalars().all()
            assert (submission.copies, submission.summaries) == (1, 1)
            assert (await session.execute(select(func.count()).select_from(Claim))).scalar_one() == 1
            taken = await session.execute(
                select(col(Event.kind)).where(col(Event.kind).in_(["take", "rate"]))
            )
            assert taken.scalars().all() == ["take"]
            known = {update.id for update in emulator.updates.history}
            assert set((await session.execute(select(col(Inbox.update_id)))).scalars()) == known
        await database.close()
