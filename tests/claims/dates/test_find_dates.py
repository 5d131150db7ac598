"""Text on the left; on the right each date as its span, its kind and its value in ISO 8601 ("?" where open)."""

import datetime

import pytest

from claims import MAX_CHARS, TextTooLongError
from claims.dates import find_dates

TUESDAY = datetime.date(2016, 5, 24)


def found(text: str, published: datetime.date | None = None) -> list[str]:
    return [
        f"{text[slice(*date.span)]}: {date.kind} {date.value or '?'}" for date in find_dates(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Since September 30, 2015 it has", ["September 30, 2015: since 2015-09-30"]),
        ("killed since March 2011, Press TV said", ["March 2011: since 2011-03"]),
        ("until 5 May 1821", ["5 May 1821: until 1821-05-05"]),
        ("on Monday, 14 November 2016,", ["Monday, 14 November 2016: on 2016-11-14"]),
        ("in the autumn of the year, in 2014", ["2014: during 2014"]),
        ("between 2014 and 2017", ["2014 and 2017: between 2014/2017"]),
        ("from March 2011 to May 2012", ["March 2011 to May 2012: between 2011-03/2012-05"]),
        ("from 1914 to 1918", ["1914 to 1918: between 1914/1918"]),
        ("the 2014-17 drought", ["2014-17: between 2014/2017"]),
        ("in the early 1990s", ["1990s: during 1990/1999"]),
        ("on 30/9/2015", ["30/9/2015: on 2015-09-30"]),
        ("on 4/5/2015", ["4/5/2015: during 2015"]),
        ("dated 2015-09-30", ["2015-09-30: on 2015-09-30"]),
        ("in the third quarter of 2018", ["third quarter of 2018: during 2018-07/2018-09"]),
        ("in Q1 2019", ["Q1 2019: during 2019-01/2019-03"]),
        ("September 8-10, 2018", ["September 8-10, 2018: between 2018-09-08/2018-09-10"]),
        ("at 10.45pm and 2:55 p.m.", ["10.45pm: on 22:45", "2:55 p.m: on 14:55"]),
        ("at 14:30 GMT", ["14:30 GMT: on 14:30"]),
        ("the 9/11 attacks", ["9/11: on 2001-09-11"]),
        ("12 midnight to 12:05 am", ["12:05 am: until 00:05"]),
    ],
)
def test_calendar_dates(text: str, dates: list[str]) -> None:
    assert found(text) == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("He died on Monday.", ["Monday: on 2016-05-23"]),
        ("It will meet next Monday.", ["Monday: on 2016-05-30"]),
        ("He has until Friday.", ["Friday: until 2016-05-27"]),
        ("yesterday and today", ["yesterday: on 2016-05-23", "today: on 2016-05-24"]),
        ("last month", ["last month: during 2016-04"]),
        ("this year", ["this year: during 2016"]),
        ("last week", ["last week: during 2016-W20"]),
        ("three days ago", ["three days ago: on 2016-05-21"]),
        ("five years ago", ["five years ago: during 2011"]),
        ("in the past three months", ["the past three months: during 2016-02-24/2016-05-24"]),
        ("on 11 February", ["11 February: on 2016-02-11"]),
        ("in December", ["December: during 2015-12"]),
    ],
)
def test_dates_that_hang_on_the_day_of_the_article(text: str, dates: list[str]) -> None:
    assert found(text, TUESDAY) == dates
    assert all(date.value == "" for date in find_dates(text))


def test_the_past_months_stay_open() -> None:
    assert found("over the past months", TUESDAY) == ["the past months: during ?"]


@pytest.mark.parametrize(
    "text",
    [
        "by 1500 votes",
        "in 2000 homes",
        "of 2,000 people",
        "He may march on.",
        "may 5 people",
        "a score of 3-1",
        "1.5 million",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(TextTooLongError):
        find_dates("1" * (MAX_CHARS + 1))
