"""Units before and after a number: "$", "US $", "per cent", "km/h", "40-foot", "an hour"."""

from claims.figures.lexicon import (
    CURRENCY_SIGNS,
    LONGEST_UNIT,
    MAGNITUDE_SIGNS,
    SCALES,
    UNIT_SIGNS,
    UNIT_STARTS,
    UNIT_WORDS,
    Unit,
)
from claims.figures.nouns import singular
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

YEAR = Unit("year", "duration")
POUND_STERLING = Unit("GBP", "money")
_POUND = Unit("pound", "measure")
_AGE_UNITS = frozenset({"year", "month", "week", "day"})

# "$40 a barrel" is a rate, "$40 a good price" is not
_RATED = word_class("rated")
_SIGN_STARTS = {sign[0] for sign in (*UNIT_SIGNS, *CURRENCY_SIGNS)}
# Letters that are units only where the number touches them ("10p"), or where no capital follows ("12 C", "12 A Levels")
_SIGNS_AFTER_SPACE = word_class("signs apart")
_NEVER_AFTER_SPACE = word_class("signs glued")


def currency_before(tokens: list[Token], at: int) -> tuple[Unit, int] | None:
    """The currency sign that ends right before a token, and where it starts: "US $", "A$", "Rs.", "$US"."""
    here = at - 1
    if tokens[here].text in HYPHENS and tokens[here].glued:  # $-50.8bn
        here -= 1
    last, before = tokens[here], tokens[here - 1]
    if last.kind == "mark" and last.text == "." and last.glued:  # Rs. 500
        return (CURRENCY_SIGNS[before.text + "."], here - 1) if before.text + "." in CURRENCY_SIGNS else None
    for first, sign in ((here - 1, before.text + last.text), (here, last.text)):
        unit = CURRENCY_SIGNS.get(sign)
        if unit is None or tokens[first].kind == "edge":
            continue
        if first < here and len(before.text) == 1 and not last.glued:
            continue  # "A $1 million prize" is no Australian dollar
        if first == here and last.is_word and not _stands_alone(tokens, here, at):
            continue
        return unit, first
    return None


def _stands_alone(tokens: list[Token], sign: int, number: int) -> bool:
    """ "RM23", "Rs 40", "USD 1,700"; one letter must touch its number: "R70m", not "Chapter R 70"."""
    token = tokens[sign]
    if token.text in {"R", "N", "PS"} and not _is_amount(tokens, number):
        return False
    if token.glued and tokens[sign - 1].text not in {"(", "/", "“", '"', "'", "~", "-", "–", "—"}:
        return False
    return tokens[number].glued or len(token.text) > 1


def _is_amount(tokens: list[Token], number: int) -> bool:
    """ "R70m" and "PS2.7m" are money, "R2" and "PS5" are names."""
    text, after = tokens[number].text, tokens[number + 1]
    return len(text) > 2 or after.text in MAGNITUDE_SIGNS or after.lower in SCALES


def unit_after(tokens: list[Token], at: int, *, spelled: bool) -> tuple[Unit, int] | None:
    """The unit that starts at a token, perhaps behind a hyphen, and where it ends. The longest form wins."""
    here = at
    hyphen = tokens[here].text in HYPHENS and tokens[here].glued and tokens[here + 1].glued
    if hyphen:
        here += 1
    token = tokens[here]
    if token.hidden:
        return None
    if token.text in {"US", "UK", "imperial"} and tokens[here + 1].is_word:  # one US fluid ounce
        here += 1
    found = _words_at(tokens, here)
    sign = _sign_at(tokens, here, spelled=spelled, hyphen=hyphen)
    if sign and (found is None or sign[1] >= found[1]):
        return sign
    if found or token.lower not in {"pound", "pounds"}:
        return found
    return (_POUND, here + 1)


