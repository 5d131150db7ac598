"""What stands around a number: bounds ("more than", "or fewer"), approximations, trends ("rose by")."""

from dataclasses import dataclass

from claims.figures.lexicon import AFTER, BEFORE, NUMBER_WORDS, TRENDS, Words
from claims.figures.tokens import Token
from claims.model import Comparator, Trend
from claims.tables import word_class

_REACH = 6
"""Steps to the left: "rose | by | an | additional | roughly | 40"."""

_FILLERS = word_class("fillers")
_GOING = word_class("going up to")
_OVER_IS_MORE = word_class("over, more than")
_OVER_IS_ABOUT = word_class("over, about")
_CHANGE_OF = word_class("change of")
_NO_TREND_BEFORE_UP = word_class("up no trend")


@dataclass(frozen=True, slots=True)
class Left:
    """What was read to the left of a number; `first` is where it starts."""

    comparator: Comparator
    trend: Trend | None
    first: int


def read_left(tokens: list[Token], first: int, lasting: bool = False) -> Left:
    """Comparator and trend before the token `first`: "rose by more than" gives > and up.

    `lasting`: the figure is a duration, where "over" may mean "during".
    """
    comparator: Comparator = "="
    here, start = first - 1, first
    for _ in range(_REACH):
        token = tokens[here]
        hit = _phrase_ending_at(tokens, here) if token.lower in BEFORE else None
        if hit:
            words, found = hit
            if words == ("over",) and lasting and tokens[here - 1].lower not in _OVER_IS_MORE:
                break  # "spent $4bn over five years"
            if words == ("over",) and tokens[here - 1].lower in _OVER_IS_ABOUT:
                break  # "power of attorney over 11 residents", "a row over $5 billion"
            if words == ("up", "to") and tokens[here - 2].lower in _GOING:
                break  # "dues have gone up to $8,400"
            if comparator in {"=", "~"}:
                comparator = found
            here -= len(words)
            start = here + 1
            if found in {">", "<"} and tokens[here].lower in {"no", "not"}:  # not more than, no longer than
                comparator = "<=" if found == ">" else ">="
                here -= 1
                start = here + 1
            continue
        trend = _trend_at(tokens, here) if token.lower in TRENDS else None
        if trend:
            return Left(comparator, trend, here if token.lower in {"+", "up", "down"} else start)
        if token.lower == "of" and tokens[here - 1].lower in _CHANGE_OF:
            return Left(comparator, TRENDS[tokens[here - 1].lower], start)  # "a fall of about 12 percent"
        if token.lower not in _FILLERS:
            break
        here -= 1
    return Left(comparator, None, start)


def read_right(tokens: list[Token], end: int) -> tuple[Comparator | None, int]:
    """Comparator after a number, unit or noun, and where it ends: "or more" gives >=."""
    for words, comparator in AFTER.get(tokens[end].lower, ()):
        if _matches(tokens, end, words):
            if words == ("+",) and not tokens[end].glued:
                continue
            if words[0] == "and" and (tokens[end + 2].is_number or tokens[end + 2].lower in NUMBER_WORDS):
                continue  # six pistols and over 2,000 rounds
            if words[0] in {"minimum", "maximum"} and tokens[end + 1].is_word:
                continue  # $15 an hour minimum wage
            return comparator, end + len(words)
    return None, end


def _phrase_ending_at(tokens: list[Token], last: int) -> tuple[Words, Comparator] | None:
    for words, comparator in BEFORE[tokens[last].lower]:
        if _matches(tokens, last - len(words) + 1, words):
            return words, comparator
    return None


def _matches(tokens: list[Token], at: int, words: Words) -> bool:
    for word in words:
        if tokens[at].lower != word:
            return False
        at += 1
    return True


def _trend_at(tokens: list[Token], at: int) -> Trend | None:
    """ "up 19 cents" and "rose 5%", not "gave up 517 yards" or "lower 40s"."""
    word = tokens[at].lower
    if word == "up" and tokens[at - 1].lower in _NO_TREND_BEFORE_UP:
        return None
    if word == "+" and not tokens[at + 1].glued:
        return None
    return TRENDS[word]
