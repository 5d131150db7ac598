"""What makes a claim: a sentence with a figure, a date or a report, as a short text that stands alone.

Figures in one sentence from one source are one claim; a sentence in which two people each say something is
two. A quotation of many sentences is a claim where it begins and wherever a figure or a date stands in it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from claims.attributions.lexicon import reports
from claims.marks import Marks
from claims.model import Attribution, ClaimKind, DateExpression, Figure, Occurrence, Span
from claims.quotations import find_quotations
from claims.statements import asks_reader, is_courtesy, is_statement, stands_alone, tells_of_dates
from claims.text import dateline_end, line_kind, lines, sentences, trim
from claims.worth import worth

_LONGEST = 160
_SHORTEST = 12
_LEAST_CONFIDENCE = 0.5  # of an attribution that is believed to be one
# Figures of these kinds make no claim by themselves: "for two years", "5 km away".
_WEAK_KINDS = frozenset({"duration", "measure", "rank"})
_OPENING = re.compile(  # the "that" of "said that", not "That is a fall of 12 percent"
    r"(?:(?-i:that)|and|but|so|however|meanwhile|moreover|also|still|yet|then|in addition|furthermore)\b,?\s+",
    re.IGNORECASE,
)
# Where a long sentence may be cut: behind a mark, or before a word that opens another clause.
_OPENERS = (
    "in which|of which|which|who|where|while|when|after|because|although|though|and|but|as|before|since|with|"
    "despite|including|according to"
)
_MARK = r"[,;:]\s|\s[—–-]+\s"
_CUT = re.compile(rf"{_MARK}|(?<!\s(?:in|of|at|to|on|by))\s(?=(?:{_OPENERS})\s)")
_CUT_AT_MARK = re.compile(_MARK)
_FEWEST_BEHIND_MARK = 5  # words: "..., three days | after the storm" is cut at the comma instead
_EDGES = " ,;:—–-"


def find_occurrences(
    text: str,
    figures: Sequence[Figure],
    attributions: Sequence[Attribution],
    dates: Sequence[DateExpression],
) -> tuple[Occurrence, ...]:
    """The claims of a text in order; indices point into the given sequences."""
    found: list[Occurrence] = []
    seen: set[int] = set()  # attributions that already made a claim
    figure_at, date_at = _Cursor([each.span for each in figures]), _Cursor([each.span for each in dates])
    marks = Marks(find_quotations(text))
    reports = _by_sentence(text, attributions)
    for sentence, here in reports:
        start = dateline_end(text, sentence)
        whole = trim(text, (start, sentence[1]))
        sentence_figures, sentence_dates = figure_at.within(sentence), date_at.within(sentence)
        for part, speakers in _parts(whole, here, attributions):
            sources = [source for each in speakers if (source := attributions[each].source)]
            inside = [each for each in sentence_figures if _is_said(figures[each].span, part, sources)]
            dated = [each for each in sentence_dates if _overlaps(dates[each].span, part)]
            told_when = dated if tells_of_dates(text, part, [dates[each].span for each in dated]) else []
            new = [each for each in speakers if each not in seen and _reports(text, attributions[each])]
            told = [figures[each] for each in inside]
            is_told = speakers or is_statement(text, part, told, [dates[each].span for each in dated])
            kinds = _kinds(told, new, told_when) if is_told and not asks_reader(text, part, told) else ()
            if not kinds and not speakers and marks.is_quoted_line(text, part):
                kinds = ("attribution",)
            if not kinds:
                continue
            seen.update(speakers)
            short = _short_text(
                text,
                marks,
                part,
                [attributions[each] for each in speakers],
                [figures[each].span for each in inside],
            )
            value, reasons = worth(
                text[slice(*part)],
                [figures[each] for each in inside],
                [attributions[each] for each in speakers],
                bool(told_when),
            )
            found.append(
                Occurrence(part, short, kinds, tuple(inside), tuple(speakers), tuple(dated), value, reasons)
            )
    return tuple(found)


class _Cursor:
    """Hands out what lies in one sentence after another, each item looked at once."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._next = 0

    def within(self, sentence: Span) -> list[int]:
        while self._next < len(self._spans) and self._spans[self._next][0] < sentence[0]:
            self._next += 1
        found = []
        while self._next < len(self._spans) and self._spans[self._next][0] < sentence[1]:
            found.append(self._next)
            self._next += 1
        return found


def _by_sentence(text: str, attributions: Sequence[Attribution]) -> list[tuple[Span, list[int]]]:
    """Each sentence of running text with the attributions that reach into it."""
    skipped = [line for line in lines(text) if line_kind(text, line) != "text"]
    result: list[tuple[Span, list[int]]] = []
    pieces = sorted(
        (span, index)
        for index, each in enumerate(attributions)
        for span in (*each.content, *([each.cue] if each.cue else []))
    )
    open_pieces: list[tuple[Span, int]] = []
    following = 0
    skip = 0
    for sentence in sentences(text):
        while skip < len(skipped) and skipped[skip][1] <= sentence[0]:
            skip += 1
        while following < len(pieces) and pieces[following][0][0] < sentence[1]:
            open_pieces.append(pieces[following])
            following += 1
        open_pieces = [piece for piece in open_pieces if piece[0][1] > sentence[0]]
        if skip < len(skipped) and skipped[skip][0] <= sentence[0]:
            continue
        result.append((sentence, sorted({index for _, index in open_pieces})))
    return result


