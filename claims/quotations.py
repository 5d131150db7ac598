"""Finds quotations, whatever marks a text uses, and says which are broken.

Marks come straight, curly, doubled (two apostrophes for one mark) and mixed: a quotation that opens with `"`
may close with `”`, after a copy from a web page. A quotation of several paragraphs opens each of them and
closes the last only. Nothing is dropped for a missing mark: the quotation ends with its line and is broken.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claims.model import Span

Problem = Literal["unclosed", "unopened", "mixed"]

# Marks by what they say of themselves: o opens, c closes, ? may be either.
_ROLE = {"“": "o", "„": "o", "‟": "?", "«": "?", "»": "?", "”": "c", '"': "?", "″": "?", "＂": "?"} | {
    "``": "o", "''": "?", "’’": "c", "‘‘": "o",
}  # fmt: skip
_FAMILY = {
    '"': "straight",
    "″": "straight",
    "＂": "straight",
    "“": "curly",
    "”": "curly",
    "„": "curly",
    "‟": "curly",
}
_DOUBLE = re.compile(r"``|''|’’|‘‘|[“”„‟«»\"″＂]")
_SINGLE = re.compile(r"[‘’']")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BEFORE_OPENER = "([{—–-/:*>"
_AFTER_CLOSER = ".,;:!?)]}—–-/*"
_LONGEST_SINGLE = 500


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: a part for each paragraph, marks included, and what is wrong with its marks."""

    parts: tuple[Span, ...]
    problem: Problem | None = None

    @property
    def span(self) -> Span:
        return self.parts[0][0], self.parts[-1][1]


@lru_cache(2)  # attributions and flags ask for the same text
def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation in order; none overlap. A quotation inside a quotation belongs to the outer one."""
    found = _double_quotations(text)
    inside = quoted_mask(text, found)
    found += _single_quotations(text, inside)
    return tuple(sorted(found, key=lambda quotation: quotation.span))


def quoted_mask(text: str, quotations: tuple[Quotation, ...] | list[Quotation]) -> bytearray:
    """One byte a character, 1 inside a quotation (marks included)."""
    mask = bytearray(len(text))
    for quotation in quotations:
        for start, end in quotation.parts:
            mask[start:end] = b"\x01" * (end - start)
    return mask


def _double_quotations(text: str) -> list[Quotation]:
    found: list[Quotation] = []
    carried: list[Span] = []  # parts of a quotation that a paragraph left open
    for line in _LINE.finditer(text):
        content = line.group()
        if not content.strip():
            continue
        indent = line.start() + len(content) - len(content.lstrip())
        marks = list(_DOUBLE.finditer(text, *line.span()))
        if carried and not (marks and marks[0].start() == indent and _ROLE[marks[0].group()] != "c"):
            found.append(Quotation(tuple(carried), "unclosed"))
            carried = []
        opener: re.Match[str] | None = None
        floor = indent  # where the last closing mark stood
        for mark in marks:
            if opener is None:
                if _opens(text, mark, line.end()):
                    opener = mark
                elif not carried:
                    # A closer without an opener: `Nothing was left,” he said` quotes from the line's start.
                    if _is_lost_opener(text, floor, mark.start()):
                        found.append(Quotation(((floor, mark.end()),), "unopened"))
                    floor = mark.end()
            elif _closes(text, mark, line.end()) and mark.start() > opener.start() + len(opener.group()):
                part = (opener.start(), mark.end())
                problem: Problem | None = "mixed" if _is_mixed(opener.group(), mark.group()) else None
                found.append(Quotation((*carried, part), problem))
                carried = []
                opener = None
                floor = mark.end()
        if opener is not None:
            carried.append((opener.start(), line.start() + len(content.rstrip())))
    if carried:
        found.append(Quotation(tuple(carried), "unclosed"))
    return found


def _opens(text: str, mark: re.Match[str], stop: int) -> bool:
    role, side = _ROLE[mark.group()], _side(text, mark, stop)
    return side == "o" if role == "c" else role == "o" or side != "c"


def _closes(text: str, mark: re.Match[str], stop: int) -> bool:
    role, side = _ROLE[mark.group()], _side(text, mark, stop)
    return side == "c" if role == "o" else side != "o"


def _side(text: str, mark: re.Match[str], stop: int) -> str:
    """Guesses from the neighbours which way a mark looks: "o", "c" or "?"."""
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < stop else " "
    loose_left = before.isspace() or before in _BEFORE_OPENER
    loose_right = after.isspace() or after in _AFTER_CLOSER
    if loose_left and not loose_right:
        return "o"
    if loose_right and not loose_left:
        return "c"
    return "?"


def _is_lost_opener(text: str, start: int, end: int) -> bool:
    """A lone closer makes a quotation only where it reads like one: a few words, ending as speech does."""
    return end - start > 12 and text[end - 1] in ",.!?" and text.count(" ", start, end) >= 2


def _is_mixed(opener: str, closer: str) -> bool:
    return _FAMILY.get(opener, "") != _FAMILY.get(closer, "")


def _single_quotations(text: str, inside: bytearray) -> list[Quotation]:
    """Single-quoted speech of two words or more: 'We will not leave,' not the workers' or the '90s."""
    found: list[Quotation] = []
    opener = -1
    for mark in _SINGLE.finditer(text):
        at = mark.start()
        if inside[at]:
            opener = -1
            continue
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if opener >= 0 and (at - opener > _LONGEST_SINGLE or _has_line_break(text, opener, at)):
            opener = -1
        if (
            (before.isspace() or before in "([—–:")
            and (after.isalnum() or after in "$£€")
            and mark.group() != "’"
        ):
            # An opener never stands after punctuation of its own word; a decade does: '90s.
            if not after.isdigit() and opener < 0:
                opener = at
        elif opener >= 0 and mark.group() != "‘" and not after.isalnum():
            possessive = before == "s" and after == " " and at + 2 < len(text) and text[at + 2].islower()
            if not possessive or _has_later_closer(text, at, opener):
                if len(text[opener:at].split()) >= 2:
                    found.append(Quotation(((opener, at + 1),)))
                opener = -1
    return found


def _has_line_break(text: str, start: int, end: int) -> bool:
    return "\n" in text[start:end] or "\r" in text[start:end]


def _has_later_closer(text: str, at: int, opener: int) -> bool:
    """A possessive ("the workers' demands") closes nothing when a likelier closer stands further on."""
    rest = text[at + 1 : opener + _LONGEST_SINGLE].split("\n", 1)[0]
    return not re.search(r"[\w.,!?][’'](?!\w)", rest)
