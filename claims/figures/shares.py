"""Shares, factors and ranks: "one in five", "two-thirds of voters", "cases tripled", "ranked 12th"."""

from decimal import Decimal

from claims.figures.known import looks_like_year
from claims.figures.lexicon import FUNCTION_WORDS, MULTIPLES, NOUN_ENDS, ORDINALS
from claims.figures.measures import read_rate
from claims.figures.nouns import noun_after
from claims.figures.numbers import Number, number_at, rounded
from claims.figures.quantity import Quantity, behind_determiners, count
from claims.figures.tokens import HYPHENS, Token
from claims.figures.units import unit_after
from claims.tables import word_class

_RANKED = word_class("ranked")
_ORDINAL_ENDS = word_class("ordinal ends") - {"s"}
_ROUND = word_class("share wholes")
_ATTEMPTS = word_class("attempts")
_LINK_WORDS = frozenset({"in", "out", "of", "every"})
_LINK_STARTS = _LINK_WORDS | HYPHENS
_LINKS = (["in"], ["in", "every"], ["out", "of"], ["of", "every"])


def multiple_at(tokens: list[Token], at: int) -> Quantity | None:
    """ "cases tripled", "twice as many": a bare factor."""
    multiple = MULTIPLES[tokens[at].lower]
    after, second = tokens[at + 1], tokens[at + 2]
    if multiple.needs and after.lower not in multiple.needs:
        return None
    if after.lower in {"down", "up", "over", "back"} and multiple.trend:
        return None  # "he doubled down"
    if after.lower == "to" and multiple.trend and any(tokens[at + step].is_number for step in (2, 3, 4)):
        return None  # "doubled to about $40": what it came to, and no factor beside it
    if after.lower == "as" and (
        second.is_capitalised or second.lower in FUNCTION_WORDS - {"more", "long", "high"}
    ):
        return None  # "scored twice as United won"
    number = Number(at, at + 1, multiple.value, multiple.value, spelled=True)
    return Quantity(number, at, at + 1, at + 1, multiple.value, multiple.value, "rate", trend=multiple.trend)


def rank_at(tokens: list[Token], at: int) -> Quantity | None:
    """ "ranked 12th", "ranks third"; every other ordinal counts nothing."""
    token, after = tokens[at], tokens[at + 1]
    if tokens[at - 1].lower not in _RANKED:
        return None
    in_digits = token.text.isdigit() and after.glued and after.lower in _ORDINAL_ENDS
    value = Decimal(token.text) if in_digits else ORDINALS.get(token.lower)
    if value is None:
        return None
    end = at + 2 if in_digits else at + 1
    return Quantity(Number(at, end, value, value), at, end, end, value, value, "rank")


def one_in_five(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    """one in five, 3 out of 10, 1-in-3, one of every six: a share, of the noun that follows."""
    number = quantity.number
    if tokens[number.end].lower not in _LINK_STARTS:
        return None
    words, at = _link(tokens, number.end)
    whole = number_at(tokens, at) if words in _LINKS else None
    if whole is None or whole.vague or whole.fraction or looks_like_year(tokens, whole):
        return None
    if not 0 < number.low < whole.low or (str(whole.low) not in _ROUND and number.low != 1):
        return None
    if words == ["in"]:
        unit = unit_after(tokens, whole.end, spelled=whole.spelled)
        if unit or number.low > 10 or tokens[whole.end].lower in _ATTEMPTS:
            return None  # "two in ten minutes", "won three in five games"
    share = rounded(number.low / whole.low)
    found = Quantity(number, quantity.first, whole.end, whole.end, share, share, "share")
    count(tokens, found, noun_after(tokens, whole.end))
    return found


def _link(tokens: list[Token], at: int) -> tuple[list[str], int]:
    """The words between two numbers, at most two, and where the second would start; hyphens do not count."""
    words: list[str] = []
    end = at
    while end < at + 4 and (tokens[end].lower in _LINK_WORDS or tokens[end].text in HYPHENS):
        if tokens[end].is_word:
            words.append(tokens[end].lower)
        end += 1
    return words, end


def with_fraction(tokens: list[Token], quantity: Quantity) -> Quantity | None:
    """ "two-thirds of voters" is a share of voters, "1/16 of a pint" a measure."""
    end = quantity.number.end
    at = end + 1 if tokens[end].lower in {"of", "a", "an"} else end
    at = behind_determiners(tokens, at)
    at += tokens[at].text in {"US", "UK"}
    unit = unit_after(tokens, at, spelled=True)
    if unit and not (quantity.number.spelled and at > end + 2):
        quantity.unit, quantity.kind, quantity.end, quantity.reach = unit[0], unit[0].kind, unit[1], unit[1]
        read_rate(tokens, quantity)
        return quantity
    quantity.kind = "share"
    if at > end or (tokens[end].is_word and tokens[end].lower not in NOUN_ENDS):
        count(tokens, quantity, noun_after(tokens, at, single=False))
    return quantity
