"""Texts that would be slow if anything in the engine were not linear: one piece, repeated."""

import time
from collections.abc import Callable

PIECES = (
    "1", "$", "1,1,1,", "1.1.1.", "two ", "between ", "-5", "one in ", "hundreds of ", "1 ", "1-", " ", "5 to ",
    "(", "((( ", '"', "'", "“", "“a” ", "'a ", "said ", "Lee said “", "Lee: “", "A said, ", "he said that ",
    "according to ", "reportedly ", "-", "—", " - ", "a, ", "of ", "the ", "Mr. ", "A.", "\n", "1\n", "May 5 ",
    "5% ", "£5m-", "1/", "12:", "@", "http://", "٣", "It was 5 of 9, 4 and 3. ",
)  # fmt: skip
SIZES = (25_000, 50_000, 100_000)


def show_growth(of: str, read: Callable[[str], object]) -> None:
    """Seconds for each piece repeated up to each size: twice the text must not take more than twice the time."""
    print(f"\nSeconds for {of}, one piece repeated, by length in characters")
    print(f"{'':30}" + "".join(f"{size:>10,}" for size in SIZES))
    for piece in PIECES:
        times = []
        for size in SIZES:
            text = (piece * size)[:size]
            started = time.process_time()
            read(text)
            times.append(time.process_time() - started)
        print(f"{piece!r:30}" + "".join(f"{seconds:10.3f}" for seconds in times), flush=True)
