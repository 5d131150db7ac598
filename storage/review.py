"""A reviewer's way with one claim: take it, rate it, say why, publish, undo. Roles are checked here.

With a quorum of two, publishing proposes: another reviewer rates it blind, and where the two differ an editor
who is neither of them rules. A correction is always signed by an editor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import holding, jobs, verdicts
from storage.ratings import BY_CODE, Axis
from storage.roles import Role
from storage.rules import Rules
from storage.sql import insert
from storage.tables import Ask, Claim, Draft, Evidence, Person, Verdict
from storage.types import now
from storage.verdicts import Published, number, pairs
from storage.workflow import Act, NotAllowedError, State, allowed, move

MAX_RATIONALE = 2000
MIN_RATIONALE = 10
MAX_SOURCES = 10
NEEDS_A_LOOK = frozenset({"unproven", "no-record-found"})
"""Ratings that say where the desk looked."""


class TakenError(Exception):
    """The claim is somebody else's until their lease runs out."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"taken until {until.isoformat()}")
        self.until = until


class MissingError(Exception):
    """A verdict needs something more before it can be published: reason, source, looked or note."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the verdict lacks: {what}")
        self.what = what


@dataclass(frozen=True)
class Outcome:
    """What publishing or rating second led to. Without a verdict it waits for somebody else."""

    state: State
    published: Published | None = None


async def ask(
    session: AsyncSession,
    claim: Claim,
    person: Person,
    article_id: int | None = None,
    *,
    seen_verdict_id: int | None = None,
) -> bool:
    """Notes that a person wants this claim checked. False when they asked before.

    Many may ask at the same moment, and none of them is too late: the claim is locked and read anew. Who has
    a verdict before their eyes is not told of that one again, but of whatever changes it. Of a claim that is part
    of another they ask for that one too.
    """
    await session.refresh(claim, with_for_update={"key_share": True})
    whole = await session.get(Claim, claim.merged_into) if claim.merged_into is not None else None
    if whole is not None:
        await ask(session, whole, person, article_id, seen_verdict_id=seen_verdict_id)
    row = dict(
        claim_id=claim.id,
        person_id=person.id,
        article_id=article_id,
        created_at=now(),
        told_verdict_id=seen_verdict_id,
    )
    stored = await session.execute(
        insert(session, Ask).values(**row).on_conflict_do_nothing().returning(col(Ask.id))
    )
    if stored.scalar() is None:
        return False
    if allowed(claim.state, Act.ASK, person.role):
        await move(session, claim, Act.ASK, person.id, person.role)
    return True


async def asked(session: AsyncSession, claim_id: int, person_id: int) -> Ask | None:
    """What this person asked about the claim, and were told; None where they did not ask."""
    found = await session.execute(
        select(Ask).where(col(Ask.claim_id) == claim_id, col(Ask.person_id) == person_id)
    )
    ask: Ask | None = found.scalar()
    return ask


async def count_asks(session: AsyncSession, claim_id: int) -> int:
    found = await session.execute(select(func.count()).select_from(Ask).where(col(Ask.claim_id) == claim_id))
    return int(found.scalar_one())


async def rate(
    session: AsyncSession, claim: Claim, person: Person, axis: Axis, rating: str, lease: timedelta
) -> Draft:
    """Takes the claim for this person and notes their rating; their lease starts anew.

    Raises TakenError while it is another's, NotAllowedError, ChangedMeanwhileError.
    """
    check_rating(axis, rating)
    check_free(claim, person)
    standing = await session.get(Verdict, claim.verdict_id) if claim.verdict_id is not None else None
    if standing is not None and getattr(standing, axis.value) is not None:
        raise NotAllowedError("this question is answered: only a claim that is reopened gets another answer")
    mine = claim.state == State.ASSIGNED and claim.assigned_to == person.id
    until = now() + lease
    await move(
        session,
        claim,
        Act.RATE if mine else Act.TAKE,
        person.id,
        person.role,
        record={"axis": str(axis), "rating": rating},
        assigned_to=person.id,
        assigned_until=until,
    )
    await holding.watch(session, claim)
    draft = await draft_of(session, claim, person.id) or Draft(claim_id=number(claim), person_id=person.id)
    return await keep(session, with_rating(draft, axis, rating))


async def draft_of(session: AsyncSession, claim: Claim, person_id: int) -> Draft | None:
    found = await session.execute(
        select(Draft).where(col(Draft.claim_id) == claim.id, col(Draft.person_id) == person_id)
    )
    draft: Draft | None = found.scalar()
    return draft


async def reason(
    session: AsyncSession, claim: Claim, person: Person, text: str | None, urls: Sequence[str]
) -> Draft:
    """Keeps the typed reason and its links in the draft; links alone are added to an earlier reason.

    Raises NotAllowedError when the claim is not this person's any more.
    """
    return await keep(session, with_reason(await own_draft(session, claim, person), text, urls))


async def amend(session: AsyncSession, claim: Claim, person: Person, **changes: object) -> Draft:
    """Changes other parts of the draft: statement, looked, comment, review_days, kind, note.

    Raises NotAllowedError when the claim is not this person's any more.
    """
    draft = await own_draft(session, claim, person)
    for name, value in changes.items():
        setattr(draft, name, value)
    return await keep(session, draft)


def missing(draft: Draft, min_sources: int = 1, earlier: Verdict | None = None) -> str | None:
    """What a draft needs before it can be published: rating, reason, source, looked, kind or note.

    Where there was a verdict before (`earlier`), readers are told what changed.
    """
    unrated = draft.truth is None and draft.attribution is None
    unlooked = bool({draft.truth, draft.attribution} & NEEDS_A_LOOK) and not draft.looked
    lacks = {
        "rating": unrated,
        "reason": draft.rationale is None or len(draft.rationale) < MIN_RATIONALE,
        "source": len(pairs(draft.urls)) < min_sources,
        "looked": unlooked,
        "kind": earlier is not None and draft.kind not in kinds(draft, earlier),
        "note": earlier is not None and draft.kind != "refile" and not draft.note,
    }
    return next((what for what, lacking in lacks.items() if lacking), None)


def kinds(draft: Draft, earlier: Verdict) -> tuple[str, ...]:
    """What a verdict after an earlier one can be. With another rating it is not the same again."""
    ratings = ((draft.truth, earlier.truth), (draft.attribution, earlier.attribution))
    same = all(given in (None, before) for given, before in ratings)
    return ("correction", "update", "refile") if same else ("correction", "update")


def signs(draft: Draft, person: Person, rules: Rules) -> Role | None:
    """Who must look at this person's draft before readers do: another reviewer, or an editor for a correction.

    None for nobody: an editor signs their own correction by publishing it.
    """
    if draft.kind == "correction" and not Role(person.role).includes(Role.EDITOR):
        return Role.EDITOR
    return Role.REVIEWER if rules.quorum > 1 else None


async def publish(session: AsyncSession, claim: Claim, person: Person, rules: Rules) -> Outcome:
    """Makes the draft the claim's verdict, or proposes it where another must look first.

    Notices and inline show it when the time for undo is over. Raises MissingError, NotAllowedError,
    ChangedMeanwhileError.
    """
    draft = await own_draft(session, claim, person)
    await check_whole(session, claim, draft, rules)
    if signs(draft, person, rules) is not None:
        draft.proposed_at = now()
        session.add(draft)
        await move(session, claim, Act.PROPOSE, person.id, person.role)
        await holding.forget(session, claim)
        return Outcome(State.PROPOSED)
    done = await verdicts.write(session, claim, draft, rules)
    await let_stand(session, claim, done, Act.PUBLISH, person, rules)
    return Outcome(State.PUBLISHED, done)


async def check_whole(session: AsyncSession, claim: Claim, draft: Draft, rules: Rules) -> None:
    """Raises MissingError for a draft that readers could not make sense of."""
    lacking = missing(draft, rules.min_sources, await verdicts.last(session, number(claim)))
    if lacking is not None:
        raise MissingError(lacking)


async def undo(
    session: AsyncSession, claim: Claim, person: Person, verdict_id: int, lease: timedelta
) -> Draft:
    """Takes a verdict back while nobody was told of it yet. Only who published it may.

    Raises NotAllowedError when it is not theirs, or the time is over; ChangedMeanwhileError.
    """
    verdict = await session.get(Verdict, verdict_id)
    in_time = claim.visible_at is not None and now() < claim.visible_at
    if verdict is None or claim.verdict_id != verdict_id or not in_time:
        raise NotAllowedError("the verdict cannot be taken back any more")
    if person.id not in (verdict.person_id, verdict.second_person_id) or verdict.person_id is None:
        raise NotAllowedError("somebody else published it")
    owner = verdict.person_id
    sources = await session.execute(
        select(Evidence).where(col(Evidence.verdict_id) == verdict_id).order_by(col(Evidence.id))
    )
    until = now() + lease
    await move(
        session,
        claim,
        Act.UNDO,
        person.id,
        person.role,
        record={"verdict": verdict_id},
        verdict_id=None,
        visible_at=None,
        assigned_to=owner,
        assigned_until=until,
    )
    claim.resting = State.REOPENED if verdict.replaces else State.ASKED
    session.add(claim)
    await holding.watch(session, claim)
    draft = Draft(
        claim_id=number(claim),
        person_id=owner,
        truth=verdict.truth,
        attribution=verdict.attribution,
        rationale=verdict.rationale,
        statement=verdict.statement,
        looked=verdict.looked,
        comment=verdict.comment,
        kind=None if verdict.kind == "first" else verdict.kind,
        note=verdict.note,
        urls=list(verdicts.flat(list(sources.scalars()))),
        review_days=(verdict.review_by - verdict.as_of).days if verdict.review_by else 0,
    )
    return await keep(session, draft)


async def stop(session: AsyncSession, claim: Claim, person: Person) -> None:
    """Gives the claim back. Raises NotAllowedError when it is not this person's."""
    if claim.state != State.ASSIGNED or claim.assigned_to != person.id:
        raise NotAllowedError("the claim is not theirs")
    await move(session, claim, Act.STOP, person.id, person.role)
    await holding.forget(session, claim)
    await session.execute(
        delete(Draft).where(col(Draft.claim_id) == claim.id, col(Draft.person_id) == person.id)
    )


