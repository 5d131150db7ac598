"""Summaries and cards: looking at what was found, and asking for one more claim to be checked."""

from telegram import Update

from handlers import press
from handlers.context import Context
from handlers.replies import answer, replace, say
from handlers.texts import help as help_texts
from handlers.texts import review as review_texts
from handlers.texts.card import card
from handlers.texts.summary import summary
from storage import review, views
from storage.outbox import Message
from storage.tables import Claim
from storage.types import now


async def show_summary(update: Update, context: Context) -> None:
    """Back from a card, or "more": the summary again, in place."""
    submission, shown = press.of(update).args
    view = await views.article(context.session, int(submission))
    if view is None:
        await answer(update, context, review_texts.GONE)
        return
    await replace(update, context, summary(view, context.desk, int(shown)))


async def open_card(update: Update, context: Context) -> None:
    """A numbered button of a summary."""
    claim, occurrence, submission = map(int, press.of(update).args)
    message = await _card(context, claim, occurrence, submission)
    if message is None:
        await answer(update, context, review_texts.GONE)
        return
    await replace(update, context, message)


async def show_card(update: Update, context: Context, claim_id: int) -> None:
    """A card as a message of its own, for a link that names the claim."""
    message = await _card(context, claim_id, 0, 0)
    await say(update, context, message or Message(review_texts.GONE))


async def ask(update: Update, context: Context) -> None:
    """ "Ask us to check" on a card."""
    claim_id, occurrence, submission = map(int, press.of(update).args)
    claim = await context.session.get(Claim, claim_id)
    if claim is None:
        await answer(update, context, review_texts.GONE)
        return
    await review.ask(context.session, claim, context.sender)
    message = await _card(context, claim_id, occurrence, submission)
    assert message is not None  # noqa: S101  (the claim is there)
    await replace(update, context, message, "Noted. You hear from us when it is checked.")


async def missed(update: Update, context: Context) -> None:
    """ "Missed one?" under a summary."""
    await answer(update, context, help_texts.MISSED, alert=True)


async def _card(context: Context, claim_id: int, occurrence: int, submission: int) -> Message | None:
    view = await views.claim(context.session, claim_id, occurrence)
    if view is None:
        return None
    asked = await review.has_asked(context.session, claim_id, context.sender.id)
    return card(view, context.sender, asked, now(), submission)
