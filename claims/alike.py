"""Other words that a claim may have in place of a typed one: "jet" for "plane", "polish" for "Poland"."""

from functools import cache, lru_cache

from claims.compare.vocabulary import vocabulary
from claims.tables import forms, read_table
from claims.terms import fold, stop_words

_DENIAL = "not"  # the key of "never", "nobody" and others that must not stand for each other


@lru_cache(maxsize=4096)
def alike(word: str) -> tuple[str, ...]:
    """The single folded words that say much the same as a folded word, without itself.

    >>> alike("polish")
    ('poland', 'poles')
    """
    return tuple(other for other in _groups().get(word, ()) if other != word)


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Word: all words of the groups it is in. Opposites stay apart, and words that say nothing by themselves."""
    said = stop_words()
    together: dict[str, list[str]] = {}
    for phrase, meaning in vocabulary().meanings.items():
        groups = (
            not meaning.name
            and not meaning.side
            and bool(meaning.key)
            and meaning.key not in said
            and meaning.key != _DENIAL
        )
        if groups and len(phrase) == 1 and phrase[0] not in said:
            together.setdefault(meaning.key, []).append(phrase[0])
    peoples = [
        [word for word in (fold(row["place"]), *forms(row["forms"])) if " " not in word]
        for row in read_table("demonyms")
    ]
    found: dict[str, tuple[str, ...]] = {}
    for group in [*together.values(), *peoples]:
        for word in group:
            found[word] = (
                *found.get(word, ()),
                *(other for other in group if other not in found.get(word, ())),
            )
    return found
