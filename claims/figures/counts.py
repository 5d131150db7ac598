"""Numbers with the noun they count: "five people", "13 of the dead", "an 11-member panel"."""

from claims.figures.bounds import read_right
from claims.figures.lexicon import NUMBER_WORDS
from claims.figures.measures import read_rate
from claims.figures.nouns import noun_after, only_verbs
from claims.figures.numbers import Number
from claims.figures.quantity import Quantity, behind_determiners, count
from claims.figures.tokens import HYPHENS, Token
from claims.figures.units import unit_after
from claims.tables import word_class

_DETERMINERS = word_class("determiners")
_NOT_BEHIND_HYPHEN = word_class("not nouns behind hyphen")
_BEFORE_PRONOUN = word_class("top") | _DETERMINERS
_MULTIPLES = word_class("multiples")
_PRONOUN_LIMIT = 13


def with_noun(  # noqa: PLR0911 - one return a shape
    tokens: list[Token], quantity: Quantity
) -> Quantity | None:
    number = quantity.number
    at = _behind_bound(tokens, number.end)
    if at > number.end and _with_unit_beyond(tokens, quantity, at):
        return quantity
    if tokens[at].text in HYPHENS and tokens[at].glued:
        return _with_hyphened_noun(tokens, quantity, at)
    if tokens[at].lower == "times":
        quantity.kind, quantity.reach = ("rate" if tokens[at + 1].lower in _MULTIPLES else "count"), at + 1
        return quantity
    if tokens[at].lower == "of" and _of_them(tokens, at, number):
        at = behind_determiners(tokens, at + 1)
        unit = unit_after(tokens, at, spelled=True) if number.vague else None
        if unit:
            quantity.unit, quantity.kind, quantity.end, quantity.reach = (
                unit[0],
                unit[0].kind,
                unit[1],
                unit[1],
            )
            return quantity
    if tokens[at].lower == "x" and tokens[at].glued:  # 2.1x earnings
        quantity.kind, quantity.reach = "rate", at + 1
        return quantity
    behind = _behind_compound(tokens, at)
    noun = None if tokens[at].glued else noun_after(tokens, behind, single=number.low == 1)
    if noun and not noun.plural and (only_verbs(noun.singular) or (number.spelled and number.low != 1)):
        noun = None  # "seven injured", "the two met"
    if noun is None and _pronoun(tokens, quantity):
        return None
    count(tokens, quantity, noun)
    if behind > at:
        quantity.reach = number.end  # the compound holds a figure of its own
    elif noun:
        read_rate(tokens, quantity)
    return quantity


def _with_unit_beyond(tokens: list[Token], quantity: Quantity, at: int) -> bool:
    """ "40-odd years", "20 or so miles": the unit stands behind the bound."""
    found = unit_after(tokens, at, spelled=quantity.number.spelled)
    if found is None or found[0].kind == "share":
        return False
    quantity.unit, quantity.kind, quantity.reach = found[0], found[0].kind, found[1]
    return True


def _behind_bound(tokens: list[Token], at: int) -> int:
    """ "20 or so people", "40-plus countries": the noun stands behind the bound."""
    return read_right(tokens, at)[1]


def _behind_compound(tokens: list[Token], at: int) -> int:
    """ "four 50-metre lanes", "two 19-year-old men": the noun stands behind another number."""
    if not tokens[at].is_number or tokens[at + 1].text not in HYPHENS or not tokens[at + 1].glued:
        return at
    here = at + 1
    while tokens[here].text in HYPHENS and tokens[here].glued and tokens[here + 1].is_word and here < at + 7:
        here += 2
    return here if here > at + 1 else at


def _of_them(tokens: list[Token], of: int, number: Number) -> bool:
    """ "dozens of homes", "13 of the dead"; not "three of the seven", which has a number of its own."""
    here = behind_determiners(tokens, of + 1)
    if tokens[here].is_number or tokens[here].lower in NUMBER_WORDS:
        return False
    return number.vague or here > of + 1


def _pronoun(tokens: list[Token], quantity: Quantity) -> bool:
    """ "the two", "the bottom three", "these four": known ones, nothing counted."""
    number = quantity.number
    return (
        number.spelled
        and not number.vague
        and number.low < _PRONOUN_LIMIT
        and tokens[quantity.first - 1].lower in _BEFORE_PRONOUN
    )


def _with_hyphened_noun(  # noqa: PLR0911 - one return a rule
    tokens: list[Token], quantity: Quantity, hyphen: int
) -> Quantity | None:
    """ "an 11-member panel", "four-, five- and six-cylinder engines"; not "two-time" or "one-off"."""
    word = tokens[hyphen + 1]
    if word.is_number:
        return quantity
    if not word.glued or not word.is_word:
        return quantity if word.text == "," or word.lower in {"and", "or", "to"} else None
    if word.lower in _NOT_BEHIND_HYPHEN:
        return None
    if word.lower == "fold":
        quantity.kind, quantity.reach = "rate", hyphen + 2
        return quantity
    if word.lower in {"to", "and"}:
        return quantity
    if quantity.number.low == 1 and quantity.number.spelled:
        return None
    noun = noun_after(tokens, hyphen + 1, single=True)
    if noun is None:
        return None
    quantity.counted = word.lower
    quantity.phrase = (word.start, word.end)
    quantity.reach = hyphen + 2
    return quantity
