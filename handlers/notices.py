"""Tells people: a verdict they asked for, a correction, a withdrawal; and reviewers, what became of their work."""

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import press
from handlers.context import Context, Desk
from handlers.texts import queue as queue_texts
from handlers.texts import review as review_texts
from handlers.texts import verdict as texts
from handlers.texts.html import escape
from handlers.tools import Tools, Write
from storage import inbox, jobs, lists, pages, people, prompts, rules, told, verdicts
from storage.jobs import Job
from storage.lists import Filter
from storage.outbox import Message, Place, Priority, post
from storage.review import draft_of
from storage.roles import Role
from storage.tables import Ask, Claim, Draft, Event, Person, Sent
from storage.types import now
from storage.waiting import Waits
from storage.workflow import Act, State

AT_A_TIME = 100
"""People told in one transaction: on SQLite everybody else's messages wait for it."""
EDITORS_LISTS = 50
"""Messages to editors that are kept true, the newest."""
MOST_WAITING = 200
"""Claims that wait for an editor, among which a new one is looked for."""


async def due(session: AsyncSession, claim: Claim) -> None:
    """Plans the notices of a verdict that was just published, for when it can no longer be undone."""
    await jobs.put(session, "notify", claim.id, due_at=claim.visible_at)


async def due_withdrawal(session: AsyncSession, claim: Claim) -> None:
    await jobs.put(session, "withdrawn", claim.id)


async def catch_up(session: AsyncSession, person: Person) -> None:
    """Somebody we could not write to before may have asked for claims that are checked by now."""
    missed = await session.execute(
        select(col(Ask.claim_id))
        .join(Claim, col(Claim.id) == col(Ask.claim_id))
        .where(
            col(Ask.person_id) == person.id,
            col(Claim.verdict_id).is_not(None),
            col(Ask.told_verdict_id).is_distinct_from(col(Claim.verdict_id)),
        )
    )
    for claim_id in missed.scalars().all():
        claim = await session.get(Claim, claim_id)
        if claim is not None:
            await due(session, claim)


async def notify(tools: Tools, job: Job) -> Write:
    """Sends the verdict to each requester who was not told of it yet, in their private chat.

    Whoever was told of another claim of the same article a moment ago sees both in that notice.
    """
    claim_id = int(job.key.split(":")[1])

    async def write(session: AsyncSession) -> None:
        shown = (await verdicts.published(session, [claim_id])).get(claim_id)
        if shown is None:
            return  # it was undone or reopened meanwhile
        desk = tools.desk.under(await rules.load(session, tools.desk.rules))
        verdict_id = verdicts.number(shown.verdict)
        found = await told.to_tell(session, claim_id, verdict_id, AT_A_TIME)
        for asked, person in found:
            at = now()
            fresh = f"verdict:{claim_id}:{person.id}:{shown.verdict.id}"
            asked.notice = await told.open_notice(session, asked, at) or fresh
            asked.told_verdict_id, asked.told_at = shown.verdict.id, at
            session.add(asked)
            await session.flush()
            message = await notice(session, desk, person.id, asked.notice)
            await post(session, Place(desk.bot_id, person.id), asked.notice, message, Priority.NOTICE)
        if len(found) == AT_A_TIME:  # under a key of its own: this job is not done yet
            await jobs.put(session, "notify", f"{claim_id}:{verdict_id}:{found[-1][1].id}")

    return write


async def notice(session: AsyncSession, desk: Desk, person_id: int, key: str) -> Message:
    """What a notice says now: one verdict whole, several as a list with a number to open each."""
    found = await told.in_notice(session, person_id, key)
    if not found:
        return Message(texts.IN_DOUBT)
    if len(found) == 1:
        return texts.notice(found[0], desk.name, has_source=found[0].claim.claimant is not None)
    return replace(texts.notices(found, desk.name), origin=f"notice:{key}")


async def withdrawn(tools: Tools, job: Job) -> Write:
    """Tells exactly those who were told the verdict that it does not stand any more, and why: it was withdrawn, or
    the claim was set aside when the desk looked at it again."""
    claim_id = int(job.key.split(":")[1])

    async def write(session: AsyncSession) -> None:
        claim = await session.get(Claim, claim_id)
        if claim is None or claim.state not in (State.WITHDRAWN, State.DISMISSED):
            return
        act = await session.execute(
            select(Event)
            .where(col(Event.claim_id) == claim_id, col(Event.kind).in_((Act.WITHDRAW, Act.DISMISS)))
            .order_by(col(Event.id).desc())
            .limit(1)
        )
        event = act.scalar()
        desk = tools.desk.under(await rules.load(session, tools.desk.rules))
        message = texts.withdrawn(claim, event.data["reason"] if event else "", desk.name)
        were_told = await session.execute(
            select(Ask)
            .where(col(Ask.claim_id) == claim_id, col(Ask.told_verdict_id).is_not(None))
            .order_by(col(Ask.person_id))
            .limit(AT_A_TIME)
        )
        found = were_told.scalars().all()
        for asked in found:
            key = f"withdrawn:{claim_id}:{asked.person_id}:{asked.told_verdict_id}"
            await post(session, Place(tools.desk.bot_id, asked.person_id), key, message, Priority.NOTICE)
            asked.told_verdict_id, asked.notice = None, None  # told again when it is published anew
            session.add(asked)
        if len(found) == AT_A_TIME:
            await jobs.put(session, "withdrawn", f"{claim_id}:{claim.version}:{found[-1].person_id}")

    return write


