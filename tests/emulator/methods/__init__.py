"""The methods of the Bot API that the emulator knows, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..parameters import Call
from . import answers, chats, edits, files, profile, sends

if TYPE_CHECKING:
    from ..emulator import Emulator

# A method takes the emulator and the call, and returns what goes into "result". Raises ApiError.
METHODS: dict[str, Callable[[Emulator, Call], Any]] = {
    "getMe": chats.get_me,
    "setWebhook": chats.set_webhook,
    "deleteWebhook": chats.delete_webhook,
    "getWebhookInfo": chats.get_webhook_info,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "sendChatAction": chats.send_chat_action,
    "sendMessage": sends.send_message,
    "copyMessage": sends.copy_message,
    "sendDocument": files.send_document,
    "sendPhoto": files.send_photo,
    "getFile": files.get_file,
    "editMessageText": edits.edit_text,
    "editMessageCaption": edits.edit_caption,
    "editMessageReplyMarkup": edits.edit_reply_markup,
    "deleteMessage": edits.delete_message,
    "deleteMessages": edits.delete_messages,
    "answerCallbackQuery": answers.answer_callback_query,
    "answerInlineQuery": answers.answer_inline_query,
    "setMyCommands": profile.set_commands,
    "getMyCommands": profile.get_commands,
    "deleteMyCommands": profile.delete_commands,
    "setMyName": profile.set_name,
    "getMyName": profile.get_name,
    "setMyDescription": profile.set_description,
    "getMyDescription": profile.get_description,
    "setMyShortDescription": profile.set_short_description,
    "getMyShortDescription": profile.get_short_description,
}
