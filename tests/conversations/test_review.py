"""Each row of the workflow in the chat: what the people in it press, type, and see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.db import Database
from storage.tables import Claim, Person, Setting
from storage.types import now
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, Group, Message, User

ARTICLE = """According to the water board, 12,000 homes in Tarvel lost their supply on 3 June 2024. \
The board repaired the main pipe within a day."""
REASON = "The board's own log lists 12,000 homes. https://example.org/log"


@dataclass
class Team:
    """A reader, two reviewers and an editor."""

    alice: User
    rita: User
    ravi: User
    edda: User

    async def article(self, who: User) -> Message:
        """Sends the article and opens its first claim."""
        who.say(ARTICLE)
        summary = await who.wait_for("found")
        who.press(summary, "1")
        return await who.wait_for("Claim 1")

    async def rate(self, who: User, rating: str, question: str = "Is it true?") -> Message:
        """From the article to a rating. Returns what the bot asks next."""
        card = await self.article(who)
        who.press(card, question)
        choice = await who.wait_for(question)
        who.press(choice, rating)
        return await who.wait_for(lambda message: message.id == choice.id and question not in message.labels)

    async def preview(self, who: User, rating: str, reason: str = REASON) -> Message:
        await self.rate(who, rating)
        who.say(reason)
        return await who.wait_for("Preview.")

    async def publish(self, who: User, rating: str, reason: str = REASON) -> Message:
        who.press(await self.preview(who, rating, reason), "Publish")
        return await who.wait_for("Published.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@asynccontextmanager
async def team(
    emulator: Emulator, database_url: str, folder: Path, **changes: object
) -> AsyncIterator[tuple[Team, Database]]:
    people = Team(*(emulator.user(name) for name in ("Alice", "Rita", "Ravi", "Edda")))
    settings = desk_settings(emulator, database_url, folder, "polling", **changes)
    async with serving(settings):
        for user in (people.alice, people.rita, people.ravi, people.edda):
            user.start()
            await user.wait_for("Hello.")
        database = Database(database_url)
        async with database.write() as session:
            for user, role in ((people.rita, "reviewer"), (people.ravi, "reviewer"), (people.edda, "editor")):
                await session.execute(update(Person).where(Person.id == user.id).values(role=role))  # type: ignore[arg-type]
        yield people, database
        await emulator.idle()
        await database.close()


async def test_undo_takes_a_verdict_back_before_anybody_is_told(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder, undo_seconds=30) as (people, _):
        await people.article(people.alice)
        done = await people.publish(people.rita, "True")
        assert "2 people who asked will be told in 30 seconds." in done.text
        people.rita.press(done, "Undo")
        preview = await people.rita.wait_for("Preview.")
        assert "The board's own log lists 12,000 homes." in preview.text
        assert all("We write again" not in message.text for message in people.alice.chat.messages)


async def test_with_two_reviewers_the_second_rates_blind_and_agrees(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder, quorum=2) as (people, _):
        await people.article(people.alice)
        preview = await people.preview(people.rita, "Mostly true")
        people.rita.press(preview, "Publish")
        await people.rita.wait_for("One rating given.")
        card = await people.article(people.ravi)
        assert "one rating given" in card.text
        assert "Mostly true" not in card.text, "the second reviewer does not see the first rating"
        people.ravi.press(card, "Is it true?")
        choice = await people.ravi.wait_for("Somebody rated it before you.")
        people.ravi.press(choice, "Mostly true")
        await people.ravi.wait_for("Published.")
        await people.rita.wait_for("A second reviewer agrees", timeout=10)
        notice = await people.alice.wait_for("We write again only if this changes.")
        assert "by one reviewer" not in notice.text


async def test_when_two_differ_an_editor_who_is_neither_decides(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder, quorum=2) as (people, _):
        people.rita.press(await people.preview(people.rita, "True"), "Publish")
        await people.rita.wait_for("One rating given.")
        card = await people.article(people.ravi)
        people.ravi.press(card, "Is it true?")
        people.ravi.press(await people.ravi.wait_for("Somebody rated it"), "Half true")
        await people.ravi.wait_for("You two differ.")
        card = await people.article(people.edda)
        assert "an editor decides" in card.text
        people.edda.press(card, "Decide")
        both = await people.edda.wait_for("Whose rating stands?")
        assert "Rita: Is it true? True" in both.text
        assert "Ravi: Is it true? Half true" in both.text
        people.edda.press(both, "Rita")
        done = await people.edda.wait_for("Published.")
        assert "True" in done.text
        await people.rita.wait_for("Claim 1: An editor has decided for your rating. Published: True.")
        await people.ravi.wait_for("Claim 1: An editor has decided for the other rating. Published: True.")


async def test_an_editor_sends_a_dispute_back_with_a_reason(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder, quorum=2) as (people, _):
        people.rita.press(await people.preview(people.rita, "True"), "Publish")
        await people.rita.wait_for("One rating given.")
        card = await people.article(people.ravi)
        people.ravi.press(card, "Is it true?")
        people.ravi.press(await people.ravi.wait_for("Somebody rated it"), "False")
        await people.ravi.wait_for("You two differ.")
        people.edda.press(await people.article(people.edda), "Decide")
        people.edda.press(await people.edda.wait_for("Whose rating stands?"), "Send back")
        await people.edda.wait_for("Why does it go back?")
        people.edda.say("The log is from July, please find the one from June.")
        await people.rita.wait_for("It is yours again.")
        await people.rita.wait_for("Preview.")


async def test_an_appeal_reopens_and_a_correction_is_signed_by_an_editor(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, _):
        await people.article(people.alice)
        await people.publish(people.rita, "True")
        notice = await people.alice.wait_for("We write again only if this changes.")
        people.alice.press(notice, "Is this wrong?")
        await people.alice.wait_for("What is wrong with it?")
        people.alice.say("The log counts flats, not homes.")
        await people.alice.wait_for("The desk looks at it again")
        told = await people.rita.wait_for("Somebody says this is wrong.")
        assert "The log counts flats, not homes." in told.text

        asked = await people.rate(people.rita, "Mostly false")
        assert "Send one message: why" in asked.text
        people.rita.say("It counts flats. https://example.org/flats")
        kind = await people.rita.wait_for("What is this one?")
        people.rita.press(kind, "Correction")
        await people.rita.wait_for("What changed?")
        people.rita.say("We took flats for homes.")
        preview = await people.rita.wait_for("Preview.")
        assert "Corrected: We took flats for homes." in preview.text
        assert "An editor signs it before readers see it." in preview.text
        assert "to undo" not in preview.text
        assert "by one reviewer" not in preview.text
        people.rita.press(preview, "Publish")
        waits = await people.rita.wait_for("Your correction waits for an editor.")
        assert "You hear what comes of it." in waits.text

        card = await people.article(people.edda)
        people.edda.press(card, "Is it true?")
        people.edda.press(await people.edda.wait_for("Somebody rated it"), "Mostly false")
        await people.edda.wait_for("Published.")
        corrected = await people.alice.wait_for("Corrected:")
        assert "Mostly false" in corrected.text


async def test_a_withdrawn_verdict_is_told_to_whom_it_was_told(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, _):
        await people.article(people.alice)
        await people.publish(people.rita, "True")
        await people.alice.wait_for("We write again only if this changes.")
        people.edda.press(await people.article(people.edda), "Withdraw")
        await people.edda.wait_for("Why is it withdrawn?")
        people.edda.say("The log turned out to be forged.")
        card = await people.edda.wait_for("withdrawn")
        assert "Withdraw" not in card.labels
        told = await people.alice.wait_for("Withdrawn.")
        assert "The log turned out to be forged." in told.text
        assert (await people.alice.type_inline("homes Tarvel")).results == []


async def test_set_aside_and_brought_back(emulator: Emulator, database_url: str, folder: Path) -> None:
    async with team(emulator, database_url, folder) as (people, _):
        people.rita.press(await people.article(people.rita), "Set aside")
        people.rita.press(await people.rita.wait_for("Why set it aside?"), "Too vague to check")
        card = await people.rita.wait_for("set aside")
        people.rita.press(card, "Bring back")
        assert "Is it true?" in (await people.rita.wait_for("not checked")).labels


async def test_another_wording_keeps_the_articles_words(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, database):
        people.rita.press(await people.article(people.rita), "Edit wording")
        await people.rita.wait_for("Send it as one neutral sentence")
        people.rita.say("On 3 June 2024, 12,000 homes in Tarvel had no water.")
        card = await people.rita.wait_for("Claim 1 ·")
        assert "12,000 homes in Tarvel lost their supply on 3 June 2024" in card.text, "as the article has it"
        today = f"{now().day} {now():%B %Y}"
        new = "“On 3 June 2024, 12,000 homes in Tarvel had no water.”"
        assert f"Reworded by Rita, {today}: {new}" in card.text
        assert f"The desk checks it as: {new}" in (await people.article(people.alice)).text
        async with database.read() as session:
            claim = await session.get(Claim, 1)
        assert claim is not None
        assert claim.text == "On 3 June 2024, 12,000 homes in Tarvel had no water."
        assert claim.title is not None and "12,000 homes in Tarvel lost their supply" in claim.title


async def test_unproven_says_where_the_desk_looked(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, _):
        await people.rate(people.rita, "Unproven")
        people.rita.say("Nobody kept a count. https://example.org/none")
        await people.rita.wait_for("Where did you look?")
        people.rita.say("The board's archive and two newspapers.")
        preview = await people.rita.wait_for("Preview.")
        assert "We looked: The board's archive and two newspapers." in preview.text


async def test_a_desk_that_wants_two_sources_asks_for_the_second(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, database):
        async with database.write() as session:
            session.add(Setting(name="min_sources", value=2))
        await people.rate(people.rita, "True")
        people.rita.say(REASON)
        asked = await people.rita.wait_for("Now send links to at least 2 sources.")
        refused = await people.rita.press(asked, data="1:publish:1").answered()
        assert refused.text == "It still needs one more link to a source."
        people.rita.say(
            "https://example.com/paper https://web.archive.org/web/2024/https://example.com/paper"
        )
        preview = await people.rita.wait_for("Preview.")
        assert "Sources: example.org, example.com (archived)" in preview.text
        assert "1 source not archived." in preview.text


async def test_the_speakers_comment_and_the_next_look_are_turned_by_pressing(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, _):
        preview = await people.preview(people.rita, "True")
        people.rita.press(preview, "Speaker: not asked")
        preview = await people.rita.wait_for("has not answered")
        people.rita.press(preview, "Look again: no date")
        preview = await people.rita.wait_for("We look again by")
        people.rita.press(preview, "Publish")
        await people.rita.wait_for("Published.")


async def test_a_lease_that_runs_out_frees_the_claim(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    async with team(emulator, database_url, folder) as (people, database):
        await people.rate(people.rita, "True")
        card = await people.article(people.ravi)
        assert "being checked" in card.text
        assert "Is it true?" not in card.labels
        async with database.write() as session:
            await session.execute(update(Claim).values(assigned_until=now()))
        people.ravi.press(card, "Back")
        people.ravi.press(await people.ravi.wait_for("found"), "1")
        assert "Is it true?" in (await people.ravi.wait_for("Claim 1")).labels


async def test_in_the_reviewers_group_whoever_has_the_role_acts(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    boss = emulator.user("Boss")
    group: Group = emulator.group("Reviewers", members=[boss])
    async with team(emulator, database_url, folder, review_chat=group.id) as (people, _):
        for user in (people.rita, people.alice):
            group.add(user)
        await people.article(people.alice)
        card = await group.wait_for("Claim 1")
        assert "12,000 homes" in card.text
        refused = people.alice.press(card, "Is it true?")
        assert "Only this desk's reviewers" in (await refused.answered()).text
        people.rita.press(card, "Is it true?")
        choice = await people.rita.wait_for("Choosing one takes the claim")
        people.rita.press(choice, "True")
        await people.rita.wait_for("Send one message: why")
        await group.wait_for("Claim 1 · Rita is on it until")
        people.rita.say(REASON)
        people.rita.press(await people.rita.wait_for("Preview."), "Publish")
        await people.rita.wait_for("Published.")
        await people.alice.wait_for("We write again only if this changes.")
        await group.wait_for(lambda message: "Claim 1 · checked" in message.text)
        shown = [message.text for message in group.chat.messages if message.by_bot]
        assert not any("Preview" in text or "yours until" in text for text in shown), "that was private"


async def test_who_never_started_the_bot_is_led_from_the_group_to_their_private_chat(
    emulator: Emulator, database_url: str, folder: Path
) -> None:
    boss = emulator.user("Boss")
    group: Group = emulator.group("Reviewers", members=[boss])
    admins = frozenset({boss.id})
    async with team(emulator, database_url, folder, review_chat=group.id, admins=admins) as (people, _):
        await people.article(people.alice)
        pressed = boss.press(await group.wait_for("Claim 1"), "Is it true?")
        answer = await pressed.answered()
        assert answer.url.endswith("?start=claim-1"), "the press opens the private chat"
        boss.start("claim-1")
        card = await boss.wait_for("Claim 1 · not checked")
        boss.press(card, "Is it true?")
        await boss.wait_for("Choosing one takes the claim")
