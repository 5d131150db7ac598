"""How much a claim deserves to be checked, between 0 and 1, with the reasons in words.

A small table (`data/worth.csv`) gives each kind of claim its place: deaths, votes, money, shares and numbers
before vague amounts, then who did it, dated facts, hedged or general reports, opinions, predictions, questions.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import pairwise

from claims.model import Attribution, Figure
from claims.tables import forms, read_table

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_VAGUE_FACTOR = Decimal(5)  # "hundreds" is 100 to 1000, "5 to 10" is still a number

# Inside one place: without a source first, then second-hand, then a named source.
_NO_SOURCE, _SECOND_HAND = 0.02, 0.01
_HEDGED = -0.03


@cache
def _table() -> dict[str, tuple[float, frozenset[str]]]:
    return {
        row["reason"]: (float(row["worth"]), frozenset(forms(row["words"]))) for row in read_table("worth")
    }


def worth(
    text: str, figures: Iterable[Figure], attributions: Iterable[Attribution], dated: bool
) -> tuple[float, tuple[str, ...]]:
    """The check-worthiness of a claim that reads `text`, and why."""
    table = _table()
    said_by = list(attributions)
    # "May" is a month: the verb has a small letter but at the start of a question.
    found = [word.lower().replace("’", "'") for word in _WORD.findall(text) if word not in {"May", "MAY"}]
    words = {*found, *(" ".join(pair) for pair in pairwise(found))}
    reason = _reason(text, words, list(figures), said_by, dated)
    value = table[reason][0]
    reasons = [reason]
    sources = [each for each in said_by if each.source_kind != "none"]
    if not sources:
        value += _NO_SOURCE
        reasons.append("no source named")
    elif any(each.via is not None for each in sources):
        value += _SECOND_HAND
        reasons.append("second-hand")
    if any(each.stance == "hedging" for each in said_by):
        value += _HEDGED
        reasons.append("hedged")
    return round(value, 3), tuple(reasons)


def _reason(
    text: str, words: set[str], figures: list[Figure], said_by: list[Attribution], dated: bool
) -> str:
    reason = _figure_reason(words, figures) if figures else None
    if reason != _HARM or text.rstrip(" ”\"’'").endswith("?"):
        reason = _opinion_reason(text, words, bool(figures)) or reason
    if reason is None and words & _words(_CULPRIT):
        reason = _CULPRIT
    if reason is None and dated:
        reason = "a dated fact"
    if reason is None:
        general = not any(each.source_kind in {"named", "document", "medium"} for each in said_by)
        reason = "a hedged or general report" if general else "a report"
    return reason


_HARM = "deaths or injuries"
_CULPRIT = "who did it"


def harms() -> frozenset[str]:
    """The words of deaths and injuries."""
    return _words(_HARM)


def _words(reason: str) -> frozenset[str]:
    return _table()[reason][1]


def _opinion_reason(text: str, words: set[str], has_figures: bool) -> str | None:
    """What speaks of the future or of what somebody thinks cannot be checked yet, or not at all."""
    if text.rstrip(" ”\"’'").endswith("?"):
        return "a question"
    if words & _words("a prediction") or any(word.endswith("'ll") for word in words):
        return "a prediction"
    # "7 in 10 want new elections" is a figure about opinions; "I think 5 are enough" is an opinion.
    return "an opinion" if words & _words("an opinion") and (not has_figures or "i" in words) else None


def _figure_reason(words: set[str], figures: list[Figure]) -> str:
    if all(_is_vague(figure) for figure in figures):
        return "a vague amount"
    kinds = {figure.kind for figure in figures}
    if words & _words(_HARM) and "count" in kinds:
        return _HARM
    if words & _words("votes"):
        return "votes"
    if "money" in kinds:
        return "money"
    return "a share" if "share" in kinds else "a number"


def _is_vague(figure: Figure) -> bool:
    """ "Hundreds", "dozens": an interval so wide that it gives no number."""
    if figure.low is None or figure.high is None:
        return False
    return figure.low > 0 and figure.high / figure.low >= _VAGUE_FACTOR
