"""What else can become of a claim: assigned, ruled on, reopened, withdrawn, set aside, merged, reworded."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import holding, jobs, verdicts
from storage.review import Outcome, check_whole, draft_of, keep, let_stand, own_draft
from storage.roles import Role
from storage.rules import Rules
from storage.second import both_ratings, proposal, second_rating
from storage.sql import insert
from storage.tables import Ask, Claim, Draft, Event, Match, Occurrence, Person
from storage.twins import twin_key
from storage.types import now
from storage.verdicts import number
from storage.workflow import Act, NotAllowedError, State, allowed, move

MAX_REASON = 1000
MAX_STATEMENT = 600
APPEALS_A_DAY = 3

DISMISSALS = {
    "opinion": "An opinion",
    "prediction": "About the future",
    "vague": "Too vague to check",
    "no-claim": "No claim at all",
    "trivial": "Not important enough",
}
"""Why a claim is set aside: code and button."""


class TooManyAppealsError(Exception):
    """This person appealed against this verdict before, or too often today."""


class ChainError(Exception):
    """A claim cannot be merged into itself or into one that was merged or is gone."""


async def assign(
    session: AsyncSession, claim: Claim, editor: Person, to: Person, lease: timedelta
) -> int | None:
    """An editor gives a claim to a reviewer. Returns who had it until now; what they wrote is kept.

    Raises NotAllowedError, ChangedMeanwhileError.
    """
    if not Role(to.role).includes(Role.REVIEWER):
        raise NotAllowedError("only a reviewer can be given a claim")
    before = claim.assigned_to
    until = now() + lease
    await move(
        session,
        claim,
        Act.ASSIGN,
        editor.id,
        editor.role,
        record={"person": to.id},
        assigned_to=to.id,
        assigned_until=until,
    )
    await holding.watch(session, claim)
    if await draft_of(session, claim, to.id) is None:
        session.add(Draft(claim_id=number(claim), person_id=to.id))
    return before if before != to.id else None


async def begin_ruling(session: AsyncSession, claim: Claim, editor: Person, stands: int) -> Draft:
    """For an editor who lets the second rating stand: what they publish, with the second reviewer's own reason.

    Where there is none the editor gives it: the first one's argues for another rating. Raises NotAllowedError.
    """
    first, second = await both(session, claim, editor)
    if stands != second.person_id:
        raise NotAllowedError("one of the two ratings must stand")
    draft = await draft_of(session, claim, editor.id)
    draft = draft or Draft(claim_id=number(claim), person_id=editor.id)
    draft.truth, draft.attribution = _on_axes_of(first, second)
    draft.rationale, draft.urls = second.rationale, list(second.urls)
    draft.statement, draft.comment, draft.review_days = first.statement, first.comment, first.review_days
    draft.looked = draft.kind = draft.note = None
    return await keep(session, draft)


async def drop_ruling(session: AsyncSession, claim: Claim, editor: Person) -> None:
    """The editor does not decide after all. Raises NotAllowedError."""
    await session.delete(await own_draft(session, claim, editor))


async def rule(session: AsyncSession, claim: Claim, editor: Person, stands: int, rules: Rules) -> Outcome:
    """An editor who is neither of the two decides whose rating stands (`stands`, a person's id).

    The first one stands with its own reason, the second one with that of `begin_ruling`: no rating is published
    with words that argue for another. Raises NotAllowedError, MissingError, ChangedMeanwhileError.
    """
    first, second = await both(session, claim, editor)
    if stands == first.person_id:
        draft, other = first, editor.id
    elif stands == second.person_id:
        draft, other = await own_draft(session, claim, editor), second.person_id
        if (draft.truth, draft.attribution) != _on_axes_of(first, second):
            raise NotAllowedError("what the editor wrote is about another rating")
    else:
        raise NotAllowedError("one of the two ratings must stand")
    await check_whole(session, claim, draft, rules)
    ratings = both_ratings(first, second) | {"stands": stands, "reason": draft.rationale}
    done = await verdicts.write(session, claim, draft, rules, second=other)
    await let_stand(session, claim, done, Act.RULE, editor, rules, ratings)
    return Outcome(State.PUBLISHED, done)


def _on_axes_of(first: Draft, second: Draft) -> tuple[str | None, str | None]:
    """The second reviewer's answers to the questions that the first one answered."""
    return second.truth if first.truth else None, second.attribution if first.attribution else None


async def send_back(
    session: AsyncSession, claim: Claim, editor: Person, reason: str, lease: timedelta
) -> int:
    """An editor returns a proposal to who made it. Returns their id. Raises NotAllowedError."""
    first = await proposal(session, claim)
    if first is None or first.person_id == editor.id:
        raise NotAllowedError("an editor who did not rate it sends it back")
    until = now() + lease
    await move(
        session,
        claim,
        Act.RETURN,
        editor.id,
        editor.role,
        record={"reason": reason[:MAX_REASON]},
        assigned_to=first.person_id,
        assigned_until=until,
    )
    first.proposed_at = None
    session.add(first)
    theirs = or_(col(Draft.second), col(Draft.person_id) == editor.id)
    await session.execute(delete(Draft).where(col(Draft.claim_id) == claim.id, theirs))
    await holding.watch(session, claim)
    return first.person_id


async def reopen(session: AsyncSession, claim: Claim, person: Person, reason: str) -> None:
    """A reviewer doubts a verdict: it is not shown as valid until it is published again."""
    await move(
        session,
        claim,
        Act.REOPEN,
        person.id,
        person.role,
        record={"reason": reason[:MAX_REASON]},
        verdict_id=None,
        visible_at=None,
    )


async def appeal(session: AsyncSession, claim: Claim, person: Person, reason: str) -> None:
    """Somebody who was told a verdict says why it is wrong. Once a verdict, three times a day.

    Raises TooManyAppealsError, NotAllowedError, ChangedMeanwhileError.
    """
    told = await session.execute(
        select(col(Ask.told_verdict_id)).where(col(Ask.claim_id) == claim.id, col(Ask.person_id) == person.id)
    )
    doubted = await _doubtful(session, claim)
    if doubted is None or told.scalar() != doubted:
        raise NotAllowedError("only who was told of this verdict can appeal")
    mine = select(Event).where(col(Event.person_id) == person.id, col(Event.kind) == Act.APPEAL.value)
    earlier = (await session.execute(mine.where(col(Event.at) > now() - timedelta(days=1)))).scalars().all()
    before = (await session.execute(mine.where(col(Event.claim_id) == claim.id))).scalars().all()
    if len(earlier) >= APPEALS_A_DAY or any(each.data.get("verdict") == doubted for each in before):
        raise TooManyAppealsError
    await move(
        session,
        claim,
        Act.APPEAL,
        person.id,
        person.role,
        record={"reason": reason[:MAX_REASON], "verdict": doubted},
        verdict_id=None,
        visible_at=None,
    )


async def _doubtful(session: AsyncSession, claim: Claim) -> int | None:
    """The verdict that an appeal is about: the one that stands, or the one that has got out of date."""
    if claim.state != State.STALE:
        return claim.verdict_id
    stale = await verdicts.last(session, number(claim))
    return stale.id if stale is not None else None


async def withdraw(session: AsyncSession, claim: Claim, editor: Person, reason: str) -> None:
    """An editor takes a verdict out of circulation. The claim stays as a tombstone with the reason."""
    await move(
        session,
        claim,
        Act.WITHDRAW,
        editor.id,
        editor.role,
        record={"reason": reason[:MAX_REASON]},
        verdict_id=None,
        visible_at=None,
    )


async def expire(session: AsyncSession, claim: Claim, verdict_id: int) -> bool:
    """The review-by date has come: the verdict is out of date. False when another one stands by now.

    While somebody is adding a second answer to it, it is asked again a day later.
    """
    if claim.verdict_id != verdict_id:
        return False
    if claim.state != State.PUBLISHED:
        due = now() + timedelta(days=1)  # under another key: this job is not done yet
        await jobs.put(session, "expire", f"{claim.id}:{due:%Y-%m-%d}", {"verdict": verdict_id}, due_at=due)
        return False
    await move(
        session,
        claim,
        Act.EXPIRE,
        None,
        Role.ADMIN,
        record={"verdict": verdict_id},
        verdict_id=None,
        visible_at=None,
    )
    return True


async def dismiss(session: AsyncSession, claim: Claim, person: Person, reason: str) -> None:
    """Sets a claim aside, for one of DISMISSALS."""
    if reason not in DISMISSALS:
        raise NotAllowedError("no such reason")
    _nothing_stands(claim)
    _not_anothers(claim, person)
    await move(session, claim, Act.DISMISS, person.id, person.role, record={"reason": reason})
    await _drop_drafts(session, claim)


async def restore(session: AsyncSession, claim: Claim, person: Person) -> None:
    await move(session, claim, Act.RESTORE, person.id, person.role)


async def merge(session: AsyncSession, claim: Claim, person: Person, into: Claim) -> None:
    """One claim becomes part of another, with what was part of it; whoever asked for it asks for the other.

    The event lists those parts, and the asks that this made, for `split`. Raises ChainError, NotAllowedError,
    ChangedMeanwhileError.
    """
    # Both locked, always in the same order, and read anew: two who merge A into B and B into A at once.
    for each in sorted((claim, into), key=number):
        await session.refresh(each, with_for_update={"key_share": True})
    if into.id == claim.id or into.state == State.MERGED:
        raise ChainError
    _nothing_stands(claim)
    _not_anothers(claim, person)
    asked = (await session.execute(select(Ask).where(col(Ask.claim_id) == claim.id))).scalars().all()
    made = [await _also_asks(session, each, number(into)) for each in asked]
    parts = await _repoint(session, col(Claim.merged_into) == claim.id, into)
    record = {"into": into.id, "asks": [ask for ask in made if ask is not None], "parts": parts}
    await move(session, claim, Act.MERGE, person.id, person.role, record=record, merged_into=into.id)
    await _drop_drafts(session, claim)
    if asked and into.state == State.FOUND:
        await move(session, into, Act.ASK, person.id, person.role)
    if into.verdict_id is not None:
        await jobs.put(session, "notify", into.id, due_at=into.visible_at)


async def _repoint(session: AsyncSession, which: ColumnElement[bool], into: Claim) -> list[int]:
    """These merged claims are part of another one from now on. Returns their numbers."""
    moved = await session.execute(
        update(Claim).where(which).values(merged_into=into.id).returning(col(Claim.id))
    )
    return [claim_id for claim_id in moved.scalars() if claim_id is not None]


async def _also_asks(session: AsyncSession, ask: Ask, claim_id: int) -> int | None:
    """The same person asks for this claim too. The ask's number, None where they did before."""
    row = dict(claim_id=claim_id, person_id=ask.person_id, article_id=ask.article_id, created_at=now())
    stored = await session.execute(
        insert(session, Ask).values(**row).on_conflict_do_nothing().returning(col(Ask.id))
    )
    made: int | None = stored.scalar()
    return made


async def split(session: AsyncSession, claim: Claim, person: Person) -> None:
    """Not the same after all: a merged claim is one of its own again, with its parts; the two are not compared.

    Who followed the other one only because of the merge does so no more, unless they were told its verdict.
    Raises NotAllowedError, ChangedMeanwhileError.
    """
    into = claim.merged_into
    await move(session, claim, Act.SPLIT, person.id, person.role, record={"of": into}, merged_into=None)
    merges = select(Event).where(col(Event.claim_id) == claim.id, col(Event.kind) == Act.MERGE.value)
    merged = (await session.execute(merges.order_by(col(Event.id).desc()).limit(1))).scalar()
    made, parts = (merged.data.get(what, []) if merged is not None else [] for what in ("asks", "parts"))
    await _repoint(session, col(Claim.id).in_(parts) & (col(Claim.merged_into) == into), claim)
    untold = col(Ask.told_verdict_id).is_(None)
    await session.execute(delete(Ask).where(col(Ask.id).in_(made), col(Ask.claim_id) == into, untold))
    ours = select(col(Occurrence.id)).where(col(Occurrence.claim_id) == claim.id)
    await session.execute(
        update(Match)
        .where(col(Match.claim_id) == into, col(Match.occurrence_id).in_(ours))
        .values(state="rejected", decided_by=person.id, decided_at=now())
    )


async def reword(session: AsyncSession, claim: Claim, person: Person, text: str) -> None:
    """Another wording of the sentence that is checked; the article's words stay beside it.

    Raises NotAllowedError, also when another claim has these words already.
    """
    text = " ".join(text.split())[:MAX_STATEMENT]
    key = twin_key(text)
    there = await session.execute(select(col(Claim.id)).where(col(Claim.twin_key) == key))
    if there.scalar() not in (None, claim.id):
        raise NotAllowedError("another claim has these words")
    _not_anothers(claim, person)
    await move(
        session,
        claim,
        Act.REWORD,
        person.id,
        person.role,
        record={"before": claim.text, "after": text},
        text=text,
        twin_key=key,
        title=claim.title or claim.text,
    )
    await jobs.put(session, "recompare", claim.id)


def _nothing_stands(claim: Claim) -> None:
    """While its verdict stands, as it does while somebody adds a second answer, a claim is not put out of the way."""
    if claim.verdict_id is not None:
        raise NotAllowedError("a verdict stands: it is reopened or withdrawn first")


def _not_anothers(claim: Claim, person: Person) -> None:
    """While a claim is somebody's, only they (or an editor) set it aside, merge or reword it."""
    until = claim.assigned_until
    if claim.state != State.ASSIGNED or claim.assigned_to == person.id or until is None or until <= now():
        return
    if not Role(person.role).includes(Role.EDITOR):
        raise NotAllowedError("the claim is somebody else's at present")


async def both(session: AsyncSession, claim: Claim, editor: Person) -> tuple[Draft, Draft]:
    """The two ratings that differ, the first one first, for an editor who is neither. Raises NotAllowedError."""
    first, second = await proposal(session, claim), await second_rating(session, claim)
    if claim.state != State.DISPUTED or first is None or second is None:
        raise NotAllowedError("there is nothing to rule on")
    if editor.id in (first.person_id, second.person_id) or not allowed(claim.state, Act.RULE, editor.role):
        raise NotAllowedError("an editor who is neither of the two rules")
    return first, second


async def _drop_drafts(session: AsyncSession, claim: Claim) -> None:
    await holding.forget(session, claim)
    await session.execute(delete(Draft).where(col(Draft.claim_id) == claim.id))
