"""The table of the workflow, whole: every state with every act for every role."""

from itertools import product

import pytest
from sqlalchemy import func, select

from storage.db import Database
from storage.roles import Role
from storage.tables import Claim, Event, Person
from storage.types import now
from storage.workflow import TRANSITIONS, Act, ChangedMeanwhileError, NotAllowedError, State, allowed, move

LADDER = [Role.REQUESTER, Role.REVIEWER, Role.EDITOR, Role.ADMIN]


def test_whoever_may_do_something_may_do_it_in_every_higher_role() -> None:
    for state, act in product(State, Act):
        may = [allowed(state, act, role) for role in LADDER]
        row = TRANSITIONS.get((state, act))
        assert may == [row is not None and LADDER.index(role) >= LADDER.index(row.role) for role in LADDER]


def test_every_state_is_reached_and_none_is_a_dead_end() -> None:
    led = {row.to for row in TRANSITIONS.values()} | {State.FOUND}
    assert led - {None} == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State)


async def test_every_act_in_every_state_by_every_role_does_what_the_table_says(database: Database) -> None:
    """Allowed: the claim moves, and one event says so. Refused: nothing at all changes."""
    async with database.write() as session:
        session.add(Person(id=1, name="Somebody"))
        session.add(Claim(id=1, text="A claim.", twin_key="1"))
    async with database.write() as session:
        claim = await session.get_one(Claim, 1)
        for state, act, role in product(State, Act, Role):
            claim.state, claim.resting, claim.assigned_to = state.value, State.REOPENED.value, None
            if state is State.ASSIGNED:
                claim.assigned_to, claim.assigned_until = 1, now()
            await session.flush()
            before = claim.model_dump()
            counted = select(func.count()).select_from(Event)
            events = (await session.execute(counted)).scalar_one()
            row, name = TRANSITIONS.get((state, act)), f"{role}: {act} from {state}"
            holder = {"assigned_to": 1} if row is not None and row.to is State.ASSIGNED else {}
            if allowed(state, act, role):
                assert row is not None
                await move(session, claim, act, 1, role, **holder)
                assert claim.state == (row.to or State.REOPENED), name
                assert claim.version == before["version"] + 1
                assert (claim.assigned_to is not None) == (claim.state == State.ASSIGNED), name
                recorded = (
                    await session.execute(select(Event).order_by(Event.id.desc()).limit(1))
                ).scalar_one()  # type: ignore[union-attr]
                assert (recorded.kind, recorded.person_id) == (act.value, 1)
                assert (recorded.data["from"], recorded.data["to"]) == (state.value, claim.state)
            else:
                with pytest.raises(NotAllowedError):
                    await move(session, claim, act, 1, role, **holder)
                await session.refresh(claim)
                assert claim.model_dump() == before, name
            grown = (await session.execute(counted)).scalar_one() - events
            assert grown == allowed(state, act, role), name


async def test_who_saw_an_older_version_is_too_late(database: Database) -> None:
    async with database.write() as session:
        session.add(Person(id=1, name="Somebody"))
        session.add(Claim(id=1, text="A claim.", twin_key="1"))
    async with database.write() as session:
        claim = await session.get_one(Claim, 1)
        await move(session, claim, Act.ASK, 1, Role.REQUESTER)
        session.expunge(claim)
        claim.version -= 1
        with pytest.raises(ChangedMeanwhileError):
            await move(session, claim, Act.DISMISS, 1, Role.REVIEWER)
