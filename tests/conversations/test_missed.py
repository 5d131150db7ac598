"""A sentence that the summary missed becomes a claim of the article: by "Missed one?", or by a reply."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from handlers import pointing
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, Message, User

ARTICLE = "The mayor wore a green hat at the opening. The bridge at Larnek cost 12 million euros to build."
HAT = "The mayor wore a green hat at the opening."
OTHER = "The flood at Tarvel destroyed 40 houses and hurt 9 people, the district office said."


@asynccontextmanager
async def summed_up(
    emulator: Emulator, database_url: str, folder: Path
) -> AsyncIterator[tuple[User, Message, Message]]:
    """Alice with the article she sent, and its summary."""
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, folder, "polling")):
        alice.start()
        await alice.wait_for("Hello.")
        article = alice.say(ARTICLE)
        yield alice, article, await alice.wait_for("1 claim found")
        await emulator.idle()
    assert emulator.violations == []


async def test_missed_one_asks_which_and_the_sentence_becomes_a_claim_of_the_article(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with summed_up(emulator, database_url, tmp_path) as (alice, _, summary):
        alice.press(summary, "Missed one?")
        await alice.wait_for("Which sentence did I miss?")
        assert "1 claim found" in summary.text, "the summary stays"
        alice.say("the mayor wore a green hat at the opning.")
        card = await alice.wait_for("1 person asked")
        assert f"<u>{HAT}</u>" in card.html, "which of the sentences it is"
        assert "You hear from us when it is checked." in card.text
        alice.press(card, "Back")
        await alice.wait_for("2 claims found.")


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize("quoted", [True, False])
async def test_a_reply_to_the_article_points_at_what_it_quotes_or_says(
    quoted: bool, pressed: bool, emulator: Emulator, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite3'}"
    async with summed_up(emulator, url, tmp_path) as (alice, article, summary):
        if pressed:
            alice.press(summary, "Missed one?")
            await alice.wait_for("Which sentence")
        if quoted:
            alice.reply(article, "this one", quote=HAT)
        else:
            alice.reply(article, HAT)
        assert HAT in (await alice.wait_for("1 person asked")).text


async def test_a_reply_to_the_summary_points_too(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with summed_up(emulator, database_url, tmp_path) as (alice, _, summary):
        alice.reply(summary, HAT)
        assert HAT in (await alice.wait_for("1 person asked")).text
        alice.reply(summary, "thanks a lot")
        await alice.wait_for("You are welcome.")


async def test_what_is_not_in_the_article_is_said_and_can_be_sent_by_itself(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with summed_up(emulator, database_url, tmp_path) as (alice, _, summary):
        alice.press(summary, "Missed one?")
        await alice.wait_for("Which sentence")
        alice.say(OTHER)
        await alice.wait_for("I do not find that in the article.")
        alice.say(OTHER)
        await alice.wait_for("1 claim found")


async def test_an_article_that_comes_instead_is_an_article(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite3'}"
    async with summed_up(emulator, url, tmp_path) as (alice, _, summary):
        alice.press(summary, "Missed one?")
        await alice.wait_for("Which sentence")
        alice.say(" ".join([OTHER, *(f"Town {number} lost {number} boats." for number in range(2, 60))]))
        await alice.wait_for("claims found")
        monkeypatch.setattr(pointing, "MISSED_FOR", pointing.MISSED_FOR * 0)
        alice.say(OTHER)
        await alice.wait_for("1 claim found", timeout=10)


async def test_nobody_points_at_somebody_elses_article(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with summed_up(emulator, database_url, tmp_path) as (_, _, summary):
        mallory = emulator.user("Mallory")
        mallory.start()
        greeting = await mallory.wait_for("Hello.")
        data = next(each.value for row in summary.buttons for each in row if each.label == "Missed one?")
        assert "not there any more" in (await mallory.press(greeting, data=data).answered()).text
        mallory.say(HAT)
        assert "claim" in (await mallory.wait_for("found")).text, "it is read as a text of its own"


async def test_what_stands_around_a_claim_is_cut_between_words(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    around = " ".join(f"Wordy{number} nothing." for number in range(40))
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        alice.say(f"{around} The bridge at Larnek cost 12 million euros to build. {around}")
        alice.press(await alice.wait_for("1 claim found"), "1")
        card = await alice.wait_for("Claim 1")
        quoted = card.text.partition("… ")[2].partition(" …")[0]
        whole = {word for number in range(40) for word in (f"Wordy{number}", "nothing.")}
        claim = "The bridge at Larnek cost 12 million euros to build."
        assert set(quoted.split()) <= whole | set(claim.split())
        assert "<b>12 million euros</b>" in card.html


async def test_in_a_group_the_sentence_is_sent_as_a_reply(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    group = emulator.group("Newsroom", [alice])
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        await alice.wait_for("Hello.")
        alice.say(f"@{emulator.bot.username} {ARTICLE}", group)
        summary = await group.wait_for("1 claim found")
        alice.press(summary, "Missed one?")
        question = await group.wait_for("Reply to this message.")
        alice.reply(question, HAT)
        assert HAT in (await group.wait_for("1 person asked")).text
