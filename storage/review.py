"""What reviewers do to a claim: take it, rate it, say why, publish, undo. Roles are checked here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.ratings import BY_CODE, Axis
from storage.sql import insert
from storage.tables import Ask, Claim, Draft, Event, Evidence, Person, Verdict
from storage.types import now
from storage.workflow import Act, NotAllowedError, State, allowed, move

MAX_RATIONALE = 2000
MIN_RATIONALE = 10
MAX_SOURCES = 10
NEEDS_A_LOOK = frozenset({"unproven", "no-record-found"})
"""Ratings whose reason says where the desk looked."""


class TakenError(Exception):
    """The claim is somebody else's until their lease runs out."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"taken until {until.isoformat()}")
        self.until = until


class MissingError(Exception):
    """A verdict needs something more before it can be published: "reason" or "source"."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the verdict has no {what}")
        self.what = what


@dataclass(frozen=True)
class Published:
    """A verdict as it stands, with its sources, for whoever shows it."""

    claim: Claim
    verdict: Verdict
    evidence: list[Evidence] = field(default_factory=list)


async def ask(session: AsyncSession, claim: Claim, person: Person, article_id: int | None = None) -> bool:
    """Notes that a person wants this claim checked. False when they asked before."""
    row = dict(claim_id=claim.id, person_id=person.id, article_id=article_id, created_at=now())
    stored = await session.execute(
        insert(session, Ask).values(**row).on_conflict_do_nothing().returning(col(Ask.id))
    )
    if stored.scalar() is None:
        return False
    if allowed(claim.state, Act.ASK, person.role):
        await move(session, claim, Act.ASK, person.id, person.role)
    return True


async def has_asked(session: AsyncSession, claim_id: int, person_id: int) -> bool:
    found = await session.execute(
        select(col(Ask.id)).where(col(Ask.claim_id) == claim_id, col(Ask.person_id) == person_id)
    )
    return found.scalar() is not None


async def count_asks(session: AsyncSession, claim_id: int) -> int:
    found = await session.execute(select(func.count()).select_from(Ask).where(col(Ask.claim_id) == claim_id))
    return int(found.scalar_one())


async def rate(
    session: AsyncSession, claim: Claim, person: Person, axis: Axis, rating: str, lease: timedelta
) -> Draft:
    """Takes the claim for this person and notes their rating; their lease starts anew.

    Raises TakenError while it is another's, NotAllowedError, ChangedMeanwhileError.
    """
    if rating not in BY_CODE or BY_CODE[rating].axis is not axis:
        raise NotAllowedError(f"{rating} is no rating for {axis}")
    if not allowed(claim.state, Act.TAKE, person.role):
        raise NotAllowedError(f"{person.role} may not take a claim that is {claim.state}")
    until = claim.assigned_until
    if (
        claim.state == State.ASSIGNED
        and claim.assigned_to != person.id
        and until is not None
        and until > now()
    ):
        raise TakenError(until)
    mine = claim.state == State.ASSIGNED and claim.assigned_to == person.id
    await move(
        session,
        claim,
        Act.RATE if mine else Act.TAKE,
        person.id,
        person.role,
        record={"axis": str(axis), "rating": rating},
        assigned_to=person.id,
        assigned_until=now() + lease,
    )
    draft = await draft_of(session, claim, person) or Draft(claim_id=_id(claim.id), person_id=person.id)
    if axis is Axis.TRUTH:
        draft.truth = rating
    else:
        draft.attribution = rating
    return await _keep(session, draft)


async def draft_of(session: AsyncSession, claim: Claim, person: Person) -> Draft | None:
    found = await session.execute(
        select(Draft).where(col(Draft.claim_id) == claim.id, col(Draft.person_id) == person.id)
    )
    draft: Draft | None = found.scalar()
    return draft


async def reason(
    session: AsyncSession, claim: Claim, person: Person, text: str | None, urls: Sequence[str]
) -> Draft:
    """Keeps the typed reason and its links in the draft; links alone are added to those that are there.

    Raises NotAllowedError when the claim is not this person's any more.
    """
    draft = await _own_draft(session, claim, person)
    if text:
        draft.rationale = text[:MAX_RATIONALE]
        draft.urls = list(dict.fromkeys(urls or draft.urls))[:MAX_SOURCES]  # the links may have come first
    else:
        draft.urls = list(dict.fromkeys([*draft.urls, *urls]))[:MAX_SOURCES]
    return await _keep(session, draft)


def missing(draft: Draft) -> str | None:
    """What a draft needs before it can be published: "reason", "source" or nothing."""
    if draft.rationale is None or len(draft.rationale) < MIN_RATIONALE:
        return "reason"
    return None if draft.urls else "source"


async def publish(session: AsyncSession, claim: Claim, person: Person, undo: timedelta) -> Published:
    """Makes the draft the claim's verdict. Notices and inline show it when the time for undo is over.

    Raises MissingError, NotAllowedError, ChangedMeanwhileError.
    """
    draft = await _own_draft(session, claim, person)
    lacking = missing(draft)
    if lacking is not None:
        raise MissingError(lacking)
    earlier = await session.get(Verdict, claim.verdict_id) if claim.verdict_id else None
    verdict = Verdict(
        claim_id=_id(claim.id),
        person_id=person.id,
        truth=draft.truth or (earlier.truth if earlier else None),
        attribution=draft.attribution or (earlier.attribution if earlier else None),
        statement=claim.text,
        rationale=str(draft.rationale),
        as_of=now().date(),
        kind="update" if earlier else "first",
        replaces=earlier.id if earlier else None,
    )
    session.add(verdict)
    await session.flush()
    evidence = [Evidence(verdict_id=_id(verdict.id), url=url) for url in draft.urls]
    session.add_all(evidence)
    await move(
        session,
        claim,
        Act.PUBLISH,
        person.id,
        person.role,
        record={"verdict": verdict.id, "truth": verdict.truth, "attribution": verdict.attribution},
        verdict_id=verdict.id,
        visible_at=now() + undo,
        assigned_to=None,
        assigned_until=None,
    )
    await session.delete(draft)
    return Published(claim, verdict, evidence)


async def undo(
    session: AsyncSession, claim: Claim, person: Person, verdict_id: int, lease: timedelta
) -> Draft:
    """Takes a verdict back while nobody was told of it yet. Only who published it may.

    Raises NotAllowedError when it is not theirs, or the time is over; ChangedMeanwhileError.
    """
    verdict = await session.get(Verdict, verdict_id)
    in_time = claim.visible_at is not None and now() < claim.visible_at
    if verdict is None or claim.verdict_id != verdict_id or verdict.person_id != person.id or not in_time:
        raise NotAllowedError("the verdict cannot be taken back any more")
    urls = await session.execute(select(col(Evidence.url)).where(col(Evidence.verdict_id) == verdict_id))
    earlier = await session.get(Verdict, verdict.replaces) if verdict.replaces else None
    await move(
        session,
        claim,
        Act.UNDO,
        person.id,
        person.role,
        record={"verdict": verdict_id},
        verdict_id=verdict.replaces,
        visible_at=earlier.created_at if earlier else None,
        assigned_to=person.id,
        assigned_until=now() + lease,
    )
    draft = Draft(
        claim_id=_id(claim.id),
        person_id=person.id,
        truth=verdict.truth,
        attribution=verdict.attribution,
        rationale=verdict.rationale,
        urls=list(urls.scalars()),
    )
    return await _keep(session, draft)


async def stop(session: AsyncSession, claim: Claim, person: Person) -> None:
    """Gives the claim back. Raises NotAllowedError when it is not this person's."""
    if claim.state != State.ASSIGNED or claim.assigned_to != person.id:
        raise NotAllowedError("the claim is not theirs")
    if claim.verdict_id is not None:
        back = State.PUBLISHED
    else:
        back = State.ASKED if await count_asks(session, _id(claim.id)) else State.FOUND
    await move(
        session,
        claim,
        Act.STOP,
        person.id,
        person.role,
        state=back,
        assigned_to=None,
        assigned_until=None,
    )
    await session.execute(
        delete(Draft).where(col(Draft.claim_id) == claim.id, col(Draft.person_id) == person.id)
    )


