"""Flags on figures: no source, a share over 100%, parts that miss their total, contradictions, percent for points."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from claims.attributions.grammar import PAST_VERBS
from claims.attributions.lexicon import reports
from claims.model import Attribution, Figure, Flag, Occurrence, Span
from claims.tables import forms, read_table
from claims.text import sentences
from claims.wordsets import word_set

_UNSOURCED_KINDS = frozenset({"count", "share", "money"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-]\w+)*|\d{4}")
_HUNDRED = Decimal(100)
_ROUNDING = Decimal(1)  # three rounded shares may add up to 101
_REMEMBERED = 5  # how many earlier figures for the same noun one is compared with
_MOST_ADDED = 40  # figures in a sentence; where there are more it is a table, which says no total in words
_SMALL_WORDS = word_set("flags small words")


def figure_flags(
    text: str, figures: Sequence[Figure], attributions: Sequence[Attribution], claims: Sequence[Occurrence]
) -> list[Flag]:
    found = _conflicting(text, figures, attributions, claims)
    found += [flag for figure in figures if (flag := _over_hundred(text, figure))]
    starts = [figure.span[0] for figure in figures]
    for start, end in sentences(text):
        here = figures[bisect_left(starts, start) : bisect_left(starts, end)]
        if 2 <= len(here) <= _MOST_ADDED:
            found += _missed_total(text, (start, end), here)
            found += _percent_for_points(text, here)
    return found


def unsourced(
    text: str, figures: Sequence[Figure], attributions: Sequence[Attribution], claims: Sequence[Occurrence]
) -> list[Flag]:
    """The largest figure of a claim that names no source."""
    found = []
    for claim in claims:
        said_by = [attributions[each] for each in claim.attributions]
        if any(
            each.cue and each.source and (each.style != "indirect" or _gives(text[slice(*each.cue)]))
            for each in said_by
        ) or _is_given(text, claim):
            continue
        here = [figures[each] for each in claim.figures if figures[each].kind in _UNSOURCED_KINDS]
        if here:
            figure = max(here, key=lambda each: each.low or each.high or Decimal(0))
            found.append(
                Flag("unsourced-figure", figure.span, f"No source is named for “{_words(text, figure)}”.")
            )
    return found


def _gives(cue: str) -> bool:
    """ "said", and "put" of "The institute puts it at 90 million"."""
    return reports(cue) or cue.lower().split()[-1] in word_set("reckoning verbs")


def _is_given(text: str, claim: Occurrence) -> bool:
    """ "The 31 dead given by the hospital"."""
    words = text[slice(*claim.span)].lower().split()
    return any(word in word_set("flags given") and by == "by" for word, by in pairwise(words))


def _words(text: str, figure: Figure) -> str:
    """The figure with what it counts: "140 people"."""
    start, end = figure.span
    if figure.phrase and end <= figure.phrase[0] <= end + 4:
        end = figure.phrase[1]
    return " ".join(text[start:end].split())


@cache
def _list(kind: str) -> frozenset[str]:
    return frozenset(
        word for row in read_table("flag_words") if row["kind"] == kind for word in forms(row["words"])
    )


def _over_hundred(text: str, figure: Figure) -> Flag | None:
    """ "120 percent of the members", but not "up 120 percent" or "130 percent of GDP"."""
    if figure.unit != "percent" or figure.low is None or figure.low <= _HUNDRED:
        return None
    if figure.trend or figure.change_from is not None or figure.counted is None:
        return None
    behind = text[figure.span[1] : figure.span[1] + 4].split()
    words = set(figure.counted.split())
    if figure.phrase:
        words |= {word.lower() for word in _WORD.findall(text, *figure.phrase)}
    if (
        words & _list("level")
        or behind[:1] != ["of"]
        or _word_before(text, figure.span[0]) in {"by", "up", "down"}
    ):
        return None
    return Flag(
        "share-over-100",
        figure.span,
        f"“{_words(text, figure)}” is more than all of them: a part cannot exceed 100 percent.",
    )


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - 20) : at].split()
    return words[-1].lower() if words else ""


def _missed_total(text: str, sentence: Span, figures: Sequence[Figure]) -> list[Flag]:
    shares = [each for each in figures if each.unit == "percent" and _is_plain(each)]
    if len(shares) >= 3 and len({each.counted for each in shares}) == 1:
        total = sum((each.low or Decimal(0) for each in shares), Decimal(0))
        if total > _HUNDRED + _ROUNDING:
            span = shares[0].span[0], shares[-1].span[1]
            return [Flag("sum-mismatch", span, f"These shares add up to {total:f} percent, more than 100.")]
    counts = [each for each in figures if each.kind == "count" and each.unit is None]
    for at, whole in enumerate(counts[:-2]):
        parts = counts[at + 1 :]
        if whole.low is None or not _is_plain(whole):
            continue
        if _is_of_total(text, sentence, whole):
            parts = [
                each for each in parts if each.counted in {None, whole.counted} or each.counted in PAST_VERBS
            ]
            wrong = len(parts) >= 2 and all(map(_is_plain, parts)) and _sum(parts) > whole.low
        else:
            parts = _listed_parts(text, whole, parts)
            wrong = len(parts) >= 2 and all(map(_is_plain, parts)) and _sum(parts) != whole.low
        if wrong:
            message = f"The parts add up to {_sum(parts):f}, but the total is given as {_words(text, whole)}."
            return [Flag("sum-mismatch", (whole.span[0], parts[-1].span[1]), message)]
    return []


def _is_plain(figure: Figure) -> bool:
    return (
        figure.low is not None
        and figure.low == figure.high
        and figure.trend is None
        and figure.change_from is None
    )


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((each.low or Decimal(0) for each in figures), Decimal(0))


def _is_of_total(text: str, sentence: Span, whole: Figure) -> bool:
    """ "Of the 50 passengers, 30 were hurt and 25 unharmed"."""
    return text[sentence[0] : whole.span[0]].lower().split() in (
        ["of", "the"],
        ["of"],
        ["of", "all"],
        ["of", "these"],
    )


def _listed_parts(text: str, whole: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """ "The 12 jurors, 7 women and 6 men,": counts that follow the total at once, joined by commas and "and"."""
    parts: list[Figure] = []
    previous = whole
    if text[_end(whole) : _end(whole) + 1] == "," and _word_before(text, whole.span[0]) not in _list("the"):
        return []  # "52 trucks, nine planes and 11 boats" is a list of its own
    for figure in figures:
        between = text[_end(previous) : figure.span[0]].strip().lower()
        if between not in ({",", "(", ":", "–", "—", "-"} if previous is whole else {",", "and", ", and"}):
            break
        parts.append(figure)
        previous = figure
    return parts if all(each.counted not in {None, whole.counted} for each in parts) else []


def _end(figure: Figure) -> int:
    """Where the figure ends with what it counts."""
    return figure.phrase[1] if figure.phrase and figure.phrase[0] >= figure.span[1] else figure.span[1]


def _percent_for_points(text: str, figures: Sequence[Figure]) -> list[Flag]:
    """ "from 5 percent to 7 percent, an increase of 2 percent": two percentage points."""
    found = []
    for change, step in pairwise(figures):
        if change.unit != "percent" or step.unit != "percent" or step.low is None or step.low != step.high:
            continue
        if (
            change.low is None
            or change.high is None
            or change.low == change.high
            or change.high - change.low != step.low
        ):
            continue
        words = {word.lower() for word in _WORD.findall(text, change.span[1], step.span[0])}
        if words & _list("change"):
            message = (
                f"From {change.low:f} to {change.high:f} percent is a change of {step.low:f} percentage points, "
                f"not {step.low:f} percent."
            )
            found.append(Flag("percent-points", step.span, message))
    return found


def _conflicting(
    text: str, figures: Sequence[Figure], attributions: Sequence[Attribution], claims: Sequence[Occurrence]
) -> list[Flag]:
    """Two figures in one article for what reads as the same thing: "killed 12 people", "killed 21 people"."""
    found = []
    earlier: dict[str, list[tuple[Figure, frozenset[str]]]] = {}
    for claim in claims:
        words = _content_words(text, claim, attributions) if claim.figures else frozenset()
        for index in claim.figures:
            figure = figures[index]
            if (
                figure.counted is None
                or figure.change_from is not None
                or figure.kind not in _UNSOURCED_KINDS
            ):
                continue
            for other, other_words in earlier.get(figure.counted, [])[-_REMEMBERED:]:
                if (
                    figure.unit == other.unit
                    and not _is_part(text, other, figure)
                    and _is_same_thing(words, other_words)
                    and not _compatible(figure, other)
                ):
                    here, there = _words(text, figure), _words(text, other)
                    message = (
                        f"“{here}” here, “{there}” elsewhere in the text, for what seems to be the same."
                    )
                    found.append(Flag("conflicting-figures", figure.span, message))
                    break
            earlier.setdefault(figure.counted, []).append((figure, words))
    return found


def _is_part(text: str, part: Figure, whole: Figure) -> bool:
    """ "49 of 62 samples", "two of my three daughters"."""
    between = text[part.span[1] : whole.span[0]].lower().split() if part.span[1] < whole.span[0] else []
    return between[:1] == ["of"] and len(between) <= 3


def _content_words(text: str, claim: Occurrence, attributions: Sequence[Attribution]) -> frozenset[str]:
    """The words of a claim that say something, without who says so."""
    left_out = [
        span
        for index in claim.attributions
        for span in (attributions[index].source, attributions[index].cue)
        if span
    ]
    return frozenset(
        match.group().lower()
        for match in _WORD.finditer(text, *claim.span)
        if match.group().lower() not in _SMALL_WORDS
        and not any(start <= match.start() < end for start, end in left_out)
    )


def _is_same_thing(words: frozenset[str], others: frozenset[str]) -> bool:
    """One says all that the other says, and that is more than a noun."""
    return min(len(words), len(others)) >= 3 and (words <= others or others <= words)


def _compatible(figure: Figure, other: Figure) -> bool:
    """Some value fits both, or they differ by less than rounding does."""
    low = max(figure.low or Decimal(0), other.low or Decimal(0))
    high = min(figure.high or Decimal("Infinity"), other.high or Decimal("Infinity"))
    return low <= high or ("~" in {figure.comparator, other.comparator} and low - high <= low / 10)
