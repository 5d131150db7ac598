"""What goes wrong on purpose, and Telegram's own limits."""

from __future__ import annotations

import time

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from . import Emulator, User


async def test_ordered_errors_come_as_often_as_ordered(emulator: Emulator, bot: Bot, alice: User) -> None:
    emulator.fail_next("sendMessage", 500, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(alice.id, "x")
    await bot.send_message(alice.id, "x")
    assert [request.error for request in emulator.requests("sendMessage")] == [
        "Internal Server Error"
    ] * 2 + [""]


async def test_each_kind_of_error(emulator: Emulator, bot: Bot, alice: User) -> None:
    emulator.fail_next("sendMessage", 403)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(alice.id, "x")
    emulator.fail_next("*", 400, description="Bad Request: chat not found")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_me()
    emulator.fail_next("sendMessage", 502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(alice.id, "x")
    emulator.fail_next("getUpdates", 502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.get_updates()


async def test_a_fault_may_be_for_one_chat(emulator: Emulator, bot: Bot, alice: User) -> None:
    bob = emulator.user("Bob")
    bob.start()
    emulator.fail_next("sendMessage", 500, chat=bob)
    await bot.send_message(alice.id, "x")
    with pytest.raises(NetworkError):
        await bot.send_message(bob.id, "x")


async def test_a_dropped_request_was_not_handled(emulator: Emulator, bot: Bot, alice: User) -> None:
    emulator.fail_next("sendMessage", "dropped")
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "never seen")
    assert "never seen" not in [message.text for message in alice.chat.messages]


async def test_a_lost_answer_leaves_the_message_sent(emulator: Emulator, bot: Bot, alice: User) -> None:
    emulator.fail_next("sendMessage", "lost")
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "seen")
    assert alice.chat.messages[-1].text == "seen"


async def test_a_slow_answer(emulator: Emulator, bot: Bot, alice: User) -> None:
    emulator.fail_next("sendMessage", "slow", delay=0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(alice.id, "seen", read_timeout=0.05)
    assert alice.chat.messages[-1].text == "seen"


async def test_429_says_how_long_to_wait_and_notes_who_does_not(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    now = time.monotonic()
    emulator.clock = lambda: now
    emulator.fail_next("sendMessage", 429, retry_after=3)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(alice.id, "x")
    assert refusal.value.message == "Flood control exceeded. Retry in 3 seconds"
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "too early")
    assert emulator.take_violations() == [f"sendMessage: sent to {alice.id} 3 s before retry_after was over"]
    now += 3.1
    await bot.send_message(alice.id, "in time")


async def test_telegrams_own_limits_when_switched_on(emulator: Emulator, bot: Bot, alice: User) -> None:
    now = time.monotonic()
    emulator.clock = lambda: now
    emulator.real_limits = True
    group = emulator.group("Desk", [alice])
    for chat_id, at_once in ((alice.id, 3), (group.id, 20)):
        for _ in range(at_once):
            await bot.send_message(chat_id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(chat_id, "one too many")
        assert len(emulator.take_violations()) == 1
    now += 60
    await bot.send_message(group.id, "after a minute")


async def test_thirty_a_second_overall(emulator: Emulator, bot: Bot) -> None:
    now = time.monotonic()
    emulator.clock = lambda: now
    emulator.real_limits = True
    people = [emulator.user(f"Person{number}") for number in range(31)]
    for person in people:
        person.start()
    for person in people[:30]:
        await bot.send_message(person.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].id, "x")
    assert emulator.take_violations()
    now += 1.1
    await bot.send_message(people[30].id, "x")
