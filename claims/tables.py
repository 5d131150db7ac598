"""Reads the lexicons in `claims/data`: comma-separated tables with a header row and an example in each row.

A cell that holds several forms separates them with "|". A desk extends a lexicon by adding rows.
"""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `claims/data/{name}.csv`, each a mapping from the header's names to cells."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forms(cell: str) -> list[str]:
    """The forms in one cell: "metre|metres|m" gives three, an empty cell none."""
    return [form.strip() for form in cell.split("|") if form.strip()]


_classes = {row["class"]: frozenset(forms(row["words"])) for row in read_table("word_classes")}


def word_class(name: str) -> frozenset[str]:
    """The words of one class of `word_classes.csv`, the short lists that one rule each needs."""
    return _classes[name]
