"""A text made ready for the patterns: its words, which of them are quoted, and its sentences.

Everything downstream indexes words; `Reading.span` turns a range of words into character offsets.
"""

from bisect import bisect_left
from dataclasses import dataclass

from claims.attributions.lexicon import speech_sense
from claims.model import Span
from claims.quotations import Quotation, find_quotations, quoted_mask
from claims.text import Words, dateline_end, line_kind, lines, sentences, words
from claims.wordsets import word_set


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words `low` to `high` (exclusive). A quotation of several sentences and its cue are one sentence."""

    low: int
    high: int
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    lower: list[str]
    quoted: list[bool]
    quotations: tuple[Quotation, ...]
    opening: dict[int, int]
    """First word of a part of a quotation -> index of the quotation."""
    closing: dict[int, int]
    """Last word (the closing mark, as a rule) of a part of a quotation -> index of the quotation."""
    sentences: list[Sentence]
    first_words: frozenset[int]
    """The first word of each sentence, whose capital letter says nothing."""

    def span(self, low: int, high: int) -> Span:
        """The characters of the words `low` to `high` (exclusive)."""
        return self.starts[low], self.ends[high - 1]

    def word_at(self, offset: int) -> int:
        """The first word that starts at or behind the offset."""
        return bisect_left(self.starts, offset)


_MOST_WORDS = 800  # in one sentence with its quotation


def read(text: str) -> Reading:
    found = words(text)
    quotations = find_quotations(text)
    mask = quoted_mask(text, quotations)
    opening: dict[int, int] = {}
    closing: dict[int, int] = {}
    for index, quotation in enumerate(quotations):
        for start, end in quotation.parts:
            opening[bisect_left(found.starts, start)] = index
            closing[bisect_left(found.starts, end) - 1] = index
    found_sentences = _sentences(text, found, mask, closing)
    return Reading(
        text,
        found.starts,
        found.ends,
        found.forms,
        found.lower,
        [bool(mask[start]) for start in found.starts],
        quotations,
        opening,
        closing,
        found_sentences,
        frozenset(sentence.low for sentence in found_sentences),
    )


def _sentences(text: str, found: Words, mask: bytearray, closing: dict[int, int]) -> list[Sentence]:
    """Sentences as word ranges, without bylines and the like; a break inside a quotation is none."""
    result: list[Sentence] = []
    all_lines = lines(text)
    line_index = 0
    skipped = [line_kind(text, line) != "text" for line in all_lines]
    for start, end in sentences(text):
        while all_lines[line_index][1] <= start:
            line_index += 1
        if skipped[line_index]:
            continue
        low = bisect_left(found.starts, dateline_end(text, (start, end)))
        high = bisect_left(found.starts, end)
        if low >= high:
            continue
        last = result[-1] if result else None
        if (
            last
            and last.line == line_index
            and last.high == low
            and low - last.low < _MOST_WORDS
            and (
                _runs_on(mask, found, closing, low) or _speaker_follows(mask, found, closing, last, low, high)
            )
        ):
            result[-1] = Sentence(last.low, high, line_index)
        else:
            result.append(Sentence(low, high, line_index))
    return result


def _runs_on(mask: bytearray, found: Words, closing: dict[int, int], low: int) -> bool:
    """Both sides of the break lie in the same quotation."""
    return bool(mask[found.starts[low]]) and bool(mask[found.starts[low - 1]]) and low - 1 not in closing


def _speaker_follows(
    mask: bytearray, found: Words, closing: dict[int, int], last: Sentence, low: int, high: int
) -> bool:
    """ "Really?" Lee asked: the mark inside the quotation does not end the sentence."""
    if low - 1 not in closing or not mask[found.starts[last.low]] or mask[found.starts[low]]:
        return False
    for at in range(low, min(high, low + 7)):
        word = found.lower[at]
        if speech_sense(word) is not None and found.forms[at][0].islower():
            return (
                at > low
                and at + 1 < len(found)
                and found.lower[at + 1] not in {"that", ":", "it", "he", "she", "they"}
            )
        if not found.forms[at][0].isupper() and word not in _BEFORE_SPEAKER:
            return False
    return False


_BEFORE_SPEAKER = word_set("reading before speaker")
