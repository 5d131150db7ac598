"""Presses, inline queries and shared messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from . import Emulator, InlineAnswer, User

Poll = Callable[[], Awaitable[list[Update]]]
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"do:{label}") for label in labels]]
    )


def article(number: int | str, text: str = "<b>False</b>: 200", **others: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(str(number), f"Result {number}", content, **others)


async def test_a_press_carries_its_data_and_is_answered(bot: Bot, alice: User, poll: Poll) -> None:
    await bot.send_message(alice.id, "menu", reply_markup=keyboard("Publish", "Edit"))
    press = alice.press(alice.chat.messages[-1], "Publ")
    (update,) = await poll()
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("do:Publish", alice.id)
    assert query.message is not None
    assert query.message.message_id == press.message.id
    await query.answer("Published", show_alert=True)
    answer = await press.answered()
    assert (answer.text, answer.show_alert) == ("Published", True)


async def test_only_a_button_that_is_there_can_be_pressed_unless_forged(
    bot: Bot, alice: User, poll: Poll
) -> None:
    await bot.send_message(alice.id, "menu", reply_markup=keyboard("1", "11", "a verdict", "no verdict"))
    menu = alice.chat.messages[-1]
    with pytest.raises(LookupError, match="no button with '3'"):
        alice.press(menu, "3")
    with pytest.raises(LookupError, match="2 buttons with 'verdict'"):
        alice.press(menu, "verdict")
    alice.press(menu, "1")
    alice.press(menu, data="do:anything")
    assert [u.callback_query.data for u in await poll() if u.callback_query] == ["do:1", "do:anything"]


async def test_a_press_left_unanswered_is_noted_and_cannot_be_answered_late(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    emulator.callback_deadline = 0.03
    await bot.send_message(alice.id, "menu", reply_markup=keyboard("Go"))
    press = alice.press(alice.chat.messages[-1], "Go")
    await emulator.until(lambda: press.expired)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query(press.id)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query("unknown")
    assert emulator.take_violations() == [
        "Alice pressed 'do:Go' and got no answer within 0.03 s",
        "answerCallbackQuery: too late or unknown: 'do:Go'",
        "answerCallbackQuery: too late or unknown: 'unknown id'",
    ]


async def ask(alice: User, bot: Bot, poll: Poll, *results: Any, **options: Any) -> InlineAnswer:
    """Alice types, the bot answers as told."""
    typed = asyncio.create_task(alice.type_inline("140 killed", offset=options.pop("asked_offset", "")))
    (update,) = await poll()
    assert update.inline_query is not None
    try:
        await bot.answer_inline_query(update.inline_query.id, results, **options)
    except BadRequest:
        typed.cancel()
        raise
    return await typed


async def test_an_inline_answer_is_seen_as_it_was_given(bot: Bot, alice: User, poll: Poll) -> None:
    answer = await ask(
        alice, bot, poll, article(1, description="Checked"), article(2),
        cache_time=5, is_personal=True, next_offset="2",
        button=InlineQueryResultsButton("Ask us", start_parameter="ask"),
    )  # fmt: skip
    assert answer.titles == ["Result 1", "Result 2"]
    assert answer.results[0]["description"] == "Checked"
    assert (answer.next_offset, answer.cache_time, answer.is_personal) == ("2", 5, True)
    assert answer.button == {"text": "Ask us", "start_parameter": "ask"}


async def test_a_query_is_at_most_256_characters_and_carries_the_offset(
    bot: Bot, alice: User, poll: Poll
) -> None:
    typed = asyncio.create_task(alice.type_inline("😀" * 300, offset="50"))
    (update,) = await poll()
    assert update.inline_query is not None
    assert (len(update.inline_query.query), update.inline_query.offset) == (256, "50")
    await update.inline_query.answer([])
    assert (await typed).results == []


REFUSED = [
    ([article(1), article(1)], {}, "Result_id_duplicate"),
    ([article("x" * 65)], {}, "Result_id_invalid"),
    ([article(1)], {"next_offset": "x" * 65}, "Next_offset_invalid"),
    ([], {"button": InlineQueryResultsButton("Ask", start_parameter="not allowed")}, "Start_param_invalid"),
    ([article(1, text="<b>open")], {}, "Can't find end tag"),
    ([article(1, reply_markup=keyboard("é" * 40))], {}, "Button_data_invalid"),
]


@pytest.mark.parametrize(("results", "options", "reason"), REFUSED)
async def test_inline_answers_that_telegram_refuses(
    emulator: Emulator, bot: Bot, alice: User, poll: Poll, results: Any, options: Any, reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await ask(alice, bot, poll, *results, **options)
    assert emulator.take_violations()


async def test_at_most_50_results(emulator: Emulator, bot: Bot, alice: User, poll: Poll) -> None:
    await ask(alice, bot, poll, *map(article, range(50)))
    with pytest.raises(BadRequest, match="Results_too_much"):
        await ask(alice, bot, poll, *map(article, range(51)))
    assert emulator.take_violations() == ["answerInlineQuery: Bad Request: RESULTS_TOO_MUCH"]


async def test_a_late_inline_answer_is_refused_and_noted(
    emulator: Emulator, bot: Bot, alice: User, poll: Poll
) -> None:
    emulator.inline_deadline = 0.03
    with pytest.raises(TimeoutError, match="no answer to the inline query 'slow'"):
        await alice.type_inline("slow")
    (update,) = await poll()
    assert update.inline_query is not None
    with pytest.raises(BadRequest, match=TOO_OLD):
        await update.inline_query.answer([])
    assert len(emulator.take_violations()) == 2


async def test_a_chosen_result_is_shared_in_a_chat_and_can_be_pressed_and_edited(
    emulator: Emulator, bot: Bot, alice: User, poll: Poll
) -> None:
    friends = emulator.group("Friends", [alice], bot_is_member=False)
    answer = await ask(alice, bot, poll, article(7, reply_markup=keyboard("Refresh")))
    shared = alice.choose(answer.results[0], friends)
    assert (shared.html, shared.by_bot, friends.messages[-1]) == ("<b>False</b>: 200", True, shared)
    alice.press(shared, "Refresh")
    chosen, pressed = await poll()
    assert chosen.chosen_inline_result is not None
    assert chosen.chosen_inline_result.result_id == "7"
    assert chosen.chosen_inline_result.query == "140 killed"
    assert pressed.callback_query is not None
    assert pressed.callback_query.message is None
    assert pressed.callback_query.inline_message_id == shared.inline_message_id
    await bot.edit_message_text("Withdrawn", inline_message_id=shared.inline_message_id)
    assert (friends.messages[-1].text, shared.labels) == ("Withdrawn", [])


async def test_a_result_without_buttons_cannot_be_edited_later(bot: Bot, alice: User, poll: Poll) -> None:
    answer = await ask(alice, bot, poll, article(1))
    assert alice.choose(answer.results[0]).inline_message_id is None


async def test_feedback_on_chosen_results_can_be_off(
    emulator: Emulator, bot: Bot, alice: User, poll: Poll
) -> None:
    emulator.inline_feedback = False
    answer = await ask(alice, bot, poll, article(1))
    alice.choose(answer.results[0])
    (update,) = await poll()
    assert update.message is not None
    assert update.message.via_bot == await bot.get_me()


async def test_links_to_the_bot_and_switches_to_inline_are_followed(bot: Bot, alice: User) -> None:
    rows = [
        [InlineKeyboardButton("Open", url="https://t.me/exampledesk_bot?start=claim-214")],
        [InlineKeyboardButton("Share", switch_inline_query="#214")],
    ]
    await bot.send_message(alice.id, "card", reply_markup=InlineKeyboardMarkup(rows))
    card = alice.chat.messages[-1]
    assert alice.open_link(card, "Share") == "#214"
    alice.open_link(card, "Open")
    assert alice.chat.messages[-1].text == "/start claim-214"
    with pytest.raises(ValueError, match="sends nothing to the bot"):
        alice.press(card, "Open")
