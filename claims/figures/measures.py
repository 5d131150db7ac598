"""Numbers with a unit: money, measures, durations, rates and ages."""

from decimal import Decimal

from claims.figures.lexicon import NOUN_ENDS, Unit
from claims.figures.nouns import is_plural
from claims.figures.numbers import HALF, half_more
from claims.figures.quantity import Quantity, count, noun_of
from claims.figures.tokens import HYPHENS, Token
from claims.figures.units import POUND_STERLING, YEAR, age_end, rate_after
from claims.tables import word_class

_PRISON = word_class("prison")
_AGE_LINKS = frozenset({"of", "and", "or", "between", "from", "over", "under"})
_AGED = frozenset({"aged", "age", "ages"})
_PERSONS = word_class("persons")
_BIRTHDAY = word_class("birthday")
_CALENDAR_UNITS = frozenset({"day", "week", "month", "year", "decade", "century"})
_MILLION = Decimal(1_000_000)
OLDEST = 120


def with_money(tokens: list[Token], quantity: Quantity, unit: Unit) -> Quantity:
    quantity.unit, quantity.kind = unit, "money"
    if tokens[quantity.end].text in {"US", "U.S.", "USD", "AUD", "CAD", "sterling"} and unit.name == "USD":
        quantity.unit = {
            "AUD": Unit("AUD", "money"),
            "CAD": Unit("CAD", "money"),
            "sterling": POUND_STERLING,
        }.get(tokens[quantity.end].text, unit)
        quantity.end += 1
    quantity.reach = quantity.end
    read_rate(tokens, quantity)
    return quantity


def read_rate(tokens: list[Token], quantity: Quantity) -> None:
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


def with_unit(tokens: list[Token], quantity: Quantity, found: tuple[Unit, int]) -> Quantity | None:
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
    half = half_more(tokens, end) if number.spelled else None
    if half:
        quantity.low, quantity.high, end = quantity.low + HALF, quantity.high + HALF, half
    quantity.unit, quantity.kind, quantity.end, quantity.reach = unit, unit.kind, end, end
    if unit.kind == "share" and tokens[end].lower == "of":
        count(tokens, quantity, noun_of(tokens, end))
    read_rate(tokens, quantity)
    return quantity


def _closes_compound(tokens: list[Token], at: int) -> bool:
    """ "a five-year, 1.8 billion-mile journey", "a two-year ban": durations that are claims."""
    return tokens[at].text == "," or any(tokens[here].lower in _PRISON for here in (at, at + 1))


def million_people(tokens: list[Token], quantity: Quantity, found: tuple[Unit, int]) -> bool:
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


def with_age(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    """ "aged 12 and 14", "he will be 35", "a life expectancy of 73"."""
    number = quantity.number
    before, second, third = tokens[number.first - 1], tokens[number.first - 2], tokens[number.first - 3]
    if not before.is_word or number.scale != 1 or number.vague:
        return None
    if not 0 < number.low <= OLDEST or number.low != int(number.low):
        return None
    after = tokens[number.end]
    ends = after.lower in _BIRTHDAY or not (after.is_word or after.text in HYPHENS)
    earlier = {tokens[max(here, 0)].lower for here in range(number.first - 9, number.first)}
    told = before.lower in _AGED or (before.lower in _AGE_LINKS and {second.lower, third.lower} & _AGED)
    turned = before.lower in {"turned", "turns", "turning"} and ends
    lives = before.lower in {"is", "was", "be", "were"} and ends and not number.spelled and earlier & _PERSONS
    mean = "age" in earlier and before.lower in {"is", "was"} and ends
    if not (told or turned or lives or mean or "expectancy" in earlier):
        return None
    quantity.unit, quantity.kind = YEAR, "duration"
    return quantity
