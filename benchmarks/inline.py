"""Measures inline mode: `python -m benchmarks.inline [--large] [--polling] [--seconds N]`.

First how often a typed query finds the verdict that was meant, on a set of our own. Then how fast: the bot runs as a
process of its own on SQLite with 100,000 published verdicts (--large: then with 1,000,000, which takes about six
minutes to prepare) and talks to the emulator on loopback. Each figure stands beside its target.
 People type 30 queries a second, of claims that are there: a few of their words, some
misspelt, some unfinished; meanwhile two articles a second come in. Timed is the whole way, from the keystroke to
the answer. The rivals look for the same words in the same texts afterwards, alone and without any way around them.
"""

import argparse
import asyncio
import itertools
import os
import random
import signal
import socket
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rapidfuzz import process
from sqlalchemy import create_engine, insert

from benchmarks import checkthat
from benchmarks.matching_speed import sentences
from claims.terms import stop_words
from storage import migrate
from storage.db import Database
from storage.ratings import RATINGS
from storage.search import Follower
from storage.tables import Claim, Evidence, Verdict
from tests.emulator import Emulator, User
from tests.storage.search.gold import places

PROJECT = Path(__file__).parents[1]
QUERIES_A_SECOND = 30
ARTICLES_A_SECOND = 2
PEOPLE = 200
BATCH = 20_000
LIKE_QUERIES, EXTRACT_QUERIES = 60, 5
SENTENCES = 12  # in an article
TARGETS = {100_000: 30, 1_000_000: 50}
"""Verdicts, and the milliseconds within which 95% of the answers come."""
FIRST, IN_FIVE = 0.90, 0.97
FIVE = 5
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def store(url: str, texts: Sequence[str]) -> None:
    """Published verdicts, one for each text."""
    engine = create_engine(url)  # without the desk's own pragmas: foreign keys point both ways here
    codes = [rating.code for rating in RATINGS if rating.axis == "truth"]
    numbers = iter(range(1, len(texts) + 1))
    while batch := list(itertools.islice(numbers, BATCH)):
        claims, found, sources = [], [], []
        for number in batch:
            text, at = texts[number - 1], BEGINNING + timedelta(seconds=number)
            published = {"state": "published", "verdict_id": number, "visible_at": at, "created_at": at}
            claims.append(
                {
                    "id": number,
                    "text": text,
                    "twin_key": str(number),
                    "claimant": f"Speaker {number % 997}",
                    "kinds": [],
                }
                | published
            )
            found.append(
                {
                    "id": number,
                    "claim_id": number,
                    "truth": codes[number % len(codes)],
                    "statement": text,
                    "rationale": "The register says otherwise.",
                    "as_of": date(2020, 1, 1),
                    "created_at": at,
                    "labels": {},
                }
            )
            sources.append({"id": number, "verdict_id": number, "url": "https://example.org/register"})
        with engine.begin() as connection:
            connection.execute(insert(Claim), claims)
            connection.execute(insert(Verdict), found)
            connection.execute(insert(Evidence), sources)
    engine.dispose()


def typed(texts: Sequence[str], count: int) -> list[str]:
    """What people type for claims that are there: two to four words, one in four with a slip or unfinished."""
    chance = random.Random(5)
    found = []
    while len(found) < count:
        words = [word.strip(".,?!\"'()") for word in chance.choice(texts).split()]
        words = [word for word in words if len(word) > 2 and word.lower() not in stop_words()]
        if len(words) < 4:
            continue
        start = chance.randrange(len(words) - 1)
        some = words[start : start + chance.randint(2, 4)]
        if chance.random() < 0.125:
            some[-1] = some[-1][: max(3, len(some[-1]) - 2)]
        elif chance.random() < 0.15 and len(some[0]) > 4:
            letter = chance.randrange(1, len(some[0]) - 1)
            some[0] = some[0][:letter] + some[0][letter + 1 :]
        found.append(" ".join(some)[:256])
    return found


