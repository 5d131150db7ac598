"""The stand-in for Telegram: answers the sender's requests in this process, and keeps what is visible."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from bot.local.markup import plain
from bot.telegram_api import WithoutNetwork

Json = dict[str, Any]
BOT: Json = {"id": 1, "is_bot": True, "first_name": "ClaimDesk", "username": "bot"}
"""No bot on Telegram has this id, so a bot that later runs on the same database leaves our messages alone."""
PERSON: Json = {"id": 2, "is_bot": False, "first_name": "You", "language_code": "en"}
CHAT: Json = {"id": PERSON["id"], "type": "private", "first_name": PERSON["first_name"]}


@dataclass(frozen=True)
class Button:
    """One of `data` (a press), `url`, `inline` (opens inline mode with these words), `copy` (these words)."""

    label: str
    data: str | None = None
    url: str | None = None
    inline: str | None = None
    copy: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Shown:
    """A message as the person sees it. One that was shared through inline mode has no `id`."""

    html: str
    buttons: Rows = ()
    id: int | None = None
    inline_id: str | None = None
    edited: bool = False


@dataclass(frozen=True)
class Toast:
    """The answer to a press: a line that passes, or an alert that stays until it is read."""

    text: str
    alert: bool = False


@dataclass(frozen=True)
class Result:
    """One line of an inline answer; `message` is what choosing it sends."""

    id: str
    title: str
    description: str
    message: Shown


@dataclass(frozen=True)
class Results:
    """The answer to an inline query. `ask` is the button above it that opens the bot with `/start parameter`."""

    query: str
    found: tuple[Result, ...] = ()
    ask: tuple[str, str] | None = None
    next_offset: str = ""


Event = Shown | Toast | Results


class BadRequestError(Exception):
    """What Telegram would refuse; the message is its description."""


class LocalTelegram(WithoutNetwork):
    """Takes the place of HTTP for one bot and one person. `tell` is called with whatever becomes visible.

    Files that the bot sends are kept in `folder`.
    """

    def __init__(self, tell: Callable[[Event], None], folder: Path, next_id: int = 1) -> None:
        self.messages: dict[int, Shown] = {}
        self.shared: dict[str, Shown] = {}
        self.queries: dict[str, str] = {}
        """Inline queries that wait for their answer: id to words."""
        self._tell = tell
        self._folder = folder
        self._next_id = next_id
        self._methods: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda _: BOT | {"supports_inline_queries": True},
            "sendMessage": self._send,
            "sendDocument": lambda given: self._keep(given, given["document"]),
            "sendPhoto": lambda given: self._keep(given, given["photo"]),
            "editMessageText": self._edit,
            "setMyCommands": lambda _: True,
            "deleteMyCommands": lambda _: True,
            "answerCallbackQuery": self._answer_press,
            "answerInlineQuery": self._answer_inline,
        }

    def new_id(self) -> int:
        """The id of the next message, whoever writes it."""
        number, self._next_id = self._next_id, self._next_id + 1
        return number

    def answer(self, method: str, given: Json) -> Json:
        try:
            if method not in self._methods:
                raise BadRequestError(f"the local chat has no {method}")
            return {"ok": True, "result": self._methods[method](given)}
        except BadRequestError as error:
            return {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}

    def _send(self, given: Json) -> Json:
        shown = Shown(given["text"], _buttons(given), id=self.new_id())
        return self._show(shown)

    def _keep(self, given: Json, upload: tuple[str, bytes, str]) -> Json:
        """A file: kept beside the database, and shown as its name with the caption."""
        name, content, _ = upload
        number = self.new_id()
        path = self._folder / f"{number}-{Path(name).name}"
        self._folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return self._show(Shown(f"{given.get('caption', '')}\n\n📎 {escape(str(path))}".strip(), id=number))

    def _edit(self, given: Json) -> Json | bool:
        html, buttons = given["text"], _buttons(given)
        inline_id = given.get("inline_message_id")
        number = None if inline_id else int(given["message_id"])
        before = self.shared.get(inline_id) if inline_id else self.messages.get(number or 0)
        if before is not None and (before.html, before.buttons) == (html, buttons):
            raise BadRequestError("message is not modified")
        # A message of an earlier session is shown as it is now: only its edit is known here.
        shown = Shown(html, buttons, number, inline_id, edited=True)
        if inline_id:
            self.share(shown)
            return True
        return self._show(shown)

    def share(self, shown: Shown) -> None:
        """Shows a message that came through inline mode."""
        assert shown.inline_id is not None  # noqa: S101  (it is what makes it a shared one)
        self.shared[shown.inline_id] = shown
        self._tell(shown)

    def _answer_press(self, given: Json) -> bool:
        if given.get("text"):
            self._tell(Toast(given["text"], bool(given.get("show_alert"))))
        return True

    def _answer_inline(self, given: Json) -> bool:
        words = self.queries.pop(given["inline_query_id"], None)
        if words is None:
            raise BadRequestError("query is too old and response timeout expired or query ID is invalid")
        button = given.get("button")
        ask = (button["text"], button["start_parameter"]) if button else None
        found = tuple(_result(each) for each in given["results"])
        self._tell(Results(words, found, ask, given.get("next_offset") or ""))
        return True

    def _show(self, shown: Shown) -> Json:
        assert shown.id is not None  # noqa: S101  (only shared messages have none)
        self.messages.pop(shown.id, None)  # the newest change stands last
        self.messages[shown.id] = shown
        self._tell(shown)
        return message_json(shown)


def message_json(shown: Shown) -> Json:
    """The message as Telegram hands it back, and with every press."""
    text = plain(shown.html)
    return {"message_id": shown.id, "date": int(time.time()), "chat": CHAT, "from": BOT, "text": text}


def _buttons(given: Json) -> Rows:
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", ())
    return tuple(
        tuple(
            Button(
                each["text"],
                each.get("callback_data"),
                each.get("url"),
                each.get("switch_inline_query"),
                each.get("copy_text", {}).get("text"),
            )
            for each in row
        )
        for row in rows
    )


def _result(given: Json) -> Result:
    message = Shown(given["input_message_content"]["message_text"], _buttons(given))
    return Result(given["id"], given["title"], given.get("description") or "", message)
