"""Messages that wait to be sent, and those that people can see.

A message has a key. Written again under its key it replaces the version that still waits, or becomes an edit
of the one that was sent. Only the sender (`bot.sender`) talks to Telegram; it uses `storage.sending`.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell
from storage.sql import fixed, insert
from storage.tables import Outbox, Sent
from storage.types import now

ANSWER_EXPIRES = timedelta(seconds=10)
PENDING = col(Outbox.state) == fixed("pending")
MAX_FILE = 10 * 1024 * 1024
"""Bytes. Telegram takes 50 MB, but a file waits in the database until it is sent."""
FILES = ("document", "photo")


class Priority(IntEnum):
    """What goes first."""

    ANSWER = 0
    REPLY = 1
    EDIT = 2
    NOTICE = 3


@dataclass(frozen=True)
class Button:
    """One of `data` (a press, at most 64 bytes), `url`, `inline` (opens inline mode with these words), `copy`
    (puts these at most 256 characters where the person can paste them)."""

    label: str
    data: str | None = None
    url: str | None = None
    inline: str | None = None
    copy: str | None = None


@dataclass(frozen=True)
class Message:
    """A message as Telegram shows it: HTML of its subset, and rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    subject: str | None = None
    """What it shows ("claim:214"), to find every copy when that changes."""
    reply_to: int | None = None
    card: tuple[int, int, int, int] | None = None
    """For a claim's card: claim, occurrence, submission, person. With it the card can be drawn anew."""
    stage: str | None = None
    """For a choice in the place of a card: the claim's stage that it is about. At another one it is a card again."""
    origin: str | None = None
    """The list that it shows or was opened from ("queue:0:numeric"), for the way back."""

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class File:
    """A document, or a picture that is shown as one. The caption is HTML, at most 1,024 characters of text."""

    name: str
    content: bytes
    caption: str = ""
    is_picture: bool = False


@dataclass(frozen=True)
class Place:
    """Where a message goes: a chat, and in a forum its topic (0 outside of one)."""

    bot_id: int
    chat_id: int
    thread_id: int = field(default=0)


async def post(
    session: AsyncSession,
    place: Place,
    key: str,
    message: Message,
    priority: Priority = Priority.REPLY,
    *,
    after: timedelta = timedelta(0),
    behind: bool = False,
) -> None:
    """Sends the message under its key, or edits the one that is there.

    `after` holds it back; with `behind` it is dropped where another version waits, or is being written at this
    moment.
    """
    row = dict(
        bot_id=place.bot_id,
        key=key,
        kind="message",
        chat_id=place.chat_id,
        priority=int(priority),
        payload=message.payload() | {"thread_id": place.thread_id},
        state="pending",
        due_at=now() + after,
        attempts=0,
        created_at=now(),
    )
    await _put(session, row, behind=behind)


async def post_file(session: AsyncSession, place: Place, key: str, file: File) -> None:
    """Sends a file, once for each key: it cannot be changed. Raises ValueError for more than 10 MB."""
    if len(file.content) > MAX_FILE:
        raise ValueError(f"{file.name} has {len(file.content)} bytes, more than {MAX_FILE}")
    row = dict(
        bot_id=place.bot_id,
        key=key,
        kind="photo" if file.is_picture else "document",
        chat_id=place.chat_id,
        priority=int(Priority.REPLY),
        payload={
            "name": file.name,
            "content": b64encode(file.content).decode(),
            "text": file.caption,
            "buttons": [],
            "thread_id": place.thread_id,
        },
        state="pending",
        due_at=now(),
        attempts=0,
        created_at=now(),
    )
    await _put(session, row)


async def set_menu(
    session: AsyncSession, bot_id: int, person_id: int, commands: Sequence[tuple[str, str]]
) -> None:
    """Gives one person's private chat its own menu of commands; none gives it everybody's again."""
    row = dict(
        bot_id=bot_id,
        key=f"menu:{person_id}",
        kind="menu",
        chat_id=person_id,
        priority=int(Priority.NOTICE),
        payload={"commands": [list(each) for each in commands]},
        state="pending",
        due_at=now(),
        attempts=0,
        created_at=now(),
    )
    await _put(session, row)


