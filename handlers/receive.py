"""A text or a caption: the answer to a question of ours, a passage of an article, or an article."""

import re

from telegram import Update

from handlers import answers, pointing
from handlers.articles import take_in
from handlers.context import Context


async def receive(update: Update, context: Context) -> None:
    """A text in a private chat, or one addressed to the bot in a group.

    A typed text answers what the bot asked, or points at a passage of the article that it replies to; a forward
    never does.
    """
    message = update.message
    assert message is not None  # noqa: S101  (the filter asked for a message)
    text = without_mention(message.text or message.caption or "", context.desk.bot_name)
    typed = message.text is not None and message.forward_origin is None
    if typed and (await answers.typed(update, context) or await pointing.replied(update, context, text)):
        return
    await take_in(update, context, text)


def without_mention(text: str, bot_name: str) -> str:
    """The text without the bot's name before or behind it, by which a group speaks to the bot."""
    name = re.escape(bot_name)
    return re.sub(rf"^\s*@{name}\b[\s,:]*|\s*@{name}\s*$", "", text, flags=re.IGNORECASE)
