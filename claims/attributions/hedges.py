"""Reports without a reporter: "reportedly", "is said to", "rumour has it". Attributions to nobody."""

from functools import cache

from claims.attributions import grammar
from claims.attributions.contents import span_of
from claims.attributions.draft import Draft
from claims.attributions.reading import Reading, Sentence
from claims.model import Span
from claims.tables import forms, read_table


@cache
def _table() -> tuple[frozenset[str], frozenset[str], tuple[tuple[str, ...], ...]]:
    """Adverbs, participles and phrases of `data/hedges.csv`."""
    words = {row["kind"]: forms(row["words"]) for row in read_table("hedges")}
    phrases = tuple(tuple(phrase.split()) for phrase in words["phrase"])
    return frozenset(words["adverb"]), frozenset(words["passive"]), phrases


def hedges(reading: Reading, sentence: Sentence) -> list[Draft]:
    """The hedges of a sentence, outside quotations."""
    adverbs, participles, phrases = _table()
    lower = reading.lower
    found: list[Draft] = []
    for at in range(sentence.low, sentence.high):
        if reading.quoted[at]:
            continue
        word = lower[at]
        if word in adverbs:
            found.append(Draft("hedge", (at, at + 1), None, _around(reading, sentence, at, at + 1)))
        elif (
            word in participles
            and at > sentence.low
            and at + 1 < sentence.high
            and lower[at + 1] in {"to", "that"}
        ):
            first = at - 1
            while first > sentence.low and grammar.is_adverb(lower[first], reading.forms[first]):
                first -= 1
            if lower[first] in grammar.BE:
                while first > sentence.low and lower[first - 1] in grammar.AUXILIARIES:
                    first -= 1
                found.append(Draft("hedge", (first, at + 1), None, _around(reading, sentence, first, at + 1)))
        else:
            for phrase in phrases:
                if word == phrase[0] and tuple(lower[at : at + len(phrase)]) == phrase:
                    end = at + len(phrase)
                    found.append(Draft("hedge", (at, end), None, _around(reading, sentence, at, end)))
    return [draft for draft in found if draft.content]


def _around(reading: Reading, sentence: Sentence, low: int, high: int) -> list[Span]:
    """The clause around a hedge, without the hedge itself."""
    start, end = low, high
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
    return reading.lower[at] in {",", ";", ":", "—", "–", "and", "but", "because", "while", "when"} or (
        reading.lower[at] == "." and at + 1 == len(reading.lower)
    )
