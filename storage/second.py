"""The second look: another reviewer rates what was proposed, blind; an editor signs a correction."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import verdicts
from storage.ratings import Axis
from storage.review import Outcome, check_rating, draft_of, keep, let_stand, with_rating, with_reason
from storage.roles import Role
from storage.rules import Rules
from storage.tables import Claim, Draft, Person
from storage.types import now
from storage.verdicts import number
from storage.workflow import Act, NotAllowedError, State, allowed, move


async def proposal(session: AsyncSession, claim: Claim) -> Draft | None:
    """The draft that waits for a second rating or a ruling."""
    found = await session.execute(
        select(Draft).where(col(Draft.claim_id) == claim.id, col(Draft.proposed_at).is_not(None))
    )
    waiting: Draft | None = found.scalar()
    return waiting


async def second_rating(session: AsyncSession, claim: Claim) -> Draft | None:
    found = await session.execute(select(Draft).where(col(Draft.claim_id) == claim.id, col(Draft.second)))
    given: Draft | None = found.scalar()
    return given


async def needs_editor(session: AsyncSession, first: Draft) -> bool:
    """Whether an editor must sign it: a correction, unless an editor wrote it."""
    writer = await session.get(Person, first.person_id)
    return first.kind == "correction" and not (writer and Role(writer.role).includes(Role.EDITOR))


def axes(draft: Draft) -> list[Axis]:
    """The questions that a draft answers."""
    rated = ((Axis.TRUTH, draft.truth), (Axis.ATTRIBUTION, draft.attribution))
    return [axis for axis, code in rated if code]


async def rate_second(
    session: AsyncSession, claim: Claim, person: Person, axis: Axis, rating: str, rules: Rules
) -> Outcome:
    """Another reviewer's rating, given before they see the first one. The last one decides.

    Raises NotAllowedError (the proposer themselves; a correction needs an editor), ChangedMeanwhileError.
    """
    check_rating(axis, rating)
    first = await proposal(session, claim)
    if first is None or claim.state != State.PROPOSED or first.person_id == person.id:
        raise NotAllowedError("somebody else must rate this")
    if not allowed(claim.state, Act.SECOND, person.role):
        raise NotAllowedError(f"{person.role} may not rate")
    if not Role(person.role).includes(Role.EDITOR) and await needs_editor(session, first):
        raise NotAllowedError("an editor signs a correction")
    draft = await _theirs(session, claim, person, rules)
    await keep(session, with_rating(draft, axis, rating))
    wanted = axes(first)
    if not set(wanted) <= set(axes(draft)):
        return Outcome(State.PROPOSED)
    ratings = both_ratings(first, draft)
    if any(getattr(first, each.value) != getattr(draft, each.value) for each in wanted):
        await move(session, claim, Act.DISPUTE, person.id, person.role, record=ratings)
        return Outcome(State.DISPUTED)
    done = await verdicts.write(session, claim, first, rules, second=person.id)
    await let_stand(session, claim, done, Act.SECOND, person, rules, ratings)
    return Outcome(State.PUBLISHED, done)


def both_ratings(first: Draft, second: Draft) -> dict[str, object]:
    """Two ratings, as an event records them."""
    return {
        which: {"person": draft.person_id, "truth": draft.truth, "attribution": draft.attribution}
        for which, draft in (("first", first), ("second", second))
    }


async def _theirs(session: AsyncSession, claim: Claim, person: Person, rules: Rules) -> Draft:
    """The second reviewer's draft. Whoever answered one of two questions has time for the other one.

    Raises NotAllowedError while that is somebody else.
    """
    other = await second_rating(session, claim)
    if other is not None and other.person_id == person.id:
        return other
    if other is not None and other.updated_at > now() - rules.lease:
        raise NotAllowedError("somebody else is rating this at present")
    if other is not None:
        await session.delete(other)
        await session.flush()
    draft = await draft_of(
        session, claim, person.id
    )  # from when the claim was theirs and they ran out of time
    draft = draft or Draft(claim_id=number(claim), person_id=person.id)
    draft.truth, draft.attribution, draft.second = None, None, True
    draft.rationale, draft.urls = None, []  # they were for another rating
    return draft


async def explain(
    session: AsyncSession, claim: Claim, person: Person, text: str | None, urls: Sequence[str]
) -> Draft:
    """Why the second reviewer sees it differently: for the editor, and for readers where that rating stands.

    Raises NotAllowedError when this person did not rate second, or the editor has decided.
    """
    draft = await second_rating(session, claim)
    if claim.state != State.DISPUTED or draft is None or draft.person_id != person.id:
        raise NotAllowedError("there is nothing to explain")
    return await keep(session, with_reason(draft, text, urls))