def _words_at(tokens: list[Token], at: int) -> tuple[Unit, int] | None:
    """ "kilowatt-hours" and "kilowatt hours", "km per hour", "dollars"."""
    if tokens[at].lower not in UNIT_STARTS:
        return None
    best: tuple[Unit, int] | None = None
    words: list[str] = []
    here = at
    while len(words) < LONGEST_UNIT:
        if tokens[here].text in HYPHENS and tokens[here].glued and words:
            here += 1
            continue
        if tokens[here].kind == "edge":
            break
        words.append(tokens[here].lower.removesuffix("."))
        here += 1
        unit = UNIT_WORDS.get(tuple(words))
        if unit:
            best = unit, here
    return best


def _sign_at(tokens: list[Token], at: int, *, spelled: bool, hyphen: bool) -> tuple[Unit, int] | None:
    """Signs in their exact case: %, °C, kW, km/h, m². Up to four tokens: m / s ²."""
    if (spelled and tokens[at].text != "%") or tokens[at].text[:1] not in _SIGN_STARTS:
        return None
    sign, here = "", at
    best: tuple[Unit, int] | None = None
    while here < at + 4 and (here == at or tokens[here].glued):
        sign += tokens[here].text
        here += 1
        if sign == "s" and "." not in tokens[at - 1].text:
            return None  # "the 737s", "Channel 5s"; seconds are "9.58s"
        unit = UNIT_SIGNS.get(sign) or (CURRENCY_SIGNS.get(sign) if not tokens[at].is_word else None)
        if unit and not (tokens[here].glued and tokens[here].is_word and tokens[at].is_word):
            best = unit, here
    if best and best[0].kind == "money" and tokens[best[1]].is_number:
        return None  # 1 $2: the sign of the next number
    if best is None or (not tokens[at].glued and sign[:1] and not _may_be_apart(tokens, at, best[1])):
        return None
    if best[0].name == "percent" and tokens[best[1]].lower in {"point", "points"}:
        return Unit("percentage-point", "share"), best[1] + 1
    return best if not hyphen or len(tokens[at].text) > 1 or best[1] > at + 1 else None


def _may_be_apart(tokens: list[Token], at: int, end: int) -> bool:
    """ "12 C melting point" is a unit, "12 A levels" and "10 p" are not."""
    if end > at + 1 or not tokens[at].is_word:
        return tokens[at].text not in _NEVER_AFTER_SPACE
    sign, after = tokens[at].text, tokens[end]
    if sign in _NEVER_AFTER_SPACE:
        return False
    return sign not in _SIGNS_AFTER_SPACE or not after.is_capitalised


def rate_after(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """What a price or a count is for: "barrel" of "per barrel", "a barrel", "/barrel", "-a-barrel"."""
    here = at
    if tokens[here].text in HYPHENS and tokens[here].glued:
        here += 1
    sign, word = tokens[here], tokens[here + 1]
    if word.text in HYPHENS and word.glued:
        word, here = tokens[here + 2], here + 1
    if not word.is_word:
        return None
    if sign.lower in {"a", "an", "each", "every"} and singular(word.lower) not in _RATED:
        return None
    if sign.lower not in {"a", "an", "each", "every", "per"} and not (sign.text == "/" and sign.glued):
        return None
    unit = _words_at(tokens, here + 1)
    if unit:
        return unit[0].name, unit[1]
    if word.lower in {"square", "sq", "cubic", "metric"} and tokens[here + 2].is_word:
        return f"{word.lower} {singular(tokens[here + 2].lower)}", here + 3
    return singular(word.lower), here + 2


def age_end(tokens: list[Token], unit: Unit, at: int) -> int | None:
    """Where "old" ends after an age: "50 years old", "50-year-old", "of age"; None if this is no age."""
    if unit.name not in _AGE_UNITS:
        return None
    if tokens[at].text in HYPHENS and tokens[at + 1].lower in {"old", "olds"}:
        return at + 2
    if tokens[at].lower == "old":
        return at + 1
    return at + 2 if tokens[at].lower == "of" and tokens[at + 1].lower == "age" else None
