"""Cuts a text into paragraphs, sentences and words, with offsets into the text as received.

A forwarded article is rarely clean: headlines and photo credits without a full stop, bylines, datelines
("DAMASCUS (Reuters) - Seven..."), bullet lists, a stray page number on a line of its own. A line break
therefore always ends a sentence, and the parts that say nothing are told apart by `line_kind`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claims.model import Span
from claims.wordsets import word_set

LineKind = Literal["text", "byline", "credit", "stray-number", "mail-header"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
# A run of end marks with the closing quotation marks and brackets behind it: `.”`, `?!`, `...)`, `.[3]`.
_END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?:\[\d{1,3}\])?")
# A soft hyphen or a zero-width space inside a word, as web pages have them, does not split it.
_WORD = re.compile(r"\w+(?:(?:[.'’\-&\u00ad\u200b]|(?<=\d),(?=\d))\w+)*|[^\w\s]")
_UNSEEN = str.maketrans({"’": "'", "\u00ad": None, "\u200b": None})
_OPENERS = "\"“‘'«„([*•–—-"
_NUMBER_LINE = re.compile(r"\s*(?:page\s+)?[\[(]?\d{1,4}[\])]?\s*(?:/\s*\d{1,4})?\s*\Z", re.IGNORECASE)
_BYLINE = re.compile(r"\s*(?:by|from|reporting by|writing by|editing by)\s+[A-Z][\w.'’-]+", re.IGNORECASE)
_CREDIT = re.compile(
    r"\s*(?:\((?:photo|image|picture|file)\b[^()\n]{0,120}\)"
    r"|(?:photo(?:graph)?|image|picture|file photo|getty|credit|caption|source)s?\s*(?::|by\b|©|/))",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(r"(?:> ?)*\*?(?:from|to|cc|bcc|date|sent|subject|reply-to)\*?: ", re.IGNORECASE)
# DAMASCUS (Reuters) - / GENEVA, March 3 (AP) — / BEIRUT - / Port Said (AFP) – / (CNN) --
_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][A-Za-z.'’-]+(?:[ ,/]{1,3}[A-Z][A-Za-z.'’-]*){0,4})?(?P<day>,[^()\n:—–]{0,30})?"
    r"\s{0,2}(?P<agency>\([A-Za-z /&.-]{2,30}\))?\s{0,2}(?P<mark>--|[—–:-])\s+(?=[^\sa-z])"
)

ABBREVIATIONS = word_set("text abbreviations")
# These end a sentence when a capital follows and they stand where a sentence can end: "at 5 p.m. The ...".
_MAY_END = word_set("text may end")
_STARTERS = word_set("text starters")


_LONGEST_SENTENCE = 1_500
_TEXTS_KEPT = 2  # claims, attributions and flags each ask for the sentences of the same text


@dataclass(frozen=True, slots=True)
class Words:
    """The words and punctuation marks of a text, as parallel lists that index together."""

    starts: list[int]
    ends: list[int]
    forms: list[str]
    lower: list[str]

    def __len__(self) -> int:
        return len(self.starts)


def words(text: str) -> Words:
    """Splits into words ("don't", "R-Texas", "U.S") and single punctuation marks."""
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        forms.append(match.group())
    return Words(starts, ends, forms, [_plain(form) for form in forms])


def _plain(form: str) -> str:
    return form.lower() if form.isascii() else form.lower().translate(_UNSEEN)


@lru_cache(_TEXTS_KEPT)
def lines(text: str) -> tuple[Span, ...]:
    """The lines that hold anything but white space, without the white space around them."""
    return tuple(
        trimmed for match in _LINE.finditer(text) if (trimmed := trim(text, match.span()))[0] < trimmed[1]
    )


@lru_cache(_TEXTS_KEPT)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences in order. A line break ends one; an abbreviation or an initial does not.

    None is longer than 1,500 characters, so that work on one sentence is bounded whatever the text is.
    """
    return tuple(
        piece
        for line in lines(text)
        for sentence in _split_line(text, line)
        for piece in _bounded(text, sentence)
    )


