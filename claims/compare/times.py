"""Whether two statements are about different dates or periods."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from claims.compare.model import Reason, Statement
from claims.model import DateExpression
from claims.tables import word_class

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_CLOCK = re.compile(r"\d{2}:\d{2}")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Times:
    """`reason` names two dates that differ; `equal` says that all stated dates are the same."""

    reason: Reason | None
    equal: bool


def times(a: Statement, b: Statement) -> Times:
    """Dates differ where each side states one that meets none of the other's."""
    if not a.dates or not b.dates:
        return Times(None, not a.dates and not b.dates)
    dated, other_dated = _dated(a), _dated(b)
    met = [[_one_time(one, other) for other in other_dated] for one in dated]
    ours = [one for (one, _), row in zip(dated, met, strict=True) if not any(row)]
    theirs = [
        other
        for (other, _), column in zip(other_dated, zip(*met, strict=True), strict=True)
        if not any(column)
    ]
    if ours and theirs:
        return Times(Reason("time", _words(a, ours[0]), _words(b, theirs[0])), False)
    return Times(None, _set(a) == _set(b))


def _set(statement: Statement) -> set[tuple[str, str, str]]:
    return {(each.kind, each.value, _part(statement, each)) for each in statement.dates}


def _words(statement: Statement, found: DateExpression) -> str:
    return statement.text[found.span[0] : found.span[1]]


MOST_DATES = 30  # different ones of a claim: each is held against each


def _dated(statement: Statement) -> list[tuple[DateExpression, str]]:
    """The different dates with the part that is meant, such as "early"."""
    found: dict[tuple[str, str, str], tuple[DateExpression, str]] = {}
    for each in statement.dates:
        part = _part(statement, each)
        found.setdefault((each.kind, each.value, part), (each, part))
    return list(found.values())[:MOST_DATES]


def _one_time(one: tuple[DateExpression, str], other: tuple[DateExpression, str]) -> bool:
    return _meet(one[0], other[0]) and len({one[1], other[1]} - {""}) < 2


def _part(statement: Statement, found: DateExpression) -> str:
    """ "early" of "early 2022", "night" of "the night of 5 May"."""
    before = statement.text[max(found.span[0] - 24, 0) : found.span[0]].lower().replace("-", " ").split()[-3:]
    while before and before[-1] in _BETWEEN:
        before.pop()
    return before[-1] if before and before[-1] in parts_of_dates() else ""


_BETWEEN = frozenset(("of", "on", "the"))


def parts_of_dates() -> frozenset[str]:
    return word_class("part of a date")


def _meet(one: DateExpression, other: DateExpression) -> bool:
    """Whether two dates may be the same: March 2015 lies in 2015. A beginning meets only a beginning, a period
    only one with the same ends. Dates without a year are compared with their like alone: "Monday" and "Friday", but
    "from Monday" may be "on Monday"."""
    family, _, ours = one.value.rpartition("~")
    family_of_other, _, theirs = other.value.rpartition("~")
    if family != family_of_other:
        return True
    if not family and {"since", "until"} & {one.kind, other.kind} and one.kind != other.kind:
        return False
    if _CLOCK.fullmatch(ours) and _CLOCK.fullmatch(theirs):
        return ours == theirs
    a, b = _days(ours), _days(theirs)
    if a is None or b is None:
        return not family or ours == theirs
    if one.kind == other.kind == "between":
        return _ends_meet(ours, theirs)
    return a[0] <= b[1] and b[0] <= a[1]


def _ends_meet(one: str, other: str) -> bool:
    """Whether two periods begin and end alike: "March 2010 to May 2012" may be "2010 to 2012"."""
    ends = [(_days(x), _days(y)) for x, y in zip(one.split("/"), other.split("/"), strict=False)]
    return all(x is None or y is None or (x[0] <= y[1] and y[0] <= x[1]) for x, y in ends)


def _days(value: str) -> tuple[date, date] | None:
    """The first and last day of an ISO date, month, year or period; None where it is something else."""
    first, _, last = value.partition("/")
    begin, end = _bounds(first), _bounds(last or first)
    return (begin[0], end[1]) if begin and end else None


def _bounds(value: str) -> tuple[date, date] | None:
    week = _WEEK.fullmatch(value)
    if week is not None:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(days=6)
    match = _DATE.match(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        begin = date(year or 1, month or 1, day or 1)
        if day:
            return begin, begin
        following = date(begin.year + 1, 1, 1) if not month or month == 12 else date(begin.year, month + 1, 1)
    except ValueError:
        return None
    return begin, following - timedelta(days=1)
