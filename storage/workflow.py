"""The life of a claim, as one table: from which state, by what, to which, and who may.

`docs/reviewers.md` is drawn from the same table. Every transition is compare-and-swap on the claim's version,
so that of two people who press at once one wins and the other is told.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell
from storage.roles import Role
from storage.tables import Claim, Event


class State(StrEnum):
    FOUND = "found"
    ASKED = "asked"
    ASSIGNED = "assigned"
    PUBLISHED = "published"


class Act(StrEnum):
    """What moves a claim on; also the kind of the event that records it."""

    ASK = "ask"
    TAKE = "take"
    RATE = "rate"
    STOP = "stop"
    PUBLISH = "publish"
    UNDO = "undo"


@dataclass(frozen=True)
class Transition:
    to: State
    role: Role


TRANSITIONS: dict[tuple[State, Act], Transition] = {
    (State.FOUND, Act.ASK): Transition(State.ASKED, Role.REQUESTER),
    (State.ASKED, Act.ASK): Transition(State.ASKED, Role.REQUESTER),
    (State.ASSIGNED, Act.ASK): Transition(State.ASSIGNED, Role.REQUESTER),
    (State.PUBLISHED, Act.ASK): Transition(State.PUBLISHED, Role.REQUESTER),
    (State.FOUND, Act.TAKE): Transition(State.ASSIGNED, Role.REVIEWER),
    (State.ASKED, Act.TAKE): Transition(State.ASSIGNED, Role.REVIEWER),
    (State.ASSIGNED, Act.TAKE): Transition(State.ASSIGNED, Role.REVIEWER),
    (State.PUBLISHED, Act.TAKE): Transition(State.ASSIGNED, Role.REVIEWER),
    (State.ASSIGNED, Act.RATE): Transition(State.ASSIGNED, Role.REVIEWER),
    (State.ASSIGNED, Act.STOP): Transition(State.ASKED, Role.REVIEWER),
    (State.ASSIGNED, Act.PUBLISH): Transition(State.PUBLISHED, Role.REVIEWER),
    (State.PUBLISHED, Act.UNDO): Transition(State.ASSIGNED, Role.REVIEWER),
}


class NotAllowedError(Exception):
    """The table has no such transition, or the person's role is not enough. Nothing changed."""


class ChangedMeanwhileError(Exception):
    """Somebody else moved the claim first. Nothing of ours changed."""


def allowed(state: str, act: Act, role: str) -> bool:
    """Whether somebody with this role may do this to a claim in this state."""
    transition = TRANSITIONS.get((State(state), act))
    return transition is not None and Role(role).includes(transition.role)


async def move(
    session: AsyncSession,
    claim: Claim,
    act: Act,
    person_id: int,
    role: str,
    *,
    record: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Moves a claim along the table, with `changes` to its columns, and records the event.

    Raises NotAllowedError or ChangedMeanwhileError; `claim` is then as it was.
    """
    if not allowed(claim.state, act, role):
        raise NotAllowedError(f"{role} may not {act} a claim that is {claim.state}")
    to = TRANSITIONS[State(claim.state), act].to
    values = changes | {"state": str(changes.get("state", to)), "version": claim.version + 1}
    result = await session.execute(
        update(Claim)
        .where(col(Claim.id) == claim.id, col(Claim.version) == claim.version)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise ChangedMeanwhileError
    data = {"from": claim.state, "to": values["state"]} | (record or {})
    session.add(Event(claim_id=claim.id, person_id=person_id, kind=str(act), data=data))
    await bell.ring(session, "claims")
    await session.flush()
    await session.refresh(claim)