def trim(text: str, span: Span, also: str = "") -> Span:
    """The span without white space, or any character of `also`, at its ends."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end


def line_kind(text: str, line: Span) -> LineKind:
    """Says whether a line is running text, a byline, a photo credit, a mail's header or a lone number."""
    found = text[line[0] : min(line[1], line[0] + 200)]
    if _NUMBER_LINE.match(found):
        return "stray-number"
    if _MAIL_HEADER.match(found):
        return "mail-header"
    if _CREDIT.match(found):
        return "credit"
    if _BYLINE.match(found) and line[1] - line[0] < 100 and found.rstrip()[-1:] not in '.!?”"':
        return "byline"
    return "text"


def dateline_end(text: str, sentence: Span) -> int:
    """Where the sentence proper starts: behind "DAMASCUS (Reuters) - " if it has one, else its start.

    A small letter behind the dash goes on with the sentence: "NATO - the alliance - has 40 ships".
    """
    found = _DATELINE.match(text, sentence[0], min(sentence[1], sentence[0] + 120))
    if found is None:
        return sentence[0]
    place = found["place"] or ""
    if found["agency"]:
        return found.end()
    capitals = len(place) > 1 and place.split()[0].isupper()
    # "WASHINGTON: " is a place, "TRUMP: " a speaker, so a colon needs a day or an agency. "Well - We" is neither.
    bare = found["mark"] == ":" and "," not in place and not found["day"]
    glued = found["mark"] == "-" and not text[found.start("mark") - 1].isspace()
    if not capitals or bare or glued:
        return sentence[0]
    return found.end()


def _split_line(text: str, line: Span) -> list[Span]:
    found: list[Span] = []
    start, stop = line
    for match in _END.finditer(text, start, stop):
        if match.start() >= start and _ends_sentence(text, start, stop, match):
            found.append((start, match.end()))
            start = match.end()
            while start < stop and text[start].isspace():
                start += 1
    if start < stop:
        found.append((start, stop))
    return found


def _bounded(text: str, sentence: Span) -> list[Span]:
    start, end = sentence
    pieces: list[Span] = []
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        pieces.append(trim(text, (start, cut)))
        start = trim(text, (cut, end))[0]
    return [*pieces, (start, end)]


def _ends_sentence(text: str, start: int, stop: int, match: re.Match[str]) -> bool:
    after = match.end()
    if after >= stop:
        return False
    glued = not text[after].isspace()
    while after < stop and text[after].isspace():
        after += 1
    if after >= stop:
        return False
    following = text[after]
    if glued:
        # "the end.The next": a missing space, but not "U.S.The" or "example.Com".
        return len(match.group()) > 1 and following.isupper() and match.group()[-1] in '"”'
    if following in _OPENERS and after + 1 < stop:
        following = text[after + 1]
    if not (following.isupper() or following.isdigit() or following in "\"“‘'#@$€£…"):
        return False
    if match.group() != ".":
        return True
    return not _is_abbreviation(text, start, match.start(), after)


def _is_abbreviation(text: str, start: int, dot: int, following: int) -> bool:
    left = dot
    while left > start and dot - left < 12 and (text[left - 1].isalnum() or text[left - 1] in ".-"):
        left -= 1
    word = text[left:dot].lower()
    initials = "." in word and all(len(part) == 1 for part in word.split("."))  # "G.K. Lee", "the B.B.C."
    if initials or word in _MAY_END:
        # at 6 p.m. "We will not sail," she said.
        next_word = re.match(r"[\"“]?(\w+)", text[following : following + 20])
        return not (next_word and next_word[1].lower() in _STARTERS)
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i"):
        return True
    # "(R-Fla. )" and "D-Mass.": a party and a state.
    return len(word) > 2 and word[1] == "-" and word[0].isalpha() and len(word) < 8
