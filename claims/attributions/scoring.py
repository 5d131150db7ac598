"""Finds the words of a sentence that attribute, each with a confidence from its form and its neighbours."""

import math
from dataclasses import dataclass
from functools import cache

from claims.attributions import context
from claims.attributions.lexicon import Sense, senses
from claims.attributions.reading import Reading, Sentence
from claims.tables import forms, read_table
from claims.wordsets import word_set

THRESHOLD = 0.45
LONE_THRESHOLD = 0.25  # for the likeliest cue of a sentence that has no other
MOST_CUES = 25  # in one sentence; no real one has as many, and the work on a sentence stays bounded


_OUTCOMES = word_set("scoring outcomes")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes, with its likeliest reading."""

    at: int
    sense: Sense
    score: float
    before: str
    after: str


@cache
def _points() -> dict[tuple[str, str], int]:
    """The points of `data/cue_points.csv`, ten to one unit of log odds.

    ("say", "that") is what a word of class "say" gets for "that" behind it, ("past", "name") what a past tense
    gets for a name before it; ("level", "2"), ("class", "say"), ("form", "past") and ("start", "") stand alone.
    """
    points: dict[tuple[str, str], int] = {}
    for row in read_table("cue_points"):
        if row["what"] in {"after", "before"}:
            for pair in row["points"].split(" "):
                neighbour, _, value = pair.rpartition(":")
                points[row["which"], neighbour] = int(value)
        else:
            points[row["what"], row["which"]] = int(row["points"])
    return points


def score(sense: Sense, before: str, after: str) -> float:
    """How likely the word attributes in this reading, between 0 and 1."""
    points = _points()
    total = (
        points["start", ""]
        + points.get((sense.group, after), 0)
        + points.get((sense.form, before), 0)
        + points.get(("level", str(sense.level)), 0)
        + points.get(("class", sense.group), 0)
        + points.get(("form", sense.form), 0)
    )
    return 1 / (1 + math.exp(-total / 10))


def _is_title(reading: Reading, sentence: Sentence) -> bool:
    """A headline in capitals: "Minister Claims He Was Misled"."""
    words = [form for form in reading.forms[sentence.low : sentence.high] if form[0].isalpha()]
    return len(words) < 30 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


@cache
def _idioms() -> dict[str, frozenset[str]]:
    """Lemma -> words that, close behind it, make it something else: "claimed the lives of"."""
    found: dict[str, frozenset[str]] = {}
    for row in read_table("cue_idioms"):
        found[row["lemma"]] = found.get(row["lemma"], frozenset()) | frozenset(forms(row["followed_by"]))
    return found


def _is_idiom(reading: Reading, at: int, high: int, lemma: str) -> bool:
    words = _idioms().get(lemma)
    return words is not None and any(word in words for word in reading.lower[at + 1 : min(high, at + 4)])


def _fitting(reading: Reading, at: int, before: str, readings: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """Without the verbs where only a noun can stand: "said in a note that", "denied reports that"."""
    forms: frozenset[str] = frozenset()
    if before in {"determiner", "possessive"}:
        forms = _PLAIN
    elif at and any(
        s.group in _TAKING_NOUNS and s.form == "past" for s in senses().get(reading.lower[at - 1], ())
    ):
        forms = _PRESENT
    return tuple(each for each in readings if each.form not in forms) if forms else readings


_PLAIN = frozenset({"base"})
_PRESENT = frozenset({"base", "s"})
_TAKING_NOUNS = frozenset({"deny", "criticize"})


def _is_named_so(reading: Reading, at: int, low: int) -> bool:
    """ "used a technique called Py-GC": nobody calls it so. "A judge called Lee a liar" starts the sentence."""
    return any(reading.lower[k] in {"a", "an"} for k in range(max(low + 1, at - 3), at)) and all(
        reading.lower[k].isalpha() for k in range(max(low + 1, at - 3), at)
    )


def cues(reading: Reading, sentence: Sentence) -> list[Cue]:
    """The likely cues of a sentence in order; words inside quotations are left to the quoted speaker."""
    found: list[Cue] = []
    lone: Cue | None = None
    table = senses()
    for at in range(sentence.low, sentence.high):
        readings = table.get(reading.lower[at])
        if readings is None or reading.quoted[at]:
            continue
        if at > sentence.low and reading.forms[at][0].isupper() and not _is_title(reading, sentence):
            continue  # "the United States", "Reported Crimes Act"
        before = context.before(reading, at, sentence.low)
        after = context.after(reading, at, sentence.high)
        readings = _fitting(reading, at, before, readings)
        if not readings:
            continue
        best, sense = max(((score(each, before, after), each) for each in readings), key=lambda pair: pair[0])
        if best < LONE_THRESHOLD or _is_idiom(reading, at, sentence.high, sense.lemma):
            continue
        if sense.form == "past" and reading.lower[at + 1 : at + 2] and reading.lower[at + 1] in _OUTCOMES:
            continue  # "Two people confirmed dead"
        if sense.group == "call" and after in {"name", "quote"} and _is_named_so(reading, at, sentence.low):
            continue
        cue = Cue(at, sense, best, before, after)
        if best >= THRESHOLD:
            found.append(cue)
        elif lone is None or best > lone.score:
            lone = cue
    return found[:MOST_CUES] or ([lone] if lone else [])
