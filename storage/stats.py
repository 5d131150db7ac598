"""The desk in numbers: how much was checked, what waits, how long it takes, how far reviewers agree.

Only what the desk found itself counts; imported checks do not.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import chosen, waiting
from storage.ratings import Axis
from storage.tables import Ask, Claim, Event, Verdict
from storage.team import names_of
from storage.workflow import Act, State

Conditions = tuple[ColumnElement[bool], ...]
WEEKS = 12
TURNAROUND = timedelta(days=90)
OVERDUE = timedelta(days=7)
"""A claim that somebody asked for longer ago than this waits too long."""
SHARED_DAYS = timedelta(days=30)
MOST_SHARED = 3
SHARED = 20
"""Claims that two reviewers must have rated both, before a figure for them means anything."""


@dataclass(frozen=True)
class Pair:
    """Two reviewers who rated the same claims blind. `kappa` is None where it is not defined."""

    first: str
    second: str
    claims: int
    kappa: float | None


@dataclass(frozen=True)
class Stats:
    """`weeks` are the verdicts of the last 12 weeks, the present one last; `ratings` by code, as they stand."""

    weeks: list[int]
    total: int
    open: int
    overdue: int
    turnaround: timedelta | None
    ratings: dict[str, int] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    shared: int = 0
    """How many times a verdict was shared through inline mode in the last 30 days, imported ones as well."""
    most_shared: list[tuple[int, int]] = field(default_factory=list)
    """The claims that were shared most in that time, each with how many times."""


async def load(session: AsyncSession, at: datetime) -> Stats:
    opened, overdue = await _open(session, at)
    own = (col(Verdict.person_id).is_not(None), col(Verdict.id).not_in(await _undone(session)))
    month = (at - SHARED_DAYS).date()
    return Stats(
        await _weeks(session, own, at),
        await _total(session, own),
        opened,
        overdue,
        await _turnaround(session, own, at),
        await _ratings(session, at),
        await _pairs(session),
        await chosen.count(session, month),
        await chosen.most(session, month, MOST_SHARED),
    )


async def _undone(session: AsyncSession) -> list[int]:
    """Verdicts that were taken back before anybody saw them."""
    found = await session.execute(select(col(Event.data)).where(col(Event.kind) == Act.UNDO.value))
    return [data["verdict"] for data in found.scalars()]


async def _weeks(session: AsyncSession, own: Conditions, at: datetime) -> list[int]:
    since = at - timedelta(weeks=WEEKS)
    written = await session.execute(
        select(col(Verdict.created_at)).where(col(Verdict.created_at) > since, *own)
    )
    found = [0] * WEEKS
    for (when,) in written.all():
        found[WEEKS - 1 - min(WEEKS - 1, max(0, (at - when) // timedelta(weeks=1)))] += 1
    return found


async def _total(session: AsyncSession, own: Conditions) -> int:
    counted = select(func.count()).select_from(Verdict).where(*own)
    return int((await session.execute(counted)).scalar_one())


async def _open(session: AsyncSession, at: datetime) -> tuple[int, int]:
    """How many claims wait for a verdict, and how many of them for too long or again."""
    states = [*waiting.OPEN, State.ASSIGNED.value]
    counted = await session.execute(
        select(col(Claim.state), func.count()).where(col(Claim.state).in_(states)).group_by(col(Claim.state))
    )
    by_state = {state: count for state, count in counted.all()}  # noqa: C416  (rows, not pairs)
    late = await session.execute(
        select(func.count(func.distinct(col(Claim.id))))
        .join(Ask, col(Ask.claim_id) == col(Claim.id))
        .where(
            col(Claim.state).in_([state for state in states if state != State.STALE]),
            col(Claim.verdict_id).is_(None),
            col(Ask.created_at) < at - OVERDUE,
        )
    )
    return sum(by_state.values()), int(late.scalar_one()) + by_state.get(State.STALE, 0)


async def _turnaround(session: AsyncSession, own: Conditions, at: datetime) -> timedelta | None:
    """The median time from the first ask to the first verdict, over the last 90 days."""
    first_ask = (
        select(func.min(col(Ask.created_at)))
        .where(col(Ask.claim_id) == col(Verdict.claim_id))
        .scalar_subquery()
    )
    rows = await session.execute(
        select(col(Verdict.created_at), first_ask.label("asked")).where(
            col(Verdict.created_at) > at - TURNAROUND,
            col(Verdict.kind) == "first",
            *own,
        )
    )
    took = [written - asked for written, asked in rows.all() if asked is not None and asked <= written]
    return median(took) if took else None


async def _ratings(session: AsyncSession, at: datetime) -> dict[str, int]:
    """How often each rating stands, of what the desk found itself."""
    counts: Counter[str] = Counter()
    for axis in (col(Verdict.truth), col(Verdict.attribution)):
        rows = await session.execute(
            select(axis, func.count())
            .join(Claim, col(Claim.verdict_id) == col(Verdict.id))
            .where(axis.is_not(None), col(Claim.visible_at) <= at, col(Verdict.person_id).is_not(None))
            .group_by(axis)
        )
        counts.update({code: count for code, count in rows.all()})  # noqa: C416
    return dict(counts)


async def _pairs(session: AsyncSession) -> list[Pair]:
    """Agreement by pair of reviewers. A ruling repeats the ratings of its dispute, so it is not counted."""
    rows = await session.execute(
        select(col(Event.claim_id), col(Event.data))
        .where(col(Event.kind).in_([Act.SECOND.value, Act.DISPUTE.value]))
        .order_by(col(Event.id))
    )
    shared: dict[tuple[int, int], dict[int, list[tuple[str, str]]]] = defaultdict(dict)
    for claim_id, data in rows.all():
        one, other = sorted((data["first"], data["second"]), key=lambda rated: rated["person"])
        both = [(one[axis], other[axis]) for axis in Axis if one.get(axis) and other.get(axis)]
        if both:  # of a claim that they rated twice, the later time counts
            shared[one["person"], other["person"]][claim_id] = both
    enough = {pair: claims for pair, claims in shared.items() if len(claims) >= SHARED}
    names = await names_of(session, {person for pair in enough for person in pair})
    return [
        Pair(
            names.get(one, f"Person {one}"),
            names.get(other, f"Person {other}"),
            len(claims),
            kappa([pair for rated in claims.values() for pair in rated]),
        )
        for (one, other), claims in sorted(enough.items(), key=lambda each: -len(each[1]))
    ]


def kappa(ratings: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two people's ratings: how far they agree beyond chance; 1 is always, 0 as by chance.

    None where both used one rating only: chance alone would agree. J. Cohen, A coefficient of agreement for
    nominal scales, Educational and Psychological Measurement 20 (1960).
    """
    total = len(ratings)
    observed = sum(one == other for one, other in ratings) / total
    ones, others = Counter(one for one, _ in ratings), Counter(other for _, other in ratings)
    chance = sum(ones[code] * others[code] for code in ones) / total**2
    return None if chance == 1 else (observed - chance) / (1 - chance)
