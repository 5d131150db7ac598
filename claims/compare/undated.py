"""Dates that name no year: "on Monday", "in March", "last year", "in the third quarter".

Without the day of the article none of them is a date, but two of one family can still differ:
"on Monday" is not "on Thursday". Each gets a value as of one arbitrary day, marked with its family.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from claims.dates import find_dates
from claims.model import DateExpression

_SOME_WEDNESDAY = date(2003, 6, 18)
_PART_OF_YEAR = re.compile(
    r"\b(first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))[\s-](quarter|half)\b", re.IGNORECASE
)
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
_WEEKDAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
_CUE = 8  # characters before a date that may hold "last", "next" or "by"


def with_undated(text: str, found: Sequence[DateExpression]) -> tuple[DateExpression, ...]:
    """All dates with a value. A value of a date without a year is "family~value", as in "month~2003-03"."""
    dates = [each if each.value else _as_of_some_day(text, each) for each in found]
    starts = [each.span[0] for each in found]
    lower = text.lower()
    for match in _PART_OF_YEAR.finditer(text) if "quarter" in lower or "half" in lower else ():
        before = bisect_left(starts, match.end()) - 1
        if before < 0 or found[before].span[1] <= match.start():
            which = _ORDINALS.get(match[1][0], match[1].lower())
            value = f"{match[2].lower()}~{which}"
            dates.append(DateExpression(match.span(), value, "during"))
    return tuple(each for each in dates if each.value)


def _as_of_some_day(text: str, found: DateExpression) -> DateExpression:
    words = text[found.span[0] : found.span[1]].lower().split()
    again = find_dates(text[max(found.span[0] - _CUE, 0) : found.span[1]], _SOME_WEDNESDAY)
    if again and again[-1].value:
        return replace(found, value=f"{_family(words)}~{again[-1].value}")
    return replace(found, value=f"{words[-1]}~{words[0]}") if len(words) == 2 else found


def _family(words: list[str]) -> str:
    starts = {word[:3] for word in words if word.rstrip("s") not in ("month", "decade")}
    return "month" if starts & _MONTHS else "weekday" if starts & _WEEKDAYS else "relative"
