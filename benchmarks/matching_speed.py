"""Times matching at one size: `python -m benchmarks.matching_speed CLAIMS [DATABASE_URL]`.

Stores synthetic claims (word chains from CheckThat!, with invented names as rare as real ones), builds the index
from the database as a follower does, and asks it with the posts of dev. The whole way is timed: candidates,
features, relation, and the reads from the database, in CPU time. Rivals search the same texts afterwards.
"""

import asyncio
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import insert

from benchmarks import checkthat
from storage import migrate
from storage.db import Database
from storage.matching import Matcher, Sought
from storage.search import Follower
from storage.tables import Claim

NAMES = 200_000
BATCH = 10_000
ARTICLE = 20
RIVALS_UP_TO = 1_000_000
TOP = 3  # what an article's summary asks for


def sentences(count: int) -> Iterator[str]:
    """Sentences from word chains of the real claims; one word in eight is a name, common or rare as in Zipf."""
    chance = random.Random(1)
    following: dict[str, list[str]] = {}
    known = [row.claim.split() for row in checkthat.claims()]
    for words in known:
        for word, after in itertools.pairwise(words):
            following.setdefault(word, []).append(after)
    starts = [words[0] for words in known if words]
    names = [
        "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4))
        for _ in range(NAMES)
    ]
    weights = list(itertools.accumulate(1 / place for place in range(1, NAMES + 1)))
    for _ in range(count):
        found = [chance.choice(starts)]
        for _ in range(chance.randint(8, 22)):
            if found[-1] not in following:
                break
            found.append(chance.choice(following[found[-1]]))
        yield " ".join(
            names[bisect(weights, chance.random() * weights[-1])].capitalize()
            if chance.random() < 0.125
            else word
            for word in found
        )


async def fill(url: str, size: int) -> None:
    """The real claims first, then invented ones up to the size."""
    migrate.upgrade(url)
    database = Database(url)
    real = checkthat.claims()
    texts = itertools.chain(
        ((row.claim, row.title, row.key) for row in real),
        ((text, None, None) for text in sentences(size - len(real))),
    )
    numbered = enumerate(itertools.islice(texts, size), 1)
    while batch := list(itertools.islice(numbered, BATCH)):
        rows = [
            {"id": number, "text": text, "title": title, "key": key, "twin_key": str(number), "kinds": []}
            for number, (text, title, key) in batch
        ]
        async with database.write() as session:
            await session.execute(insert(Claim), rows)
    await database.close()


async def measure(size: int, url: str | None, folder: Path) -> None:
    url = url or f"sqlite:///{folder / 'desk.sqlite3'}"
    filling = [sys.executable, "-m", "benchmarks.matching_speed", "fill", str(size), url]
    await asyncio.to_thread(subprocess.run, filling, check=True)  # its memory is not the matcher's
    database = Database(url)
    queries = [query.text for query in checkthat.queries("dev")]
    started = time.perf_counter()
    await Follower(database, folder / "index").catch_up()
    built = time.perf_counter() - started
    disk = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file()) / 1e6
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    print(f"{size:,} claims, {kind}: index built in {built:.0f} s, {disk:.0f} MB on disk", flush=True)
    matcher = Matcher(database, folder / "index")
    await matcher.match([Sought("a first query reads the frequencies")])
    one = await timed(lambda text: matcher.match([Sought(text)], TOP), queries)
    print(f"  one query, with relations      {spread(one)} ms")
    articles = [queries[i : i + ARTICLE] for i in range(0, len(queries) - ARTICLE + 1, 4)]
    many = await timed(lambda texts: matcher.match([Sought(text) for text in texts], TOP), articles)
    print(f"  an article of {ARTICLE} claims         {spread(many)} ms")
    print(
        f"  a claim just stored            {await fresh(database, matcher, size):.1f} ms until it is matched"
    )
    print(f"  resident memory                {resident():.0f} MB")
    await database.close()


async def timed(ask: Callable[[Any], Awaitable[object]], asked: Iterable[object]) -> list[float]:
    """Milliseconds of one core for each, whatever else the machine does."""
    found = []
    for each in asked:
        started = time.process_time()
        await ask(each)
        found.append(1000 * (time.process_time() - started))
    return found


async def fresh(database: Database, matcher: Matcher, size: int) -> float:
    """From the beginning of the write until the process that wrote can match it, in milliseconds."""
    started = time.perf_counter()
    async with database.write() as session:
        session.add(Claim(id=size + 1, text="The zorbling of Quxville cost 77 crowns.", twin_key="new"))
    (best,) = await matcher.match([Sought("Quxville: 77 crowns for a zorbling")], 1)
    assert best[0].claim_id == size + 1
    return 1000 * (time.perf_counter() - started)


def compare_rivals(size: int) -> None:
    """The rivals search the same texts; the slow ones answer a few queries only."""
    from benchmarks import rivals  # noqa: PLC0415 - it brings numpy, whose memory is not the matcher's

    queries = [query.text for query in checkthat.queries("dev")]
    real = [f"{row.claim} {row.title}" for row in checkthat.claims()]
    texts = list(itertools.islice(itertools.chain(real, sentences(size - len(real))), size))
    keys = [str(number) for number in range(len(texts))]
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
        print(f"  {name:31}{spread(found)} ms", flush=True)
        del search


def spread(found: list[float]) -> str:
    """Median and 95th percentile."""
    return f"p50 {statistics.median(found):8.1f}  p95 {statistics.quantiles(found, n=20)[-1]:8.1f}"


def resident() -> float:
    """This process's memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main(argv: list[str] | None = None) -> None:
    size, *url = sys.argv[1:] if argv is None else argv
    if size == "fill":
        asyncio.run(fill(url[1], int(url[0])))
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(int(size), url[0] if url else None, Path(folder)))
    if not url and int(size) <= RIVALS_UP_TO:
        compare_rivals(int(size))


if __name__ == "__main__":
    main()
