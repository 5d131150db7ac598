"""/stats: the picture, and the same in words."""

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.drawing import draw
from handlers.texts.stats import caption, duration
from storage.ratings import RATINGS
from storage.stats import WEEKS, Pair, Stats
from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator

BUSY = Stats(
    [*range(WEEKS - 2), 40, 7],
    1096,
    41,
    7,
    timedelta(hours=7),
    {rating.code: number for number, rating in enumerate(RATINGS, 3)},
    [Pair("R" * 60, "Q" * 60, 20 + number, 0.5) for number in range(9)],
)
AT = datetime(2026, 11, 22, tzinfo=UTC)


async def test_readers_and_reviewers_see_the_desk_in_numbers(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        await ask(people.alice, "/stats", "Nothing is checked yet.")
        await people.article(people.alice)
        await people.publish(people.rita, "Mostly true")
        people.alice.say("/stats")
        shown = await people.alice.wait_for("in numbers", timeout=30)
        lines = shown.text.splitlines()
        assert lines == [
            "Example Desk in numbers",
            "Verdicts: 1",
            "A week, the last 12: 0 0 0 0 0 0 0 0 0 0 0 1",
            "Open: 0",
            "From asking to a verdict: 1 minute (median)",
            "Is it true? Mostly true 1",
        ]
        assert "Rita" not in shown.text
        assert shown.file is not None and shown.file.data.startswith(b"\x89PNG")


def test_the_picture_is_as_wide_as_a_phone_whatever_the_numbers() -> None:
    empty = Stats([0] * WEEKS, 0, 3, 0, None)
    for stats, desk in (
        (BUSY, "A desk of $5 and a name that goes on and on for sixty letters"),
        (empty, "D"),
    ):
        width, height = struct.unpack(">II", draw(stats, desk, AT, team=True)[16:24])
        assert width == 1080
        assert 600 < height < 2800


def test_the_caption_fits_and_names_nobody_to_readers() -> None:
    for_team = caption(BUSY, "D" * 60, team=True)
    assert len(for_team) < 1024
    assert "A week, the last 12: 0 1 2 3 4 5 6 7 8 9 40 7\n" in for_team
    assert "\nDid they say it? " in for_team
    assert "agree: 0.50 (20 claims)" in for_team
    assert "of which 7 for more than 7 days or out of date" in for_team
    assert "agree" not in caption(BUSY, "D", team=False)


def test_durations_in_words() -> None:
    hours = [0.5, 1.9, 2, 47, 49, 24 * 9]
    assert [duration(timedelta(hours=each)) for each in hours] == [
        "30 minutes",
        "114 minutes",
        "2 hours",
        "47 hours",
        "2 days",
        "9 days",
    ]
