"""How handlers talk: a new message, another one in the place of a pressed one, an answer to a press.

All of it goes to the outbox, in the transaction that marks the update done.
"""

from dataclasses import replace as replace_text

from telegram import CallbackQuery, Update

from handlers.context import Context
from handlers.texts.help import IN_PRIVATE
from handlers.texts.html import mention
from storage import outbox, prompts
from storage.outbox import Message
from storage.tables import Claim


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
    message = await from_list(context, key, message)
    await outbox.post(context.session, context.place(update), key, message)


async def from_list(context: Context, key: str, message: Message) -> Message:
    """The message, with the list that the one under this key was opened from: the way back is not lost."""
    if message.origin is not None:
        return message
    return replace_text(message, origin=await outbox.origin_of(context.session, context.desk.bot_id, key))


async def ask_in(
    update: Update,
    context: Context,
    kind: str,
    message: Message,
    claim_id: int | None,
    *,
    fresh: bool = False,
    note: str = "",
    data: dict[str, int] | None = None,
) -> None:
    """Asks something that the next typed message answers, in the place of the pressed message.

    In a group, and where the pressed message should stay (`fresh`), the question is a message of its own; in
    a group it says whom it asks, and is answered by a reply, since a bot sees no other messages there.
    """
    await answer(update, context, note)
    place, others = context.place(update), in_group(update, context)
    key = f"reply:{update.update_id}" if others or fresh else await pressed_key(update, context)
    if others:
        text = f"{mention(context.sender.id, context.sender.name)}: {message.text}\n\nReply to this message."
        message = replace_text(message, text=text)
    elif not fresh:
        message = await from_list(context, key, message)
    about = {"update": update.update_id} | (data or {})
    await prompts.open_prompt(context.session, place, context.sender, kind, key, claim_id, about)
    await outbox.post(context.session, place, key, message)


async def alone(
    update: Update, context: Context, message: Message, claim: Claim, kind: str | None = None
) -> None:
    """Goes on with whoever pressed a button in a group in their private chat: others are not to see it.

    `kind` is that of a question, which the next typed message answers. Who cannot be written to is led there.
    """
    if not context.sender.started or context.sender.blocked:
        link = context.desk.link(f"claim-{claim.id}")
        await outbox.answer(context.session, context.desk.bot_id, _press(update).id, url=link)
        return
    await answer(update, context, IN_PRIVATE, alert=True)
    place = outbox.Place(context.desk.bot_id, context.sender.id)
    key = f"reply:{update.update_id}"
    if kind is not None:
        about = {"update": update.update_id}
        await prompts.open_prompt(context.session, place, context.sender, kind, key, claim.id, about)
    await outbox.post(context.session, place, key, message)


def in_group(update: Update, context: Context) -> bool:
    """Whether others read along."""
    return context.place(update).chat_id != context.sender.id


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
