"""Telegram for tests: the Bot API over HTTP on loopback, and people who use the bot. See README.md."""

from .emulator import Emulator, Request
from .groups import Group
from .interactions import InlineAnswer, Press, PressAnswer
from .model import Button, Message
from .origins import from_channel, from_chat, from_hidden, from_user
from .people import User
from .text import cut_like_a_client, utf16_length

__all__ = [
    "Button", "Emulator", "Group", "InlineAnswer", "Message", "Press", "PressAnswer", "Request", "User",
    "cut_like_a_client", "from_channel", "from_chat", "from_hidden", "from_user", "utf16_length",
]  # fmt: skip
