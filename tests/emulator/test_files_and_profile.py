"""Files both ways; command menus, name and descriptions."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken

from . import Emulator, User


async def test_the_bot_downloads_what_people_send(bot: Bot, alice: User) -> None:
    sent = alice.send_document("article.txt", b"140 killed")
    file = await bot.get_file(sent.raw["document"]["file_id"])
    assert file.file_size == 10
    assert bytes(await file.download_as_bytearray()) == b"140 killed"


async def test_a_file_beyond_20_megabytes_cannot_be_fetched(bot: Bot, alice: User) -> None:
    sent = alice.send_document("big.pdf", bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(sent.raw["document"]["file_id"])
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("unknown")


async def test_a_file_that_is_not_there(emulator: Emulator, bot: Bot) -> None:
    with pytest.raises(InvalidToken):  # what python-telegram-bot makes of every 404
        await bot.request.retrieve(f"{emulator.base_file_url}{emulator.token}/documents/none")


async def test_people_see_the_documents_and_photos_the_bot_sends(bot: Bot, alice: User) -> None:
    sent = await bot.send_document(
        alice.id, b"a,b\n", filename="claims.csv", caption="<b>12</b> claims", parse_mode="HTML"
    )
    seen = alice.chat.messages[-1]
    assert seen.file is not None
    assert (seen.file.name, seen.file.data, seen.html) == ("claims.csv", b"a,b\n", "<b>12</b> claims")
    assert sent.document is not None
    await bot.send_document(alice.id, sent.document.file_id)
    assert alice.chat.messages[-1].file is seen.file
    await bot.send_photo(alice.id, b"picture", caption="Claims over time")
    assert alice.chat.messages[-1].text == "Claims over time"
    await bot.edit_message_caption(alice.id, alice.chat.messages[-1].id, caption="Another")
    assert alice.chat.messages[-1].text == "Another"


async def test_documents_that_telegram_refuses(emulator: Emulator, bot: Bot, alice: User) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(alice.id, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(alice.id, b"")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_document(alice.id, "unknown")
    assert len(emulator.take_violations()) == 1


async def test_text_of_a_photo_is_a_caption(bot: Bot, alice: User) -> None:
    sent = await bot.send_photo(alice.id, b"picture")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await sent.edit_text("x")


async def test_a_menu_is_found_by_scope_and_language(emulator: Emulator, bot: Bot, alice: User) -> None:
    bob = emulator.user("Bob", language="de")
    group = emulator.group("Desk", [alice, bob])
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("find", "Find")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(
        [BotCommand("suche", "Suchen")], scope=BotCommandScopeAllPrivateChats(), language_code="de"
    )
    await bot.set_my_commands([BotCommand("queue", "Queue")], scope=BotCommandScopeChat(alice.id))
    await bot.set_my_commands([BotCommand("mine", "Mine")], scope=BotCommandScopeChatMember(group.id, bob.id))
    assert [alice.menu(), bob.menu()] == [["queue"], ["suche"]]
    assert [alice.menu(group), bob.menu(group)] == [["help"], ["mine"]]
    await bot.delete_my_commands(scope=BotCommandScopeChat(alice.id))
    assert alice.menu() == ["find"]
    assert (await bot.get_my_commands())[0].command == "help"


async def test_commands_that_telegram_refuses(emulator: Emulator, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Find", "Find")])
    with pytest.raises(BadRequest, match="Bot_command_description_invalid"):
        await bot.set_my_commands([BotCommand("find", "x" * 257)])
    assert len(emulator.take_violations()) == 2


async def test_name_and_descriptions_by_language(bot: Bot) -> None:
    await bot.set_my_description("Checks claims")
    await bot.set_my_description("Prüft Behauptungen", language_code="de")
    await bot.set_my_short_description("Checks")
    assert (await bot.get_my_description()).description == "Checks claims"
    assert (await bot.get_my_description(language_code="de")).description == "Prüft Behauptungen"
    assert (await bot.get_my_short_description(language_code="fr")).short_description == "Checks"
    assert (await bot.get_my_name()).name == "Example Desk"
    await bot.set_my_name("Desk")
    assert (await bot.get_my_name()).name == "Desk"


async def test_typing_is_shown_only_where_the_bot_may_write(bot: Bot, alice: User) -> None:
    assert await bot.send_chat_action(alice.id, ChatAction.TYPING)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_chat_action(5, ChatAction.TYPING)
