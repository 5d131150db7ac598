"""Lists of claims: the open ones, what is somebody's at present, what a requester follows."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, delete, desc, exists, func, not_, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import waiting
from storage.roles import Role
from storage.tables import Ask, AttributionRow, Claim, Draft, Event, Occurrence, Person
from storage.types import now
from storage.waiting import Waits
from storage.workflow import State

KINDS = ("numeric", "attribution", "temporal")
IS = {"disputed": Waits.EDITOR, **{waits.value: waits for waits in Waits}}
"""What `is:` takes."""
_FILTER = re.compile(r"(kind|since|older|source|is)[:=](\S+)", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,4})d?", re.IGNORECASE)


class BadFilterError(ValueError):
    """A filter that means nothing; the message says what it takes."""


@dataclass(frozen=True)
class Filter:
    """What /queue is narrowed to. Every part must hold."""

    kind: str | None = None
    since: date | None = None
    older: int | None = None
    """Days."""
    source: str | None = None
    waits: Waits | None = None
    topic: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As a person would type it, the same for the same filter."""
        parts = [
            self.kind,
            f"since:{self.since}" if self.since else None,
            f"older:{self.older}d" if self.older is not None else None,
            f"source:{self.source}" if self.source else None,
            f"is:{self.waits}" if self.waits else None,
            *self.topic,
        ]
        return " ".join(part for part in parts if part)


def parse(typed: str) -> Filter:
    """ "numeric source:putin older:7d gas" as a filter; = stands for : too. Raises BadFilterError."""
    kind = since = older = source = waits = None
    topic: list[str] = []
    for word in typed.split():
        found = _FILTER.fullmatch(word)
        name, value = (found[1].lower(), found[2]) if found else ("", word)
        if name == "kind" or (not name and value.lower() in KINDS):
            kind = value.lower()
            if kind not in KINDS:
                raise BadFilterError("kind: takes numeric, attribution or temporal")
        elif name == "since":
            since = _day(value)
        elif name == "older":
            days = _DAYS.fullmatch(value)
            if days is None:
                raise BadFilterError("older: takes days, as in older:7d")
            older = int(days[1])
        elif name == "source":
            source = value.casefold()
        elif name == "is":
            waits = _waits(value.lower())
        else:
            topic.append(value.casefold())
    return Filter(kind, since, older, source, waits, tuple(topic))


def _waits(value: str) -> Waits:
    if value not in IS:
        *most, last = IS
        raise BadFilterError(f"is: takes {', '.join(most)} or {last}")
    return IS[value]


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadFilterError("since: takes a date, as in since:2026-11-01") from None


@dataclass(frozen=True)
class Open:
    claim: Claim
    asks: int
    waits: Waits


async def open_claims(
    session: AsyncSession, wanted: Filter, reviewer: Person, limit: int, offset: int
) -> tuple[list[Open], int]:
    """One page of the claims that wait for this reviewer, and how many there are.

    First what waits for an editor, is said to be wrong, or waits for a second opinion; then the others. Each in
    the order of how many asked, then of their worth. A claim that was rated once waits for somebody else than who
    rated it; where two differ, for an editor who is neither.
    """
    second = col(Draft.second) & (col(Claim.state) == State.DISPUTED.value)
    rated = exists().where(
        col(Draft.claim_id) == col(Claim.id),
        col(Draft.person_id) == reviewer.id,
        or_(col(Draft.proposed_at).is_not(None), second),
    )
    chosen: list[ColumnElement[bool]] = [col(Claim.state).in_(waiting.OPEN), ~rated, *_conditions(wanted)]
    if not Role(reviewer.role).includes(Role.EDITOR):
        chosen.append(not_(waiting.FOR_EDITOR))
    asked = select(func.count()).where(col(Ask.claim_id) == col(Claim.id)).scalar_subquery()
    waits = waiting.WAITS_FOR.label("waits")
    page = await session.execute(
        select(Claim, asked.label("asks"), waits)
        .where(*chosen)
        .order_by(waiting.RANK, desc("asks"), col(Claim.worth).desc(), col(Claim.id))
        .limit(limit)
        .offset(offset)
    )
    total = await session.execute(select(func.count()).select_from(Claim).where(*chosen))
    return [Open(claim, asks, Waits(name)) for claim, asks, name in page.all()], int(total.scalar_one())


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.waits:
        found.append(waiting.WAITS_FOR.in_([wanted.waits.value]))
    if wanted.kind:
        found.append(cast(col(Claim.kinds), String).contains(f'"{wanted.kind}"'))
    if wanted.since:
        midnight = datetime.combine(wanted.since, datetime.min.time(), now().tzinfo)
        found.append(col(Claim.created_at) >= midnight)
    if wanted.older is not None:
        found.append(col(Claim.created_at) <= now() - timedelta(days=wanted.older))
    if wanted.source:
        said = exists().where(
            col(Occurrence.claim_id) == col(Claim.id),
            col(AttributionRow.occurrence_id) == col(Occurrence.id),
            col(AttributionRow.source).icontains(wanted.source, autoescape=True),
        )
        found.append(or_(col(Claim.claimant).icontains(wanted.source, autoescape=True), said))
    found += [col(Claim.text).icontains(word, autoescape=True) for word in wanted.topic]
    return found


