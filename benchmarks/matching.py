"""Matching: is the right prior claim first, how far can its confidence be trusted, and how long does it take?

`python -m benchmarks.matching` measures quality on CheckThat! 2020 dev and times 10,000, 100,000 and 1,000,000
claims beside rapidfuzz, SQLite FTS5 and bm25s; `--large` adds 10,000,000, `--quality` and `--sizes 10000` leave
parts out, `--postgres URL` (an empty database) times the same on PostgreSQL.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from benchmarks import checkthat, rivals
from benchmarks.train_ranker import cases, first_matches, measured
from claims.rank import Candidate, default_model, prepare_query, rank

SIZES = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000
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
    parser.add_argument("--large", action="store_true", help=f"time {LARGE:,} claims too (takes an hour)")
    parser.add_argument("--postgres", metavar="URL", help="time PostgreSQL too, on this empty database")
    options = parser.parse_args(argv)
    if not checkthat.available():
        print(f"{checkthat.FOLDER} is not there; see benchmarks/checkthat.py for where to get it")
        return 0
    quality()
    if not options.quality:
        sizes = options.sizes or [*SIZES, *([LARGE] if options.large else [])]
        stores = [None, options.postgres] if options.postgres else [None]
        for size in sizes:
            for url in stores:
                _time(size, url)
    return 0


def quality() -> None:
    rows = checkthat.claims()
    queries = checkthat.queries("dev")
    print(f"CheckThat! 2020 dev: {len(queries)} posts, {len(rows):,} claims")
    with tempfile.TemporaryDirectory() as folder:
        index, ids = checkthat.build(Path(folder), rows)
        idf = index.frequencies().idf
        key_of = {number: key for key, number in reversed(ids.items())}

        def claimdesk(text: str) -> list[str]:
            query = prepare_query(text)
            candidates = [Candidate(hit.id, hit.prepared) for hit in index.search(query.terms)]
            return [key_of[match.id] for match in rank(query, candidates, idf, top=DEPTH)]

        texts = [f"{row.claim} {row.title}" for row in rows]
        keys = [row.key for row in rows]
        systems: dict[str, Ranking] = {
            "ClaimDesk": claimdesk,
            "tantivy alone": lambda text: [key_of[hit.id] for hit in index.search(prepare_query(text).terms)],
            "bm25s": rivals.bm25s(texts, keys),
            "SQLite FTS5 bm25": rivals.fts5(texts, keys),
            "rapidfuzz token_set_ratio": rivals.rapidfuzz(texts, keys, fuzz.token_set_ratio),
            "rapidfuzz default (WRatio)": rivals.rapidfuzz(texts, keys, fuzz.WRatio),
        }
        for name, search in systems.items():
            print(f"  {name:28}{_scored(search, queries)}", flush=True)
    unseen = cases("dev")
    model = default_model()
    evidence, outcomes = first_matches(unseen, np.array(model.weights), model.noise)
    chance = 1 / (1 + np.exp(-evidence @ np.array(model.confidence)))
    print(f"  confidence, half of the posts without a right claim: {measured(chance, outcomes, len(unseen))}")


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


def _time(size: int, url: str | None) -> None:
    """Each size in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.matching_speed", str(size), *([url] if url else [])]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
