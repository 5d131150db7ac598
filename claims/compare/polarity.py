"""Whether two statements with the same content say opposite things: negation, opposites, bounds, trends."""

from dataclasses import dataclass

from claims.compare.figures import Pair
from claims.compare.model import Reason, Relation, Statement


@dataclass(frozen=True, slots=True)
class Turned:
    """`reasons` is empty where both say it the same way."""

    relation: Relation
    reasons: tuple[Reason, ...]


def polarity(a: Statement, b: Statement, pairs: list[Pair], undone: Reason | None = None) -> Turned:
    """`undone` are two words like "insured" and "uninsured".

    Two turns do not make a statement the same: "did not rise" and "fell" share their subject.
    """
    bounds = [pair.reason for pair in pairs if pair.reason is not None and pair.reason.code == "bound"]
    trends = [
        Reason("opposite", pair.ours.words, pair.theirs.words)
        for pair in pairs
        if {pair.ours.figure.trend, pair.theirs.figure.trend} == {"up", "down"}
    ]
    opposites = [
        Reason("opposite", form, b.poles[axis][1])
        for axis, (side, form) in a.poles.items()
        if axis in b.poles and b.poles[axis][0] != side
    ] or ([undone] if undone else trends)
    one, other = len(a.negations), len(b.negations)
    # A second one mostly stresses the first ("has yet to, and never did"), and sometimes takes it back.
    negated = bool(one) != bool(other) or one % 2 != other % 2
    if negated and opposites:
        return Turned("related", tuple(opposites))
    if negated:
        return Turned(
            "different-polarity", (Reason("negation", " ".join(a.negations), " ".join(b.negations)),)
        )
    return Turned("different-polarity", (*opposites, *bounds))
