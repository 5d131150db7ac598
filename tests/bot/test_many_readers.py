"""A verdict that many wait for: told some at a time, so that nobody else's messages wait, and each once."""

from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from bot import download, jobs
from bot.engine import Engine
from handlers import notices, timers
from handlers.context import Desk
from handlers.tools import Tools
from storage import jobs as queue
from storage.db import Database
from storage.matching import Matcher
from storage.tables import Ask, Claim, Outbox, Person, Sent, Verdict
from storage.types import now

READERS = 2 * notices.AT_A_TIME + 30
COPIES = 2 * timers.AT_A_TIME + 20


async def work_off(database: Database, folder: Path) -> int:
    """Does every job that is due. Returns how many there were."""
    engine = Engine()
    desk = Desk(bot_id=1, bot_name="desk_bot")
    tools = Tools(database, desk, engine, Matcher(database, folder), download.fetch)
    done = 0
    while (job := await queue.take(database)) is not None:
        await jobs.do(tools, job)
        done += 1
    await engine.close()
    return done


async def publish(database: Database) -> None:
    async with database.write() as session:
        session.add(Claim(text="Village 1 is empty.", twin_key="1", state="published", visible_at=now()))
        await session.flush()
        verdict = Verdict(
            claim_id=1, truth="false", statement="x", rationale="y", as_of=now().date(), person_id=None
        )
        session.add(verdict)
        await session.flush()
        (await session.get_one(Claim, 1)).verdict_id = verdict.id
        session.add_all([Person(id=number, started=True) for number in range(1, READERS + 1)])
        await session.flush()


async def test_everybody_is_told_once_some_at_a_time(database: Database, tmp_path: Path) -> None:
    await publish(database)
    async with database.write() as session:
        session.add_all([Ask(claim_id=1, person_id=number) for number in range(1, READERS + 1)])
        await queue.put(session, "notify", 1)
    assert await work_off(database, tmp_path) == 3
    async with database.read() as session:
        told = (await session.execute(select(col(Outbox.chat_id)))).scalars().all()
    assert sorted(told) == list(range(1, READERS + 1))


async def test_every_copy_of_a_card_is_drawn_again_some_at_a_time(database: Database, tmp_path: Path) -> None:
    await publish(database)
    async with database.write() as session:
        for number in range(1, COPIES + 1):
            old = {"text": "old", "buttons": [], "card": [1, 0, 0, number]}
            card = dict(bot_id=1, key=f"k{number}", chat_id=number, message_id=number, subject="claim:1")
            session.add(Sent(**card, state="sent", payload=old))
        await queue.put(session, "refresh", 1)
    assert await work_off(database, tmp_path) == 3
    async with database.read() as session:
        assert (await session.execute(select(func.count()).select_from(Outbox))).scalar() == COPIES
