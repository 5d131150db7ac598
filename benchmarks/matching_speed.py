"""Times matching at one size: `python -m benchmarks.matching_speed CLAIMS [DATABASE_URL]`.

Stores synthetic claims (word chains from CheckThat!, with invented names as rare as real ones), builds the index
from the database as a follower does, and asks it with the posts of dev. The whole way is timed: candidates,
features, relation, and the reads from the database, in CPU time. Rivals search the same texts afterwards.
Storing, building and matching are a process each, so that each has its own memory.
"""

import asyncio
import itertools
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from rapidfuzz import fuzz

from benchmarks import checkthat
from bot.tuning import tune
from storage.db import Database, parse_url, sync_url
from storage.matching import Matcher, Sought
from storage.search import Follower
from storage.tables import Claim
from storage.types import now

NAMES = 200_000
BATCH = 10_000
ARTICLE = 20
SHORTEST, LONGEST = 8, 24  # words of a sentence
RIVALS_UP_TO = 1_000_000
WARMING = 200  # other posts that are matched before, as by a process that has run for an hour
NEW = Sought("Quxville: 77 crowns for a zorbling")

Figures = dict[str, float]
"""What was measured, by name: milliseconds, seconds, megabytes."""


def sentences(count: int) -> Iterator[str]:
    """Sentences as long as real claims, of their word chains; one word in eight is a name, common or rare as in
    Zipf. Where a chain ends early, another begins."""
    chance = random.Random(1)
    pick = chance.random
    following: dict[str, list[str]] = {}
    known = [row.claim.split() for row in checkthat.claims()]
    for words in known:
        for word, after in itertools.pairwise(words):
            following.setdefault(word, []).append(after)
    starts = [words[0] for words in known if words]
    names = [
        "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4)).capitalize()
        for _ in range(NAMES)
    ]
    weights = list(itertools.accumulate(1 / place for place in range(1, NAMES + 1)))
    for _ in range(count):
        found = []
        last = ""
        for _ in range(SHORTEST + int(pick() * (LONGEST - SHORTEST + 1))):
            after = following.get(last, starts)
            last = after[int(pick() * len(after))]
            found.append(last if pick() > 0.125 else names[bisect(weights, pick() * weights[-1])])
        yield " ".join(found)