async def answer(
    session: AsyncSession,
    bot_id: int,
    press_id: str,
    text: str = "",
    *,
    alert: bool = False,
    url: str | None = None,
) -> None:
    """Answers a press: stops its spinner, with a short text (200 characters), or a link of the bot's that opens
    (its private chat, with a start parameter), or nothing. Useless after 10 s.
    """
    row = dict(
        bot_id=bot_id,
        key=f"answer:{press_id}",
        kind="answer",
        chat_id=0,
        priority=int(Priority.ANSWER),
        payload={"press_id": press_id, "text": text[:200], "alert": alert, "url": url},
        state="pending",
        due_at=now(),
        expires_at=now() + ANSWER_EXPIRES,
        attempts=0,
        created_at=now(),
    )
    await _put(session, row)


async def _put(session: AsyncSession, row: dict[str, Any], *, behind: bool = False) -> None:
    newer = {name: row[name] for name in ("payload", "priority", "due_at", "attempts")}
    statement = insert(session, Outbox).values(**row)
    waiting = {"index_elements": ["bot_id", "key"], "index_where": PENDING}
    if behind:
        statement = statement.on_conflict_do_nothing(**waiting)
    else:
        statement = statement.on_conflict_do_update(**waiting, set_=newer)
    await session.execute(statement)
    await bell.ring(session, "outbox")


async def is_waiting(session: AsyncSession, bot_id: int, key: str) -> bool:
    """Whether a version of this message is still to be sent."""
    found = await session.execute(
        select(col(Outbox.id)).where(
            col(Outbox.bot_id) == bot_id,
            col(Outbox.key) == key,
            col(Outbox.state).in_(("pending", "sending")),
        )
    )
    return found.first() is not None


async def key_of(session: AsyncSession, place: Place, message_id: int, data: str | None = None) -> str | None:
    """The key of the message with this id.

    Where a timeout left a message uncertain, a press on it shows that it did arrive: the message whose button
    carries `data` adopts the id.
    """
    here = (col(Sent.bot_id) == place.bot_id, col(Sent.chat_id) == place.chat_id)
    known = await session.execute(select(col(Sent.key)).where(*here, col(Sent.message_id) == message_id))
    key: str | None = known.scalar()
    if key is not None or data is None:
        return key
    lost = await session.execute(select(Sent).where(*here, col(Sent.state) == "uncertain"))
    for sent in lost.scalars():
        if any(button["data"] == data for row in sent.payload["buttons"] for button in row):
            sent.message_id, sent.state = message_id, "sent"
            session.add(sent)
            return str(sent.key)
    return None


def carried(message: Message, shown: dict[str, Any]) -> Message:
    """The message, with the list that the one it takes the place of was opened from."""
    return message if message.origin is not None else replace(message, origin=shown.get("origin"))


async def origin_of(session: AsyncSession, bot_id: int, key: str) -> str | None:
    """The list that a visible message was opened from."""
    seen = await session.get(Sent, (bot_id, key))
    origin: str | None = seen.payload.get("origin") if seen is not None else None
    return origin


async def shared(session: AsyncSession, bot_id: int, inline_message_id: str, subject: str) -> Sent:
    """Notes a message that somebody shared through inline mode, so that it can be edited.

    Whoever notes it first says what it shows: a forged press cannot turn somebody's card into another one.
    """
    key = f"inline:{inline_message_id}"
    row = dict(
        bot_id=bot_id,
        key=key,
        chat_id=0,
        inline_message_id=inline_message_id,
        subject=subject,
        state="sent",
        payload={"buttons": []},
        sent_at=now(),
    )
    await session.execute(insert(session, Sent).values(**row).on_conflict_do_nothing())
    noted = await session.get(Sent, (bot_id, key))
    assert noted is not None  # noqa: S101  (noted just now, or before)
    return noted
