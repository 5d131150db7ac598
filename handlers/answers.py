"""What the next typed message answers: the questions the bot asks, by kind."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from handlers import decisions, review, second, settings
from handlers.context import Context
from storage import prompts
from storage.tables import Prompt

Answer = Callable[[Update, Context, Prompt], Coroutine[Any, Any, None]]

PROMPTS: dict[str, Answer] = {
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


async def typed(update: Update, context: Context) -> bool:
    """Hands a typed message to the question it answers. False when there is none open."""
    message = update.message
    assert message is not None  # noqa: S101  (the filter asked for a message)
    replied = message.reply_to_message.message_id if message.reply_to_message else None
    prompt = await prompts.answering(context.session, context.place(update), context.sender, replied)
    if prompt is None or prompt.kind not in PROMPTS:
        return False
    await PROMPTS[prompt.kind](update, context, prompt)
    return True
