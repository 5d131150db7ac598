"""Who is told what, and in how many messages."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from storage.db import Database
from storage.tables import Article, Ask, Claim, Event
from storage.twins import twin_key
from storage.types import now
from tests.conversations.test_review import REASON, Team, team
from tests.emulator import Emulator, Message

TEXTS = (
    "In Tarvel 12,000 homes had no water.",
    "The pipe is 40 years old.",
    "The repair cost 2 million euros.",
)


async def ask_for_all(database: Database, person: int) -> None:
    """Three claims of one article, all asked for by one person."""
    async with database.write() as session:
        session.add(Article(id=1, digest="1", text=" ".join(TEXTS), state="read"))
        for number, text in enumerate(TEXTS, 1):
            session.add(Claim(id=number, text=text, twin_key=twin_key(text), state="asked"))
        await session.flush()
        session.add_all(Ask(claim_id=number, person_id=person, article_id=1) for number in (1, 2, 3))


async def publish(people: Team, claim: int, rating: str, *, again: str = "") -> None:
    rita = people.rita
    rita.say(f"/claim {claim}")
    rita.press(await rita.wait_for(f"Claim {claim} ·"), "Is it true?")
    rita.press(await rita.wait_for("Choosing one"), rating)
    await rita.wait_for("is yours until")
    rita.say(REASON)
    if again:
        rita.press(await rita.wait_for("What is this one?"), "Update")
        await rita.wait_for("What changed?")
        rita.say(again)
    rita.press(await rita.wait_for("Preview."), "Publish")
    await rita.wait_for("Published.")


def notices(people: Team) -> list[Message]:
    return [message for message in people.alice.chat.messages if "only if" in message.text]


async def test_verdicts_on_one_article_within_ten_minutes_are_one_notice(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        alice = people.alice
        await ask_for_all(database, alice.id)
        await publish(people, 1, "True")
        first = await alice.wait_for("We write again only if this changes.")
        await publish(people, 2, "Half true")
        both = await alice.wait_for("2 claims of your article are checked:")
        assert both.id == first.id
        assert both.text == (
            "2 claims of your article are checked:\n\n"
            "1. ✅ True\n“In Tarvel 12,000 homes had no water.”\nThe board's own log lists 12,000 homes.\n\n"
            "2. 🟡 Half true\n“The pipe is 40 years old.”\nThe board's own log lists 12,000 homes.\n\n"
            "Press a number for the whole check. Example Desk writes again only if one changes."
        )
        assert both.labels == ["1", "2"]
        alice.press(both, "2")
        card = await alice.wait_for("Claim 2 · checked")
        assert card.labels == ["Share", "Copy text", "Is this wrong?", "Back"]
        alice.press(card, "Back")
        await alice.wait_for("2 claims of your article are checked:")

        # Ten minutes later it is a notice of its own.
        async with database.write() as session:
            await session.execute(update(Ask).values(told_at=now() - timedelta(minutes=11)))
        await publish(people, 3, "False")
        third = await alice.wait_for("❌ False")
        assert third.id != both.id
        assert len(notices(people)) == 2


async def test_a_correction_is_a_new_message_even_a_moment_later(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await ask_for_all(database, people.alice.id)
        await publish(people, 1, "True")
        first = await people.alice.wait_for("We write again only if this changes.")
        people.rita.say("/claim 1")
        people.rita.press(await people.rita.wait_for("Claim 1 · checked"), "Look again")
        await people.rita.wait_for("Why look at it again?")
        people.rita.say("There is a newer log.")
        await people.rita.wait_for("being checked again")
        await publish(people, 1, "Half true", again="The newer log lists 8,000.")
        changed = await people.alice.wait_for("Updated: The newer log lists 8,000.")
        assert changed.id != first.id
        assert [message.id for message in notices(people)] == [first.id, changed.id]


async def test_who_was_told_a_verdict_hears_that_the_desk_has_set_the_claim_aside(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await ask_for_all(database, people.alice.id)
        await publish(people, 1, "True")
        notice = await people.alice.wait_for("We write again only if this changes.")
        people.alice.press(notice, "Is this wrong?")
        await people.alice.wait_for("What is wrong with it?")
        people.alice.say("That was only somebody's opinion.")
        await people.alice.wait_for("The desk looks at it again, and you hear what comes of it.")
        again = await people.alice.press(notice, "Is this wrong?").answered()
        assert again.text.startswith("The desk is looking at it already")
        people.rita.say("/claim 1")
        people.rita.press(await people.rita.wait_for("Claim 1 · being checked again"), "Set aside")
        people.rita.press(await people.rita.wait_for("Why set it aside?"), "An opinion")
        told = await people.alice.wait_for("Withdrawn.")
        assert told.text == (
            "Withdrawn. What we told you of this claim does not stand any more:\n"
            "“In Tarvel 12,000 homes had no water.”\n\n"
            "The desk has set it aside: an opinion.\n\nExample Desk"
        )


async def test_three_appeals_a_day_and_the_fourth_is_declined_in_plain_words(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        alice = people.alice
        await ask_for_all(database, alice.id)
        await publish(people, 1, "True")
        notice = await alice.wait_for("We write again only if this changes.")
        async with database.write() as session:
            session.add_all(Event(claim_id=2, person_id=alice.id, kind="appeal", data={}) for _ in range(3))
        alice.press(notice, "Is this wrong?")
        await alice.wait_for("What is wrong with it?")
        alice.say("The log counts flats, not homes.")
        await alice.wait_for(
            "The desk has your word on this already, or three of them today. It looks at each one."
        )
        async with database.read() as session:
            assert (await session.get_one(Claim, 1)).state == "published"


async def test_an_appeal_after_which_the_verdict_stands_is_answered_too(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        alice, rita = people.alice, people.rita
        await ask_for_all(database, alice.id)
        await publish(people, 1, "True")
        alice.press(await alice.wait_for("We write again only if this changes."), "Is this wrong?")
        await alice.wait_for("What is wrong with it?")
        alice.say("The log counts flats, not homes.")
        await alice.wait_for("The desk looks at it again, and you hear what comes of it.")
        rita.press(await rita.wait_for("Somebody says this is wrong."), "Open the card")
        rita.press(await rita.wait_for("Claim 1 · being checked again"), "Is it true?")
        rita.press(await rita.wait_for("Choosing one"), "True")
        await rita.wait_for("is yours until")
        rita.say("A home and a flat are one in that log. https://example.org/log")
        rita.press(await rita.wait_for("What is this one?"), "Same again")
        rita.press(await rita.wait_for("Preview."), "Publish")
        answered = await alice.wait_for(
            "Published again: the desk has looked at it anew, and the rating is the same."
        )
        assert "A home and a flat are one in that log." in answered.text
        assert len(notices(people)) == 2
