"""Telegram's HTML: what is too long is cut with every tag closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.html import MAX_UNITS, bold, escape, fit, italic, plain, quote, units
from tests.emulator.html_mode import parse

LONG = "word " * 2000
PIECES = st.builds(
    lambda wrap, text: wrap(text), st.sampled_from([escape, bold, italic]), st.text(min_size=1, max_size=3000)
)


@pytest.mark.parametrize("html", ["", "a <b>short</b> one", "&lt;" * MAX_UNITS, "😀" * (MAX_UNITS // 2)])
def test_what_fits_stays(html: str) -> None:
    assert fit(html) == html


def test_what_is_too_long_ends_with_an_ellipsis_and_closed_tags() -> None:
    cut = fit(quote(bold("first") + escape(LONG)))
    assert cut.startswith("<blockquote><b>first</b>word")
    assert cut.endswith("…</blockquote>")
    assert units(plain(cut)) <= MAX_UNITS


@given(st.lists(PIECES, max_size=8))
def test_property_every_cut_is_taken_by_telegram(pieces: list[str]) -> None:
    cut = fit("\n".join(pieces))
    assert units(parse(cut)[0]) <= MAX_UNITS
