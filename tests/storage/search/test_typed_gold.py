"""Typed queries find the verdict that was meant: first, or at least among the first five."""

from pathlib import Path

from tests.storage.search.gold import places


def test_the_right_verdict_is_first_or_among_the_first_five(tmp_path: Path) -> None:
    found = places(tmp_path)
    assert len(found) >= 150
    later = [typed for typed, place in found if place != 0]
    missed = [typed for typed, place in found if place is None or place > 4]
    first, five = 1 - len(later) / len(found), 1 - len(missed) / len(found)
    assert first >= 0.90, f"{first:.3f} first, {five:.3f} in five; not first: {later}"
    assert five >= 0.97, f"{five:.3f} in five; missed: {missed}"
