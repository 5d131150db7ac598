"""Numbers that are names or labels, not quantities: "Flight 370", "Galaxy S22", "5G", "No. 3"."""

from collections.abc import Callable

from claims.figures.lexicon import BEFORE, LABELS, NAME_LABELS, NOUN_ENDS, NUMBER_WORDS, TRENDS
from claims.figures.nouns import is_plural, noun_after
from claims.figures.numbers import Number
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

_ORDINALS = word_class("ordinal ends")
_STREETS = word_class("street words")
_COUNTED_EVEN_BEHIND_A_NAME = word_class("people")
_SENTENCE_END = word_class("sentence ends")
_PREFIXES = word_class("number prefixes")
_POLL_DIGITS = 2
_NO_NAMES = NOUN_ENDS | BEFORE.keys() | TRENDS.keys() | NUMBER_WORDS.keys()


def is_name(  # noqa: PLR0911 - one return a rule
    tokens: list[Token], number: Number, has_unit: bool
) -> bool:
    """Whether a number is (part of) a name. `has_unit`: a unit or a magnitude follows it."""
    first, end = number.first, number.end
    token, before, after = tokens[first], tokens[first - 1], tokens[end]
    if not token.is_number:
        return _spelled_name(tokens, number)
    if after.glued and after.is_word and not has_unit and after.text != "x":
        return True  # 5G, 3D, 737s, 22nd
    if token.glued and _glued_name(tokens, first, has_unit):
        return True
    if before.text == "." and before.glued and tokens[first - 2].lower in LABELS:  # No. 3, p. 12
        return True
    if after.text in {".", ")"} and after.glued and _numbers_a_list(tokens, first):
        return True
    if before.lower in LABELS and after.glued and len(after.text) == 1 and after.is_word:
        return True  # pad 39A
    if has_unit:
        return False
    if before.lower in LABELS or before.text == "#":
        return before.text != "no"  # "no 3 people" is no label
    if before.lower == "of" and tokens[first - 2].is_number and tokens[first - 2].hidden:  # part 3 of 3
        return True
    return _capital_before(tokens, number) or _capital_after(tokens, number) or _address(tokens, number)


def _numbers_a_list(tokens: list[Token], first: int) -> bool:
    """ "3. The committee", "1) registers, 2) realises"; not "(66)" or "(up 3)"."""
    mark = tokens[first + 1].text
    if tokens[first].line_start and not tokens[first + 2].glued and tokens[first + 2].kind != "edge":
        return True
    opened = any(tokens[max(here, 0)].text == "(" for here in range(first - 12, first))
    return mark == ")" and not opened and len(tokens[first].text) <= 2


def _spelled_name(tokens: list[Token], number: Number) -> bool:
    """ "BBC One", "Formula One", "Big Ten", "Phase Two": a capital on both."""
    word, before = tokens[number.first], tokens[number.first - 1]
    if word.glued and before.text in HYPHENS and before.glued:  # all-in-one, the top-two race
        return tokens[number.first - 2].lower not in _PREFIXES and tokens[number.first - 2].is_word
    if before.lower in {"of", "for"} and word.is_capitalised:  # the Gang of Eight
        return tokens[number.first - 2].is_capitalised
    if not word.is_capitalised or number.vague or number.end > number.first + 1:
        return False
    return before.is_capitalised and before.lower not in NOUN_ENDS and before.lower not in BEFORE


def _glued_name(tokens: list[Token], first: int, has_unit: bool) -> bool:
    """V10, TA-35, 3:16, A1/2; not "sub-7", "minus-5" or the second part of "5-10"."""
    before, second = tokens[first - 1], tokens[first - 2]
    if before.is_word:
        return True
    if before.text in HYPHENS and before.glued:
        if second.is_word:
            return (
                second.lower not in _PREFIXES
                and second.lower not in BEFORE
                and second.lower not in NUMBER_WORDS
            )
        return second.is_number and second.hidden and not has_unit
    if before.text in {"/", ":", "."} and before.glued:
        return second.is_word or second.is_number
    return before.text in {"#", "_"}


def _capital_before(  # noqa: PLR0911 - one return a rule
    tokens: list[Token], number: Number
) -> bool:
    """ "Galaxy 22", "Game 7", "Group of 20"; not "In Paris 12 people", "Over 400" or "Toyota 12,000"."""
    first = number.first
    before, second, token = tokens[first - 1], tokens[first - 2], tokens[first]
    if before.lower in {"of", "for"} and second.text in {"Group", "Gang", "Fight", "Class", "Committee"}:
        return True
    if "," in token.text or "." in token.text or number.scale != 1:
        return False
    if before.lower in NAME_LABELS:  # iPhone 11, Game 7, day 3; not "on the day 300 people died"
        return before.text != before.lower or not _counts(tokens, number.end, is_plural)
    if not before.is_capitalised or before.text == "US" or before.lower in _NO_NAMES:
        return False
    if before.lower.endswith("'s") or _pair_of_small_numbers(tokens, number.end):
        return False  # Clinton's 232, "leads Trump 41-40"
    if second.kind == "edge" or second.text in _SENTENCE_END:
        return not _counts(tokens, number.end, is_plural)
    return not _counts(tokens, number.end, _COUNTED_EVEN_BEHIND_A_NAME.__contains__)


def _pair_of_small_numbers(tokens: list[Token], hyphen: int) -> bool:
    pair = tokens[hyphen - 1].text, tokens[hyphen + 1].text
    return (
        tokens[hyphen].text in HYPHENS
        and tokens[hyphen + 1].is_number
        and max(map(len, pair)) <= _POLL_DIGITS
    )


def _counts(tokens: list[Token], at: int, countable: Callable[[str], bool]) -> bool:
    """Whether one of the next two tokens is a small-letter noun that can be counted."""
    near = tokens[at], tokens[at + 1]
    return any(
        each.is_word and not each.is_capitalised and countable(each.lower) and each.lower not in NOUN_ENDS
        for each in near
    )


def _capital_after(tokens: list[Token], number: Number) -> bool:
    """ "its 737 Max fleet", "the 300 Club", "787 Dreamliner", "90049 ZIP"; not "the 300 Swiss banks"."""
    token, after = tokens[number.first], tokens[number.end]
    if token.glued and _pair_of_small_numbers(tokens, number.first - 1):
        return False  # Rovers 2-3 United
    if not token.text.isdigit() or not after.is_capitalised or after.glued or number.scale != 1:
        return after.lower == "zip"
    noun = noun_after(tokens, number.end)
    return noun is not None and not noun.plural and after.lower not in NOUN_ENDS


def _address(tokens: list[Token], number: Number) -> bool:
    """ "49 Zorro Ranch Road", "9 E 71st St": capitals up to a word for a street."""
    after = tokens[number.end]
    if not (after.is_capitalised or after.text in HYPHENS) or number.scale != 1:
        return False
    for here in range(number.end, number.end + 5):
        token = tokens[here]
        if not (token.is_capitalised or token.is_number or token.lower in _ORDINALS or token.text in HYPHENS):
            return False
        if token.lower in _STREETS and here > number.end:
            return True
    return False
