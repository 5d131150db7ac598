"""Random people with random roles do random things to claims: the table of the workflow is never left, nothing
that was written down changes, and the events alone tell where each claim stands."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import decisions, holding, migrate, review, second, verdicts
from storage.db import Database
from storage.decisions import ChainError, TooManyAppealsError
from storage.ratings import BY_CODE
from storage.review import MissingError, TakenError
from storage.rules import Rules
from storage.tables import Ask, Claim, Event, Person, Verdict
from storage.twins import twin_key
from storage.types import now
from storage.workflow import TRANSITIONS, Act, ChangedMeanwhileError, NotAllowedError, State

REFUSALS = (
    NotAllowedError,
    TakenError,
    MissingError,
    ChainError,
    TooManyAppealsError,
    ChangedMeanwhileError,
)
ROLES = ("requester", "reviewer", "reviewer", "editor", "admin")
RATINGS = ("true", "false", "half-true", "unproven", "misquoted", "no-record-found")
CLAIMS = 2
HOLDER = 0
"""For whoever has the claim, or else acted on it last: by chance alone hardly anybody would get as far as a verdict."""
LEASE = timedelta(minutes=5)
people_ids = st.integers(1, len(ROLES))
actors = st.one_of(people_ids, st.just(HOLDER))
team = st.integers(2, len(ROLES))
"""Who may review."""
claim_numbers = st.integers(0, CLAIMS - 1)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture
def stored(runner: asyncio.Runner, database_url: str, tmp_path: Path) -> Iterator[Database]:
    migrate.upgrade(database_url)
    database = Database(database_url)

    async def fill() -> None:
        async with database.write() as session:
            for number, role in enumerate(ROLES, 1):
                session.add(Person(id=number, name=f"Person {number}", role=role))

    runner.run(fill())
    yield database
    runner.run(database.close())


def test_property_nobody_can_leave_the_table(runner: asyncio.Runner, stored: Database) -> None:
    counter = iter(range(1_000_000))
    acts_seen: Counter[Act] = Counter()
    rows_before: dict[str, dict[int, str]] = {"event": {}, "verdict": {}}

    class Desk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.claims: list[int] = []
            self.rules = Rules(undo_seconds=3600)

        @initialize(quorum=st.sampled_from([1, 2]))
        def open_desk(self, quorum: int) -> None:
            self.rules = Rules(quorum=quorum, undo_seconds=3600)

            async def add(session: AsyncSession) -> None:
                for _ in range(CLAIMS):
                    text = f"Claim of the model number {next(counter)}."
                    claim = Claim(text=text, twin_key=twin_key(text))
                    session.add(claim)
                    await session.flush()
                    self.claims.append(claim.id or 0)

            self.do(add)

        def do(self, act) -> None:  # type: ignore[no-untyped-def]
            """One transaction, which a refusal leaves without any effect."""

            async def attempt() -> None:
                try:
                    async with stored.write() as session:
                        await act(session)
                except REFUSALS:
                    pass

            runner.run(attempt())

        def on(self, claim: int, person: int, act) -> None:  # type: ignore[no-untyped-def]
            async def attempt(session: AsyncSession) -> None:
                row = await session.get_one(Claim, self.claims[claim])
                acted = select(func.max(col(Event.id))).where(col(Event.claim_id) == row.id)
                last = (
                    await session.execute(select(Event).where(col(Event.id) == acted.scalar_subquery()))
                ).scalar()
                holder = row.assigned_to or (last.person_id if last is not None else None) or 1
                who = await session.get_one(Person, holder if person == HOLDER else person)
                await act(session, row, who)

            self.do(attempt)

        @rule(claim=claim_numbers, person=actors)
        def ask(self, claim: int, person: int) -> None:
            self.on(claim, person, review.ask)

        @rule(claim=claim_numbers, person=actors, rating=st.sampled_from(RATINGS))
        def rate(self, claim: int, person: int, rating: str) -> None:
            axis = BY_CODE[rating].axis
            self.on(claim, person, lambda s, c, p: review.rate(s, c, p, axis, rating, LEASE))

        @rule(claim=claim_numbers, person=actors, rating=st.sampled_from(("true", "misquoted")))
        def rate_and_explain(self, claim: int, person: int, rating: str) -> None:
            async def act(session: AsyncSession, row: Claim, who: Person) -> None:
                await review.rate(session, row, who, BY_CODE[rating].axis, rating, LEASE)
                await review.reason(session, row, who, "It says so there.", ["https://example.org/a"])

            self.on(claim, person, act)

        # Whole stretches of the way, for by chance alone few claims would get as far as a verdict.

        @rule(claim=claim_numbers, person=team, rating=st.sampled_from(("true", "misquoted")))
        def rate_explain_and_publish(self, claim: int, person: int, rating: str) -> None:
            self.rate_and_explain(claim, person, rating)
            self.publish(claim, person, "correction")

        @rule(claim=claim_numbers, person=team, other=team, rating=st.sampled_from(("true", "false")))
        def two_rate(self, claim: int, person: int, other: int, rating: str) -> None:
            self.rate_explain_and_publish(claim, person, "true")
            self.rate_second(claim, other, rating)

        @rule(claim=claim_numbers, person=team, other=team, editor=team)
        def two_differ_and_an_editor_decides(self, claim: int, person: int, other: int, editor: int) -> None:
            self.two_rate(claim, person, other, "false")
            self.rule_with_a_reason(claim, editor, other)
            self.rule_on_it(claim, editor, person)

        @rule(claim=claim_numbers, person=team)
        def publish_and_undo(self, claim: int, person: int) -> None:
            self.rate_explain_and_publish(claim, person, "true")
            self.undo(claim, person)

        @rule(claim=claim_numbers, person=team)
        def rate_and_renew(self, claim: int, person: int) -> None:
            self.rate(claim, person, "true")
            self.renew(claim, person)

        @rule(claim=claim_numbers, person=team, other=team)
        def dismiss_and_restore(self, claim: int, person: int, other: int) -> None:
            self.dismiss(claim, person)
            self.restore(claim, other)

        @rule(claim=claim_numbers, person=team, into=claim_numbers, other=team)
        def merge_and_split(self, claim: int, person: int, into: int, other: int) -> None:
            self.merge(claim, person, into)
            self.split(claim, other)

        @rule(claim=claim_numbers, person=actors, kind=st.sampled_from(["correction", "update", "refile"]))
        def publish(self, claim: int, person: int, kind: str) -> None:
            async def act(session: AsyncSession, row: Claim, who: Person) -> None:
                if await verdicts.last(session, row.id or 0) is not None:
                    await review.amend(session, row, who, kind=kind, note="It changed.")
                await review.publish(session, row, who, self.rules)

            self.on(claim, person, act)

        @rule(claim=claim_numbers, person=actors, rating=st.sampled_from(("true", "false", "misquoted")))
        def rate_second(self, claim: int, person: int, rating: str) -> None:
            axis = BY_CODE[rating].axis
            self.on(claim, person, lambda s, c, p: second.rate_second(s, c, p, axis, rating, self.rules))

        @rule(claim=claim_numbers, person=actors)
        def renew(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, p: holding.renew(s, c, p, LEASE))

        @rule(claim=claim_numbers, person=actors, stands=people_ids)
        def rule_on_it(self, claim: int, person: int, stands: int) -> None:
            self.on(claim, person, lambda s, c, p: decisions.rule(s, c, p, stands, self.rules))

        @rule(claim=claim_numbers, person=actors, stands=people_ids)
        def rule_with_a_reason(self, claim: int, person: int, stands: int) -> None:
            async def act(session: AsyncSession, row: Claim, who: Person) -> None:
                await decisions.begin_ruling(session, row, who, stands)
                await review.reason(session, row, who, "The other log is right.", ["https://example.org/b"])
                if await verdicts.last(session, row.id or 0) is not None:
                    await review.amend(session, row, who, kind="update", note="It changed.")
                await decisions.rule(session, row, who, stands, self.rules)

            self.on(claim, person, act)

        @rule(claim=claim_numbers, person=actors)
        def send_back(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, p: decisions.send_back(s, c, p, "not yet", LEASE))

        @rule(claim=claim_numbers, person=actors)
        def undo(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, p: review.undo(s, c, p, c.verdict_id or 0, LEASE))

        @rule(claim=claim_numbers, person=actors)
        def stop(self, claim: int, person: int) -> None:
            self.on(claim, person, review.stop)

        @rule(claim=claim_numbers, person=actors)
        def lease_runs_out(self, claim: int, person: int) -> None:
            async def act(session: AsyncSession, row: Claim, _: Person) -> None:
                await session.execute(
                    update(Claim).where(col(Claim.id) == row.id).values(assigned_until=now() - LEASE)
                )
                await session.refresh(row)
                await holding.lapse(session, row)

            self.on(claim, person, act)

        @rule(claim=claim_numbers, person=actors, to=people_ids)
        def assign(self, claim: int, person: int, to: int) -> None:
            async def act(session: AsyncSession, row: Claim, who: Person) -> None:
                other = await session.get(Person, to)
                assert other is not None
                await decisions.assign(session, row, who, other, LEASE)

            self.on(claim, person, act)

        @rule(claim=claim_numbers, person=actors)
        def doubt(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, p: decisions.reopen(s, c, p, "there is news"))

        @rule(claim=claim_numbers, person=actors)
        def appeal(self, claim: int, person: int) -> None:
            async def act(session: AsyncSession, row: Claim, who: Person) -> None:
                told = update(Ask).where(col(Ask.claim_id) == row.id, col(Ask.person_id) == who.id)
                await session.execute(told.values(told_verdict_id=row.verdict_id))
                await decisions.appeal(session, row, who, "it is not so")

            self.on(claim, person, act)

        @rule(claim=claim_numbers, person=actors)
        def withdraw(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, p: decisions.withdraw(s, c, p, "it was wrong"))

        @rule(claim=claim_numbers, person=actors)
        def expire(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, _: decisions.expire(s, c, c.verdict_id or 0))

        @rule(claim=claim_numbers, person=actors)
        def dismiss(self, claim: int, person: int) -> None:
            self.on(claim, person, lambda s, c, p: decisions.dismiss(s, c, p, "vague"))

        @rule(claim=claim_numbers, person=actors)
        def restore(self, claim: int, person: int) -> None:
            self.on(claim, person, decisions.restore)

        @rule(claim=claim_numbers, person=actors, into=claim_numbers)
        def merge(self, claim: int, person: int, into: int) -> None:
            async def act(session: AsyncSession, row: Claim, who: Person) -> None:
                other = await session.get(Claim, self.claims[into])
                assert other is not None
                await decisions.merge(session, row, who, other)

            self.on(claim, person, act)

        @rule(claim=claim_numbers, person=actors)
        def split(self, claim: int, person: int) -> None:
            self.on(claim, person, decisions.split)

        @rule(claim=claim_numbers, person=actors)
        def reword(self, claim: int, person: int) -> None:
            text = f"Claim of the model, reworded {next(counter)}."
            self.on(claim, person, lambda s, c, p: decisions.reword(s, c, p, text))

        @invariant()
        def the_table_holds(self) -> None:
            runner.run(self.look())

        async def look(self) -> None:
            async with stored.read() as session:
                claims = select(Claim).where(col(Claim.id).in_(self.claims))
                rows = {row.id: row for row in (await session.execute(claims)).scalars()}
                acts = select(Event).where(col(Event.claim_id).in_(self.claims)).order_by(col(Event.id))
                events = (await session.execute(acts)).scalars().all()
                found = select(Verdict).where(col(Verdict.claim_id).in_(self.claims))
                verdicts = (await session.execute(found)).scalars().all()
            replayed = dict.fromkeys(self.claims, State.FOUND.value)
            published = dict.fromkeys(self.claims, 0)
            for event in events:
                if event.kind not in list(Act):
                    continue
                before = replayed[event.claim_id or 0]
                assert event.data["from"] == before, "the events are a chain"
                allowed = TRANSITIONS.get((State(before), Act(event.kind)))
                assert allowed is not None, f"{event.kind} from {before} is not in the table"
                assert allowed.to is None or allowed.to == event.data["to"]
                acts_seen[Act(event.kind)] += 1
                replayed[event.claim_id or 0] = event.data["to"]
                published[event.claim_id or 0] += event.kind in ("publish", "second", "rule")
            for number, row in rows.items():
                assert replayed[number or 0] == row.state, "replaying the events ends where the claim is"
                mine = [verdict for verdict in verdicts if verdict.claim_id == number]
                assert len(mine) == published[number or 0], "a verdict was lost or doubled"
                if row.verdict_id is not None:
                    assert row.verdict_id in {verdict.id for verdict in mine}
                    assert row.state in (State.PUBLISHED, State.ASSIGNED, State.PROPOSED, State.DISPUTED)
                if row.state == State.PUBLISHED:
                    assert row.verdict_id is not None
                assert (row.state == State.ASSIGNED) == (row.assigned_to is not None)
                assert (row.state == State.MERGED) == (row.merged_into is not None)
                if row.merged_into is not None:
                    assert rows[row.merged_into].state != State.MERGED, (
                        "a part belongs to a claim that stands"
                    )
            for name, there in (("event", events), ("verdict", verdicts)):
                for each in there:
                    text = each.model_dump_json()
                    assert rows_before[name].setdefault(each.id or 0, text) == text, "history changed"

    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=40,
            stateful_step_count=60,
            deadline=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
        ),
    )  # type: ignore[no-untyped-call]
    assert {Act.PUBLISH, Act.PROPOSE} <= set(acts_seen), "it gets as far as verdicts"
