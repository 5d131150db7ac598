"""The commands, in the order in which `claimdesk --help` lists them."""

import sys

import click

from bot.commands.chat import chat
from bot.commands.check import check
from bot.commands.db import db
from bot.commands.dead import dead
from bot.commands.export import export
from bot.commands.import_ import import_
from bot.commands.invite import invite
from bot.commands.match import match
from bot.commands.run import run
from bot.commands.start import start

COMMANDS = (run, chat, check, match, import_, export, invite, db, dead, start)


class InOrder(click.Group):
    """A group that lists its commands as they were given, not by alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=InOrder, commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimdesk", message="%(prog)s %(version)s")
def claimdesk() -> None:
    """A fact-checking desk on Telegram.

    Finds the claims in a text, matches them with what was checked before, and keeps the verdicts. Settings are
    read from the environment and from a file .env; docs/operators.md lists them.
    """
    # Texts hold any character, whatever the terminal is set to.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
