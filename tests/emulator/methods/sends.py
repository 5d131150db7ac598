"""Sending: where a message may go, what it answers to, and sendMessage itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import bad_request, forbidden
from ..model import Chat, Message
from ..parameters import Call
from ..text import Json
from .content import MAX_TEXT, formatted, keyboard, text_fields

if TYPE_CHECKING:
    from ..emulator import Emulator


def find_chat(emulator: Emulator, call: Call) -> Chat:
    """The chat that `chat_id` names, by number or @username. Raises ApiError 400."""
    wanted = call.text("chat_id")
    if not wanted:
        raise bad_request("chat_id is empty")
    if re.fullmatch(r"-?\d+", wanted) and (chat := emulator.chats.get(int(wanted))):
        return chat
    for chat in emulator.chats.values():
        # A bot cannot address a person by username.
        if not chat.is_private and chat.username and wanted == f"@{chat.username}":
            return chat
    raise bad_request("chat not found")


def open_chat(emulator: Emulator, call: Call) -> Chat:
    """The chat, if the bot may write there. Raises ApiError 400 or 403."""
    chat = find_chat(emulator, call)
    if chat.is_private:
        person = emulator.people[chat.id]
        if person.has_blocked:
            raise forbidden("bot was blocked by the user")
        if not person.has_started:
            emulator.violation(f"{call.method}: the bot wrote first to {person.name}, who never started it")
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    match chat.members.get(emulator.bot.id, "left"):
        case "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        case "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def context(chat: Chat, call: Call) -> Json:
    """The fields that tie a message to its topic and to the message it answers. Raises ApiError 400."""
    fields: Json = {}
    if topic := call.number("message_thread_id"):
        if topic not in chat.topics:
            raise bad_request("message thread not found")
        fields |= {"message_thread_id": topic, "is_topic_message": True}
    reply = call.object("reply_parameters")
    if reply and "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    replied_id = int(reply.get("message_id") or call.number("reply_to_message_id"))
    if not replied_id:
        return fields
    replied = chat.all_messages.get(replied_id)
    if replied is None or replied.deleted:
        if reply.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return fields
        raise bad_request("message to be replied not found")
    if (quote := reply.get("quote")) and quote not in replied.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    fields["reply_to_message"] = quoted(replied)
    if replied.topic and "message_thread_id" not in fields:  # an answer goes to the topic of what it answers
        fields |= {"message_thread_id": replied.topic, "is_topic_message": True}
    return fields


def quoted(message: Message) -> Json:
    """A message as another one's reply_to_message: without a reply of its own."""
    return {name: value for name, value in message.raw.items() if name != "reply_to_message"}


def send_message(emulator: Emulator, call: Call) -> Json:
    if not call.text("text"):
        raise bad_request("message text is empty")
    chat = open_chat(emulator, call)
    text, entities = formatted(
        emulator,
        call.text("text"),
        call.text("parse_mode"),
        call.list("entities"),
        limit=MAX_TEXT,
        too_long="message is too long",
    )
    if not text:
        raise bad_request("text must be non-empty")
    raw = text_fields(text, entities) | keyboard(emulator, call.params.get("reply_markup"))
    return emulator.add_message(chat, emulator.bot, context(chat, call) | raw).raw


def copy_message(emulator: Emulator, call: Call) -> Json:
    """Copies a message the bot can see, with its formatting."""
    chat = open_chat(emulator, call)
    source = emulator.chats.get(call.number("from_chat_id"))
    original = source.all_messages.get(call.number("message_id")) if source else None
    if original is None or original.deleted:
        raise bad_request("message to copy not found")
    kept = ("text", "entities", "caption", "caption_entities", "document", "photo")
    raw = {name: original.raw[name] for name in kept if name in original.raw}
    raw |= context(chat, call) | keyboard(emulator, call.params.get("reply_markup"))
    return {"message_id": emulator.add_message(chat, emulator.bot, raw, original.file).id}
