"""The morning message in the reviewers' group."""

from datetime import UTC, datetime

from handlers.digest import next_time, text
from storage.waiting import Waits


def test_it_comes_at_eight_the_next_time_it_is_eight() -> None:
    assert next_time(datetime(2026, 5, 1, 7, 59, tzinfo=UTC)) == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert next_time(datetime(2026, 5, 1, 8, 0, tzinfo=UTC)) == datetime(2026, 5, 2, 8, tzinfo=UTC)


def test_it_says_what_waits_and_leaves_out_what_does_not() -> None:
    shown = text({Waits.ASKED: 12, Waits.EDITOR: 1, Waits.WRONG: 2}).text
    assert "12 claims wait to be checked" in shown
    assert "1 claim waits for an editor" in shown
    assert "2 claims are wrong, somebody says" in shown
    assert "out of date" not in shown
