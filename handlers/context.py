"""What a handler gets: the open transaction, the person, the desk.

python-telegram-bot's `process_update` swallows exceptions, and builds the context by itself. So the worker
puts a `Run` into a context variable; the context takes the transaction from it, and the error handler leaves
the error in it, where the worker finds it and rolls back.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from storage.outbox import Place
from storage.rules import Rules
from storage.tables import Person


@dataclass(frozen=True)
class Desk:
    """The team's settings, as far as the conversation needs them, and the bot it talks through."""

    bot_id: int
    bot_name: str
    admins: frozenset[int] = frozenset()
    review_chat: int | None = None
    review_topic: int | None = None
    rules: Rules = field(default_factory=Rules)
    join_wait: timedelta = timedelta(seconds=3)
    """How long a text that was probably cut waits for its continuation."""

    @property
    def name(self) -> str:
        return self.rules.desk_name

    def under(self, rules: Rules) -> "Desk":
        """The desk with the rules in force at this moment."""
        return replace(self, rules=rules)

    def link(self, parameter: str) -> str:
        """A link that opens the private chat with this start parameter."""
        return f"https://t.me/{self.bot_name}?start={parameter}"


@dataclass
class Run:
    """One attempt at one update."""

    session: AsyncSession
    error: BaseException | None = None
    started: bool = field(default=False)
    """Whether a context was built. An update for which none was built has failed."""


current_run: ContextVar[Run] = ContextVar("current_run")


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, Any]]):
    """The context of every handler."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], chat_id: int | None, user_id: int | None
    ) -> None:
        super().__init__(application=application, chat_id=chat_id, user_id=user_id)
        run = current_run.get()
        run.started = True
        self.run = run
        self.person: Person | None = None
        self.desk: Desk = self.bot_data["desk"]

    @property
    def session(self) -> AsyncSession:
        return self.run.session

    @property
    def sender(self) -> Person:
        """The person behind the update; the guard has met them before any other handler runs."""
        if self.person is None:
            raise LookupError("the update has no person")
        return self.person

    def place(self, update: Update) -> Place:
        """Where the update happened: where answers to it go."""
        message, chat = update.effective_message, update.effective_chat
        thread = message.message_thread_id if message is not None and message.is_accessible else None
        is_topic = bool(thread) and bool(getattr(message, "is_topic_message", False))
        where = chat.id if chat is not None else self.sender.id
        return Place(self.desk.bot_id, where, (thread or 0) if is_topic else 0)
