"""Where two reviewers differ: whatever is published has a reason of its own, and both hear what came of it."""

from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from storage.db import Database
from storage.tables import Event, Verdict
from tests.conversations.test_review import Team, team
from tests.emulator import Emulator, Message

OTHER = "The log counts flats, so it was half as many. https://example.org/flats"


async def differ(people: Team) -> Message:
    """Rita says True, Ravi False. Returns what Ravi reads."""
    people.rita.press(await people.preview(people.rita, "True"), "Publish")
    await people.rita.wait_for("One rating given.")
    people.ravi.press(await people.article(people.ravi), "Is it true?")
    people.ravi.press(await people.ravi.wait_for("Somebody rated it"), "False")
    return await people.ravi.wait_for("You two differ.")


async def decide(people: Team) -> Message:
    people.edda.press(await people.article(people.edda), "Decide")
    return await people.edda.wait_for("Whose rating stands?")


async def verdict(database: Database) -> Verdict:
    async with database.read() as session:
        found: Verdict = (await session.execute(select(Verdict))).scalar_one()
        return found


async def test_an_editor_who_takes_the_second_rating_gives_its_reason(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2, undo_seconds=0) as (people, database):
        await people.article(people.alice)
        await differ(people)
        both = await decide(people)
        assert "The board's own log lists 12,000 homes." in both.text
        assert "No reason given." in both.text
        people.edda.press(both, "Ravi")
        asked = await people.edda.wait_for("the second rating is to stand")
        assert "Is it true? False" in asked.text
        assert asked.labels == ["Stop"]

        people.edda.press(asked, "Stop")
        await people.edda.wait_for("still waits for an editor")
        people.edda.press(await people.edda.wait_for("still waits for an editor"), "Decide")
        people.edda.press(await people.edda.wait_for("Whose rating stands?"), "Ravi")
        await people.edda.wait_for("the second rating is to stand")
        people.edda.say("The log counts flats, not homes.")
        await people.edda.wait_for("Now send at least one link to a source.")
        people.edda.say("https://example.org/flats")
        preview = await people.edda.wait_for("Preview.")
        assert "False" in preview.text
        assert "lists 12,000 homes" not in preview.text, "the first reason argues for the other rating"
        people.edda.press(preview, "Publish")
        await people.edda.wait_for("Published.")

        notice = await people.alice.wait_for("We write again only if this changes.")
        assert "The log counts flats, not homes." in notice.text
        assert "example.org" in notice.text
        assert "by one reviewer" not in notice.text
        await people.rita.wait_for("Claim 1: An editor has decided for the other rating. Published: False.")
        await people.ravi.wait_for("Claim 1: An editor has decided for your rating. Published: False.")
        written = await verdict(database)
        assert (written.person_id, written.second_person_id) == (people.edda.id, people.ravi.id)
        async with database.read() as session:
            found = await session.execute(select(col(Event.data)).where(col(Event.kind) == "rule"))
            ruling = found.scalar_one()
        late = await people.ravi.press(people.ravi.chat.messages[0], data="1:why:1").answered()
        assert late.text == "The editor has decided meanwhile. Open the card to see where the claim stands."
        assert (ruling["stands"], ruling["reason"]) == (people.ravi.id, "The log counts flats, not homes.")
        people.edda.press(await people.article(people.edda), "History")
        history = await people.edda.wait_for("history")
        assert "Edda decided for Ravi’s rating. Published: False" in history.text
        assert "Why: The log counts flats, not homes." in history.text


async def test_the_second_reviewer_may_say_why_and_then_that_is_published(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2, undo_seconds=0) as (people, database):
        await people.article(people.alice)
        people.ravi.press(await differ(people), "Say why")
        await people.ravi.wait_for("Why do you see it so?")
        people.ravi.say(OTHER)
        await people.ravi.wait_for("The editor sees your reason beside the first one.")
        both = await decide(people)
        assert "so it was half as many" in both.text
        people.edda.press(both, "Ravi")
        people.edda.press(await people.edda.wait_for("Preview."), "Publish")
        notice = await people.alice.wait_for("We write again only if this changes.")
        assert "so it was half as many" in notice.text
        assert (await verdict(database)).truth == "false"


async def test_the_second_reviewer_hears_that_it_went_back(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2) as (people, _):
        await differ(people)
        people.edda.press(await decide(people), "Send back")
        await people.edda.wait_for("Why does it go back?")
        people.edda.say("Please find the log from June.")
        await people.rita.wait_for("It is yours again.")
        await people.ravi.wait_for("An editor sent it back to the first reviewer")


async def test_an_editor_signs_their_own_correction_by_publishing_it(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, undo_seconds=0) as (people, _):
        await people.article(people.alice)
        await people.publish(people.edda, "True")
        await people.alice.wait_for("We write again only if this changes.")
        people.edda.press(await people.article(people.edda), "Look again")
        await people.edda.wait_for("Why look at it again?")
        people.edda.say("There is a newer log.")
        await people.edda.wait_for("being checked again")
        await people.rate(people.edda, "False")
        people.edda.say("It counts flats. https://example.org/flats")
        people.edda.press(await people.edda.wait_for("What is this one?"), "Correction")
        await people.edda.wait_for("What changed?")
        people.edda.say("We took flats for homes.")
        preview = await people.edda.wait_for("Preview.")
        assert "An editor signs it" not in preview.text
        people.edda.press(preview, "Publish")
        await people.edda.wait_for("Published.")
        await people.alice.wait_for("Corrected: We took flats for homes.")
