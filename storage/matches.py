"""What a reviewer says of a suggested match: the same claim, a related one, or none."""

from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.roles import Role
from storage.tables import Claim, Event, Match, Occurrence, Person
from storage.types import now
from storage.workflow import NotAllowedError


class Decision(StrEnum):
    CONFIRMED = "confirmed"
    VARIANT = "variant"
    REJECTED = "rejected"


async def decide(
    session: AsyncSession, match_id: int, claim: Claim, person: Person, decision: Decision
) -> Match:
    """Notes the decision on one of the claim's matches, with an event. Raises NotAllowedError."""
    if not Role(person.role).includes(Role.REVIEWER):
        raise NotAllowedError("only a reviewer decides on a match")
    found = await session.execute(
        select(Match)
        .join(Occurrence, col(Occurrence.id) == col(Match.occurrence_id))
        .where(col(Match.id) == match_id, col(Occurrence.claim_id) == claim.id)
    )
    match: Match | None = found.scalar()
    if match is None:
        raise NotAllowedError("the claim has no such match")
    match.state, match.decided_by, match.decided_at = decision.value, person.id, now()
    session.add(match)
    data = {
        "with": match.claim_id,
        "relation": match.relation,
        "score": match.score,
        "differs": match.differs,
    }
    session.add(Event(claim_id=claim.id, person_id=person.id, kind=f"match-{decision.value}", data=data))
    await session.flush()
    return match


def lends(match: Match) -> bool:
    """Whether the earlier verdict holds for this claim too: confirmed, the same, with equal figures and dates."""
    return match.state == Decision.CONFIRMED and match.relation == "same" and match.equal


async def rejected_for(session: AsyncSession, claim_ids: list[int]) -> set[tuple[int, int]]:
    """Pairs of claims of which a reviewer said that they are not the same; they are not suggested again."""
    found = await session.execute(
        select(col(Occurrence.claim_id), col(Match.claim_id))
        .join(Match, col(Match.occurrence_id) == col(Occurrence.id))
        .where(col(Occurrence.claim_id).in_(claim_ids), col(Match.state) == Decision.REJECTED.value)
    )
    return {(ours, theirs) for ours, theirs in found.all()}
