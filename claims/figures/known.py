"""Numbers that count nothing: years, ages beside names, "no one", "zero tolerance"."""

import re

from claims.figures.lexicon import NOUN_ENDS
from claims.figures.measures import OLDEST
from claims.figures.nouns import noun_after, only_verbs
from claims.figures.numbers import Number
from claims.figures.tokens import Token
from claims.figures.units import unit_after
from claims.tables import word_class

_NO_FIGURE_BEFORE_ONE = word_class("before one")
_ONE_IDIOMS = word_class("one idioms")
_PEOPLE = word_class("people")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def is_one(tokens: list[Token], number: Number) -> bool:
    return number.spelled and number.end == number.first + 1 and tokens[number.first].lower == "one"


def one_counts(tokens: list[Token], number: Number) -> bool:
    """ "one soldier" counts; "one of the explosions", "no one", "this one", "one day", "one-off" do not."""
    before, after = tokens[number.first - 1].lower, tokens[number.end]
    if (
        before in _NO_FIGURE_BEFORE_ONE
        or after.lower in _ONE_IDIOMS
        or (before, after.lower) == ("at", "point")
    ):
        return False
    if unit_after(tokens, number.end, spelled=True):
        return True
    if not after.is_word or after.glued:
        return False
    noun = noun_after(tokens, number.end, single=True)
    return noun is not None and not only_verbs(noun.singular)


def looks_like_year(tokens: list[Token], number: Number) -> bool:
    token, after = tokens[number.first], tokens[number.end]
    if number.spelled or number.end != number.first + 1 or not _YEAR.fullmatch(token.text):
        return False
    before = tokens[number.first - 1].lower
    if before == "than" and tokens[number.first - 2].lower in {"more", "fewer", "less"}:
        return False
    if before in {"over", "about", "nearly", "almost", "some", "approximately", "roughly", "least", "of"}:
        return not (
            after.is_word and after.lower not in NOUN_ENDS and noun_after(tokens, number.end) is not None
        )
    return after.lower not in _PEOPLE


def beside_name(tokens: list[Token], number: Number) -> bool:
    """ "Jones, 31, missed": the age of a person, as news gives it with nearly every name, is no claim."""
    before, second, after = tokens[number.first - 1], tokens[number.first - 2], tokens[number.end]
    if number.spelled or not 0 < number.low <= OLDEST or number.low != int(number.low) or not second.is_word:
        return False
    return (before.text, after.text) in {(",", ","), ("(", ")"), (",", ".")} and len(second.text) > 2


def zero_idiom(tokens: list[Token], number: Number) -> bool:
    """ "zero tolerance", "zero-sum", "ground zero"."""
    if tokens[number.first].lower != "zero" or not number.spelled:
        return False
    noun = noun_after(tokens, number.end)
    return noun is None or not noun.plural
