"""Somebody new, from the invitation to a published verdict, with no help but what the bot says: word for word."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator, Message, User

REASON = "The board's own log lists 12,000 homes. https://example.org/log"
UNTIL = re.compile(r"\d\d:\d\d UTC")
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}(?=( by|,))")


@dataclass
class Thumb:
    """Counts what somebody has to do."""

    who: User
    taps: int = 0
    typed: int = 0

    async def open(self, link: str, answer: str) -> Message:
        self.taps += 1
        self.who.start(link)
        return await self.who.wait_for(answer)

    async def press(self, message: Message, label: str, answer: str) -> Message:
        self.taps += 1
        self.who.press(message, label)
        return await self.who.wait_for(answer)

    async def type(self, text: str, answer: str) -> Message:
        self.typed += 1
        self.who.say(text)
        return await self.who.wait_for(answer)


def plain(message: Message) -> str:
    """The words, without the times in them."""
    return DAY.sub("TODAY", UNTIL.sub("12:00 UTC", message.text))


async def test_from_the_invitation_to_a_verdict_in_five_taps_and_one_message(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada, nora = emulator.user("Ada"), emulator.user("Nora")
    changes = dict(admins=frozenset({ada.id}), undo_seconds=1)
    async with team(emulator, database_url, tmp_path, **changes) as (people, _):
        await people.article(people.alice)
        ada.start()
        await ada.wait_for("You are an admin")
        invited = await ask(ada, "/invite", "works once")
        link = re.search(r"start=(\S+)", invited.text)
        assert link is not None

        thumb = Thumb(nora)
        welcome = await thumb.open(link[1], "Welcome.")
        assert plain(welcome) == (
            "Welcome. You are now a reviewer of Example Desk.\n\n"
            "Open a claim. Then press “Is it true?”, choose a rating, and send your reason with a link, in one "
            "message. You see everything before it is published.\n\n"
            "/queue shows what is open, /help says more."
        )
        assert welcome.labels[0] == "Start with claim 1"
        card = await thumb.press(welcome, "Start with claim 1", "not checked")
        assert plain(card) == (
            "Claim 1 · not checked · 1 person asked\n\n"
            "According to the water board, 12,000 homes in Tarvel lost their supply on 3 June 2024. "
            "The board repaired the main pipe within a day.\n\n"
            "the water board\n"
            "No earlier check."
        )
        assert card.labels == [
            *("Did they say it?", "Is it true?"),
            *("Same as…", "Edit wording", "Set aside", "History"),
        ]
        choice = await thumb.press(card, "Is it true?", "Choosing one")
        asked = await thumb.press(choice, "Mostly true", "is yours until")
        assert plain(asked) == (
            "Claim 1 is yours until 12:00 UTC.\n"
            "“12,000 homes in Tarvel lost their supply on 3 June 2024”\n"
            "Is it true? Mostly true\n\n"
            "Send one message: why, in a sentence or two, and your links.\n"
            "You see it before anyone else."
        )
        preview = await thumb.type(REASON, "Preview.")
        assert plain(preview) == (
            "Preview. Only you see this.\n\n"
            "🟢 Mostly true\n"
            "“12,000 homes in Tarvel lost their supply on 3 June 2024”\n\n"
            "The board's own log lists 12,000 homes.\n"
            "Did they say it? Not checked.\n\n"
            "Source: example.org\n"
            "Checked TODAY by one reviewer, Example Desk.\n\n"
            "1 source not archived.\n"
            "Publish it, or type a better reason: it replaces this one. You have 1 second to undo."
        )
        done = await thumb.press(preview, "Publish", "Published.")
        assert plain(done) == (
            "Published. Claim 1: Mostly true\n"
            "“12,000 homes in Tarvel lost their supply on 3 June 2024”\n\n"
            "1 person who asked will be told in 1 second.\n"
            "Undo takes it back until then."
        )
        assert (thumb.taps, thumb.typed) == (5, 1), "the link to the desk is the first tap"
        notice = await people.alice.wait_for("We write again")
        assert plain(notice) == (
            "🟢 Mostly true\n"
            "“12,000 homes in Tarvel lost their supply on 3 June 2024”\n\n"
            "The board's own log lists 12,000 homes.\n"
            "Did they say it? Not checked.\n\n"
            "Source: example.org\n"
            "Checked TODAY by one reviewer, Example Desk. We write again only if this changes."
        )
        assert notice.labels == ["Share", "Is this wrong?"]


async def test_where_nothing_is_open_the_welcome_says_how_to_begin(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada, nora = emulator.user("Ada"), emulator.user("Nora")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as _:
        ada.start()
        await ada.wait_for("You are an admin")
        link = re.search(r"start=(\S+)", (await ask(ada, "/invite", "works once")).text)
        assert link is not None
        nora.start(link[1])
        welcome = await nora.wait_for("Welcome.")
        assert "Nothing is open at present, so send me an article and press a number." in welcome.text
        assert welcome.labels == []


async def test_from_the_queue_to_a_verdict_and_back_to_the_queue(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    """The list that a claim was opened from is one press away on every step, and the filter is kept."""
    async with team(emulator, database_url, tmp_path) as (people, _):
        await people.article(people.alice)
        rita = people.rita
        queue = await ask(rita, "/queue homes", "open claim for “homes”")
        rita.press(queue, "1")
        card = await rita.wait_for("Claim 1 ·")
        assert card.labels[-1] == "Back"
        rita.press(card, "Back")
        queue = await rita.wait_for("open claim for “homes”")
        assert queue.id == card.id, "the list comes back in the card's place"
        rita.press(queue, "1")
        rita.press(await rita.wait_for("Claim 1 ·"), "Is it true?")
        rita.press(await rita.wait_for("Choosing one"), "True")
        await rita.wait_for("is yours until")
        rita.say(REASON)
        rita.press(await rita.wait_for("Preview."), "Publish")
        done = await rita.wait_for("Published.")
        assert done.labels == ["Back to the queue"]
        rita.press(done, "Back to the queue")
        await rita.wait_for("Nothing is open for “homes”.")

        followed = await ask(people.alice, "/following", "You follow")
        people.alice.press(followed, "1")
        card = await people.alice.wait_for(
            lambda shown: shown.id == followed.id and "Claim 1 ·" in shown.text  # not the one of the article
        )
        people.alice.press(card, "Back")
        await people.alice.wait_for("You follow")

        found = await ask(rita, "/find homes Tarvel supply", "for “homes Tarvel supply”")
        rita.press(found, "1")
        rita.press(await rita.wait_for("Claim 1 ·"), "Back")
        again = await rita.wait_for("for “homes Tarvel supply”")
        assert again.id == found.id
