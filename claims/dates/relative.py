"""Dates that hang on the day the article appeared: "on Monday", "last month", "three days ago"."""

import calendar
import datetime
import re

from claims.dates.calendar import SPACE, WEEKDAY, WEEKDAYS
from claims.model import DateExpression, DateKind
from claims.tables import read_table

_COUNTS = {"a": 1, "an": 1} | {
    row["word"]: int(row["value"]) for row in read_table("numbers") if row["class"] in {"unit", "teen"}
}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT = r"(?:day|week|month|year|decade)"

_RELATIVE = re.compile(
    "|".join(
        [
            rf"\b(?:(?P<side>last|next|this|past|on|since|until|by|late|early|before){SPACE})"
            rf"(?P<weekday>{WEEKDAY})\b(?!\s\d)",
            r"\b(?P<day>today|yesterday|tomorrow|tonight)\b",
            r"\b(?P<which>last|next|this)\s(?P<period>week|month|year|weekend|summer|winter|spring|autumn|night)\b",
            rf"\b(?P<ago>{_NUMBER})\s(?P<agounit>{_UNIT})s?\sago\b",
            rf"\b(?:the\s)?(?:past|last)\s(?:(?P<count>{_NUMBER})\s)?(?P<countunit>{_UNIT})s?\b",
        ]
    ),
    re.IGNORECASE,
)
# Every relative expression holds one of these.
_PARTS = (
    "day",
    "week",
    "month",
    "year",
    "night",
    "tomorrow",
    "decade",
    "summer",
    "winter",
    "spring",
    "autumn",
)
_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def relative_dates(text: str, published: datetime.date | None) -> list[DateExpression]:
    """Every relative expression; its value is "" where `published` is None."""
    lower = text.lower()
    if not any(part in lower for part in _PARTS):
        return []
    return [_expression(match, published) for match in _RELATIVE.finditer(text)]


def _expression(match: re.Match[str], published: datetime.date | None) -> DateExpression:
    if match["weekday"]:
        side = match["side"].lower()
        kind: DateKind = {"since": "since", "until": "until", "by": "until", "before": "until"}.get(
            side, "on"
        )  # type: ignore[assignment]
        return DateExpression(match.span("weekday"), _weekday(match["weekday"], side, published), kind)
    if match["day"]:
        day = published and published + datetime.timedelta(days=_DAYS[match["day"].lower()])
        return DateExpression(match.span(), day.isoformat() if day else "", "on")
    if match["which"]:
        return DateExpression(
            match.span(), _period(match["which"].lower(), match["period"].lower(), published), "during"
        )
    if match["ago"]:
        value = _ago(_count(match["ago"]), match["agounit"].lower(), published)
        return DateExpression(match.span(), value, "on" if match["agounit"].lower() == "day" else "during")
    return DateExpression(match.span(), _stretch(match, published), "during")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _weekday(name: str, side: str, published: datetime.date | None) -> str:
    """News looks back: "on Monday" is the last one up to the day itself; "next", "by", "until" look ahead."""
    if published is None:
        return ""
    ahead = (WEEKDAYS.index(name.lower()) - published.weekday()) % 7
    if side in {"next", "by", "until", "before"}:
        return (published + datetime.timedelta(days=ahead or 7)).isoformat()
    back = ahead - 7 if ahead or side == "last" else 0
    return (published + datetime.timedelta(days=back)).isoformat()


def _period(which: str, period: str, published: datetime.date | None) -> str:
    if published is None or period not in {"week", "month", "year", "weekend"}:
        return ""
    step = {"last": -1, "this": 0, "next": 1}[which]
    if period == "year":
        return f"{published.year + step:04}"
    if period == "month":
        return _months_later(published, step).strftime("%Y-%m")
    year, week, _ = (published + datetime.timedelta(weeks=step)).isocalendar()
    return f"{year:04}-W{week:02}"


def _ago(count: int, unit: str, published: datetime.date | None) -> str:
    """As exact as the words: three days ago is a day, two months ago a month, five years ago a year."""
    if published is None:
        return ""
    if unit == "day":
        return (published - datetime.timedelta(days=count)).isoformat()
    if unit == "week":
        year, week, _ = (published - datetime.timedelta(weeks=count)).isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "month":
        return _months_later(published, -count).strftime("%Y-%m")
    return f"{max(published.year - count * (10 if unit == 'decade' else 1), 1):04}"


def _stretch(match: re.Match[str], published: datetime.date | None) -> str:
    """ "in the past three months" up to the article's day; "the past months" stays open."""
    plural_without_number = not match["count"] and match.group().lower().endswith("s")
    if published is None or plural_without_number:
        return ""
    count, unit = _count(match["count"] or "a"), match["countunit"].lower()
    if unit in {"day", "week"}:
        start = published - datetime.timedelta(days=count * (7 if unit == "week" else 1))
    else:
        start = _months_later(published, -count * {"month": 1, "year": 12, "decade": 120}[unit])
    return f"{start.isoformat()}/{published.isoformat()}"


def _months_later(day: datetime.date, months: int) -> datetime.date:
    index = max(day.year * 12 + day.month - 1 + months, 12)
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
