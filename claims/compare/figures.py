"""Whether two figures can both hold: intervals decide, never digits.

Units of one dimension are converted, with room for the rounding of what was written ("10 miles", "16 km").
Percent and percentage points never meet; sums in different currencies are not compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from claims.compare.model import Code, Measured, Reason
from claims.model import Figure
from claims.tables import read_table

Fit = Literal["equal", "compatible", "different"]

APART = 1.25  # ends of intervals that are further apart than this factor are never of one statement
ROUGHLY = 0.10  # "about 140" is read as 126 to 154
MOST_ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure in the base unit of its dimension. None is an open side; `at_low` says whether the end belongs."""

    low: float | None
    high: float | None
    at_low: bool
    at_high: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of the same thing, and how they fit."""

    ours: Measured
    theirs: Measured
    fit: Fit
    reason: Reason | None = None


def pair_up(ours: Sequence[Measured], theirs: Sequence[Measured]) -> tuple[list[Pair], bool]:
    """The pairs of figures that are about the same thing, and whether both sides have figures left over.

    "killed 140 and wounded 200" and "200 wounded, 140 killed": what stands next to a figure says which is which.
    """
    offers = sorted(
        (-likeness, i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if (likeness := _likeness(one, other)) > 0
    )
    pairs: list[Pair] = []
    used: set[int] = set()
    taken: set[int] = set()
    for _, i, j in offers:
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            pairs.append(_fit(ours[i], theirs[j]))
    left_over = len(used) < len(ours) and len(taken) < len(theirs)
    return pairs, left_over


_CLOSE = 2.0


def _likeness(one: Measured, other: Measured) -> float:
    """How likely two figures are about one thing; 0 where they cannot be."""
    if one.whole != other.whole:
        return 0
    kinds = (_dimension(one.figure), _dimension(other.figure))
    if kinds[0] != kinds[1] and set(kinds) != {"share", "points"}:
        return 0
    likeness = 1.0
    if one.counted and other.counted:
        if one.counted == other.counted:
            likeness += 0.75
        elif kinds[0] in ("count", "rank", "score") and not _generic(one, other):
            return 0
    near = set(one.near) & set(other.near)
    likeness += sum(_CLOSE / (1 + one.near.index(key) + other.near.index(key)) for key in near)
    if one.figure.low == other.figure.low and one.figure.high == other.figure.high:
        likeness += 0.25  # of two that are equally near, the equal one
    return likeness


_ANYBODY = frozenset(("people", "civilian", "man", "woman", "child", "victim", "other", "resid", "live"))


def _generic(one: Measured, other: Measured) -> bool:
    """ "140 people" may be "140 civilians"; five soldiers are not five children."""
    counted = {one.counted, other.counted}
    return "people" in counted and bool((counted - {"people"}) & _ANYBODY)


def _fit(one: Measured, other: Measured) -> Pair:
    ours, theirs = one.figure, other.figure
    kinds = (_dimension(ours), _dimension(theirs))
    if kinds[0] != kinds[1]:
        return Pair(one, other, "different", _reason("points", one, other))
    if kinds[0] == "money" and ours.unit != theirs.unit:
        return Pair(one, other, "different", _reason("currency", one, other))
    if _same_figure(ours, theirs):
        return Pair(one, other, "equal")
    if _opposite_bounds(ours, theirs):
        return Pair(one, other, "different", _reason("bound", one, other))
    a, b = interval(ours), interval(theirs)
    room = _rounding(ours, theirs)
    if _meet(a, b, room) and not _far(a, b):
        return Pair(one, other, "compatible")
    return Pair(one, other, "different", _reason("figure", one, other, _factor(a, b)))


def interval(figure: Figure) -> Interval:
    """The interval of values for which the figure is right, in the base unit of its dimension."""
    convert = _converter(figure)
    low = None if figure.low is None else convert(float(figure.low))
    high = None if figure.high is None else convert(float(figure.high))
    if figure.comparator == "~" and low is not None and high is not None:
        return Interval(low - abs(low) * ROUGHLY, high + abs(high) * ROUGHLY, True, True)
    return Interval(low, high, figure.comparator != ">", figure.comparator != "<")


def _same_figure(a: Figure, b: Figure) -> bool:
    return (a.low, a.high, a.comparator, a.unit) == (b.low, b.high, b.comparator, b.unit)


def _opposite_bounds(a: Figure, b: Figure) -> bool:
    """At least against at most, of about the same: one leaves open what the other closes. "Under 2 million" and "over
    3 million" are two figures."""
    if {a.comparator[0], b.comparator[0]} != {"<", ">"}:
        return False
    above, below = (interval(each) for each in ((a, b) if a.comparator[0] == ">" else (b, a)))
    if above.low is None or below.high is None:
        return True
    return above.low < below.high or not _apart(above.low, below.high)


