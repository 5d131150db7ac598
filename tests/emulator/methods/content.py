"""What goes into a message: text with its formatting, and the buttons under it, each checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..errors import ApiError, bad_request
from ..html_mode import parse
from ..text import Json, check_entities, crossing, finish, utf16_length

if TYPE_CHECKING:
    from ..emulator import Emulator

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8
BUTTON_KINDS = {
    "url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "web_app", "login_url", "callback_game", "pay",
}  # fmt: skip


def formatted(
    emulator: Emulator, text: str, parse_mode: str, entities: list[Json], *, limit: int, too_long: str
) -> tuple[str, list[Json]]:
    """The text and entities that a reader sees. Raises ApiError 400; `too_long` is the error for that."""
    match parse_mode.lower():
        case "":
            check_entities(text, entities)
        case "html":
            text, entities = parse(text)
        case "markdown" | "markdownv2":
            emulator.violation(f"parse_mode {parse_mode}: this project writes HTML or entities")
        case _:
            raise bad_request("unsupported parse_mode")
    if len(entities) > MAX_ENTITIES:
        emulator.violation(
            f"{len(entities)} entities in one message; Telegram keeps {MAX_ENTITIES}: {text[:60]!r}"
        )
        entities = entities[:MAX_ENTITIES]
    if crossing(entities):
        emulator.violation(f"entities cross in {text[:60]!r}")
    text, entities = finish(text, entities)
    if utf16_length(text) > limit:
        length = utf16_length(text)
        emulator.violation(f"a text of {length} UTF-16 units where {limit} are allowed: {text[:60]!r}")
        raise bad_request(too_long)
    return text, entities


def text_fields(text: str, entities: list[Json], prefix: str = "") -> Json:
    """`text`/`entities`, or with the prefix "caption" `caption`/`caption_entities`; nothing for no text."""
    if not text:
        return {}
    names = ("caption", "caption_entities") if prefix else ("text", "entities")
    return {names[0]: text, **({names[1]: entities} if entities else {})}


def keyboard(emulator: Emulator, markup: Any) -> Json:
    """`{"reply_markup": ...}` as a message holds it, empty without inline buttons. Raises ApiError 400."""
    if not markup:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not {"keyboard", "remove_keyboard", "force_reply"} & set(markup):
            raise bad_request("can't parse reply keyboard markup JSON object")
        return {}
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array')
    rows = [row for row in rows if row]
    try:
        for row in rows:
            for button in row:
                _check_button(button)
    except ApiError as error:
        emulator.violation(f"a button that Telegram refuses: {error.description}")
        raise
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        emulator.violation(f"more than {MAX_BUTTONS} buttons under a message")
        raise bad_request("reply markup is too long")
    if any(len(row) > MAX_BUTTONS_IN_ROW for row in rows):
        emulator.violation(f"more than {MAX_BUTTONS_IN_ROW} buttons in a row")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    kinds = [kind for kind in BUTTON_KINDS if kind in button and button[kind] not in (None, False)]
    if not kinds or button.get("callback_data") == "":
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(kinds) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one optional field must be used")
    kind, value = kinds[0], button[kinds[0]]
    if kind == "callback_data" and len(str(value).encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url":
        _check_url(str(value))
    if kind.startswith("switch_inline_query") and isinstance(value, str) and len(value) > 256:
        raise bad_request("BUTTON_SWITCH_QUERY_INVALID")
    if kind == "copy_text" and not 1 <= len(str(value.get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: str) -> None:
    problem = ""
    if re.match(r"(?!https?:|tg:)[a-z]+://", url):
        problem = "Unsupported URL protocol"
    elif not re.match(r"(https?://)?[^\s/]+\.[^\s/]+|tg://", url):
        problem = "Wrong HTTP URL"
    if problem:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")
