"""`claimdesk dead`: what failed too often, and trying it again."""

import asyncio
from typing import TYPE_CHECKING

import click

from bot.commands.desk import opened, settings_with_database
from bot.errors import Failure

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.dead import DeadLetter


@click.group(invoke_without_command=True)
@click.pass_context
def dead(context: click.Context) -> None:
    """List the updates and jobs that were given up after too many failures."""
    if context.invoked_subcommand is None:
        found = asyncio.run(_letters(settings_with_database()))
        for letter in found:
            click.echo(f"{letter.id}  {letter.since:%Y-%m-%d %H:%M} UTC  {letter.what}: {letter.error}")
        if not found:
            click.echo("Nothing was given up.")


@dead.command()
@click.argument("id_", metavar="ID")
def retry(id_: str) -> None:
    """Try the update or job with this ID again; `claimdesk dead` lists the ids."""
    if not asyncio.run(_retry(settings_with_database(), id_)):
        raise Failure(f"nothing with the id {id_!r} was given up")
    click.echo(f"{id_} is tried again as soon as the bot runs.")


async def _letters(settings: "Settings") -> "list[DeadLetter]":
    from storage.dead import letters

    async with opened(settings) as database, database.read() as session:
        return await letters(session)


async def _retry(settings: "Settings", id_: str) -> bool:
    from storage.dead import retry

    async with opened(settings) as database, database.write() as session:
        return await retry(session, id_)
