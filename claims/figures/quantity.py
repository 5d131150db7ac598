"""One quantity: a number with what it measures or counts, and the noun after "of"."""

from dataclasses import dataclass
from decimal import Decimal

from claims.figures.lexicon import Unit
from claims.figures.nouns import Noun, noun_after
from claims.figures.numbers import Number
from claims.figures.tokens import Token
from claims.model import FigureKind, Span, Trend
from claims.tables import word_class

_DETERMINERS = word_class("determiners")


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


def count(tokens: list[Token], quantity: Quantity, noun: Noun | None) -> None:
    if noun is None:
        return
    quantity.counted = noun.singular
    quantity.phrase = (tokens[noun.first].start, tokens[noun.end - 1].end)
    quantity.reach = max(quantity.reach, noun.end)


def noun_of(tokens: list[Token], of: int) -> Noun | None:
    return noun_after(tokens, behind_determiners(tokens, of + 1), single=False)


def behind_determiners(tokens: list[Token], at: int) -> int:
    """ "of all the", "of the state's": where the noun starts."""
    while tokens[at].lower in _DETERMINERS or tokens[at].lower.endswith("'s"):
        at += 1
    return at
