"""Tells the people who asked, once a verdict can no longer be undone."""

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.texts import verdict as texts
from handlers.tools import Tools, Write
from storage import jobs, rules, verdicts, views
from storage.jobs import Job
from storage.outbox import Place, Priority, post
from storage.tables import Ask, Claim, Person
from storage.types import now


async def due(session: AsyncSession, claim: Claim) -> None:
    """Plans the notices of a verdict that was just published."""
    await jobs.put(session, "notify", claim.id, due_at=claim.visible_at)


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
    for claim_id in missed.scalars():
        claim = await session.get(Claim, claim_id)
        if claim is not None:
            await due(session, claim)


async def notify(tools: Tools, job: Job) -> Write:
    """Sends the verdict to each requester who was not told of it yet, in their private chat."""
    claim_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        view = await views.claim(session, claim_id)
        shown = (await verdicts.published(session, [claim_id], now())).get(claim_id)
        if view is None or shown is None:
            return  # it was undone meanwhile
        desk = tools.desk.under(await rules.load(session, tools.desk.rules))
        message = texts.notice(shown, desk.name, has_source=view.claim.claimant is not None)
        waiting = await session.execute(
            select(Ask, Person)
            .join(Person, col(Person.id) == col(Ask.person_id))
            .where(
                col(Ask.claim_id) == claim_id,
                col(Ask.told_verdict_id).is_distinct_from(shown.verdict.id),
                col(Person.started),
            )
        )
        for asked, person in waiting.all():
            place = Place(tools.desk.bot_id, person.id)
            await post(session, place, f"verdict:{claim_id}:{person.id}", message, Priority.NOTICE)
            asked.told_verdict_id = shown.verdict.id
            session.add(asked)

    return write
