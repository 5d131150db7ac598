"""Decides the relation of two statements: polarity before time before figure before source.

Where stated dates differ, different-time wins over different-figure: an older toll is an earlier count.
"""

from dataclasses import replace

from claims.compare.content import Shared, shares_content
from claims.compare.explain import explain
from claims.compare.figures import Pair, pair_up
from claims.compare.model import Comparison, Measured, Reason, Relation, Speaker, Statement
from claims.compare.polarity import Turned, polarity
from claims.compare.times import Times, times
from claims.tables import word_class


def compare(a: Statement, b: Statement) -> Comparison:
    """How `a` relates to `b`. Never `same` for figures that cannot both hold, nor for another polarity."""
    pairs, left_over = pair_up(a.figures, b.figures)
    content = shares_content(a, b)
    turned = polarity(a, b, pairs, content.opposite)
    late = times(a, b)
    wording = () if content.reason is None else (content.reason,)
    relation: Relation = "related" if wording else "same"
    reasons: tuple[Reason, ...] = wording
    # In other words "nobody was warned" denies something else than "38 died".
    if not wording or (content.nearly and not turned.reasons):
        gap = _gap(a, b, left_over=left_over)
        others = _speakers(a, b)
        conflict = _conflict(pairs, content, turned, late)
        if conflict is not None:
            relation, reasons = conflict
        elif gap is not None:
            relation, reasons = "related", wording or (gap,)
        elif others is not None:
            relation, reasons = "different-source", (others,)
        elif not any(pair.reason for pair in pairs):
            reasons = tuple(map(_reworded, wording))
    certain = not wording or relation == "related"
    unknown = relation == "same" or not certain or reasons[0].code in ("wording", "rewording", "roles")
    equal = unknown and _all_equal(a, b, pairs) and late.equal
    reasons = (*reasons, *content.aliases)
    return Comparison(
        relation, reasons, explain(relation, reasons, equal=equal, certain=certain), equal, certain
    )


def _reworded(wording: Reason) -> Reason:
    """One word for one other is rather another thing ("a bus crash", "a train crash") than another way to say it."""
    single = "," not in wording.ours + wording.theirs
    return wording if single else replace(wording, code="rewording")


def _conflict(
    pairs: list[Pair], content: Shared, turned: Turned, late: Times
) -> tuple[Relation, tuple[Reason, ...]] | None:
    """What cannot both hold, polarity first."""
    if turned.reasons:
        return turned.relation, turned.reasons
    numbers = content.numbers
    time = late.reason or (numbers if numbers is not None and numbers.code == "time" else None)
    if time is not None:
        return "different-time", (time,)
    figures = [
        pair.reason
        for pair in pairs
        if pair.reason is not None
        and pair.reason.code != "bound"
        and (not content.nearly or _said_of_one_thing(pair))
    ]
    if numbers is not None:
        figures.append(numbers)
    return ("different-figure", tuple(figures)) if figures else None


def _said_of_one_thing(pair: Pair) -> bool:
    """In other words two figures may be of two things: "38 died in the flood", "200 were hurt when the river came".
    Some word stands near both, and what befell the people is not known to be another thing."""
    ours, theirs = set(pair.ours.near), set(pair.theirs.near)
    befell, other = (near & word_class("befalls people") for near in (ours, theirs))
    return bool(ours & theirs) and not (befell and other and befell.isdisjoint(other))


def _gap(a: Statement, b: Statement, *, left_over: bool) -> Reason | None:
    """Figures of different things, or a figure on one side alone."""
    if left_over:
        return Reason("counted", a.figures[0].words, b.figures[0].words)
    ours, theirs = _told(a), _told(b)
    if bool(ours) == bool(theirs):
        return None
    return Reason("figure-missing", ours[0].words if ours else "", theirs[0].words if theirs else "")


def _told(statement: Statement) -> list[Measured]:
    """The figures that a claim is about: how many, not of how many."""
    return [each for each in statement.figures if not each.whole]


def _all_equal(a: Statement, b: Statement, pairs: list[Pair]) -> bool:
    paired = len(pairs) == len(a.figures) == len(b.figures)
    return paired and all(pair.fit == "equal" for pair in pairs)


def _speakers(a: Statement, b: Statement) -> Reason | None:
    """The two who are said to have said it, where both are named and none is the other."""
    if not a.speakers or not b.speakers:
        return None
    if any(_one_person(one, other) for one in a.speakers for other in b.speakers):
        return None
    return Reason("source", a.speakers[0].text, b.speakers[0].text)


def _one_person(one: Speaker, other: Speaker) -> bool:
    """ "Putin" and "Vladimir Putin"; "UN envoy de Mistura" and "Staffan de Mistura"; "the minister" and "the health
    minister", not "the prime minister"; "the governor" and Ann Lee, of whom no other title is known."""
    if {one.kind, other.kind} == {"proper", "unnamed"}:
        return not (one.titles and other.titles) or bool(one.titles & other.titles)
    if one.keys and other.keys:
        return bool(one.keys & other.keys)
    bare, other = (other, one) if one.keys else (one, other)
    if other.kind == "proper" and other.keys and not other.titles:
        return True
    beside = bare.titles ^ other.titles
    return not beside & word_class("another one") and (
        bare.titles <= other.titles or (not other.keys and other.titles <= bare.titles)
    )
