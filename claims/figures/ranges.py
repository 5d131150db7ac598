"""Joins quantities that belong together: ranges, changes, scores, elided units."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from claims.figures.bounds import read_left
from claims.figures.quantities import Quantity
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

_SCORE_WORDS = word_class("score words")
_LIST_GAP = word_class("list gap")
_RANGE_WORDS = word_class("range words")
_OPTIONS = Decimal(3)
_WIDEST_GAP = 9
"""Tokens between the ends of a change: "from $75 a barrel in October to about $45"."""
_CLOSE = 3


def join(tokens: list[Token], quantities: list[Quantity]) -> list[Quantity]:
    """Quantities in text order, with each range, change and score made one."""
    joined: list[Quantity] = []
    for quantity in quantities:
        pair = _pair(tokens, joined[-1], quantity) if joined else None
        if pair:
            joined[-1] = pair
        else:
            joined.append(quantity)
    _share_units(tokens, joined)
    return joined


def _pair(  # noqa: PLR0911 - one return a link
    tokens: list[Token], one: Quantity, two: Quantity
) -> Quantity | None:
    """The range, change or score that two neighbours make, or None."""
    if one.ranged or one.kind == "score" or two.first - one.reach > _WIDEST_GAP:
        return None
    start = two.first if tokens[two.first - 1].text in HYPHENS else read_left(tokens, two.first).first
    gap = tokens[one.reach : start]
    if not gap or one.number.fraction != two.number.fraction:
        return None
    link = gap[-1]
    word = link.lower
    left = read_left(tokens, one.first)
    cue = tokens[left.first - 1].lower
    if link.text in HYPHENS and len(gap) == 1:
        return _hyphened(tokens, one, two, link)
    if all(each.text in HYPHENS or each.lower == "to" for each in gap) and any(
        each.text in HYPHENS for each in gap
    ):
        return _range(one, two) if one.bare else None  # 0-to-60-mph
    if not _comparable(one, two):
        return None
    if cue == "from" and word == "to" and (len(gap) <= _CLOSE or one.unit is not None):
        return _range(one, two, change=_is_change(tokens, left.first - 1, one, two))
    if len(gap) > 1:
        return None
    if word == "to" and (one.bare or not (left.trend or cue in {"by", "to"})):
        return _range(one, two)  # but "rose 5 percent to 12 percent": by how much, then to what
    if word == "and" and cue == "between":
        return _range(one, two)
    if word == "or" and one.low < two.low <= one.low * _OPTIONS and one.bare:
        return _range(one, two)
    return None


def _hyphened(tokens: list[Token], one: Quantity, two: Quantity, link: Token) -> Quantity | None:
    if one.number.vague or two.number.vague or (one.low < 0 <= two.high):
        return None
    if not link.glued and link.text == "-" and not tokens[two.number.first].glued:
        return _range(one, two) if one.unit is None and _comparable(one, two) and not two.bare else None
    if _is_score(tokens, one, two):
        low, high = sorted((one.low, two.high))
        return replace(
            two, first=one.first, low=low, high=high, kind="score", counted=None, phrase=None, ranged=True
        )
    if two.low < one.low or not _comparable(one, two):
        return None
    return _range(one, two)


def _is_score(tokens: list[Token], one: Quantity, two: Quantity) -> bool:
    """ "won 3-1", "a 2-0 victory", "by 52-48": two plain small numbers beside a word of sport or of votes."""
    if (
        one.unit
        or two.unit
        or one.first != one.number.first
        or two.low != int(two.low)
        or one.low != int(one.low)
    ):
        return False
    near = {tokens[max(here, 0)].lower for here in range(one.first - 3, one.first)}
    near |= {tokens[here].lower for here in range(two.number.end, two.number.end + 2)}
    return bool(near & _SCORE_WORDS) and (two.bare or two.low <= one.low or two.counted in _SCORE_WORDS)


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
        beside = two.first - one.reach == 1 and tokens[one.reach].lower in {"from", "versus", "to", "against"}
        if beside and two.bare and not one.bare and two.kind == "count":
            two.unit, two.kind, two.counted, two.phrase = one.unit, one.kind, one.counted, one.phrase


def _listed(tokens: list[Token], one: Quantity, two: Quantity) -> bool:
    gap = {tokens[here].lower for here in range(one.reach, min(two.first, one.reach + _CLOSE + 1))}
    return bool(gap) and two.first - one.reach <= _CLOSE and gap <= _LIST_GAP
