"""What runs for every update, job and message costs the same with a long history as with a short one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import SQLModel

from storage import (
    articles,
    inbox,
    jobs,
    lists,
    outbox,
    people,
    prompts,
    review,
    sending,
    stats,
    team,
    told,
    verdicts,
    views,
    waiting,
)
from storage.db import Database
from storage.importing import import_rows
from storage.lists import Filter
from storage.matching import Matcher, Sought
from storage.outbox import Message, Place
from storage.ratings import named
from storage.roles import Role
from storage.rows import Row
from storage.search import changes
from storage.tables import (
    Article,
    Ask,
    Claim,
    Event,
    Evidence,
    Inbox,
    Job,
    Lane,
    Occurrence,
    Outbox,
    Part,
    Person,
    Prompt,
    Sent,
    Submission,
    Verdict,
)
from storage.types import now
from storage.waiting import Waits

BOT, MANY = 7_000_000_001, 400


def rows(number: int) -> list[SQLModel]:
    """A little of everything: done work, waiting work, and what people see; what is referred to first."""
    at = now() + timedelta(seconds=number)
    done = now() - timedelta(days=1)
    person = 10_000 + number
    verdict = dict(statement="140 people died.", rationale="Counted.", as_of=now().date())
    part = dict(bot_id=BOT, chat_id=person, person_id=person, message_id=number, text="x", sent_at=now())
    return [
        Person(id=person, name="Somebody"),
        Inbox(bot_id=BOT, update_id=number, lane=person, state="done", received_at=done),
        Inbox(bot_id=BOT, update_id=MANY + number, lane=person, payload={"update_id": 1}, received_at=at),
        Lane(bot_id=BOT, lane=person, ready_at=at, urgent=number % 50 == 0),
        Job(key=f"read:{number}", kind="read", due_at=at, dead=number % 3 == 0),
        Outbox(
            bot_id=BOT, key=f"n:{number}", kind="message", chat_id=person, priority=3, payload={"text": "x"}
        ),
        Sent(bot_id=BOT, key=f"s:{number}", chat_id=person, message_id=number, payload={"buttons": []}),
        Article(id=number, digest=str(number), text="140 people died."),
        Claim(
            id=number,
            text="140 people died.",
            twin_key=str(number),
            visible_at=at,
            state="asked" if number % 20 == 0 else "found",
        ),
        Prompt(person_id=person, chat_id=person, kind="reason", outbox_key="k", open=number % 3 == 0),
        Submission(bot_id=BOT, article_id=number, person_id=person, chat_id=person, message_id=number),
        Part(**part, article_id=number),
        Occurrence(
            id=number, article_id=number, claim_id=number, position=0, start=0, end=5, text="140", worth=0.5
        ),
        Verdict(id=number, claim_id=number, **verdict),
        Evidence(verdict_id=number, url="https://example.org"),
        Ask(claim_id=number, person_id=person, article_id=number),
        Event(claim_id=number, person_id=person, kind="ask"),
        Event(claim_id=number if number % 50 else None, kind="take" if number % 50 else "setting"),
    ]


async def inbox_takes(database: Database) -> None:
    async with database.write() as session:
        await inbox.put(session, BOT, {"update_id": 9000, "message": {"chat": {"id": 10_001}}})
    async with database.write() as session:
        await session.execute(
            text("UPDATE lane SET ready_at = '2020-01-01' WHERE bot_id = 7000000001 AND lane = 10001")
        )
    held = await inbox.take(database, BOT)
    assert held is not None
    async with database.write() as session:
        await inbox.done(session, held)


async def jobs_take(database: Database) -> None:
    async with database.write() as session:
        await jobs.put(session, "read", 7, due_at=now() - timedelta(days=1))
    job = await jobs.take(database)
    assert job is not None
    async with database.write() as session:
        await jobs.done(session, job)
    async with database.read() as session:
        assert await jobs.next_due(session)


async def sender_takes(database: Database) -> None:
    async with database.write() as session:
        await outbox.post(session, Place(BOT, 10_001), "s:1", Message("new text"))
        await outbox.answer(session, BOT, "44", "text")
    async with database.write() as session:
        batch = await sending.take(session, BOT, 8, set(), set())
        assert [each.key for each in batch][:2] == ["answer:44", "s:1"]
        await sending.sent(session, batch[0], None)
        await sending.later(session, batch[1], timedelta(0), "error")


async def press_finds_its_message(database: Database) -> None:
    async with database.write() as session:
        assert await outbox.key_of(session, Place(BOT, 10_001), 1, "1:card") == "s:1"
        assert await outbox.key_of(session, Place(BOT, 10_001), 77, "1:card") is None


async def text_comes_in(database: Database) -> None:
    async with database.write() as session:
        assert await prompts.replied_to(session, Place(BOT, 10_001), Person(id=10_001), 1) is None
        assert await prompts.open_ones(session, Place(BOT, 10_001), Person(id=10_001)) == []
        assert not await inbox.happened(session, BOT, 10_001, 1, 2)
        assert await articles.open_parts(session, Place(BOT, 10_001), 10_001) == []


async def card_is_shown(database: Database) -> None:
    async with database.read() as session:
        assert await views.article(session, 1)
        assert await views.claim(session, 1, 1)
        assert await review.count_asks(session, 1) == 1
        assert await review.asked(session, 1, 10_001)
        await verdicts.published(session, [1, 2, 3])


async def claims_are_matched(database: Database) -> None:
    matcher = Matcher(database, Path("no such folder"))  # all of them are new to the index
    assert await matcher.match([Sought("140 people died.")])


async def index_reads_claims(database: Database) -> None:
    async with database.read() as session:
        await session.run_sync(changes.entries, [1, 2, 3])


async def rows_come_in(database: Database) -> None:
    row = Row("k1", "The bridge cost $4 million.", truth=named("False"), urls=("https://example.org",))
    for each in (row, replace(row, truth=named("True")), replace(row, key="k2")):
        async with database.write() as session:
            await import_rows(session, [each])


async def lists_are_read(database: Database) -> None:
    reviewer, editor = Person(id=10_001, role="reviewer"), Person(id=10_002, role="editor")
    async with database.read() as session:
        await lists.open_claims(session, Filter(), reviewer, 8, 0)
        await lists.open_claims(session, Filter(kind="numeric", source="maren", topic=("gas",)), editor, 8, 8)
        await lists.open_claims(session, Filter(waits=Waits.WRONG), editor, 8, 0)
        await waiting.counts(session)
        await lists.held(session, 10_001, now())
        await lists.proposed(session, 10_001)
        await lists.followed(session, 10_001, 8, 0)
        await lists.without_card(session, 30)
        await lists.cards_since(session, now())


async def the_team_is_shown(database: Database) -> None:
    async with database.read() as session:
        await team.members(session)
        await team.audit(session, 10, 0)
        await people.with_role(session, Role.REVIEWER)
    async with database.write() as session:
        await team.check_not_last(session, Person(id=10_001), set())


async def the_desk_is_counted(database: Database) -> None:
    async with database.read() as session:
        await stats._pairs(session)
        await stats._undone(session)
        await stats._open(session, now())


async def somebody_is_told(database: Database) -> None:
    async with database.write() as session:
        await told.to_tell(session, 1, 1, 100)
        await told.open_notice(session, Ask(claim_id=1, person_id=10_001, article_id=1), now())
        await told.in_notice(session, 10_001, "verdict:1")


FINE = ("CONSTANT ROW", "(subquery", "USING INDEX", "alias")
"""SQLite's words for a row that is no table's, and for going along an index in its order; and a small table that
is always read whole."""
HOT = [
    inbox_takes,
    jobs_take,
    sender_takes,
    press_finds_its_message,
    text_comes_in,
    card_is_shown,
    claims_are_matched,
    index_reads_claims,
    rows_come_in,
    lists_are_read,
    the_team_is_shown,
    the_desk_is_counted,
    somebody_is_told,
]


@pytest.fixture
async def filled(database: Database) -> AsyncIterator[Database]:
    async with database.write() as session:
        for table in zip(*(rows(number) for number in range(1, MANY + 1)), strict=True):
            session.add_all(table)
            await session.flush()
    if not database.is_sqlite:  # PostgreSQL does it by itself now and then; SQLite never does
        async with database.write() as session:
            await session.execute(text("ANALYZE"))
            for table in ("claim", "verdict"):  # their rows came with numbers of their own
                await session.execute(text(f"SELECT setval('{table}_id_seq', {MANY})"))
    yield database


async def test_no_hot_path_reads_a_whole_table(filled: Database) -> None:
    slow: list[str] = []
    for act in HOT:
        for statement, values in await statements(filled, act):
            if statement.startswith("INSERT INTO claim "):
                continue  # SQLite plans for rows stored before the claim they refer to; there never are any
            sorts = act.__name__.endswith("takes")  # the next one of very many, not a few of one chat
            for step in await bad_steps(filled, statement, values, sorts=sorts):
                slow.append(f"{act.__name__}: {step}\n  {statement}")
    assert slow == [], "\n".join(slow)


async def statements(database: Database, act: Callable[[Database], Awaitable[None]]) -> list[tuple[str, Any]]:
    """What the database was asked while something happened."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, _context: object, _many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")) and "pg_notify" not in statement:
            asked.append((statement, values))

    engines = {database._writer.sync_engine, database._reader.sync_engine, database._looker}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    await act(database)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    assert asked
    return asked


async def bad_steps(database: Database, statement: str, values: Any, *, sorts: bool) -> list[str]:
    """The steps of the plan that read a whole table, or (`sorts`) sort what an index could give in order."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    async with database.engine.connect() as connection:
        if not database.is_sqlite:  # a small table is read whole even where there is an index
            await connection.exec_driver_sql("SET enable_seqscan = off")
        plan = await connection.exec_driver_sql(explain + statement, values)
        steps = [str(row[-1]) for row in plan.all()]
        await connection.rollback()
    read, sort = ("SCAN ", "TEMP B-TREE FOR ORDER") if database.is_sqlite else ("Seq Scan", "Sort ")
    bad = (read, sort) if sorts else (read,)
    return [
        step for step in steps if any(word in step for word in bad) and not any(word in step for word in FINE)
    ]
