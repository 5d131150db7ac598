"""Reads the gold sets in tests/claims/gold: our own sentences, marked by hand."""

import re
from dataclasses import dataclass
from pathlib import Path

from claims.model import Attribution, Span

FOLDER = Path(__file__).parent / "gold"
_MARK = re.compile(r"\[([SQC])(\d?)(?:>\d)? |\[H |\]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass
class Expected:
    """One attribution as a person marked it; content may be broken in several spans."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]


@dataclass
class Case:
    text: str
    expected: tuple[Expected, ...]


def marked(line: str) -> Case:
    """Takes the marks out of "[S Lee] [Q said] [C it rained]." and keeps their spans."""
    text = ""
    open_marks: list[tuple[str, str, int]] = []
    spans: dict[str, dict[str, list[Span]]] = {}
    at = 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        at = match.end()
        if match.group() == "]":
            if open_marks:
                role, number, start = open_marks.pop()
                spans.setdefault(number, {}).setdefault(role, []).append((start, len(text)))
            else:
                text += "]"
        else:
            open_marks.append((match[1] or "H", match[2] or "", len(text)))
    text += line[at:]
    previous: Span | None = None
    for _, roles in sorted(spans.items()):
        # "Lee said C and added C": the second takes the source of the first.
        if "S" in roles:
            previous = roles["S"][0]
        elif "Q" in roles and previous is not None and len(spans) > 1:
            roles["S"] = [previous]
    expected = [
        Expected(
            source=roles["S"][0] if "S" in roles else None,
            cue=roles[cue][0] if (cue := "Q" if "Q" in roles else "H") in roles else None,
            content=tuple(roles.get("C", [])),
        )
        for _, roles in sorted(spans.items())
    ]
    return Case(text, tuple(expected))


def rows(name: str) -> list[str]:
    """The lines of a gold file, without comments and empty lines."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def articles() -> list[Case]:
    parts = (FOLDER / "articles.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    return [marked(part.split("\n", 1)[1].strip()) for part in parts]


def word_set(text: str, spans: tuple[Span, ...]) -> set[int]:
    """Where the words of the spans start, marks left out."""
    return {match.start() for start, end in spans for match in _WORD.finditer(text, start, end)}


def dice(left: set[int], right: set[int]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def agrees(text: str, found: Attribution, expected: Expected) -> bool:
    """Cue shares a word, source and content overlap by half or more (as in benchmarks/attributions.py)."""
    cues = (
        word_set(text, (found.cue,) if found.cue else ()),
        word_set(text, (expected.cue,) if expected.cue else ()),
    )
    sources = (
        word_set(text, (found.source,) if found.source else ()),
        word_set(text, (expected.source,) if expected.source else ()),
    )
    return (
        (bool(cues[0] & cues[1]) or not (cues[0] or cues[1]))
        and dice(*sources) >= 0.5
        and dice(word_set(text, found.content), word_set(text, expected.content)) >= 0.5
    )


def f1(hits: int, found: int, expected: int) -> float:
    return 2 * hits / (found + expected) if found + expected else 1.0
