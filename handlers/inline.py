"""`@bot words` in any chat: published verdicts, and a card to share. Looks up only; never changes a claim."""

import re
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers import press
from handlers.context import Context, Desk
from handlers.replies import answer
from handlers.texts import inline as texts
from storage import outbox, people, verdicts
from storage.db import Database
from storage.matching import Matcher
from storage.outbox import Message, Place
from storage.ratings import BY_CODE
from storage.tables import Claim, Person
from storage.types import now
from storage.verdicts import Published

PAGE = 20
LOOK = 100
"""Claims looked at for one page: filters and unpublished ones thin them out."""
FILTER = re.compile(r"\b(is|source|since):(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Result:
    """One verdict to share. `id` is unique in its answer and at most 64 bytes."""

    id: str
    title: str
    description: str
    message: Message


@dataclass(frozen=True)
class Answer:
    """What an inline query gets. `ask` is the label of a button that opens the bot with the query."""

    results: list[Result] = field(default_factory=list)
    next_offset: str = ""
    ask: str | None = None
    found_nothing: bool = False


@dataclass(frozen=True)
class Filters:
    """What the words with a colon say."""

    rating: str | None = None
    source: str | None = None
    since: date | None = None

    def admit(self, found: Published) -> bool:
        verdict = found.verdict
        if self.rating and self.rating not in (verdict.truth, verdict.attribution):
            return False
        if self.source and self.source not in (found.claim.claimant or "").casefold():
            return False
        return self.since is None or verdict.as_of >= self.since


async def look_up(database: Database, matcher: Matcher, desk: Desk, query: str, offset: str) -> Answer:
    """The verdicts for a query, a page at a time. What may be shown is read from the database now."""
    words, filters, problem = parse(query)
    if problem is not None:
        return Answer(ask=problem)
    start = int(offset) if offset.isascii() and offset.isdigit() else 0
    if not words and filters == Filters():
        ids = await _latest(database, PAGE + 1, start)
        step = PAGE
    elif not words:
        ids, step = await _latest(database, LOOK, start), LOOK
    elif words.startswith("#") and words[1:].isdigit():
        ids, step = [int(words[1:])], LOOK
    else:
        ids, step = await matcher.look_up(words, LOOK, start), LOOK
    async with database.read() as session:
        shown = await verdicts.published(session, ids, now())
    found = [shown[each] for each in ids if each in shown and filters.admit(shown[each])][:PAGE]
    results = [_result(each, desk) for each in found]
    if not results and start == 0:
        return Answer(ask=texts.ask(query), found_nothing=bool(words))
    more = len(ids) > step if step == PAGE else len(ids) == LOOK and bool(found)
    return Answer(results, next_offset=str(start + step) if more else "")


def parse(query: str) -> tuple[str, Filters, str | None]:
    """The words, the filters, and what is wrong with a filter, if anything."""
    rating = source = since = None
    for name, value in FILTER.findall(query):
        match name.lower():
            case "is":
                rating = value.lower()
                if rating not in BY_CODE:
                    return "", Filters(), texts.BAD_RATING
            case "source":
                source = value.casefold()
            case _:
                try:
                    since = date.fromisoformat(f"{value}-01-01"[:10] if len(value) == 4 else value)
                except ValueError:
                    return "", Filters(), texts.BAD_DATE
    return " ".join(FILTER.sub(" ", query).split()), Filters(rating, source, since), None


async def remember(database: Database, person: Person, query: str) -> None:
    """Keeps the words that found nothing, for `start=ask`. Written after the answer went out."""
    async with database.write() as session:
        known = await people.meet(session, person.id, person.name, person.username, person.language, ())
        known.last_query = query
        session.add(known)


async def refresh(update: Update, context: Context) -> None:
    """The present state of a card that was shared through inline mode."""
    query = update.callback_query
    assert query is not None  # noqa: S101  (only presses come here)
    claim_id = press.of(update).number(0)
    message = await present(context.session, context.desk, claim_id)
    await answer(update, context, texts.REFRESHED)
    if query.inline_message_id is None:
        return
    key = await outbox.shared(
        context.session, context.desk.bot_id, query.inline_message_id, f"claim:{claim_id}"
    )
    # The chat of an inline message is unknown; the person's own id gives it a queue of its own.
    await outbox.post(context.session, Place(context.desk.bot_id, context.sender.id), key, message)


async def present(session: AsyncSession, desk: Desk, claim_id: int) -> Message:
    """A shared card as it should read at this moment."""
    shown = (await verdicts.published(session, [claim_id], now())).get(claim_id)
    return texts.shared(shown, desk) if shown is not None else texts.withdrawn(claim_id, desk)


def _result(found: Published, desk: Desk) -> Result:
    return Result(
        f"{found.claim.id}-{found.verdict.id}",
        texts.title(found),
        texts.description(found),
        texts.shared(found, desk),
    )


async def _latest(database: Database, limit: int, offset: int) -> list[int]:
    """Ids of the claims whose verdicts became visible last."""
    async with database.read() as session:
        rows = await session.execute(
            select(col(Claim.id))
            .where(col(Claim.verdict_id).is_not(None), col(Claim.visible_at) <= now())
            .order_by(col(Claim.visible_at).desc(), col(Claim.id).desc())
            .limit(limit)
            .offset(offset)
        )
        return [number for number in rows.scalars() if number is not None]
