"""Numbers that are names or labels, not quantities: "Flight 370", "Galaxy S22", "5G", "No. 3"."""

from claims.figures.lexicon import BEFORE, LABELS, NAME_LABELS, NOUN_ENDS, NUMBER_WORDS, TRENDS
from claims.figures.nouns import is_plural
from claims.figures.numbers import Number
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

_ORDINALS = word_class("ordinal ends")
_STREETS = word_class("street words")
_COUNTED_EVEN_BEHIND_A_NAME = word_class("people")
_SENTENCE_END = word_class("sentence ends")
_PREFIXES = word_class("number prefixes")


def is_name(tokens: list[Token], number: Number, has_unit: bool) -> bool:  # noqa: PLR0911 - one return a rule
    """Whether a number in digits is (part of) a name. `has_unit`: a unit or a magnitude follows it."""
    first, end = number.first, number.end
    token, before, after = tokens[first], tokens[first - 1], tokens[end]
    if number.spelled or not token.is_number:
        return number.spelled and _spelled_name(tokens, number)
    if after.glued and after.is_word and not has_unit and after.lower != "x":
        return True  # 5G, 3D, 737s, 22nd
    if token.glued and _glued_name(tokens, first, has_unit):
        return True
    if before.text == "." and before.glued and tokens[first - 2].lower in LABELS:  # No. 3, p. 12
        return True
    if after.text == "." and after.glued and token.line_start and not tokens[end + 1].is_number:
        return tokens[end + 1].kind != "edge" and not tokens[end + 1].glued  # "3. The committee"
    if has_unit:
        return False
    if before.lower in LABELS or before.text == "#":
        return not _is_common_noun(tokens, first)
    return _capital_before(tokens, number) or _address(tokens, number)


def _spelled_name(tokens: list[Token], number: Number) -> bool:
    """ "BBC One", "Formula One", "Big Ten", "Phase Two": a capital on both."""
    word, before = tokens[number.first], tokens[number.first - 1]
    if not word.is_capitalised or number.vague or number.end > number.first + 1:
        return False
    return before.is_capitalised and before.lower not in NOUN_ENDS and before.lower not in BEFORE


def _glued_name(tokens: list[Token], first: int, has_unit: bool) -> bool:
    """V10, CO2, TA-35, 3:16, A1/2; not "sub-7", "minus-5" or the second part of "5-10"."""
    before, second = tokens[first - 1], tokens[first - 2]
    if before.is_word:
        return True
    if before.text in HYPHENS and before.glued:
        if second.is_word:
            return second.lower not in _PREFIXES and second.lower not in BEFORE
        return second.is_number and not has_unit and tokens[first - 1].text == "-" and second.hidden
    if before.text in {"/", ":", "."} and before.glued:
        return second.is_word or second.is_number
    return before.text in {"#", "_"}


def _is_common_noun(tokens: list[Token], first: int) -> bool:
    """ "no 3 people": a label word in small letters before a counted noun is a coincidence."""
    label = tokens[first - 1]
    return label.lower == "no" and not label.is_capitalised


def _capital_before(tokens: list[Token], number: Number) -> bool:
    """ "Galaxy 22", "Game 7", "Boeing 737"; not "In Paris 12 people", "1.8", "12,000" or "Over 400"."""
    first = number.first
    before, second, token = tokens[first - 1], tokens[first - 2], tokens[first]
    if before.lower in NAME_LABELS and (before.is_capitalised or before.text == before.lower == "iphone"):
        return "," not in token.text
    if not before.is_capitalised or "," in token.text or "." in token.text or number.scale != 1:
        return False
    lower = before.lower
    if (
        lower in NOUN_ENDS
        or lower in BEFORE
        or lower in TRENDS
        or lower in NUMBER_WORDS
        or before.text in {"US", "PS"}
    ):
        return False
    if second.kind == "edge" or second.text in _SENTENCE_END:
        return not _lower_plural_follows(tokens, number.end)
    return not _counted(tokens, number.end)


def _lower_plural_follows(tokens: list[Token], at: int) -> bool:
    return any(
        tokens[here].is_word
        and not tokens[here].is_capitalised
        and is_plural(tokens[here].lower)
        and tokens[here].lower not in NOUN_ENDS
        for here in (at, at + 1)
    )


def _counted(tokens: list[Token], at: int) -> bool:
    return (
        tokens[at].lower in _COUNTED_EVEN_BEHIND_A_NAME or tokens[at + 1].lower in _COUNTED_EVEN_BEHIND_A_NAME
    )


def _address(tokens: list[Token], number: Number) -> bool:
    """ "49 Zorro Ranch Road", "9 E 71st St": capitals up to a word for a street."""
    if "," in tokens[number.first].text or number.scale != 1:
        return False
    for here in range(number.end, number.end + 5):
        token = tokens[here]
        if not (token.is_capitalised or token.is_number or token.lower in _ORDINALS):
            return False
        if token.lower in _STREETS and here > number.end:
            return True
    return False
