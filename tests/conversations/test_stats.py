"""/stats: the picture, and the same in words."""

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.drawing import draw
from handlers.texts.stats import caption, duration
from storage.ratings import RATINGS
from storage.stats import WEEKS, Pair, Stats
from tests.conversations.inline_desk import desk
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
    1_234_567,
    [(10_000_000 + number, 400_000) for number in range(3)],
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


async def test_what_was_shared_from_any_chat_is_in_the_numbers(emulator: Emulator, tmp_path: Path) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        number = await here.publish("Over 140 people were killed by bombs in Jableh.")
        for _ in range(2):
            here.alice.choose((await here.find("jableh", 1)).results[0])
        await emulator.idle()
        here.alice.say("/stats")
        shown = await here.alice.wait_for("in numbers", timeout=30)
        assert f"Shared in other chats: 2 times in 30 days; most of all claim {number} (2)" in shown.text


async def test_a_flood_of_stats_is_answered_with_one_picture(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    """Drawing takes a second. One who asks again later gets a picture of their own again."""
    async with desk(emulator, database_url, tmp_path) as here:
        await here.publish("Over 140 people were killed by bombs in Jableh.", person_id=here.alice.id)
        for _ in range(12):
            here.alice.say("/stats")
        await here.alice.wait_for("in numbers", timeout=30)
        await emulator.idle()
        pictures = sum(message.file is not None for message in here.alice.chat.messages)
        assert pictures <= 3
        here.alice.say("/stats")
        await here.alice.wait_for("in numbers", timeout=30)
        assert sum(message.file is not None for message in here.alice.chat.messages) == pictures + 1


def test_the_picture_is_as_wide_as_a_phone_whatever_the_numbers() -> None:
    empty = Stats([0] * WEEKS, 0, 3, 0, None)
    for stats, name in (
        (BUSY, "A desk of $5 and a name that goes on and on for sixty letters"),
        (empty, "D"),
    ):
        width, height = struct.unpack(">II", draw(stats, name, AT, team=True)[16:24])
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
