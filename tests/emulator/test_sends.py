"""Sending, editing and deleting through python-telegram-bot, and the errors it gets."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.error import BadRequest, Forbidden, InvalidToken

from . import Emulator, User


def buttons(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(**button)]])


async def test_a_sent_message_is_seen_with_its_formatting_and_buttons(bot: Bot, alice: User) -> None:
    keyboard = [
        [
            InlineKeyboardButton("1", callback_data="claim:1"),
            InlineKeyboardButton("2", callback_data="claim:2"),
        ],
        [InlineKeyboardButton("Share", switch_inline_query="140")],
    ]
    sent = await bot.send_message(
        alice.id, "<b>140</b> &lt;killed&gt;", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(keyboard)
    )
    seen = alice.chat.messages[-1]
    assert (seen.id, seen.text, seen.html) == (sent.message_id, "140 <killed>", "<b>140</b> &lt;killed&gt;")
    assert seen.labels == ["1", "2", "Share"]
    assert seen.buttons[1] == [("Share", "switch_inline_query", "140")]


async def test_message_ids_are_shared_by_private_chats_and_own_to_a_group(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    bob = emulator.user("Bob")
    first = bob.start()
    second = await bot.send_message(alice.id, "to Alice")
    third = await bot.send_message(bob.id, "to Bob")
    assert [first.id + 1, first.id + 2] == [second.message_id, third.message_id]
    group = emulator.group("Desk", [alice])
    assert (await bot.send_message(group.id, "to all")).message_id == 1


REFUSED_TEXTS = [
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "  \n"}, "text must be non-empty"),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
    ({"text": "x", "reply_markup": buttons(text="a", callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    (
        {"text": "x", "reply_markup": buttons(text=" ", callback_data="a")},
        "inline keyboard button text must be non-empty",
    ),
    (
        {"text": "x", "reply_markup": buttons(text="a", url="nowhere")},
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "x", "reply_markup": buttons(text="a")},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    ({"text": "x", "reply_parameters": ReplyParameters(999)}, "message to be replied not found"),
    ({"text": "x", "message_thread_id": 77}, "message thread not found"),
    (
        {"text": "x", "entities": [MessageEntity("bold", 0, 9)]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
    ),
]


@pytest.mark.parametrize(("arguments", "reason"), REFUSED_TEXTS)
async def test_what_telegram_refuses_is_refused(
    emulator: Emulator, bot: Bot, alice: User, arguments: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(alice.id, **arguments)
    assert emulator.sent[-1].error == f"Bad Request: {reason}"
    assert not any(message.sender.is_bot for message in alice.chat.messages)
    emulator.take_violations()


async def test_length_counts_after_parsing(bot: Bot, alice: User) -> None:
    await bot.send_message(alice.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")


async def test_limits_that_telegram_enforces_silently_are_violations(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    await bot.send_message(alice.id, "<b>x</b> " * 101, parse_mode="HTML")
    await bot.send_message(alice.id, "*x*", parse_mode="MarkdownV2")
    crossing = [MessageEntity("bold", 0, 3), MessageEntity("italic", 2, 3)]
    await bot.send_message(alice.id, "abcdef", entities=crossing)
    first, second, third = emulator.take_violations()
    assert first.startswith("101 entities in one message")
    assert second.startswith("parse_mode MarkdownV2")
    assert third.startswith("entities cross")


async def test_a_person_who_blocked_or_never_started_cannot_be_written_to(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    alice.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(alice.id, "hello")
    alice.unblock()
    await bot.send_message(alice.id, "hello")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(emulator.user("Bob").id, "hello")
    assert emulator.take_violations() == ["sendMessage: the bot wrote first to Bob, who never started it"]
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "hello")


async def test_a_group_without_the_bot_cannot_be_written_to(
    emulator: Emulator, bot: Bot, alice: User
) -> None:
    group = emulator.group("Desk", [alice])
    group.remove_bot(by=alice)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "hello")
    other = emulator.group("Others", [alice], bot_is_member=False)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(other.id, "hello")


async def test_an_edit_changes_what_is_seen_and_takes_the_buttons_away(bot: Bot, alice: User) -> None:
    sent = await bot.send_message(alice.id, "before", reply_markup=buttons(text="Go", callback_data="go"))
    await bot.edit_message_text("<i>after</i>", alice.id, sent.message_id, parse_mode="HTML")
    seen = alice.chat.messages[-1]
    assert (seen.html, seen.labels, seen.edits) == ("<i>after</i>", [], 1)
    await bot.edit_message_reply_markup(
        alice.id, sent.message_id, reply_markup=buttons(text="Back", callback_data="back")
    )
    assert (seen.text, seen.labels, seen.edits) == ("after", ["Back"], 2)


async def test_edits_that_telegram_refuses(emulator: Emulator, bot: Bot, alice: User) -> None:
    sent = await bot.send_message(alice.id, "same", reply_markup=buttons(text="Go", callback_data="go"))
    same: Any = {"chat_id": alice.id, "message_id": sent.message_id}
    with pytest.raises(BadRequest, match=r"^Message is not modified: specified new message content"):
        await bot.edit_message_text("same ", **same, reply_markup=buttons(text="Go", callback_data="go"))
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("new", alice.id, sent.message_id + 1)
    with pytest.raises(BadRequest, match=r"^Message_too_long$"):
        await bot.edit_message_text("x" * 4097, **same)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("new", alice.id, alice.chat.messages[0].id)
    with pytest.raises(BadRequest, match=r"^Message_id_invalid$"):
        await bot.edit_message_text("new", inline_message_id="unknown")
    assert len(emulator.take_violations()) == 1  # the text that is too long


async def test_a_deleted_message_is_gone(bot: Bot, alice: User) -> None:
    sent = await bot.send_message(alice.id, "soon gone")
    await sent.delete()
    assert "soon gone" not in [message.text for message in alice.chat.messages]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("x")


async def test_a_reply_and_a_copy(bot: Bot, alice: User) -> None:
    article = alice.say("An article")
    answer = await bot.send_message(alice.id, "Got it", reply_parameters=ReplyParameters(article.id))
    assert answer.reply_to_message is not None
    assert alice.chat.messages[-1].reply_to == article.id
    copied = await bot.copy_message(alice.id, alice.id, article.id)
    assert (alice.chat.messages[-1].id, alice.chat.messages[-1].text) == (copied.message_id, "An article")


async def test_a_wrong_token_is_refused(emulator: Emulator) -> None:
    for token in ("7000000001:wrong", "nonsense"):
        with pytest.raises(InvalidToken):
            async with Bot(token, base_url=emulator.base_url):
                pass