async def without_card(session: AsyncSession, limit: int) -> list[int]:
    """Claims that somebody asked for and that have not come to the reviewers' group, most worth checking first."""
    shown = exists().where(col(Event.kind) == "card", col(Event.claim_id) == col(Claim.id))
    found = await session.execute(
        select(col(Claim.id))
        .where(col(Claim.state) == State.ASKED.value, ~shown)
        .order_by(col(Claim.worth).desc(), col(Claim.id))
        .limit(limit)
    )
    return [number for number in found.scalars() if number is not None]


async def cards_since(session: AsyncSession, since: datetime) -> int:
    """How many cards came to the reviewers' group."""
    counted = select(func.count()).select_from(Event).where(col(Event.kind) == "card", col(Event.at) >= since)
    return int((await session.execute(counted)).scalar_one())


async def held(session: AsyncSession, person_id: int, at: datetime) -> list[Claim]:
    """The claims that are this person's now, the one that runs out first at the top."""
    found = await session.execute(
        select(Claim)
        .where(
            col(Claim.state) == State.ASSIGNED.value,
            col(Claim.assigned_to) == person_id,
            col(Claim.assigned_until) > at,
        )
        .order_by(col(Claim.assigned_until))
    )
    return list(found.scalars())


async def proposed(session: AsyncSession, person_id: int) -> list[Claim]:
    """The claims that this person rated and that wait for somebody else, the oldest first."""
    found = await session.execute(
        select(Claim)
        .join(Draft, col(Draft.claim_id) == col(Claim.id))
        .where(
            col(Draft.person_id) == person_id,
            col(Claim.state).in_([State.PROPOSED.value, State.DISPUTED.value]),
            or_(col(Draft.proposed_at).is_not(None), col(Draft.second)),
        )
        .order_by(col(Draft.id))
    )
    return list(found.scalars())


async def followed(session: AsyncSession, person_id: int, limit: int, offset: int) -> tuple[list[Claim], int]:
    """One page of the claims that this person asked for, the newest first, and how many there are.

    A claim that was merged is left out: they follow the one it became part of.
    """
    asked_by = (col(Ask.person_id) == person_id, col(Claim.merged_into).is_(None))
    joined = select(Claim).join(Ask, col(Ask.claim_id) == col(Claim.id)).where(*asked_by)
    page = await session.execute(joined.order_by(col(Ask.id).desc()).limit(limit).offset(offset))
    counted = select(func.count(col(Claim.id))).join(Ask, col(Ask.claim_id) == col(Claim.id))
    total = await session.execute(counted.where(*asked_by))
    return list(page.scalars()), int(total.scalar_one())


async def unfollow(session: AsyncSession, person_id: int, claim_id: int) -> bool:
    """This person is not told of the claim any more. False when they did not follow it."""
    gone = await session.execute(
        delete(Ask)
        .where(col(Ask.person_id) == person_id, col(Ask.claim_id) == claim_id)
        .returning(col(Ask.id))
    )
    return gone.scalar() is not None
