"""Groups: what the bot is told there, who is in them, and topics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from telegram import Bot, ChatMember, ReplyParameters, Update
from telegram.error import BadRequest

from . import Emulator, User, from_channel

Poll = Callable[[], Awaitable[list[Update]]]


async def test_with_privacy_the_bot_sees_only_what_is_meant_for_it(
    emulator: Emulator, bot: Bot, alice: User, poll: Poll
) -> None:
    group = emulator.group("Desk", [alice])
    sent = await bot.send_message(group.id, "a card")
    card = group.messages[-1]
    for text in ("just talking", "/find@other_bot x", "@somebody else"):
        alice.say(text, group)
    alice.forward("an article", from_channel(), group)
    for text in ("/queue", "/find@exampledesk_bot x", "ask @exampledesk_bot"):
        alice.say(text, group)
    alice.reply(card, "a reason")
    messages = [update.message for update in await poll()]
    assert [m.text for m in messages if m] == [
        "/queue", "/find@exampledesk_bot x", "ask @exampledesk_bot", "a reason",
    ]  # fmt: skip
    assert messages[-1] is not None
    assert messages[-1].reply_to_message is not None
    assert messages[-1].reply_to_message.message_id == sent.message_id


async def test_without_privacy_or_as_administrator_it_sees_everything(
    emulator: Emulator, alice: User, poll: Poll
) -> None:
    alice.say("one", emulator.group("Open", [alice], privacy=False))
    private = emulator.group("Desk", [alice])
    alice.say("unheard", private)
    private.add_bot(by=alice, status="administrator")
    alice.say("two", private)
    texts = [update.message.text for update in await poll() if update.message]
    assert texts == ["one", "two"]


async def test_joining_and_leaving_are_told(emulator: Emulator, alice: User, poll: Poll) -> None:
    bob = emulator.user("Bob")
    group = emulator.group("Desk", [alice], bot_is_member=False)
    alice.say("nobody hears", group)
    group.add_bot(by=alice)
    group.add(bob, by=alice)
    group.remove_bot(by=alice)
    joined, welcome, added, left = await poll()
    assert joined.my_chat_member is not None
    assert joined.my_chat_member.old_chat_member.status == ChatMember.LEFT
    assert joined.my_chat_member.new_chat_member.status == ChatMember.MEMBER
    assert welcome.message is not None
    assert welcome.message.new_chat_members[0].is_bot
    assert added.message is not None
    assert added.message.new_chat_members[0].first_name == "Bob"
    assert left.my_chat_member is not None
    assert left.my_chat_member.new_chat_member.status == ChatMember.BANNED


async def test_blocking_and_unblocking_are_told(alice: User, poll: Poll) -> None:
    alice.block()
    alice.unblock()
    states = [u.my_chat_member.new_chat_member.status for u in await poll() if u.my_chat_member]
    assert states == [ChatMember.BANNED, ChatMember.MEMBER]


async def test_members_and_administrators_can_be_asked_for(emulator: Emulator, bot: Bot, alice: User) -> None:
    bob, carol = emulator.user("Bob"), emulator.user("Carol")
    group = emulator.group("Desk", [alice, bob], admins=[bob])
    roles = {m.user.first_name: m.status for m in await bot.get_chat_administrators(group.id)}
    assert roles == {"Alice": "creator", "Bob": "administrator"}
    assert (await bot.get_chat_member(group.id, carol.id)).status == "left"
    assert (await bot.get_chat(group.id)).title == "Desk"
    assert await bot.get_chat_member_count(group.id) == 3
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(group.id, 1)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(alice.id)
    await bot.leave_chat(group.id)
    assert group.chat.members[emulator.bot.id] == "left"


async def test_messages_stand_in_topics(emulator: Emulator, bot: Bot, alice: User, poll: Poll) -> None:
    group = emulator.group("Desk", [alice], forum=True)
    topic = group.add_topic("Syria", by=alice)
    alice.say("/queue", group, topic=topic)
    update = (await poll())[-1]
    assert update.message is not None
    assert (update.message.message_thread_id, update.message.is_topic_message) == (topic, True)
    await bot.send_message(group.id, "a card", message_thread_id=topic)
    assert group.messages[-1].topic == topic
    alice.reply(group.messages[-1], "a reason")
    await bot.send_message(group.id, "thanks", reply_parameters=ReplyParameters(group.messages[-1].id))
    assert [message.topic for message in group.messages[-2:]] == [topic, topic]


async def test_only_a_member_can_write_in_a_group(emulator: Emulator, alice: User) -> None:
    with pytest.raises(ValueError, match="Alice is not a member of Desk"):
        alice.say("hello", emulator.group("Desk", [emulator.user("Bob")]))


async def test_waiting_in_a_group_looks_at_what_came_since_somebody_acted(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    group = emulator.group("Desk", [alice], privacy=False)
    await bot.send_message(group.id, "card 1")
    assert (await group.wait_for("card")).text == "card 1"
    alice.say("hello", group)
    with pytest.raises(TimeoutError):
        await group.wait_for("card", timeout=0.02)
    assert (await group.wait_for("card", earlier=True)).text == "card 1"
