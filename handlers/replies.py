"""How handlers talk: a new message, another one in the place of a pressed one, an answer to a press.

All of it goes to the outbox, in the transaction that marks the update done.
"""

from telegram import CallbackQuery, Update

from handlers.context import Context
from storage import outbox
from storage.outbox import Message


async def say(update: Update, context: Context, message: Message) -> str:
    """A message in the chat of the update. Its key is the update's, so that a retry repeats nothing."""
    key = f"reply:{update.update_id}"
    await outbox.post(context.session, context.place(update), key, message)
    return key


async def answer(update: Update, context: Context, text: str = "", *, alert: bool = False) -> None:
    """Stops the pressed button's spinner, with a short text or none."""
    await outbox.answer(context.session, context.desk.bot_id, _press(update).id, text, alert=alert)


async def replace(update: Update, context: Context, message: Message, note: str = "") -> None:
    """Puts a message in the place of the pressed one, and answers the press."""
    await answer(update, context, note)
    key = await pressed_key(update, context)
    await outbox.post(context.session, context.place(update), key, message)


async def pressed_key(update: Update, context: Context) -> str:
    """The key of the message whose button was pressed; a new one where it is not known any more."""
    query = _press(update)
    key = None
    if query.message is not None:
        place, message_id = context.place(update), query.message.message_id
        key = await outbox.key_of(context.session, place, message_id, query.data)
    return key or f"reply:{update.update_id}"


def _press(update: Update) -> CallbackQuery:
    query = update.callback_query
    assert query is not None  # noqa: S101  (only presses come here)
    return query