def fill(url: str, size: int) -> None:
    """The real claims first, then invented ones up to the size, straight into the table."""
    from storage import migrate  # noqa: PLC0415 - its memory is not the matcher's

    migrate.upgrade(url)
    address = sync_url(parse_url(url))
    is_sqlite = address.drivername == "sqlite"
    real = checkthat.claims()
    texts = itertools.chain(
        ((row.claim, row.title, row.key) for row in real),
        ((text, None, None) for text in sentences(size - len(real))),
    )
    at = f"{now():%Y-%m-%d %H:%M:%S.%f}" + ("" if is_sqlite else "+00")
    rows = (
        (number, text, title, key, str(number), "[]", 0.0, "found", "found", 1, at)
        for number, (text, title, key) in enumerate(itertools.islice(texts, size), 1)
    )
    columns = "id, text, title, key, twin_key, kinds, worth, state, resting, version, created_at"
    if is_sqlite:
        with closing(sqlite3.connect(str(address.database))) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            while batch := list(itertools.islice(rows, BATCH)):
                with connection:
                    connection.executemany(
                        f"INSERT INTO claim ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
                        batch,
                    )
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:
        with server.cursor().copy(f"COPY claim ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        server.execute("ANALYZE")


async def build(url: str, folder: Path) -> Figures:
    database = Database(url)
    started = time.perf_counter()
    await Follower(database, folder).catch_up()
    seconds = time.perf_counter() - started
    await database.close()
    return {"build seconds": seconds, "build memory": peak()}


async def measure(size: int, url: str, folder: Path) -> Figures:
    tune()  # as the bot does
    database = Database(url)
    queries = [query.text for query in checkthat.queries("dev")]
    matcher = Matcher(database, folder)
    articles = [queries[i : i + ARTICLE] for i in range(0, len(queries) - ARTICLE + 1, 4)]
    with one_core():
        for query in checkthat.queries("train")[:WARMING]:
            await matcher.match([Sought(query.text)])
        one = await timed(lambda text: matcher.match([Sought(text)]), queries)
        many = await timed(lambda texts: matcher.match([Sought(text) for text in texts]), articles)
    print(f"  one query, with relations      {spread(one)} ms")
    print(f"  an article of {ARTICLE} claims         {spread(many)} ms")
    memory = peak()
    new, other = await fresh(database, matcher, size, url, folder)
    print(
        f"  a claim just stored            {new:.0f} ms until its own process matches it, {other:.0f} any other"
    )
    started = time.perf_counter()
    await Follower(database, folder).catch_up()
    added = 1000 * (time.perf_counter() - started)
    print(f"  the same claim                 {added:.0f} ms until it is in the index")
    print(f"  memory of this process         {memory:.0f} MB at most, the index's pages with it")
    await database.close()
    return {
        "query": p95(one),
        "query p50": statistics.median(one),
        "article": p95(many),
        "fresh": new,
        "other": other,
        "memory": memory,
    }


@contextmanager
def one_core() -> Iterator[None]:
    """Keeps this process and the threads that it starts on one core: a thread that is moved about begins with an
    empty cache. Threads stay where they began."""
    if not hasattr(os, "sched_setaffinity"):  # not Linux
        yield
        return
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


async def timed(ask: Callable[[Any], Awaitable[object]], asked: Iterable[object]) -> list[float]:
    """Milliseconds of one core for each, whatever else the machine does."""
    found = []
    for each in asked:
        started = time.process_time()
        await ask(each)
        found.append(1000 * (time.process_time() - started))
    return found


async def fresh(
    database: Database, matcher: Matcher, size: int, url: str, folder: Path
) -> tuple[float, float]:
    """From the beginning of the write until the process that wrote can match it, and until another one, which
    waits for it, does; in milliseconds."""
    command = [sys.executable, "-m", "benchmarks.matching_speed", "wait", url, str(folder), str(size + 1)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: ASYNC220 - nothing else runs
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        started = time.time()
        async with database.write() as session:
            session.add(Claim(id=size + 1, text="The zorbling of Quxville cost 77 crowns.", twin_key="new"))
        (best,) = await matcher.match([NEW], 1)
        assert best[0].claim_id == size + 1
        own = time.time() - started
        return 1000 * own, 1000 * (float(process.stdout.readline()) - started)


async def wait(url: str, folder: Path, claim_id: int) -> None:
    """Says when it is ready, and at what time it first matched the claim."""
    database = Database(url)
    matcher = Matcher(database, folder)
    await matcher.match([NEW], 1)
    print("ready", flush=True)
    while [match.claim_id for match in (await matcher.match([NEW], 1))[0]] != [claim_id]:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    print(time.time(), flush=True)
    await database.close()


def compare_rivals(size: int) -> Figures:
    """The rivals search the same texts; the slow ones answer a few queries only."""
    from benchmarks import rivals  # noqa: PLC0415 - it brings numpy, whose memory is not the matcher's

    queries = [query.text for query in checkthat.queries("dev")]
    real = [f"{row.claim} {row.title}" for row in checkthat.claims()]
    texts = list(itertools.islice(itertools.chain(real, sentences(size - len(real))), size))
    keys = [str(number) for number in range(len(texts))]
    figures = {}
    for name, make, asked in (
        ("rapidfuzz token_set_ratio", lambda: rivals.rapidfuzz(texts, keys, fuzz.token_set_ratio), 10),
        ("rapidfuzz default (WRatio)", lambda: rivals.rapidfuzz(texts, keys, fuzz.WRatio), 3),
        ("SQLite FTS5 bm25", lambda: rivals.fts5(texts, keys), 50),
        ("bm25s", lambda: rivals.bm25s(texts, keys), 50),
    ):
        search = make()
        found = []
        for query in queries[:asked]:
            started = time.process_time()
            search(query)
            found.append(1000 * (time.process_time() - started))
        figures[name] = statistics.median(found)
        print(f"  {name:31}{spread(found)} ms", flush=True)
        del search
    return figures


def spread(found: list[float]) -> str:
    """Median and 95th percentile."""
    return f"p50 {statistics.median(found):8.1f}  p95 {p95(found):8.1f}"


def p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def peak(process: int | str = "self") -> float:
    """The most memory that a process has had, in MB, mapped files that were read included. Not `getrusage`: that
    counts what the parent had when it started this one."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def run(*arguments: object) -> Figures:
    """One step in a process of its own. What it prints is shown, but for the last line: its figures."""
    command = [sys.executable, "-m", "benchmarks.matching_speed", *map(str, arguments)]
    figures = "{}"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                figures = line
            else:
                print(line, end="", flush=True)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    found: Figures = json.loads(figures)
    return found


def whole(size: int, url: str | None, folder: Path) -> Figures:
    """Stores, builds, matches and compares. Returns all figures."""
    store = url or f"sqlite:///{folder / 'desk.sqlite3'}"
    index = folder / "index"
    kind = "PostgreSQL" if url else "SQLite"
    started = time.perf_counter()
    run("fill", store, size)
    print(f"{size:,} claims, {kind}: stored in {time.perf_counter() - started:.0f} s", flush=True)
    built = run("build", store, index)
    disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
    print(
        f"  index built in {built['build seconds']:.0f} s with {built['build memory']:.0f} MB of memory; "
        f"{disk:.0f} MB on disk",
        flush=True,
    )
    figures = built | {"index size": disk} | run("measure", size, store, index)
    return figures if url or size > RIVALS_UP_TO else figures | run("rivals", size)


def main(argv: list[str] | None = None) -> None:
    match sys.argv[1:] if argv is None else argv:
        case ["fill", url, size]:
            fill(url, int(size))
        case ["build", url, folder]:
            print(json.dumps(asyncio.run(build(url, Path(folder)))))
        case ["measure", size, url, folder]:
            print(json.dumps(asyncio.run(measure(int(size), url, Path(folder)))))
        case ["wait", url, folder, claim_id]:
            asyncio.run(wait(url, Path(folder), int(claim_id)))
        case ["rivals", size]:
            print(json.dumps(compare_rivals(int(size))))
        case [size, *url]:
            with tempfile.TemporaryDirectory() as home:
                whole(int(size), url[0] if url else None, Path(home))


if __name__ == "__main__":
    main()