async def own_draft(session: AsyncSession, claim: Claim, person: Person) -> Draft:
    """The draft of who has the claim, or of an editor who says why the second of two ratings stands.

    Raises NotAllowedError when that is not this person.
    """
    draft = await draft_of(session, claim, person.id)
    holds = claim.state == State.ASSIGNED and claim.assigned_to == person.id
    rules = allowed(claim.state, Act.RULE, person.role) and draft is not None and not is_rating(draft)
    if draft is None or not (holds or rules):
        raise NotAllowedError("the claim is not theirs")
    return draft


def is_rating(draft: Draft) -> bool:
    """Whether it is one of the two ratings that are compared, which nobody changes any more."""
    return draft.second or draft.proposed_at is not None


async def let_stand(
    session: AsyncSession,
    claim: Claim,
    done: Published,
    act: Act,
    person: Person,
    rules: Rules,
    ratings: dict[str, object] | None = None,
) -> None:
    """The claim shows its new verdict from the end of the time for undo; the drafts are done with."""
    verdict = done.verdict
    words = {"text": verdict.statement} if verdict.statement != claim.text else {}
    if words and claim.title is None:
        words["title"] = claim.text  # search covers the article's words as well
    await move(
        session,
        claim,
        act,
        person.id,
        person.role,
        record={"verdict": verdict.id, "truth": verdict.truth, "attribution": verdict.attribution}
        | {"kind": verdict.kind}
        | (ratings or {}),
        verdict_id=verdict.id,
        visible_at=now() + rules.undo,
        **words,
    )
    await holding.forget(session, claim)
    if verdict.review_by is not None:
        due = datetime.combine(verdict.review_by, datetime.min.time(), now().tzinfo)
        await jobs.put(session, "expire", claim.id, {"verdict": verdict.id}, due_at=due)
    await session.execute(delete(Draft).where(col(Draft.claim_id) == claim.id))


