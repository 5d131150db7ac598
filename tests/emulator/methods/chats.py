"""The bot itself, its webhook, and what it may learn about chats and their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import bad_request
from ..model import Account, Chat
from ..parameters import Call
from ..text import Json
from .sends import find_chat, open_chat

if TYPE_CHECKING:
    from ..emulator import Emulator


def get_me(emulator: Emulator, call: Call) -> Json:
    return emulator.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_webhook(emulator: Emulator, call: Call) -> bool:
    emulator.webhook.set(call)
    return True


def delete_webhook(emulator: Emulator, call: Call) -> bool:
    emulator.webhook.delete(call.flag("drop_pending_updates"))
    return True


def get_webhook_info(emulator: Emulator, call: Call) -> Json:
    return emulator.webhook.info()


def get_chat(emulator: Emulator, call: Call) -> Json:
    chat = find_chat(emulator, call)
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def member_json(account: Account, status: str) -> Json:
    """A ChatMember; an administrator has the rights a group gives by default."""
    member: Json = {"user": account.as_json(), "status": status}
    match status:
        case "creator":
            member |= {"is_anonymous": False}
        case "administrator":
            granted = ("can_manage_chat", "can_delete_messages", "can_invite_users", "can_pin_messages")
            refused = (
                "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
                "can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages",
                "is_anonymous",
            )  # fmt: skip
            member |= {
                "can_be_edited": False,
                **dict.fromkeys(granted, True),
                **dict.fromkeys(refused, False),
            }
        case "kicked":
            member |= {"until_date": 0}
    return member


def get_chat_member(emulator: Emulator, call: Call) -> Json:
    chat = _joined(emulator, call)
    user_id = call.number("user_id")
    account = emulator.bot if user_id == emulator.bot.id else None
    if account is None and user_id in emulator.people:
        account = emulator.people[user_id].account
    if account is None:
        raise bad_request("user not found")
    if chat.is_private:
        return member_json(account, "member")
    return member_json(account, chat.members.get(user_id, "left"))


def get_chat_administrators(emulator: Emulator, call: Call) -> list[Json]:
    chat = _joined(emulator, call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(emulator.bot if user_id == emulator.bot.id else emulator.people[user_id].account, status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


def get_chat_member_count(emulator: Emulator, call: Call) -> int:
    chat = _joined(emulator, call)
    return 2 if chat.is_private else sum(status not in {"left", "kicked"} for status in chat.members.values())


def _joined(emulator: Emulator, call: Call) -> Chat:
    chat = find_chat(emulator, call)
    return chat if chat.is_private else open_chat(emulator, call)


def leave_chat(emulator: Emulator, call: Call) -> bool:
    chat = open_chat(emulator, call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[emulator.bot.id] = "left"
    return True


def send_chat_action(emulator: Emulator, call: Call) -> bool:
    open_chat(emulator, call)
    return True
