"""What must never happen, whatever the text. Run for longer with `make fuzz`."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from claims.dates import calendar_spans, date_problems, find_dates

WORDS = """
0 1 9 12 30 31 32 99 2014 20014 2015-02-30 2014-17 30/9/2015 13.13.2013 1990s ’90s 10:45 25:61 10pm p.m. o'clock Q3
January Feb. March may May Sept. December Monday Friday, since until between from to and - – the of in on last next
this past three days weeks months years ago today yesterday quarter first half early , . ³ ٣ 0000 9999
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\u00a0", " "])
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text()
DAYS = st.none() | st.dates()


@given(TEXTS, DAYS)
def test_property_spans_lie_in_the_text_in_order_and_apart(
    text: str, published: datetime.date | None
) -> None:
    last = 0
    for date in find_dates(text, published):
        start, end = date.span
        assert last <= start < end <= len(text)
        last = end


@given(TEXTS, DAYS)
def test_property_flags_lie_in_the_text_and_speak_plainly(text: str, published: datetime.date | None) -> None:
    for flag in date_problems(text, published):
        assert flag.span is not None
        assert 0 <= flag.span[0] < flag.span[1] <= len(text)
        assert flag.message.endswith(".")
        assert "\n" not in flag.message


@given(TEXTS)
def test_property_calendar_spans_are_sorted_and_apart(text: str) -> None:
    last = 0
    for start, end in calendar_spans(text):
        assert last <= start < end <= len(text)
        last = end
