"""The life of a claim, as one table: from which state, by what, to which, and who may.

`docs/workflow.md` is drawn from the same table. Every transition is compare-and-swap on the claim's version,
so that of two people who press at once one wins and the other is told.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell, jobs
from storage.roles import Role
from storage.tables import Claim, Event
from storage.types import now

SETTLE = timedelta(seconds=1)
"""How long cards wait before they follow a change, so that several changes make one edit."""


class State(StrEnum):
    FOUND = "found"
    ASKED = "asked"
    ASSIGNED = "assigned"
    PROPOSED = "proposed"
    DISPUTED = "disputed"
    PUBLISHED = "published"
    REOPENED = "reopened"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    MERGED = "merged"


class Act(StrEnum):
    """What moves a claim on; also the kind of the event that records it."""

    ASK = "ask"
    TAKE = "take"
    ASSIGN = "assign"
    RATE = "rate"
    RENEW = "renew"
    STOP = "stop"
    LAPSE = "lapse"
    PROPOSE = "propose"
    SECOND = "second"
    DISPUTE = "dispute"
    RULE = "rule"
    RETURN = "return"
    PUBLISH = "publish"
    UNDO = "undo"
    REOPEN = "reopen"
    APPEAL = "appeal"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    DISMISS = "dismiss"
    RESTORE = "restore"
    MERGE = "merge"
    SPLIT = "split"
    REWORD = "reword"


@dataclass(frozen=True)
class Transition:
    """Where an act leads, and who may. `records` is what its event says, for the documentation.

    An act whose `to` is None leaves the claim where it was before it was taken (`Claim.resting`).
    """

    to: State | None
    role: Role
    records: str


R, V, E = Role.REQUESTER, Role.REVIEWER, Role.EDITOR

# act -> (from which states, what it records, who may, to which state; None: back to where it rested)
_ROWS: tuple[tuple[Act, str, str, Role, State | None], ...] = (
    (Act.ASK, "found", "who asked", R, State.ASKED),
    (Act.TAKE, "found asked reopened stale published", "axis and rating", V, State.ASSIGNED),
    (Act.TAKE, "assigned", "axis and rating; only when the lease of another ran out", V, State.ASSIGNED),
    (Act.ASSIGN, "found asked reopened stale assigned", "to whom, until when", E, State.ASSIGNED),
    (Act.RATE, "assigned", "axis and rating", V, State.ASSIGNED),
    (Act.RENEW, "assigned", "until when", V, State.ASSIGNED),
    (Act.STOP, "assigned", "nothing more", V, None),
    (Act.LAPSE, "assigned", "whose it was", V, None),
    (Act.PROPOSE, "assigned", "that a rating was given, not which", V, State.PROPOSED),
    (Act.SECOND, "proposed", "both ratings, which agree", V, State.PUBLISHED),
    (Act.DISPUTE, "proposed", "both ratings, which differ", V, State.DISPUTED),
    (Act.RULE, "disputed", "whose rating stands, and why", E, State.PUBLISHED),
    (Act.RETURN, "proposed disputed", "why it goes back", E, State.ASSIGNED),
    (Act.PUBLISH, "assigned", "the verdict", V, State.PUBLISHED),
    (Act.UNDO, "published", "the verdict taken back", V, State.ASSIGNED),
    (Act.REOPEN, "published stale withdrawn", "the reason", V, State.REOPENED),
    (Act.APPEAL, "published stale", "the requester's reason", R, State.REOPENED),
    (Act.EXPIRE, "published", "the review-by date", V, State.STALE),
    (Act.WITHDRAW, "published stale reopened", "the reason", E, State.WITHDRAWN),
    (Act.DISMISS, "found asked assigned reopened", "the reason", V, State.DISMISSED),
    (Act.RESTORE, "dismissed", "nothing more", V, State.ASKED),
    (Act.MERGE, "found asked assigned", "into which claim", V, State.MERGED),
    (Act.SPLIT, "merged", "of which claim it was a part", V, State.ASKED),
)
_STAYS = (
    (Act.ASK, "asked assigned proposed disputed published reopened stale", "who asked", R),
    (Act.REWORD, "found asked assigned reopened", "before and after", V),
)

TRANSITIONS: dict[tuple[State, Act], Transition] = {
    **{
        (State(state), act): Transition(to, role, records)
        for act, states, records, role, to in _ROWS
        for state in states.split()
    },
    **{
        (State(state), act): Transition(State(state), role, records)
        for act, states, records, role in _STAYS
        for state in states.split()
    },
}


PUTS_AWAY = frozenset({Act.DISMISS, Act.MERGE})
"""Not while a verdict stands, as it does while somebody adds a second answer: it is reopened or withdrawn first."""


class NotAllowedError(Exception):
    """The table has no such transition, or the person's role is not enough. Nothing changed."""


class ChangedMeanwhileError(Exception):
    """Somebody else moved the claim first. Nothing of ours changed."""


def allowed(state: str, act: Act, role: str) -> bool:
    """Whether somebody with this role may do this to a claim in this state."""
    transition = TRANSITIONS.get((State(state), act))
    return transition is not None and Role(role).includes(transition.role)


def stage_of(claim: Claim) -> str:
    """Where a claim is and whose: what somebody was offered at one stage is not possible at another."""
    return f"{claim.state}:{claim.assigned_to or 0}"


async def move(
    session: AsyncSession,
    claim: Claim,
    act: Act,
    person_id: int | None,
    role: str,
    *,
    record: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Moves a claim along the table, with `changes` to its columns, and records the event.

    `person_id` is None for what a timer does. Raises NotAllowedError or ChangedMeanwhileError; `claim` is then
    as it was.
    """
    if not allowed(claim.state, act, role):
        raise NotAllowedError(f"{role} may not {act} a claim that is {claim.state}")
    before, transition = State(claim.state), TRANSITIONS[State(claim.state), act]
    to = transition.to or State(claim.resting)
    values = changes | {"state": to.value, "version": claim.version + 1}
    if to is State.ASSIGNED and before is not State.ASSIGNED:
        values["resting"] = before.value
    if to is not State.ASSIGNED:
        values |= {"assigned_to": None, "assigned_until": None}
    result = await session.execute(
        update(Claim)
        .where(col(Claim.id) == claim.id, col(Claim.version) == claim.version)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise ChangedMeanwhileError
    data = {"from": before.value, "to": to.value} | (record or {})
    session.add(Event(claim_id=claim.id, person_id=person_id, kind=str(act), data=data))
    await bell.ring(session, "claims")
    await jobs.put(session, "refresh", claim.id, due_at=now() + SETTLE)
    await session.flush()
    await session.refresh(claim)
