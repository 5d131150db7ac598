"""How updates reach a bot that polls: kept until confirmed, one poll at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiogram.types
import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

from . import Emulator, User, from_channel, from_chat, from_hidden, from_user
from .parameters import unknown_fields

Poll = Callable[[], Awaitable[list[Update]]]


async def test_updates_come_again_until_a_later_offset_confirms_them(bot: Bot, alice: User) -> None:
    alice.say("one")
    alice.say("two")
    first = await bot.get_updates(timeout=5)
    again = await bot.get_updates(timeout=5)
    assert [update.message.text for update in again if update.message] == ["one", "two"]
    assert [update.update_id for update in first] == [update.update_id for update in again]
    rest = await bot.get_updates(offset=first[0].update_id + 1, timeout=5)
    assert [update.message.text for update in rest if update.message] == ["two"]
    assert await bot.get_updates(offset=first[1].update_id + 1) == ()


async def test_a_limit_and_a_negative_offset(bot: Bot, alice: User) -> None:
    for text in "abc":
        alice.say(text)
    assert [u.message.text for u in await bot.get_updates(limit=2) if u.message] == ["a", "b"]
    assert [u.message.text for u in await bot.get_updates(offset=-1) if u.message] == ["c"]
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["c"]


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, alice: User) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    alice.say("at last")
    assert len(await waiting) == 1


async def test_of_two_polls_the_older_is_ended(emulator: Emulator, bot: Bot, alice: User) -> None:
    words = (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    async with Bot(emulator.token, base_url=emulator.base_url) as rival:
        older = asyncio.create_task(bot.get_updates(timeout=10))
        await asyncio.sleep(0.05)
        newer = asyncio.create_task(rival.get_updates(timeout=10))
        with pytest.raises(Conflict, match=words):
            await older
        alice.say("hello")
        assert len(await newer) == 1


async def test_a_poll_of_a_bot_that_was_killed_is_forgotten(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    async with httpx.AsyncClient() as doomed:
        address = f"{emulator.base_url}{emulator.token}/getUpdates"
        with pytest.raises(httpx.ReadTimeout):
            await doomed.get(address, params={"timeout": 20}, timeout=0.05)
    alice.say("still here")
    assert len(await bot.get_updates(timeout=5)) == 1


async def test_only_the_kinds_asked_for_come(emulator: Emulator, bot: Bot, alice: User) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    alice.say("unheard")
    await bot.get_updates(allowed_updates=["message"])
    alice.say("heard")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["heard"]
    await bot.get_updates(allowed_updates=[])  # all but chat_member and reactions
    bob = emulator.user("Bob")
    group = emulator.group("Desk", [alice])
    group.add_bot(by=alice, status="administrator")
    group.add(bob)
    kinds = [next(iter(set(u.to_dict()) - {"update_id"})) for u in await bot.get_updates(offset=-9)]
    assert kinds == ["message", "my_chat_member", "message"]


async def test_an_update_can_be_delivered_again_after_it_was_confirmed(
    emulator: Emulator, alice: User, poll: Poll
) -> None:
    message = alice.say("once")
    alice.say("twice")
    first = await poll()
    emulator.redeliver(message, times=2)
    assert [update.update_id for update in await poll()] == [first[0].update_id] * 2
    alice.say("new")
    assert [update.message.text for update in await poll() if update.message] == ["new"]


async def test_a_press_can_overtake_a_message(emulator: Emulator, bot: Bot, alice: User, poll: Poll) -> None:
    await bot.send_message(alice.id, "menu", reply_markup=keyboard("Go"))

    async def act() -> None:
        async with emulator.callbacks_first():
            alice.say("typed first")
            alice.press(alice.chat.messages[-2], "Go")

    acting = asyncio.create_task(act())
    (pressed,) = await poll()
    assert pressed.callback_query is not None
    await pressed.callback_query.answer()
    (typed,) = await poll()
    await acting
    assert typed.message is not None
    assert typed.update_id > pressed.update_id


async def test_idle_waits_for_confirmed_updates_and_answered_presses(
    emulator: Emulator, bot: Bot, alice: User, poll: Poll
) -> None:
    await bot.send_message(alice.id, "menu", reply_markup=keyboard("Go"))
    press = alice.press(alice.chat.messages[-1], "Go")
    with pytest.raises(TimeoutError, match=r"1 updates are not confirmed \(callback_query\)"):
        await emulator.idle(timeout=0.05)
    await poll()
    await bot.get_updates(offset=emulator.updates.next_id)
    with pytest.raises(TimeoutError, match="presses are not answered: \\['Go'\\]"):
        await emulator.idle(timeout=0.05)
    await bot.answer_callback_query(press.id)
    await emulator.idle(quiet=0.02)


async def test_every_kind_of_update_is_as_the_bot_api_describes_it(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    """Each must fit aiogram's models, with no field they do not know; python-telegram-bot reads it too."""
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    bob = emulator.user("Bob", last_name="Bee", language="de")
    group = emulator.group("Desk", [alice], forum=True, privacy=False)
    group.add_bot(by=alice, status="administrator")
    group.add(bob, by=alice)
    topic = group.add_topic("Syria", by=alice)
    first = alice.say("hello /claim@exampledesk_bot https://example.org", group, topic=topic)
    bob.reply(first, "hello", quote="hello")
    for origin in (from_user(bob), from_hidden("Carol"), from_chat(group), from_channel(author="Dave")):
        bob.forward("A text from elsewhere", origin)
    bob.edit(bob.say("with an eror"), "without an error")
    bob.send_photo("a caption", origin=from_channel())
    bob.send_document("article.pdf", b"%PDF", "a caption")
    bob.send_album(["one", ""])
    await bot.send_message(bob.id, "menu", reply_markup=keyboard("Go"))
    menu = bob.chat.messages[-1]
    bob.press(menu, "Go")
    menu.deleted = True
    bob.press(menu, "Go")
    asked = asyncio.create_task(bob.type_inline("140 killed", chat=group))
    await asyncio.sleep(0)
    shared = bob.choose(
        {"type": "article", "id": "1", "title": "t", "input_message_content": {"message_text": "x"}}
        | {"reply_markup": keyboard("Open").to_dict()},
        group,
    )
    bob.press(shared, "Open")
    bob.block()
    group.remove(bob, by=alice)
    group.remove_bot(by=alice)
    updates = await bot.get_updates()
    assert len(updates) == len(emulator.updates.pending) > 25
    for update in emulator.updates.pending.values():
        model = aiogram.types.Update.model_validate(update.payload)
        assert list(unknown_fields(model)) == []
    asked.cancel()


def keyboard(label: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)]])
