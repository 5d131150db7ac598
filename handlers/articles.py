"""Texts that people send: kept at once, joined and read by jobs."""

from datetime import timedelta
from typing import Any

from telegram import Message as TelegramMessage
from telegram import MessageEntity, MessageOrigin, Update

from claims import MAX_CHARS
from handlers.context import Context
from handlers.replies import say
from handlers.texts import help as texts
from storage import articles, jobs
from storage.outbox import Message
from storage.tables import Part
from storage.types import now

SHORT = 4
"""Words. "hello" and "is this true" are no article."""


async def take_in(update: Update, context: Context, text: str, *, shortest: int = SHORT) -> None:
    """Keeps a text until a job has joined it with the rest of its article, if there is any.

    `shortest` is how many words a typed text must have to be read.
    """
    message = update.message
    assert message is not None and message.from_user is not None  # noqa: S101
    if len(text) > MAX_CHARS:
        await say(update, context, Message(texts.TOO_LONG))
        return
    place = context.place(update)
    waiting = await articles.open_parts(context.session, place, context.sender.id)
    addresses = links(message)
    if not waiting and len(text.split()) - len(addresses) < shortest:
        if addresses:
            await say(update, context, Message(texts.LINK))
            return
        if message.forward_origin is None:
            await say(update, context, Message(texts.too_short(text)))
            return
    part = Part(
        bot_id=place.bot_id,
        chat_id=place.chat_id,
        person_id=context.sender.id,
        thread_id=place.thread_id,
        message_id=message.message_id,
        media_group=message.media_group_id,
        text=text,
        origin=origin(message),
        sent_at=message.date,
    )
    await articles.add_part(context.session, part)
    cut = (articles.is_full(text) or message.media_group_id is not None) and len(
        waiting
    ) < articles.MOST_PARTS
    await jobs.put(
        context.session,
        "join",
        f"{place.bot_id}:{place.chat_id}:{place.thread_id}:{context.sender.id}",
        {
            "bot_id": place.bot_id,
            "chat_id": place.chat_id,
            "thread_id": place.thread_id,
            "person_id": context.sender.id,
        },
        now() + (context.desk.join_wait if cut else timedelta(0)),
    )


def links(message: TelegramMessage) -> list[str]:
    """The addresses in a text or a caption."""
    found = message.parse_entities([MessageEntity.URL]) or message.parse_caption_entities([MessageEntity.URL])
    return list(found.values())


def origin(message: TelegramMessage) -> dict[str, Any] | None:
    """Where a forward came from, as far as Telegram says: kind, who (an id or a shown name), when."""
    found = message.forward_origin
    if found is None:
        return None
    who = (
        getattr(found, "sender_user", None)
        or getattr(found, "sender_chat", None)
        or getattr(found, "chat", None)
    )
    name = getattr(found, "sender_user_name", None) or _name(who)
    return {
        "kind": str(found.type),
        "who": who.id if who is not None else name,
        "name": name,
        "hidden": found.type == MessageOrigin.HIDDEN_USER,
        "message_id": getattr(found, "message_id", None),
        "date": found.date.isoformat(),
    }


def _name(who: Any) -> str:
    return getattr(who, "title", None) or getattr(who, "full_name", None) or ""
