"""`claimdesk run`: the bot itself."""

import click


@click.command()
def run() -> None:
    """Run the bot on Telegram.

    It polls, or serves a webhook where CLAIMDESK_WEBHOOK_URL is set. SIGTERM and Ctrl-C stop it cleanly.
    """
    from bot.run import run as run_bot
    from bot.settings import load

    run_bot(load())
