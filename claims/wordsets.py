"""Small sets of English words that the rules look things up in (`data/word_sets.csv`), each with an example."""

from functools import cache

from claims.tables import forms, read_table


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {row["name"]: frozenset(forms(row["words"])) for row in read_table("word_sets")}


def word_set(name: str) -> frozenset[str]:
    """The words of the set, in lower case with a straight apostrophe."""
    return _sets()[name]
