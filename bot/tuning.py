"""Python's own clockwork, set for answers that come soon."""

import gc
import sys

GARBAGE = (10_000, 10, 10)
"""New objects between two collections. Python's own 700 stop an answer many times."""
SWITCH_SECONDS = 0.0005
"""How long a thread that matches an article keeps the others waiting at a time, the event loop among them. With
Python's own 5 ms an inline answer, which changes hands several times, took twice as long meanwhile."""


def tune() -> None:
    """Sets it; for a process that has loaded what it needs."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()  # what is loaded by now stays, and need not be looked at again
    gc.set_threshold(*GARBAGE)
