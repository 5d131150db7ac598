"""Splits a text into numbers, words and marks, the alphabet of the number grammar.

"The $1.8-billion plan" is The | $ | 1.8 | - | billion | plan. One pass, linear in the text.
"""

import re
from dataclasses import dataclass
from typing import Literal

from claims.figures.conventions import english_scales, in_english
from claims.figures.lexicon import CURRENCY_SIGNS
from claims.model import Span
from claims.terms import common_words, fold

TokenKind = Literal["number", "word", "mark", "edge"]

_KINDS: dict[str, TokenKind] = {
    "plain": "word",
    "number": "number",
    "name": "word",
    "word": "word",
    "mark": "mark",
}
PADDING = 8
"""Empty tokens at both ends, so that the grammar may look this far past any token without asking."""

_LETTERS = r"[^\W\d_²³¹⁰-₉½¼¾⅐-⅞º]"
_MONEY = "(?-i:" + "|".join(sorted(sign for sign in CURRENCY_SIGNS if sign.isalpha())) + ")"
# 400,000  1,25,000 (Indian groups)  12,500.75  10 000 with a thin or no-break space
_ENGLISH_NUMBER = (
    r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]+\.[0-9]+|(?<![\w.])\.[0-9]+|[0-9]+"
)
# 400.000  12.500,75  12 500,75
_FOREIGN_NUMBER = (
    r"[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])(?:,[0-9]+)?"
    r"|[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])(?:,[0-9]+)?"
    r"|[0-9]+[.,][0-9]+|[0-9]+"
)
_TOKEN, _FOREIGN_TOKEN = (
    re.compile(
        "|".join(
            [
                # most of a text: words that no other form can begin with
                r"(?P<plain>(?-i:[a-z]{2,})(?=[ ,]))",
                f"(?P<number>{number})",
                # A320  S22  H5N1  m2  4x4  F-16  Covid-19 are names, RM23 and Rs40 are money
                rf"(?P<name>(?=[A-Z]{{1,8}}[0-9])(?<![$£€])(?!{_MONEY}[0-9])[A-Z]{{1,8}}[0-9]{{1,5}}(?![0-9]|[.,][0-9])\w*"
                r"|[0-9]{1,4}x[0-9]{1,4}\w*|(?-i:[A-Z])[A-Za-z]{0,7}-[0-9]{1,4}[A-Za-z]?(?![.,]?\w))",
                # U.S.  p.m.  people's  isn't  peo-ple with a soft hyphen  S&P
                r"(?P<word>(?:[A-Z]\.){2,}"
                rf"|S&P|{_LETTERS}(?:{_LETTERS}|\u00ad)*(?:['’](?:s|t|re|ve|ll|d|m)\b)?)",
                r"(?P<mark>\S)",
            ]
        ),
        re.IGNORECASE,
    )
    for number in (_ENGLISH_NUMBER, _FOREIGN_NUMBER)
)
HYPHENS = frozenset("-–‐‑—−")


@dataclass(slots=True)
class Token:
    """One token. `glued`: no space before it. `hidden`: part of a date, an address, a telephone number.

    `line_start`: the first of a line.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: TokenKind
    glued: bool
    hidden: bool = False
    line_start: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def is_capitalised(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()


_EDGE = Token("", "", 0, 0, "edge", glued=False, hidden=True)


def tokenize(text: str, hidden: list[Span], decimal_comma: bool = False) -> list[Token]:
    """The tokens of `text` between two paddings; those that start in one of the sorted spans are hidden.

    With a decimal comma the text of a number is as English would write it, and so is a magnitude ("Millionen").
    An edge token stands between lines, unless a line goes on in small letters, as hard-wrapped text does.
    """
    tokens = [_EDGE] * PADDING
    add = tokens.append
    previous_end = line_break = -1
    spans = iter([*hidden, (len(text) + 1, len(text) + 1)])
    hide_from, hide_to = next(spans)
    for match in (_FOREIGN_TOKEN if decimal_comma else _TOKEN).finditer(text):
        start, end = match.span()
        surface = lower = match.group()
        while hide_to <= start:
            hide_from, hide_to = next(spans)
        group = match.lastgroup or ""
        if group != "plain":
            lower = surface.lower()
            if not surface.isascii():
                lower = lower.replace("\u00ad", "").replace("’", "'")
        if decimal_comma:
            surface = in_english(surface) if group == "number" else surface
            lower = surface if group == "number" else english_scales().get(lower, lower)
            if fold(lower) in common_words():
                group = "mark"  # ends a noun: "3 000 postes ont"
        token = Token(surface, lower, start, end, _KINDS[group], start == previous_end)
        if start >= hide_from:
            token.hidden = True
        if start > line_break:
            token.line_start = True
            line_break = text.find("\n", start)
            if line_break < 0:
                line_break = len(text)
            if not surface[0].islower():
                add(_EDGE)
        add(token)
        previous_end = end
    tokens.extend([_EDGE] * PADDING)
    return tokens