def _parts(
    sentence: Span, here: list[int], attributions: Sequence[Attribution]
) -> list[tuple[Span, list[int]]]:
    """The sentence as one part, or a part for each of two speakers whose contents lie apart."""
    outer = [
        each for each in here if attributions[each].via is None and attributions[each].source is not None
    ]
    if len(outer) < 2:
        return [(sentence, here)]
    spans = sorted((_extent(attributions[each], sentence), each) for each in outer)
    apart = all(left[0][1] <= right[0][0] for left, right in pairwise(spans))
    sources = {attributions[each].source for each in outer}
    if not apart or len(sources) < 2:
        return [(sentence, here)]
    parts: list[tuple[Span, list[int]]] = []
    for number, (_, each) in enumerate(spans):
        start = sentence[0] if number == 0 else parts[-1][0][1]
        end = sentence[1] if number == len(spans) - 1 else spans[number + 1][0][0]
        inside = [
            other
            for other in here
            if other == each or _overlaps(_extent(attributions[other], sentence), (start, end))
        ]
        parts.append(((start, end), inside))
    return parts


def _extent(attribution: Attribution, sentence: Span) -> Span:
    """From the first to the last of source, cue and content, inside the sentence."""
    spans = [
        span
        for span in (attribution.source, attribution.cue, *attribution.content)
        if span and _overlaps(span, sentence)
    ]
    return max(sentence[0], min(span[0] for span in spans)), min(sentence[1], max(span[1] for span in spans))


def _is_said(figure: Span, part: Span, sources: list[Span]) -> bool:
    """The figure belongs to the claim and not to who makes it: "two people familiar with the talks said"."""
    return _overlaps(figure, part) and not any(_overlaps(figure, source) for source in sources)


def _reports(text: str, attribution: Attribution) -> bool:
    """The attribution by itself is worth a claim: something is told, and not that somebody said nothing."""
    if attribution.confidence < _LEAST_CONFIDENCE or attribution.cue is None or not attribution.content:
        return False
    start, end = attribution.content[0]
    cue = text[slice(*attribution.cue)].lower()
    if cue in {":", "thank", "thanks"} and is_courtesy(text[start:end]):
        return False
    told = text[start : min(end, start + 12)].lower()
    if told in _NOTHING and len(attribution.content) == 1:
        return False
    is_hedge = attribution.source is None and attribution.stance == "hedging"
    return is_hedge or (reports(cue) and not told.startswith(_NO_COMMENT))


_NOTHING = frozenset({"nothing", "little", "no more", "so", "that", "this"})  # "The minister said nothing."
_NO_COMMENT = ("to comment", "comment")


def _kinds(figures: list[Figure], speakers: list[int], dated: list[int]) -> tuple[ClaimKind, ...]:
    kinds: list[ClaimKind] = []
    if any(figure.kind not in _WEAK_KINDS for figure in figures):
        kinds.append("numeric")
    if speakers:
        kinds.append("attribution")
    if dated:
        kinds.append("temporal")
    if not kinds and figures:
        kinds.append("numeric")
    return tuple(kinds)


def _short_text(text: str, marks: Marks, part: Span, speakers: list[Attribution], figures: list[Span]) -> str:
    """What is claimed, without who says so: short, cut at a clause, never inside a word."""
    span = _content(text, part, speakers, figures)
    opening = _OPENING.match(text, *span)
    start, end = marks.trimmed(text, (opening.end() if opening else span[0], span[1]))
    while end > start and text[end - 1] in ".":
        end -= 1
    if end - start > _LONGEST:
        span = _cut(text, (start, end), [each for each in figures if start <= each[0] < end])
        start, end = marks.trimmed(text, span)
    return " ".join(marks.completed(text, (start, end)).split())


def _content(text: str, part: Span, speakers: list[Attribution], figures: list[Span]) -> Span:
    """The content of the innermost speaker, when it is one piece that holds every figure."""
    # "Lee denied that any money was stolen" says the opposite of its content, so it is kept whole.
    if any(each.stance == "denying" for each in speakers):
        return part
    sourced = [each for each in speakers if each.source is not None and each.confidence >= _LEAST_CONFIDENCE]
    candidates = []
    for each in sourced:
        inside = [span for span in each.content if _overlaps(span, part)]
        if len(inside) != 1 or inside[0][1] - inside[0][0] < _SHORTEST:
            continue
        span = max(inside[0][0], part[0]), min(inside[0][1], part[1])
        if stands_alone(each, text[slice(*span)]) and all(
            span[0] <= figure[0] and figure[1] <= span[1] for figure in figures
        ):
            candidates.append(span)
    return min(candidates, key=lambda span: span[1] - span[0]) if candidates else part


def _cut(text: str, span: Span, figures: list[Span]) -> Span:
    """The longest run of whole clauses that is short enough and holds the first figure."""
    start, end = span
    borders = _borders(text, start, end)
    if figures and figures[0][1] - start > _LONGEST:
        earlier = [border for border in borders if border <= figures[0][0]]
        start = earlier[-1] if earlier else start
        start, _ = trim(text, (start, end), _EDGES)
    floor = max(start + _SHORTEST, figures[0][1] if figures else 0)
    fitting = [border for border in borders if floor <= border <= start + _LONGEST]
    if fitting:
        return trim(text, (start, fitting[-1]), _EDGES)
    if end - start <= _LONGEST:
        return start, end
    space = text.rfind(" ", floor, start + _LONGEST)
    return start, space if space > start else min(end, start + _LONGEST)


def _borders(text: str, start: int, end: int) -> list[int]:
    """Where clauses end: at every mark, and before an opening word that has a clause's length before it."""
    borders: list[int] = []
    mark = start
    for match in _CUT.finditer(text, start, end):
        if _CUT_AT_MARK.match(text, match.start(), end):
            mark = match.end()
        elif mark > start and len(text[mark : match.start()].split()) < _FEWEST_BEHIND_MARK:
            continue
        borders.append(match.start())
    return borders


def _overlaps(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]
