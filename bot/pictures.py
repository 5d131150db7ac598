"""Small pictures of the ratings, for the list of inline results: drawn here, as PNG, without any library.

A verdict on the truth axis is a dial, filled as far as it is true; the others are a disc of their colour.
"""

import math
import struct
import zlib
from functools import cache

from storage.ratings import RATINGS, Rating

SIZE = 96
"""Pixels, width and height."""
FINE = 3  # samples a side for each pixel, so that edges are smooth
PATH = "/ratings"
"""Where the webhook server shows them: /ratings/false.png"""

WHITE = (255, 255, 255)
PALE = (226, 228, 232)
COLOURS = {
    "false": (200, 40, 40),
    "mostly-false": (222, 110, 40),
    "half-true": (224, 176, 32),
    "mostly-true": (124, 170, 60),
    "true": (40, 145, 80),
    "missing-context": (110, 80, 170),
    "unproven": (120, 125, 135),
    "outdated": (140, 115, 90),
    "satire": (205, 85, 150),
    "said-as-quoted": (40, 145, 80),
    "fair-paraphrase": (60, 130, 190),
    "misquoted": (200, 40, 40),
    "said-by-someone-else": (222, 110, 40),
    "no-record-found": (120, 125, 135),
}
DRAWN = frozenset(COLOURS)


@cache
def picture(code: str) -> bytes:
    """The PNG of a rating. Raises KeyError for what is none."""
    rating = {each.code: each for each in RATINGS}[code]
    side = SIZE * FINE
    rows = bytearray()
    samples = [[_colour(rating, x / side, y / side) for x in range(side)] for y in range(side)]
    for top in range(0, side, FINE):
        rows.append(0)  # no filter
        for left in range(0, side, FINE):
            block = [samples[top + y][left + x] for y in range(FINE) for x in range(FINE)]
            rows += bytes(sum(sample[channel] for sample in block) // len(block) for channel in range(3))
    return _png(bytes(rows))


def _colour(rating: Rating, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a point; x and y from 0 to 1, from the top left."""
    distance = math.hypot(x - 0.5, y - 0.5)
    own = COLOURS[rating.code]
    if distance > 0.46:
        return WHITE
    if rating.number is None:
        return WHITE if 0.16 < distance < 0.24 else own
    if distance < 0.24:
        return WHITE
    turned = (math.atan2(x - 0.5, 0.5 - y) / math.tau) % 1  # clockwise from the top
    return own if turned <= rating.number / 5 else PALE


def _png(rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
