"""The desk's numbers: kappa against worked examples, weeks, what waits, how long it took."""

from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import stats
from storage.db import Database
from storage.stats import SHARED, kappa
from storage.tables import Ask, Claim, Event, Person, Verdict
from storage.types import now

YES, NO = "true", "false"


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        # 20 both yes, 15 both no, 5 and 10 apart: observed .7, by chance .5
        ([(YES, YES)] * 20 + [(YES, NO)] * 5 + [(NO, YES)] * 10 + [(NO, NO)] * 15, 0.4),
        ([(YES, YES), (NO, NO)] * 10, 1.0),
        ([(YES, NO), (NO, YES)] * 10, -1.0),
        ([(YES, YES), (YES, NO), (NO, YES), (NO, NO)] * 5, 0.0),
        ([(YES, YES)] * 20, None),
    ],
)
def test_kappa(ratings: list[tuple[str, str]], expected: float | None) -> None:
    assert kappa(ratings) == (pytest.approx(expected) if expected is not None else None)


async def claim(session: AsyncSession, number: int, state: str = "asked", **changes: object) -> None:
    row = {"text": f"{number} homes.", "twin_key": str(number), "state": state} | changes
    session.add(Claim(id=number, **row))  # type: ignore[arg-type]
    await session.flush()


async def verdict(session: AsyncSession, number: int, days_ago: int, **changes: object) -> None:
    at = now() - timedelta(days=days_ago)
    row = dict(
        id=number, claim_id=number, person_id=1, truth=YES, statement="x", rationale="y", as_of=at.date()
    )
    session.add(Verdict(**(row | {"created_at": at} | changes)))  # type: ignore[arg-type]


async def test_what_is_open_overdue_and_how_long_it_took(database: Database) -> None:
    async with database.write() as session:
        session.add_all([Person(id=1, name="Rita"), Person(id=2, name="Alice")])
        await session.flush()
        for number in (1, 2, 3):
            await verdict(session, number, days_ago=8 * number - 8)
        await verdict(session, 4, days_ago=1, person_id=None)  # imported
        await verdict(session, 10, days_ago=1, claim_id=5)  # taken back
        session.add(Event(claim_id=5, kind="undo", data={"verdict": 10}))
        await session.flush()
        for number in (1, 2, 3, 4):
            visible = now() - timedelta(days=1)
            await claim(session, number, "published", verdict_id=number, visible_at=visible)
        for number, state in ((5, "asked"), (6, "assigned"), (7, "stale"), (8, "found"), (9, "dismissed")):
            await claim(session, number, state)
        for number, days in ((1, 2), (2, 12), (5, 1), (6, 30), (9, 40)):
            asked = now() - timedelta(days=days)
            session.add(Ask(claim_id=number, person_id=2, created_at=asked))
    async with database.read() as session:
        found = await stats.load(session, now())
    assert found.weeks[-3:] == [1, 1, 1]
    assert sum(found.weeks) == found.total == 3
    assert (found.open, found.overdue) == (3, 2)
    assert found.turnaround is not None
    assert round(found.turnaround / timedelta(days=1)) == 3  # of 2 and 4 days
    assert found.ratings == {YES: 3}
    assert found.pairs == []


async def test_agreement_is_shown_from_twenty_shared_claims_and_a_ruling_counts_once(
    database: Database,
) -> None:
    def both(one: str, other: str, *people: int) -> dict[str, object]:
        return {
            "first": {"person": people[0], "truth": one, "attribution": None},
            "second": {"person": people[1], "truth": other, "attribution": None},
        }

    async with database.write() as session:
        session.add_all([Person(id=1, name="Rita"), Person(id=2, name="Ravi"), Person(id=3, name="Edda")])
        for number in range(1, SHARED + 1):
            await claim(session, number)
            same = number % 4 != 0
            rated = both(YES if number % 2 else NO, (YES if number % 2 else NO) if same else YES, 1, 2)
            session.add(Event(claim_id=number, kind="second" if same else "dispute", data=rated))
            if not same:
                session.add(Event(claim_id=number, kind="rule", data=rated))
        for number in range(1, SHARED):
            session.add(Event(claim_id=number, kind="second", data=both(YES, YES, 3, 1)))
    async with database.read() as session:
        (pair,) = (await stats.load(session, now())).pairs
    assert (pair.first, pair.second, pair.claims) == ("Rita", "Ravi", SHARED)
    # Both said true for 10 and false for 5 of 20; 5 apart. Chance: .5 * .75 + .5 * .25 = .5
    assert pair.kappa == pytest.approx(0.5)
