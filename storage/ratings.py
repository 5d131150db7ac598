"""The ratings a verdict may hold, on two axes: is it true, and did they say it.

Names that other desks use for them ("Pants on Fire", "Misleading") are in `data/rating_names.csv`.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

NAMES_FILE = Path(__file__).parent / "data" / "rating_names.csv"


class Axis(StrEnum):
    """Two questions with two answers; a verdict answers one of them or both."""

    TRUTH = "truth"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Rating:
    """`code` is what is stored, `label` what people read, `sign` stands before it in a message.

    `number` is schema.org's ratingValue between 1 (worst) and 5 (best). None where a number would mislead:
    "unproven" is not half way between true and false.
    """

    code: str
    label: str
    sign: str
    number: int | None
    axis: Axis


RATINGS = (
    Rating("false", "False", "❌", 1, Axis.TRUTH),
    Rating("mostly-false", "Mostly false", "🟠", 2, Axis.TRUTH),
    Rating("half-true", "Half true", "🟡", 3, Axis.TRUTH),
    Rating("mostly-true", "Mostly true", "🟢", 4, Axis.TRUTH),
    Rating("true", "True", "✅", 5, Axis.TRUTH),
    Rating("missing-context", "Missing context", "🧩", None, Axis.TRUTH),
    Rating("unproven", "Unproven", "❓", None, Axis.TRUTH),
    Rating("outdated", "Outdated", "⌛", None, Axis.TRUTH),
    Rating("satire", "Satire", "🎭", None, Axis.TRUTH),
    Rating("said-as-quoted", "Said as quoted", "💬", None, Axis.ATTRIBUTION),
    Rating("fair-paraphrase", "Fair paraphrase", "📝", None, Axis.ATTRIBUTION),
    Rating("misquoted", "Misquoted", "❌", None, Axis.ATTRIBUTION),
    Rating("said-by-someone-else", "Said by someone else", "👥", None, Axis.ATTRIBUTION),
    Rating("no-record-found", "No record found", "🔎", None, Axis.ATTRIBUTION),
)
BY_CODE = {rating.code: rating for rating in RATINGS}


class UnknownRatingError(ValueError):
    """No rating has this name; the message lists those there are."""

    def __init__(self, name: str) -> None:
        known = ", ".join(rating.label for rating in RATINGS)
        super().__init__(f"the rating {name[:60]!r} is not known; known are {known}")


def on_axis(axis: Axis) -> tuple[Rating, ...]:
    """The ratings of one axis, in the order in which buttons show them."""
    return tuple(rating for rating in RATINGS if rating.axis is axis)


def named(name: str) -> Rating:
    """The rating that somebody calls `name`: its label, code, number or another desk's name for it.

    Case, hyphens and closing punctuation do not matter. Raises UnknownRatingError.
    """
    rating = _names().get(_plain(name))
    if rating is None:
        raise UnknownRatingError(name)
    return rating


@cache
def _names() -> dict[str, Rating]:
    names = {_plain(rating.label): rating for rating in RATINGS}
    names |= {str(rating.number): rating for rating in RATINGS if rating.number}
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        names |= {_plain(row["name"]): BY_CODE[row["code"]] for row in csv.DictReader(file)}
    return names


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[-_–]", " ", name.casefold()).strip(" .!\t").split())
