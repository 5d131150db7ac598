"""Which crowns: Czech, Swedish, Norwegian, Danish or Icelandic ones. A text that does not say leaves it open."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from claims.figures.lexicon import CROWN
from claims.model import Figure
from claims.tables import forms, read_table

_WORD = re.compile(r"[^\W\d_]+")


def with_currency(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Sums of "crowns" in the one currency that the text names, else in no unit, counting crowns.

    >>> [each.unit for each in with_currency("Prague paid.", [Figure((0, 1), None, None, "=", "money", unit="crown")])]
    ['CZK']
    """
    if all(figure.unit != CROWN.name for figure in figures):
        return tuple(figures)
    codes = {_codes()[word] for word in _WORD.findall(text.lower()) if word in _codes()}
    known = set(_codes().values())
    codes |= {figure.unit for figure in figures if figure.unit is not None and figure.unit in known}
    code = codes.pop() if len(codes) == 1 else None
    return tuple(_in(figure, code) if figure.unit == CROWN.name else figure for figure in figures)


def _in(figure: Figure, code: str | None) -> Figure:
    if code is not None:
        return replace(figure, unit=code)
    return replace(figure, unit=None, counted=f"crown {figure.counted}" if figure.counted else "crown")


@cache
def _codes() -> dict[str, str]:
    """ "swedish" is SEK."""
    return {name: row["code"] for row in read_table("crowns") for name in forms(row["names"])}
