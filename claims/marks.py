"""Quotation marks of a piece cut out of a text: both marks of a pair are kept, or both are dropped."""

from bisect import bisect_right
from collections.abc import Sequence

from claims.model import Span
from claims.quotations import Quotation
from claims.text import trim

_EDGES = " ,;:—–-"
_FEWEST_WORDS = 4
_BULLET = 6  # characters that may stand before a quotation on its line, or behind it
_MARKS = "\"“”„‟«»″＂‘’'"


class Marks:
    """The quotations of one text, asked for piece by piece."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._parts = sorted(part for quotation in quotations for part in quotation.parts)

    def trimmed(self, text: str, span: Span) -> Span:
        """The span without what joins it to its surroundings; whole pairs at its ends stay.

        `"We left," she said` keeps its marks, `"We left,"` loses both.
        """
        start, end = trim(text, span, _EDGES)
        while start < end:
            before = start, end
            first, last = self._around(start), self._around(end - 1)
            if text[start] in _MARKS and (
                first is None or first[1] == start + 1 or _covers(first, start, end)
            ):
                start += 1
            elif text[end - 1] in _MARKS and (
                last is None or last[0] == end - 1 or _covers(last, start, end)
            ):
                end -= 1
            start, end = trim(text, (start, end), _EDGES)
            if (start, end) == before:
                break
        return start, end

    def is_quoted_line(self, text: str, span: Span) -> bool:
        """A statement between marks that has its line for itself, as in a list of what somebody said."""
        start, end = span
        around = self._around(start)
        if (
            around != (start, end)
            or text[end - 2] not in ".!"
            or len(text[start:end].split()) < _FEWEST_WORDS
        ):
            return False
        before, behind = text[max(0, start - _BULLET) : start], text[end : end + _BULLET]
        opens = start < _BULLET or "\n" in before
        closes = end + _BULLET > len(text) or "\n" in behind
        return (
            opens
            and closes
            and not (before.rpartition("\n")[2].strip(" *•–-") or behind.partition("\n")[0].strip())
        )

    def completed(self, text: str, span: Span) -> str:
        """The words of the span; a quotation that runs over an end of it gets the mark it leaves behind."""
        start, end = span
        if start >= end:
            return ""
        first, last = self._around(start), self._around(end - 1)
        words = text[start:end]
        if first and not _covers(first, start, end) and (first[0] < start or text[start] not in _MARKS):
            words = (text[first[0]] if text[first[0]] in _MARKS else '"') + words
        if last and not _covers(last, start, end) and (end < last[1] or text[end - 1] not in _MARKS):
            words += text[last[1] - 1] if text[last[1] - 1] in _MARKS else '"'
        return words

    def _around(self, at: int) -> Span | None:
        """The part of a quotation that character `at` stands in, marks included."""
        index = bisect_right(self._parts, at, key=lambda part: part[0]) - 1
        return self._parts[index] if index >= 0 and at < self._parts[index][1] else None


def _covers(part: Span, start: int, end: int) -> bool:
    return part[0] <= start and end <= part[1]
