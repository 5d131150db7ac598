"""The documents name every command, setting and field, and every command explains itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import claimdesk
from bot.exchange.fields import LIMITS
from bot.settings import Settings
from storage.ratings import RATINGS

PROJECT = Path(__file__).parents[2]
OPERATORS = (PROJECT / "docs" / "operators.md").read_text(encoding="utf-8")
EXCHANGE = (PROJECT / "docs" / "exchange.md").read_text(encoding="utf-8")


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


ALL = list(commands(claimdesk, "claimdesk"))


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_every_command_is_documented_and_explains_itself(name: str, command: click.Command) -> None:
    assert command.help
    if not isinstance(command, click.Group) or command.invoke_without_command:
        assert f"`{name}" in OPERATORS
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]}"
    text = command.get_help(click.Context(command, info_name=name))
    assert text.startswith("Usage: " + name)


def test_the_table_of_settings_is_that_of_the_program() -> None:
    rows = re.findall(r"^\| `(CLAIMDESK_\w+)` \| (.*?) \| (.*?) \|$", OPERATORS, re.MULTILINE)
    assert rows == [
        (f"CLAIMDESK_{name.upper()}", _default(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]


def _default(value: object) -> str:
    plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return "" if plain is None or plain == frozenset() else f"`{plain}`"


def test_the_example_of_settings_names_only_settings_there_are() -> None:
    names = re.findall(r"^(\w+)=", (PROJECT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert names
    assert {name.removeprefix("CLAIMDESK_").lower() for name in names} <= set(Settings.model_fields)


def test_the_fields_of_a_row_and_their_limits_are_documented() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d,]*)(?: characters)? ?\|$", EXCHANGE, re.MULTILINE)
    assert [name for name, _ in rows] == list(LIMITS)
    stated = {name: int(limit.replace(",", "")) for name, limit in rows if limit}
    assert stated == {name: limit for name, limit in LIMITS.items() if name in stated}


def test_the_ratings_are_documented() -> None:
    told = " ".join(EXCHANGE.split())
    assert all(rating.label in told for rating in RATINGS)
