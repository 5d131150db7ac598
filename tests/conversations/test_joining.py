"""What a client cut is one article again, whoever writes in between."""

from pathlib import Path

from sqlalchemy import select

from storage.db import Database
from storage.tables import Article, Submission
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, cut_like_a_client, from_channel, utf16_length

SENTENCES = [
    f"In village number {number} the flood destroyed {number + 2} houses and hurt {number % 7 + 2} people, "
    "the district office said."
    for number in range(1, 110)
]
LONG = "\n".join(SENTENCES)[:12_000].rsplit("\n", 1)[0]
OTHER = "The bridge at Karsund carried 4,000 lorries a day before it fell, the road office said."


async def test_three_forwards_of_one_text_get_one_summary_though_somebody_writes_in_between(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    parts = cut_like_a_client(LONG)
    assert len(parts) == 3 and all(utf16_length(part) <= 4096 for part in parts)
    alice, omar = emulator.user("Alice"), emulator.user("Omar")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        for user in (alice, omar):
            user.start()
            await user.wait_for("Hello.")
        for number, part in enumerate(parts):
            alice.forward(part, origin=from_channel("Long Reads", 50 + number))
            if number < 2:
                omar.forward(OTHER)
        await alice.wait_for("claims found")
        await omar.wait_for("found")
        await emulator.idle()
        assert sum("found" in message.text for message in alice.chat.messages if message.by_bot) == 1
    database = Database(database_url)
    async with database.read() as session:
        texts = (await session.execute(select(Article.text).order_by(Article.id))).scalars().all()  # type: ignore[call-overload]
        sent = (await session.execute(select(Submission))).scalars().all()
    await database.close()
    assert LONG in texts, "the seams are as they were before the cut"
    assert OTHER in texts
    assert len(texts) == len(sent) == 2


async def test_the_same_text_from_two_people_at_once_is_one_article_with_two_requesters(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice, omar = emulator.user("Alice"), emulator.user("Omar")
    async with serving(desk_settings(emulator, database_url, tmp_path, "webhook")):
        for user in (alice, omar):
            user.start()
            await user.wait_for("Hello.")
        alice.say(OTHER)
        omar.say(OTHER.replace(" ", "  "))
        for user in (alice, omar):
            await user.wait_for("found")
        await emulator.idle()
    database = Database(database_url)
    async with database.read() as session:
        articles = (await session.execute(select(Article))).scalars().all()
        sent = (await session.execute(select(Submission))).scalars().all()
    await database.close()
    assert len(articles) == 1
    assert {each.person_id for each in sent} == {alice.id, omar.id}


async def test_a_caption_is_read_like_a_text(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        await alice.wait_for("Hello.")
        alice.send_photo(caption=OTHER)
        assert "4,000 lorries" in (await alice.wait_for("found")).text
