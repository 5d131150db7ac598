"""For what an open claim waits: an editor, another look, a second opinion, a reviewer. As conditions of a query."""

from enum import StrEnum

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.roles import Role
from storage.sql import fixed
from storage.tables import Claim, Draft, Event, Person
from storage.workflow import Act, State


class Waits(StrEnum):
    """What a claim waits for, the most pressing first; also what `is:` takes in a filter."""

    EDITOR = "editor"
    WRONG = "wrong"
    SECOND = "second"
    AGAIN = "again"
    STALE = "stale"
    ASKED = "asked"


PRESSING = (Waits.EDITOR, Waits.WRONG, Waits.SECOND)
"""These come first in a list, in this order; the others together, by how many asked."""
EDITORS = [role.value for role in Role if role.includes(Role.EDITOR)]
PUBLISHED = (Act.PUBLISH.value, Act.SECOND.value, Act.RULE.value)


def _is(state: State) -> ColumnElement[bool]:
    here: ColumnElement[bool] = col(Claim.state) == fixed(state.value)
    return here


def _newest(*kinds: str) -> ColumnElement[int]:
    return (
        select(func.max(col(Event.id)))
        .where(col(Event.kind).in_(kinds), col(Event.claim_id) == col(Claim.id))
        .scalar_subquery()
    )


TO_SIGN = _is(State.PROPOSED) & exists().where(
    col(Draft.claim_id) == col(Claim.id),
    col(Draft.proposed_at).is_not(None),
    col(Draft.kind) == "correction",
    col(Draft.person_id) == col(Person.id),
    col(Person.role).not_in(EDITORS),
)
"""A correction by somebody who is no editor."""

DISPUTED = _is(State.DISPUTED)
FOR_EDITOR: ColumnElement[bool] = or_(DISPUTED, TO_SIGN)
DOUBTED = _is(State.REOPENED) & (_newest(Act.APPEAL.value) > func.coalesce(_newest(*PUBLISHED), 0))
"""Somebody who was told the verdict says that it is wrong, and nothing was published since."""

# The first condition that holds says what a claim waits for.
CONDITIONS: dict[Waits, ColumnElement[bool]] = {
    Waits.EDITOR: FOR_EDITOR,
    Waits.WRONG: DOUBTED,
    Waits.SECOND: _is(State.PROPOSED),
    Waits.AGAIN: _is(State.REOPENED),
    Waits.STALE: _is(State.STALE),
    Waits.ASKED: _is(State.ASKED),
}
OPEN = [state.value for state in (State.ASKED, State.REOPENED, State.STALE, State.PROPOSED, State.DISPUTED)]
"""States of claims that wait for somebody."""
WAITS_FOR = case(*((condition, waits.value) for waits, condition in CONDITIONS.items()), else_="")
RANK = case(*((CONDITIONS[waits], rank) for rank, waits in enumerate(PRESSING)), else_=len(PRESSING))


async def counts(session: AsyncSession) -> dict[Waits, int]:
    """How many claims wait, by what for."""
    waits = WAITS_FOR.label("waits")
    found = await session.execute(
        select(waits, func.count()).where(col(Claim.state).in_(OPEN)).group_by(waits)
    )
    return {Waits(name): number for name, number in found.all()}
