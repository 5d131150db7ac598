"""The real process is killed at any moment, again and again: no update is lost, and none has its effect twice."""

import asyncio
import math
import os
import random
import signal
import sys
from asyncio.subprocess import Process
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from storage import migrate
from storage.db import Database
from storage.tables import Claim, Event, Inbox, Job, Outbox, Part, Sent, Submission
from storage.twins import twin_key
from tests.conftest import free_port
from tests.emulator import Emulator, User
from tests.postgres import database_away

CHATS, TEXTS, PRESSES = 20, 5, 5
KILLS = 5
AWAY_SECONDS = 1.5
LATER = ("lapse", "digest")
"""Timers, which wait on purpose."""


def environment(emulator: Emulator, url: str, folder: Path, mode: str, people: list[User]) -> dict[str, str]:
    port = free_port()
    chosen = {
        "TOKEN": emulator.token,
        "API_URL": emulator.url,
        "DATABASE_URL": url,
        "INDEX_DIR": str(folder / "index"),
        "ADMINS": ",".join(str(user.id) for user in people),
        "SEND_PER_SECOND": "1000",
        "SEND_PER_CHAT": "1000",
        "LOG_LEVEL": "error",
    }
    if mode == "webhook":
        chosen |= {
            "LISTEN": f"127.0.0.1:{port}",
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "WEBHOOK_SECRET": "a-secret",
        }
    return os.environ | {f"CLAIMDESK_{name}": value for name, value in chosen.items()}


async def start(settings: dict[str, str], folder: Path) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=settings, cwd=Path(__file__).parents[2]
    )


@asynccontextmanager
async def people_at_work(
    emulator: Emulator, people: list[User], chance: random.Random
) -> AsyncIterator[None]:
    """Everybody writes and presses, in an order of their own, over a few seconds."""
    acts = []
    for number, user in enumerate(people):
        texts = [
            f"Town {number}-{each}: {100 * number + each} people were hurt there, the mayor said."
            for each in range(TEXTS)
        ]
        claims = [number * PRESSES + each + 1 for each in range(PRESSES)]
        mine = [(user, text, 0) for text in texts] + [(user, "", claim) for claim in claims]
        chance.shuffle(mine)
        acts.append(mine)

    async def work() -> None:
        while any(acts):
            mine = chance.choice([each for each in acts if each])
            user, text, claim = mine.pop()
            if text:
                user.forward(text)  # typed, it would be the reason for a rating
            else:
                hello = next(message for message in user.chat.messages if message.by_bot)
                user.press(hello, data=f"1:rate:{claim}:0:0:true")
            await asyncio.sleep(0.02)

    task = asyncio.create_task(work())
    yield
    await task


async def waiting(database: Database) -> int:
    """What is still to be done: updates, jobs that are due, messages."""
    async with database.read() as session:
        counts = [
            select(func.count()).select_from(Inbox).where(col(Inbox.state) == "open"),
            select(func.count()).select_from(Job).where(col(Job.kind).not_in(LATER)),
            select(func.count()).select_from(Outbox).where(col(Outbox.state) != "failed"),
        ]
        return sum([(await session.execute(count)).scalar_one() for count in counts])


async def drained(emulator: Emulator, database: Database) -> None:
    """Waits until nothing is left to be delivered or done."""
    calm = 0
    while calm < 5:
        left = len(emulator.updates.pending) or await waiting(database)
        calm = 0 if left else calm + 1
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_process_killed_at_any_moment_loses_nothing_and_repeats_nothing(
    mode: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(f"{mode} {database_url.partition(':')[0]}")
    emulator.callback_deadline = math.inf  # a process that is dead answers no press
    people = [emulator.user(f"Person {number}") for number in range(CHATS)]
    await asyncio.to_thread(migrate.upgrade, database_url)
    database = Database(database_url)
    async with database.write() as session:
        for number in range(CHATS * PRESSES):
            text = f"Sample claim number {number}."
            session.add(Claim(text=text, twin_key=twin_key(text)))
    settings = environment(emulator, database_url, tmp_path, mode, people)
    process = await start(settings, tmp_path)
    try:
        for user in people:
            user.start()
        for user in people:
            await user.wait_for("Hello.", timeout=60)
        async with people_at_work(emulator, people, chance):
            for _ in range(KILLS):
                await asyncio.sleep(chance.uniform(0.05, 2.5))
                process.send_signal(signal.SIGKILL)
                await process.wait()
                process = await start(settings, tmp_path)
        async with asyncio.timeout(120):
            await drained(emulator, database)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 40) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    await everything_happened_once(database, people)
    for user in people:
        summaries = [message for message in user.chat.messages if "found" in message.text]
        assert len(summaries) <= TEXTS, "a summary came twice"
    await database.close()


async def everything_happened_once(database: Database, people: list[User]) -> None:
    async with database.read() as session:
        updates = (await session.execute(select(Inbox).order_by(col(Inbox.update_id)))).scalars().all()
        parts = (await session.execute(select(Part).order_by(col(Part.id)))).scalars().all()
        sent = (await session.execute(select(Submission))).scalars().all()
        summaries = (
            (await session.execute(select(Sent).where(col(Sent.key).like("summary:%")))).scalars().all()
        )
        takes = (
            (await session.execute(select(Event).where(col(Event.kind) == "take").order_by(col(Event.id))))
            .scalars()
            .all()
        )
    assert len(updates) == CHATS * (1 + TEXTS + PRESSES), "an update was lost"
    assert {update.state for update in updates} == {"done"}
    assert len(parts) == len(sent) == len(summaries) == CHATS * TEXTS
    assert len(takes) == len({take.claim_id for take in takes}) == CHATS * PRESSES
    done: dict[int, list[object]] = defaultdict(list)
    for update in updates:
        done[update.lane].append(update.done_at)
    assert all(times == sorted(times) for times in done.values()), "the order of a chat was not kept"
    for user in people:
        written = [part.message_id for part in parts if part.person_id == user.id]
        assert written == sorted(written)


async def test_the_webhook_says_503_while_the_database_is_away_and_catches_up(
    emulator: Emulator, postgres_database: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    settings = environment(emulator, postgres_database, tmp_path, "webhook", [alice])
    process = await start(settings, tmp_path)
    try:
        alice.start()
        await alice.wait_for("Hello.", timeout=60)
        with database_away(postgres_database):
            alice.say("The mayor said that 12 people were hurt in the old town.")
            await emulator.until(lambda: "503" in emulator.webhook.last_error, 30)
            await asyncio.sleep(AWAY_SECONDS)
        await alice.wait_for("found", timeout=60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 40) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
