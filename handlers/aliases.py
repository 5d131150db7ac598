"""/alias Daesh = Islamic State: names that this desk reads as one, and the list of them."""

from telegram import Update

from handlers import press
from handlers.context import Context
from handlers.guards import team
from handlers.replies import replace, say
from handlers.texts import aliases as texts
from handlers.texts.html import escape
from storage import aliases as rows
from storage.aliases import BadAliasError
from storage.outbox import Message
from storage.roles import Role


@team(Role.EDITOR)
async def alias(update: Update, context: Context) -> None:
    """`/alias one = other` adds; `/alias` alone lists them."""
    typed = " ".join(context.args or ())
    if not typed:
        await say(update, context, await _listed(context, 0))
        return
    term, equals, same_as = typed.partition("=")
    if not equals:
        await say(update, context, Message(texts.HOW_TO))
        return
    try:
        added = await rows.add(context.session, term, same_as, context.sender)
    except BadAliasError as error:
        await say(update, context, Message(texts.NOT_POSSIBLE.format(why=escape(str(error)))))
        return
    await say(update, context, texts.added(added))


@team(Role.EDITOR)
async def turn(update: Update, context: Context) -> None:
    """Another page of the list."""
    await replace(update, context, await _listed(context, press.of(update).number(0)))


@team(Role.EDITOR)
async def remove(update: Update, context: Context) -> None:
    """The button beside an alias."""
    pressed = press.of(update)
    removed = await rows.remove(context.session, pressed.number(0), context.sender)
    note = texts.REMOVED if removed else texts.REMOVED_BEFORE
    await replace(update, context, await _listed(context, pressed.number(1)), note)


async def _listed(context: Context, page: int) -> Message:
    return texts.listed(await rows.in_force(context.session), page)
