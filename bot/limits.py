"""Telegram's limits on sending, as token buckets: overall, to a private chat, to a group."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

PRIVATE_BURST = 3
"""A private chat takes a few messages at once before one a second counts."""
FORGET_AT = 10_000


@dataclass
class Bucket:
    """Holds up to `size` tokens and gains `rate` a second. `at` is when `tokens` was right."""

    size: float
    rate: float
    tokens: float
    at: float

    def level(self, now: float) -> float:
        return min(self.size, self.tokens + (now - self.at) * self.rate)

    def spend(self, now: float) -> None:
        self.tokens, self.at = self.level(now) - 1, now

    def ready_in(self, now: float) -> float:
        """Seconds until a whole token is there."""
        return max(0.0, (1 - self.level(now)) / self.rate)


@dataclass
class Limits:
    per_second: float = 30
    per_chat: float = 1
    per_group_minute: float = 20
    clock: Callable[[], float] = time.monotonic
    _all: Bucket = field(init=False)
    _chats: dict[int, Bucket] = field(default_factory=dict, init=False)
    _held: dict[int, float] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        burst = max(1.0, self.per_second / 6)
        self._all = Bucket(burst, max(self.per_second - burst, self.per_second / 2), burst, self.clock())

    def room(self) -> int:
        """How many messages may go out now, whatever their chats."""
        return int(self._all.level(self.clock()))

    def start(self) -> None:
        """Counts one message overall, as it goes out."""
        self._all.spend(self.clock())

    def arrived(self, chat_id: int) -> None:
        """Counts one message to this chat, when its request has ended.

        Not when it goes out: a request that was slow on its way and a quick one behind it would be too close
        together at Telegram's end.
        """
        now = self.clock()
        if chat_id not in self._chats:
            if len(self._chats) >= FORGET_AT:
                self._chats = {chat: b for chat, b in self._chats.items() if b.level(now) < b.size}
            if chat_id < 0:  # a burst and a minute's gain together stay within what a minute allows
                size, rate = self.per_group_minute / 4, self.per_group_minute * 0.75 / 60
            else:
                size, rate = max(PRIVATE_BURST, self.per_chat), self.per_chat
            self._chats[chat_id] = Bucket(size, rate, size, now)
        bucket = self._chats[chat_id]
        bucket.spend(now)
        wait = bucket.ready_in(now)
        if wait > 0:
            self.hold(chat_id, wait)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Nothing goes to this chat for so long; the others go on."""
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), self.clock() + seconds)

    def held(self) -> set[int]:
        """The chats that must wait at this moment."""
        now = self.clock()
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        return set(self._held)

    def wait(self, most: float) -> float:
        """Seconds until a chat that waits may go on, at most `most`."""
        now = self.clock()
        return max(0.01, min([most, *(until - now for until in self._held.values())]))
