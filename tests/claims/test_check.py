"""The whole engine: what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import MAX_CHARS, TextTooLongError, check

_PIECES = [
    "The flood killed ", "12 people", "120 percent", "$3 million", " said ", " Ann Lee",
    "in May 2011", "reportedly ", ", ", ". ", "\n", '"', "”", "“", "'", "according to ",
    "from 5 to 7 percent", "219", "(", ")", "\r\n", "—", "é", "😀", "\u00ad", "\u00a0", "of ", "the ",
    "the biggest ever ", "is said to ", "3/8", "³", "http://a.b/c?d=1 ", "#tag ",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=50).map("".join) | st.text(max_size=200))
def test_property_a_report_points_into_its_text_and_into_itself(text: str) -> None:
    report = check(text)
    spans = [each.span for each in (*report.figures, *report.dates, *report.claims)]
    spans += [flag.span for flag in report.flags if flag.span]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for claim in report.claims:
        assert claim.text
        assert claim.kinds
        assert 0 <= claim.worth <= 1
        assert all(0 <= each < len(report.figures) for each in claim.figures)
        assert all(0 <= each < len(report.attributions) for each in claim.attributions)
        assert all(0 <= each < len(report.dates) for each in claim.dates)
    assert report.as_json()


def test_a_text_over_the_limit_is_refused_by_name() -> None:
    with pytest.raises(TextTooLongError, match="200,001"):
        check("a" * (MAX_CHARS + 1))


def test_an_empty_text_has_nothing() -> None:
    assert check("") == check("\n\n")
