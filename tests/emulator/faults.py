"""What goes wrong on purpose: errors and broken connections that a test orders, and Telegram's own limits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .errors import USUAL_WORDS, ApiError, too_many_requests

# "dropped": the connection breaks before the request is handled; "lost": handled, but the answer never comes;
# "slow": handled, and the answer comes after `delay` seconds.
Fault = int | Literal["dropped", "lost", "slow"]


@dataclass
class Planned:
    method: str
    error: Fault
    times: int
    chat_id: int | None
    retry_after: int
    description: str
    delay: float

    def as_error(self) -> ApiError:
        assert isinstance(self.error, int)
        if self.error == 429:
            return too_many_requests(self.retry_after)
        return ApiError(self.error, self.description or USUAL_WORDS[self.error])


class Faults:
    def __init__(self) -> None:
        self.planned: list[Planned] = []

    def take(self, method: str, chat_id: int | None) -> Planned | None:
        """The fault that this request meets, if one was ordered for it."""
        for planned in self.planned:
            matches = planned.method == method or (planned.method == "*" and method != "getUpdates")
            if matches and planned.chat_id in {None, chat_id}:
                planned.times -= 1
                if planned.times == 0:
                    self.planned.remove(planned)
                return planned
        return None


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self.tokens, self.at = float(burst), clock()

    def wait(self) -> float:
        """Seconds until one more may pass."""
        now = self.clock()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.tokens) / self.rate)

    def take(self) -> None:
        self.tokens -= 1


class Limits:
    """30 messages a second overall, 1 a second in a private chat (3 at once), 20 a minute in a group.

    Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.overall = Bucket(30, 30, clock)
        self.chats: dict[int, Bucket] = {}
        self.held_until: dict[int, float] = {}  # chats in which the bot was told to wait

    def hold(self, chat_id: int, seconds: int) -> None:
        self.held_until[chat_id] = self.clock() + seconds

    def still_held(self, chat_id: int) -> int:
        """Seconds (rounded up) for which the bot was told to leave this chat alone."""
        return max(0, math.ceil(self.held_until.get(chat_id, 0.0) - self.clock()))

    def count(self, chat_id: int) -> int:
        """Counts one message; returns the seconds to wait when it is one too many, else 0."""
        slow = (20 / 60, 20) if chat_id < 0 else (1.0, 3)
        chat = self.chats.setdefault(chat_id, Bucket(*slow, self.clock))
        wait = math.ceil(max(self.overall.wait(), chat.wait()))
        if not wait:
            self.overall.take()
            chat.take()
        return wait
