"""The person at the keyboard: turns what they do into the updates that Telegram would make of it."""

import re
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from bot.local.telegram import BOT, CHAT, PERSON, Button, Json, LocalTelegram, Result, Shown, message_json

LIMIT = 4096
"""UTF-16 units in one message; clients cut longer texts."""
DOMAINS = "com|org|net|edu|gov|int|info|io|eu|uk|de|fr|es|it|pl|ua|ru|us|ca|au|news|example"

# What Telegram marks by itself, the first that fits wins: "https://example.org/#a" is a link and no hashtag.
ENTITIES = (
    ("url", re.compile(r"\bhttps?://[^\s<>\"“”]+", re.IGNORECASE)),
    ("url", re.compile(rf"(?<![\w@.:/-])(?:[a-z0-9-]+\.)+(?:{DOMAINS})\b(?:/[^\s<>\"“”]*)?", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/])/[a-z0-9_]{1,64}(?![\w/])", re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@])@[a-z0-9_]{3,32}(?!\w)", re.IGNORECASE)),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)
AFTER_A_LINK = ".,;:!?]}»'"
"""Closes the sentence, not the link. So does a bracket that was not opened in it."""

Accept = Callable[[list[Json]], Awaitable[None]]


class Person:
    def __init__(self, telegram: LocalTelegram, accept: Accept, next_update: int = 1) -> None:
        self._telegram = telegram
        self._accept = accept
        self._next_update = next_update
        self._article: Json | None = None

    async def say(self, text: str) -> None:
        """Types or pastes a text; one that is too long for a message is cut as a client cuts it.

        /claim is sent as a reply to the newest article, which it is about.
        """
        reply = self._article if text.startswith("/claim") else None
        await self._write(text, {"reply_to_message": reply} if reply else {})

    async def forward(self, text: str, channel: str, posted: int) -> None:
        """Forwards a post of a channel, published at this moment (seconds since 1970, UTC)."""
        chat = {"id": -1_000_000_000_001, "type": "channel", "title": channel}
        origin = {"type": "channel", "chat": chat, "message_id": 1, "date": posted}
        await self._write(text, {"forward_origin": origin})

    async def press(self, button: Button, shown: Shown) -> None:
        """Presses a button with data."""
        query: Json = {
            "id": secrets.token_hex(8),
            "from": PERSON,
            "chat_instance": "local",
            "data": button.data,
        }
        if shown.inline_id is not None:
            query["inline_message_id"] = shown.inline_id
        else:
            query["message"] = message_json(shown)
        await self._update("callback_query", query)

    async def look_up(self, words: str, offset: str = "") -> None:
        """Types `@bot words` in some chat."""
        number = secrets.token_hex(8)
        self._telegram.queries[number] = words
        query = {"id": number, "from": PERSON, "query": words, "offset": offset, "chat_type": "private"}
        await self._update("inline_query", query)

    async def choose(self, result: Result, query: str) -> None:
        """Chooses an inline result: its message appears in the other chat."""
        inline_id = secrets.token_hex(8)
        self._telegram.share(replace(result.message, inline_id=inline_id))
        chosen = {"result_id": result.id, "from": PERSON, "query": query, "inline_message_id": inline_id}
        await self._update("chosen_inline_result", chosen)

    async def _write(self, text: str, fields: Json) -> None:
        at = int(time.time())
        for piece in cut(text.strip()):
            message = {
                "message_id": self._telegram.new_id(),
                "date": at,
                "chat": CHAT,
                "from": PERSON,
                "text": piece,
                "entities": entities(piece),
                **fields,
            }
            if not piece.startswith("/"):
                self._article = message
            await self._update("message", message)

    async def _update(self, kind: str, content: Json) -> None:
        number, self._next_update = self._next_update, self._next_update + 1
        await self._accept([{"update_id": number, kind: content}])


def cut(text: str) -> Iterator[str]:
    """The messages a client makes of a text: at the last line end that fits, or word end, or anywhere."""
    while units(text) > LIMIT:
        fits = len(text.encode("utf-16-le", "surrogatepass")[: 2 * LIMIT].decode("utf-16-le", "ignore"))
        at = text.rfind("\n", fits // 2, fits + 1)
        if at < 0:
            at = text.rfind(" ", fits // 2, fits + 1)
        if at < 0:
            at = fits
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def entities(text: str) -> list[Json]:
    """What Telegram finds in a text, in order. Offsets and lengths are UTF-16 units."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in ENTITIES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(_link(match[0]))
            if all(end <= other_start or other_end <= start for other_start, other_end, _ in found):
                found.append((start, end, kind))
    return [
        {"type": kind, "offset": units(text[:start]), "length": units(text[start:end])}
        for start, end, kind in sorted(found)
    ]


def _link(found: str) -> str:
    found = found.rstrip(AFTER_A_LINK)
    while found.endswith(")") and found.count(")") > found.count("("):
        found = found[:-1].rstrip(AFTER_A_LINK)
    return found


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def start_parameter(url: str) -> str | None:
    """The parameter of a link to our own bot, empty for none; None for any other link."""
    base, _, parameter = url.partition("?start=")
    return parameter if base == f"https://t.me/{BOT['username']}" else None
