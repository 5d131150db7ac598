"""Joins quantities that belong together: ranges, changes, scores, elided units."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from claims.figures.bounds import read_left
from claims.figures.quantity import Quantity
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

_SCORE_WORDS = word_class("score words")
_LIST_GAP = word_class("list gap") | word_class("determiners")
_RANGE_WORDS = word_class("range words")
_OPTIONS = Decimal(3)
_WIDEST_GAP = 9
"""Tokens between the ends of a change: "from $75 a barrel in October to about $45"."""
_CLOSE = 3
_LINKS = frozenset({"to", "and", "or"})
_NEAR = 5
_HIGHEST_SCORE = 400
Pair = Callable[[list[Token], Quantity, Quantity], Quantity | None]


def join(tokens: list[Token], quantities: list[Quantity]) -> list[Quantity]:
    """Quantities in text order, with each range, change and score made one; hyphens bind first."""
    joined = _merged(tokens, quantities, _hyphened)
    joined = _merged(tokens, [each for each in joined if not each.dropped], _worded)
    _share_units(tokens, joined)
    return joined


def _merged(tokens: list[Token], quantities: list[Quantity], pair: Pair) -> list[Quantity]:
    merged: list[Quantity] = []
    for quantity in quantities:
        both = pair(tokens, merged[-1], quantity) if merged else None
        if both:
            merged[-1] = both
        else:
            merged.append(quantity)
    return merged


def _hyphened(  # noqa: PLR0911 - one return a shape
    tokens: list[Token], one: Quantity, two: Quantity
) -> Quantity | None:
    """ "5-10 people", "won 3-1", "0-to-60-mph", "~25 – 40 minutes"; "at 89-89" is dropped."""
    first = tokens[one.reach]
    if first.text not in HYPHENS and first.lower != "to":
        return None
    gap = tokens[one.reach : two.first]
    if not gap or len(gap) > _CLOSE or one.ranged or one.number.vague or two.number.vague:
        return None
    if one.kind == "score" or one.number.fraction != two.number.fraction:
        return None
    link = gap[0]
    if len(gap) > 1:
        worded = all(each.text in HYPHENS or each.lower == "to" for each in gap)
        return _range(one, two) if worded and gap[-1].lower != "to" and one.bare else None
    if link.text not in HYPHENS or link.text == "—" or not _comparable(one, two):
        return None
    apart = not link.glued and not tokens[two.first].glued
    if apart and (link.text == "-" or two.bare):
        return None
    if _is_plain(one) and _is_plain(two) and (two.bare or two.low <= one.low):
        return _score(tokens, one, two)
    return _range(one, two) if one.low < two.low else None


def _is_plain(quantity: Quantity) -> bool:
    """A small whole number without unit or sign, as in a score."""
    return (
        quantity.unit is None
        and quantity.first == quantity.number.first
        and quantity.low == int(quantity.low)
        and 0 <= quantity.low < _HIGHEST_SCORE
    )


def _score(tokens: list[Token], one: Quantity, two: Quantity) -> Quantity:
    """ "won 3-1", "a 2-0 victory", "ruled 7-2". Beside no word of sport or of votes it is dropped."""
    near = {tokens[max(here, 0)].lower for here in range(one.first - _NEAR, one.first)}
    near |= {tokens[here].lower for here in range(two.number.end, two.number.end + 2)}
    if "between" in near or "from" in near or "aged" in near:
        return _range(one, two)
    low, high = sorted((one.low, two.high))
    found = near & _SCORE_WORDS or tokens[one.first - 1].text == ","
    return replace(
        two,
        number=replace(two.number, first=one.number.first),
        first=one.first,
        low=low,
        high=high,
        kind="score",
        counted=None,
        phrase=None,
        ranged=True,
        dropped=not found,
    )


def _worded(  # noqa: PLR0911 - one return a shape
    tokens: list[Token], one: Quantity, two: Quantity
) -> Quantity | None:
    """ "between 5 and 10", "5 to 10", "three or four", and changes: "from $75 in May to $45"."""
    if one.ranged or one.kind == "score" or two.first - one.reach > _WIDEST_GAP:
        return None
    if not any(each.lower in _LINKS for each in tokens[one.reach : two.first]):
        return None
    gap = tokens[one.reach : read_left(tokens, two.first).first]
    if not gap or one.number.fraction != two.number.fraction or not _comparable(one, two):
        return None
    word = gap[-1].lower
    left = read_left(tokens, one.first)
    cue = tokens[left.first - 1].lower
    if cue == "from" and word == "to" and (len(gap) <= _CLOSE or one.unit is not None):
        return _range(one, two, change=_is_change(tokens, left.first - 1, one, two))
    if len(gap) > 1 or two.ranged:
        return None
    if word == "to" and abs(one.low) < abs(two.high) and (one.bare or not (left.trend or cue == "by")):
        return _range(one, two)  # but "rose 5 percent to 12 percent": by how much, then to what
    if word == "and" and cue == "between":
        return _range(one, two)
    if word == "or" and one.low < two.low <= one.low * _OPTIONS and one.bare:
        return _range(one, two)
    return None


def _comparable(one: Quantity, two: Quantity) -> bool:
    """Whether both may be of the same thing: the same unit or noun, or one of them bare."""
    if one.bare or two.bare:
        return True
    if one.unit or two.unit:
        return one.unit == two.unit and one.unit is not None
    return (one.counted or "").split()[-1:] == (two.counted or "").split()[-1:]


def _is_change(tokens: list[Token], cue: int, one: Quantity, two: Quantity) -> bool:
    """ "fell from 9 to 7" is a change, "prices range from 9 to 12" is not."""
    before = [tokens[max(here, 0)] for here in range(cue - 6, cue)]
    if any(each.lower in _RANGE_WORDS for each in before):
        return False
    return two.low < one.low or any(read_left(tokens, here).trend for here in range(max(cue - 5, 1), cue + 1))


def _range(one: Quantity, two: Quantity, change: bool = False) -> Quantity:
    low, high = one.low, two.high
    if two.number.scale > 1 and one.number.scale == 1 and abs(low) <= two.number.high / two.number.scale:
        low *= two.number.scale  # "$3 to $5 billion"
    named = two if not two.bare or one.bare else one
    return replace(
        named,
        number=replace(two.number, first=one.number.first),
        first=one.first,
        end=max(two.end, two.number.end),
        reach=two.reach,
        low=min(low, high),
        high=max(low, high),
        ranged=True,
        change_from=low if change else None,
    )


def _share_units(tokens: list[Token], quantities: list[Quantity]) -> None:
    """Elided units: "280 million of the 1.5 billion shekels", "four-, five- and six-cylinder engines"."""
    for one, two in reversed(list(pairwise(quantities))):
        if one.bare and not two.bare and one.kind in {"count", "share"} and _listed(tokens, one, two):
            if two.unit and two.first < two.number.first:
                continue  # "two of the $5 coins"
            one.counted, one.phrase = two.counted, two.phrase
            if one.kind == "count":
                one.unit, one.kind = two.unit, two.kind
    for one, two in pairwise(quantities):
        beside = two.first - one.reach == 1 and tokens[one.reach].lower in {"to", "against", "from", "versus"}
        if beside and two.bare and two.kind == "count" and _passes_on(one, two):
            two.unit, two.kind, two.counted, two.phrase = one.unit, one.kind, one.counted, one.phrase


def _passes_on(one: Quantity, two: Quantity) -> bool:
    """ "12 cases against 9"; "1.12 billion crowns from 1.64 billion"."""
    if one.unit is None:
        return one.counted is not None
    return one.unit.kind == "money" and one.counted is None and two.number.scale > 1


def _listed(tokens: list[Token], one: Quantity, two: Quantity) -> bool:
    gap = {tokens[here].lower for here in range(one.reach, min(two.first, one.reach + _CLOSE + 1))}
    return bool(gap) and two.first - one.reach <= _CLOSE and gap <= _LIST_GAP
