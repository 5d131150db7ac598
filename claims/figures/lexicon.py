"""The lexicons of the number grammar, read once from `claims/data` and keyed for look-up."""

from dataclasses import dataclass
from decimal import Decimal

from claims.model import Comparator, FigureKind, Trend
from claims.tables import forms, read_table

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is measured in: an ISO 4217 code for money, else a singular English name."""

    name: str
    kind: FigureKind


@dataclass(frozen=True, slots=True)
class Multiple:
    """A word that multiplies; `needs` are the words one of which must follow, if any."""

    value: Decimal
    trend: Trend | None
    needs: frozenset[str]


def _words(form: str) -> Words:
    """The tokens of a form: "foot-pounds" and "foot pounds" are the same."""
    return tuple(form.lower().replace("-", " ").split())


# two -> 2, "unit"
_numbers = read_table("numbers")
NUMBER_WORDS = {
    row["word"]: Decimal(row["value"]) for row in _numbers if row["class"] in {"unit", "teen", "tens"}
}
TEENS = {row["word"] for row in _numbers if row["class"] == "teen"}
TENS = {row["word"] for row in _numbers if row["class"] == "tens"}
SCALES = {
    row["word"]: Decimal(row["value"]) for row in _numbers if row["class"] in {"hundred", "scale", "dozen"}
}
LARGE_SCALES = {row["word"] for row in _numbers if row["class"] == "scale"}
FRACTION_WORDS = {row["word"]: Decimal(row["value"]) for row in _numbers if row["class"] == "fraction"}
FRACTION_SIGNS = {row["word"]: Decimal(row["value"]) for row in _numbers if row["class"] == "sign"}

# second -> 2, of "ranked second"
ORDINALS = {row["word"]: Decimal(row["value"]) for row in _numbers if row["class"] == "ordinal"}

# hundreds -> (100, 1000)
VAGUE_NUMBERS = {
    row["word"]: (Decimal(row["low"]), Decimal(row["high"])) for row in read_table("vague_numbers")
}

# bn -> 1000000000; m is a million after a currency only, else it is metres
_magnitudes = read_table("magnitudes")
MAGNITUDE_SIGNS = {row["sign"]: Decimal(row["factor"]) for row in _magnitudes}
MONEY_MAGNITUDES = {row["sign"] for row in _magnitudes if row["where"] == "money"}

# ("kilometers",) -> kilometer; exact signs "kW" and "MW" differ from "kw"
UNIT_WORDS: dict[Words, Unit] = {}
UNIT_SIGNS: dict[str, Unit] = {}
CURRENCY_SIGNS: dict[str, Unit] = {}
for _row in read_table("units"):
    _unit = Unit(_row["unit"], _row["kind"])  # type: ignore[arg-type]
    UNIT_WORDS.update(dict.fromkeys(map(_words, forms(_row["words"])), _unit))
    UNIT_SIGNS.update(dict.fromkeys(forms(_row["signs"]), _unit))
for _row in read_table("currencies"):
    _unit = Unit(_row["code"], "money")
    UNIT_WORDS.update(dict.fromkeys(map(_words, forms(_row["words"])), _unit))
    CURRENCY_SIGNS.update(dict.fromkeys(forms(_row["signs"]), _unit))
CROWN = Unit("crown", "money")  # of which country, `crowns` finds out
UNIT_WORDS["crowns",] = CROWN
UNIT_STARTS = {words[0] for words in UNIT_WORDS}
LONGEST_UNIT = max(len(words) for words in UNIT_WORDS)

# The last word leads to the phrases that end with it, longest first: "than" -> no more than, more than
BEFORE: dict[str, list[tuple[Words, Comparator]]] = {}
AFTER: dict[str, list[tuple[Words, Comparator]]] = {}
for _row in read_table("comparators"):
    _phrase = tuple(_row["phrase"].split())
    _table, _key = (BEFORE, _phrase[-1]) if _row["side"] == "before" else (AFTER, _phrase[0])
    _table.setdefault(_key, []).append((_phrase, _row["comparator"]))  # type: ignore[arg-type]
for _phrases in (*BEFORE.values(), *AFTER.values()):
    _phrases.sort(key=lambda entry: -len(entry[0]))

TRENDS: dict[str, Trend] = {
    word: row["direction"]  # type: ignore[misc]
    for row in read_table("trends")
    for word in forms(row["words"])
}

# "doubled" -> 2 up; "twice" only before "as", "the" ...
MULTIPLES = {
    row["word"]: Multiple(Decimal(row["value"]), row["trend"] or None, frozenset(row["needs"].split()))  # type: ignore[arg-type]
    for row in read_table("multiples")
}

# Words at which a counted noun ends: the small words of grammar always, verbs only where no noun follows
_ends = [
    (row["class"], {word.replace("’", "'") for word in forms(row["words"])})
    for row in read_table("noun_ends")
]
_VERB_CLASSES = {"saying", "harm", "motion", "having", "becoming", "modal phrase"}
FUNCTION_WORDS = frozenset().union(*(words for name, words in _ends if name not in _VERB_CLASSES))
VERBS = frozenset().union(*(words for name, words in _ends if name in _VERB_CLASSES))
NOUN_ENDS = FUNCTION_WORDS | VERBS
PLURALS = {row["plural"]: row["singular"] for row in read_table("plurals")}

# Words that make the number after them a name: "Flight 370"; some only with a capital: "Game 7"
_labels = read_table("labels")
LABELS = {word for row in _labels if row["case"] == "any" for word in forms(row["words"])}
NAME_LABELS = {word for row in _labels if row["case"] == "Capital" for word in forms(row["words"])}
