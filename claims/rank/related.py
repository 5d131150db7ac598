"""Terms of nearly the same meaning: "physician" for "doctor", "gunfire" for "shooting".

The table is made by `python -m benchmarks.word_tables`. Opposites stand in it too, since they are said of the same
things: it finds claims, and never says how two of them relate.
"""

import csv
from functools import cache, lru_cache

from claims.tables import FOLDER


@lru_cache(1 << 12)
def related(term: str) -> tuple[tuple[str, float], ...]:
    """The terms related to a term, nearest first, with how near they are: above 0, below 1."""
    pairs = [each.rpartition(":") for each in _table().get(term, "").split("|") if each]
    return tuple((other, float(near)) for other, _, near in pairs)


def is_word(term: str) -> bool:
    """Whether it is a common English term, of which some are names too: "rose", "may"."""
    return term in _table()


@cache
def _table() -> dict[str, str]:
    """A term's cell as the file has it, read when it is asked for: all of them would take ten times the memory."""
    with (FOLDER / "related_words.csv").open(encoding="utf-8", newline="") as file:
        next(file)  # the names of the columns are no entry
        return dict(csv.reader(file))
