"""`claimdesk chat`: the desk in a terminal."""

import click


@click.command()
def chat() -> None:
    """Talk to the desk in this terminal: no token, no network.

    Type or paste a text, press buttons by their number, and look up verdicts with "@bot words".
    """
    from bot.chat import chat as open_chat
    from bot.settings import load

    open_chat(load())
