"""Short work before long work, among the threads of one process.

Python runs one thread at a time. A thread that matches an article would make an inline look-up wait each time that
one comes back from the database or the index. So long work asks between its steps whether short work is under way,
and lets it finish.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

LONGEST = 0.02
"""Seconds that one step waits at most: however many people type, an article is read in the end."""


class Turns:
    """Who goes first."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._lock = Lock()
        self._short = 0
        self._free = Event()
        self._free.set()

    @contextmanager
    def first(self) -> Iterator[None]:
        """Around short work, in its own thread."""
        with self._lock:
            self._short += 1
            self._free.clear()
        try:
            yield
        finally:
            with self._lock:
                self._short -= 1
                if not self._short:
                    self._free.set()

    def give_way(self) -> None:
        """Between the steps of long work: waits while short work is under way."""
        self._free.wait(self._longest)
