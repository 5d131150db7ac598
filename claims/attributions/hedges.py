"""Reports without a reporter: "reportedly", "is said to", "rumour has it". Attributions to nobody."""

from dataclasses import dataclass
from functools import cache

from claims.attributions import grammar
from claims.attributions.contents import span_of
from claims.attributions.draft import Draft
from claims.attributions.reading import Reading, Sentence
from claims.attributions.scoring import MOST_CUES
from claims.model import Span
from claims.tables import forms, read_table


@dataclass(frozen=True, slots=True)
class _Words:
    """The rows of `data/hedges.csv`."""

    adverbs: frozenset[str]
    passives: frozenset[str]
    outcomes: frozenset[str]
    of: frozenset[str]
    reduced: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    first: frozenset[str]  # all that a hedge can begin with: most words of a text are none


@cache
def _words() -> _Words:
    rows = {row["kind"]: forms(row["words"]) for row in read_table("hedges")}
    phrases = tuple(tuple(phrase.split()) for phrase in rows["phrase"])
    return _Words(
        frozenset(rows["adverb"]),
        frozenset(rows["passive"]),
        frozenset(rows["outcome"]),
        frozenset(rows["of"]),
        frozenset(rows["reduced"]),
        phrases,
        frozenset([*rows["adverb"], *rows["passive"], *rows["of"], *(phrase[0] for phrase in phrases)]),
    )


def hedges(reading: Reading, sentence: Sentence, index: int) -> list[Draft]:
    """The hedges of a sentence, outside quotations."""
    found: list[Draft] = []
    for at in range(sentence.low, sentence.high):
        if reading.quoted[at]:
            continue
        cue = _hedge_at(reading, sentence, at) if len(found) < MOST_CUES else None
        if cue is not None:
            content = _around(reading, sentence, *cue)
            found.append(Draft("hedge", cue, None, content, sentence=index, line=sentence.line))
    return [draft for draft in found if draft.content]


def _hedge_at(reading: Reading, sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The words of the hedge whose main word is word `at`."""
    lower, words = reading.lower, _words()
    word = lower[at]
    if word not in words.first:
        return None
    if word in words.adverbs:
        return at, at + 1
    following = lower[at + 1] if at + 1 < sentence.high else ""
    if (word in words.passives and (following in {"to", "that"} or following in words.outcomes)) or (
        word in words.of and following == "of"
    ):
        return _passive(reading, sentence, at)
    for phrase in words.phrases:
        if word == phrase[0] and tuple(lower[at : at + len(phrase)]) == phrase:
            return at, at + len(phrase)
    return None


def _passive(reading: Reading, sentence: Sentence, at: int) -> tuple[int, int] | None:
    """ "is widely believed", "has been reported": the participle with the "be" before it."""
    first = at - 1
    while first > sentence.low and grammar.is_adverb(reading.lower[first], reading.forms[first]):
        first -= 1
    if first >= sentence.low and _is_reduced(reading, at, first):
        return at, at + 1
    if first < sentence.low or reading.lower[first] not in grammar.BE:
        return None
    while first > sentence.low and reading.lower[first - 1] in grammar.AUXILIARIES:
        first -= 1
    return first, at + 1


def _is_reduced(reading: Reading, at: int, before: int) -> bool:
    """ "the win, believed to be the largest", "gunmen suspected to be bandits"; not "he claimed to be"."""
    return (
        reading.lower[at] in _words().reduced
        and tuple(reading.lower[at + 1 : at + 3]) in {("to", "be"), ("to", "have")}
        and reading.lower[before] not in grammar.BE | grammar.SUBJECT_PRONOUNS | grammar.AUXILIARIES
    )


def _around(reading: Reading, sentence: Sentence, low: int, high: int) -> list[Span]:
    """The clause around a hedge, without the hedge itself."""
    start, end = low, high
    if end < sentence.high and reading.lower[end] == "," and start == sentence.low:
        end += 1  # "Reportedly, the ship had no lifeboats"
        high = end
    while start > sentence.low and not _breaks(reading, start - 1):
        start -= 1
    while end < sentence.high and not _breaks(reading, end):
        end += 1
    spans = [span_of(reading, start, low), span_of(reading, high, end)]
    return [
        span
        for span in spans
        if span[1] - span[0] > 1
        and not (span == spans[0] and reading.lower[start] == "it" and low - start == 1)
    ]


def _breaks(reading: Reading, at: int) -> bool:
    word = reading.lower[at]
    if word == "and":
        # "the US and its allies have reportedly left" is one clause, "he left and she reportedly stayed" is two.
        following = reading.lower[at + 1] if at + 1 < len(reading.lower) else ""
        return following in grammar.SUBJECT_PRONOUNS or (at > 0 and reading.lower[at - 1] == ",")
    at_end = word == "." and at + 1 == len(reading.lower)
    return at_end or word in {",", ";", ":", "—", "–", "but", "because", "while", "when"}
