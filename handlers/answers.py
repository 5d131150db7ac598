"""What the next typed message answers: the questions the bot asks, by kind."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from handlers import decisions, pointing, review, second, settings
from handlers.context import Context
from storage import prompts
from storage.tables import Prompt

Answer = Callable[[Update, Context, Prompt], Coroutine[Any, Any, None]]

Fits = Callable[[Update, Context, Prompt], Coroutine[Any, Any, bool]]

PROMPTS: dict[str, Answer] = {
    pointing.MISSED: pointing.typed_missed,
    prompts.PREVIEW: review.typed_reason,
    review.REASON: review.typed_reason,
    review.LOOKED: review.typed_looked,
    review.NOTE: review.typed_note,
    review.WORDING: review.typed_wording,
    second.WHY: second.typed_why,
    decisions.REWORD: decisions.typed_reword,
    decisions.REOPEN: decisions.typed_reopen,
    decisions.WITHDRAW: decisions.typed_withdraw,
    decisions.APPEAL: decisions.typed_appeal,
    decisions.MERGE: decisions.typed_merge,
    decisions.SEND_BACK: decisions.typed_send_back,
    settings.NAME: settings.typed_name,
    **dict.fromkeys(settings.LABELS, settings.typed_label),
}


FITS: dict[str, Fits] = {
    pointing.MISSED: pointing.may_be_missed,
    prompts.PREVIEW: review.may_be_better,
}
"""Questions that may stay open unanswered: what is typed without a reply to them must look like their answer."""


async def typed(update: Update, context: Context) -> bool:
    """Hands a typed message to the question that it replies to, else to the newest one that it may answer.

    False when there is none.
    """
    message = update.message
    assert message is not None  # noqa: S101  (the filter asked for a message)
    place, person = context.place(update), context.sender
    if message.reply_to_message is not None:
        number = message.reply_to_message.message_id
        asked = await prompts.replied_to(context.session, place, person, number)
        if asked is not None and asked.kind in PROMPTS:
            await PROMPTS[asked.kind](update, context, asked)
            return True
    for prompt in await prompts.open_ones(context.session, place, person):
        fits = FITS.get(prompt.kind)
        if prompt.kind in PROMPTS and (fits is None or await fits(update, context, prompt)):
            await PROMPTS[prompt.kind](update, context, prompt)
            return True
    return False
