"""Updates on their way to the bot: numbered, kept until confirmed, handed out by getUpdates."""

from __future__ import annotations

import asyncio
import copy
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .errors import OTHER_POLL, WEBHOOK_ACTIVE, ApiError, conflict
from .text import Json

if TYPE_CHECKING:
    from .emulator import Emulator
    from .interactions import Press
    from .model import Message

    Subject: TypeAlias = Message | Press | None  # what an update tells of

# Kinds a bot gets only when it names them in allowed_updates.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
# How long Telegram keeps trying to deliver, in seconds; everything else a day.
LIFETIME = {"inline_query": 30.0, "callback_query": 150.0, "chosen_inline_result": 600.0}


@dataclass(eq=False)
class Update:
    """One update. `lane` is what Telegram keeps in order: a chat's messages, a person's presses."""

    serial: int
    kind: str
    payload: Json
    lane: tuple[str, int]
    dies_at: float
    again: bool = False  # a second delivery of what was confirmed already
    deliveries: int = 0

    @property
    def id(self) -> int:
        return int(self.payload["update_id"])


class Updates:
    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.pending: dict[int, Update] = {}  # by serial, oldest first
        self.history: list[Update] = []
        self.allowed: list[str] = []
        self.next_id = 880_000_001
        self.wake_webhook: Callable[[], None] = lambda: None
        self._serial = 0
        self._held: list[tuple[str, Json, tuple[str, int], Subject]] | None = None
        self._poll: asyncio.Future[None] | None = None

    def push(self, kind: str, body: Json, lane: tuple[str, int], subject: Subject = None) -> Update | None:
        """Queues an update unless the bot did not ask for its kind; `subject` then holds it."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return None
        if self._held is not None:
            self._held.append((kind, copy.deepcopy(body), lane, subject))
            return None
        payload = {"update_id": self.next_id, kind: copy.deepcopy(body)}
        self.next_id += 1
        update = self._queue(kind, payload, lane)
        if subject is not None:
            subject.update = update
        return update

    def redeliver(self, update: Update, times: int = 1) -> None:
        for _ in range(times):
            self._queue(update.kind, update.payload, update.lane, again=True)

    def _queue(self, kind: str, payload: Json, lane: tuple[str, int], again: bool = False) -> Update:
        self._serial += 1
        dies_at = self.emulator.clock() + LIFETIME.get(kind, math.inf)
        update = Update(self._serial, kind, payload, lane, dies_at, again)
        self.pending[update.serial] = update
        if not again:
            self.history.append(update)
        self._wake()
        return update

    @asynccontextmanager
    async def callbacks_first(self) -> AsyncIterator[None]:
        """Holds back what people do in the block; then their presses arrive, and only then their messages."""
        held = self._held = []
        try:
            yield
        finally:
            self._held = None
        presses = [self.push(*item) for item in held if item[0] == "callback_query"]
        await self.emulator.until(
            lambda: not any(p is not None and p.serial in self.pending for p in presses)
        )
        for item in held:
            if item[0] != "callback_query":
                self.push(*item)

    def done(self, update: Update) -> None:
        self.pending.pop(update.serial, None)
        self.emulator.note_change()

    def expire(self) -> None:
        """Drops what Telegram no longer tries to deliver."""
        now = self.emulator.clock()
        for update in [update for update in self.pending.values() if update.dies_at <= now]:
            self.done(update)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """One getUpdates request: confirms what lies below `offset`, then waits for the next updates."""
        if self.emulator.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        self.end_poll(conflict(OTHER_POLL))
        self._confirm(offset)
        deadline = self.emulator.clock() + timeout
        while True:
            self.expire()
            batch = [u for u in self.pending.values() if u.id >= offset or u.again][:limit]
            remaining = deadline - self.emulator.clock()
            if batch or remaining <= 0:
                for update in batch:
                    update.deliveries += 1
                return [update.payload for update in batch]
            poll = self._poll = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(poll, remaining)
            except TimeoutError:
                continue
            finally:
                if self._poll is poll:
                    self._poll = None

    def _confirm(self, offset: int) -> None:
        for update in list(self.pending.values()):
            if update.again and update.deliveries:
                self.done(update)
            elif offset < 0:  # keep only the newest -offset updates
                if update.id < self.next_id + offset:
                    self.done(update)
            elif update.id < offset and not update.again:
                self.done(update)

    def end_poll(self, reason: ApiError) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(reason)

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self.wake_webhook()
        self.emulator.note_change()