async def load(
    emulator: Emulator, queries: Sequence[str], articles: Iterator[str]
) -> tuple[list[float], int]:
    """Milliseconds from each query to its answer, and how many found something."""
    people = [emulator.user(f"Person {number}") for number in range(PEOPLE)]
    readers = [emulator.user(f"Reader {number}") for number in range(20)]
    for reader in readers:
        reader.start()
    await emulator.idle(timeout=60)
    took: list[float] = []
    hits = 0

    async def ask(person: User, query: str) -> None:
        nonlocal hits
        started = time.perf_counter()
        answer = await person.type_inline(query)
        took.append(1000 * (time.perf_counter() - started))
        hits += bool(answer.results)

    running = []
    started = time.perf_counter()
    for number, query in enumerate(queries):
        await asyncio.sleep(max(0.0, started + number / QUERIES_A_SECOND - time.perf_counter()))
        running.append(asyncio.create_task(ask(people[number % PEOPLE], query)))
        if number % (QUERIES_A_SECOND // ARTICLES_A_SECOND) == 0:
            readers[number // 15 % len(readers)].forward(next(articles))
    await asyncio.gather(*running)
    return took, hits


async def serve_and_load(folder: Path, url: str, queries: Sequence[str], *, polling: bool) -> list[float]:
    """Starts the bot on the stored verdicts and measures it."""
    made = sentences(10**9)
    articles = (
        " ".join(f"{text.rstrip('.')}." for text in itertools.islice(made, SENTENCES))
        for _ in itertools.count()
    )
    async with Emulator() as emulator:
        emulator.inline_deadline = 60
        emulator.holds_against_models = False
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = {
            "CLAIMDESK_TOKEN": emulator.token,
            "CLAIMDESK_API_URL": emulator.url,
            "CLAIMDESK_DATABASE_URL": url,
            "CLAIMDESK_INDEX_DIR": str(folder / "index"),
            "CLAIMDESK_LOG_LEVEL": "warning",
        }
        if not polling:
            settings |= {
                "CLAIMDESK_LISTEN": f"127.0.0.1:{port}",
                "CLAIMDESK_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
                "CLAIMDESK_WEBHOOK_SECRET": "a-secret",
            }
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=folder,
            env={**os.environ, **settings, "PYTHONPATH": str(PROJECT)},
        )
        try:
            warm = emulator.user("First")
            warm.start()
            await warm.wait_for("Hello.", timeout=60)
            for query in queries[:10]:
                await warm.type_inline(query)
            warm.forward(next(articles))  # the engine starts, the matcher reads how rare terms are
            await warm.wait_for("found", timeout=60)
            took, hits = await load(emulator, queries, articles)
        finally:
            bot.send_signal(signal.SIGTERM)
            await bot.wait()
        emulator.take_violations()
    print(
        f"  inline, whole way      {spread(took)} ms; {100 * hits / len(took):.0f}% found something",
        flush=True,
    )
    return took


def like(path: Path, queries: Sequence[str]) -> list[float]:
    """Milliseconds of the query that one would write first: every word somewhere in the text."""
    connection = sqlite3.connect(path)
    found = []
    for query in queries[:LIKE_QUERIES]:
        words = query.split()
        every = " AND ".join(["text LIKE ?"] * len(words))
        started = time.perf_counter()
        connection.execute(
            f"SELECT id FROM claim WHERE verdict_id IS NOT NULL AND {every} ORDER BY id DESC LIMIT 20",  # noqa: S608
            [f"%{word}%" for word in words],
        ).fetchall()
        found.append(1000 * (time.perf_counter() - started))
    connection.close()
    return found


def extract(texts: Sequence[str], queries: Sequence[str]) -> list[float]:
    """Milliseconds of rapidfuzz's `process.extract` as it comes, over all texts in memory."""
    found = []
    for query in queries[:EXTRACT_QUERIES]:
        started = time.perf_counter()
        process.extract(query, texts, limit=20)
        found.append(1000 * (time.perf_counter() - started))
    return found


def gold() -> None:
    """Prints how often the verdict that was meant is first, and among the first five."""
    with tempfile.TemporaryDirectory() as name:
        found = places(Path(name))
    first = sum(place == 0 for _, place in found) / len(found)
    five = sum(place is not None and place < FIVE for _, place in found) / len(found)
    print(f"{len(found)} typed queries over 1,000 verdicts")
    print(f"  the right one first    {100 * first:.1f}% (target: {100 * FIRST:.0f}%)")
    print(f"  in the first five      {100 * five:.1f}% (target: {100 * IN_FIVE:.0f}%)", flush=True)


def spread(found: Sequence[float]) -> str:
    """Median and 95th percentile."""
    return f"p50 {statistics.median(found):8.1f}  p95 {statistics.quantiles(found, n=20)[-1]:8.1f}"


def measure(size: int, seconds: int, *, polling: bool) -> None:
    """Prints the figures for one size."""
    real = [row.claim for row in checkthat.claims()]
    texts = [*real, *sentences(size - len(real))]
    queries = typed(texts, seconds * QUERIES_A_SECOND)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'desk.sqlite3'}"
        started = time.perf_counter()
        migrate.upgrade(url)
        store(url, texts)
        asyncio.run(_build(url, folder))
        took = time.perf_counter() - started
        print(f"{size:,} published verdicts; stored and indexed in {took:.0f} s", flush=True)
        ours = asyncio.run(serve_and_load(folder, url, queries, polling=polling))
        p95 = statistics.quantiles(ours, n=20)[-1]
        print(f"  p95 {p95:.1f} ms (target: {TARGETS[size]} ms)", flush=True)
        for label, times in (
            ("plain LIKE", like(folder / "desk.sqlite3", queries)),
            ("process.extract", extract(texts, queries)),
        ):
            ratio = statistics.median(times) / p95
            print(f"  {label:22} {spread(times)} ms; its median is {ratio:.1f} times our p95", flush=True)


async def _build(url: str, folder: Path) -> None:
    database = Database(url)
    await Follower(database, folder / "index").catch_up()
    await database.close()


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inline", description=__doc__)
    parser.add_argument("--large", action="store_true", help="1,000,000 verdicts as well")
    parser.add_argument("--polling", action="store_true", help="getUpdates instead of a webhook")
    parser.add_argument("--seconds", type=int, default=30, help="how long people type")
    given = parser.parse_args(argv)
    gold()
    if not checkthat.available():
        print("The texts for timing are made from ../shared/data, which is not here.")
        return
    for size in TARGETS if given.large else list(TARGETS)[:1]:
        measure(size, given.seconds, polling=given.polling)


if __name__ == "__main__":
    main()