def _meet(a: Interval, b: Interval, room: float) -> bool:
    return _below(a.low, b.high, a.at_low and b.at_high, room) and _below(
        b.low, a.high, b.at_low and a.at_high, room
    )


def _below(low: float | None, high: float | None, touching: bool, room: float) -> bool:
    """Whether a lower end leaves place under an upper end; ends that only touch must both belong."""
    if low is None or high is None:
        return True
    slack = room * max(abs(low), abs(high))
    return low < high + slack * (1 + 1e-9) or (touching and low == high)


def _far(a: Interval, b: Interval) -> bool:
    """Whether ends of the same side, or a value and a bound, are more than a quarter apart."""
    if _vague(a) != _vague(b):
        vague, exact = (a, b) if _vague(a) else (b, a)
        return not all(_well_inside(vague, end) for end in (exact.low, exact.high) if end is not None)
    ends = [(a.low, b.low), (a.high, b.high)]
    known = [(x, y) for x, y in ends if x is not None and y is not None]
    return any(_apart(x, y) for x, y in known)


def _vague(one: Interval) -> bool:
    """ "dozens" is 12 to 120."""
    return one.low is not None and one.high is not None and one.high >= 10 * one.low > 0


def _well_inside(vague: Interval, end: float) -> bool:
    """46 are dozens; 110 are not, they are more than a hundred."""
    return (vague.low or 0) <= end <= (vague.high or 0) / APART


def _apart(x: float, y: float) -> bool:
    if x == y:
        return False
    if x == 0 or y == 0 or (x < 0) != (y < 0):
        return True
    return max(abs(x), abs(y)) / min(abs(x), abs(y)) > APART + 1e-9


def _factor(a: Interval, b: Interval) -> float | None:
    """How many times as much the larger figure is; None where that means nothing."""
    x, y = _middle(a), _middle(b)
    if x is None or y is None or x * y <= 0:
        return None
    return max(abs(x), abs(y)) / min(abs(x), abs(y))


def _middle(one: Interval) -> float | None:
    if one.low is not None and one.high is not None:
        return (one.low + one.high) / 2
    return one.low if one.low is not None else one.high


def _rounding(a: Figure, b: Figure) -> float:
    """The room for rounding where units differ: half of the last digit written, as a share of the value."""
    if a.unit == b.unit and a.kind == b.kind:
        return 0.0
    room = max(_half_digit(a), _half_digit(b))
    if {a.unit, b.unit} == {None, "percent"}:
        room *= 2  # "two in three" is written as 66 percent too
    return min(room, MOST_ROUNDING)


def _half_digit(figure: Figure) -> float:
    value = figure.low if figure.low is not None else figure.high
    if not value:
        return 0.0
    digits = value.normalize().as_tuple()
    written = len(digits.digits)
    return 0.5 / int("".join(map(str, digits.digits))) if written < 5 else 0.0


def _dimension(figure: Figure) -> str:
    if figure.kind == "money":
        return "money"
    if figure.unit is None:
        return (
            "share"
            if figure.kind == "share"
            else figure.kind
            if figure.kind in ("rank", "score")
            else "count"
        )
    found = _conversions().get(figure.unit)
    return found[0] if found else figure.unit


def _converter(figure: Figure) -> Callable[[float], float]:
    if figure.unit is None:
        return (lambda value: value * 100) if figure.kind == "share" else (lambda value: value)
    _, factor, offset = _conversions().get(figure.unit, ("", 1.0, 0.0))
    return lambda value: value * factor + offset


@cache
def _conversions() -> dict[str, tuple[str, float, float]]:
    """Unit: its dimension, and the factor and offset that turn it into the dimension's base unit."""
    return {
        row["unit"]: (row["dimension"], float(row["factor"]), float(row["offset"]))
        for row in read_table("conversions")
    }


def _reason(code: Code, one: Measured, other: Measured, factor: float | None = None) -> Reason:
    return Reason(code, one.words, other.words, factor)
