"""Groups: who is in them, what of them the bot sees, topics, and waiting for messages in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .methods.chats import member_json
from .model import Account, Chat, Message
from .text import Json, slice_utf16

if TYPE_CHECKING:
    from .emulator import Emulator
    from .people import User

SERVICE = {"new_chat_members", "left_chat_member", "forum_topic_created"}


class Group:
    """A group or supergroup, as tests handle it."""

    def __init__(self, emulator: Emulator, chat: Chat) -> None:
        self.emulator = emulator
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        return self.chat.messages

    def add(self, user: User, by: User | None = None) -> None:
        """A person joins, or is added by another."""
        self._change(user.account, "member", by or user)

    def remove(self, user: User, by: User | None = None) -> None:
        """A person leaves, or is removed by another."""
        self._change(user.account, "kicked" if by else "left", by or user)

    def add_bot(self, by: User, status: str = "member") -> None:
        """Adds the bot, or with status "administrator" promotes it."""
        self._change(self.emulator.bot, status, by)

    def remove_bot(self, by: User) -> None:
        self._change(self.emulator.bot, "kicked", by)

    def promote(self, user: User, by: User) -> None:
        self._change(user.account, "administrator", by)

    def add_topic(self, name: str, by: User) -> int:
        """Opens a forum topic; its id is what `say(topic=...)` and message_thread_id take."""
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}, "is_topic_message": True}
        topic = self.chat.next_id
        self._announce(by.account, created | {"message_thread_id": topic})
        self.chat.topics[topic] = name
        return topic

    def _change(self, account: Account, status: str, by: User) -> None:
        emulator, members = self.emulator, self.chat.members
        old, members[account.id] = members.get(account.id, "left"), status
        body = {
            "chat": self.chat.as_json(),
            "from": by.account.as_json(),
            "date": int(emulator.now()),
            "old_chat_member": member_json(account, old),
            "new_chat_member": member_json(account, status),
        }
        kind = "my_chat_member" if account is emulator.bot else "chat_member"
        if kind == "my_chat_member" or members.get(emulator.bot.id) == "administrator":
            emulator.updates.push(kind, body, (kind, self.id))
        was_in, is_in = (state not in {"left", "kicked"} for state in (old, status))
        if is_in and not was_in:
            self._announce(by.account, {"new_chat_members": [account.as_json()]})
        elif was_in and not is_in:
            self._announce(by.account, {"left_chat_member": account.as_json()})

    def _announce(self, sender: Account, raw: Json) -> None:
        message = self.emulator.add_message(self.chat, sender, raw)
        if seen_by_bot(self.emulator, message):
            self.emulator.updates.push("message", message.raw, ("message", self.id))

    async def wait_for(
        self, what: str | Callable[[Message], bool], timeout: float = 30, *, earlier: bool = False
    ) -> Message:
        """As `User.wait_for`, for what came since anybody last did something in this group."""
        return await matching(self.emulator, self.chat, what, 0 if earlier else self.chat.last_act, timeout)


def seen_by_bot(emulator: Emulator, message: Message) -> bool:
    """Whether Telegram tells the bot of a person's message: in groups with privacy only what is meant for it.

    Source: https://core.telegram.org/bots/features#privacy-mode
    """
    chat, bot = message.chat, emulator.bot
    if chat.is_private:
        return True
    status = chat.members.get(bot.id, "left")
    if status in {"left", "kicked"}:
        return False
    if status == "administrator" or not chat.privacy or SERVICE & set(message.raw):
        return True
    replied = message.raw.get("reply_to_message", {})
    if "via_bot" in message.raw or replied.get("from", {}).get("id") == bot.id:
        return True
    return any(_addresses(message, entity, f"@{bot.username}") for entity in message.entities)


def _addresses(message: Message, entity: Json, name: str) -> bool:
    """A mention of the bot, a command for it, or a command for nobody in particular."""
    covered = slice_utf16(message.text, entity["offset"], entity["length"]).lower()
    match entity["type"]:
        case "mention":
            return covered == name.lower()
        case "bot_command":
            return "@" not in covered or covered.endswith(name.lower())
    return False


async def matching(
    emulator: Emulator, chat: Chat, what: str | Callable[[Message], bool], after: int, timeout: float
) -> Message:
    """Waits for the bot's newest message in `chat`, changed later than `after`, that matches."""

    def find() -> Message | None:
        for message in sorted(chat.messages, key=lambda message: message.changed, reverse=True):
            fits = what in message.text if isinstance(what, str) else what(message)
            if message.by_bot and message.changed > after and fits:
                return message
        return None

    try:
        found = await emulator.until(find, timeout)
    except TimeoutError:
        seen = "\n".join(f"  {message}" for message in chat.messages[-8:])
        raise TimeoutError(f"no message matched {what!r} within {timeout} s; visible:\n{seen}") from None
    assert found is not None
    return found
