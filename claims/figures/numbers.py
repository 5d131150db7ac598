"""Numbers: "400,000", "4.3M", "two hundred and five", "two-thirds", "half a million", "tens of thousands".

`number_at` reads one number that starts at a token. It knows nothing of units, nouns or bounds.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from claims.figures.lexicon import (
    FRACTION_SIGNS,
    FRACTION_WORDS,
    FUNCTION_WORDS,
    LARGE_SCALES,
    MAGNITUDE_SIGNS,
    MONEY_MAGNITUDES,
    MULTIPLES,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    TEENS,
    TENS,
    UNIT_STARTS,
    UNIT_WORDS,
    VAGUE_NUMBERS,
)
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

LONGEST_NUMBER = 12
"""Digits without separators. A longer run is a key or a card number, not a quantity."""

STARTS = {
    *MULTIPLES,
    *ORDINALS,
    *NUMBER_WORDS,
    *VAGUE_NUMBERS,
    *FRACTION_SIGNS,
    "a",
    "an",
    "half",
    "several",
    "few",
}
# Every figure holds a digit or one of these; "a" and "an" only together with another one, as in "a dozen".
_SHOW_NUMBERS = frozenset({*STARTS, *SCALES, *FRACTION_WORDS} - {"a", "an"})
_DIGIT = re.compile(f"[0-9{''.join(FRACTION_SIGNS)}\u00ad]")  # a soft hyphen may part a word
_LETTERS = re.compile(r"[^\W\d_]+")
_DENOMINATORS = {Decimal(whole) for whole in word_class("fraction wholes")}
_HALF_OF = word_class("half of")
_NO_HALF_AFTER = word_class("no half after")
_FRACTION_ALONE = word_class("fraction alone")
_SEPARATORS = re.compile(r"[^0-9.]")
_HUNDRED, _ONE, HALF = Decimal(100), Decimal(1), Decimal("0.5")


@dataclass(slots=True)
class Number:
    """A number over the tokens from `first` up to `end`.

    `high` differs from `low` in vague numbers ("dozens" is 12 to 120). `scale` is what the magnitude
    contributed, so that "$3 to $5 billion" can pass its billion back.
    """

    first: int
    end: int
    low: Decimal
    high: Decimal
    scale: Decimal = _ONE
    spelled: bool = False
    fraction: bool = False

    @property
    def vague(self) -> bool:
        return self.low != self.high

    @property
    def value(self) -> Decimal:
        return self.low


def may_hold_number(text: str) -> bool:
    """Whether a text has a digit or a word that numbers are made of. Most sentences have none, and this is told
    in a twentieth of the time that splitting them takes."""
    return bool(_DIGIT.search(text)) or not _SHOW_NUMBERS.isdisjoint(_LETTERS.findall(text.lower()))


def number_at(  # noqa: PLR0911 - one return a kind of number
    tokens: list[Token], at: int, money: bool = False
) -> Number | None:
    """The number that starts at a token, or None. `money`: behind a currency sign, where "3m" is millions."""
    token = tokens[at]
    if token.hidden:
        return None
    if token.kind == "number":
        return _digits(tokens, at, money)
    if token.lower in FRACTION_SIGNS:
        return _exact(at, at + 1, FRACTION_SIGNS[token.lower], fraction=True)
    if token.lower in VAGUE_NUMBERS:
        return _vague(tokens, at)
    if token.lower in NUMBER_WORDS:
        return _spelled(tokens, at)
    if token.lower in {"several", "few"}:
        return _several(tokens, at)
    if token.lower == "half":
        return _half(tokens, at)
    return _a_number(tokens, at) if token.lower in {"a", "an"} else None


def _exact(
    first: int, end: int, value: Decimal, scale: Decimal = _ONE, spelled: bool = False, fraction: bool = False
) -> Number:
    return Number(first, end, value, value, scale, spelled, fraction)


def digits_value(text: str) -> Decimal:
    """ "1,25,000.5" -> 125000.5; thin and no-break spaces separate as well."""
    return Decimal(text if text.isdigit() else _SEPARATORS.sub("", text))


def _digits(tokens: list[Token], at: int, money: bool) -> Number | None:
    token = tokens[at]
    if len(token.text) > LONGEST_NUMBER and (token.text.isdigit() or len(token.text) > 2 * LONGEST_NUMBER):
        return None
    value = digits_value(token.text)
    after = tokens[at + 1]
    if after.text in {"/", "⁄"} and after.glued:
        return _slash_fraction(tokens, at, value)
    end = at + 1
    if after.text in FRACTION_SIGNS:  # 5½, 5 ½
        value += FRACTION_SIGNS[after.text]
        end += 1
    elif after.is_number and not after.glued and not after.hidden:  # 5 1/2
        part = _slash_fraction(tokens, at + 1, digits_value(after.text)) if len(after.text) < 3 else None
        if part and value == int(value):
            value += part.value
            end = part.end
    elif half := _and_a_half(tokens, end):
        value += half[0]
        end = half[1]
    elif after.text in {"×", "x"} and tokens[at + 2].text == "10" and tokens[at + 3].text in {*HYPHENS, "^"}:
        return _scientific(tokens, at, value)
    scale, end = magnitude(tokens, end, money)
    return _exact(at, end, value * scale, scale)


def _slash_fraction(tokens: list[Token], at: int, numerator: Decimal) -> Number | None:
    """3/4 and 1⁄32; not 9/11, 24/7 or 50/50."""
    slash, bottom = tokens[at + 1], tokens[at + 2]
    if slash.text not in {"/", "⁄"} or not (slash.glued and bottom.glued and bottom.is_number):
        return None
    denominator = digits_value(bottom.text) if len(bottom.text) <= 4 else Decimal(0)
    proper = denominator in _DENOMINATORS and numerator < denominator and tokens[at + 3].text != "/"
    return _exact(at, at + 3, rounded(numerator / denominator), fraction=True) if proper else None


def _scientific(tokens: list[Token], at: int, value: Decimal) -> Number | None:
    """1.99×10^-30: the exponent may come with a caret, a minus sign or both."""
    here = at + 3
    negative = False
    while tokens[here].text in {*HYPHENS, "^"} and here < at + 5:
        negative = negative or tokens[here].text in HYPHENS
        here += 1
    exponent = tokens[here]
    if not exponent.is_number or not exponent.text.isdigit() or len(exponent.text) > 2:
        return None
    power = Decimal(10) ** (-int(exponent.text) if negative else int(exponent.text))
    return _exact(at, here + 1, value * power, power)


def magnitude(tokens: list[Token], at: int, money: bool) -> tuple[Decimal, int]:
    """The factor that follows a number and where it ends: "million", "-billion", "bn", "hundred thousand"."""
    token = tokens[at]
    if token.text in HYPHENS and tokens[at + 1].glued and tokens[at + 1].lower in LARGE_SCALES:
        return SCALES[tokens[at + 1].lower], at + 2
    if token.lower in SCALES and not token.hidden and (token.text not in MAGNITUDE_SIGNS or not token.glued):
        scale, end = SCALES[token.lower], at + 1
        while tokens[end].lower in LARGE_SCALES and end < at + 3:  # two hundred million, 3 lakh crore
            scale *= SCALES[tokens[end].lower]
            end += 1
        return scale, end
    if token.lower in {"millions", "billions"}:  # "3.5 millions", a frequent slip
        return VAGUE_NUMBERS[token.lower][0], at + 1
    if token.text in MAGNITUDE_SIGNS and (token.glued or money):
        after = tokens[at + 1]
        ends_here = not (after.glued and (after.is_word or after.is_number or after.text in {"/", "²", "³"}))
        if ends_here and (money or token.text not in MONEY_MAGNITUDES):
            return MAGNITUDE_SIGNS[token.text], at + 1
    return _ONE, at


def _and_a_half(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """Value and end of "and a half" in "five and a half million" and "four-and-a-half-acre"."""
    if tokens[at].lower != "and" and tokens[at + 1].lower != "and":
        return None
    words: list[str] = []
    here = at
    while len(words) < 3:
        if tokens[here].text in HYPHENS and tokens[here].glued:
            here += 1
        words.append(tokens[here].lower)
        here += 1
    if words[0] == "and" and words[1] in {"a", "one"} and words[2] in {"half", "quarter", "third"}:
        return FRACTION_WORDS[words[2]], here
    return None


def half_more(tokens: list[Token], at: int) -> int | None:
    """Where "and a half" ends that stands behind a unit: "an hour and a half"."""
    found = _and_a_half(tokens, at)
    return found[1] if found and found[0] == HALF else None


def _spelled(tokens: list[Token], at: int) -> Number | None:
    """two hundred and five thousand, twenty-five, two and a half million, three-quarters, two dozen."""
    value, end, scale = _cardinal(tokens, at)
    if end == at + 1:
        fraction = _spelled_fraction(tokens, at, value)
        if fraction:
            return fraction
    half = _and_a_half(tokens, end)
    if half:
        value += half[0]
        factor, end = magnitude(tokens, half[1], money=False)
        return _exact(at, end, value * factor, factor, spelled=True)
    if tokens[end].lower == "point" and tokens[end + 1].lower in NUMBER_WORDS:  # two point five
        decimals, end = _decimals(tokens, end + 1)
        factor, end = magnitude(tokens, end, money=False)
        return _exact(at, end, (value + decimals) * factor, factor, spelled=True)
    return _exact(at, end, value, scale, spelled=True)


def _cardinal(tokens: list[Token], at: int) -> tuple[Decimal, int, Decimal]:
    """Value, end and last scale of a spelled whole number."""
    total, group, scale = Decimal(0), Decimal(0), _ONE
    here, previous = at, ""
    while True:
        word = tokens[here].lower
        if tokens[here].hidden:
            break
        if word in NUMBER_WORDS:
            # only "twenty five" and "hundred five" go on; "two three" are two numbers
            if not (
                previous == "" or previous in {"hundred", "scale"} or (previous == "tens" and _is_unit(word))
            ):
                break
            group += NUMBER_WORDS[word]
            previous = "tens" if word in TENS else "unit"
        elif word == "hundred" and previous and 0 < group < _HUNDRED:
            group *= _HUNDRED
            previous = "hundred"
        elif word == "dozen" and previous and group:
            return total + group * 12, here + 1, Decimal(12)
        elif word in LARGE_SCALES and previous and (group or previous == "scale"):
            scale = SCALES[word]
            total = total + group * scale if group else total * scale
            group = Decimal(0)
            previous = "scale"
        elif word == "and" and previous in {"hundred", "scale"} and tokens[here + 1].lower in NUMBER_WORDS:
            if previous == "scale" and tokens[here + 2].lower in LARGE_SCALES:
                break  # "two million and three million"
        elif word in HYPHENS and tokens[here].glued and _hyphen_goes_on(tokens, here + 1, previous):
            pass
        else:
            break
        here += 1
    return total + group, here, scale


def _is_unit(word: str) -> bool:
    return word not in TENS and word not in TEENS and word != "zero"


def _hyphen_goes_on(tokens: list[Token], at: int, previous: str) -> bool:
    token = tokens[at]
    if not token.glued:
        return False
    if previous == "tens":
        return (token.lower in NUMBER_WORDS and _is_unit(token.lower)) or token.lower in SCALES
    return token.lower in LARGE_SCALES or token.lower == "hundred"


def _decimals(tokens: list[Token], at: int) -> tuple[Decimal, int]:
    """ "five six" after "point" is 0.56."""
    digits, here = "", at
    while tokens[here].lower in NUMBER_WORDS and NUMBER_WORDS[tokens[here].lower] < 10 and here < at + 4:
        digits += str(NUMBER_WORDS[tokens[here].lower])
        here += 1
    return Decimal(f"0.{digits or 0}"), here


def _spelled_fraction(tokens: list[Token], at: int, value: Decimal) -> Number | None:
    """two-thirds, three quarters, one fifth; not "one quarter later" or "two fifth-graders"."""
    here = at + 1
    if tokens[here].text in HYPHENS and tokens[here].glued:
        here += 1
    word = tokens[here].lower
    if word not in FRACTION_WORDS or value >= 20 or word.endswith("s") == (value == 1):
        return None
    if value == 1 and word == "quarter" and tokens[here + 1].lower not in {"of", "the"}:
        return None
    if word in {"quarters", "halves"} and value != 3 and tokens[here + 1].lower != "of":
        return None  # "two quarters of growth" would still be read; "the last two quarters" is not
    value = rounded(value / round(1 / FRACTION_WORDS[word]))
    return _fraction_of(tokens, at, here + 1, value) or _exact(
        at, here + 1, value, spelled=True, fraction=True
    )


def _vague(tokens: list[Token], at: int) -> Number | None:
    """dozens, hundreds of thousands; not "the scores" and not "tens" without "of"."""
    word, end = tokens[at].lower, at + 1
    low, high = VAGUE_NUMBERS[word]
    while tokens[end].lower == "of" and tokens[end + 1].lower in VAGUE_NUMBERS and end < at + 5:
        factor = VAGUE_NUMBERS[tokens[end + 1].lower][0]
        low, high, end = low * factor, high * factor, end + 2
    if word in {"scores", "tens"} and end == at + 1 and tokens[end].lower != "of":
        return None
    if tokens[end].kind == "mark" and tokens[end].glued and tokens[end].text in HYPHENS:
        return None
    return Number(at, end, low, high, low, spelled=True)


def _several(tokens: list[Token], at: int) -> Number | None:
    """ "several hundred", "a few thousand": two to nine of them."""
    word = tokens[at + 1].lower
    if word not in {"hundred", "thousand", "million", "billion"}:
        return None
    return Number(at, at + 2, 2 * SCALES[word], 9 * SCALES[word], SCALES[word], spelled=True)


def _half(tokens: list[Token], at: int) -> Number | None:
    """half a million, half an hour, half of them, half the seats; not "the first half" or "half-hour"."""
    before, after, second = tokens[at - 1].lower, tokens[at + 1], tokens[at + 2]
    if after.lower in {"a", "of"} and second.lower in SCALES:
        scale = SCALES[second.lower]
        return _exact(at, at + 3, scale * HALF, scale, spelled=True)
    if after.text in HYPHENS and second.lower in {"dozen", "million", "billion"}:
        return _exact(at, at + 3, SCALES[second.lower] * HALF, spelled=True)
    if before in _NO_HALF_AFTER or after.lower not in _HALF_OF:
        return None
    if after.lower in {"a", "an"} and (second.lower,) not in UNIT_WORDS:
        return None
    return _exact(at, at + 1, HALF, spelled=True, fraction=True)


def _a_number(tokens: list[Token], at: int) -> Number | None:
    """a hundred, a million, a dozen, a third of, an hour and a half; not "a thousand-yard stare", "a quarter later"."""
    word = tokens[at + 1].lower
    if word in UNIT_STARTS and half_more(tokens, at + 2):
        return _exact(at, at + 1, _ONE, spelled=True)
    if word in {"couple", "few"}:
        return _several(tokens, at + 1) if word == "few" else None
    if word in SCALES and not tokens[at + 1].hidden and word not in {"lakhs", "crores"} and len(word) > 3:
        scale, end = magnitude(tokens, at + 1, money=False)
        return _exact(at, end, scale, scale, spelled=True)
    if word == "half" and tokens[at + 2].lower in LARGE_SCALES:
        scale = SCALES[tokens[at + 2].lower]
        return _exact(at, at + 3, scale * HALF, scale, spelled=True)
    if word in FRACTION_WORDS and not word.endswith("s"):
        return _fraction_of(tokens, at, at + 2, FRACTION_WORDS[word])
    return None


def _fraction_of(tokens: list[Token], at: int, end: int, value: Decimal) -> Number | None:
    """ "a third of", "cut by a third", "a quarter of a million"; not "a third was hurt" or "a quarter later"."""
    if tokens[end].lower == "of":
        if tokens[end + 1].lower in {"a", "an"} and tokens[end + 2].lower in LARGE_SCALES:
            scale = SCALES[tokens[end + 2].lower]
            return _exact(at, end + 3, value * scale, scale, spelled=True)
        return _exact(at, end, value, spelled=True, fraction=True)
    alone = tokens[at - 1].lower in _FRACTION_ALONE and (
        not tokens[end].is_word or tokens[end].lower in FUNCTION_WORDS
    )
    return _exact(at, end, value, spelled=True, fraction=True) if alone else None


def rounded(value: Decimal) -> Decimal:
    """Ten places, no trailing zeros: a third is 0.3333333333, two in five 0.4."""
    return Decimal(f"{value:.10f}".rstrip("0").rstrip("."))