async def published(
    session: AsyncSession, claim_ids: Sequence[int], at: datetime | None = None
) -> dict[int, Published]:
    """The verdicts of these claims that may be shown at this moment, by claim."""
    found = await session.execute(
        select(Claim, Verdict)
        .join(Verdict, col(Verdict.id) == col(Claim.verdict_id))
        .where(col(Claim.id).in_(claim_ids), col(Claim.visible_at) <= (at or now()))
    )
    shown = {_id(claim.id): Published(claim, verdict) for claim, verdict in found.all()}
    by_verdict = {_id(each.verdict.id): each for each in shown.values()}
    sources = await session.execute(
        select(Evidence).where(col(Evidence.verdict_id).in_(by_verdict)).order_by(col(Evidence.id))
    )
    for evidence in sources.scalars():
        by_verdict[evidence.verdict_id].evidence.append(evidence)
    return shown


async def history(session: AsyncSession, claim_id: int) -> list[Event]:
    found = await session.execute(
        select(Event).where(col(Event.claim_id) == claim_id).order_by(col(Event.id))
    )
    return list(found.scalars())


async def _own_draft(session: AsyncSession, claim: Claim, person: Person) -> Draft:
    draft = await draft_of(session, claim, person)
    if draft is None or claim.state != State.ASSIGNED or claim.assigned_to != person.id:
        raise NotAllowedError("the claim is not theirs")
    return draft


async def _keep(session: AsyncSession, draft: Draft) -> Draft:
    draft.updated_at = now()
    session.add(draft)
    await session.flush()
    return draft


def _id(value: int | None) -> int:
    assert value is not None, "the row came from the database"  # noqa: S101
    return value
