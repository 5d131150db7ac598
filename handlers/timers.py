"""What happens by itself: a lease runs out, a verdict gets out of date, cards follow what they show."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import notices
from handlers.cards import card_for
from handlers.context import Desk
from handlers.groupcards import asked, card_key, group_place
from handlers.inline import present
from handlers.texts.card import group_card
from handlers.tools import Tools, Write
from storage import decisions, holding, jobs, outbox, rules, views
from storage.jobs import Job
from storage.outbox import Message, Place, Priority, post
from storage.tables import Claim, Person, Sent
from storage.types import now
from storage.workflow import State, stage_of

MOST_COPIES = 500
"""Copies of one card that are kept up to date, the newest."""
AT_A_TIME = 50
"""Copies drawn in one transaction: on SQLite everybody else's messages wait for it."""


async def lapse(tools: Tools, job: Job) -> Write:
    """Frees a claim whose lease ran out, and tells whose it was."""
    claim_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        claim = await session.get(Claim, claim_id)
        owner = await holding.lapse(session, claim) if claim is not None else None
        if claim is not None and owner is not None:
            await notices.lapsed(session, tools.desk.bot_id, claim, owner)

    return write


async def running_out(tools: Tools, job: Job) -> Write:
    """Whoever has a claim hears that their time is nearly over, and can have more."""
    claim_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        claim = await session.get(Claim, claim_id)
        if claim is not None and claim.state == State.ASSIGNED:
            await notices.running_out(session, tools.desk.bot_id, claim)

    return write


async def expire(tools: Tools, job: Job) -> Write:
    """The review-by date of a verdict has come: whoever wrote it hears of it."""
    claim_id, verdict_id = int(job.key.split(":")[1]), int(job.payload["verdict"])

    async def write(session: AsyncSession) -> None:
        claim = await session.get(Claim, claim_id)
        if claim is not None and await decisions.expire(session, claim, verdict_id):
            await notices.remind(session, tools.desk.bot_id, claim)

    return write


async def refresh(tools: Tools, job: Job) -> Write:
    """Every copy of a claim's card, wherever it was sent, shows the claim as it is now; some at a time."""
    claim_id, done = int(job.key.split(":")[1]), int(job.payload.get("done", 0))

    async def write(session: AsyncSession) -> None:
        desk = tools.desk.under(await rules.load(session, tools.desk.rules))
        if not done:
            await _in_group(session, desk, claim_id)
            await _again_after_undo(session, claim_id)
            await notices.editors_again(session, desk.bot_id, claim_id)
        copies = await _copies(session, desk.bot_id, claim_id, job.payload.get("behind"))
        public = await present(session, desk, claim_id) if copies else None
        for key in copies:
            # Locked and read anew: the person may have pressed something a moment ago, and it was sent.
            where = (desk.bot_id, key)
            current = await session.get(Sent, where, with_for_update=True, populate_existing=True)
            if current is not None and public is not None:
                await _draw_again(session, desk, claim_id, current, public)
        if len(copies) == AT_A_TIME and done + AT_A_TIME < MOST_COPIES:
            last = await session.get_one(Sent, (desk.bot_id, copies[-1]))
            rest = {"done": done + AT_A_TIME, "behind": [last.sent_at.isoformat(), last.key]}
            await jobs.put(session, "refresh", f"{claim_id}:{done + AT_A_TIME}", rest)

    return write


async def _again_after_undo(session: AsyncSession, claim_id: int) -> None:
    """When the time for undo is over, cards change once more. Under a key of its own: this job is not done yet."""
    claim = await session.get(Claim, claim_id)
    if claim is not None and claim.visible_at is not None and claim.visible_at > now():
        shown_at = f"{claim_id}:{claim.visible_at:%H:%M:%S}"
        await jobs.put(session, "refresh", shown_at, due_at=claim.visible_at)


async def _copies(session: AsyncSession, bot_id: int, claim_id: int, behind: list[str] | None) -> list[str]:
    """The keys of the claim's newest cards that come behind the last one drawn (when it was sent, its key)."""
    wanted = (
        select(col(Sent.key))
        .where(
            col(Sent.bot_id) == bot_id,
            col(Sent.subject) == f"claim:{claim_id}",
            col(Sent.state) == "sent",
        )
        .order_by(col(Sent.sent_at).desc(), col(Sent.key))
        .limit(AT_A_TIME)
    )
    if behind is not None:
        at, key = datetime.fromisoformat(behind[0]), behind[1]
        older, later_key = col(Sent.sent_at) < at, col(Sent.key) > key
        wanted = wanted.where(older | ((col(Sent.sent_at) == at) & later_key))
    return list((await session.execute(wanted)).scalars())


async def _draw_again(session: AsyncSession, desk: Desk, claim_id: int, sent: Sent, public: Message) -> None:
    """A card, or a `public` one that was shared through inline mode; whatever else shows the claim stays."""
    waiting = await outbox.is_waiting(session, sent.bot_id, sent.key)
    if waiting:  # the person has pressed something meanwhile: what they asked for goes first
        return
    place = Place(sent.bot_id, sent.chat_id)
    if sent.inline_message_id is not None:
        message = public
    elif sent.payload.get("card"):
        if await _still_a_choice(session, claim_id, sent):
            return
        _, occurrence, submission, person_id = sent.payload["card"]
        person = await session.get(Person, person_id)
        if person is None:
            return
        where = (claim_id, occurrence, submission)
        origin = sent.payload.get("origin")
        message = await card_for(session, desk, person, sent.chat_id, where, origin)
        message = outbox.carried(message, sent.payload)
    else:
        return
    await post(session, place, sent.key, message, Priority.EDIT, behind=True)


async def _still_a_choice(session: AsyncSession, claim_id: int, sent: Sent) -> bool:
    """Whether it offers something, as ratings do, that is possible as long as nobody has moved the claim on."""
    claim = await session.get(Claim, claim_id)
    return claim is not None and sent.payload.get("stage") == stage_of(claim)


async def _in_group(session: AsyncSession, desk: Desk, claim_id: int) -> None:
    """The claim's card in the reviewers' group; one that is not there yet comes with the others that are asked."""
    place, key = group_place(desk), card_key(claim_id)
    view = await views.claim(session, claim_id) if place is not None else None
    if place is None or view is None:
        return
    there = await session.get(Sent, (desk.bot_id, key))
    if there is not None and await _still_a_choice(session, claim_id, there):
        return
    if there is not None or await outbox.is_waiting(session, desk.bot_id, key):
        await post(session, place, key, group_card(view, now(), desk), Priority.EDIT)
    elif view.claim.state == State.ASKED:
        await asked(session)
