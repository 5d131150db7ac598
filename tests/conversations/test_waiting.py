"""What waits for somebody in particular is found: first in /queue, for editors in a message, for all in the digest."""

from pathlib import Path

import pytest

from storage import lists, waiting
from storage.lists import BadFilterError, Filter
from storage.waiting import Waits
from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.conversations.test_two_reviewers import differ
from tests.emulator import Emulator


async def test_the_queue_has_first_what_waits_for_this_person(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2) as (people, _):
        await people.article(people.alice)
        people.rita.press(await people.preview(people.rita, "True"), "Publish")
        await people.rita.wait_for("One rating given.")
        await ask(people.rita, "/queue", "Nothing is open. Well done.")
        queue = await ask(people.ravi, "/queue", "1 open claim")
        assert queue.text.splitlines()[2] == "Waits for a second opinion"
        assert "True" not in queue.text, "the first rating is not shown"
        await ask(people.ravi, "/queue is:disputed", "Nothing is open for “is:editor”.")

        people.ravi.press(queue, "1")
        people.ravi.press(await people.ravi.wait_for("Claim 1"), "Is it true?")
        people.ravi.press(await people.ravi.wait_for("Somebody rated it"), "False")
        await people.ravi.wait_for("You two differ.")
        await ask(people.ravi, "/queue", "Nothing is open. Well done.")

        told = await people.edda.wait_for("1 claim waits for an editor. Open one with its number.")
        assert "two ratings differ: decide" in told.text
        queue = await ask(people.edda, "/queue is:disputed", "“is:editor”")
        assert queue.text.splitlines()[2] == "Waits for an editor"
        people.edda.press(told, "1")
        card = await people.edda.wait_for("an editor decides")
        assert "Decide" in card.labels
        people.edda.press(card, "Back")
        await people.edda.wait_for(lambda message: message.id == told.id and "1 open claim" in message.text)


async def test_in_the_group_an_editor_decides_from_the_card(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", members=[boss])
    async with team(emulator, database_url, tmp_path, quorum=2, review_chat=group.id) as (people, _):
        for user in (people.edda, people.ravi):
            group.add(user)
        await people.article(people.alice)
        await group.wait_for("Claim 1")
        await differ(people)
        card = await group.wait_for(lambda message: "Decide" in message.labels)
        refused = people.ravi.press(card, "Decide")
        assert (await refused.answered()).text == "Only an editor can do that."
        people.edda.press(card, "Decide")
        await people.edda.wait_for("Whose rating stands?")
        shown = [message.text for message in group.chat.messages if message.by_bot]
        assert not any("two ratings" in text for text in shown)


async def test_a_correction_waits_for_editors_only(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, undo_seconds=0) as (people, database):
        await people.article(people.alice)
        await people.publish(people.rita, "True")
        notice = await people.alice.wait_for("We write again only if this changes.")
        people.alice.press(notice, "Is this wrong?")
        await people.alice.wait_for("What is wrong with it?")
        people.alice.say("The log counts flats, not homes.")
        await people.alice.wait_for("The desk looks at it again")
        queue = await ask(people.ravi, "/queue", "1 open claim")
        assert queue.text.splitlines()[2] == "Somebody says it is wrong"
        async with database.read() as session:
            assert await waiting.counts(session) == {Waits.WRONG: 1}

        await people.rate(people.rita, "Mostly false")
        people.rita.say("It counts flats. https://example.org/flats")
        people.rita.press(await people.rita.wait_for("What is this one?"), "Correction")
        await people.rita.wait_for("What changed?")
        people.rita.say("We took flats for homes.")
        people.rita.press(await people.rita.wait_for("Preview."), "Publish")
        await people.rita.wait_for("Your correction waits for an editor.")
        await ask(people.ravi, "/queue", "Nothing is open. Well done.")
        told = await people.edda.wait_for("1 claim waits for an editor.")
        assert "a correction to sign" in told.text
        assert "Mostly false" not in told.text
        async with database.read() as session:
            assert await waiting.counts(session) == {Waits.EDITOR: 1}


@pytest.mark.parametrize("waits", list(Waits))
def test_a_filter_takes_everything_that_a_claim_can_wait_for(waits: Waits) -> None:
    assert lists.parse(f"is:{waits}") == Filter(waits=waits)
    assert lists.parse(str(Filter(waits=waits)).replace(":", "=")) == Filter(waits=waits)


def test_a_filter_for_something_else_is_refused_with_what_it_takes() -> None:
    with pytest.raises(BadFilterError, match="is: takes disputed, editor, wrong"):
        lists.parse("is:proposed")
