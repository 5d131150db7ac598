"""Small pieces that many messages share: dates, counts, figures, sources, how an earlier check relates."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers.texts.html import escape, italic, marked, shorten
from storage.matches import lends
from storage.ratings import BY_CODE
from storage.tables import AttributionRow, Claim, FigureRow, Match, Verdict

# Words before a number that belong to the figure: "more than 140", "at least eight".
BEFORE = re.compile(
    r"(?:\b(?:more than|at least|at most|less than|fewer than|no more than|no fewer than|up to|as many as"
    r"|as much as|over|under|about|around|nearly|almost|some|roughly|approximately|an estimated|a|close to"
    r"|just over|just under)\s)$",
    re.IGNORECASE,
)
LONGEST_BEFORE = 20
NO_LABELS: Mapping[str, str] = {}

SHORT = {
    "unsourced-figure": "No source named.",
    "anonymous-source": "No person is named.",
    "second-hand": "Second-hand report.",
    "hedge": "The text itself is not sure.",
    "superlative": "“The most”, but no figure.",
}
"""What is odd about one claim, in a few words; the others show the engine's own sentence."""

SEVERITY = (
    "conflicting-figures",
    "sum-mismatch",
    "share-over-100",
    "impossible-date",
    "future-date",
    "weekday-mismatch",
    "percent-points",
    "broken-quotation",
    "stray-number",
)
"""What is odd about a text, the worst first."""


def day(when: date) -> str:
    """24 May 2016"""
    return f"{when.day} {when:%B %Y}"


def clock(when: datetime) -> str:
    """15:40 UTC"""
    return f"{when:%H:%M} UTC"


def moment(when: datetime) -> str:
    """24 May 2016, 15:40 UTC"""
    return f"{day(when)}, {clock(when)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """1 claim, 2 claims"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def rating(code: str | None, labels: Mapping[str, str] = NO_LABELS) -> str:
    """A rating's label, "not checked" for none. A desk's own label has the standard one beside it."""
    if code is None:
        return "not checked"
    own = labels.get(code)
    return f"{own} ({BY_CODE[code].label})" if own else BY_CODE[code].label


def sign(code: str | None) -> str:
    return BY_CODE[code].sign if code else ""


def headline(verdict: Verdict) -> str:
    """The rating people see first: truth where it was rated, else whether they said it."""
    return rating(verdict.truth or verdict.attribution, verdict.labels or NO_LABELS)


def figure_span(text: str, start: int, end: int, phrase_end: int | None) -> tuple[int, int]:
    """The figure as people read it: with "more than" before it and what is counted behind it."""
    window = text[max(0, start - LONGEST_BEFORE) : start]
    before = BEFORE.search(window)
    if before is not None:
        start -= len(window) - before.start()
    return start, max(end, min(phrase_end or end, end + 40))


def with_figures(text: str, article: str, figures: Sequence[FigureRow]) -> str:
    """A claim's short text with its figures in bold. The text may be worded a little unlike the article."""
    spans, at = [], 0
    for figure in sorted(figures, key=lambda each: each.start):
        start, end = figure_span(article, figure.start, figure.end, figure.phrase_end)
        words = " ".join(article[start:end].split())
        found = text.find(words, at)
        if found < 0:
            words = " ".join(article[figure.start : figure.end].split())
            found = text.find(words, at)
        if found >= 0:
            spans.append((found, found + len(words), "b"))
            at = found + len(words)
    return marked(text, spans)


def chain(attributions: Sequence[AttributionRow]) -> str:
    """Staffan de Mistura, via Press TV. Two who speak for themselves: Ann Lee; Tom Webb. A guess: perhaps Ann Lee.

    `attributions` are in the order they were stored: each chain from its first speaker (hop 0) outwards.
    """
    chains: list[list[str]] = []
    for each in attributions:
        if each.hop == 0 or not chains:
            chains.append([])
        name = f"perhaps {each.source}" if each.guess else each.source
        if name and name not in chains[-1]:
            chains[-1].append(name)
    names = list(dict.fromkeys(", via ".join(hops) for hops in chains if hops))
    return italic(shorten("; ".join(names), 120)) if names else ""


def odd(flags: Sequence[dict[str, object]], attributions: Sequence[AttributionRow]) -> str:
    """What is odd about one claim, at most two things. Where one of several sources is named, a person is named."""
    named = any(each.source_kind == "named" for each in attributions)
    told = [flag for flag in flags if not (named and flag["code"] == "anonymous-source")]
    found = dict.fromkeys(SHORT.get(str(flag["code"]), str(flag["message"])) for flag in told)
    return escape(" ".join(list(found)[:2]))


RELATIONS = {
    "same": "The same claim.",
    "different-figure": "Another figure, not the same claim.",
    "different-polarity": "It says the opposite.",
    "different-source": "Somebody else said it.",
    "different-time": "Another date, not the same claim.",
    "related": "About the same subject.",
}


def how_related(match: Match) -> str:
    """The engine's own sentence says more than the relation: "Another figure: 140 here, 120 there." """
    return match.differs[0] if match.differs else RELATIONS[match.relation]


def earlier_check(
    match: Match, prior: Claim, verdict: Verdict | None, *, sure: bool, length: int = 110
) -> str:
    """The best earlier check with its relation in words, escaped."""
    label = "Earlier check" if sure else "Possible earlier check"
    if verdict is None:
        label = "Asked before" if sure else "Perhaps asked before"
    found = f"{headline(verdict)}, {day(verdict.as_of)}" if verdict else "not checked yet"
    relation = RELATIONS["same"] if lends(match) else how_related(match)
    if match.relation == "same" and not sure:
        relation = f"Perhaps {relation[:1].lower()}{relation[1:]}"
    return escape(f"{label}: “{shorten(prior.text, length)}” ({found}). {relation}")
