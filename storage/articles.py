"""Texts as they come in: parts, the articles they make, and who sent which."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims import MAX_CHARS
from storage.outbox import Place
from storage.sql import insert
from storage.tables import Article, Part, Submission

CUT_AT = 3500
"""UTF-16 units. A client cuts at a line or word end before 4,096, so parts are seldom exactly full."""
PAUSE = timedelta(seconds=3)
"""How far apart the parts of one text can be sent."""
SENTENCE_END = tuple(".!?…»”\"'")
MOST_PARTS = MAX_CHARS // CUT_AT
"""Parts that one article can have. Behind so many, no more are waited for."""
MARK = 16
"""Characters of an article's digest that a link to follow it carries: numbers alone could be tried one by one."""


async def add_part(session: AsyncSession, part: Part) -> bool:
    """Keeps a message until it is joined. False when it was kept before."""
    values = part.model_dump(exclude={"id"})
    stored = await session.execute(
        insert(session, Part).values(**values).on_conflict_do_nothing().returning(col(Part.id))
    )
    return stored.scalar() is not None


async def open_parts(session: AsyncSession, place: Place, person_id: int) -> list[Part]:
    """The person's parts in this place that are in no article yet, in the order they were sent."""
    found = await session.execute(
        select(Part)
        .where(
            col(Part.bot_id) == place.bot_id,
            col(Part.chat_id) == place.chat_id,
            col(Part.person_id) == person_id,
            col(Part.thread_id) == place.thread_id,
            col(Part.article_id).is_(None),
        )
        .order_by(col(Part.message_id))
    )
    return list(found.scalars())


def group(parts: list[Part]) -> list[list[Part]]:
    """Puts together what a client cut, and the items of one album."""
    groups: list[list[Part]] = []
    for part in parts:
        if groups and len(groups[-1]) < MOST_PARTS and continues(groups[-1][-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def continues(first: Part, second: Part) -> bool:
    """Whether the second goes on where the first was cut. Telegram marks albums, but not cut texts.

    What can be seen of a cut: the first is nearly full, the second follows within seconds and comes from the
    same place. Message ids tell nothing: a bot's private chats all share one counter.
    """
    if first.media_group or second.media_group:
        return first.media_group == second.media_group
    return (
        is_full(first.text)
        and second.sent_at - first.sent_at <= PAUSE
        and _same_origin(first.origin, second.origin)
    )


def is_full(text: str) -> bool:
    """Whether a client may have cut this text at its end."""
    return len(text.encode("utf-16-le")) // 2 >= CUT_AT


def _same_origin(first: dict[str, Any] | None, second: dict[str, Any] | None) -> bool:
    """Forwards of one text come from one sender, and were posted in the same few seconds."""
    if first is None or second is None:
        return first is second
    if first["who"] != second["who"]:
        return False
    gap = datetime.fromisoformat(second["date"]) - datetime.fromisoformat(first["date"])
    return timedelta(0) <= gap <= PAUSE


def join(parts: list[Part]) -> str:
    """One text again. A cut at a line end lost the line break, a cut within a line lost a space or nothing."""
    text = parts[0].text
    for part in parts[1:]:
        if not text or not part.text or text[-1].isspace() or part.text[0].isspace():
            seam = ""
        else:
            seam = "\n" if text.endswith(SENTENCE_END) else " "
        text += seam + part.text
    return text


def digest(text: str) -> str:
    """The same text, however its white space was mangled on the way, has the same digest."""
    return hashlib.sha256(re.sub(r"\s+", " ", text).strip().encode("utf-8", "surrogatepass")).hexdigest()


async def submit(session: AsyncSession, parts: list[Part]) -> Submission:
    """Makes an article of parts that belong together, or finds it, and notes that this person sent it."""
    first = parts[0]
    text = join(parts)
    posted = datetime.fromisoformat(first.origin["date"]) if first.origin else first.sent_at
    article = dict(
        digest=digest(text),
        text=text,
        published=posted.date(),
        state="waiting",
        flags=[],
        created_at=first.received_at,
    )
    await session.execute(insert(session, Article).values(**article).on_conflict_do_nothing())
    found = await session.execute(select(col(Article.id)).where(col(Article.digest) == article["digest"]))
    article_id = found.scalar_one()
    submission = dict(
        bot_id=first.bot_id,
        article_id=article_id,
        person_id=first.person_id,
        chat_id=first.chat_id,
        thread_id=first.thread_id,
        message_id=first.message_id,
        origin=first.origin,
        copies=1,
        summaries=0,
        created_at=first.received_at,
    )
    # Sent again, perhaps in another chat: one more copy of the summary, where it was sent last.
    again = {name: submission[name] for name in ("chat_id", "thread_id", "message_id")}
    stored = await session.execute(
        insert(session, Submission)
        .values(**submission)
        .on_conflict_do_update(
            index_elements=["article_id", "person_id"], set_=again | {"copies": col(Submission.copies) + 1}
        )
        .returning(col(Submission.id))
    )
    submission_id = stored.scalar_one()
    await session.execute(
        update(Part)
        .where(col(Part.id).in_([part.id for part in parts]))
        .values(article_id=article_id)
        .execution_options(synchronize_session=False)
    )
    saved = await session.get(Submission, submission_id, populate_existing=True)
    assert saved is not None  # noqa: S101  (it was written a moment ago)
    return saved


def follow(article: Article) -> str:
    """The start parameter with which people follow an article that they saw in a group."""
    return f"follow-{article.id}-{article.digest[:MARK]}"


async def followed(session: AsyncSession, parameter: str) -> int | None:
    """The article of such a parameter; None where there is none, or the mark is not its own."""
    found = re.fullmatch(r"follow-([0-9]{1,18})-([0-9a-f]+)", parameter)
    if found is None:
        return None
    article = await session.get(Article, int(found[1]))
    return article.id if article is not None and article.digest[:MARK] == found[2] else None


async def with_part(session: AsyncSession, place: Place, message_id: int) -> Submission | None:
    """The article that a message belongs to, as whoever wrote the message sent it."""
    found = await session.execute(
        select(Submission)
        .join(Part, col(Part.article_id) == col(Submission.article_id))
        .where(
            col(Part.bot_id) == place.bot_id,
            col(Part.chat_id) == place.chat_id,
            col(Part.message_id) == message_id,
            col(Submission.person_id) == col(Part.person_id),
        )
        .limit(1)
    )
    submission: Submission | None = found.scalar()
    return submission


async def latest(session: AsyncSession, place: Place, person_id: int) -> Submission | None:
    """The article that this person sent last in this chat."""
    found = await session.execute(
        select(Submission)
        .where(col(Submission.person_id) == person_id, col(Submission.chat_id) == place.chat_id)
        .order_by(col(Submission.id).desc())
        .limit(1)
    )
    newest: Submission | None = found.scalar()
    return newest


async def is_part(session: AsyncSession, place: Place, message_id: int) -> bool:
    """Whether this message was read as an article or a part of one."""
    found = await session.execute(
        select(col(Part.id)).where(
            col(Part.bot_id) == place.bot_id,
            col(Part.chat_id) == place.chat_id,
            col(Part.message_id) == message_id,
        )
    )
    return found.scalar() is not None
