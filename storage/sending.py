"""What the sender does with the outbox. A send that may or may not have arrived is never repeated blindly."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.outbox import FILES, PENDING, Priority
from storage.sql import insert
from storage.tables import Outbox, Person, Sent
from storage.types import now

KEPT = ("message", *FILES)
"""Kinds that people can see afterwards, so that they are noted in `Sent`. A file is noted without its content."""
LOOK_AHEAD = 64
"""Rows looked at to find some for different chats: within a chat messages go one after the other."""


@dataclass(frozen=True)
class Outgoing:
    """One request to make. With `message_id` or `inline_message_id` it is an edit."""

    id: int
    bot_id: int
    key: str
    kind: str
    chat_id: int
    payload: dict[str, Any]
    attempts: int
    message_id: int | None = None
    inline_message_id: str | None = None

    @property
    def is_edit(self) -> bool:
        return self.message_id is not None or self.inline_message_id is not None

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice does no harm."""
        return self.is_edit or self.kind in ("answer", "menu")


async def take(
    session: AsyncSession, bot_id: int, limit: int, held: set[int], busy: set[int]
) -> list[Outgoing]:
    """Marks the next messages as being sent, at most one a chat.

    `held` are chats that must wait (a limit), `busy` those with a message on its way.
    """
    at = now()
    await session.execute(
        delete(Outbox).where(
            col(Outbox.bot_id) == bot_id,
            PENDING,
            col(Outbox.priority) == int(Priority.ANSWER),  # nothing else expires
            col(Outbox.expires_at) < at,
        )
    )
    waiting = await session.execute(
        select(Outbox)
        .where(
            col(Outbox.bot_id) == bot_id,
            PENDING,
            col(Outbox.due_at) <= at,
            col(Outbox.chat_id).not_in(held | busy) | (col(Outbox.kind) == "answer"),
        )
        .order_by(col(Outbox.priority), col(Outbox.id))
        .limit(LOOK_AHEAD)
        # A sender that was thought dead may be taking them at this moment.
        .with_for_update(skip_locked=True)
    )
    taken: list[Outgoing] = []
    chats = set(busy)
    for row in waiting.scalars():
        if len(taken) == limit:
            break
        if row.kind != "answer":
            if row.chat_id in chats:
                continue
            chats.add(row.chat_id)
        seen = await session.get(Sent, (bot_id, row.key)) if row.kind in KEPT else None
        if seen is not None and (row.kind in FILES or _shows(seen, row.payload)):
            await session.delete(row)  # nothing would change
            continue
        row.state = "sending"
        row.attempts += 1
        session.add(row)
        there = seen if seen is not None and seen.state == "sent" else None
        assert row.id is not None  # noqa: S101  (it came from the database)
        taken.append(
            Outgoing(
                row.id,
                bot_id,
                row.key,
                row.kind,
                row.chat_id,
                row.payload,
                row.attempts,
                there.message_id if there else None,
                there.inline_message_id if there else None,
            )
        )
    return taken


async def sent(session: AsyncSession, done: Outgoing, message_id: int | None, state: str = "sent") -> None:
    """Notes what people can see now. `state`: sent, uncertain, blocked, or gone (deleted by somebody)."""
    await session.execute(delete(Outbox).where(col(Outbox.id) == done.id))
    if done.kind not in KEPT:
        return
    row = dict(
        bot_id=done.bot_id,
        key=done.key,
        chat_id=done.chat_id,
        message_id=message_id or done.message_id,
        inline_message_id=done.inline_message_id,
        subject=done.payload.get("subject"),
        state=state,
        payload={name: value for name, value in done.payload.items() if name != "content"},
        sent_at=now(),
    )
    statement = insert(session, Sent).values(**row)
    newer = {name: value for name, value in row.items() if name not in ("bot_id", "key")}
    await session.execute(statement.on_conflict_do_update(index_elements=["bot_id", "key"], set_=newer))
    if state == "blocked":
        await session.execute(update(Person).where(col(Person.id) == done.chat_id).values(blocked=True))


async def later(session: AsyncSession, tried: Outgoing, delay: timedelta, error: str) -> None:
    """Puts a message back, unless a newer version of it waits already."""
    newer = await session.execute(
        select(col(Outbox.id)).where(
            col(Outbox.bot_id) == tried.bot_id, col(Outbox.key) == tried.key, PENDING
        )
    )
    if newer.scalar() is not None:
        await session.execute(delete(Outbox).where(col(Outbox.id) == tried.id))
        return
    try:
        async with session.begin_nested():
            await session.execute(
                update(Outbox)
                .where(col(Outbox.id) == tried.id)
                .values(state="pending", due_at=now() + delay, error=error[:500])
            )
    except IntegrityError:  # a newer version came in at this very moment
        await session.execute(delete(Outbox).where(col(Outbox.id) == tried.id))


async def refused(session: AsyncSession, tried: Outgoing, error: str) -> None:
    """Keeps a message that Telegram will never take, for an admin to see."""
    await session.execute(
        update(Outbox).where(col(Outbox.id) == tried.id).values(state="failed", error=error[:500])
    )


async def gone(session: AsyncSession, tried: Outgoing) -> None:
    """The message to edit is not there any more: the next version is sent anew, this one with it."""
    await session.execute(
        update(Sent).where(col(Sent.bot_id) == tried.bot_id, col(Sent.key) == tried.key).values(state="gone")
    )
    await later(session, tried, timedelta(0), "the message to edit was gone")


async def moved(session: AsyncSession, old_chat: int, new_chat: int) -> None:
    """A group became a supergroup and has another id."""
    for table in (Outbox, Sent):
        await session.execute(update(table).where(col(table.chat_id) == old_chat).values(chat_id=new_chat))


async def recover(session: AsyncSession, bot_id: int, underway: Collection[int] = ()) -> int:
    """Sorts out what a sender left when it was killed. Returns how many sends are uncertain.

    Edits and answers go out again; a send may have arrived, so it is marked uncertain instead. `underway` are
    the rows that this sender is sending itself.
    """
    left = await session.execute(
        select(Outbox).where(
            col(Outbox.bot_id) == bot_id, col(Outbox.state) == "sending", col(Outbox.id).not_in(underway)
        )
    )
    uncertain = 0
    for row in left.scalars().all():
        seen = await session.get(Sent, (bot_id, row.key))
        assert row.id is not None  # noqa: S101  (it came from the database)
        tried = Outgoing(
            row.id,
            bot_id,
            row.key,
            row.kind,
            row.chat_id,
            row.payload,
            row.attempts,
            message_id=seen.message_id if seen and seen.state == "sent" else None,
            inline_message_id=seen.inline_message_id if seen else None,
        )
        if tried.repeatable:
            await later(session, tried, timedelta(0), "the sender stopped")
        else:
            await sent(session, tried, None, "uncertain")
            uncertain += 1
    return uncertain


def _shows(seen: Sent, wanted: dict[str, Any]) -> bool:
    parts = ("text", "buttons")
    return seen.state == "sent" and all(seen.payload.get(part) == wanted.get(part) for part in parts)
