"""Reads the cue lexicon (`data/cues.csv`): which words can attribute, in which form, followed by what."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from claims.tables import forms, read_table

Form = Literal["base", "s", "past", "participle", "ing", "noun", "nouns", "adjective"]

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to read a word as a cue: "claims" as the verb of class say or the noun of class claim."""

    lemma: str
    group: str
    form: Form
    level: int


@cache
def senses() -> dict[str, tuple[Sense, ...]]:
    """Every form of every cue word, in lower case, with its readings."""
    found: dict[str, list[Sense]] = {}
    for group, lemma, level, past, participle in _entries():
        for form, word in _inflect(group, lemma, past, participle):
            found.setdefault(word, []).append(Sense(lemma, group, form, level))
    return {word: tuple(dict.fromkeys(readings)) for word, readings in found.items()}


def _entries() -> list[tuple[str, str, int, str, str]]:
    """Class, lemma, level, and past and participle where they are irregular ("say/said")."""
    entries: list[tuple[str, str, int, str, str]] = []
    for row in read_table("cues"):
        for word in forms(row["words"]):
            lemma, past, participle = [*word.split("/"), "", ""][:3]
            entries.append((row["class"], lemma, int(row["level"]), past, participle or past))
            if lemma.endswith("ize"):
                entries.append((row["class"], lemma[:-3] + "ise", int(row["level"]), "", ""))
    return entries


def _inflect(group: str, lemma: str, past: str, participle: str) -> list[tuple[Form, str]]:
    if group == "sure":
        return [("adjective", lemma)]
    plural = _add_s(lemma)
    if group == "claim":
        return [("noun", lemma), ("nouns", plural)]
    inflected: list[tuple[Form, str]] = [("base", lemma), ("s", plural)]
    inflected += [("ing", stem + "ing") for stem in _stems(lemma, "ing")]
    if past:
        inflected.append(("past", past))
        if participle != past:
            inflected.append(("participle", participle))
    else:
        inflected += [("past", stem + "ed") for stem in _stems(lemma, "ed")]
    return inflected


def _add_s(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return "goes" if lemma == "go" else lemma + "s"


def _stems(lemma: str, ending: str) -> list[str]:
    """What `ending` is put behind: vow, claim, deni(ed), admit and admitt (a form that nobody writes does no harm)."""
    if lemma.endswith("ee"):
        return [lemma if ending == "ing" else lemma[:-1]]
    if lemma.endswith("e"):
        return [lemma[:-1]]
    if lemma.endswith("y") and ending == "ed" and lemma[-2] not in _VOWELS:
        return [lemma[:-1] + "i"]
    if lemma[-1] not in "aeiouwxy" and lemma[-2] in _VOWELS and lemma[-3:-2] not in _VOWELS:
        return [lemma, lemma + lemma[-1]]
    return [lemma]


@cache
def speaks(word: str) -> bool:
    """The word can introduce speech by itself: "said", "asked", "told"."""
    return any(sense.group in _SPEECH and sense.level > -2 for sense in senses().get(word, ()))


@cache
def speech_sense(word: str) -> Sense | None:
    """The reading of a word as the verb beside a quotation, however rare: "continued", "beamed"."""
    fitting = [s for s in senses().get(word, ()) if s.group in _SPEECH and s.form in {"past", "s", "ing"}]
    return fitting[0] if fitting else None


@cache
def speech_base(word: str) -> Sense | None:
    """The plain form behind a plural subject: "...," they conclude."""
    return next((s for s in senses().get(word, ()) if s.group in _SPEECH and s.form == "base"), None)


def reports(cue: str) -> bool:
    """A cue that passes something on as a fact: "said", "according to", "shows", not "hoped" or "praised"."""
    words = cue.lower().split()
    if not words or words[0] in {"according", ":"}:
        return bool(words)
    senses_here = [sense for word in words for sense in senses().get(word, ()) if sense.level > -3]
    return any(sense.group in _REPORTING or sense.lemma in _BELIEVING for sense in senses_here)


_REPORTING = frozenset({"say", "ask", "tell", "show", "deny", "accuse", "claim"})
_BELIEVING = frozenset({"believe", "fear", "think", "agree", "estimate", "expect"})
_SPEECH = frozenset({"say", "ask", "tell"})
