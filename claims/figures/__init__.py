"""Numeric claims in news text: what number, of what, with which bound.

The way through the code is the way of the text: mask what is no quantity (`masks`), split (`tokens`), read
each number with its unit or noun (`numbers`, `units`, `nouns`, `names`, `quantities`), join ranges
(`ranges`), read the bounds around it (`bounds`), find out which crowns are meant (`crowns`).
"""

from dataclasses import replace

from claims.figures.bounds import Left, read_left, read_right
from claims.figures.conventions import writes_decimal_comma
from claims.figures.crowns import with_currency
from claims.figures.masks import masked_spans
from claims.figures.numbers import STARTS, may_hold_number
from claims.figures.quantities import quantity_at
from claims.figures.quantity import Quantity
from claims.figures.ranges import join
from claims.figures.tokens import Token, tokenize
from claims.model import MAX_CHARS, Comparator, Figure, TextTooLongError, Trend

__all__ = ["find_figures"]


def find_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in text order; spans are code points into the text as given.

    Linear in the length of the text. Raises TextTooLongError above MAX_CHARS.
    """
    if len(text) > MAX_CHARS:
        raise TextTooLongError(len(text))
    if not may_hold_number(text):
        return ()
    tokens = tokenize(text, masked_spans(text), writes_decimal_comma(text))
    quantities: list[Quantity] = []
    here = 0
    while here < len(tokens):
        token = tokens[here]
        if (token.kind == "number" or token.lower in STARTS) and not token.hidden:
            found, here = quantity_at(tokens, here)
            if found:
                quantities.append(found)
        else:
            here += 1
    joined = join(tokens, quantities)
    figures = [_figure(tokens, quantity) for quantity in joined]
    return with_currency(text, _with_conversions(tokens, joined, figures))


def _figure(tokens: list[Token], quantity: Quantity) -> Figure:
    left = _left(tokens, quantity)
    comparator: Comparator = left.comparator
    if comparator in {"=", "~"}:
        comparator = _after(tokens, quantity) or comparator
    low, high = quantity.low, quantity.high
    one_value = low == high
    return Figure(
        span=(tokens[quantity.first].start, tokens[quantity.end - 1].end),
        low=None if one_value and comparator in {"<", "<="} else low,
        high=None if one_value and comparator in {">", ">="} else high,
        comparator=comparator,
        kind=quantity.kind,
        trend=_trend(left.trend, quantity),
        unit=quantity.unit.name if quantity.unit else None,
        counted=quantity.counted,
        phrase=quantity.phrase,
        change_from=quantity.change_from,
    )


def _with_conversions(tokens: list[Token], found: list[Quantity], figures: list[Figure]) -> list[Figure]:
    """ "more than 7.5 million crowns ($1.1 million)": the bound holds for the other unit as well."""
    for index in range(1, len(figures)):
        one, two = figures[index - 1], figures[index]
        if not one.unit or not two.unit or one.unit == two.unit:
            continue
        between = {tokens[here].text for here in range(found[index - 1].reach, found[index].first)}
        if (
            between not in ({"("}, {"/"})
            or two.comparator != "="
            or one.comparator in {"=", "~"}
            or found[index].ranged
        ):
            continue
        below = one.comparator in {"<", "<="}
        figures[index] = replace(
            two,
            comparator=one.comparator,
            low=None if below else two.low,
            high=two.high if below else None,
        )
    return figures


def _left(tokens: list[Token], quantity: Quantity) -> Left:
    """For a range the bound may stand before its "between" or "from": "about 5 to 10", "fell from 9 to 7"."""
    left = read_left(tokens, quantity.first, lasting=quantity.kind == "duration")
    if quantity.ranged and tokens[left.first - 1].lower in {"between", "from"}:
        outer = read_left(tokens, left.first - 1)
        return Left(left.comparator if left.comparator != "=" else outer.comparator, outer.trend, outer.first)
    return left


def _after(tokens: list[Token], quantity: Quantity) -> Comparator | None:
    """ "65 or older", "20 or so people", "5 percent or less", "300 deaths and counting"."""
    read = -1
    for end in (quantity.number.end, quantity.end, quantity.reach):
        if end == read:
            continue
        read = end
        beside = tokens[end].text == "," and tokens[end + 1].lower in {"or", "give"}  # 300, give or take
        comparator, _ = read_right(tokens, end + 1 if beside else end)
        if comparator:
            return comparator
    return None


def _trend(trend: Trend | None, quantity: Quantity) -> Trend | None:
    if quantity.change_from is None:
        return quantity.trend or trend
    return "up" if quantity.change_from == quantity.low else "down"
