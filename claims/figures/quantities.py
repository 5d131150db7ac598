"""Reads the quantity that starts at a token. No bounds, no ranges yet."""

from claims.figures.counts import with_noun
from claims.figures.known import beside_name, is_one, looks_like_year, one_counts, zero_idiom
from claims.figures.lexicon import MULTIPLES, ORDINALS, Unit
from claims.figures.measures import million_people, with_age, with_money, with_unit
from claims.figures.names import is_name
from claims.figures.numbers import Number, number_at
from claims.figures.quantity import Quantity
from claims.figures.shares import multiple_at, one_in_five, rank_at, with_fraction
from claims.figures.tokens import HYPHENS, Token
from claims.figures.units import currency_before, unit_after


def quantity_at(tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    """The quantity whose number starts at a token, or None, and the token to go on from."""
    token = tokens[at]
    if token.lower in MULTIPLES:
        return multiple_at(tokens, at), at + 1
    rank = rank_at(tokens, at)
    if rank or token.lower in ORDINALS:
        return rank, rank.end if rank else at + 1
    money = currency_before(tokens, at) if token.kind == "number" else None
    number = number_at(tokens, at, money is not None)
    if number is None:
        return None, at + 1
    found = _read(tokens, number, money)
    if found is None:
        return None, number.end
    return found, max(found.reach, number.end)


def _read(  # noqa: PLR0911 - one return a kind of quantity
    tokens: list[Token], number: Number, money: tuple[Unit, int] | None
) -> Quantity | None:
    first = money[1] if money else number.first
    quantity = Quantity(number, first, number.end, number.end, number.low, number.high)
    _read_sign(tokens, quantity)
    if money:
        return with_money(tokens, quantity, money[0])
    share = one_in_five(tokens, quantity)
    if share:
        return share
    if number.fraction:
        return with_fraction(tokens, quantity)
    if is_one(tokens, number) and not one_counts(tokens, number):
        return None
    unit = None if number.vague else unit_after(tokens, number.end, spelled=number.spelled)
    if unit and million_people(tokens, quantity, unit):
        unit = None
    if is_name(tokens, number, unit is not None or number.scale != 1):
        tokens[number.first].hidden = True  # so that "Boeing 737-800" leaves no 800
        return None
    if unit:
        return with_unit(tokens, quantity, unit)
    if looks_like_year(tokens, number) or beside_name(tokens, number) or zero_idiom(tokens, number):
        return None
    return with_age(tokens, quantity) or with_noun(tokens, quantity)


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
