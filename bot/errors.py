"""What a person can cause, said in one plain sentence with its exit code. Anything else is a bug: a traceback.

Heavy packages are not imported here: an error of theirs can only come up where they are loaded already.
"""

import sys
from dataclasses import dataclass

import click

FAILURE = 1
WRONG_USE = 2


@dataclass(frozen=True)
class Problem:
    sentence: str
    exit_code: int


class Failure(click.ClickException):
    """The command could not do what it was asked; the message is one sentence."""

    exit_code = FAILURE


def explain(error: BaseException) -> Problem | None:
    """The sentence for an error that a user can cause; None for a bug."""
    match error:
        case click.UsageError():
            where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
            message = " ".join(error.format_message().split())  # click lists choices one a line
            return Problem(message.rstrip(".") + where, WRONG_USE)
        case click.ClickException():
            return Problem(_one_line(error.format_message()), error.exit_code)
        case click.Abort() | KeyboardInterrupt():
            return Problem("stopped", FAILURE)
        case OSError() if error.strerror:
            what = f"{error.filename}: " if error.filename else ""
            return Problem(f"{what}{error.strerror}", FAILURE)
    return _of_settings(error) or _of_the_database(error)


def _of_settings(error: BaseException) -> Problem | None:
    settings = sys.modules.get("bot.settings")
    if settings is not None and isinstance(error, settings.SettingsError):
        return Problem(_one_line(str(error)), WRONG_USE)
    return None


def _of_the_database(error: BaseException) -> Problem | None:
    migrate, sqlalchemy = sys.modules.get("storage.migrate"), sys.modules.get("sqlalchemy.exc")
    if migrate is not None and isinstance(error, migrate.DatabaseTooNewError):
        return Problem(_one_line(str(error)), FAILURE)
    if sqlalchemy is not None and isinstance(error, sqlalchemy.OperationalError | sqlalchemy.InterfaceError):
        return Problem(f"the database does not answer: {_one_line(str(error.orig))}", FAILURE)
    if sqlalchemy is not None and isinstance(error, sqlalchemy.DatabaseError):
        return Problem(f"the database refuses: {_one_line(str(error.orig))}", FAILURE)
    return None


def _one_line(message: str) -> str:
    """The message without line breaks; a database's hints after the first line are left out."""
    return message.strip().partition("\n")[0].strip()