async def tell_rater(context: Context, claim: Claim, rated: Draft | None, text: str) -> None:
    """What became of somebody's rating, to who gave it; where the claim came back, with their preview."""
    if rated is None or rated.person_id == context.sender.id:
        return
    place = Place(context.desk.bot_id, rated.person_id)
    key = f"told:{claim.id}:{claim.version}:{rated.person_id}"
    await post(
        context.session, place, key, Message(f"Claim {claim.id}: {escape(text)}", subject=f"claim:{claim.id}")
    )
    draft = await draft_of(context.session, claim, rated.person_id)
    writer = await context.session.get(Person, rated.person_id)
    if claim.state == State.ASSIGNED and claim.assigned_to == rated.person_id and draft and writer:
        known = await pages.titles(context.session, draft.urls)
        preview = review_texts.preview(claim, draft, writer, context.desk, titles=known)
        await post(context.session, place, f"{key}:preview", preview)
        about = {"update": await inbox.newest(context.session, place.bot_id)}
        preview_key = f"{key}:preview"
        await prompts.open_prompt(
            context.session, place, writer, prompts.PREVIEW, preview_key, claim.id, about
        )


async def for_editors(session: AsyncSession, claim: Claim) -> None:
    """A claim needs an editor from now on: those who may decide on it hear of it."""
    await jobs.put(session, "editors", claim.id)


async def tell_editors(tools: Tools, job: Job) -> Write:
    """One message with all that waits for this editor; what comes within ten minutes is added to it."""
    claim_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        at = now()
        since = int(at.timestamp() // told.TOGETHER.total_seconds())
        for person in await people.with_role(session, Role.EDITOR):
            found, total = await lists.open_claims(
                session, Filter(waits=Waits.EDITOR), person, MOST_WAITING, 0
            )
            theirs = any(each.claim.id == claim_id for each in found)
            if not theirs or not person.started or person.blocked:
                continue
            place, key = Place(tools.desk.bot_id, person.id), f"editors:{person.id}:{since}"
            await post(session, place, key, queue_texts.for_editor(found, total, at), Priority.NOTICE)

    return write


async def editors_again(session: AsyncSession, bot_id: int, claim_id: int) -> None:
    """What editors were shown as waiting for them, and one of them has decided, is off the others' lists too."""
    shown = await session.execute(
        select(Sent)
        .where(
            col(Sent.bot_id) == bot_id,
            col(Sent.subject) == queue_texts.FOR_EDITORS,
            col(Sent.state) == "sent",
        )
        .order_by(col(Sent.sent_at).desc())
        .limit(EDITORS_LISTS)
    )
    button = press.data("card", claim_id, 0, 0)
    for sent in shown.scalars().all():
        person = await session.get(Person, sent.chat_id)
        if person is None or not any(
            each["data"] == button for row in sent.payload["buttons"] for each in row
        ):
            continue
        found, total = await lists.open_claims(session, Filter(waits=Waits.EDITOR), person, MOST_WAITING, 0)
        message = queue_texts.for_editor(found, total, now())
        await post(session, Place(bot_id, sent.chat_id), sent.key, message, Priority.EDIT, behind=True)


async def tell_reviewer_of_appeal(context: Context, claim: Claim, text: str) -> None:
    """The reviewer of the verdict hears what somebody says is wrong with it."""
    writer = await _writer(context.session, claim)
    if writer is None:
        return
    place = Place(context.desk.bot_id, writer.id)
    key = f"appeal:{claim.id}:{claim.version}"
    await post(context.session, place, key, review_texts.appealed(claim, text))


async def tell_assigned(context: Context, claim: Claim, to: Person) -> None:
    """Somebody was given a claim."""
    place = Place(context.desk.bot_id, to.id)
    message = review_texts.given(claim)
    await post(context.session, place, f"given:{claim.id}:{claim.version}", message, Priority.NOTICE)


async def tell_former(context: Context, claim: Claim, person_id: int) -> None:
    """Whose claim it was until an editor gave it to somebody else."""
    place = Place(context.desk.bot_id, person_id)
    message = review_texts.taken_over(claim)
    await post(context.session, place, f"former:{claim.id}:{claim.version}", message, Priority.NOTICE)


async def remind(session: AsyncSession, bot_id: int, claim: Claim) -> None:
    """Whoever wrote a verdict hears that it is out of date; who has left the team does not."""
    writer = await _writer(session, claim)
    if writer is None:
        return
    key = f"stale:{claim.id}:{claim.version}"
    await post(session, Place(bot_id, writer.id), key, review_texts.out_of_date(claim), Priority.NOTICE)


async def running_out(session: AsyncSession, bot_id: int, claim: Claim) -> None:
    """Whose claim it is hears that their time is nearly over."""
    assert claim.assigned_to is not None  # noqa: S101  (it is somebody's)
    key = f"running-out:{claim.id}:{claim.version}"
    message = review_texts.running_out(claim)
    await post(session, Place(bot_id, claim.assigned_to), key, message, Priority.NOTICE)


async def lapsed(session: AsyncSession, bot_id: int, claim: Claim, person_id: int) -> None:
    """Whose claim it was hears that their time is over."""
    key = f"lapsed:{claim.id}:{claim.version}"
    await post(session, Place(bot_id, person_id), key, review_texts.lapsed(claim), Priority.NOTICE)


async def _writer(session: AsyncSession, claim: Claim) -> Person | None:
    """Who wrote the claim's last verdict, while they are in the team."""
    last = await verdicts.last(session, claim.id or 0)
    writer = await session.get(Person, last.person_id) if last is not None and last.person_id else None
    return writer if writer is not None and Role(writer.role).includes(Role.REVIEWER) else None
