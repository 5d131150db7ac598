"""Presses and inline queries: what a person waits for after touching a button or typing @bot."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .model import Message
from .text import Json

if TYPE_CHECKING:
    from .emulator import Emulator
    from .updates import Update


@dataclass(frozen=True)
class PressAnswer:
    """What shows after a press: a line at the top (`text`), or with `show_alert` a window."""

    text: str
    show_alert: bool
    url: str
    cache_time: int


@dataclass(frozen=True)
class InlineAnswer:
    """What shows above the input field; `results` are the Bot API's objects, to be given to `choose`."""

    results: list[Json]
    next_offset: str
    button: Json | None
    cache_time: int
    is_personal: bool

    @property
    def titles(self) -> list[str]:
        return [str(result.get("title", "")) for result in self.results]


class _Awaited:
    """Something the bot must answer within a deadline; a late or missing answer is a violation."""

    def __init__(self, emulator: Emulator, deadline: float, complaint: str) -> None:
        self.emulator = emulator
        self.expired = False
        self._complaint = f"{complaint} and got no answer within {deadline:g} s"
        self._timer: asyncio.TimerHandle | None = None
        if not math.isinf(deadline):
            self._timer = asyncio.get_running_loop().call_later(deadline, self._expire)

    def _expire(self) -> None:
        self.expired = True
        self.emulator.violation(self._complaint)
        self.emulator.note_change()

    def forget(self) -> None:
        """Stops the clock."""
        if self._timer is not None:
            self._timer.cancel()


class Press(_Awaited):
    """A pressed button. `answer` is None until the bot has answered."""

    def __init__(self, emulator: Emulator, press_id: str, who: str, message: Message, data: str) -> None:
        super().__init__(emulator, emulator.callback_deadline, f"{who} pressed {data!r}")
        self.id = press_id
        self.message = message
        self.data = data
        self.answer: PressAnswer | None = None
        self.update: Update | None = None

    @property
    def is_open(self) -> bool:
        """The bot still owes an answer. With an infinite deadline it owes none."""
        return self.answer is None and not self.expired and self._timer is not None

    def set_answer(self, answer: PressAnswer) -> None:
        """A second answer is accepted and changes nothing, as on Telegram."""
        self.forget()
        self.answer = self.answer or answer
        self.emulator.note_change()

    async def answered(self, timeout: float = 30) -> PressAnswer:
        """Waits for the answer. Raises TimeoutError."""
        await self.emulator.until(lambda: self.answer is not None, timeout)
        assert self.answer is not None
        return self.answer


class TypedQuery(_Awaited):
    """An inline query under way."""

    def __init__(self, emulator: Emulator, query_id: str, who: str, query: str) -> None:
        super().__init__(emulator, emulator.inline_deadline, f"{who} typed {query!r}")
        self.id = query_id
        self.query = query
        self.answer: InlineAnswer | None = None

    def set_answer(self, answer: InlineAnswer) -> None:
        self.forget()
        self.answer = self.answer or answer
        self.emulator.note_change()
