"""`@bot words` in any chat: published verdicts, and a card to share. Looks up only; never changes a claim."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers import filters, press
from handlers.context import Context, Desk
from handlers.filters import Asked
from handlers.replies import answer
from handlers.texts import inline as texts
from storage import chosen, outbox, people, verdicts
from storage.db import Database
from storage.matching import Matcher
from storage.outbox import Message, Place
from storage.search import Found, Wanted
from storage.tables import Claim, Person
from storage.types import now
from storage.verdicts import Published

PAGE = 10
"""Fewer than Telegram takes (50): a screen shows six, and the next page comes while people scroll."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = re.compile(r"(\d{1,17}):(\d{1,18})", re.ASCII)
"""The mark of one of the latest: when it became visible, in microseconds, and its id. Anybody may forge one."""
CHOSEN = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)
"""A result's id: claim and verdict."""
ASK, FILTERS = "ask", "filters"
"""Start parameters: send the last inline words in; explain the filters."""


@dataclass(frozen=True)
class Result:
    """One verdict to share. `id` is unique in its answer and at most 64 bytes; `rating` chooses its picture."""

    id: str
    title: str
    description: str
    message: Message
    rating: str = ""


@dataclass(frozen=True)
class Help:
    """A button above the results that opens the bot with a start parameter."""

    label: str
    parameter: str


@dataclass(frozen=True)
class Answer:
    """What an inline query gets. `remember` are words that found nothing: the button sends them in."""

    results: list[Result] = field(default_factory=list)
    next_offset: str = ""
    button: Help | None = None
    remember: str | None = None


def look_up(database: Database, matcher: Matcher, desk: Desk, query: str, offset: str) -> Answer:
    """The verdicts for a query, a page at a time. What may be shown is read from the database now.

    Takes a few milliseconds: to be called within a thread.
    """
    asked = filters.read(query, desk.rules.labels)
    if asked.problem is not None:
        return Answer(button=Help(asked.problem, FILTERS))
    shown = _page(database, matcher, asked, offset)
    if not shown and not offset:
        return _nothing(database, matcher, asked)
    page = shown[:PAGE]
    results = [_result(each, desk, asked.text) for each, _ in page]
    return Answer(results, next_offset=page[-1][1] if len(shown) > PAGE else "")


def _page(database: Database, matcher: Matcher, asked: Asked, offset: str) -> list[tuple[Published, str]]:
    """The next verdicts that may be shown with their marks; one more than a page where there are more."""
    shown: list[tuple[Published, str]] = []
    after, more = offset, True
    while more and len(shown) <= PAGE:
        found, more = _next(database, matcher, asked, after)
        for start in range(0, len(found), PAGE + 1):
            shown += _allowed(database, asked, found[start : start + PAGE + 1])
            if len(shown) > PAGE:
                break
        after = found[-1].mark if found else after
    return shown


def _nothing(database: Database, matcher: Matcher, asked: Asked) -> Answer:
    """Says why nothing is found, and what helps: other words, fewer filters, or asking the desk."""
    everything = replace(asked, wanted=Wanted(asked.wanted.typed), filters="")
    if asked.filters and _page(database, matcher, everything, ""):
        return Answer(button=Help(texts.filtered_out(asked.filters), FILTERS))
    if asked.number is not None:
        return Answer(button=Help(texts.no_number(asked.number), FILTERS))
    if asked.text and not asked.wanted.typed:
        return Answer(button=Help(texts.NO_WORDS, FILTERS))
    if not asked.text:
        return Answer(button=Help(texts.NOTHING_YET, ""))
    return Answer(button=Help(texts.ASK, ASK), remember=asked.text)


async def remember(database: Database, typed: Iterable[tuple[Person, str]]) -> None:
    """Keeps the words of each person that found nothing, for `start=ask`. Written after the answer went out."""
    async with database.write() as session:
        for person, words in sorted(typed, key=lambda each: each[0].id):
            known = await people.meet(session, person.id, person.name, person.username, person.language, ())
            known.last_query = words
            session.add(known)


async def refresh(update: Update, context: Context) -> None:
    """The present state of a card that was shared through inline mode. Anybody who sees it may press."""
    query = update.callback_query
    assert query is not None  # noqa: S101  (only presses come here)
    await answer(update, context, texts.REFRESHED)
    if query.inline_message_id is not None:
        await _show_present(context, query.inline_message_id, press.of(update).number(0))


