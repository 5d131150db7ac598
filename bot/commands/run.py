"""`claimdesk run`: the bot itself."""

import click


@click.command()
def run() -> None:
    """Run the bot on Telegram.

    It polls, or serves a webhook where CLAIMDESK_WEBHOOK_URL is set. SIGTERM and Ctrl-C stop it cleanly.
    """
    from bot.run import run as run_bot
    from bot.settings import load

    settings = load()
    if settings.token is None:
        raise click.UsageError(
            "CLAIMDESK_TOKEN is not set; get one from @BotFather, or try the desk here with: claimdesk chat"
        )
    run_bot(settings)
