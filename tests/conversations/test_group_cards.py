"""What comes to the reviewers' group by itself: cards by their worth, so many a day, few edits, one digest."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from storage import jobs, review
from storage.db import Database
from storage.tables import Claim, Job, Person, Setting
from storage.twins import twin_key
from storage.types import now
from tests.conversations.test_review import team
from tests.emulator import Emulator, Group

CLAIMS = 3
CROWD = 30


async def fill(database: Database, worths: list[float]) -> None:
    """Claims 1, 2, 3 that were found and nobody asked for."""
    async with database.write() as session:
        for number, worth in enumerate(worths, 1):
            text = f"Street {number} had no water."
            session.add(Claim(id=number, text=text, twin_key=twin_key(text), worth=worth))


async def ask_for(database: Database, person: int, *claims: int) -> None:
    async with database.write() as session:
        who = await session.get_one(Person, person)
        for claim in claims:
            await review.ask(session, await session.get_one(Claim, claim), who)


def shown(group: Group) -> list[str]:
    """Which claims have a card, in the order in which they came."""
    return [message.text.split(" ·")[0] for message in group.messages if message.by_bot]


async def test_the_most_worth_checking_come_first_and_only_so_many_a_day(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss])
    async with team(emulator, database_url, tmp_path, review_chat=group.id) as (people, database):
        await fill(database, [0.1, 0.7, 0.9, 0.4])
        async with database.write() as session:
            await session.merge(Setting(name="daily_cards", value=2))
        await ask_for(database, people.alice.id, 1, 2, 3, 4)
        await group.wait_for("Claim 2 · not checked · 1 person asked")
        await emulator.idle()
        assert shown(group) == ["Claim 3", "Claim 2"]
        async with database.read() as session:
            due = await session.execute(
                select(func.max(col(Job.due_at))).where(col(Job.key).startswith("cards:"))
            )
        midnight = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        assert due.scalar_one() == midnight, "the others come with the next day"


async def test_many_changes_are_few_edits_and_the_last_one_is_shown(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    """Ninety changes within seconds, with Telegram's own limits: twenty a minute in a group."""
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss])
    changes = dict(review_chat=group.id, send_per_group_minute=20)
    async with team(emulator, database_url, tmp_path, **changes) as (_, database):
        await fill(database, [0.3, 0.2, 0.1])
        crowd = [900 + number for number in range(CROWD)]
        async with database.write() as session:
            session.add_all(Person(id=number, name=f"Reader {number}") for number in crowd)
        emulator.real_limits = True
        for person in crowd:
            await ask_for(database, person, *range(1, CLAIMS + 1))
            await asyncio.sleep(0.05)
        for claim in range(1, CLAIMS + 1):
            await group.wait_for(f"Claim {claim} · not checked · {CROWD} people asked", timeout=30)
        assert sorted(shown(group)) == ["Claim 1", "Claim 2", "Claim 3"]
        assert sum(message.edits for message in group.messages) <= 20 - CLAIMS


async def test_the_digest_comes_once_and_only_when_something_waits(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss])
    async with team(emulator, database_url, tmp_path, review_chat=group.id) as (people, database):
        await fill(database, [0.3])
        async with database.write() as session:
            await jobs.put(session, "digest", "2026-03-01")
        await emulator.idle()
        assert shown(group) == [], "a quiet desk is quiet"
        await ask_for(database, people.alice.id, 1)
        await group.wait_for("Claim 1")
        for _ in range(2):
            async with database.write() as session:
                await jobs.put(session, "digest", "2026-03-02")
            morning = await group.wait_for("This morning")
        await emulator.idle()
        assert morning.text == (
            "This morning\n• 1 claim waits to be checked\n\n/queue shows them, the most pressing first."
        )
        assert len(shown(group)) == 2
