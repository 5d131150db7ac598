"""The stand-in for Telegram, asked through python-telegram-bot as the sender asks it."""

from pathlib import Path

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.local.telegram import Button, Event, LocalTelegram, Results, Shown, Toast
from bot.settings import Settings
from bot.telegram_api import sending_bot

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("1", callback_data="1:card:1:0:0")],
        [InlineKeyboardButton("Share", switch_inline_query="#1")],
    ]
)
ROWS = ((Button("1", data="1:card:1:0:0"),), (Button("Share", inline="#1"),))


class Desk:
    def __init__(self, folder: Path) -> None:
        self.events: list[Event] = []
        self.telegram = LocalTelegram(self.events.append, folder, next_id=7)
        self.bot: Bot = sending_bot(Settings(_env_file=None), request=self.telegram)  # type: ignore[call-arg]


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    await made.bot.initialize()
    return made


async def test_it_says_who_the_bot_is(desk: Desk) -> None:
    assert (desk.bot.username, desk.bot.supports_inline_queries) == ("bot", True)


async def test_a_message_becomes_visible_with_its_buttons(desk: Desk) -> None:
    message = await desk.bot.send_message(2, "<b>Two</b> claims", parse_mode="HTML", reply_markup=KEYBOARD)
    assert (message.message_id, message.text) == (7, "Two claims")
    assert desk.events == [Shown("<b>Two</b> claims", ROWS, id=7)]


async def test_an_edit_replaces_text_and_buttons(desk: Desk) -> None:
    message = await desk.bot.send_message(2, "before", reply_markup=KEYBOARD)
    await desk.bot.edit_message_text("after", 2, message.message_id)
    assert desk.telegram.messages == {7: Shown("after", id=7, edited=True)}


async def test_an_edit_that_changes_nothing_is_refused_as_telegram_refuses_it(desk: Desk) -> None:
    message = await desk.bot.send_message(2, "same", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="not modified"):
        await desk.bot.edit_message_text("same", 2, message.message_id, reply_markup=KEYBOARD)


async def test_an_edit_of_a_message_of_an_earlier_session_is_shown(desk: Desk) -> None:
    await desk.bot.edit_message_text("changed", 2, 3)
    assert desk.events == [Shown("changed", id=3, edited=True)]


async def test_a_message_in_another_chat_is_edited_by_its_own_id(desk: Desk) -> None:
    desk.telegram.share(Shown("card", inline_id="abc"))
    await desk.bot.edit_message_text("new card", inline_message_id="abc")
    assert desk.events[-1] == Shown("new card", inline_id="abc", edited=True)


@pytest.mark.parametrize(
    ("text", "alert", "expected"),
    [
        ("Noted.", False, [Toast("Noted.")]),
        ("Not yours.", True, [Toast("Not yours.", alert=True)]),
        (None, False, []),
    ],
)
async def test_answers_to_presses_are_shown(
    desk: Desk, text: str | None, alert: bool, expected: list[Event]
) -> None:
    await desk.bot.answer_callback_query("1", text, show_alert=alert)
    assert desk.events == expected


async def test_an_inline_answer_is_offered(desk: Desk) -> None:
    desk.telegram.queries["q"] = "flood"
    article = InlineQueryResultArticle(
        "1-1",
        "False: a flood",
        InputTextMessageContent("<b>False</b>", parse_mode="HTML"),
        KEYBOARD,
        description="checked",
    )
    button = InlineQueryResultsButton("Ask us?", start_parameter="ask")
    await desk.bot.answer_inline_query("q", [article], button=button, next_offset="20")
    (answer,) = desk.events
    assert isinstance(answer, Results)
    assert (answer.query, answer.ask, answer.next_offset) == ("flood", ("Ask us?", "ask"), "20")
    assert [(each.title, each.description) for each in answer.found] == [("False: a flood", "checked")]
    assert answer.found[0].message == Shown("<b>False</b>", ROWS)


async def test_an_inline_query_is_answered_once(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="too old"):
        await desk.bot.answer_inline_query("unknown", [])


async def test_a_file_is_kept_beside_the_database(desk: Desk, tmp_path: Path) -> None:
    await desk.bot.send_document(2, InputFile(b"claim", "../verdicts.csv"), caption="All of them.")
    kept = tmp_path / "7-verdicts.csv"
    assert kept.read_bytes() == b"claim"
    assert desk.events == [Shown(f"All of them.\n\n📎 {kept}", id=7)]


async def test_what_it_cannot_do_it_says(desk: Desk) -> None:
    with pytest.raises(BadRequest, match=r"(?i)no sendPoll"):
        await desk.bot.send_poll(2, "Well?", ["yes", "no"])
    assert desk.events == []
