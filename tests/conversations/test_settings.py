"""/settings: every rule in plain words, changed by buttons or by a typed answer."""

from dataclasses import fields
from pathlib import Path

from handlers.texts.settings import SETTINGS
from storage.rules import Rules, check
from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator


def test_every_rule_is_shown_and_every_choice_is_one_it_can_have() -> None:
    assert list(SETTINGS) == [field.name for field in fields(Rules)]
    for name, shown in SETTINGS.items():
        assert shown.show(getattr(Rules(), name))
        assert [check(name, choice) for choice in shown.choices] == list(shown.choices)


async def test_an_admin_sees_and_changes_the_rules(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    changes = dict(admins=frozenset({ada.id}), undo_seconds=60)
    async with team(emulator, database_url, tmp_path, **changes) as (people, _):
        await ask(people.edda, "/settings", "Only an admin can do that.")
        shown = await ask(ada, "/settings", "Settings")
        assert shown.text == (
            "Settings\n\n"
            "Name: Example Desk\n"
            "Reviewers for each verdict: 1\n"
            "Sources at least: 1\n"
            "Time to undo: 1 minute\n"
            "A claim stays yours for: 1 hour\n"
            "Look at a verdict again after: never\n"
            "Cards a day in the reviewers' group: 30\n"
            "Titles of sources: off\n"
            "Names of ratings: the standard ones"
        )
        ada.press(shown, "Undo")
        choice = await ada.wait_for("So long a verdict waits")
        assert choice.labels == [
            "none",
            "30 seconds",
            "✓ 1 minute",
            "2 minutes",
            "5 minutes",
            "10 minutes",
            "Back",
        ]
        press = ada.press(choice, "5 minutes")
        assert (await press.answered()).text == "Changed."
        shown = await ada.wait_for("Time to undo: 5 minutes")
        ada.press(shown, "Name")
        await ada.wait_for("Send the desk's name")
        ada.say("The Harbour Desk")
        shown = await ada.wait_for("Name: The Harbour Desk")

        ada.press(shown, "Ratings")
        ada.press(await ada.wait_for("Press one to give it"), "Half true")
        await ada.wait_for("own name for “Half true”")
        ada.say("Half-baked")
        shown = await ada.wait_for("Names of ratings: Half-baked (Half true)")
        ada.press(shown, "Ratings")
        ada.press(await ada.wait_for("Press one to give it"), "Half-baked")
        await ada.wait_for("own name for “Half true”")
        ada.say(".")
        shown = await ada.wait_for("Names of ratings: the standard ones")

        record = await ask(ada, "/audit", "What happened")
        assert "Ada changed “Name”: Example Desk → The Harbour Desk." in record.text
        assert "Ada changed “Time to undo”: 1 minute → 5 minutes." in record.text
        people.alice.start()
        await people.alice.wait_for("the fact-checking assistant of The Harbour Desk")


async def test_a_question_that_was_left_is_not_answered_by_the_next_text(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (_, _):
        ada.press(await ask(ada, "/settings", "Settings"), "Name")
        ada.press(await ada.wait_for("Send the desk's name"), "Keep it")
        await ada.wait_for("Name: Example Desk")
        ada.say("In Larnek 140 people were killed on Monday.")
        await ada.wait_for("1 claim found.")
        ada.press(await ask(ada, "/settings", "Settings"), "Name")
        await ada.wait_for("Send the desk's name")
        ada.say("x" * 61)
        await ada.wait_for("That does not work: it takes a name of at most 60 characters.")


async def test_a_desk_too_small_for_two_reviewers_is_warned(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (people, _):
        shown = await ask(ada, "/settings", "Settings")
        ada.press(shown, "Reviewers")
        ada.press(await ada.wait_for("gives a rating before they see the first"), "2")
        shown = await ada.wait_for("Reviewers for each verdict: 2")
        assert "you need three people" not in shown.text, "four are enough"
        await ask(ada, "/role @rita_example requester", "not in the team")
        await ask(ada, "/role @ravi_example requester", "not in the team")
        shown = await ask(ada, "/settings", "Settings")
        assert (
            "With two reviewers for each verdict you need three people, one of them an editor" in shown.text
        )
        # A press that somebody forges, or that comes after they stopped being an admin, changes nothing.
        theirs = await ask(people.edda, "/team", "The team")
        press = people.edda.press(theirs, data="1:set:quorum:1")
        assert (await press.answered()).text == "Only an admin can do that."
        press = ada.press(shown, data="1:set:quorum:7")
        assert (await press.answered()).text == "That does not work: it takes a number from 1 to 2."
