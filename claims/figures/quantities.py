"""One quantity: a number with its sign, its unit or the noun it counts. No bounds, no ranges yet."""

import re
from dataclasses import dataclass
from decimal import Decimal

from claims.figures.bounds import read_right
from claims.figures.lexicon import FUNCTION_WORDS, MULTIPLES, NOUN_ENDS, NUMBER_WORDS, Unit
from claims.figures.names import is_name
from claims.figures.nouns import Noun, is_plural, noun_after
from claims.figures.numbers import Number, number_at, rounded
from claims.figures.tokens import HYPHENS, Token
from claims.figures.units import (
    POUND_STERLING,
    YEAR,
    age_end,
    currency_before,
    rate_after,
    unit_after,
)
from claims.model import FigureKind, Span, Trend
from claims.tables import word_class

_DETERMINERS = word_class("determiners")
_NO_FIGURE_BEFORE_ONE = word_class("before one")
_NOT_BEHIND_HYPHEN = word_class("not nouns behind hyphen")
_ONE_IDIOMS = word_class("one idioms")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PEOPLE = word_class("people")
_SENTENCES = word_class("prison")
_BEFORE_PRONOUN = word_class("top") | _DETERMINERS
_ROUND = word_class("share wholes")
_ATTEMPTS = word_class("attempts")
_SHARES = (["in"], ["in", "every"], ["out", "of"], ["of", "every"])
_MILLION = Decimal(1_000_000)
_OLDEST = 120
_PRONOUN_LIMIT = 13
_CALENDAR_UNITS = frozenset({"day", "week", "month", "year", "decade", "century"})
_MULTIPLES = word_class("multiples")
_PERSONS = word_class("persons")
_BIRTHDAY = word_class("birthday")


@dataclass(slots=True)
class Quantity:
    """A number and what it measures or counts.

    Tokens: `first` to `end` is the span (currency sign, number, magnitude, unit), `reach` is where its unit,
    its rate or its noun ends.
    """

    number: Number
    first: int
    end: int
    reach: int
    low: Decimal
    high: Decimal
    kind: FigureKind = "count"
    unit: Unit | None = None
    counted: str | None = None
    phrase: Span | None = None
    ranged: bool = False
    trend: Trend | None = None
    dropped: bool = False
    change_from: Decimal | None = None

    @property
    def bare(self) -> bool:
        """Nothing says what the number is of."""
        return self.unit is None and self.counted is None


