"""Calendar dates in a text: "Monday, 30 September 2015", "March 2011", "in 2014", "the 1990s", "2:55 p.m.".

These name a point or a stretch of time by themselves; what hangs on the article's date is in `relative.py`.
Every repetition in the patterns is bounded, so that the search is linear in the text.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from claims.model import Span
from claims.tables import word_class

MONTH_NAMES = tuple(calendar.month_name)[1:]
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
_SHORT_NAMES = tuple(name[:3] for name in MONTH_NAMES)
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
SPACE = r"[\s\u00a0]{1,3}"
_ORDINAL = r"(?:st|nd|rd|th)?"
# 20014 is a slip of the pen for a year where the sentence goes on or ends behind it: "20014, the US"
_SLIP = (
    r"(?:1[5-9]|20)\d{3}(?<!00)"
    r"(?=[,;:.)\]!?\"”’]|\s{0,3}$|\s{1,3}(?:the|and|when|to|by|a|he|she|it|they|after|as|in)\b)"
)
_YEAR = rf"(?:{_SLIP}|\d{{4}}(?![\d%]|[,.:]\d))"
_NO_COUNT = r"(?![\d%]|[,.:/]\d|\s?(?:%|per\s?cent|percent|million|billion|people|points|pts)\b|\s?%)"

_CALENDAR = re.compile(
    r"\b(?:"
    + "|".join(
        [
            # Monday, September 30, 2015 | Sept. 8-10, 2018 | September 8 - October 2 (joined later)
            rf"(?:(?P<w1>{WEEKDAY}),?{SPACE})?\b(?P<m1>{MONTH}){SPACE}(?P<d1>\d{{1,2}}){_ORDINAL}\b{_NO_COUNT}"
            rf"(?:\s?[-–]\s?(?P<e1>\d{{1,2}})\b{_NO_COUNT})?(?:,?{SPACE}(?P<y1>{_YEAR}))?",
            # Monday 30 September 2015 | 8-10 September | the 5th of May
            rf"(?:(?P<w2>{WEEKDAY}),?{SPACE}(?:the{SPACE})?)?\b(?:(?P<s2>\d{{1,2}}){_ORDINAL}\s?[-–]\s?)?"
            rf"(?P<d2>\d{{1,2}}){_ORDINAL}{SPACE}(?:of{SPACE})?(?P<m2>{MONTH})(?!\w)(?:,?{SPACE}(?P<y2>{_YEAR}))?",
            # March 2011 | March of 2011 | Sept., 2019
            rf"\b(?P<m3>{MONTH}),?{SPACE}(?:of{SPACE})?(?P<y3>{_YEAR})",
            # 2015-09-30
            r"\b(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})\b",
            # 30/9/2015 | 30.09.2015 | 9/11
            r"\b(?P<a5>\d{1,2})(?P<sep>[/.])(?P<b5>\d{1,2})(?P=sep)(?P<y5>\d{4}|\d{2})\b(?![.,]?\d)|\b9/11\b",
            # 1990s | the ’90s | mid-1960s
            r"\b(?P<decade>(?:1\d|20)\d0)[’']?s\b",
            # 2014-17 | 2014–2017 | 2018/19
            r"\b(?P<y6>(?:1[5-9]|20)\d\d)(?:[-–/])(?P<z6>(?:1[5-9]|20)\d\d|\d{1,2})\b(?![-/.,]?\d|%)",
            # Q3 2018 | third quarter of 2018 | first half of 2019
            r"\b(?:Q(?P<q7>[1-4])|(?P<o7>first|second|third|fourth)[ -](?P<p7>quarter|half)(?: of)?),?\s"
            r"(?P<y7>(?:19|20)\d\d)\b",
            # 10.45pm | 5am | 2:55 p.m. PT | 22:45 | ten o'clock
            r"\b(?P<h8>\d{1,2})(?:[:.](?P<n8>\d\d))?\s?(?P<half>[ap]\.m\.|[ap]m\b)(?:\s(?:[A-Z]{1,2}T|GMT|UTC)\b)?",
            r"(?<![\d:.,$£€])(?P<h9>[01]?\d|2[0-3]):(?P<n9>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
            r"(?:\s(?:[A-Z]{1,2}T|GMT|UTC|BST|CET)\b)?",
            r"\b(?P<h10>\d{1,2})\s?o['’]clock",
            # in 2014 | since 1990 | spring 2026 | fiscal year 2022: checked further in `_reads_as_year`
            r"\b(?:in|since|until|till|by|before|after|during|from|of|to|between|and|early|late|mid|through"
            r"|circa|around|for|year|spring|summer|autumn|winter|season|christmas|easter|eve|election|elections)"
            r"[\s-](?P<y11>(?:1\d|20|21)\d\d)\b(?![%:’']|[-–]\w|[,.]\d|/\d)",
        ]
    )
    + r")|[’'](?P<short>\d0)s\b",
    re.IGNORECASE,
)

# Every calendar expression holds one of these; most sentences with digits hold none, and are not searched further
_HINT = re.compile(
    r"(?=[\d'’jfmasond])(?:[12]\d{3}|\d(?:[:/]\d|\.\d\d?\.\d|\s?(?:[ap]\.?m|o['’]))|[’']\d0s"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_WINDOW = 40
_MONTH_ALONE = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|till|[Bb]y|[Bb]efore|[Aa]fter|[Dd]uring|from|to|between|and|[Ee]arly|[Ll]ate|mid"
    rf"|[Ll]ast|[Nn]ext|[Tt]his)"
    rf"[\s-](?P<m12>(?:{MONTH}))(?![\s-]?\d)(?!\w)"
)
_FOLLOWING = re.compile(r"[ \u00a0]([a-z]+)")
_NOT_NOUNS = word_class("s, no plural")
_PEOPLE = word_class("people")
_WEAK_CUES = ("by", "from", "of", "to", "and", "for", "around")


@dataclass(frozen=True, slots=True)
class CalendarMatch:
    """One calendar expression, its parts still as written. `month` etc. are 0 where the text names none."""

    span: Span
    year: int = 0
    month: int = 0
    day: int = 0
    end_year: int = 0
    end_day: int = 0
    clock: str = ""
    value: str = ""
    weekday: str = ""
    slash: bool = False


@lru_cache(2)  # figures, dates and flags each ask for those of the same text
def calendar_matches(text: str) -> tuple[CalendarMatch, ...]:
    """Every calendar expression of a text, in order."""
    return tuple(_calendar_matches(text))


def _calendar_matches(text: str) -> Iterator[CalendarMatch]:
    for around in digit_windows(text):
        for start, end in _windows(_HINT.finditer(text, *around)):
            for match in _CALENDAR.finditer(text, max(start, around[0]), min(end, around[1])):
                found = _parse(match, text)
                if found:
                    yield found


def digit_windows(text: str) -> Iterator[Span]:
    """Stretches around the digits of a text, apart from each other. Every calendar expression lies in one.

    Most text holds no digits, and is not searched.
    """
    return _windows(_DIGITS.finditer(text))


def _windows(matches: Iterable[re.Match[str]]) -> Iterator[Span]:
    """Stretches around the matches, made one where they meet.

    "Wednesday, September 30" has its first digits behind 21 characters, "5 September" its last before 10; there
    is room to spare for what the patterns look at beside a match.
    """
    start = end = 0
    for match in matches:
        if match.start() - _WINDOW > end:
            if end:
                yield start, end
            start = match.start() - _WINDOW
        end = match.end() + _WINDOW
    if end:
        yield max(start, 0), end


def lone_months(text: str) -> Iterator[CalendarMatch]:
    """Months without day or year behind a preposition: "since March". They hide no number, so stand apart."""
    if not any(name in text for name in _SHORT_NAMES):
        return
    for match in _MONTH_ALONE.finditer(text):
        name = match["m12"]
        if name[0].isupper():
            yield CalendarMatch(_tight(text, match.span("m12")), month=MONTHS[name[:3].lower()])


def calendar_spans(text: str) -> list[Span]:
    """Where calendar expressions stand: their numbers are no figures."""
    return [match.span for match in calendar_matches(text)]


def _parse(match: re.Match[str], text: str) -> CalendarMatch | None:  # noqa: PLR0911 - one return a pattern
    span = _tight(text, match.span())
    part = {name: value for name, value in match.groupdict().items() if value}
    if "m1" in part or "m2" in part:
        day, end_day = int(part.get("d1") or part.get("s2") or part["d2"]), part.get("e1")
        if "s2" in part:
            end_day = part["d2"]
        return CalendarMatch(
            span,
            year=int(part.get("y1") or part.get("y2") or 0),
            month=_month(part.get("m1") or part["m2"]),
            day=day,
            end_day=int(end_day or 0),
            weekday=(part.get("w1") or part.get("w2") or "").lower(),
        )
    if "m3" in part:
        return CalendarMatch(span, year=int(part["y3"]), month=_month(part["m3"]))
    if "y4" in part:
        return CalendarMatch(span, year=int(part["y4"]), month=int(part["m4"]), day=int(part["d4"]))
    if "y5" in part:
        return _slashed(span, int(part["a5"]), int(part["b5"]), part["y5"])
    if "decade" in part:
        return CalendarMatch(span, year=int(part["decade"]), end_year=int(part["decade"]) + 9)
    if "short" in part:
        return CalendarMatch(span, year=1900 + int(part["short"]), end_year=1909 + int(part["short"]))
    if "y6" in part:
        return _year_range(span, part["y6"], part["z6"])
    if "y7" in part:
        return _quarter(span, part)
    if "h8" in part or "h9" in part or "h10" in part:
        return _clock(span, part)
    if "y11" in part:
        year = match.span("y11")
        cue = text[match.start() : year[0] - 1].lower()
        return CalendarMatch(year, year=int(part["y11"])) if _reads_as_year(text, year[1], cue) else None
    return CalendarMatch(span, day=11, value="2001-09-11")  # "9/11", which is a name


def _tight(text: str, span: Span) -> Span:
    """Without the full stop of an abbreviated month at the end."""
    start, end = span
    while text[end - 1] in ". ":
        end -= 1
    return start, end


def _month(name: str) -> int:
    return MONTHS[name[:3].lower()]


def _slashed(span: Span, first: int, second: int, year: str) -> CalendarMatch:
    """30/9/2015 and 9/30/2015 are plain; 4/5/2015 is April or May, so its day and month stay open."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if first > 12 and second <= 12:
        return CalendarMatch(span, year=full, month=second, day=first, slash=True)
    if second > 12 and first <= 12:
        return CalendarMatch(span, year=full, month=first, day=second, slash=True)
    return CalendarMatch(span, year=full, slash=True)


