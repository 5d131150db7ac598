"""Dates that cannot be right: 31 April, September 20014, the wrong weekday, a past in the future."""

import calendar
import datetime
import re

from claims.dates.calendar import MONTH_NAMES, WEEKDAYS, CalendarMatch, calendar_matches
from claims.dates.expressions import cue_before
from claims.model import MAX_CHARS, Flag, TextTooLongError

_ABSURD_YEAR = 2150
"""Named in a date with its month, such a year is a slip even where the article's own date is not known."""

_PAST = re.compile(
    r"\b(?:was|were|had|did|said|has been|have been|killed|died|took place|happened|occurred)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|may|might|could|expect\w{0,3}|plan\w{0,4}|schedul\w{1,3}|due|until|by|before|"
    r"to be|going to|forecast|project\w{1,3}|predict\w{0,3}|set (?:to|for)|deadline|next|upcoming)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,3}\s|\n")
_SENTENCE_REACH = 200


def date_problems(text: str, published: datetime.date | None = None) -> tuple[Flag, ...]:
    """Flags for dates that are impossible, in the future though told as past, or on another weekday.

    Codes impossible-date, future-date and weekday-mismatch, in text order, each with a plain sentence.
    Raises TextTooLongError above MAX_CHARS.
    """
    if len(text) > MAX_CHARS:
        raise TextTooLongError(len(text))
    flags = (_problem(text, match, published) for match in calendar_matches(text))
    return tuple(flag for flag in flags if flag)


def _problem(  # noqa: PLR0911 - one return a problem
    text: str, match: CalendarMatch, published: datetime.date | None
) -> Flag | None:
    if match.clock or match.end_year or match.value:
        return None
    surface = " ".join(text[match.span[0] : match.span[1]].split())
    if match.year > 9999:
        return Flag("impossible-date", match.span, _slip_message(surface, match.year))
    if match.slash and not match.month:
        return None
    if match.month > 12:
        return Flag(
            "impossible-date", match.span, f"There is no such date as {surface}: a year has 12 months."
        )
    if match.day and match.month:
        longest = calendar.monthrange(match.year or 2000, match.month)[1]
        if max(match.day, match.end_day) > longest or not match.day:
            return Flag("impossible-date", match.span, _short_month_message(surface, match, longest))
    if match.month and match.year > (published.year + 100 if published else _ABSURD_YEAR):
        return Flag(
            "future-date", match.span, f"{surface} is far in the future; the year is probably a slip."
        )
    if match.weekday and match.day and match.year:
        actual = WEEKDAYS[datetime.date(match.year, match.month, match.day).weekday()]
        if actual != match.weekday:
            day = f"{match.day} {MONTH_NAMES[match.month - 1]} {match.year}"
            message = f"{day} was a {actual.capitalize()}, not a {match.weekday.capitalize()}."
            return Flag("weekday-mismatch", match.span, message)
    if published and match.year and _starts(match) > published and _told_as_past(text, match):
        day = f"{published.day} {MONTH_NAMES[published.month - 1]} {published.year}"
        message = f"{surface} is told as past, but the article is from {day}."
        return Flag("future-date", match.span, message)
    return None


def _slip_message(surface: str, year: int) -> str:
    meant = intended_year(str(year))
    return f"{surface} is no date: a year has four digits." + (
        f" Probably {meant} is meant." if meant else ""
    )


def intended_year(digits: str) -> str:
    """The year behind a slip with one digit too many: a doubled digit first, so that 20014 gives 2014."""
    doubled = [at for at in range(1, len(digits)) if digits[at] == digits[at - 1]]
    for at in [*doubled, *range(len(digits))]:
        year = digits[:at] + digits[at + 1 :]
        if 1900 <= int(year) <= 2099:
            return year
    return ""


def _short_month_message(surface: str, match: CalendarMatch, longest: int) -> str:
    year = f" {match.year}" if match.month == 2 and match.year else ""
    return f"There is no such date as {surface}: {MONTH_NAMES[match.month - 1]}{year} has {longest} days."


def _starts(match: CalendarMatch) -> datetime.date:
    return datetime.date(match.year, match.month or 1, match.day or 1)


def _told_as_past(text: str, match: CalendarMatch) -> bool:
    """ "since 2031" always; "was killed on 4 May 2031" where nothing around it looks ahead."""
    start, end = match.span
    if cue_before(text, start) == "since":
        return True
    around = text[max(0, start - _SENTENCE_REACH) : end + _SENTENCE_REACH]
    before = around[: start - max(0, start - _SENTENCE_REACH)]
    sentence = _SENTENCE_END.split(before)[-1] + _SENTENCE_END.split(text[start : end + _SENTENCE_REACH])[0]
    return bool(match.month and _PAST.search(sentence) and not _AHEAD.search(sentence))
