"""The request to Telegram that each kind of outgoing row stands for."""

from base64 import b64decode
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)

from handlers.texts.html import fit
from storage.sending import Outgoing

Request = Callable[[Bot, Outgoing], Coroutine[Any, Any, int | None]]
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def request(bot: Bot, outgoing: Outgoing) -> int | None:
    """Makes the request. Returns the id of a new message."""
    return await REQUESTS[outgoing.kind](bot, outgoing)


async def _message(bot: Bot, outgoing: Outgoing) -> int | None:
    payload = outgoing.payload
    text, buttons = fit(payload["text"]), keyboard(payload["buttons"])
    if outgoing.is_edit:
        place = (
            {"inline_message_id": outgoing.inline_message_id}
            if outgoing.inline_message_id
            else {"chat_id": outgoing.chat_id, "message_id": outgoing.message_id}
        )
        await bot.edit_message_text(
            text, parse_mode="HTML", reply_markup=buttons, link_preview_options=NO_PREVIEW, **place
        )
        return None
    reply_to = payload.get("reply_to")
    message = await bot.send_message(
        outgoing.chat_id,
        text,
        parse_mode="HTML",
        reply_markup=buttons,
        link_preview_options=NO_PREVIEW,
        message_thread_id=payload.get("thread_id") or None,
        reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
    )
    return message.message_id


async def _document(bot: Bot, outgoing: Outgoing) -> int:
    file, text = _file(outgoing)
    return (await bot.send_document(document=file, **text)).message_id


async def _photo(bot: Bot, outgoing: Outgoing) -> int:
    file, text = _file(outgoing)
    return (await bot.send_photo(photo=file, **text)).message_id


def _file(outgoing: Outgoing) -> tuple[InputFile, dict[str, Any]]:
    payload = outgoing.payload
    file = InputFile(b64decode(payload["content"]), payload["name"])
    return file, {
        "chat_id": outgoing.chat_id,
        "caption": payload["text"] or None,
        "parse_mode": "HTML",
        "message_thread_id": payload["thread_id"] or None,
    }


async def _menu(bot: Bot, outgoing: Outgoing) -> None:
    scope = BotCommandScopeChat(outgoing.chat_id)
    commands = [BotCommand(name, description) for name, description in outgoing.payload["commands"]]
    if commands:
        await bot.set_my_commands(commands, scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)


async def _answer(bot: Bot, outgoing: Outgoing) -> None:
    payload = outgoing.payload
    text, url = payload["text"] or None, payload.get("url")
    await bot.answer_callback_query(payload["press_id"], text, show_alert=payload["alert"], url=url)


REQUESTS: dict[str, Request] = {
    "message": _message,
    "document": _document,
    "photo": _photo,
    "menu": _menu,
    "answer": _answer,
}


def keyboard(rows: list[list[dict[str, str | None]]]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram wants them; None for a message without any."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    str(button["label"]),
                    callback_data=button["data"],
                    url=button["url"],
                    switch_inline_query=button["inline"],
                    copy_text=CopyTextButton(copied) if (copied := button.get("copy")) else None,
                )
                for button in row
            ]
            for row in rows
        ]
    )
