"""What the emulated Telegram holds: accounts, chats, messages, files. No rules here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .html_mode import render
from .text import Json

if TYPE_CHECKING:
    from .updates import Update


class Button(NamedTuple):
    """One inline button: what it says, what it does (`callback_data`, `url`, `switch_inline_query`, ...)."""

    label: str
    kind: str
    value: str


@dataclass(eq=False)
class Account:
    """A person or the bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""
    is_bot: bool = False

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **({"last_name": self.last_name} if self.last_name else {}),
            **({"username": self.username} if self.username else {}),
            **({"language_code": self.language} if self.language else {}),
        }


@dataclass(frozen=True)
class StoredFile:
    file_id: str
    name: str
    mime: str
    data: bytes
    path: str

    def as_json(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.data)}


@dataclass(eq=False)
class Message:
    """A message as it stands now: `raw` is the Bot API's object and changes with every edit."""

    chat: Chat
    sender: Account
    raw: Json
    changed: int  # grows with every message sent or edited anywhere, so that "after this" can be asked
    file: StoredFile | None = None
    inline_message_id: str | None = None
    edits: int = 0
    deleted: bool = False
    update: Update | None = None  # the update that told the bot of it, for `redeliver`

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption of a photo or document."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        return self.raw.get("entities") or self.raw.get("caption_entities") or []

    @property
    def html(self) -> str:
        return render(self.text, self.entities)

    @property
    def by_bot(self) -> bool:
        """Written by the bot: sent by it, or shared by a person through inline mode."""
        return self.sender.is_bot or "via_bot" in self.raw

    @property
    def topic(self) -> int | None:
        return self.raw.get("message_thread_id")

    @property
    def reply_to(self) -> int | None:
        """The id of the message it replies to."""
        replied = self.raw.get("reply_to_message")
        return int(replied["message_id"]) if replied else None

    @property
    def buttons(self) -> list[list[Button]]:
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [[_button(button) for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """What the buttons say, in reading order."""
        return [button.label for button in self.all_buttons()]

    def all_buttons(self) -> Iterator[Button]:
        return (button for row in self.buttons for button in row)

    def button(self, label: str) -> Button:
        """The button that says `label`, else the only one that contains it. Raises LookupError."""
        exact = [button for button in self.all_buttons() if button.label == label]
        found = exact or [button for button in self.all_buttons() if label in button.label]
        if len(found) != 1:
            problem = "no button" if not found else f"{len(found)} buttons"
            raise LookupError(f"{problem} with {label!r} among {self.labels} under {self.text[:80]!r}")
        return found[0]

    def __repr__(self) -> str:
        return f"<{self.id} {self.sender.first_name}: {self.text!r} {self.labels}>"


def _button(raw: Json) -> Button:
    kind = next(key for key in raw if key not in {"text", "style", "icon_custom_emoji_id"})
    value = raw[kind]
    return Button(raw["text"], kind, value["text"] if kind == "copy_text" else str(value))


@dataclass(eq=False)
class Chat:
    """A chat. `members` maps user ids to a status: creator, administrator, member, left or kicked."""

    id: int
    type: str  # private, group, supergroup, channel
    title: str
    username: str = ""
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    is_forum: bool = False
    privacy: bool = True
    all_messages: dict[int, Message] = field(default_factory=dict)
    next_id: int = 1
    last_act: int = 0  # the emulator's count of changes when a person last did something here

    @property
    def messages(self) -> list[Message]:
        """What is visible now, oldest first."""
        return [message for message in self.all_messages.values() if not message.deleted]

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def as_json(self) -> Json:
        name = "first_name" if self.is_private else "title"
        return {
            "id": self.id,
            "type": self.type,
            name: self.title,
            **({"username": self.username} if self.username else {}),
            **({"is_forum": True} if self.is_forum else {}),
        }
