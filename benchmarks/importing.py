"""An import at full length: `python -m benchmarks.importing ROWS [DATABASE_URL]`.

Runs `claimdesk import` on a file of synthetic claims, half of them rated, one in a thousand bad: kills it on the
way, lets it go on, and imports the same file again. Says how fast it was, how much memory it took, and fails
unless each good row is stored once and each bad one is reported with its line.
"""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlmodel import col

from benchmarks.matching_speed import Figures, peak, sentences
from storage import migrate
from storage.db import parse_url, sync_url
from storage.tables import Claim, Verdict

BAD_EVERY = 1000
RATINGS = ("", "False", "", "Mostly true")
LISTED = 100  # bad rows that the command lists


@dataclass(frozen=True)
class Run:
    """How a run of the command ended, what it said, how long it took and how much memory (MB)."""

    code: int
    said: str
    seconds: float
    memory: float


def write(path: Path, rows: int) -> int:
    """Writes the file; returns how many rows of it are bad."""
    bad = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "claim", "rating"])
        for number, text in enumerate(sentences(rows), 1):
            wrong = number % BAD_EVERY == 0
            bad += wrong
            # The number makes twins rare, so that rows can be counted as claims.
            rating = "No such rating" if wrong else RATINGS[number % len(RATINGS)]
            writer.writerow([f"row-{number}", f"{text} {number}", rating])
    return bad


def import_(url: str, file: Path, kill_at: int | None = None) -> Run:
    """Runs the command, and kills it once so many claims are stored."""
    environment = os.environ | {"CLAIMDESK_DATABASE_URL": url}
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        command = [sys.executable, "-m", "bot", "import", str(file)]
        memory = 0.0
        with subprocess.Popen(command, stdout=output, stderr=output, env=environment) as process:
            while process.poll() is None:
                with suppress(OSError, IndexError):  # it has just ended
                    memory = peak(process.pid)
                if kill_at is not None and stored(url)[0] >= kill_at:
                    process.send_signal(signal.SIGKILL)
                time.sleep(0.2)
        seconds = time.perf_counter() - started
        output.seek(0)
        return Run(process.returncode, output.read(), seconds, memory)


def stored(url: str) -> tuple[int, int]:
    """How many claims and verdicts there are."""
    engine = create_engine(sync_url(parse_url(url)))
    with engine.connect() as connection:
        claims = connection.execute(select(func.count(col(Claim.id)))).scalar_one()
        verdicts = connection.execute(select(func.count(col(Verdict.id)))).scalar_one()
    engine.dispose()
    return claims, verdicts


def whole(rows: int, url: str | None, folder: Path) -> Figures:
    """All three runs. Raises AssertionError where a row is lost, doubled or not reported."""
    url = url or f"sqlite:///{folder / 'import.sqlite3'}"
    file = folder / "rows.csv"
    bad = write(file, rows)
    migrate.upgrade(url)
    print(f"claimdesk import, {rows:,} rows, {'SQLite' if url.startswith('sqlite') else 'PostgreSQL'}:")
    first = import_(url, file, kill_at=rows // 3)
    assert first.code == -signal.SIGKILL, first.said
    before, _ = stored(url)
    second = import_(url, file)
    claims, verdicts = stored(url)
    speed = (claims - before) / second.seconds
    print(f"  killed after {before:,} rows, then run again: {second.said.splitlines()[-2]}")
    print(f"  {speed:,.0f} rows a second, {second.memory:.0f} MB of memory at most", flush=True)
    assert claims == rows - bad
    assert second.code == 1
    listed = [line for line in second.said.splitlines() if line.startswith("line ")]
    lines = [BAD_EVERY * number + 1 for number in range(1, min(bad, LISTED) + 1)]  # below the header
    assert [int(line.split()[1].rstrip(":")) for line in listed] == lines
    assert f"{bad:,} bad rows" in second.said
    again = import_(url, file)
    assert stored(url) == (claims, verdicts)
    print(
        f"  {bad:,} bad rows reported by line; the whole file again: nothing changed, {again.seconds:.0f} s"
    )
    return {"import speed": speed, "import memory": max(second.memory, again.memory)}


def main() -> None:
    rows, *url = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        whole(int(rows), url[0] if url else None, Path(folder))


if __name__ == "__main__":
    main()
