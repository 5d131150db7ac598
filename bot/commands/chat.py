"""`claimdesk chat`: the desk in a terminal."""

import sys

import click


@click.command()
def chat() -> None:
    """Talk to the desk in this terminal: no token, no network.

    Type or paste a text, press buttons by their number, and look up verdicts with "@bot words".
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("the chat needs a terminal; to check a text, use: claimdesk check")
    from bot.local.chat import chat as open_chat
    from bot.settings import load

    open_chat(load())
