"""Lists of claims: /queue, /mine, /find, /following."""

import asyncio

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from claims.typed import read_typed
from handlers import cards, notices, press
from handlers.context import Context
from handlers.guards import team, with_team
from handlers.replies import answer, pressed_key, replace, say
from handlers.texts import help as help_texts
from handlers.texts import queue as texts
from handlers.texts import review as review_texts
from handlers.tools import Tools, Write
from storage import jobs, lists, outbox, verdicts
from storage.db import Database
from storage.jobs import Job
from storage.lists import BadFilterError, Filter
from storage.matching import Matcher, Sought
from storage.outbox import Message, Place, post
from storage.roles import Role
from storage.search import Wanted
from storage.tables import Claim
from storage.types import now

MOST_FOUND = 8
LONGEST_SEARCH = 300


@team(Role.REVIEWER)
async def queue(update: Update, context: Context) -> None:
    """/queue, or /queue numeric source:putin older:7d gas."""
    try:
        wanted = lists.parse(" ".join(context.args or ()))
    except BadFilterError as error:
        await say(update, context, Message(str(error)))
        return
    if len(texts.packed(wanted).encode()) > texts.LONGEST_FILTER:
        await say(update, context, Message(texts.LONG_FILTER))
        return
    await say(update, context, await _page(context, wanted, 0))


@team(Role.REVIEWER)
async def turn(update: Update, context: Context) -> None:
    """Another page of the queue, in place."""
    pressed = press.of(update)
    try:
        wanted = lists.parse(pressed.code(1))
    except BadFilterError:  # forged
        wanted = Filter()
    await replace(update, context, await _page(context, wanted, pressed.number(0)))


async def back(update: Update, context: Context) -> None:
    """From a claim's card to the list it was opened from, as that is now."""
    key = await pressed_key(update, context)
    origin = await outbox.origin_of(context.session, context.desk.bot_id, key)
    kind, _, rest = (origin or "queue:0:").partition(":")
    if kind == "find":
        await answer(update, context)
        await _search(update, context, rest, key)
    elif kind == "following":
        await replace(update, context, await _followed(context, int(rest), stopping=False))
    elif kind == "notice":
        await replace(
            update, context, await notices.notice(context.session, context.desk, context.sender.id, rest)
        )
    elif kind == "article":
        submission, _, start = rest.partition(":")
        await cards.turn_to(update, context, int(submission), int(start))
    elif not with_team(update, context, Role.REVIEWER):
        await answer(update, context, review_texts.REFUSALS[Role.REVIEWER], alert=True)
    elif kind == "mine":
        await replace(update, context, await _mine(context))
    else:
        page, _, typed = rest.partition(":")
        await replace(update, context, await _page(context, lists.parse(typed), int(page)))


async def _page(context: Context, wanted: Filter, page: int) -> Message:
    found, total = await lists.open_claims(
        context.session, wanted, context.sender, texts.PAGE, page * texts.PAGE
    )
    if total and not found:  # the list has become shorter meanwhile
        return await _page(context, wanted, (total - 1) // texts.PAGE)
    return texts.queue(found, total, page, wanted, now())


@team(Role.REVIEWER)
async def mine(update: Update, context: Context) -> None:
    """/mine: what is theirs, and what they rated that waits for somebody else."""
    await say(update, context, await _mine(context))


async def _mine(context: Context) -> Message:
    held = await lists.held(context.session, context.sender.id, now())
    waiting = await lists.proposed(context.session, context.sender.id)
    return texts.mine(held, waiting, now())


async def following(update: Update, context: Context) -> None:
    """/following: the claims that somebody asked for."""
    if context.place(update).chat_id != context.sender.id:
        await say(update, context, help_texts.private_only(context.desk.link("start")))
        return
    await say(update, context, await _followed(context, 0, stopping=False))


async def turn_following(update: Update, context: Context) -> None:
    """Another page of it, or the same one with buttons that stop."""
    page, stopping = map(int, press.of(update).args)
    await replace(update, context, await _followed(context, page, stopping=bool(stopping)))


async def unfollow(update: Update, context: Context) -> None:
    claim_id, page = map(int, press.of(update).args)
    stopped = await lists.unfollow(context.session, context.sender.id, claim_id)
    message = await _followed(context, page, stopping=True)
    await replace(update, context, message, texts.UNFOLLOWED if stopped else texts.NOT_FOLLOWED)


async def _followed(context: Context, page: int, *, stopping: bool) -> Message:
    claims, total = await lists.followed(context.session, context.sender.id, texts.PAGE, page * texts.PAGE)
    if total and not claims:
        return await _followed(context, (total - 1) // texts.PAGE, stopping=stopping)
    shown = await verdicts.published(context.session, [claim.id or 0 for claim in claims])
    return texts.following(claims, shown, total, page, stopping=stopping)


async def find(update: Update, context: Context) -> None:
    """/find words. Searching takes its time, so a job does it."""
    typed = " ".join(context.args or ())[:LONGEST_SEARCH]
    if not typed:
        await say(update, context, Message(texts.HOW_TO_FIND))
        return
    await _search(update, context, typed, f"reply:{update.update_id}")


async def _search(update: Update, context: Context, typed: str, key: str) -> None:
    """Looks in a job, whose result is shown under this key."""
    place = context.place(update)
    payload = {
        "words": typed,
        "team": with_team(update, context, Role.REVIEWER),
        "place": [place.bot_id, place.chat_id, place.thread_id],
        "key": key,
    }
    await jobs.put(context.session, "find", update.update_id, payload)


async def search(tools: Tools, job: Job) -> Write:
    """Looks for claims: the team sees those in any state, everybody else what is published."""
    typed, team_only = job.payload["words"], job.payload["team"]
    ids = await (_any_state if team_only else _published)(tools.matcher, typed)
    claims, shown = await _claims(tools.database, ids)
    if not team_only:
        claims = [claim for claim in claims if claim.id in shown]
    message = texts.found(claims[:MOST_FOUND], shown, typed, team=team_only)

    async def write(session: AsyncSession) -> None:
        await post(session, Place(*job.payload["place"]), job.payload["key"], message)

    return write


async def _any_state(matcher: Matcher, typed: str) -> list[int]:
    return [match.claim_id for match in (await matcher.match([Sought(typed)], MOST_FOUND))[0]]


async def _published(matcher: Matcher, typed: str) -> list[int]:
    return [each.claim_id for each in await asyncio.to_thread(matcher.look_up, Wanted(read_typed(typed)))]


async def _claims(database: Database, ids: list[int]) -> tuple[list[Claim], dict[int, verdicts.Published]]:
    """The claims in this order, and the verdicts that may be shown."""
    async with database.read() as session:
        rows = await session.exec(select(Claim).where(col(Claim.id).in_(ids)))
        by_id = {claim.id: claim for claim in rows}
        shown = await verdicts.published(session, ids)
    return [by_id[each] for each in ids if each in by_id], shown