def check_free(claim: Claim, person: Person) -> None:
    """Raises NotAllowedError where this person cannot take the claim, TakenError while it is another's."""
    if not allowed(claim.state, Act.TAKE, person.role):
        raise NotAllowedError(f"{person.role} may not take a claim that is {claim.state}")
    until = claim.assigned_until
    anothers = claim.state == State.ASSIGNED and claim.assigned_to != person.id
    if anothers and until is not None and until > now():
        raise TakenError(until)


def check_rating(axis: Axis, rating: str) -> None:
    if rating not in BY_CODE or BY_CODE[rating].axis is not axis:
        raise NotAllowedError(f"{rating} is no rating for {axis}")


def with_rating(draft: Draft, axis: Axis, rating: str) -> Draft:
    if axis is Axis.TRUTH:
        draft.truth = rating
    else:
        draft.attribution = rating
    return draft


def with_reason(draft: Draft, text: str | None, urls: Sequence[str]) -> Draft:
    if text:
        draft.rationale = text[:MAX_RATIONALE]
    kept = urls if text and urls else [*draft.urls, *urls]
    draft.urls = list(dict.fromkeys(kept))[: 2 * MAX_SOURCES]
    return draft


async def keep(session: AsyncSession, draft: Draft) -> Draft:
    draft.updated_at = now()
    session.add(draft)
    await session.flush()
    return draft
