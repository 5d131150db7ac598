"""Summaries and cards: looking at what was found, and asking for one more claim to be checked.

A number in a button can be forged, so what a person may see is decided here: their own articles, those sent
in this chat, published verdicts; reviewers see all.
"""

from telegram import Update

from handlers import press
from handlers.context import Context
from handlers.guards import find_claim
from handlers.replies import answer, pressed_key, replace, say
from handlers.texts import help as help_texts
from handlers.texts import review as review_texts
from handlers.texts.card import card
from handlers.texts.summary import summary
from storage import outbox, review, views
from storage.outbox import Message
from storage.roles import Role
from storage.tables import Submission
from storage.types import now


async def show_summary(update: Update, context: Context) -> None:
    """Back from a card, or "more": the summary again, in place."""
    submission, shown = map(int, press.of(update).args)
    view = await views.article(context.session, submission)
    if view is None or view.submission is None or not _may_read(update, context, view.submission):
        await answer(update, context, review_texts.GONE)
        return
    await replace(update, context, summary(view, context.desk, shown))


async def open_card(update: Update, context: Context) -> None:
    """A numbered button of a summary or a list."""
    claim, occurrence, submission = map(int, press.of(update).args)
    await replace(update, context, await card_of(context, claim, occurrence, submission, update))


async def show_card(update: Update, context: Context, claim_id: int) -> None:
    """A card as a message of its own, for a link or a command that names the claim."""
    await say(update, context, await card_of(context, claim_id))


async def ask(update: Update, context: Context) -> None:
    """ "Ask us to check" on a card."""
    claim_id, occurrence, submission = map(int, press.of(update).args)
    claim = await find_claim(context, claim_id)
    if claim is None:
        await answer(update, context, review_texts.GONE)
        return
    await review.ask(context.session, claim, context.sender)
    message = await card_of(context, claim_id, occurrence, submission, update)
    await replace(update, context, message, "Noted. You hear from us when it is checked.")


async def missed(update: Update, context: Context) -> None:
    """ "Missed one?" under a summary."""
    await answer(update, context, help_texts.MISSED, alert=True)


async def show_again(update: Update, context: Context, note: str = "") -> None:
    """The card of the pressed button, as it is now."""
    claim, occurrence, submission = (int(part) for part in press.of(update).args[:3])
    await context.session.flush()
    message = await card_of(context, claim, occurrence, submission, update)
    await answer(update, context, note)
    await outbox.post(context.session, context.place(update), await pressed_key(update, context), message)


async def card_of(
    context: Context, claim_id: int, occurrence: int = 0, submission: int = 0, update: Update | None = None
) -> Message:
    """The card of a claim, for who is there; a short refusal where they may not see it."""
    view = await views.claim(context.session, claim_id, occurrence)
    if view is None:
        return Message(review_texts.GONE)
    asked = await review.has_asked(context.session, claim_id, context.sender.id)
    if not Role(context.sender.role).includes(Role.REVIEWER):
        sent = await context.session.get(Submission, submission) if submission else None
        theirs = sent is not None and _may_read(update, context, sent)
        if not theirs or view.article is None or sent is None or view.article.id != sent.article_id:
            view = view.without_article()  # somebody else's article is nobody's business
            submission = 0
        if not theirs and not asked and view.verdict is None:
            return Message(review_texts.NOT_PUBLIC)
    return card(view, context.sender, asked, now(), submission)


def _may_read(update: Update | None, context: Context, submission: Submission) -> bool:
    chat = update.effective_chat if update is not None else None
    here = chat is not None and chat.id == submission.chat_id
    return (
        here or submission.person_id == context.sender.id or Role(context.sender.role).includes(Role.REVIEWER)
    )
