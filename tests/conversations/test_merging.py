"""Two claims that are the same: looked at side by side before they are joined, and taken apart again."""

from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from storage.tables import Claim, Event
from tests.conversations.test_queue import ask, fill
from tests.conversations.test_review import team
from tests.emulator import Emulator


async def test_two_claims_are_shown_with_what_sets_them_apart_before_they_are_joined(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {1: [people.alice.id]})
        people.rita.press(await ask(people.rita, "/claim 1", "Claim 1"), "Same as…")
        await people.rita.wait_for("Which claim is it the same as?")
        both = await ask(people.rita, "2", "Are these the same?")
        assert "12,000 homes lost their supply" in both.text
        assert "Claim 2 (not checked yet):" in both.text
        assert "Imports of gas to Larnek" in both.text
        assert both.labels == ["Yes, the same", "No"]
        people.rita.press(both, "No")
        await people.rita.wait_for("Claim 1 · not checked")
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).merged_into is None


async def test_who_follows_a_joined_claim_follows_the_other_until_they_are_taken_apart(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {1: [people.alice.id], 4: [people.ravi.id]})
        for claim, into in ((1, 2), (2, 4)):  # 1 is part of 2, and then both are of 4
            people.rita.press(await ask(people.rita, f"/claim {claim}", f"Claim {claim}"), "Same as…")
            await people.rita.wait_for("Which claim is it the same as?")
            people.rita.press(await ask(people.rita, f"{into}", "Are these the same?"), "Yes, the same")
            await people.rita.wait_for(f"Claim {claim} · part of claim {into}")
        followed = await ask(people.alice, "/following", "You follow 1 claim")
        assert "More than 140 people" in followed.text

        card = await ask(people.ravi, "/claim 2", "part of claim 4")
        people.ravi.press(card, "Not the same after all")
        await people.ravi.wait_for("Claim 2 · not checked")
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).merged_into == 2, "its part goes with it"
            assert (await session.get_one(Claim, 2)).merged_into is None
            split = select(col(Event.data)).where(col(Event.kind) == "split")
            assert (await session.execute(split)).scalar_one()["of"] == 4
        followed = await ask(people.alice, "/following", "You follow 1 claim")
        assert "Imports of gas" in followed.text
        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2"), "History")
        history = await people.ravi.wait_for("history")
        assert "Rita made it part of claim 4." in history.text
        assert "Ravi: not the same after all." in history.text
