"""Words that mean one thing: names with their aliases, words with their synonyms, words with their opposites.

All of it is in `claims/data`: aliases.csv, demonyms.csv, synonyms.csv, opposites.csv, and what says
nothing in word_classes.csv. A desk adds aliases of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.tables import forms, read_table, word_class
from claims.terms import fold, stop_words, words

MAX_FORM = 5  # words in the longest phrase


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase stands for. `side` is 1 or -1 on an axis of opposites, else 0."""

    key: str
    name: bool = False
    side: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words of a phrase to its meaning; `capitals` are the forms that only capitals make ("US", "WHO").
    `beginnings` are the first words of all phrases, each with its phrases, longest first: most words are none."""

    meanings: dict[tuple[str, ...], Meaning]
    capitals: frozenset[tuple[str, ...]]
    beginnings: dict[str, tuple[tuple[str, ...], ...]]

    def read(self, found: Sequence[str], spelled: Sequence[str], at: int = 0) -> tuple[Meaning, int] | None:
        """The meaning of the longest phrase that starts at one of the folded words, and how many words it takes."""
        for phrase in self.beginnings.get(found[at], ()):
            size = len(phrase)
            if size > 1 and tuple(found[at : at + size]) != phrase:
                continue
            if phrase in self.capitals and not spelled[at].isupper():
                continue
            if spelled[at] == "May":  # the month, or a name
                return None
            return self.meanings[phrase], size
        return None


@lru_cache(maxsize=4)  # without a desk's aliases, and with those of now and a moment ago
def vocabulary(extra: tuple[tuple[str, ...], ...] = ()) -> Vocabulary:
    """The words that come with the program, and a desk's own aliases: each a tuple of forms for one name.

    A form that has a name already brings all its other forms with it: after "Dawla = Daesh", "Dawla" is also
    the Islamic State.
    """
    meanings: dict[tuple[str, ...], Meaning] = {}
    for row in read_table("synonyms"):
        _add(meanings, forms(row["forms"]), Meaning(forms(row["forms"])[0]))
    for row in read_table("opposites"):
        for side, column in ((1, "forms"), (-1, "opposite")):
            _add(meanings, forms(row[column]), Meaning("±" + row["axis"], side=side))
    _add_verbs(meanings)
    _add(meanings, word_class("says nothing"), Meaning(""))
    capitals: set[tuple[str, ...]] = set()
    nations = ([row["place"], *forms(row["forms"])] for row in read_table("demonyms"))
    for group in (*(forms(row["forms"]) for row in read_table("aliases")), *nations, *extra):
        meaning = Meaning("=" + fold(group[0]), name=True)
        phrases = {tuple(words(form)): form.isupper() and len(form) <= 3 for form in group}
        known = {meanings[phrase] for phrase in phrases if phrase in meanings and meanings[phrase].name}
        if known:
            meanings |= {phrase: meaning for phrase, meant in meanings.items() if meant in known}
        meanings |= dict.fromkeys(phrases, meaning)
        capitals |= {phrase for phrase, in_capitals in phrases.items() if in_capitals}
    beginnings: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(filter(None, meanings), key=len, reverse=True):
        if len(phrase) <= MAX_FORM:
            beginnings[phrase[0]] = (*beginnings.get(phrase[0], ()), phrase)
    return Vocabulary(meanings, frozenset(capitals), beginnings)


def _add_verbs(meanings: dict[tuple[str, ...], Meaning]) -> None:
    """The other forms of a regular verb in "-ed" mean the same, where the tables give them no meaning of their own:
    "recognise" with "recognised". What is no word ("recognis") is in no text either."""
    for phrase, meaning in list(meanings.items()):
        past = phrase[0]
        if len(phrase) > 1 or len(past) < _LONG_VERB or not past.endswith("ed"):
            continue
        for base in (past[:-2], past[:-1]):
            for form in (base, base + "s", base.removesuffix("e") + "ing"):
                if form not in stop_words():
                    meanings.setdefault((form,), meaning)


_LONG_VERB = 7  # "used" has no "us"


def _add(meanings: dict[tuple[str, ...], Meaning], group: Iterable[str], meaning: Meaning) -> None:
    for form in group:
        phrase = tuple(words(form))
        meanings[phrase] = meaning
