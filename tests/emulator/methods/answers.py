"""Answers to presses and to inline queries."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..errors import QUERY_TOO_OLD, ApiError, bad_request
from ..interactions import InlineAnswer, PressAnswer
from ..parameters import Call
from ..text import Json, utf16_length
from .content import MAX_CAPTION, MAX_TEXT, formatted, keyboard, text_fields

if TYPE_CHECKING:
    from ..emulator import Emulator

MAX_RESULTS = 50


def answer_callback_query(emulator: Emulator, call: Call) -> bool:
    press = emulator.presses.get(call.text("callback_query_id"))
    if press is None or press.expired:
        emulator.violation(
            f"answerCallbackQuery: too late or unknown: {press.data if press else 'unknown id'!r}"
        )
        raise bad_request(QUERY_TOO_OLD)
    text, url = call.text("text"), call.text("url")
    if utf16_length(text) > 200:
        emulator.violation(f"answerCallbackQuery: a text longer than 200: {text[:60]!r}")
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not re.match(rf"(https?://)?t\.me/{emulator.bot.username}\?start=", url):
        raise bad_request("URL_INVALID")
    press.set_answer(PressAnswer(text, call.flag("show_alert"), url, call.number("cache_time")))
    return True


def answer_inline_query(emulator: Emulator, call: Call) -> bool:
    typed = emulator.queries.get(call.text("inline_query_id"))
    if typed is None or typed.expired:
        emulator.violation(
            f"answerInlineQuery: too late or unknown: {typed.query if typed else 'unknown id'!r}"
        )
        raise bad_request(QUERY_TOO_OLD)
    try:
        answer = _checked_answer(emulator, call)
    except ApiError as error:
        emulator.violation(f"answerInlineQuery: {error.description}")
        raise
    typed.set_answer(answer)
    return True


def _checked_answer(emulator: Emulator, call: Call) -> InlineAnswer:
    results: list[Json] = call.list("results")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = Counter(str(result.get("id", "")) for result in results)
    if any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(ids) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(call.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = call.object("button")
    if button and not button.get("text"):
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if (
        button
        and "web_app" not in button
        and not re.fullmatch(r"[\w-]{1,64}", button["start_parameter"], re.A)
    ):
        raise bad_request("START_PARAM_INVALID")
    for result in results:
        shared_message(emulator, result)
    cache_time = call.number("cache_time") if "cache_time" in call.params else 300
    return InlineAnswer(
        results, call.text("next_offset"), button or None, cache_time, call.flag("is_personal")
    )


def shared_message(emulator: Emulator, result: Json) -> Json:
    """The message fields that choosing `result` puts into a chat. Raises ApiError 400."""
    buttons = keyboard(emulator, result.get("reply_markup"))
    if result.get("type") == "article" and not result.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content")
    if content is None:
        if result.get("type") == "article":
            raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
        caption = formatted(
            emulator,
            result.get("caption", ""),
            result.get("parse_mode", ""),
            result.get("caption_entities", []),
            limit=MAX_CAPTION,
            too_long="message caption is too long",
        )
        return text_fields(*caption, "caption") | buttons
    if not content.get("message_text"):
        raise bad_request("can't parse inline query result: Can't find field \"message_text\"")
    text, entities = formatted(
        emulator,
        content["message_text"],
        content.get("parse_mode", ""),
        content.get("entities", []),
        limit=MAX_TEXT,
        too_long="MESSAGE_TOO_LONG",
    )
    if not text:
        raise bad_request("message text is empty")
    return text_fields(text, entities) | buttons
