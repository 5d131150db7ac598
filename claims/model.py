"""What the engine finds. All offsets are Unicode code points into the text as received, end exclusive."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

ENGINE_VERSION = "1"
"""Stored with every occurrence; raised when the same text may give other claims."""

MAX_CHARS = 200_000
"""The longest text the engine reads, in code points (a long book chapter)."""

Span = tuple[int, int]
Comparator = Literal["=", "~", "<", "<=", ">", ">="]
Trend = Literal["up", "down"]
FigureKind = Literal["count", "share", "money", "measure", "duration", "rate", "rank", "score"]
Style = Literal["direct", "indirect", "mixed"]
Stance = Literal["neutral", "doubting", "denying", "hedging"]
SourceKind = Literal["named", "anonymous", "collective", "document", "medium", "none"]
DateKind = Literal["on", "since", "until", "during", "between"]
ClaimKind = Literal["numeric", "attribution", "temporal"]
FlagCode = Literal[
    "impossible-date",
    "future-date",
    "weekday-mismatch",
    "share-over-100",
    "sum-mismatch",
    "conflicting-figures",
    "percent-points",
    "broken-quotation",
    "unsourced-figure",
    "anonymous-source",
    "second-hand",
    "hedge",
    "superlative",
    "stray-number",
]


class TextTooLongError(ValueError):
    """The text has more than MAX_CHARS characters."""

    def __init__(self, length: int) -> None:
        super().__init__(length)  # as given, so that it can go from one process to another
        self.length = length

    def __str__(self) -> str:
        return f"the text has {self.length:,} characters; the limit is {MAX_CHARS:,}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity. `low` and `high` are equal for one value; None on the open side of a bound.

    The span covers the number with its magnitude and unit sign, not the comparator or the noun.
    `unit` is None for counts, else "percent", "percentage-point", an ISO 4217 code or a singular English
    unit name. `counted` is the lower-case head noun phrase in the singular, `phrase` the span of what is
    counted as the text has it, `change_from` the earlier value of a change ("from 5 to 10").
    """

    span: Span
    low: Decimal | None
    high: Decimal | None
    comparator: Comparator
    kind: FigureKind
    trend: Trend | None = None
    unit: str | None = None
    counted: str | None = None
    phrase: Span | None = None
    change_from: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        """As in `check --json`. A change down is written in its own order: from 208 to 193."""
        downwards = self.change_from is not None and self.change_from == self.high
        low, high = (self.high, self.low) if downwards else (self.low, self.high)
        return {
            "span": list(self.span),
            "low": _decimal(low),
            "high": _decimal(high),
            "comparator": self.comparator,
            "trend": self.trend,
            "unit": self.unit,
            "counted": self.counted,
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what: a source, a cue ("said"), and the content, which the cue may break in several spans.

    `via` is the index of the attribution that reports this one. `resolved` is the name that a pronoun or a
    role most likely stands for; `guess` says that it is there and only a guess.
    """

    cue: Span | None
    source: Span | None
    content: tuple[Span, ...]
    style: Style
    stance: Stance = "neutral"
    source_kind: SourceKind = "named"
    via: int | None = None
    guess: bool = False
    confidence: float = 1.0
    resolved: Span | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "cue": _span(self.cue),
            "source": _span(self.source),
            "content": [list(part) for part in self.content],
            "style": self.style,
            "stance": self.stance,
            "source_kind": self.source_kind,
            "via": self.via,
            "guess": self.guess,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date, time or period. `value` is ISO 8601 ("2015-09-30", "2015-09", "2011-03/2015-08"), "" if open."""

    span: Span
    value: str
    kind: DateKind

    def as_json(self) -> dict[str, Any]:
        return {"span": list(self.span), "value": self.value, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A claim as it stands in one text.

    `text` is short and stands alone; `figures`, `attributions` and `dates` are indices into the report's;
    `worth` is check-worthiness between 0 and 1, and `reasons` says in words what made it.
    """

    span: Span
    text: str
    kinds: tuple[ClaimKind, ...]
    figures: tuple[int, ...] = ()
    attributions: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    worth: float = 0.0
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "span": list(self.span),
            "text": self.text,
            "kinds": list(self.kinds),
            "figures": list(self.figures),
            "attributions": list(self.attributions),
            "worth": round(self.worth, 3),
        }


@dataclass(frozen=True, slots=True)
class Flag:
    """Something odd that the text itself shows. `message` is one plain sentence for a reader."""

    code: FlagCode
    span: Span | None
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "span": _span(self.span), "message": self.message}


@dataclass(frozen=True, slots=True)
class Report:
    """All that the engine found in one text; each list in the order of the text."""

    figures: tuple[Figure, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    claims: tuple[Occurrence, ...] = ()
    flags: tuple[Flag, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of `claimdesk check --json`, without its id."""
        return {
            "figures": _rows(self.figures),
            "attributions": _rows(self.attributions),
            "dates": _rows(self.dates),
            "claims": _rows(self.claims),
            "flags": _rows(self.flags),
        }

    def chain(self, attribution: int) -> tuple[Attribution, ...]:
        """The hops of a report from the first speaker outwards: (de Mistura, Press TV)."""
        hops: list[int] = []
        step: int | None = attribution
        while step is not None and step not in hops:
            hops.append(step)
            step = self.attributions[step].via
        return tuple(self.attributions[hop] for hop in hops)


def _rows(found: Sequence[Figure | Attribution | DateExpression | Occurrence | Flag]) -> list[dict[str, Any]]:
    return [each.as_json() for each in found]


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _decimal(value: Decimal | None) -> str | None:
    """Plain digits: never an exponent, no trailing zeros after the point."""
    if value is None:
        return None
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
