"""The bot is killed again and again while people write and press. Nothing is lost, and nothing happens twice."""

import asyncio
import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.sender import AT_ONCE
from handlers.texts.html import plain
from storage import migrate
from storage.db import Database
from storage.tables import Article, Claim, Event, Inbox, Job, Lane, Outbox, Sent, Submission
from storage.types import now
from tests.emulator import Emulator, Message, User
from tests.postgres import database_away
from tests.process import bot_process

PEOPLE, ACTS, KILLS = 20, 10, 3
RATINGS = ["true", "mostly-true", "half-true", "mostly-false", "false", "outdated", "satire"]
ARTICLES = ACTS - len(RATINGS)
SEED = 20_16


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killed_at_random_moments_the_bot_loses_nothing_and_repeats_nothing(
    mode: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    emulator.callback_deadline = math.inf  # who presses while nobody is there waits in vain
    chance = random.Random(f"{SEED}-{mode}-{database_url[:6]}")
    people = [emulator.user(f"Person{number}") for number in range(PEOPLE)]
    database = await prepared(database_url)
    admins = ",".join(str(person.id) for person in people)
    async with bot_process(emulator, database_url, tmp_path, mode, admins=admins) as bot:
        for person in people:
            person.start()
        greetings = [await person.wait_for("Hello.", 60) for person in people]
        acts = storm(people, greetings, chance)
        for _ in range(KILLS):
            await act(acts, PEOPLE * ACTS // (KILLS + 1), chance)
            await asyncio.sleep(chance.uniform(0, 1.5))
            await bot.kill()
            await act(acts, 5, chance)  # while nobody is there
            await bot.start()
        await act(acts, PEOPLE * ACTS, chance)
        await until_done(emulator, database)
        assert await bot.stop() == 0, bot.output
        assert "Traceback" not in bot.output, bot.output
        await emulator.until(lambda: not bot.left_behind())

    await check_inbox(emulator, database)
    await check_articles(people, database)
    await check_presses(people, database)
    await check_messages(emulator, people, database)
    await database.close()


async def test_while_the_database_is_away_telegram_keeps_the_updates_and_they_come_later(
    emulator: Emulator, postgres_database: str, tmp_path: Path
) -> None:
    emulator.callback_deadline = math.inf
    alice = emulator.user("Alice")
    async with bot_process(emulator, postgres_database, tmp_path, "webhook", log_level="error") as bot:
        alice.start()
        greeting = await alice.wait_for("Hello.", 60)
        with database_away(postgres_database):
            press = alice.press(greeting, data="1:card:1:0:0")
            alice.forward("A fire in Larnek killed 12 people.")
            await emulator.until(lambda: "503" in emulator.webhook.last_error, 30)
        await alice.wait_for("1 claim found", 60)
        await emulator.until(lambda: press.answer is not None or not emulator.updates.pending, 60)
        assert await bot.stop() == 0
        assert "Traceback" in bot.output, "an operator sees why"
        assert emulator.token not in bot.output


async def prepared(database_url: str) -> Database:
    """A database in which each person has a claim of their own to rate."""
    await asyncio.to_thread(migrate.upgrade, database_url)
    database = Database(database_url)
    async with database.write() as session:
        for number in range(1, PEOPLE + 1):
            session.add(Claim(text=f"Village {number} is empty.", twin_key=f"twin {number}"))
            await session.flush()  # so that they are numbered in this order
    return database


def storm(people: list[User], greetings: list[Message], chance: random.Random) -> Iterator[object]:
    """What the people will do, each act when it is asked for: articles and presses, mixed."""

    def life(number: int, person: User, greeting: Message) -> Iterator[object]:
        for turn, rating in enumerate(RATINGS):
            yield person.press(greeting, data=f"1:rate:{number}:0:0:{rating}")
            if turn < ARTICLES:
                yield person.forward(article(number, turn))

    lives = [life(number, *both) for number, both in enumerate(zip(people, greetings, strict=True), 1)]
    while lives:
        one = chance.choice(lives)
        done = next(one, None)
        if done is None:
            lives.remove(one)
        else:
            yield done


def article(number: int, turn: int) -> str:
    place = "bcdfghklmn"[number % 10] + "aeio"[number // 10] + "rnek"
    return f"A fire in {place.capitalize()} killed {number + 10 * turn + 10} people."


async def act(acts: Iterator[object], count: int, chance: random.Random) -> None:
    for _ in itertools.islice(acts, count):
        await asyncio.sleep(chance.uniform(0, 0.02))


async def until_done(emulator: Emulator, database: Database) -> None:
    """Every update has come in, and nothing waits that could be done now."""
    await emulator.until(lambda: not emulator.updates.pending, 60)
    for _ in range(600):
        left = await waiting(database)
        if not left:
            return await emulator.idle()
        await asyncio.sleep(0.1)
    raise AssertionError(f"not done after a minute: {left}")


async def waiting(database: Database) -> dict[str, int]:
    async with database.read() as session:
        due = await session.execute(select(func.count()).select_from(Job).where(col(Job.due_at) <= now()))
        held = await session.execute(select(func.count()).select_from(Job).where(col(Job.token).is_not(None)))
        lanes = await session.execute(select(func.count()).select_from(Lane))
        unsent = await session.execute(
            select(func.count()).select_from(Outbox).where(col(Outbox.state) != "failed")
        )
        found = {"jobs due": due, "jobs held": held, "chats": lanes, "messages": unsent}
        counts = {what: int(each.scalar_one()) for what, each in found.items()}
        return {what: count for what, count in counts.items() if count}


async def check_inbox(emulator: Emulator, database: Database) -> None:
    """Everything that happened came in, was handled, and in the order of its chat."""
    expected = {update.id for update in emulator.updates.history}
    assert len(expected) == PEOPLE * (ACTS + 1)
    async with database.read() as session:
        rows = (await session.execute(select(Inbox).order_by(col(Inbox.done_at)))).scalars().all()
    assert {row.update_id for row in rows} == expected
    assert {row.state for row in rows} == {"done"}
    # By a chat's own counts: Telegram keeps the order of messages, and that of presses.
    orders: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for row in rows:
        orders[row.lane, row.urgent].append(row.update_id)
    assert all(order == sorted(order) for order in orders.values())


async def check_articles(people: list[User], database: Database) -> None:
    """Each article was sent in once, read once, and summarised once."""
    async with database.read() as session:
        rows = await session.execute(
            select(Submission, Article).join(Article, col(Article.id) == col(Submission.article_id))
        )
        found = {
            (sent.person_id, text.text): (sent.copies, sent.summaries, text.state) for sent, text in rows
        }
        assert found == {
            (person.id, article(number, turn)): (1, 1, "read")
            for number, person in enumerate(people, 1)
            for turn in range(ARTICLES)
        }
        dead = await session.execute(select(Job.key).where(col(Job.dead)))
        assert dead.scalars().all() == []


async def check_presses(people: list[User], database: Database) -> None:
    """Each press had its effect once, in the order of the presses."""
    async with database.read() as session:
        rows = await session.execute(
            select(Event).where(col(Event.kind).in_(["take", "rate"])).order_by(col(Event.id))
        )
        ratings: dict[tuple[int | None, int | None], list[str]] = defaultdict(list)
        for event in rows.scalars():
            ratings[event.claim_id, event.person_id].append(event.data["rating"])
    assert ratings == {(number, person.id): RATINGS for number, person in enumerate(people, 1)}


async def check_messages(emulator: Emulator, people: list[User], database: Database) -> None:
    """People see what the database says they see. Only a send that was cut off may be missing or double."""
    async with database.read() as session:
        assert (await session.execute(select(func.count()).select_from(Outbox))).scalar_one() == 0
        rows = (await session.execute(select(Sent))).scalars().all()
    assert len(rows) == PEOPLE * (1 + ARTICLES)
    seen = {(person.id, message.id): message for person in people for message in person.chat.messages}
    uncertain = [row for row in rows if row.state == "uncertain"]
    assert {row.state for row in rows} <= {"sent", "uncertain"}
    assert len(uncertain) <= KILLS * AT_ONCE
    for row in rows:
        if row.state == "sent":
            assert row.message_id is not None
            shown = seen.pop((row.chat_id, row.message_id))
            assert shown.text == plain(row.payload["text"]).strip()
    strangers = [message for message in seen.values() if message.by_bot]
    assert len(strangers) <= len(uncertain)
    for person in people:
        assert any("is yours until" in message.text for message in person.chat.messages), person.name
