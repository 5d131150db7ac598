"""Finds every date, time and period of a text and gives it a value and a kind.

"Since September 30, 2015" is since 2015-09-30; "last month" is known only where the article's date is.
"""

import datetime
import re
from dataclasses import replace

from claims.dates.calendar import CalendarMatch, calendar_matches, lone_months
from claims.dates.relative import relative_dates
from claims.model import MAX_CHARS, DateExpression, DateKind, TextTooLongError

_CUES: dict[str, DateKind] = {
    "since": "since",
    "from": "since",
    "after": "since",
    "starting": "since",
    "until": "until",
    "till": "until",
    "by": "until",
    "before": "until",
    "through": "until",
    "to": "until",
    "in": "during",
    "during": "during",
    "throughout": "during",
    "on": "on",
    "at": "on",
}
_CUE_BEFORE = re.compile(r"\b([A-Za-z]+)(?:[\s-](?:the|about|around|early|late|mid|end[\s]of))?[\s-]$")
_JOINS = {
    "and": frozenset({"between"}),
    "to": frozenset({"from", "between", ""}),
    "until": frozenset({"from", ""}),
    "till": frozenset({"from", ""}),
    "through": frozenset({"from", ""}),
    "-": frozenset({"from", "between", ""}),
    "–": frozenset({"from", "between", ""}),
}


def find_dates(text: str, published: datetime.date | None = None) -> tuple[DateExpression, ...]:
    """The dates, times and periods of a text, in order.

    Spans are code points without the preposition. `value` is ISO 8601: a day, month, year, week ("2015-W40"),
    time ("22:45") or an interval with "/"; "" where it stays open because `published` is None or no year is
    named. Raises TextTooLongError above MAX_CHARS.
    """
    if len(text) > MAX_CHARS:
        raise TextTooLongError(len(text))
    found = [_expression(text, match, published) for match in (*calendar_matches(text), *lone_months(text))]
    found += relative_dates(text, published)
    return tuple(_join_periods(text, _without_overlaps(found)))


def _expression(text: str, match: CalendarMatch, published: datetime.date | None) -> DateExpression:
    cue = cue_before(text, match.span[0])
    whole_day = bool(match.day or match.clock or match.weekday)
    default: DateKind = "on" if whole_day else "during"
    kind = _CUES.get(cue, default)
    if kind in {"on", "during"}:
        kind = default
    if match.end_day or (match.end_year and match.end_year - match.year != 9):
        kind = "between"
    return DateExpression(match.span, iso_value(match, published), kind)


def cue_before(text: str, start: int) -> str:
    """The preposition before a date: "since" of "Since the early 1990s"; "" where there is none."""
    match = _CUE_BEFORE.search(text, max(0, start - 24), start)
    return match[1].lower() if match else ""


def iso_value(match: CalendarMatch, published: datetime.date | None) -> str:  # noqa: PLR0911 - one a form
    """ISO 8601, or "" where the expression is open or cannot be a date (31 April, September 20014)."""
    if match.clock or match.value:
        return match.clock or match.value
    if match.end_year:
        return f"{match.year}/{match.end_year}"
    year = match.year or _nearest_year(match, published)
    if not year or year > 9999:
        return ""
    if not match.month:
        return f"{year:04}"
    if not match.day:
        return f"{year:04}-{match.month:02}"
    try:
        first = datetime.date(year, match.month, match.day)
        last = datetime.date(year, match.month, match.end_day) if match.end_day else None
    except ValueError:
        return ""
    return f"{first.isoformat()}/{last.isoformat()}" if last else first.isoformat()


def _nearest_year(match: CalendarMatch, published: datetime.date | None) -> int:
    """ "on February 11" in an article of December 2019 is February 2020, not ten months ago."""
    if published is None or not match.month:
        return 0
    distance = (match.month - published.month) + 12
    return published.year + (1 if distance < 6 else -1 if distance >= 18 else 0)


def _without_overlaps(found: list[DateExpression]) -> list[DateExpression]:
    """In text order; of two that overlap the one that starts first, or else the longer, stays."""
    kept: list[DateExpression] = []
    for each in sorted(found, key=lambda date: (date.span[0], -date.span[1])):
        if not kept or each.span[0] >= kept[-1].span[1]:
            kept.append(each)
    return kept


def _join_periods(text: str, dates: list[DateExpression]) -> list[DateExpression]:
    """ "between March 2011 and May 2012" and "from 1914 to 1918" are one period each."""
    joined: list[DateExpression] = []
    for date in dates:
        if joined:
            before = joined[-1]
            gap = text[before.span[1] : date.span[0]]
            between = gap.strip().lower() if len(gap) < 12 else ""
            cue = cue_before(text, before.span[0])
            allowed = _JOINS.get(between, frozenset())
            if (
                cue in allowed or ("" in allowed and cue not in _CUES)
            ) and "/" not in before.value + date.value:
                value = f"{before.value}/{date.value}" if before.value and date.value else ""
                joined[-1] = replace(before, span=(before.span[0], date.span[1]), value=value, kind="between")
                continue
        joined.append(date)
    return joined
