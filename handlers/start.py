"""/start, with what a link may carry, /help, /invite, and what nothing else answers."""

from telegram import Update

from handlers import menus, notices
from handlers.articles import take_in
from handlers.cards import show_card
from handlers.context import Context
from handlers.guards import find_claim
from handlers.reading import ask_for_first
from handlers.replies import say
from handlers.texts import help as texts
from handlers.texts import inline as inline_texts
from handlers.texts import review as review_texts
from storage import articles, lists, outbox, people, review, verdicts, views
from storage.lists import Filter
from storage.outbox import Button, Message
from storage.roles import Role

Rows = tuple[tuple[Button, ...], ...]
LONGEST_ID = 18
"""Digits. Both databases can hold a number of so many."""


async def start(update: Update, context: Context) -> None:
    """Greets. What a link carries decides: `join-CODE` takes up an invitation, `claim-N` opens a card,
    `follow-N-MARK` asks for an article's claims, `ask-N` follows a claim, `ask` sends the last inline words in,
    `filters` explains inline mode."""
    await notices.catch_up(context.session, context.sender)
    parameter = context.args[0] if context.args else ""
    name, _, rest = parameter.partition("-")
    number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) <= LONGEST_ID else None
    if name == "join" and rest:
        await _join(update, context, rest)
    elif name == "claim" and number is not None:
        await show_card(update, context, number)
    elif name == "follow":
        await _follow(update, context, parameter)
    elif name == "ask" and number is not None:
        await _follow_claim(update, context, number)
    elif name == "ask" and context.sender.last_query:
        await _ask(update, context, context.sender.last_query)
    elif name == "filters":
        await say(update, context, inline_texts.filters(context.desk.bot_name))
    else:
        if context.sender.role != Role.REQUESTER:  # who is an admin by the settings has had no menu yet
            await menus.give(context.session, context.desk.bot_id, context.sender.id, context.sender.role)
        desk, begin = context.desk, await _first_steps(context)
        await say(update, context, texts.welcome(desk.name, context.sender.role, desk.bot_name, begin))


async def help_(update: Update, context: Context) -> None:
    desk, person = context.desk, context.sender
    await say(update, context, texts.how_it_works(desk.name, person.role, desk.bot_name, person.id))


async def invite(update: Update, context: Context) -> None:
    """Admins make a one-time link: /invite, /invite editor."""
    if not Role(context.sender.role).includes(Role.ADMIN):
        await say(update, context, Message("Only an admin can invite people."))
        return
    if context.place(update).chat_id != context.sender.id:  # whoever reads along could use the link
        await say(update, context, texts.private_only(context.desk.link("start")))
        return
    wanted = context.args[0].lower() if context.args else Role.REVIEWER
    if wanted not in (Role.REVIEWER, Role.EDITOR, Role.ADMIN):
        await say(update, context, Message("Write /invite reviewer, /invite editor or /invite admin."))
        return
    code = await people.create_invite(context.session, Role(wanted), context.sender.id)
    await say(update, context, texts.invitation(Role(wanted), context.desk.link(f"join-{code}")))


async def unknown(update: Update, context: Context) -> None:
    await say(update, context, Message(texts.UNKNOWN_COMMAND))


async def not_text(update: Update, context: Context) -> None:
    is_file = update.message is not None and update.message.document is not None
    await say(update, context, Message(texts.FILE if is_file else texts.NOT_TEXT))


async def edited(update: Update, context: Context) -> None:
    """A text that was changed after it was read is not read again by itself."""
    message = update.edited_message
    if message is None or not await articles.is_part(
        context.session, context.place(update), message.message_id
    ):
        return
    await say(update, context, Message(texts.EDITED))


async def stale_button(update: Update, context: Context) -> None:
    query = update.callback_query
    if query is not None:
        await outbox.answer(context.session, context.desk.bot_id, query.id, texts.STALE_BUTTON, alert=True)


async def _first_steps(context: Context) -> Rows:
    """For the team: the claim that most people asked for, and the queue, where there is one."""
    if context.sender.role == Role.REQUESTER:
        return ()
    found, total = await lists.open_claims(context.session, Filter(), context.sender, 1, 0)
    return texts.first_steps(found[0].claim.id or 0, total) if found else ()


async def _join(update: Update, context: Context, code: str) -> None:
    role = await people.use_invite(context.session, code, context.sender.id)
    if role is None:
        await say(update, context, Message(texts.JOIN_FAILED))
    else:
        await menus.give(context.session, context.desk.bot_id, context.sender.id, role)
        await context.session.refresh(context.sender)
        await say(update, context, texts.joined(context.desk.name, role, await _first_steps(context)))


async def _follow(update: Update, context: Context, parameter: str) -> None:
    """Somebody saw a summary in a group and wants to hear of the results."""
    article_id = await articles.followed(context.session, parameter)
    view = await views.any_submission(context.session, article_id) if article_id is not None else None
    if view is None:
        await say(update, context, Message(review_texts.GONE))
        return
    await ask_for_first(context.session, view, context.sender)
    await say(update, context, Message(texts.FOLLOWED))


async def _follow_claim(update: Update, context: Context, claim_id: int) -> None:
    """Somebody saw a shared card and wants to hear what becomes of it. Only what was public can be followed."""
    claim = await find_claim(context, claim_id)
    if claim is None or not await verdicts.was_public(context.session, claim):
        await say(update, context, Message(review_texts.NOT_PUBLIC))
        return
    await review.ask(context.session, claim, context.sender)
    if claim.verdict_id is not None:
        await notices.due(context.session, claim)
    await say(update, context, Message(texts.FOLLOWED_CLAIM))


async def _ask(update: Update, context: Context, query: str) -> None:
    """Inline words that found nothing are sent in as if they had been pasted."""
    context.sender.last_query = None
    await take_in(update, context, query, shortest=1)
