"""Joins quantities that belong together: ranges, changes, scores, elided units."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from claims.figures.bounds import read_left
from claims.figures.quantities import Quantity
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

_SCORE_WORDS = word_class("score words")
_RANGE_WORDS = word_class("range words")
_OPTIONS = Decimal(3)


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
    start = two.first if tokens[two.first - 1].text in HYPHENS else read_left(tokens, two.first).first
    link = tokens[start - 1]
    gap = tokens[one.reach : start]
    if not gap or len(gap) > 4 or one.kind == "score" or one.number.fraction != two.number.fraction:
        return None
    left = read_left(tokens, one.first)
    cue = tokens[left.first - 1].lower
    if len(gap) > 1 and not (cue == "from" and link.lower == "to" and all(each.is_word for each in gap)):
        return _worded_hyphen(one, two, gap)
    word = link.lower
    if link.text in HYPHENS:
        return _hyphened(tokens, one, two, link)
    if word in {"to", "until"} or (word == "and" and cue == "between"):
        if not _comparable(one, two) or (one.ranged and two.ranged):
            return None
        if word == "to" and cue != "from" and not one.bare and (left.trend or cue in {"by", "to"}):
            return None  # "rose 5 percent to 12 percent": by how much, then to what
        return _range(one, two, change=cue == "from" and _is_change(tokens, left.first - 1, one, two))
    if word == "or" and one.low < two.low <= one.low * _OPTIONS and one.bare and _comparable(one, two):
        return _range(one, two)
    return None


def _worded_hyphen(one: Quantity, two: Quantity, gap: list[Token]) -> Quantity | None:
    """ "0-to-60-mph", "200,000 to-260,000 year-old"."""
    words = [each.text for each in gap if each.text not in HYPHENS]
    if words == ["to"] and one.bare and all(each.glued or each.text == "to" for each in gap):
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
        gap = (
            [tokens[here].lower for here in range(one.reach, two.first)]
            if two.first - one.reach < 5
            else [""]
        )
        if one.bare and not two.bare and one.kind == "count" and gap and _LIST_GAP.issuperset(gap):
            if two.unit and two.unit.kind == "money" and two.first < two.number.first:
                continue
            one.unit, one.kind, one.counted, one.phrase = two.unit, two.kind, two.counted, two.phrase
        if (
            two.bare
            and not one.bare
            and one.kind in {"money", "share", "measure"}
            and gap in (["from"], ["versus"])
        ):
            two.unit, two.kind = one.unit, one.kind


_LIST_GAP = frozenset({",", "and", "or", "of", "the", "its", "their", "-", "–"})
