"""Who reckons a number: "Officials put the toll at 45", "The toll was put at 45 by the ministry".

The verbs attribute in no other company, so the whole shape is asked for: a subject, a noun phrase, "at" and a
number.
"""

from functools import cache

from claims.attributions import grammar
from claims.attributions.contents import end_behind, span_of
from claims.attributions.draft import Draft
from claims.attributions.kinds import kind_of
from claims.attributions.lexicon import Sense
from claims.attributions.reading import Reading, Sentence
from claims.attributions.scoring import MOST_CUES, Cue
from claims.attributions.sources import source_before
from claims.attributions.speakers import source_after
from claims.tables import read_table
from claims.wordsets import word_set

_VERBS = word_set("reckoning verbs")
_BEFORE_NUMBERS = word_set("reckoning before numbers")
_LONGEST_OBJECT = 12  # words: "the number of people who had left their homes"
_LONGEST_LEAD = 6  # words from "at" to the number: "at no more than some 45"
_SCORE = 0.7
_SENSE = Sense("put", "raise", "past", 0)


def reckoned(reading: Reading, sentence: Sentence) -> list[Draft]:
    """The attributions of this shape in one sentence."""
    found: list[Draft] = []
    for at in range(sentence.low, sentence.high - 2):
        if reading.lower[at] in _VERBS and not reading.quoted[at] and len(found) < MOST_CUES:
            draft = _reckoned(reading, sentence, at)
            if draft is not None:
                found.append(draft)
    return found


def shown(reading: Reading, sentence: Sentence) -> list[Draft]:
    """ "Rents rose by 40 percent, figures from the ministry show.": a document and its verb end the sentence."""
    high = sentence.high
    while high > sentence.low and reading.lower[high - 1] in grammar.STOPS:
        high -= 1
    at = high - 1
    if at - sentence.low < _SHORTEST_SHOWN or reading.lower[at] not in _SHOWING or reading.quoted[at]:
        return []
    subject = source_before(reading, at, sentence.low)
    if subject.source is None or subject.source[0] - sentence.low < _SHORTEST_CLAUSE:
        return []
    first = subject.source[0]
    if reading.lower[first - 1] != "," or kind_of(reading, subject.source) != "document":
        return []
    content = [span_of(reading, sentence.low, first - 1)]
    return [Draft("after", (subject.verb, at + 1), subject.source, content, _SHOW, _SCORE)]


_SHOWING = word_set("reckoning showing")
_SHORTEST_CLAUSE = 4  # words, with the comma
_SHORTEST_SHOWN = 6
_SHOW = Sense("show", "show", "s", 0)


def _reckoned(reading: Reading, sentence: Sentence, at: int) -> Draft | None:
    place = _place(reading, at + 1, sentence.high)
    if place is None:
        return None
    subject = source_before(reading, at, sentence.low)
    if subject.source is None:
        return None
    end = end_behind(reading, place, sentence.high, Cue(at, _SENSE, _SCORE, "", ""), [])
    if place > at + 1:  # "put the toll at 45"
        content = [span_of(reading, at + 1, end)]
        return Draft("reckoned", (subject.verb, at + 1), subject.source, content, _SENSE, _SCORE)
    if not grammar.BE.intersection(reading.lower[subject.verb : at]):
        return None
    by = next((word for word in range(place, end - 1) if reading.lower[word] == "by"), None)
    source = None if by is None else source_after(reading, by + 1, sentence.high)
    if source is None:
        return None  # "was put at 45": nobody says by whom
    content = [span_of(reading, *subject.source), span_of(reading, place, source[0] - 1)]
    return Draft("reckoned", (subject.verb, at + 1), source, content, _SENSE, _SCORE)


def _place(reading: Reading, low: int, high: int) -> int | None:
    """The "at" before a number, with no clause between the verb and it."""
    for at in range(low, min(high - 1, low + _LONGEST_OBJECT)):
        word = reading.lower[at]
        if word == "at" and _starts_number(reading, at + 1, high):
            return at
        if word in grammar.STOPS or reading.quoted[at]:
            return None
    return None


def _starts_number(reading: Reading, low: int, high: int) -> bool:
    for at in range(low, min(high, low + _LONGEST_LEAD)):
        word = reading.lower[at]
        if word[0].isdigit() or word[0] in "$€£¥₹" or word in _numbers():
            return True
        if word not in _BEFORE_NUMBERS:
            return False
    return False


@cache
def _numbers() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("numbers") if row["class"] != "ordinal")
