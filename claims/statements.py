"""Whether words state something that can be checked: web pages and mails are full of figures that tell nothing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from claims.attributions.grammar import (
    DETERMINERS,
    FINITE,
    MODALS,
    OBJECT_PRONOUNS,
    PAST_VERBS,
    PREPOSITIONS,
    QUESTION_WORDS,
)
from claims.model import Attribution, Figure, Span
from claims.wordsets import word_set
from claims.worth import harms

_FEWEST_WORDS = 3  # beside a date: "Lee died in 2011"


def tells_of_dates(text: str, part: Span, dates: list[Span]) -> bool:
    """Something is told of the dates: not "Published: 3 March 2024, 21:04", not "14:31 Power cuts rising"."""
    dates = [date for date in dates if not (date[0] == part[0] and ":" in text[slice(*date)])]
    if not dates:
        return False
    return len(_WORD.findall(_without(text, part, dates))) >= _FEWEST_WORDS


def is_statement(text: str, part: Span, figures: Sequence[Figure], dates: Sequence[Span]) -> bool:
    """Something is told of the figures or dates: not "214 comments", "5 min read", "Our war: what happened today".

    A headline has no verb and tells something: "Violent crime down 11%", "At least 5 dead".
    """
    if not figures:
        return not _is_title(text[slice(*part)])
    spans = [*dates, *(figure.span for figure in figures), *(each.phrase for each in figures if each.phrase)]
    left = [word.lower() for word in _WORD.findall(_without(text, part, spans))]
    if any(figure.trend or figure.kind in {"rank", "score"} for figure in figures) or harms() & {*left}:
        return True
    if all(figure.kind == "duration" for figure in figures):
        return len(left) >= _FEWEST_WORDS or (len(left) == _FEWEST_WORDS - 1 and has_verb(left[1:]))
    several = len(figures) > 1 or figures[0].kind in {"share", "money"}
    return len(left) > (0 if several else 1) or has_verb(left) or ":" in text[slice(*part)]


def _without(text: str, part: Span, spans: Sequence[Span]) -> str:
    """The part with blanks for the spans."""
    left = list(text[slice(*part)])
    for start, end in spans:
        low, high = max(start, part[0]) - part[0], min(end, part[1]) - part[0]
        left[low:high] = " " * max(0, high - low)
    return "".join(left)


def _is_title(line: str) -> bool:
    """ "The strike: what we know so far", "How it began in 2011": no end mark, and only a question's word."""
    if line.rstrip()[-1:] in _END_MARKS:
        return False
    opening = line.rpartition(":")[2].lower().split()
    return opening[:1] != [] and opening[0] in QUESTION_WORDS and len(opening) <= _LONGEST_TITLE


_WORD = re.compile(r"[^\W\d_]{2,}")
_END_MARKS = frozenset(".!?…\"”’'")
_LONGEST_TITLE = 8


def asks_reader(text: str, part: Span, figures: Sequence[Figure]) -> bool:
    """ "Forward to 20 people", "Read more: 10 charts", "Anyone with news should call 101 quoting case 57"."""
    if not figures:
        return False
    words = _WORD_OR_COLON.findall(text[slice(*part)].lower()[:_LOOKED_AT])
    if (
        len(words) > 1
        and words[0] in word_set("statements asking")
        and words[1] in word_set("statements asked")
    ):
        return not has_verb(words[1:])
    asked = _CONTACT.search(text, part[0], min(part[1], figures[0].span[0]))
    return asked is not None


_LOOKED_AT = 200
_WORD_OR_COLON = re.compile(r"[^\W\d_]+|:")
_CONTACT = re.compile(
    r"\b(?:anyone|anybody|everyone|witnesses|readers|drivers|please)\b[^.;]{0,80}?"
    r"\b(?:call|contact|phone|ring|dial|text|e-?mail|write)\b",
    re.IGNORECASE,
)


def is_courtesy(line: str) -> bool:
    """What is said in a transcript and tells nothing: "Minister, thank you", "Absolutely not"."""
    words = [word.lower() for word in _WORD.findall(line)]
    if any(letter.isdigit() for letter in line):
        return False
    return len(words) < _FEWEST_WORDS or (
        len(words) <= _LONGEST_COURTESY and bool(word_set("statements courtesies") & {*words})
    )


_LONGEST_COURTESY = 6


def stands_alone(attribution: Attribution, content: str) -> bool:
    """Something is stated: "over 400 people have died", not "responsibility for the bombings".

    Nor what needs the words before it: "him of taking $5", "to have seen 3 men", "was one of them".
    """
    words = content.lower().replace("’", "'").split()
    is_speech = attribution.style == "direct" and content.lstrip(" \"'“‘„«")[:1].isupper()
    if words[:1] == ["that"] or (is_speech and len(words) >= _FEWEST_OF_SPEECH):
        return True
    if not words or words[0] in _NEVER_FIRST:
        return False
    first, *others = (piece.split() for piece in content.lower().replace("’", "'").split(","))
    if others and others[0][:1] and others[0][0] in _NEVER_SECOND and not has_verb(first):
        return False  # "no effect, while others did", "yes, was held in 2011"
    return has_verb(words)


_FEWEST_OF_SPEECH = 3
_NEVER_FIRST = OBJECT_PRONOUNS | {"of", "to", "not"} | (FINITE - MODALS)
_NEVER_SECOND = FINITE | {"while", "whereas", "although", "though", "and", "but"}


def has_verb(words: Sequence[str]) -> bool:
    return any(
        word in _STATING
        or word in PAST_VERBS
        or (len(word) > 3 and word.endswith("ed") and before not in _BEFORE_ADJECTIVE)
        or ("'" in word and word.endswith(("'m", "'re", "'ve", "'ll")))
        for before, word in pairwise(["", *words])
    )


_STATING = FINITE | {"am"}
_BEFORE_ADJECTIVE = PREPOSITIONS | DETERMINERS  # drivers of overloaded vehicles
