"""The user side: what people send, as the bot gets it, and how tests wait for the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import (
    Bot,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)

from . import Emulator, User, from_channel, from_chat, from_hidden, from_user, utf16_length

Poll = Callable[[], Awaitable[list[Update]]]


async def got(poll: Poll) -> list[Message]:
    return [
        update.effective_message for update in await poll() if isinstance(update.effective_message, Message)
    ]


async def test_start_with_a_parameter_is_a_command(emulator: Emulator, poll: Poll) -> None:
    bob = emulator.user("Bob", language="de")
    bob.start("claim-214")
    (message,) = await got(poll)
    assert message.text == "/start claim-214"
    assert message.parse_entities(["bot_command"]).popitem()[1] == "/start"
    assert message.from_user is not None
    assert message.from_user.language_code == "de"
    with pytest.raises(ValueError, match="not a start parameter"):
        bob.start("no spaces")


async def test_forwards_carry_their_origin(emulator: Emulator, alice: User, poll: Poll) -> None:
    bob = emulator.user("Bob")
    group = emulator.group("Desk", [alice])
    alice.forward("x", from_user(bob, date=1_464_000_000))
    alice.forward("x", from_hidden("Carol"))
    alice.forward("x", from_chat(group))
    alice.forward("x", from_channel("Example News", message_id=55, author="Dave"))
    user, hidden, chat, channel = [message.forward_origin for message in await got(poll)]
    assert isinstance(user, MessageOriginUser)
    assert (user.sender_user.id, user.date.timestamp()) == (bob.id, 1_464_000_000)
    assert isinstance(hidden, MessageOriginHiddenUser)
    assert hidden.sender_user_name == "Carol"
    assert isinstance(chat, MessageOriginChat)
    assert chat.sender_chat.id == group.id
    assert isinstance(channel, MessageOriginChannel)
    assert (channel.chat.title, channel.message_id, channel.author_signature) == ("Example News", 55, "Dave")


async def test_a_message_can_be_forwarded_as_it_is(bot: Bot, alice: User, poll: Poll) -> None:
    photo = alice.send_photo("140 killed")
    alice.forward(photo)
    original, forwarded = await got(poll)
    assert forwarded.caption == "140 killed"
    assert forwarded.photo == original.photo
    assert isinstance(forwarded.forward_origin, MessageOriginUser)


async def test_a_long_text_arrives_in_pieces_of_the_same_second(alice: User, poll: Poll) -> None:
    text = "\n\n".join("Word after word in a paragraph. " * 20 for _ in range(20))
    alice.long_text(text, origin=from_channel(message_id=70))
    pieces = await got(poll)
    assert len(pieces) == 4
    assert all(3500 < utf16_length(piece.text or "") <= 4096 for piece in pieces[:-1])
    assert len({piece.date for piece in pieces}) == 1
    assert [piece.message_id - pieces[0].message_id for piece in pieces] == [0, 1, 2, 3]
    origins = [piece.forward_origin for piece in pieces]
    assert [o.message_id for o in origins if isinstance(o, MessageOriginChannel)] == [70, 71, 72, 73]
    with pytest.raises(ValueError, match="use long_text"):
        alice.say(text)


async def test_captions_and_albums(alice: User, poll: Poll) -> None:
    alice.send_photo("a caption with https://example.org")
    alice.send_document("article.txt", b"140 killed", "see the file")
    alice.send_album(["first", "", "third"])
    photo, document, *album = await got(poll)
    assert (photo.caption, photo.caption_entities[0].type) == ("a caption with https://example.org", "url")
    assert document.document is not None
    assert (document.caption, document.document.file_name) == ("see the file", "article.txt")
    assert document.document.mime_type == "text/plain"
    assert [message.caption for message in album] == ["first", None, "third"]
    assert len({message.media_group_id for message in album}) == 1


async def test_a_reply_may_quote_a_part(alice: User, poll: Poll) -> None:
    article = alice.say("😀 Over 140 people were killed.")
    alice.reply(article, "/claim", quote="140 people")
    _, message = await got(poll)
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == article.id
    assert message.quote is not None
    assert (message.quote.text, message.quote.position) == ("140 people", 8)


async def test_an_edit_is_told_as_an_edit(alice: User, poll: Poll) -> None:
    message = alice.say("one")
    alice.edit(message, "two")
    said, edited = await poll()
    assert said.message is not None
    assert said.message.text == "one"  # an update shows what was, not what is
    assert edited.edited_message is not None
    assert (edited.edited_message.text, edited.edited_message.message_id) == ("two", message.id)


async def test_waiting_finds_the_newest_match_since_the_last_act(bot: Bot, alice: User) -> None:
    await bot.send_message(alice.id, "2 claims found")
    alice.say("another article")

    async def answer() -> None:
        await bot.send_message(alice.id, "3 claims found")
        await bot.send_message(alice.id, "something else")

    answering = asyncio.create_task(answer())
    assert (await alice.wait_for("claims found")).text == "3 claims found"
    assert (await alice.wait_for(lambda message: message.text.startswith("2"), earlier=True)).id
    await answering
    with pytest.raises(TimeoutError, match="no message matched 'nothing'"):
        await alice.wait_for("nothing", timeout=0.02)


async def test_an_edited_message_counts_as_new(bot: Bot, alice: User) -> None:
    sent = await bot.send_message(alice.id, "not checked")
    alice.say("wait")
    await sent.edit_text("checked: False")
    assert (await alice.wait_for("checked")).edits == 1


async def test_somebody_who_blocked_the_bot_does_not_write(alice: User) -> None:
    alice.block()
    with pytest.raises(ValueError, match="has blocked the bot"):
        alice.say("hello")


async def test_ids_do_not_fit_into_32_bits(emulator: Emulator, alice: User) -> None:
    assert min(alice.id, emulator.bot.id, -emulator.group("Desk").id) > 2**32
