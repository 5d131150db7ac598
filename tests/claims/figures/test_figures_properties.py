"""What must never happen, whatever the text. Run for longer with `make fuzz`."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.figures import find_figures

WORDS = """
0 1 7 12 400,000 3.5 2015 % $ £ € - – — / ( ) , . ; : ' ’ " + ~ × ² ½ ³ ٣ 😀 RM23 A320 F-16 4x4 $US5 10-12 3-1 won
one two dozen hundred million bn half a third of in every and or to from between by minus zero point aged nearly
more than at least up over people men bombs km per hour year old US Rs Galaxy Flight No May the September 20014
twice doubled hundreds thousands several few magnitude degrees C percent points Since
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\u00a0", "\u00ad", " "])
NEWS = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join)
TEXTS = NEWS | st.text(max_size=200)


@given(TEXTS)
def test_property_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    last = 0
    for figure in find_figures(text):
        start, end = figure.span
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
        if figure.phrase:
            assert 0 <= figure.phrase[0] < figure.phrase[1] <= len(text)


@given(TEXTS)
def test_property_the_ends_fit_the_bound(text: str) -> None:
    for figure in find_figures(text):
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
        else:
            assert figure.comparator in {">", ">=", "<", "<="}
        assert figure.low is not None or figure.high is not None
        assert (figure.kind == "money") <= (figure.unit is not None)
        for end in (figure.as_json()["low"], figure.as_json()["high"]):
            assert end is None or Decimal(end).is_finite()
            assert end is None or "E" not in end


@given(TEXTS)
def test_property_figures_stay_when_a_paragraph_is_added(text: str) -> None:
    added = "Nothing to count here.\n\n"
    moved = find_figures(added + text.lstrip())
    alone = find_figures("\n\n" + text.lstrip())
    assert [figure.low for figure in moved] == [figure.low for figure in alone]
