"""Who said what, on PolNeAR: this engine beside textacy, with words per second and peak memory.

Run: `python -m benchmarks.attributions` (`--part train`, `--data FOLDER`). The corpus (Newell et al. 2018,
https://github.com/networkdynamics/PolNeAR) is read from ../shared/data/polnear, its scorer from ../shared/tools;
neither is part of this project. textacy needs the spaCy model en_core_web_sm, which no package registry has (spaCy
hands it out on GitHub), so no extra of this project can install it. Where you have both, they are measured; where
one is missing, the benchmark says which and measures this engine alone.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.hostile import show_growth
from claims import check

SHARED = Path(__file__).parents[2] / "shared"
MODEL = "en_core_web_sm"
Rows = list[dict[str, Any]]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--part", choices=["dev", "train"], default="dev")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "polnear")
    parser.add_argument("--system", choices=["claimdesk", "textacy"], help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="one object a system")
    options = parser.parse_args(argv)
    texts = options.data / f"{options.part}.texts.jsonl"
    if not texts.exists():
        print(
            f"{texts} is not there. Get PolNeAR from https://github.com/networkdynamics/PolNeAR",
            file=sys.stderr,
        )
        return 1
    if options.system:
        return _measure(options.system, texts, options.json)
    for system in ("claimdesk", "textacy"):
        # A process each, so that memory and imports of one are not counted for the other.
        command = [
            sys.executable,
            "-m",
            "benchmarks.attributions",
            "--system",
            system,
            "--part",
            options.part,
        ]
        command += ["--data", str(options.data)] + (["--json"] if options.json else [])
        subprocess.run(command, check=False)
    if not options.json and not options.system:
        show_growth("everything that `check` finds", check)
    return 0


def _measure(system: str, texts: Path, as_json: bool) -> int:
    find = {"claimdesk": _claimdesk, "textacy": _textacy}[system]()
    if find is None:
        return 0
    articles = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    start = time.process_time()
    predictions = [{"id": article["id"], "attributions": find(article["text"])} for article in articles]
    seconds = time.process_time() - start
    words = sum(len(article["text"].split()) for article in articles)
    scores = _score(texts, predictions)
    scores["words/s"] = round(words / seconds)
    scores["MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if as_json:
        print(json.dumps({"system": system, **scores}))
    else:
        print(f"{system:<10}" + "  ".join(f"{name} {value:,}" for name, value in scores.items()))
    return 0


def _score(texts: Path, predictions: Rows) -> dict[str, Any]:
    """What ../shared/tools/score_attributions.py says of the predictions."""
    gold = texts.with_name(texts.name.replace(".texts.", ".gold."))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in predictions)
        file.flush()
        scorer = SHARED / "tools" / "score_attributions.py"
        command = [sys.executable, str(scorer), str(texts), str(gold), file.name, "--json"]
        scored: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return scored


def _claimdesk() -> Callable[[str], Rows] | None:
    from claims.attributions import find_attributions  # noqa: PLC0415 - not counted for textacy

    return lambda text: [found.as_json() for found in find_attributions(text)]


def _textacy() -> Callable[[str], Rows] | None:
    try:
        import spacy  # noqa: PLC0415
        from textacy.extract import direct_quotations  # noqa: PLC0415
    except ImportError:
        print("textacy: not measured, it is not installed (pip install textacy)", file=sys.stderr)
        return None
    try:
        model = spacy.load(MODEL)
    except OSError:
        print(
            f"textacy: not measured, its model {MODEL} is not installed and no package registry has it;"
            f" where GitHub can be reached: python -m spacy download {MODEL}",
            file=sys.stderr,
        )
        return None

    def find(text: str) -> Rows:
        """Per paragraph, since textacy takes a document with an odd number of marks for an error."""
        found: Rows = []
        offset = 0
        for paragraph in text.splitlines(keepends=True):
            try:
                quotations = list(direct_quotations(model(paragraph.rstrip())))
            except ValueError:
                quotations = []
            for quotation in quotations:
                speaker, cue = quotation.speaker, quotation.cue
                found.append(
                    {
                        "source": _span(speaker[0].idx, speaker[-1].idx + len(speaker[-1]), offset)
                        if speaker
                        else None,
                        "cue": _span(cue[0].idx, cue[-1].idx + len(cue[-1]), offset) if cue else None,
                        "content": [_span(quotation.content.start_char, quotation.content.end_char, offset)],
                    }
                )
            offset += len(paragraph)
        return found

    return find


def _span(start: int, end: int, offset: int) -> list[int]:
    return [start + offset, end + offset]


if __name__ == "__main__":
    sys.exit(main())
