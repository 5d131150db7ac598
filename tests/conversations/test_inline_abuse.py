"""Inline mode when people or the network behave badly: floods, a slow Telegram, a database that is busy."""

import asyncio
import math
from pathlib import Path

import pytest

from bot import inline as inline_bot
from storage.tables import Ask, Person
from tests.conversations.inline_desk import desk
from tests.emulator import Emulator

TEXT = "Over 140 people were killed by bombs in Jableh."


async def test_who_sends_more_than_anybody_can_type_is_not_heard_and_others_are(
    emulator: Emulator, tmp_path: Path
) -> None:
    emulator.inline_deadline = math.inf
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        await here.publish(TEXT)
        await here.find("jableh", 1)
        flood = [
            asyncio.create_task(here.alice.type_inline(f"jableh {number}"))
            for number in range(inline_bot.BURST * 4)
        ]
        bob = emulator.user("Bob")
        assert len((await bob.type_inline("jableh")).results) == 1
        await asyncio.sleep(1)
        answered = sum(each.done() for each in flood)
        assert answered < len(flood) / 2
        for each in flood:
            each.cancel()
        await asyncio.sleep(1)
        assert len((await here.alice.type_inline("jableh")).results) == 1, "heard again after a while"


async def test_a_slow_telegram_holds_up_no_look_up(emulator: Emulator, tmp_path: Path) -> None:
    """Twelve answers are on their way for a long time; the thirteenth person does not wait for them."""
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        await here.publish(TEXT)
        await here.find("jableh", 1)
        people = [emulator.user(f"Person {number}") for number in range(12)]
        emulator.fail_next("answerInlineQuery", "slow", times=len(people), delay=8)
        await asyncio.gather(*(person.type_inline("jableh") for person in people))
        assert len((await emulator.user("Bob").type_inline("jableh")).results) == 1
        assert emulator.in_flight >= len(people), "the others' requests are still under way"


async def test_what_finds_nothing_is_answered_while_the_database_is_busy(
    emulator: Emulator, tmp_path: Path
) -> None:
    """Words that find nothing are kept for `start=ask`; keeping them waits for the writer, answering does not."""
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        people = [emulator.user(f"Person {number}") for number in range(8)]
        async with here.database.write():
            answers = await asyncio.gather(
                *(each.type_inline(f"{each.name} owns castles") for each in people)
            )
            assert all(answer.button for answer in answers)
        await emulator.idle()
        for _ in range(100):
            async with here.database.read() as session:
                kept = [await session.get(Person, each.id) for each in people]
            if all(kept):
                break
            await asyncio.sleep(0.05)
        assert [each and each.last_query for each in kept] == [f"{each.name} owns castles" for each in people]


@pytest.mark.parametrize("changed", [False, True])
async def test_who_follows_a_verdict_they_see_is_told_of_its_changes_only(
    changed: bool, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with desk(emulator, database_url, tmp_path) as here:
        number = await here.publish(TEXT)
        here.alice.start(f"claim-{number}")
        card = await here.alice.wait_for("The register says otherwise.")
        noted = await here.alice.press(card, "Follow").answered()
        assert noted.text == "Noted. You hear from us if this changes."
        if changed:
            await here.publish_again(number, "A second register agrees with the claim.", "true")
        here.alice.start()
        await here.alice.wait_for("Hello.")
        if changed:
            await here.alice.wait_for("second register", earlier=True)
        await emulator.idle()
        texts = [message.text for message in here.alice.chat.messages if message.by_bot]
        told = [text for text in texts if "We write again only if this changes" in text]
        assert [("second register" in text) for text in told] == ([True] if changed else [])
        async with here.database.read() as session:
            asked = await session.get(Ask, 1)
        assert asked is not None
        assert asked.told_verdict_id == (2 if changed else 1)


async def test_a_result_that_changed_before_it_was_chosen_is_shown_as_it_is_now(
    emulator: Emulator, tmp_path: Path
) -> None:
    async with desk(emulator, f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path) as here:
        number = await here.publish(TEXT)
        (result,) = (await here.find("jableh", 1)).results
        await here.change(number, state="withdrawn", verdict_id=None, visible_at=None)
        card = here.alice.choose(result)
        await emulator.until(lambda: "No verdict stands at present." in card.text)
