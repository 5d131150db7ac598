"""Twenty reviewers press at once on one claim, fifty claims: one wins each time, the others are told."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from storage import decisions, holding, review, team
from storage.db import Database
from storage.decisions import ChainError
from storage.ratings import Axis
from storage.review import TakenError
from storage.roles import Role
from storage.rules import Rules
from storage.second import rate_second
from storage.tables import Claim, Draft, Event, Person
from storage.team import LastAdminError
from storage.twins import twin_key
from storage.types import now
from storage.workflow import ChangedMeanwhileError, NotAllowedError

REVIEWERS, CLAIMS = 20, 50


async def press(database: Database, claim_id: int, person_id: int) -> bool:
    """Whether this reviewer has the claim now."""
    async with database.write() as session:
        claim, person = await session.get(Claim, claim_id), await session.get(Person, person_id)
        assert claim is not None and person is not None
        try:
            await review.rate(session, claim, person, Axis.TRUTH, "true", timedelta(hours=1))
        except (TakenError, ChangedMeanwhileError):
            return False
        return True


async def test_exactly_one_of_twenty_gets_each_of_fifty_claims(database: Database) -> None:
    async with database.write() as session:
        session.add_all(Person(id=number + 1, role="reviewer") for number in range(REVIEWERS))
        claims = [Claim(text=f"Claim {n}.", twin_key=twin_key(f"Claim {n}.")) for n in range(CLAIMS)]
        session.add_all(claims)
    for claim in claims:
        won = await asyncio.gather(*(press(database, claim.id or 0, n + 1) for n in range(REVIEWERS)))
        assert sum(won) == 1
    async with database.read() as session:
        takes = (await session.execute(select(Event).where(Event.kind == "take"))).scalars().all()  # type: ignore[arg-type]
        rows = (await session.execute(select(Claim))).scalars().all()
    assert {(take.claim_id, take.person_id) for take in takes} == {(row.id, row.assigned_to) for row in rows}
    assert len(takes) == CLAIMS


async def test_of_two_admins_who_take_out_each_other_at_once_one_stays(database: Database) -> None:
    async def take_out(other: int, by: int) -> None:
        async with database.write() as session:
            person, admin = await session.get(Person, other), await session.get(Person, by)
            assert person is not None and admin is not None
            with suppress(LastAdminError):
                await team.change_role(session, person, Role.REVIEWER, admin, frozenset())

    for first in range(1, 21, 2):
        async with database.write() as session:
            session.add_all(Person(id=number, role="admin") for number in (first, first + 1))
        await asyncio.gather(take_out(first, first + 1), take_out(first + 1, first))
        async with database.write() as session:
            admins = (await session.execute(select(Person).where(Person.role == "admin"))).scalars().all()  # type: ignore[arg-type]
            assert len(admins) == 1
            admins[0].role = "reviewer"
            session.add(admins[0])


async def test_a_second_reviewer_who_leaves_it_half_done_does_not_block_the_others(
    database: Database,
) -> None:
    rules = Rules(quorum=2)
    async with database.write() as session:
        session.add_all(Person(id=number, role="reviewer") for number in (1, 2, 3))
        session.add(Claim(id=1, text="Claim.", twin_key=twin_key("Claim.")))
    async with database.write() as session:
        claim = await session.get_one(Claim, 1)
        first, second, third = [await session.get_one(Person, number) for number in (1, 2, 3)]
        # Somebody who ran out of time before may be the second reviewer all the same.
        await review.rate(session, claim, second, Axis.TRUTH, "false", timedelta(0))
        await holding.lapse(session, claim)
        await review.rate(session, claim, first, Axis.TRUTH, "true", timedelta(hours=1))
        await review.rate(session, claim, first, Axis.ATTRIBUTION, "misquoted", timedelta(hours=1))
        await review.reason(session, claim, first, "It says so there.", ["https://example.org"])
        await review.publish(session, claim, first, rules)
        half = await rate_second(session, claim, second, Axis.TRUTH, "true", rules)
        assert half.published is None
        with pytest.raises(NotAllowedError):
            await rate_second(session, claim, third, Axis.TRUTH, "true", rules)
        await session.execute(update(Draft).values(updated_at=now() - timedelta(hours=2)))
        session.expire_all()
        for row in (claim, first, second, third):
            await session.refresh(row)
        await rate_second(session, claim, third, Axis.TRUTH, "true", rules)
        done = await rate_second(session, claim, third, Axis.ATTRIBUTION, "misquoted", rules)
        assert done.published is not None
        assert done.published.verdict.second_person_id == third.id


async def test_of_two_claims_that_are_merged_into_each_other_at_once_one_stays(database: Database) -> None:
    async def merge(one: int, other: int, by: int) -> None:
        async with database.write() as session:
            claim, into = await session.get(Claim, one), await session.get(Claim, other)
            person = await session.get(Person, by)
            assert claim is not None and into is not None and person is not None
            with suppress(ChainError, NotAllowedError, ChangedMeanwhileError):
                await decisions.merge(session, claim, person, into)

    async with database.write() as session:
        session.add_all(Person(id=number, role="reviewer") for number in (1, 2))
    for round_ in range(10):
        async with database.write() as session:
            pair = [Claim(text=f"{round_} {n}", twin_key=f"{round_} {n}") for n in range(2)]
            session.add_all(pair)
        one, other = pair[0].id or 0, pair[1].id or 0
        await asyncio.gather(merge(one, other, 1), merge(other, one, 2))
        async with database.read() as session:
            rows = (
                (await session.execute(select(Claim).where(col(Claim.id).in_([one, other])))).scalars().all()
            )
        assert sorted(row.state for row in rows) == ["found", "merged"]
