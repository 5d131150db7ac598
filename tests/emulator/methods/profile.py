"""Command menus by scope and language, and the bot's name and descriptions by language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..errors import bad_request
from ..parameters import Call
from ..text import Json

if TYPE_CHECKING:
    from ..emulator import Emulator


def scope_key(scope: Json | None) -> str:
    return json.dumps(scope or {"type": "default"}, sort_keys=True)


def _slot(call: Call) -> tuple[str, str]:
    return scope_key(call.object("scope")), call.text("language_code")


def set_commands(emulator: Emulator, call: Call) -> bool:
    commands: list[Json] = call.list("commands")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            emulator.violation(f"setMyCommands: {command.get('command')!r} is no command name")
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            emulator.violation(
                f"setMyCommands: the description of {command['command']!r} is empty or too long"
            )
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    emulator.commands[_slot(call)] = commands
    return True


def get_commands(emulator: Emulator, call: Call) -> list[Json]:
    return emulator.commands.get(_slot(call), [])


def delete_commands(emulator: Emulator, call: Call) -> bool:
    emulator.commands.pop(_slot(call), None)
    return True


def _set(emulator: Emulator, call: Call, field: str, limit: int) -> bool:
    value = call.text(field)
    if len(value) > limit:
        emulator.violation(f"{call.method}: longer than {limit} characters")
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    emulator.profile[field, call.text("language_code")] = value
    return True


def _get(emulator: Emulator, call: Call, field: str, default: str = "") -> Json:
    kept = emulator.profile
    value = kept.get((field, call.text("language_code"))) or kept.get((field, ""), default)
    return {field: value}


def set_name(emulator: Emulator, call: Call) -> bool:
    return _set(emulator, call, "name", 64)


def get_name(emulator: Emulator, call: Call) -> Json:
    return _get(emulator, call, "name", emulator.bot.first_name)


def set_description(emulator: Emulator, call: Call) -> bool:
    return _set(emulator, call, "description", 512)


def get_description(emulator: Emulator, call: Call) -> Json:
    return _get(emulator, call, "description")


def set_short_description(emulator: Emulator, call: Call) -> bool:
    return _set(emulator, call, "short_description", 120)


def get_short_description(emulator: Emulator, call: Call) -> Json:
    return _get(emulator, call, "short_description")
