"""The words of a query or a claim as inline search compares them: folded, and each figure in one form.

"400k", "400 000", "400.000", "0.4 million", "0,4 Millionen" and "four hundred thousand" are all "400000".
"""

import re
from functools import cache

from claims.figures import find_figures
from claims.model import MAX_CHARS
from claims.tables import forms, read_table
from claims.terms import fold, words

# "400 000", with whatever space stands between the groups.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d])")
# "400.000" as much of Europe writes it; but "0.125", "3.125%" and "1.250 million" have a decimal point.
_POINTED = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,]|\s?(?:%|per\s?cent|\w{0,3}illi|[mb]n?\b))"
)
# "3,4", which is no "3,400".
_COMMA = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?![\d,])")
# "quarter million", "half a billion"
_PART = re.compile(r"\b(?:an? )?(half|quarter)(?: of)?(?: an?)? (?=[mb]illion\b)", re.IGNORECASE)
_PARTS = {"half": "0.5 ", "quarter": "0.25 "}
_AND_A_HALF = re.compile(r"(?<=\d)\s?½")
# "one percent", "a million"; but "one of them", "a vote"
_ONE = re.compile(
    r"\b(?:one|an?) (?=(?:[mbtr]{1,2}illion|thousand)\b)|\bone (?=per\s?cent\b|%)", re.IGNORECASE
)
_FRACTION = re.compile(r"(?<![\d/.,])(?:1\s?/\s?[234]|2\s?/\s?3|3\s?/\s?4)(?![\d/])|[½⅓⅔¼¾]")
_FRACTIONS = {
    "1/2": " half ", "1/3": " third ", "2/3": " two thirds ", "1/4": " quarter ", "3/4": " three quarters ",
    "½": " half ", "⅓": " third ", "⅔": " two thirds ", "¼": " quarter ", "¾": " three quarters ",
}  # fmt: skip
_PER_CENT = re.compile(r"%|\bper cent\b|(?<=\d)\s?pct\b", re.IGNORECASE)
_MONEY = str.maketrans({"$": " dollar ", "€": " euro ", "£": " pound "})
_DECIMAL = re.compile(r"\d+\.\d+\Z")
# Numbers of several words, which `terms.words` leaves as they are: "two hundred", "twenty-five", "half a million".
_WORDY = re.compile(
    r"\bhundred|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ty[ -]|\b(?:half|quarter|third)s?\b.{1,6}llion"
)
_PLACES = {"thousand": 3, "million": 6, "billion": 9}
_NOT_ALONE = frozenset(["mil", "bin"])  # "5 mil" is five million to some and five thousand to others


def spelled(text: str) -> list[str]:
    """The folded words of a text in order, each figure in one form.

    >>> spelled("Over 400 000 people, 40% of them in $1.5bn camps")
    ['over', '400000', 'people', '40', 'percent', 'of', 'them', 'in', 'dollar', '1500000000', 'camps']
    """
    text = _GROUPED.sub(lambda group: re.sub(r"\D", "", group.group()), text.translate(_MONEY))
    text = _POINTED.sub(lambda group: group.group().replace(".", ""), text)
    text = _COMMA.sub(r"\1.\2", text)
    text = _AND_A_HALF.sub(".5", text)
    text = _FRACTION.sub(lambda found: _FRACTIONS["".join(found.group().split())], text)
    text = _PART.sub(lambda found: _PARTS[found[1].lower()], text)
    text = _ONE.sub("1 ", text)
    if _WORDY.search(text.lower()):
        text = _in_digits(text[:MAX_CHARS])
    return [_trimmed(word) for word in _scaled(words(_PER_CENT.sub(" percent ", text)))]


def _scaled(found: list[str]) -> list[str]:
    """ "3.5 millionen" becomes "3500000"."""
    scales = _scales()
    if scales.keys().isdisjoint(found):
        return found
    scaled: list[str] = []
    for word in found:
        if word in scales and scaled and scaled[-1][0].isdigit():
            whole, _, rest = scaled[-1].partition(".")
            scaled[-1] = (whole + rest[: scales[word]].ljust(scales[word], "0")).lstrip("0") or "0"
        else:
            scaled.append(word)
    return scaled


@cache
def _scales() -> dict[str, int]:
    """Millions and the like in other languages, folded: "millionen" is 6, "milliards" 9."""
    return {
        folded: _PLACES[row["means"]]
        for row in read_table("foreign_scales")
        if row["means"] in _PLACES
        for folded in map(fold, forms(row["words"]))
        if folded not in _NOT_ALONE
    }


def _in_digits(text: str) -> str:
    """ "two hundred and fifty homes" becomes "250 homes"."""
    parts, at = [], 0
    for figure in find_figures(text):
        start, end = figure.span
        value = figure.low if figure.low is not None else figure.high
        if (
            value is None
            or figure.kind not in ("count", "money")
            or not _WORDY.search(text[start:end].lower())
        ):
            continue
        parts += [text[at:start], f" {value.normalize():f} "]
        at = end
    return "".join([*parts, text[at:]])


def _trimmed(word: str) -> str:
    """ "3.50" is "3.5"."""
    return word.rstrip("0").rstrip(".") if _DECIMAL.match(word) else word
