"""Figures: quality, speed and memory, side by side with quantulum3 and Recognizers-Text in one run.

    python -m benchmarks.figures

Each system runs in a process of its own over the same sentences. They come from our own gold set
(tests/claims/figures/gold.txt) and, where it is there, from the given half of NewsQuant in
../shared/data/newsquant (or CLAIMDESK_DATA/newsquant; elsewhere: https://github.com/vivkaz/CQE, put its sentences
into one JSON list of {"id", "text", "quantities"}). Scores come from score_figures.py, which lies in ../shared/tools
(or CLAIMDESK_DATA/../tools); without it only speed and memory are measured.
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.hostile import show_growth

DATA = Path(os.environ.get("CLAIMDESK_DATA", "../shared/data"))
NEWSQUANT = DATA / "newsquant" / "even.json"
SCORER = DATA.parent / "tools" / "score_figures.py"
SYSTEMS = ("claimdesk", "quantulum3", "recognizers-text")
SCORES = ("value", "bound", "unit", "noun", "empty")
SECONDS_OF_SPEED = 2.0

Find = Callable[[str], list[dict[str, Any]]]
"""Text to figures as in `claimdesk check --json`."""


def main(argv: list[str] | None = None) -> int:
    """Prints one table a set of sentences, then the speed and the times on hostile texts."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.figures", description="Figures beside two peers."
    )
    parser.add_argument("--worker", nargs=2, metavar=("SYSTEM", "TEXTS"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.worker:
        return work(options.worker[0], Path(options.worker[1]))
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder))
    show_growth("figures", load_claimdesk())
    return 0


# ---------------------------------------------------------------- the systems, each in a process of its own


def work(system: str, texts: Path) -> int:
    """Runs one system over {"id", "text"} lines; prints its figures, then words a second and memory in MB."""
    warnings.simplefilter("ignore")
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    before = time.perf_counter()
    find = LOADERS[system]()
    loading = time.perf_counter() - before
    for row in rows:
        print(json.dumps({"id": row["id"], "figures": find(row["text"])}))
    words = rounds = 0
    started = time.process_time()
    while rounds == 0 or (time.process_time() - started < SECONDS_OF_SPEED and rounds < 100):
        for row in rows:
            find(row["text"])
            words += len(row["text"].split())
        rounds += 1
    speed = words / (time.process_time() - started)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"speed": speed, "memory": memory, "loading": loading}))
    return 0


def load_claimdesk() -> Find:
    from claims.figures import find_figures  # noqa: PLC0415 - only the process that measures it loads it

    return lambda text: [figure.as_json() for figure in find_figures(text)]


def load_quantulum3() -> Find:
    from quantulum3 import parser  # noqa: PLC0415

    def find(text: str) -> list[dict[str, Any]]:
        return [
            plain(one.value - (one.uncertainty or 0), one.value + (one.uncertainty or 0), one.unit.name)
            for one in parser.parse(text)
        ]

    return find


def load_recognizers() -> Find:
    import recognizers_suite as suite  # noqa: PLC0415

    kinds = (
        suite.recognize_percentage,
        suite.recognize_currency,
        suite.recognize_dimension,
        suite.recognize_temperature,
        suite.recognize_age,
        suite.recognize_number,
    )

    def find(text: str) -> list[dict[str, Any]]:
        figures: list[dict[str, Any]] = []
        taken: list[tuple[int, int]] = []
        for recognize in kinds:
            for one in recognize(text, "en-us"):
                value = (one.resolution or {}).get("value")
                overlaps = any(one.start <= end and start <= one.end for start, end in taken)
                if value is None or overlaps:
                    continue
                taken.append((one.start, one.end))
                unit = "percentage" if value.endswith("%") else (one.resolution.get("unit") or "-").lower()
                number = float(value.rstrip("%").replace(",", ""))
                figures.append(plain(number, number, unit))
        return figures

    return find


def plain(low: float, high: float, unit: str) -> dict[str, Any]:
    """A figure of a system that knows no bounds."""
    unit = "-" if unit in {"dimensionless", "-"} else unit
    return {
        "low": str(low),
        "high": str(high),
        "comparator": "=",
        "trend": None,
        "unit": None,
        "counted": unit,
    }


LOADERS: dict[str, Callable[[], Find]] = {
    "claimdesk": load_claimdesk,
    "quantulum3": load_quantulum3,
    "recognizers-text": load_recognizers,
}


# ---------------------------------------------------------------- the comparison


def compare(folder: Path) -> None:
    for name, gold in gold_sets():
        gold_file, texts = folder / "gold.json", folder / "texts.jsonl"
        gold_file.write_text(json.dumps(gold), encoding="utf-8")
        texts.write_text("".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in gold))
        print(f"\n{name}: {len(gold)} sentences, F1 in %, noun is recall, empty is false figures")
        head = "".join(f"{score:>8}" for score in SCORES)
        print(f"{'':18}{head}{'words/s':>10}{'MB':>8}{'load s':>8}")
        for system in SYSTEMS:
            print(f"{system:18}{measure(system, gold_file, texts)}", flush=True)


def measure(system: str, gold: Path, texts: Path) -> str:
    """One row of the table, or a plain word on why there is none."""
    command = [sys.executable, "-m", "benchmarks.figures", "--worker", system, str(texts)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        reason = run.stderr.strip().splitlines()[-1:] or ["no reason given"]
        return f"cannot run here: {reason[0]} (install it with: uv sync --group bench)"
    *lines, last = run.stdout.splitlines()
    found = gold.with_name("found.jsonl")
    found.write_text("\n".join(lines), encoding="utf-8")
    scores = score(gold, found)
    costs = json.loads(last)
    row = "".join(f"{scores[name]:8.1f}" if scores.get(name) is not None else f"{'-':>8}" for name in SCORES)
    return f"{row}{costs['speed']:10,.0f}{costs['memory']:8.0f}{costs['loading']:8.2f}"


def score(gold: Path, found: Path) -> dict[str, float | None]:
    if not SCORER.exists():
        return {}
    command = [sys.executable, str(SCORER), str(gold), str(found), "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    scores: dict[str, float | None] = json.loads(run.stdout)
    return scores


def gold_sets() -> Iterable[tuple[str, list[dict[str, Any]]]]:
    yield "Our own sentences", own_gold()
    if NEWSQUANT.exists():
        yield "NewsQuant, the given half", json.loads(NEWSQUANT.read_text(encoding="utf-8"))
    else:
        print(f"NewsQuant is not in {NEWSQUANT}; see the head of benchmarks/figures.py")
    if not SCORER.exists():
        print(f"the scorer is not in {SCORER}; measuring speed and memory only")


def own_gold() -> list[dict[str, Any]]:
    """Our gold set in the form of NewsQuant, where currencies go by their English name."""
    from tests.claims.figures.gold import read_gold  # noqa: PLC0415 - the workers do without

    money = currency_names()
    return [
        {
            "id": number,
            "text": sentence.text,
            "quantities": [
                {
                    "value": str(each.low) if each.low == each.high else f"{each.low}-{each.high}",
                    "change": each.comparator.rstrip("=") or "=",
                    "normalized_unit": money.get(each.unit, each.unit),
                }
                for each in sentence.figures
            ],
        }
        for number, sentence in enumerate(read_gold())
    ]


def currency_names() -> dict[str, str]:
    """What the scorer calls each currency."""
    if not SCORER.exists():
        return {}
    spec = importlib.util.spec_from_file_location("score_figures", SCORER)
    if spec is None or spec.loader is None:
        return {}
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names: dict[str, str] = module.MONEY
    return names


if __name__ == "__main__":
    sys.exit(main())
