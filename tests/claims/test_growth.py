"""Twice the text is twice the work, whatever the text is. Work is counted in calls, so no clock is asked."""

import sys
from types import FrameType

import pytest

from benchmarks.hostile import PIECES
from claims import check

SIZE = 3_000  # twice the longest sentence, within which work may grow faster


def calls(text: str) -> int:
    """How many functions, of Python or of C, one reading of the text calls."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        check(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    check(piece * 9)  # loads the lexicons
    text = piece * (2 * SIZE)
    once, twice = calls(text[:SIZE]), calls(text[: 2 * SIZE])
    assert twice < 2.2 * once + 2_000
    assert twice < 120 * 2 * SIZE, "that many calls for one character cannot be in reason"
