"""Two claims that are the same: looked at side by side before they are joined, and taken apart again."""

from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from storage.db import Database
from storage.tables import Ask, Claim, Event
from storage.twins import twin_key
from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator, Message, User

HARBOUR = (
    "The harbour of Tarvel is closed.",
    "No ship enters the port of Tarvel.",
    "Tarvel has lost its port.",
)
FIGURES = ("Over 140 people died in the fire in Larnek.", "In Larnek 120 people died in the fire.")


async def fill(database: Database, texts: tuple[str, ...], asked_by: dict[int, int]) -> None:
    """Claims 1, 2, 3; `asked_by` says who asked for which of them."""
    async with database.write() as session:
        for number, text in enumerate(texts, 1):
            session.add(Claim(id=number, text=text, twin_key=twin_key(text), state="asked"))
        await session.flush()
        session.add_all(Ask(claim_id=claim, person_id=person) for claim, person in asked_by.items())


async def side_by_side(who: User, claim: int, into: int) -> Message:
    """Two claims with what sets them apart, as a reviewer who names the other by its number sees them."""
    who.press(await ask(who, f"/claim {claim}", f"Claim {claim}"), "Same as…")
    await who.wait_for("Which claim is it the same as?")
    return await ask(who, f"{into}", "Are these the same?")


async def test_two_claims_are_shown_with_what_sets_them_apart_before_they_are_joined(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, HARBOUR, {1: people.alice.id})
        both = await side_by_side(people.rita, 1, 2)
        assert "The harbour of Tarvel is closed." in both.text
        assert "Claim 2 (not checked yet):" in both.text
        assert "No ship enters the port of Tarvel." in both.text
        assert both.labels == ["Yes, the same", "No"]
        people.rita.press(both, "No")
        await people.rita.wait_for("Claim 1 · not checked")
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).merged_into is None


async def test_two_claims_are_compared_again_when_one_was_reworded_after_they_were_shown(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, HARBOUR, {1: people.alice.id})
        both = await side_by_side(people.rita, 1, 2)
        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2"), "Edit wording")
        await people.ravi.wait_for("now reads")
        people.ravi.say("No ship entered the port of Tarvel in 2019.")
        await people.ravi.wait_for("in 2019")
        answer = await people.rita.press(both, "Yes, the same").answered()
        assert "reads otherwise now" in answer.text
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).merged_into is None


async def test_who_follows_a_joined_claim_follows_the_other_until_they_are_taken_apart(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, HARBOUR, {1: people.alice.id, 3: people.ravi.id})
        for claim, into in ((1, 2), (2, 3)):  # 1 is part of 2, and then both are of 3
            people.rita.press(await side_by_side(people.rita, claim, into), "Yes, the same")
            await people.rita.wait_for(f"Claim {claim} · part of claim {into}")
        followed = await ask(people.alice, "/following", "You follow 1 claim")
        assert "lost its port" in followed.text

        card = await ask(people.ravi, "/claim 2", "part of claim 3")
        people.ravi.press(card, "Not the same after all")
        await people.ravi.wait_for("Claim 2 · not checked")
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).merged_into == 2, "its part goes with it"
            assert (await session.get_one(Claim, 2)).merged_into is None
            split = select(col(Event.data)).where(col(Event.kind) == "split")
            assert (await session.execute(split)).scalar_one()["of"] == 3
        followed = await ask(people.alice, "/following", "You follow 1 claim")
        assert "No ship enters" in followed.text
        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2"), "History")
        history = await people.ravi.wait_for("history")
        assert "Rita made it part of claim 3." in history.text
        assert "Ravi: not the same after all." in history.text


async def test_claims_with_other_figures_stay_two_so_that_neither_lends_its_verdict(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, FIGURES, {1: people.alice.id})
        people.rita.press(await ask(people.rita, "/claim 1", "Claim 1"), "Same as…")
        await people.rita.wait_for("Which claim is it the same as?")
        both = await ask(people.rita, "2", "These two are not the same")
        assert "So they stay two claims" in both.text
        assert both.labels == ["Edit wording", "Back"]
        people.rita.press(both, "Back")
        await people.rita.wait_for("Claim 1 · not checked")
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).merged_into is None
