"""Numbers that count nothing: years, ages beside names, "no one", "zero tolerance"."""

import re

from claims.figures.measures import OLDEST
from claims.figures.nouns import noun_after, only_verbs
from claims.figures.numbers import Number
from claims.figures.tokens import Token
from claims.figures.units import unit_after
from claims.tables import word_class

_NO_FIGURE_BEFORE_ONE = word_class("before one")
_ONE_IDIOMS = word_class("one idioms")
_PEOPLE = word_class("people")
_BEFORE_COUNT = word_class("before count")
_BEFORE_YEAR = word_class("before year")
_MARKS_OF_AGE = frozenset({(",", ","), ("(", ")"), (",", ".")})
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
    """ "the 2015 floods" has a year, "sent 1500 crates" and "more than 2000 homes" have counts."""
    token, before, after = tokens[number.first], tokens[number.first - 1], tokens[number.end]
    if number.spelled or number.end != number.first + 1 or not _YEAR.fullmatch(token.text):
        return False
    if after.lower in _PEOPLE:
        return False
    if not after.is_word:
        return before.lower not in _BEFORE_COUNT
    noun = noun_after(tokens, number.end)
    if noun is None or not (noun.plural or before.lower in _BEFORE_COUNT):
        return True
    round_number = token.text.endswith("00") and token.text != "2000"
    named = after.is_capitalised or before.is_capitalised
    return named or (before.lower in _BEFORE_YEAR and not round_number)


def beside_name(tokens: list[Token], number: Number) -> bool:
    """ "Jones, 31, missed": the age of a person, as news gives it with nearly every name, is no claim."""
    before, second, after = tokens[number.first - 1], tokens[number.first - 2], tokens[number.end]
    if (before.text, after.text) not in _MARKS_OF_AGE or number.spelled or len(second.text) < 3:
        return False
    return second.is_word and 0 < number.low <= OLDEST and number.low == int(number.low)


def zero_idiom(tokens: list[Token], number: Number) -> bool:
    """ "zero tolerance", "zero-sum", "ground zero"."""
    if tokens[number.first].lower != "zero" or not number.spelled:
        return False
    noun = noun_after(tokens, number.end)
    return noun is None or not noun.plural
