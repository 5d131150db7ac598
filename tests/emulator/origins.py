"""The four kinds of forward origin a bot can meet, for `alice.forward(text, origin=...)`.

`date` is when the original was written, in Unix seconds; left out, an hour before the forward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .text import Json

if TYPE_CHECKING:
    from .groups import Group
    from .people import User


def from_user(user: User, date: int | None = None) -> Json:
    """Written by a person whose account may be linked."""
    return _dated({"type": "user", "sender_user": user.account.as_json()}, date)


def from_hidden(name: str, date: int | None = None) -> Json:
    """Written by a person who hides the account: only a name."""
    return _dated({"type": "hidden_user", "sender_user_name": name}, date)


def from_chat(group: Group, date: int | None = None) -> Json:
    """Written in the name of a group."""
    return _dated({"type": "chat", "sender_chat": group.chat.as_json()}, date)


def from_channel(
    title: str = "Example News",
    message_id: int = 100,
    username: str = "",
    author: str = "",
    date: int | None = None,
) -> Json:
    """A channel's post. Channels with the same title are the same channel."""
    number = sum(ord(character) * (place + 1) for place, character in enumerate(title))
    chat = {"id": -1_001_000_000_000 - number, "type": "channel", "title": title}
    if username:
        chat["username"] = username
    origin: Json = {"type": "channel", "chat": chat, "message_id": message_id}
    if author:
        origin["author_signature"] = author
    return _dated(origin, date)


def _dated(origin: Json, date: int | None) -> Json:
    return origin if date is None else origin | {"date": date}


def later(origin: Json | None, pieces: int) -> Json | None:
    """The origin of a piece that stands `pieces` behind: in a channel the ids follow each other."""
    if origin is None or "message_id" not in origin:
        return origin
    return origin | {"message_id": origin["message_id"] + pieces}
