"""The pairs of claims in this folder, each with the relation that a person would give them."""

from collections.abc import Iterator
from pathlib import Path

GOLD = Path(__file__).parent / "gold.txt"
PARAPHRASES = Path(__file__).parent / "paraphrases.txt"


def pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    """Relation, our claim and theirs, a line each."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            relation, ours, theirs = line.split(" || ")
            yield relation, ours, theirs