def _year_range(span: Span, first: str, last: str) -> CalendarMatch | None:
    end = int(last) if len(last) == 4 else int(first[: -len(last)] + last)
    return CalendarMatch(span, year=int(first), end_year=end) if end > int(first) else None


def _quarter(span: Span, part: dict[str, str]) -> CalendarMatch:
    year = part["y7"]
    number = int(part.get("q7") or 1 + ("first", "second", "third", "fourth").index(part["o7"].lower()))
    months = 6 if part.get("p7", "").lower() == "half" else 3
    first = (number - 1) * months + 1
    return CalendarMatch(
        span, year=int(year), value=f"{year}-{first:02}/{year}-{min(first + months - 1, 12):02}"
    )


def _clock(span: Span, part: dict[str, str]) -> CalendarMatch | None:
    hour = int(part.get("h8") or part.get("h9") or part["h10"])
    minute = part.get("n8") or part.get("n9") or "00"
    half = part.get("half", "")[:1].lower()
    if hour > (12 if half else 23):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return CalendarMatch(span, clock=f"{hour:02}:{minute}")


def _reads_as_year(text: str, end: int, cue: str) -> bool:
    """ "in 2014 the army" is a year; "by 1500 votes", "in 2000 homes" and "of 2,000" are counts."""
    following = _FOLLOWING.match(text, end)
    if not following:
        return True
    word = following[1]
    if word in _PEOPLE or word in {"per", "percent", "million", "billion", "km", "miles", "hours", "years"}:
        return False
    if cue in _WEAK_CUES and word.endswith("s"):
        return word in _NOT_NOUNS
    return True
