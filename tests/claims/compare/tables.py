"""The pairs of claims in this folder, each with the relation that a person would give them."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

GOLD = Path(__file__).parent / "gold.txt"
PARAPHRASES = Path(__file__).parent / "paraphrases.txt"
EVENTS = Path(__file__).parent / "events.txt"


def pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    """Relation, our claim and theirs, a line each."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            relation, ours, theirs = line.split(" || ")
            yield relation, ours, theirs


def facts_of_one_event() -> Iterator[tuple[str, str]]:
    """Every two claims that say different things about one event."""
    text = EVENTS.read_text(encoding="utf-8").partition("\n\n")[2]
    for event in text.split("\n\n"):
        yield from combinations(event.splitlines(), 2)