def quantity_at(tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    """The quantity whose number starts at a token, or None, and the token to go on from."""
    if tokens[at].lower in MULTIPLES:
        multiple = _multiple(tokens, at)
        return multiple, at + 1
    money = currency_before(tokens, at) if tokens[at].is_number else None
    number = number_at(tokens, at, money is not None)
    if number is None:
        return None, at + 1
    found = _read(tokens, number, money)
    if found is None:
        return None, number.end
    return found, max(found.reach, number.end)


def _multiple(tokens: list[Token], at: int) -> Quantity | None:
    """ "cases tripled", "twice as many": a bare factor."""
    multiple = MULTIPLES[tokens[at].lower]
    after, second = tokens[at + 1], tokens[at + 2]
    if multiple.needs and after.lower not in multiple.needs:
        return None
    if after.lower in {"down", "up", "over", "back"} and multiple.trend:
        return None  # "he doubled down"
    if after.lower == "as" and (
        second.is_capitalised or second.lower in FUNCTION_WORDS - {"more", "long", "high"}
    ):
        return None  # "scored twice as United won"
    number = Number(at, at + 1, multiple.value, multiple.value, spelled=True)
    return Quantity(number, at, at + 1, at + 1, multiple.value, multiple.value, "rate", trend=multiple.trend)


def _read(  # noqa: PLR0911 - one return a kind of quantity
    tokens: list[Token], number: Number, money: tuple[Unit, int] | None
) -> Quantity | None:
    first = money[1] if money else number.first
    quantity = Quantity(number, first, number.end, number.end, number.low, number.high)
    _read_sign(tokens, quantity)
    if money:
        return _with_money(tokens, quantity, money[0])
    share = _one_in_five(tokens, quantity)
    if share:
        return share
    if number.fraction:
        return _with_fraction(tokens, quantity)
    if _is_one(tokens, number) and not _one_counts(tokens, number):
        return None
    unit = None if number.vague else unit_after(tokens, number.end, spelled=number.spelled)
    if unit and _million_people(tokens, quantity, unit):
        unit = None
    if is_name(tokens, number, unit is not None or number.scale != 1):
        tokens[number.first].hidden = True  # so that "Boeing 737-800" leaves no 800
        return None
    if unit:
        return _with_unit(tokens, quantity, unit)
    if _looks_like_year(tokens, number) or _beside_name(tokens, number) or _zero_idiom(tokens, number):
        return None
    return _with_age(tokens, quantity) or _with_noun(tokens, quantity)


def _read_sign(tokens: list[Token], quantity: Quantity) -> None:
    """minus 387, minus-130, -5, -$40, $-40; not the hyphen of a range or of "sub-7"."""
    before, second = tokens[quantity.first - 1], tokens[quantity.first - 2]
    negative = 0
    if before.lower == "minus" and (second.lower, tokens[quantity.first - 3].lower) != ("or", "plus"):
        negative = 1
    elif before.text in HYPHENS and second.lower == "minus" and tokens[quantity.first].glued:
        negative = 2
    elif before.text in HYPHENS and tokens[quantity.first].glued and not before.glued and before.text != "—":
        negative = 1
    inside = tokens[quantity.number.first - 1].text in HYPHENS and quantity.first < quantity.number.first
    if negative or inside:
        quantity.first -= negative
        quantity.low, quantity.high = -quantity.high, -quantity.low


def _with_money(tokens: list[Token], quantity: Quantity, unit: Unit) -> Quantity:
    quantity.unit, quantity.kind = unit, "money"
    if tokens[quantity.end].text in {"US", "U.S.", "USD", "AUD", "CAD", "sterling"} and unit.name == "USD":
        quantity.unit = {
            "AUD": Unit("AUD", "money"),
            "CAD": Unit("CAD", "money"),
            "sterling": POUND_STERLING,
        }.get(tokens[quantity.end].text, unit)
        quantity.end += 1
    quantity.reach = quantity.end
    _read_rate(tokens, quantity)
    return quantity


def _read_rate(tokens: list[Token], quantity: Quantity) -> None:
    """ "per barrel" makes a rate; what it is for becomes the counted noun, or ends it: "test per day"."""
    rate = rate_after(tokens, quantity.reach)
    if rate is None or quantity.kind == "duration":
        return
    name, end = rate
    per = f"per {name}"
    quantity.kind = "rate"
    quantity.counted = f"{quantity.counted} {per}" if quantity.counted else per if quantity.unit else None
    start = quantity.phrase[0] if quantity.phrase else tokens[quantity.reach].start
    quantity.phrase = (start, tokens[end - 1].end)
    quantity.reach = end


def _with_unit(tokens: list[Token], quantity: Quantity, found: tuple[Unit, int]) -> Quantity | None:
    unit, end = found
    number = quantity.number
    hyphen = tokens[number.end].text in HYPHENS
    old = age_end(tokens, unit, end)
    if old:
        quantity.unit, quantity.kind, quantity.end, quantity.reach = unit, "duration", end, old
        return quantity
    if hyphen and unit.name in _CALENDAR_UNITS and not _closes_compound(tokens, end):
        return None  # "a five-year plan" names the plan
    if unit.name == "pound" and number.scale >= _MILLION:
        unit = POUND_STERLING
    quantity.unit, quantity.kind, quantity.end, quantity.reach = unit, unit.kind, end, end
    if unit.kind == "share" and tokens[end].lower == "of":
        _count(tokens, quantity, _noun_of(tokens, end))
    _read_rate(tokens, quantity)
    return quantity


def _closes_compound(tokens: list[Token], at: int) -> bool:
    """ "a five-year, 1.8 billion-mile journey", "a two-year ban": durations that are claims."""
    return tokens[at].text == "," or any(tokens[here].lower in _SENTENCES for here in (at, at + 1))


def _million_people(tokens: list[Token], quantity: Quantity, found: tuple[Unit, int]) -> bool:
    """ "3m people" counts millions, "3m" and "a 50m pool" are metres."""
    unit, end = found
    after = tokens[end]
    if unit.name != "meter" or tokens[quantity.number.end].text != "m" or not is_plural(after.lower):
        return False
    if after.lower in NOUN_ENDS or not tokens[quantity.number.end].glued:
        return False
    number = quantity.number
    number.low, number.high, number.scale, number.end = (
        number.low * _MILLION,
        number.high * _MILLION,
        _MILLION,
        end,
    )
    quantity.low, quantity.high, quantity.end, quantity.reach = number.low, number.high, end, end
    return True


def _one_in_five(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    """one in five, 3 out of 10, 1-in-3, one of every six: a share, of the noun that follows."""
    number = quantity.number
    words: list[str] = []
    at = number.end
    while not tokens[at].is_number and tokens[at].lower not in NUMBER_WORDS and at < number.end + 4:
        if tokens[at].is_word:
            words.append(tokens[at].lower)
        elif tokens[at].text not in HYPHENS:
            return None
        at += 1
    if words not in _SHARES:
        return None
    whole = number_at(tokens, at)
    if whole is None or whole.vague or whole.fraction or _looks_like_year(tokens, whole):
        return None
    if not 0 < number.low < whole.low or (str(whole.low) not in _ROUND and number.low != 1):
        return None
    if words == ["in"]:
        unit = unit_after(tokens, whole.end, spelled=whole.spelled)
        if unit or number.low > 10 or tokens[whole.end].lower in _ATTEMPTS:
            return None  # "two in ten minutes", "won three in five games"
    share = rounded(number.low / whole.low)
    found = Quantity(number, quantity.first, whole.end, whole.end, share, share, "share")
    _count(tokens, found, noun_after(tokens, whole.end))
    return found


def _with_fraction(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    """ "two-thirds of voters" is a share of voters, "1/16 of a pint" a measure."""
    end = quantity.number.end
    at = end + 1 if tokens[end].lower in {"of", "a", "an"} else end
    while tokens[at].lower in _DETERMINERS or tokens[at].text in {"US", "UK"}:
        at += 1
    unit = unit_after(tokens, at, spelled=True)
    if unit and not (quantity.number.spelled and at > end + 2):
        quantity.unit, quantity.kind, quantity.end, quantity.reach = unit[0], unit[0].kind, unit[1], unit[1]
        _read_rate(tokens, quantity)
        return quantity
    quantity.kind = "share"
    if at > end or (tokens[end].is_word and tokens[end].lower not in NOUN_ENDS):
        _count(tokens, quantity, noun_after(tokens, at, single=False))
    return quantity


def _is_one(tokens: list[Token], number: Number) -> bool:
    return number.spelled and number.end == number.first + 1 and tokens[number.first].lower == "one"


def _one_counts(tokens: list[Token], number: Number) -> bool:
    """ "one soldier" counts; "one of the explosions", "no one", "this one", "one day", "one-off" do not."""
    before, after = tokens[number.first - 1].lower, tokens[number.end]
    if (
        before in _NO_FIGURE_BEFORE_ONE
        or after.lower in _ONE_IDIOMS
        or (before, after.lower) == ("at", "point")
    ):
        return False
    if not after.is_word or after.glued:
        return unit_after(tokens, number.end, spelled=True) is not None
    noun = noun_after(tokens, number.end, single=True)
    return noun is not None and not _only_verbs(noun.singular)


def _looks_like_year(tokens: list[Token], number: Number) -> bool:
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


def _beside_name(tokens: list[Token], number: Number) -> bool:
    """ "Jones, 31, missed": the age of a person, as news gives it with nearly every name, is no claim."""
    before, second, after = tokens[number.first - 1], tokens[number.first - 2], tokens[number.end]
    if number.spelled or not 0 < number.low <= _OLDEST or number.low != int(number.low) or not second.is_word:
        return False
    return (before.text, after.text) in {(",", ","), ("(", ")"), (",", ".")} and len(second.text) > 2


def _zero_idiom(tokens: list[Token], number: Number) -> bool:
    """ "zero tolerance", "zero-sum", "ground zero"."""
    if tokens[number.first].lower != "zero" or not number.spelled:
        return False
    noun = noun_after(tokens, number.end)
    return noun is None or not noun.plural


def _with_age(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    """ "aged 12", "he will be 35", "a life expectancy of 73"."""
    number = quantity.number
    if number.scale != 1 or number.vague or not 0 < number.low <= _OLDEST or number.low != int(number.low):
        return None
    before, second, after = tokens[number.first - 1], tokens[number.first - 2], tokens[number.end]
    ends = not after.is_word or after.lower in _BIRTHDAY
    earlier = {tokens[max(here, 0)].lower for here in range(number.first - 9, number.first)}
    told = before.lower in {"aged", "age", "ages"} or (
        before.lower == "of" and second.lower in {"age", "ages"}
    )
    turned = before.lower in {"turned", "turns", "turning"} and ends
    lives = before.lower in {"is", "was", "be", "were"} and ends and not number.spelled and earlier & _PERSONS
    if not (told or turned or lives or "expectancy" in earlier):
        return None
    quantity.unit, quantity.kind = YEAR, "duration"
    return quantity


def _with_noun(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    number = quantity.number
    at = _behind_bound(tokens, number.end)
    if tokens[at].text in HYPHENS and tokens[at].glued:
        return _with_hyphened_noun(tokens, quantity)
    if tokens[at].lower == "times":
        quantity.kind, quantity.reach = ("rate" if tokens[at + 1].lower in _MULTIPLES else "count"), at + 1
        return quantity
    if tokens[at].lower == "of" and _of_them(tokens, at, number):
        at = _behind_determiners(tokens, at + 1)
        unit = unit_after(tokens, at, spelled=True) if number.vague else None
        if unit:
            quantity.unit, quantity.kind, quantity.end, quantity.reach = (
                unit[0],
                unit[0].kind,
                unit[1],
                unit[1],
            )
            return quantity
    noun = None if tokens[at].glued else noun_after(tokens, at, single=number.low == 1)
    if noun and not noun.plural and (_only_verbs(noun.singular) or (number.spelled and number.low != 1)):
        noun = None  # "seven injured", "the two met"
    if noun is None and _pronoun(tokens, quantity):
        return None
    _count(tokens, quantity, noun)
    if noun:
        _read_rate(tokens, quantity)
    return quantity


def _behind_bound(tokens: list[Token], at: int) -> int:
    """ "20 or so people", "40-plus countries": the noun stands behind the bound."""
    return read_right(tokens, at)[1]


def _of_them(tokens: list[Token], of: int, number: Number) -> bool:
    """ "dozens of homes", "13 of the dead"; not "three of the seven", which has a number of its own."""
    here = _behind_determiners(tokens, of + 1)
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


def _only_verbs(words: str) -> bool:
    """ "Seven injured", "three recovering": participles are no noun."""
    return " " not in words and words.endswith(("ed", "ing")) and len(words) > 4


def _with_hyphened_noun(  # noqa: PLR0911 - one return a rule
    tokens: list[Token], quantity: Quantity
) -> Quantity | None:
    """ "an 11-member panel", "four-, five- and six-cylinder engines"; not "two-time" or "one-off"."""
    word = tokens[quantity.number.end + 1]
    if word.is_number:
        return quantity
    if not word.glued or not word.is_word:
        return quantity if word.text == "," or word.lower in {"and", "or", "to"} else None
    if word.lower in _NOT_BEHIND_HYPHEN:
        return None
    if word.lower == "fold":
        quantity.kind, quantity.reach = "rate", quantity.number.end + 2
        return quantity
    if word.lower in {"to", "and"}:
        return quantity
    if quantity.number.low == 1 and quantity.number.spelled:
        return None
    noun = noun_after(tokens, quantity.number.end + 1, single=True)
    if noun is None:
        return None
    quantity.counted = word.lower
    quantity.phrase = (word.start, word.end)
    quantity.reach = quantity.number.end + 2
    return quantity


def _noun_of(tokens: list[Token], of: int) -> Noun | None:
    return noun_after(tokens, _behind_determiners(tokens, of + 1), single=False)


def _behind_determiners(tokens: list[Token], at: int) -> int:
    """ "of all the", "of the state's": where the noun starts."""
    while tokens[at].lower in _DETERMINERS or tokens[at].lower.endswith("'s"):
        at += 1
    return at


def _count(tokens: list[Token], quantity: Quantity, noun: Noun | None) -> None:
    if noun is None:
        return
    quantity.counted = noun.singular
    quantity.phrase = (tokens[noun.first].start, tokens[noun.end - 1].end)
    quantity.reach = max(quantity.reach, noun.end)
