"""Text on the left, the flag and its sentence on the right."""

import datetime

import pytest

from claims import MAX_CHARS, TextTooLongError
from claims.dates import date_problems

PUBLISHED = datetime.date(2016, 5, 24)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "Since September 20014, the allies have been flying.",
            "impossible-date",
            "September 20014 is no date: a year has four digits. Probably 2014 is meant.",
        ),
        (
            "on 31 April it ended",
            "impossible-date",
            "There is no such date as 31 April: April has 30 days.",
        ),
        (
            "on February 29, 2015",
            "impossible-date",
            "There is no such date as February 29, 2015: February 2015 has 28 days.",
        ),
        ("dated 2015-13-02", "impossible-date", "There is no such date as 2015-13-02: a year has 12 months."),
        (
            "on Monday, September 30, 2015",
            "weekday-mismatch",
            "30 September 2015 was a Wednesday, not a Monday.",
        ),
        (
            "He was arrested on 4 July 2016.",
            "future-date",
            "4 July 2016 is told as past, but the article is from 24 May 2016.",
        ),
        (
            "Since June 2017 the road has been closed.",
            "future-date",
            "June 2017 is told as past, but the article is from 24 May 2016.",
        ),
        ("in March 2914", "future-date", "March 2914 is far in the future; the year is probably a slip."),
    ],
)
def test_problems(text: str, code: str, message: str) -> None:
    (flag,) = date_problems(text, PUBLISHED)
    assert (flag.code, flag.message) == (code, message)
    assert flag.span is not None


@pytest.mark.parametrize(
    "text",
    [
        "Since September 30, 2015, Russia has been flying.",
        "on 29 February 2016",
        "on Wednesday, September 30, 2015",
        "The vote will be held on 4 July 2016.",
        "The law was passed; it takes effect by 2020.",
        "on 4/5/2015",
        "The 9/11 attacks",
        "He died in 1992.)\n\nFriday, June 10, 2016.",
        "In March 12000 people marched.",
        "at 25:99",
    ],
)
def test_dates_that_are_right(text: str) -> None:
    assert date_problems(text, PUBLISHED) == ()


def test_the_future_is_not_known_without_the_day_of_the_article() -> None:
    assert date_problems("He was arrested on 4 July 2016.") == ()
    assert [flag.code for flag in date_problems("in March 2914")] == ["future-date"]


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(TextTooLongError):
        date_problems("1" * (MAX_CHARS + 1))
