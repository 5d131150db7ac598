"""Twenty reviewers press at once on one claim, fifty claims: one wins each time, the others are told."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from storage import review
from storage.db import Database
from storage.ratings import Axis
from storage.review import TakenError
from storage.tables import Claim, Event, Person
from storage.twins import twin_key
from storage.workflow import ChangedMeanwhileError

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
