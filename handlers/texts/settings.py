"""/settings in plain words: every rule, its value, and the choices there are for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers import press
from handlers.texts import words
from handlers.texts.html import bold, escape
from storage.outbox import Button, Message
from storage.ratings import BY_CODE, RATINGS
from storage.rules import MAX_NAME, Rules

ASKS_NAME = f"Send the desk's name, as readers shall see it: at most {MAX_NAME} characters."
ASKS_LABEL = (
    "Send your desk's own name for “{label}”: at most {most} characters. A dot (.) brings the standard "
    "name back. The standard name is shown beside yours."
)
NOT_POSSIBLE = "That does not work: it takes {what}."
TOO_FEW = (
    "⚠️ With two reviewers for each verdict you need three people, one of them an editor: "
    "where two differ, the third decides. /invite brings somebody in."
)


def _number(value: int) -> str:
    return str(value)


def _seconds(value: int) -> str:
    if not value:
        return "none"
    return words.count(value, "second") if value < 60 or value % 60 else words.count(value // 60, "minute")


def _minutes(value: int) -> str:
    return words.count(value, "minute") if value % 60 else words.count(value // 60, "hour")


def _days(value: int) -> str:
    return words.count(value, "day") if value else "never"


def _on(value: int) -> str:
    return "on" if value else "off"


def _labels(value: dict[str, str]) -> str:
    own = [f"{label} ({BY_CODE[code].label})" for code, label in value.items() if code in BY_CODE]
    return ", ".join(own) or "the standard ones"


@dataclass(frozen=True)
class Shown:
    """One rule: what it is called, on its button and in full, how a value reads, what to choose from."""

    title: str
    button: str
    show: Callable[[Any], str]
    choices: tuple[int, ...] = ()
    explains: str = ""


SETTINGS: dict[str, Shown] = {
    "desk_name": Shown("Name", "Name", str),
    "quorum": Shown(
        "Reviewers for each verdict",
        "Reviewers",
        _number,
        (1, 2),
        "With two, the second gives a rating before they see the first. Where they differ, an editor decides.",
    ),
    "min_sources": Shown(
        "Sources at least", "Sources", _number, (1, 2, 3, 5), "Without them nothing is published."
    ),
    "undo_seconds": Shown(
        "Time to undo",
        "Undo",
        _seconds,
        (0, 30, 60, 120, 300, 600),
        "So long a verdict waits before anybody is told or finds it.",
    ),
    "lease_minutes": Shown(
        "A claim stays yours for",
        "Time for a claim",
        _minutes,
        (15, 30, 60, 120, 240, 1440),
        "Then somebody else can take it. What you wrote is kept.",
    ),
    "review_days": Shown(
        "Look at a verdict again after",
        "Look again",
        _days,
        (0, 30, 90, 180, 365),
        "Then it counts as out of date. A reviewer can choose another time for one verdict.",
    ),
    "daily_cards": Shown(
        "Cards a day in the reviewers' group",
        "Cards a day",
        _number,
        (0, 10, 20, 30, 50, 100),
        "Claims that people ask for come to the group by themselves, up to this number.",
    ),
    "titles": Shown(
        "Titles of sources",
        "Titles",
        _on,
        (0, 1),
        "I fetch the title of each page that a reviewer gives as a source. Its server sees that somebody looked.",
    ),
    "labels": Shown("Names of ratings", "Ratings", _labels, (), "Press one to give it your desk's own name."),
}


def title(name: str) -> str:
    return SETTINGS[name].title if name in SETTINGS else name


def shown(name: str, value: Any) -> str:
    """A value in plain words."""
    return SETTINGS[name].show(value) if name in SETTINGS else str(value)


def settings(rules: Rules, *, too_few: bool, note: str = "") -> Message:
    """/settings: every rule with its value."""
    lines = [*([note, ""] if note else []), bold("Settings"), ""]
    for name, each in SETTINGS.items():
        lines.append(f"{escape(each.title)}: {bold(each.show(getattr(rules, name)))}")
    if too_few:
        lines += ["", TOO_FEW]
    buttons = [press.button(each.button, "setting", name) for name, each in SETTINGS.items()]
    return Message("\n".join(lines), _rows(buttons, 2))


def choose(name: str, rules: Rules) -> Message:
    """One rule, with a button for each value."""
    each, value = SETTINGS[name], getattr(rules, name)
    lines = [bold(each.title), escape(each.explains), "", f"Now: {bold(each.show(value))}"]
    if name == "labels":
        buttons = [
            press.button(rules.labels.get(rating.code, rating.label), "label", rating.code)
            for rating in RATINGS
        ]
    else:
        buttons = [
            press.button(f"{'✓ ' if choice == value else ''}{each.show(choice)}", "set", name, choice)
            for choice in each.choices
        ]
    return Message("\n".join(lines), (*_rows(buttons, 2), _back()))


def asks(text: str) -> Message:
    return Message(text, (_back("Keep it"),))


def _back(label: str = "Back") -> tuple[Button, ...]:
    return (press.button(label, "settings"),)


def _rows(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
