"""/settings: how this desk works, changed by its admins in the chat."""

from telegram import Update

from handlers import press
from handlers.context import Context
from handlers.guards import team
from handlers.replies import answer, ask_in, replace, say
from handlers.texts import settings as texts
from storage import prompts, rules
from storage import team as team_rows
from storage.outbox import Message
from storage.ratings import BY_CODE
from storage.roles import Role
from storage.rules import BadRuleError
from storage.tables import Prompt

NAME = "desk_name"
LABELS = {f"label:{code}": code for code in BY_CODE}
"""Kinds of questions, for `handlers.answers`: one for each rating that can have another name."""
STANDARD = "."


@team(Role.ADMIN)
async def settings(update: Update, context: Context) -> None:
    """/settings, and the way back to it."""
    await prompts.close_all(context.session, context.sender.id, None)
    message = await _overview(context)
    if update.callback_query is not None:
        await replace(update, context, message)
    else:
        await say(update, context, message)


@team(Role.ADMIN)
async def choose(update: Update, context: Context) -> None:
    """One rule: its values as buttons, or a question that the next typed message answers."""
    name = press.of(update).code(0)
    if name == NAME:
        await ask_in(update, context, NAME, texts.asks(texts.ASKS_NAME), None)
    elif name in texts.SETTINGS:
        await replace(update, context, texts.choose(name, context.desk.rules))
    else:
        await answer(update, context)


@team(Role.ADMIN)
async def change(update: Update, context: Context) -> None:
    """A value was pressed."""
    pressed = press.of(update)
    try:
        await _set(context, pressed.code(0), pressed.number(1))
    except BadRuleError as error:
        await answer(update, context, texts.NOT_POSSIBLE.format(what=error), alert=True)
        return
    await replace(update, context, await _overview(context), "Changed.")


@team(Role.ADMIN)
async def choose_label(update: Update, context: Context) -> None:
    """Which rating is to have another name."""
    rating = BY_CODE.get(press.of(update).code(0))
    if rating is None:
        await answer(update, context)
        return
    text = texts.ASKS_LABEL.format(label=rating.label, most=rules.MAX_NAME // 2)
    await ask_in(update, context, f"label:{rating.code}", texts.asks(text), None)


async def typed_name(update: Update, context: Context, prompt: Prompt) -> None:
    await _typed(update, context, prompt, NAME, _text(update))


async def typed_label(update: Update, context: Context, prompt: Prompt) -> None:
    code, label = LABELS[prompt.kind], _text(update)
    labels = {each: own for each, own in context.desk.rules.labels.items() if each != code}
    if label not in (STANDARD, BY_CODE[code].label):
        labels[code] = label
    await _typed(update, context, prompt, "labels", labels)


async def _typed(update: Update, context: Context, prompt: Prompt, name: str, value: object) -> None:
    await prompts.close(context.session, prompt)
    if not Role(context.sender.role).includes(Role.ADMIN):  # they were asked while they were one
        return
    try:
        await _set(context, name, value)
    except BadRuleError as error:
        await say(update, context, Message(texts.NOT_POSSIBLE.format(what=error)))
        return
    await say(update, context, await _overview(context, "Changed."))


async def _set(context: Context, name: str, value: object) -> None:
    before = context.desk.rules
    if getattr(before, name, None) == value:
        return
    changed = await rules.change(context.session, name, value, context.sender.id, before)
    context.desk = context.desk.under(changed)


async def _overview(context: Context, note: str = "") -> Message:
    now_in_force = context.desk.rules
    too_few = now_in_force.quorum > 1 and not await team_rows.can_decide(context.session)
    return texts.settings(now_in_force, too_few=too_few, note=note)


def _text(update: Update) -> str:
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for text)
    return " ".join(message.text.split())
