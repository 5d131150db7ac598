"""How a text writes its numbers: "12,500.75" as English does, or "12.500,75" and "12 500,75" as others do.

Only a text that is plainly not English is read the other way, and only while no number in it speaks against it.
"""

import re
from functools import cache

from claims.tables import forms, read_table
from claims.terms import foreign_language, words

_READ = 3_000  # characters that show the language
_DOUBTFUL = re.compile(r"\d[.,]\d|\d[ \u00a0\u2009\u202f]\d{3}(?!\d)|\d (?i:m|b|t)")
_ENGLISH = (" the ", " and ", " was ", " said ")
# 1,250,000 and "12.5 %", as in Mexico
_AGAINST = re.compile(r"\d,\d{3},\d{3}(?!\d)|\d\.\d{1,2}(?=\s?%| mill)")
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]")


def writes_decimal_comma(text: str) -> bool:
    """Whether "3.400" is three thousand four hundred here, and "12,5" twelve and a half.

    >>> writes_decimal_comma("Die Strecke ist 3.400 Kilometer lang und wird nicht saniert.")
    True
    """
    start = text[:_READ]
    if any(word in start for word in _ENGLISH) or not _DOUBTFUL.search(text):
        return False
    return foreign_language(words(start)) and not _AGAINST.search(text)


def in_english(number: str) -> str:
    """ "12.500,75" and "12 500,75" as English writes them, without separators of thousands: "12500.75"."""
    whole, _, decimals = number.partition(",")
    groups = _SPACES.sub("", whole).split(".")
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
        return number  # 12.5
    return "".join(groups) + ("." + decimals if decimals else "")


@cache
def english_scales() -> dict[str, str]:
    """ "milliarden" is a billion, "billionen" a trillion."""
    return {word: row["means"] for row in read_table("foreign_scales") for word in forms(row["words"])}
