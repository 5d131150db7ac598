"""The key of twins: texts that differ only in case, punctuation and the way characters are encoded."""

import re
import unicodedata

_THOUSANDS = re.compile(r"(?<=\d)[,'’ \u202f](?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
# "-5" keeps its sign, "COVID-19" and "5-10" have none.
_SIGN = re.compile(r"(?<![\w)\].%])[-−–](?=[$€£¥₹]?\d)")
_INSIDE = re.compile(r"(?<=[^\W\d_])['’.](?=[^\W\d_])")
_POINT = re.compile(r"\.(?=\d)")
_SPACE_BEFORE_PERCENT = re.compile(r"\s+(?=[%‰])")
_SPACE_AFTER_CURRENCY = re.compile(r"(?<=[$€£¥₹])\s+(?=\d)")
_KEPT = frozenset("%‰")
# Placeholders from the private use area, so that the signs survive the sweep of punctuation.
_MINUS, _DOT = "\ue000", "\ue001"


def normalise(text: str) -> str:
    """Two texts with the same result are one claim.

    >>> normalise('"Over 1,500 were hurt," he said.') == normalise("over 1500 were hurt he said")
    True
    >>> normalise("fell by -1.5 %") == normalise("fell by 15%")
    False
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _THOUSANDS.sub("", text)
    text = _DECIMAL_COMMA.sub(".", text)
    text = _SIGN.sub(_MINUS, text)
    text = _INSIDE.sub("", text)
    text = _POINT.sub(_DOT, text)
    text = " ".join(text.translate(_SWEEP).split())
    text = _SPACE_BEFORE_PERCENT.sub("", text)
    text = _SPACE_AFTER_CURRENCY.sub("", text)
    return text.replace(_MINUS, "-").replace(_DOT, ".")


class _Sweep(dict[int, int]):
    """For `str.translate`: each character to itself or to a space; decided when it is first seen."""

    def __missing__(self, code: int) -> int:
        self[code] = code if _stays(chr(code)) else ord(" ")
        return self[code]


_SWEEP = _Sweep()


def _stays(character: str) -> bool:
    """Letters, marks, digits, currency and mathematical signs; not punctuation, emoji or controls."""
    if character in (_MINUS, _DOT) or character in _KEPT:
        return True
    category = unicodedata.category(character)
    return category[0] in "LMN" or category in ("Sc", "Sm")
