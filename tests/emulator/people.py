"""The user side: what a person does in Telegram, driven by test code. Only waiting is asynchronous."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from .groups import Group, matching, seen_by_bot
from .interactions import InlineAnswer, Press, TypedQuery
from .methods.answers import shared_message
from .methods.chats import member_json
from .methods.files import photo_sizes
from .methods.profile import scope_key
from .methods.sends import quoted
from .model import Account, Chat, Message, StoredFile
from .origins import from_user, later
from .text import Json, cut_like_a_client, finish, utf16_length

if TYPE_CHECKING:
    from .emulator import Emulator

Place = Group | None  # None: the private chat with the bot
TINY_PHOTO = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


class User:
    """A person. Every act returns the message it made; the bot's answers are read with `wait_for`."""

    def __init__(self, emulator: Emulator, account: Account) -> None:
        self.emulator = emulator
        self.account = account
        self.chat = Chat(account.id, "private", account.first_name, account.username)
        self.has_started = False
        self.has_blocked = False
        self.last_act = 0  # emulator.changes when this person last did something

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.first_name

    # ------------------------------------------------------------------ writing

    def start(self, parameter: str | None = None) -> Message:
        """Presses Start, or opens t.me/bot?start=parameter."""
        if parameter is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter):
            raise ValueError(f"not a start parameter: {parameter!r}")
        return self.say("/start" if parameter is None else f"/start {parameter}")

    def say(
        self,
        text: str,
        chat: Place = None,
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        entities: Sequence[Json] = (),
        origin: Json | None = None,
        topic: int | None = None,
        date: int | None = None,
    ) -> Message:
        """Sends a text of at most 4,096 UTF-16 units. Raises ValueError for what no client would send."""
        if utf16_length(text) > 4096:
            raise ValueError("a client would cut this text: use long_text")
        text, found = finish(text, list(entities))
        if not text:
            raise ValueError("a client sends no empty message")
        fields: Json = {"text": text, **({"entities": found} if found else {})}
        return self._post(fields, chat, reply_to=reply_to, quote=quote, origin=origin, topic=topic, date=date)

    def reply(self, message: Message, text: str, quote: str | None = None) -> Message:
        """Replies, in the chat of `message`, perhaps quoting a part of it."""
        return self.say(text, self._place_of(message), reply_to=message, quote=quote)

    def long_text(
        self, text: str, chat: Place = None, *, origin: Json | None = None, topic: int | None = None
    ) -> list[Message]:
        """Sends a text of any length: cut as clients cut it, all pieces within the same second."""
        date = int(self.emulator.now())
        return [
            self.say(piece, chat, origin=later(origin, number), topic=topic, date=date)
            for number, piece in enumerate(cut_like_a_client(text))
        ]

    def forward(
        self, what: str | Message, origin: Json | None = None, chat: Place = None, topic: int | None = None
    ) -> Message:
        """Forwards a text from `origin` (see origins.py), or a message from its sender."""
        if isinstance(what, str):
            return self.say(what, chat, origin=origin or from_user(self), topic=topic)
        sender = {"type": "user", "sender_user": what.sender.as_json(), "date": what.raw["date"]}
        kept = ("text", "entities", "caption", "caption_entities", "document", "photo")
        fields = {name: what.raw[name] for name in kept if name in what.raw}
        original = origin or what.raw.get("forward_origin") or sender
        return self._post(fields, chat, origin=original, topic=topic, file=what.file)

    def send_photo(
        self,
        caption: str = "",
        chat: Place = None,
        *,
        data: bytes = TINY_PHOTO,
        origin: Json | None = None,
        album: str | None = None,
        topic: int | None = None,
    ) -> Message:
        stored = self.emulator.add_file("photo.jpg", "image/jpeg", data, "photos")
        fields = (
            {"photo": photo_sizes(stored)} | _caption(caption) | ({"media_group_id": album} if album else {})
        )
        return self._post(fields, chat, origin=origin, topic=topic, file=stored)

    def send_document(
        self, name: str, data: bytes, caption: str = "", chat: Place = None, *, origin: Json | None = None
    ) -> Message:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = self.emulator.add_file(name, mime, data)
        document = stored.as_json() | {"file_name": name, "mime_type": mime}
        return self._post({"document": document} | _caption(caption), chat, origin=origin, file=stored)

    def send_album(
        self, captions: Sequence[str], chat: Place = None, *, origin: Json | None = None
    ) -> list[Message]:
        """Photos sent together: one message each, with the same media_group_id."""
        album = self.emulator.new_id("1377")
        return [
            self.send_photo(caption, chat, origin=later(origin, number), album=album)
            for number, caption in enumerate(captions)
        ]

    def edit(self, message: Message, text: str) -> None:
        """Changes the text or caption of one's own message."""
        if message.sender is not self.account:
            raise ValueError(f"{self.name} did not write this message")
        self._act(message.chat)
        changed, entities = finish(text, [])
        names = ("text", "entities") if "text" in message.raw else ("caption", "caption_entities")
        self.emulator.edit_message(message, {names[0]: changed, names[1]: entities or None})
        if seen_by_bot(self.emulator, message):
            self.emulator.updates.push("edited_message", message.raw, ("message", message.chat.id))

    def _post(
        self,
        fields: Json,
        place: Place,
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        origin: Json | None = None,
        topic: int | None = None,
        date: int | None = None,
        file: StoredFile | None = None,
    ) -> Message:
        chat = place.chat if place else self.chat
        self._act(chat)
        raw = dict(fields)
        if date is not None:
            raw["date"] = date
        if topic is None and reply_to is not None:
            topic = reply_to.topic
        if topic is not None:
            raw |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to is not None:
            raw["reply_to_message"] = quoted(reply_to)
            if quote is not None:
                position = utf16_length(reply_to.text[: reply_to.text.index(quote)])
                raw["quote"] = {"text": quote, "position": position, "is_manual": True}
        if origin is not None:
            raw["forward_origin"] = {"date": int(self.emulator.now()) - 3600} | origin
        message = self.emulator.add_message(chat, self.account, raw, file)
        if seen_by_bot(self.emulator, message):
            self.emulator.updates.push("message", message.raw, ("message", chat.id), message)
        return message

    def _act(self, chat: Chat) -> None:
        """Checks that this person can write there, and marks the moment for `wait_for`."""
        if chat.is_private:
            if chat is not self.chat:
                raise ValueError(f"{self.name} cannot write in somebody else's private chat")
            if self.has_blocked:
                raise ValueError(f"{self.name} has blocked the bot: unblock first")
            self.has_started = True
        elif chat.members.get(self.id, "left") in {"left", "kicked"}:
            raise ValueError(f"{self.name} is not a member of {chat.title}")
        self.last_act = chat.last_act = self.emulator.changes

    def _place_of(self, message: Message) -> Place:
        return None if message.chat.is_private else Group(self.emulator, message.chat)

    # ------------------------------------------------------------------ pressing

    def press(self, message: Message, label: str = "", *, data: str | None = None) -> Press:
        """Presses the button that says or contains `label`; `data` forges a press without a button.

        Raises LookupError when there is no such button or several, ValueError when it is no callback button.
        """
        if data is None:
            button = message.button(label)
            if button.kind != "callback_data":
                raise ValueError(f"{button} sends nothing to the bot: use open_link")
            data = button.value
        self._act(message.chat)
        press = Press(self.emulator, self.emulator.new_id("44"), self.name, message, data)
        self.emulator.presses[press.id] = press
        query: Json = {
            "id": press.id,
            "from": self.account.as_json(),
            "chat_instance": str(message.chat.id * 31),
            "data": data,
        }
        if message.inline_message_id:
            query["inline_message_id"] = message.inline_message_id
        elif message.deleted:
            query["message"] = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
        else:
            query["message"] = message.raw
        self.emulator.updates.push("callback_query", query, ("callback_query", self.id), press)
        return press

    def open_link(self, message: Message, label: str) -> Message | str:
        """Follows a button: a link to the bot starts it there; a switch to inline gives the words typed."""
        button = message.button(label)
        if button.kind.startswith("switch_inline_query"):
            return button.value
        if button.kind != "url":
            raise ValueError(f"{button} is no link")
        address = urlsplit(button.value)
        if address.netloc == "t.me" and address.path == f"/{self.emulator.bot.username}":
            return self.start(parse_qs(address.query).get("start", [None])[0])
        return button.value

    # ------------------------------------------------------------------ inline mode

    async def type_inline(self, query: str, offset: str = "", chat: Place = None) -> InlineAnswer:
        """Types `@bot query` in a chat and waits for what the bot offers. Raises TimeoutError."""
        query = query[:256]  # clients send no more
        typed = TypedQuery(self.emulator, self.emulator.new_id("55"), self.name, query)
        self.emulator.queries[typed.id] = typed
        body = {
            "id": typed.id,
            "from": self.account.as_json(),
            "query": query,
            "offset": offset,
            "chat_type": chat.chat.type if chat else "sender",
        }
        self.emulator.updates.push("inline_query", body, ("inline_query", self.id))
        deadline = self.emulator.inline_deadline + 60  # ends by the deadline, unless that is infinite
        await self.emulator.until(lambda: typed.answer or typed.expired, min(deadline, 600))
        if typed.answer is None:
            raise TimeoutError(f"no answer to the inline query {query!r}")
        return typed.answer

    def choose(self, result: Json, chat: Place = None) -> Message:
        """Chooses an inline result: its message appears in the chat, sent by this person via the bot."""
        emulator = self.emulator
        fields = shared_message(emulator, result) | {"via_bot": emulator.bot.as_json()}
        message = self._post(fields, chat)
        chosen: Json = {
            "result_id": result["id"],
            "from": self.account.as_json(),
            "query": self._typed(result),
        }
        if message.buttons:  # only a message with inline buttons can be edited later
            message.inline_message_id = emulator.new_id("BAAAA")
            emulator.inline_messages[message.inline_message_id] = message
            chosen["inline_message_id"] = message.inline_message_id
        if emulator.inline_feedback:
            emulator.updates.push("chosen_inline_result", chosen, ("chosen_inline_result", self.id))
        return message

    def _typed(self, result: Json) -> str:
        """The query that `result` answered."""
        for typed in self.emulator.queries.values():
            if typed.answer and any(offered is result for offered in typed.answer.results):
                return typed.query
        return ""

    # ------------------------------------------------------------------ the bot as a whole

    def block(self) -> None:
        self._change_bot("member", "kicked")
        self.has_blocked = True

    def unblock(self) -> None:
        self._change_bot("kicked", "member")
        self.has_blocked = False

    def _change_bot(self, old: str, new: str) -> None:
        bot = self.emulator.bot
        body = {
            "chat": self.chat.as_json(),
            "from": self.account.as_json(),
            "date": int(self.emulator.now()),
            "old_chat_member": member_json(bot, old),
            "new_chat_member": member_json(bot, new),
        }
        self.emulator.updates.push("my_chat_member", body, ("my_chat_member", self.id))

    def menu(self, chat: Place = None) -> list[str]:
        """The commands in this person's menu, by the scopes and languages that Telegram tries in order."""
        if chat is None:
            scopes: list[Json] = [{"type": "chat", "chat_id": self.id}, {"type": "all_private_chats"}]
        else:
            is_admin = chat.chat.members.get(self.id) in {"creator", "administrator"}
            scopes = [
                {"type": "chat_member", "chat_id": chat.id, "user_id": self.id},
                *([{"type": "chat_administrators", "chat_id": chat.id}] if is_admin else []),
                {"type": "chat", "chat_id": chat.id},
                *([{"type": "all_chat_administrators"}] if is_admin else []),
                {"type": "all_group_chats"},
            ]
        for scope in [*scopes, None]:
            for language in (self.account.language, ""):
                if commands := self.emulator.commands.get((scope_key(scope), language)):
                    return [command["command"] for command in commands]
        return []

    async def wait_for(
        self, what: str | Callable[[Message], bool], timeout: float = 30, *, earlier: bool = False
    ) -> Message:
        """The newest message of the bot in the private chat that holds a text or fulfils a condition.

        Looks at what was sent or edited since this person's last act, so that an old message is no answer
        to a new question; with `earlier` at all there is. Raises TimeoutError that lists what is visible.
        """
        return await matching(self.emulator, self.chat, what, 0 if earlier else self.last_act, timeout)


def _caption(text: str) -> Json:
    if utf16_length(text) > 1024:
        raise ValueError("a client allows captions of 1,024 characters")
    text, entities = finish(text, [])
    return ({"caption": text} if text else {}) | ({"caption_entities": entities} if entities else {})
