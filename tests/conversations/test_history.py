"""The history of a claim: what the team reads, what readers read, and the file."""

import re
from pathlib import Path

from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator, Message, User


async def card_of(who: User, claim: int = 1) -> Message:
    return await ask(who, f"/claim {claim}", f"Claim {claim}")


def without_times(text: str) -> str:
    return re.sub(r"\d{1,2} \w+ \d{4}, \d\d:\d\d UTC\n", "", text)


async def test_the_team_reads_every_version_with_names_and_gets_it_as_a_file(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        await people.article(people.alice)
        long = "The log lists 12,000 homes, " + "and page after page of them, " * 12 + "all without supply."
        await people.publish(people.rita, "Mostly true", f"{long} https://example.org/log")
        people.edda.press(await card_of(people.edda), "Look again")
        await people.edda.wait_for("Why")
        people.edda.say("The log was corrected a day later.")
        await people.edda.wait_for("again")
        people.edda.press(await card_of(people.edda), "History")
        history = await people.edda.wait_for("history")
        lines = without_times(history.text).split("\n\n")
        assert lines[0] == "Claim 1: history"
        assert lines[1] == "The claim was found. 2 people asked for it so far."
        assert lines[2] == "Rita took it."
        assert lines[3].startswith("Rita published: Mostly true\n“")
        assert "\nSources: https://example.org/log" in lines[3]
        assert "…" in lines[3], "the message is short"
        assert lines[4] == "Edda wants another look.\nWhy: The log was corrected a day later."
        assert history.labels == ["As a file", "Back"]
        assert "Alice" not in history.text, "reviewers see how many asked, not who"

        people.edda.press(history, "As a file")
        sent = await people.edda.wait_for("the whole history")
        assert sent.file is not None and sent.file.name == "claim-1-history.txt"
        text = sent.file.data.decode()
        assert "all without supply." in text
        assert text.splitlines()[0] == "Claim 1"
        people.edda.press(history, "Back")
        await people.edda.wait_for("being checked again")


async def test_readers_see_what_was_published_and_no_name(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        card = await people.article(people.alice)
        press = people.alice.press(card, data="1:history:1:0:0")
        assert (await press.answered()).text == "This is not there any more."
        await people.publish(people.rita, "True")
        people.alice.press(await card_of(people.alice), data="1:history:1:0:0")
        history = await people.alice.wait_for("history")
        lines = without_times(history.text).split("\n\n")
        assert [each.splitlines()[0] for each in lines] == ["Claim 1: history", "Published: True"]
        assert "Rita" not in history.text
        people.alice.press(history, "As a file")
        sent = await people.alice.wait_for("the whole history")
        assert sent.file is not None
        assert "Rita" not in sent.file.data.decode()
        # A reviewer's press in a group of readers shows them no more than that.
        group = emulator.group("Friends", [people.rita, people.alice])
        people.rita.say("/claim 1", group)
        shared = await group.wait_for("Claim 1")
        people.rita.press(shared, data="1:history:1:0:0")
        assert "Rita" not in (await group.wait_for("history")).text


async def test_a_first_rating_stays_hidden_until_the_second_is_in(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2) as (people, _):
        people.rita.press(await people.preview(people.rita, "Satire"), "Publish")
        await people.rita.wait_for("One rating given.")
        people.ravi.press(await card_of(people.ravi), "History")
        history = await people.ravi.wait_for("history")
        assert "Rita gave a rating. It waits for a second reviewer." in history.text
        assert "Satire" not in history.text
        people.ravi.press(history, "As a file")
        sent = await people.ravi.wait_for("the whole history")
        assert sent.file is not None and b"Satire" not in sent.file.data
        people.ravi.press(history, "Back")
        people.ravi.press(await people.ravi.wait_for("one rating given"), "Is it true?")
        people.ravi.press(await people.ravi.wait_for("Somebody rated it"), "True")
        await people.ravi.wait_for("You two differ.")
        people.edda.press(await card_of(people.edda), "History")
        history = await people.edda.wait_for("history")
        assert "Ravi gave another rating. An editor decides.\nRita: Satire\nRavi: True" in history.text


async def test_what_was_undone_is_on_record_for_the_team_alone(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, undo_seconds=30) as (people, _):
        await people.article(people.alice)
        done = await people.publish(people.rita, "True")
        press = people.alice.press(people.alice.chat.messages[-1], data="1:history:1:0:0")
        assert (await press.answered()).text == "This is not there any more.", "it can still be undone"
        people.rita.press(done, "Undo")
        await people.rita.wait_for("Preview.")
        people.edda.press(await card_of(people.edda), "History")
        history = await people.edda.wait_for("history")
        assert "Rita took it back. Nobody had been told." in history.text
        press = people.alice.press(people.alice.chat.messages[-1], data="1:history:1:0:0")
        assert (await press.answered()).text == "This is not there any more."