async def choose(update: Update, context: Context) -> None:
    """Somebody shared a result. It is counted, and the copy is noted, so that it follows its claim."""
    result = update.chosen_inline_result
    chosen_id = CHOSEN.fullmatch(result.result_id) if result is not None else None
    if result is None or chosen_id is None:
        return
    claim_id, verdict_id = map(int, chosen_id.groups())
    if await context.session.get(Claim, claim_id) is None:
        return
    await chosen.add(context.session, claim_id)
    if result.inline_message_id is None:
        return
    shown = (await verdicts.published(context.session, [claim_id], now())).get(claim_id)
    if shown is not None and shown.verdict.id == verdict_id:
        subject = texts.subject(claim_id)
        await outbox.shared(context.session, context.desk.bot_id, result.inline_message_id, subject)
    else:  # it changed between the look-up and the choice
        await _show_present(context, result.inline_message_id, claim_id)


async def _show_present(context: Context, inline_message_id: str, claim_id: int) -> None:
    """Edits a shared card. What is known of it goes before what the button says."""
    bot_id = context.desk.bot_id
    copy = await outbox.shared(context.session, bot_id, inline_message_id, texts.subject(claim_id))
    message = await present(context.session, context.desk, texts.claim_of(copy.subject) or claim_id)
    # The chat of an inline message is unknown; the person's own id gives it a queue of its own.
    await outbox.post(context.session, Place(bot_id, context.sender.id), copy.key, message)


async def present(session: AsyncSession, desk: Desk, claim_id: int) -> Message:
    """A shared card as it should read at this moment. A claim that became part of another shows that one."""
    claim = await session.get(Claim, claim_id)
    if claim is not None and claim.merged_into is not None:
        claim = await session.get(Claim, claim.merged_into)
    if claim is None or claim.id is None:
        return texts.gone(desk)
    shown = (await verdicts.published(session, [claim.id], now())).get(claim.id)
    if shown is not None:
        return texts.shared(shown, desk)
    public = await verdicts.was_public(session, claim)
    return texts.no_verdict(claim, desk) if public else texts.gone(desk)


def _next(database: Database, matcher: Matcher, asked: Asked, after: str) -> tuple[list[Found], bool]:
    """The next claims that may fit, and whether there may be more behind them."""
    if asked.number is not None:
        return ([] if after else [Found(asked.number, "#")]), False
    if asked.is_for_anything:
        found = _latest(database, after)
        return found, len(found) > PAGE
    if asked.text and not asked.wanted.typed:
        return [], False  # nothing but signs
    found = matcher.look_up(asked.wanted, after)
    return found, bool(found) and not asked.text


def _allowed(database: Database, asked: Asked, found: Sequence[Found]) -> list[tuple[Published, str]]:
    """Those that may be shown, in order, with their marks. The index may be a moment behind the database."""
    with database.look() as connection, Session(connection) as session:
        shown = verdicts.published_here(session, [each.claim_id for each in found], now())
    return [
        (shown[each.claim_id], each.mark)
        for each in found
        if each.claim_id in shown and _passes(asked.wanted, shown[each.claim_id])
    ]


def _passes(wanted: Wanted, found: Published) -> bool:
    verdict = found.verdict
    if wanted.ratings and wanted.ratings.isdisjoint({verdict.truth, verdict.attribution}):
        return False
    return wanted.since is None or verdict.as_of.toordinal() >= wanted.since


def _result(found: Published, desk: Desk, typed: str) -> Result:
    return Result(
        f"{found.claim.id}-{found.verdict.id}",
        texts.title(found),
        texts.description(found, typed),
        texts.shared(found, desk),
        found.verdict.truth or found.verdict.attribution or "",
    )


def _latest(database: Database, after: str) -> list[Found]:
    """The claims whose verdicts became visible last, behind the one that the mark names."""
    visible, number = col(Claim.visible_at), col(Claim.id)
    rows = select(number, visible).where(col(Claim.verdict_id).is_not(None), visible <= now())
    mark = LATEST.fullmatch(after)
    if mark is not None:
        moment = EPOCH + timedelta(microseconds=int(mark.group(1)))
        rows = rows.where(tuple_(visible, number) < (moment, int(mark.group(2))))
    rows = rows.order_by(visible.desc(), number.desc()).limit(PAGE + 1)
    with database.look() as connection:
        found = connection.execute(rows).all()
    return [
        Found(claim_id, f"{(moment - EPOCH) // timedelta(microseconds=1)}:{claim_id}")
        for claim_id, moment in found
        if claim_id and moment
    ]
