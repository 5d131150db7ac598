"""What a reviewer says of a suggested match: the same claim, a related one, or none."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims.compare import Comparison
from storage.matching import Sought
from storage.roles import Role
from storage.tables import Claim, Event, Match, Occurrence, Person
from storage.twins import twin_key
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
    if decision is Decision.CONFIRMED and match.equal:
        match.relation = "same"  # in other words, which a person understands and the engine does not
    await session.flush()
    return match


MOST_RENEWED = 200  # the newest; an older one is compared when somebody names it by its number


async def undecided(session: AsyncSession, claim_id: int) -> list[tuple[int, int, int]]:
    """The matches that nobody has decided on, of this claim and with it: each with the claim and the earlier one."""
    rows = (
        select(col(Match.id), col(Occurrence.claim_id), col(Match.claim_id))
        .join(Occurrence, col(Occurrence.id) == col(Match.occurrence_id))
        .where(col(Match.state) == "suggested")
        .order_by(col(Match.id).desc())
        .limit(MOST_RENEWED)
    )
    ours = await session.execute(rows.where(col(Occurrence.claim_id) == claim_id))
    theirs = await session.execute(rows.where(col(Match.claim_id) == claim_id))
    return [(number, one, other) for number, one, other in (*ours.all(), *theirs.all()) if one != other]


async def renew(session: AsyncSession, match_id: int, found: Comparison) -> None:
    """Notes how the two relate now, unless somebody has decided meanwhile."""
    match = await session.get(Match, match_id)
    if match is not None and match.state == "suggested":
        match.relation, match.equal, match.differs = found.relation, found.equal, told(found)


def told(found: Comparison) -> list[str]:
    """What is kept of a comparison: the sentence for people, then what differs."""
    return [found.sentence, *(reason.code for reason in found.reasons)]


def lends(match: Match) -> bool:
    """Whether the earlier verdict holds for this claim too: confirmed, the same, with equal figures and dates, and
    nothing else that is known to differ."""
    return match.state == Decision.CONFIRMED and match.relation == "same" and match.equal


async def to_seek(session: AsyncSession, texts: Sequence[str]) -> list[Sought]:
    """What to look for, for each text. One that is stored already (a twin) is not to find itself, nor what a
    reviewer said of it that it is another claim."""
    keys = [twin_key(text) for text in texts]
    stored = await session.execute(
        select(col(Claim.twin_key), func.coalesce(col(Claim.merged_into), col(Claim.id))).where(
            col(Claim.twin_key).in_(keys)
        )
    )
    known: dict[str, int] = dict(stored.all())
    rejected = await rejected_for(session, known.values()) if known else {}
    return [
        Sought(text, frozenset({known[key]}) | rejected.get(known[key], frozenset()))
        if key in known
        else Sought(text)
        for text, key in zip(texts, keys, strict=True)
    ]


async def rejected_for(session: AsyncSession, claim_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each of these claims those of which a reviewer said that they are not the same, on either's card."""
    pairs = (
        select(col(Occurrence.claim_id), col(Match.claim_id))
        .join(Match, col(Match.occurrence_id) == col(Occurrence.id))
        .where(col(Match.state) == Decision.REJECTED.value)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for ours, theirs in await session.execute(pairs.where(col(Occurrence.claim_id).in_(claim_ids))):
        found[ours].add(theirs)
    for theirs, ours in await session.execute(pairs.where(col(Match.claim_id).in_(claim_ids))):
        found[ours].add(theirs)
    return {claim_id: frozenset(others) for claim_id, others in found.items()}
