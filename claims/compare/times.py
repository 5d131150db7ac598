"""Whether two statements are about different dates or periods."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from claims.compare.model import Reason, Statement
from claims.model import DateExpression

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
    ours = [one for one in a.dates if not any(_meet(one, other) for other in b.dates)]
    theirs = [other for other in b.dates if not any(_meet(one, other) for one in a.dates)]
    if ours and theirs:
        return Times(Reason("time", _words(a, ours[0]), _words(b, theirs[0])), False)
    return Times(None, _set(a) == _set(b))


def _set(statement: Statement) -> set[tuple[str, str]]:
    return {(each.kind, each.value) for each in statement.dates}


def _words(statement: Statement, found: DateExpression) -> str:
    return statement.text[found.span[0] : found.span[1]]


def _meet(one: DateExpression, other: DateExpression) -> bool:
    """Whether two dates may be the same: March 2015 lies in 2015. A beginning meets only a beginning."""
    if {"since", "until"} & {one.kind, other.kind} and one.kind != other.kind:
        return False
    a, b = _days(one.value), _days(other.value)
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def _days(value: str) -> tuple[date, date] | None:
    """The first and last day of an ISO date, month, year or period; None where it is something else."""
    first, _, last = value.partition("/")
    begin, end = _bounds(first), _bounds(last or first)
    return (begin[0], end[1]) if begin and end else None


def _bounds(value: str) -> tuple[date, date] | None:
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
