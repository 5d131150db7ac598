"""Decides the relation of two statements: polarity before time before figure before source.

Where stated dates differ, different-time wins over different-figure: an older toll is an earlier count.
"""

from claims.compare.content import shares_content
from claims.compare.explain import explain
from claims.compare.figures import Pair, pair_up
from claims.compare.model import Comparison, Measured, Reason, Relation, Speaker, Statement
from claims.compare.polarity import polarity
from claims.compare.times import times
from claims.tables import word_class


def compare(a: Statement, b: Statement) -> Comparison:
    """How `a` relates to `b`. Never `same` for figures that cannot both hold, nor for another polarity."""
    pairs, left_over = pair_up(a.figures, b.figures)
    content = shares_content(a, b)
    if content.reason is not None:
        return _made("related", (content.reason, *content.aliases), False)
    turned = polarity(a, b, pairs, content.opposite)
    late = times(a, b)
    figures = [pair.reason for pair in pairs if pair.reason is not None and pair.reason.code != "bound"]
    time = late.reason
    if content.numbers is not None and content.numbers.code == "time":
        time = time or content.numbers
    elif content.numbers is not None:
        figures.append(content.numbers)
    others = _speakers(a, b)
    relation: Relation
    reasons: tuple[Reason, ...]
    if turned.reasons:
        relation, reasons = turned.relation, turned.reasons
    elif time is not None:
        relation, reasons = "different-time", (time,)
    elif figures:
        relation, reasons = "different-figure", tuple(figures)
    elif left_over:
        relation, reasons = "related", (Reason("counted", a.figures[0].words, b.figures[0].words),)
    elif bool(ours := _told(a)) != bool(theirs := _told(b)):
        missing = Reason("figure-missing", ours[0].words if ours else "", theirs[0].words if theirs else "")
        relation, reasons = "related", (missing,)
    elif others is not None:
        relation, reasons = "different-source", (others,)
    else:
        relation, reasons = "same", ()
    equal = relation == "same" and _all_equal(a, b, pairs) and late.equal
    return _made(relation, (*reasons, *content.aliases), equal)


def _told(statement: Statement) -> list[Measured]:
    """The figures that a claim is about: how many, not of how many."""
    return [each for each in statement.figures if not each.whole]


def may_be_joined(a: Statement, b: Statement) -> bool:
    """Whether a person may say that two claims are one, so that a verdict on either holds for both: nothing that
    they state is known to differ, and figures (value, bound, unit) and dates are equal."""
    pairs, _ = pair_up(a.figures, b.figures)
    equal = _all_equal(a, b, pairs) and times(a, b).equal
    return equal and compare(a, b).relation in ("same", "related")


def _made(relation: Relation, reasons: tuple[Reason, ...], equal: bool) -> Comparison:
    return Comparison(relation, reasons, explain(relation, reasons, equal=equal), equal)


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
