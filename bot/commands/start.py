"""`claimdesk start`: what `make run` calls. It does what fits the place it is called from."""

import sys

import click


@click.command()
@click.pass_context
def start(context: click.Context) -> None:
    """Run the bot where CLAIMDESK_TOKEN is set; else open the chat, or check a text that is piped in."""
    from bot.commands.chat import chat
    from bot.commands.check import check
    from bot.commands.run import run
    from bot.settings import load

    if load().token is not None:
        context.invoke(run)
    elif sys.stdin.isatty():
        context.invoke(chat)
    else:
        context.invoke(check)
