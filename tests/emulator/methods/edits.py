"""Editing and deleting what the bot sent, by chat and message id or by inline message id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..errors import NOT_MODIFIED, bad_request
from ..model import Message
from ..parameters import Call
from ..text import Json
from .content import MAX_CAPTION, MAX_TEXT, formatted, keyboard, text_fields
from .sends import find_chat, open_chat

if TYPE_CHECKING:
    from ..emulator import Emulator

Edited = Json | Literal[True]  # True for a message shared through inline mode


def edit_text(emulator: Emulator, call: Call) -> Edited:
    message = _editable(emulator, call)
    if not call.text("text"):
        raise bad_request("message text is empty")
    if "text" not in message.raw:
        raise bad_request("there is no text in the message to edit")
    text, entities = formatted(
        emulator,
        call.text("text"),
        call.text("parse_mode"),
        call.list("entities"),
        limit=MAX_TEXT,
        too_long="MESSAGE_TOO_LONG",
    )
    if not text:
        raise bad_request("text must be non-empty")
    return _apply(emulator, call, message, {"entities": None} | text_fields(text, entities))


def edit_caption(emulator: Emulator, call: Call) -> Edited:
    message = _editable(emulator, call)
    if "text" in message.raw:
        raise bad_request("there is no caption in the message to edit")
    text, entities = formatted(
        emulator,
        call.text("caption"),
        call.text("parse_mode"),
        call.list("caption_entities"),
        limit=MAX_CAPTION,
        too_long="message caption is too long",
    )
    empty = {"caption": None, "caption_entities": None}
    return _apply(emulator, call, message, empty | text_fields(text, entities, "caption"))


def edit_reply_markup(emulator: Emulator, call: Call) -> Edited:
    return _apply(emulator, call, _editable(emulator, call), {})


def _editable(emulator: Emulator, call: Call) -> Message:
    if inline_id := call.text("inline_message_id"):
        shared = emulator.inline_messages.get(inline_id)
        if shared is None or shared.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return shared
    chat = open_chat(emulator, call)
    message = chat.all_messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender is not emulator.bot:
        raise bad_request("message can't be edited")
    return message


def _apply(emulator: Emulator, call: Call, message: Message, changes: Json) -> Edited:
    """Without reply_markup an edit takes the buttons away."""
    changes = {"reply_markup": None} | changes | keyboard(emulator, call.params.get("reply_markup"))
    if all(message.raw.get(name) == value for name, value in changes.items()):
        raise bad_request(NOT_MODIFIED)
    emulator.edit_message(message, changes)
    return True if message.inline_message_id else message.raw


def delete_message(emulator: Emulator, call: Call) -> bool:
    chat = find_chat(emulator, call)
    message = chat.all_messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    is_admin = chat.members.get(emulator.bot.id) == "administrator"
    if not (chat.is_private or is_admin or message.sender is emulator.bot):
        raise bad_request("message can't be deleted")
    message.deleted = True
    emulator.note_activity()
    return True


def delete_messages(emulator: Emulator, call: Call) -> bool:
    """Deletes those it finds and skips the others."""
    chat = find_chat(emulator, call)
    for message_id in call.list("message_ids"):
        message = chat.all_messages.get(int(message_id))
        if message is not None:
            message.deleted = True
    emulator.note_activity()
    return True
