"""The emulated Telegram: its state, its settings, and what tests ask of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from .faults import Fault, Faults, Limits, Planned
from .groups import Group
from .interactions import Press, TypedQuery
from .model import Account, Chat, Message, StoredFile
from .parameters import Call
from .people import User
from .server import Server
from .text import Json
from .updates import Update, Updates
from .webhook import Webhook

T = TypeVar("T")
BOT_ID = 7_000_000_001  # beyond 32 bits, as real ones are
FIRST_USER_ID = 5_000_000_001


@dataclass
class Request:
    """One request of the bot, as logged in `emulator.sent`."""

    method: str
    params: Json
    at: float  # seconds, as emulator.now() gives them
    chat_id: int | None
    error: str = ""  # what the bot was told, empty when it went well
    result: Any = None

    @property
    def text(self) -> str:
        return str(self.params.get("text", self.params.get("caption", "")))


class Emulator:
    """Telegram for one bot. Use it as `async with Emulator() as telegram:`; see README.md.

    `violations` collects every breach of protocol as a sentence; a test asserts at its end that it is empty.
    """

    def __init__(
        self, bot_name: str = "Example Desk", username: str = "exampledesk_bot", bot_id: int = BOT_ID
    ) -> None:
        self.bot = Account(bot_id, bot_name, username=username, is_bot=True)
        self.token = f"{bot_id}:AAtestTESTtestTESTtestTESTtestTEST_ab"
        self.violations: list[str] = []
        self.sent: list[Request] = []

        # Settings that tests change.
        self.now: Callable[[], float] = time.time  # dates of messages
        self.clock: Callable[[], float] = time.monotonic  # deadlines and limits
        self.callback_deadline = 15.0  # seconds; math.inf: presses may stay unanswered
        self.inline_deadline = 10.0
        self.inline_feedback = True  # whether chosen_inline_result is sent
        self.real_limits = False  # 429 by Telegram's own limits
        self.holds_against_models = True  # a load test does without: 3 ms for a page of inline results
        self.webhook_backoff = (0.02, 0.5)  # first and longest pause between attempts, seconds
        self.webhook_timeout = 10.0

        # State.
        self.people: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.inline_messages: dict[str, Message] = {}
        self.presses: dict[str, Press] = {}
        self.queries: dict[str, TypedQuery] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}  # by scope and language
        self.profile: dict[tuple[str, str], str] = {}  # name and descriptions by kind and language
        self.faults = Faults()
        self.limits = Limits(lambda: self.clock())  # noqa: PLW0108 - a test may change the clock
        self.updates = Updates(self)
        self.webhook = Webhook(self)
        self.server = Server(self)
        self.changes = 0  # grows with every message sent or edited
        self.in_flight = 0  # requests being handled, long polls aside
        self.last_activity = 0.0
        self._private_ids = 0  # private chats of a bot share one counter of message ids
        self._ids = 0
        self._waiting: set[asyncio.Future[None]] = set()

    async def __aenter__(self) -> Emulator:
        await self.server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for awaited in (*self.presses.values(), *self.queries.values()):
            awaited.forget()
        await self.webhook.close()
        await self.server.stop()

    @property
    def url(self) -> str:
        """What CLAIMDESK_API_URL is set to."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    # ------------------------------------------------------------------ people and places

    def user(self, name: str, language: str = "en", last_name: str = "", username: str | None = None) -> User:
        """A new person, who has not started the bot yet."""
        user_id = FIRST_USER_ID + len(self.people)
        username = name.lower() + "_example" if username is None else username
        user = User(self, Account(user_id, name, last_name, username, language))
        self.people[user_id] = user
        self.chats[user_id] = user.chat
        return user

    def group(
        self,
        title: str,
        members: Sequence[User] = (),
        *,
        admins: Sequence[User] = (),
        bot_is_member: bool = True,
        privacy: bool = True,
        forum: bool = False,
        kind: str = "supergroup",
    ) -> Group:
        """A new group; its first member created it. With `privacy` the bot sees only what is meant for it."""
        number = sum(chat.id < 0 for chat in self.chats.values()) + 1
        chat_id = -1_002_000_000_000 - number if kind == "supergroup" else -4_000_000_000 - number
        group = Group(self, Chat(chat_id, kind, title, is_forum=forum, privacy=privacy))
        for user in members:
            group.chat.members[user.id] = "administrator" if user in admins else "member"
        if members:
            group.chat.members[members[0].id] = "creator"
        if bot_is_member:
            group.chat.members[self.bot.id] = "member"
        self.chats[chat_id] = group.chat
        return group

    # ------------------------------------------------------------------ what tests order and ask

    def fail_next(
        self,
        method: str,
        error: Fault,
        times: int = 1,
        chat: User | Group | None = None,
        *,
        retry_after: int = 1,
        description: str = "",
        delay: float = 1.0,
    ) -> None:
        """Lets the next `times` requests of `method` ("*": any but getUpdates) fail, in `chat` only if given.

        `error` is a status code (429 with `retry_after` seconds, 403, 400, 500, 502), or "dropped"
        (connection broken before handling), "lost" (handled, no answer), "slow" (answer after `delay` s).
        """
        chat_id = chat.chat.id if chat else None
        self.faults.planned.append(Planned(method, error, times, chat_id, retry_after, description, delay))

    def redeliver(self, what: Update | Message | Press, times: int = 1) -> None:
        """Delivers an update again, or the one that told of a message or a press."""
        update = what if isinstance(what, Update) else what.update
        assert update is not None, "the bot was never told of this"
        self.updates.redeliver(update, times)

    def callbacks_first(self) -> AbstractAsyncContextManager[None]:
        """`async with`: presses made in the block reach the bot before messages sent in it."""
        return self.updates.callbacks_first()

    def take_violations(self) -> list[str]:
        """Returns the violations so far and forgets them, for a test that breaks the rules on purpose."""
        taken, self.violations = self.violations, []
        return taken

    def requests(self, method: str) -> list[Request]:
        """The logged requests of one method."""
        return [request for request in self.sent if request.method == method]

    async def idle(self, quiet: float = 0.1, timeout: float = 30) -> None:
        """Waits until every update is delivered and confirmed, every press answered, and the bot silent.

        Silent means no request (getUpdates aside) for `quiet` seconds. Raises TimeoutError.
        """
        deadline = time.monotonic() + timeout
        while True:
            self.updates.expire()
            remaining = self.last_activity + quiet - time.monotonic()
            busy = self._busy()
            if not busy and remaining <= 0:
                return
            if time.monotonic() >= deadline:
                raise TimeoutError(f"not idle after {timeout} s: {busy or 'the bot keeps sending'}")
            await self._next_change(0.05 if busy else remaining)

    def _busy(self) -> str:
        if self.updates.pending:
            kinds = sorted({update.kind for update in self.updates.pending.values()})
            return f"{len(self.updates.pending)} updates are not confirmed ({', '.join(kinds)})"
        open_presses = [press.data for press in self.presses.values() if press.is_open]
        if open_presses:
            return f"presses are not answered: {open_presses}"
        return f"{self.in_flight} requests are being handled" if self.in_flight else ""

    async def until(self, ask: Callable[[], T], timeout: float = 30) -> T:
        """Waits until `ask()` is true and returns it. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        while not (answer := ask()):
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError(f"did not come true within {timeout} s")
            await self._next_change(remaining)
        return answer

    async def _next_change(self, timeout: float) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        await asyncio.wait([waiting], timeout=timeout)
        self._waiting.discard(waiting)

    # ------------------------------------------------------------------ for the other modules

    def note_change(self) -> None:
        """Wakes everybody who waits for something to happen."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def note_activity(self) -> None:
        self.last_activity = time.monotonic()
        self.note_change()

    def violation(self, sentence: str) -> None:
        self.violations.append(sentence)

    def new_id(self, prefix: str = "") -> str:
        self._ids += 1
        return f"{prefix}{self._ids:06}"

    def add_message(self, chat: Chat, sender: Account, raw: Json, file: StoredFile | None = None) -> Message:
        """Puts a message into a chat under the next message id."""
        if chat.type in {"private", "group"}:
            self._private_ids += 1
            message_id = self._private_ids
        else:
            message_id = chat.next_id
            chat.next_id += 1
        head = {"message_id": message_id, "from": sender.as_json(), "chat": chat.as_json()}
        self.changes += 1
        message = Message(chat, sender, head | {"date": int(self.now())} | raw, self.changes, file)
        chat.all_messages[message_id] = message
        self.note_activity()
        return message

    def edit_message(self, message: Message, changes: Json) -> None:
        """Replaces fields of a message; a field that becomes None goes."""
        merged = message.raw | changes | {"edit_date": int(self.now())}
        message.raw = {name: value for name, value in merged.items() if value is not None}
        message.edits += 1
        self.changes += 1
        message.changed = self.changes
        self.note_activity()

    def add_file(self, name: str, mime: str, data: bytes, folder: str = "documents") -> StoredFile:
        file_id = self.new_id("AgAD")
        suffix = name.rsplit(".", 1)[-1] if "." in name else "bin"
        stored = StoredFile(file_id, name, mime, data, f"{folder}/file_{self._ids}.{suffix}")
        self.files[file_id] = stored
        return stored

    def log(self, call: Call, chat_id: int | None) -> Request:
        request = Request(call.method, call.params, self.now(), chat_id)
        self.sent.append(request)
        return request
