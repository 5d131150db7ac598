"""What people write before they know what the bot does: a greeting, a link, a file, a question, a mention."""

from pathlib import Path

import pytest

from tests.conftest import desk_settings, serving
from tests.emulator import Emulator

QUESTION = "Is it true that masks make people ill?"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hi", "Hello. Forward me an article"),
        ("Good morning!", "Hello. Forward me an article"),
        ("thanks!", "You are welcome."),
        ("👍", "That is very short. Forward me an article"),
        ("https://example.org/news/17", "I cannot open links yet."),
        ("look at this https://example.org/news/17", "I cannot open links yet."),
    ],
)
async def test_a_few_words_are_answered_with_what_to_do(
    text: str, answer: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        await alice.wait_for("Hello.")
        alice.say(text)
        await alice.wait_for(answer)
    assert emulator.violations == []


async def test_a_file_is_not_opened_yet(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.send_document("report.pdf", b"%PDF-1.4")
        await alice.wait_for("I cannot open files yet.")


async def test_a_question_can_be_handed_to_the_desk(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice, omar = emulator.user("Alice"), emulator.user("Omar")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        alice.say(QUESTION)
        nothing = await alice.wait_for("No claims found.")
        assert nothing.labels == ["Ask us to check it"]
        data = nothing.buttons[0][0].value
        omar.start()
        greeting = await omar.wait_for("Hello.")
        forged = await omar.press(greeting, data=data).answered()
        assert "not there any more" in forged.text
        alice.press(nothing, "Ask us to check it")
        card = await alice.wait_for("1 person asked")
        assert QUESTION in card.text
        assert "You hear from us when it is checked." in card.text


async def test_claim_takes_the_passage_that_a_reply_quotes(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        article = alice.say(
            "The mayor wore a green hat. The bridge at Larnek cost 12 million euros to build."
        )
        await alice.wait_for("1 claim found")
        alice.reply(article, "/claim", quote="The mayor wore a green hat.")
        card = await alice.wait_for("1 person asked")
        assert "The mayor wore a green hat." in card.text


async def test_in_a_group_the_mention_is_no_part_of_the_claim(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    group = emulator.group("Newsroom", [alice])
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.say(f"@{emulator.bot.username} The government has cut 40,000 jobs since May.", group)
        summary = await group.wait_for("1 claim found")
        assert "@" not in summary.text


async def test_of_a_text_in_another_language_it_says_what_it_can_read(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        alice.say("Der Schaden beläuft sich nach Angaben des Landratsamts auf mindestens 35 Millionen Euro.")
        shown = await alice.wait_for("1 claim found")
        assert "I find figures in it, but not who said what." in shown.text
        assert "No source named." not in shown.text
