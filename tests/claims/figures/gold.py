"""Reads `gold.txt`: our own news-like sentences and the figures a careful reader would list in each."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

GOLD_FILE = Path(__file__).with_name("gold.txt")


@dataclass(frozen=True)
class GoldFigure:
    """Value, bound and unit (or the counted noun) that one figure should have."""

    low: Decimal
    high: Decimal
    comparator: str
    unit: str


@dataclass(frozen=True)
class GoldSentence:
    text: str
    topic: str
    figures: tuple[GoldFigure, ...]


def read_gold() -> list[GoldSentence]:
    """All sentences, in the order of the file."""
    sentences: list[GoldSentence] = []
    topic = ""
    for line in GOLD_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            topic = line[3:]
        elif line.startswith("    "):
            last = sentences[-1]
            sentences[-1] = GoldSentence(last.text, topic, (*last.figures, _figure(line)))
        elif line and not line.startswith("# "):
            sentences.append(GoldSentence(line, topic, ()))
    return sentences


def _figure(line: str) -> GoldFigure:
    """ ">= 15..20 | people" """
    value, _, unit = (part.strip() for part in line.partition("|"))
    comparator, _, number = value.rpartition(" ")
    low, _, high = number.partition("..")
    return GoldFigure(Decimal(low), Decimal(high or low), comparator or "=", unit)
