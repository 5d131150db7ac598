"""What is known of a claim before it is compared, and what a comparison says."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from claims.model import DateExpression, Figure

Relation = Literal[
    "same", "different-figure", "different-polarity", "different-source", "different-time", "related"
]
Code = Literal[
    "figure",  # two values for one thing
    "points",  # percent against percentage points
    "currency",  # sums in different currencies, which are not converted
    "bound",  # at least against at most
    "negation",  # one denies what the other says
    "opposite",  # rose against fell
    "source",
    "time",
    "alias",  # two names for one thing: this holds the two together
    "counted",  # figures of different things
    "figure-missing",  # only one gives a figure
    "quantity",  # all against some; few, most or only against any other
    "roles",  # who did it to whom
    "wording",  # too little in common
    "rewording",  # much in common, and nothing that is known to differ
]


class Word(NamedTuple):
    """A content word: its canonical form, how the text has it, where, and whether it is a name."""

    key: str
    form: str
    at: int
    name: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its words ("more than 140 people") and the content words next to it, which say what it is of.

    `whole` marks the 300 of "200 of the 300 shops" and of "a handful of the 300 shops"."""

    figure: Figure
    words: str
    counted: str | None
    near: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody a claim is ascribed to. `keys` are the canonical words of the name or of the office: "Ann Lee" is
    proper, "the finance ministry" an office, "a police spokesman" unnamed. `titles` are the words of titles beside
    them: all that there is of "the prime minister"."""

    text: str
    keys: frozenset[str]
    kind: Literal["proper", "office", "unnamed"] = "proper"
    titles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a comparison asks of a claim. Made by `statement`; positions are offsets into `text`."""

    text: str
    words: tuple[Word, ...] = ()
    figures: tuple[Measured, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    negations: tuple[str, ...] = ()
    poles: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Axis ("rise") to the side a text takes on it (1 or -1) and the word that takes it."""
    language: str = "en"
    quantity: str | None = None
    """"all", "most of", "some", "few" or "only", where the claim rests on it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that made the relation: the words of either side, and how many times the larger figure is."""

    code: Code
    ours: str = ""
    theirs: str = ""
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the first claim relates to the second one, why, and one plain sentence about it.

    `equal` says that figures (value, bound, unit) and dates are equal, and nothing else is known to differ: a person
    may then say that the two are one, so that a verdict on either holds for both. `certain` is False where they are
    put in such other words that what differs may be said of something else.
    """

    relation: Relation
    reasons: tuple[Reason, ...]
    sentence: str
    equal: bool = False
    certain: bool = True
