"""Matching: is the right prior claim first, how far can its confidence be trusted, and how long does it take?

`python -m benchmarks.matching` measures quality on CheckThat! 2020 dev and times 10,000, 100,000 and 1,000,000
claims beside rapidfuzz, SQLite FTS5 and bm25s, then an import of a million rows, and says which targets hold.
`--large` adds 10,000,000 claims, `--quality` and `--sizes 10000` leave parts out, `--postgres` does the same on a
PostgreSQL of its own. All of it takes an hour and a half on an idle machine, and 8 GB of disk for the largest.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from benchmarks import checkthat, importing, matching_speed, meaning, rivals, targets
from benchmarks.matching_speed import Figures
from benchmarks.train_ranker import KINDS, cases, chances, first_matches, measured, narrow
from claims.rank import default_model, prepare_query, rank, semantic_model
from tests.postgres import drop_database, fresh_database, running

SIZES = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000
ROWS = 1_000_000
SCORER = Path("../shared/tools/score_matches.py")
DEPTH = 50

Ranking = Callable[[str], list[str]]
"""Keys of claims for a query, best first."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quality", action="store_true", help="measure quality only")
    parser.add_argument(
        "--sizes", type=int, nargs="*", help="numbers of claims to time, instead of the three"
    )
    parser.add_argument(
        "--large", action="store_true", help=f"time {LARGE:,} claims too (takes half an hour)"
    )
    parser.add_argument("--postgres", action="store_true", help="time PostgreSQL too")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows to import; 0 leaves the import out")
    options = parser.parse_args(argv)
    if not checkthat.available():
        print(f"{checkthat.FOLDER} is not there; see benchmarks/checkthat.py for where to get it")
        return 0
    quality()
    if not options.quality:
        sizes = options.sizes or [*SIZES, *([LARGE] if options.large else [])]
        with _stores(postgres=options.postgres) as stores:
            found = {
                (size, store): _apart(matching_speed.whole, size, url())
                for size in sizes
                for store, url in stores.items()
            }
            for url in stores.values() if options.rows else ():
                _apart(importing.whole, options.rows, url())
        targets.report(found)
    return 0


def quality() -> None:
    rows = checkthat.claims()
    queries = checkthat.queries("dev")
    print(f"CheckThat! 2020 dev: {len(queries)} posts, {len(rows):,} claims")
    with tempfile.TemporaryDirectory() as folder:
        index, ids = checkthat.build(Path(folder), rows)
        rarity = index.frequencies().rarity
        key_of = {number: key for key, number in reversed(ids.items())}

        def claimdesk(text: str) -> list[str]:
            query = prepare_query(text)
            candidates = index.search(query.terms)
            return [key_of[match.id] for match in rank(query, candidates, rarity, top=DEPTH)]

        close = meaning.cosines("dev")
        place = {query.text: number for number, query in enumerate(queries)}

        def by_meaning(text: str) -> list[str]:
            query = prepare_query(text)
            candidates = index.search(query.terms)
            cosines = [close(place[text], each.id) for each in candidates] if close else None
            return [key_of[match.id] for match in rank(query, candidates, rarity, cosines, DEPTH)]

        texts = [f"{row.claim} {row.title}" for row in rows]
        keys = [row.key for row in rows]
        systems: dict[str, Ranking] = {
            "ClaimDesk": claimdesk,
            **({"ClaimDesk, by meaning too": by_meaning} if close else {}),
            "tantivy alone": lambda text: [key_of[hit.id] for hit in index.search(prepare_query(text).terms)],
            "bm25s": rivals.bm25s(texts, keys),
            "SQLite FTS5 bm25": rivals.fts5(texts, keys),
            "rapidfuzz token_set_ratio": rivals.rapidfuzz(texts, keys, fuzz.token_set_ratio),
            "rapidfuzz default (WRatio)": rivals.rapidfuzz(texts, keys, fuzz.WRatio),
        }
        for name, search in systems.items():
            print(f"  {name:28}{_scored(search, queries)}", flush=True)
    unseen = cases("dev")
    print("  confidence, half of the posts without a right claim:")
    for kind, model in zip(KINDS, (default_model(), semantic_model()), strict=True):
        if close is None and kind is not KINDS[0]:
            break
        seen, weights = narrow(unseen, kind), np.array(model.weights)
        evidence, outcomes = first_matches(seen, weights, model.noise, model.evidence)
        chance = chances(evidence, np.array(model.confidence))
        print(f"    model {model.version:20}{measured(chance, outcomes, len(unseen))}")
    if close is not None:
        subprocess.run([sys.executable, "-m", "benchmarks.meaning"], check=True)


def _scored(search: Ranking, queries: list[checkthat.Query]) -> str:
    """What the scorer says of a system's first fifty."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for query in queries:
            matches = [{"key": key} for key in search(query.text)[:DEPTH]]
            file.write(json.dumps({"id": query.id, "matches": matches}) + "\n")
        file.flush()
        qrels = checkthat.FOLDER / "dev.qrels.tsv"
        done = subprocess.run(
            [sys.executable, str(SCORER), str(qrels), file.name], capture_output=True, text=True, check=True
        )
    return done.stdout.strip()


@contextmanager
def _stores(*, postgres: bool) -> Iterator[dict[str, Callable[[], str | None]]]:
    """By name, what gives the url of an empty database; None means a file of SQLite's in a folder of its own."""
    stores: dict[str, Callable[[], str | None]] = {"SQLite": lambda: None}
    if not postgres:
        yield stores
        return
    with running(f"b{os.getpid()}") as server:
        yield stores | {"PostgreSQL": lambda: fresh_database(server)}


def _apart(measure: Callable[[int, str | None, Path], Figures], size: int, url: str | None) -> Figures:
    """Measures in a folder, and on a database, that are removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(size, url, Path(folder))
    if url is not None:
        drop_database(url)
    return figures


if __name__ == "__main__":
    sys.exit(main())
