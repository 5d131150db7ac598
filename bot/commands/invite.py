"""`claimdesk invite`: lets somebody in."""

import asyncio
from typing import TYPE_CHECKING

import click

from bot.commands.desk import opened, settings_with_database
from bot.errors import Failure

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command()
@click.option(
    "--role",
    type=click.Choice(["requester", "reviewer", "editor", "admin"]),
    required=True,
    help="What the person may do; each role includes the one before it.",
)
def invite(role: str) -> None:
    """Print a link that gives one person a role, once, within seven days."""
    settings = settings_with_database()
    name = asyncio.run(_bot_name(settings)) if settings.token else None
    start = f"join-{asyncio.run(_create(settings, role))}"
    if name is None:
        click.echo(start)
        click.echo(
            "No CLAIMDESK_TOKEN is set, so there is no link. In the local chat, type: /start " + start,
            err=True,
        )
    else:
        click.echo(f"https://t.me/{name}?start={start}")
    click.echo("It works once, within seven days. Give it to nobody but the person it is for.", err=True)


async def _bot_name(settings: "Settings") -> str:
    """The bot's username, from Telegram."""
    import telegram

    assert settings.token is not None, "asked only with a token"  # noqa: S101
    api = settings.api_url.rstrip("/")
    bot = telegram.Bot(
        settings.token.get_secret_value(), base_url=f"{api}/bot", base_file_url=f"{api}/file/bot"
    )
    try:
        return str((await bot.get_me()).username)
    except telegram.error.InvalidToken:
        raise Failure("Telegram does not know this CLAIMDESK_TOKEN; look it up with @BotFather") from None
    except telegram.error.TelegramError as error:
        raise Failure(f"Telegram does not answer, so the bot's name is not known: {error.message}") from None
    finally:
        await bot.shutdown()


async def _create(settings: "Settings", role: str) -> str:
    from storage.people import create_invite
    from storage.roles import Role

    async with opened(settings) as database, database.write() as session:
        return await create_invite(session, Role(role), created_by=None)
