"""Summaries and cards: looking at what was found, and asking for one more claim to be checked.

A number in a button can be forged, so what a person may see is decided here: their own articles, those sent
in this chat, published verdicts; reviewers see all, where nobody else reads along.
"""

from dataclasses import replace as replace_part

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers import press
from handlers.context import Context, Desk
from handlers.guards import find_claim
from handlers.replies import answer, pressed_key, replace, say
from handlers.texts import help as help_texts
from handlers.texts import review as review_texts
from handlers.texts.card import card, group_card
from handlers.texts.summary import summary
from storage import outbox, review, verdicts, views
from storage.outbox import Message
from storage.roles import Role
from storage.tables import Claim, Person, Submission
from storage.types import now
from storage.workflow import stage_of


async def show_summary(update: Update, context: Context) -> None:
    """Another page of a summary, in place."""
    submission, start = map(int, press.of(update).args)
    await turn_to(update, context, submission, start)


async def turn_to(update: Update, context: Context, submission: int, start: int) -> None:
    """A page of a summary in the place of the pressed message."""
    view = await views.article(context.session, submission)
    if (
        view is None
        or view.submission is None
        or not may_read(context.sender, context.place(update).chat_id, view.submission)
    ):
        await answer(update, context, review_texts.GONE)
        return
    await replace(update, context, summary(view, context.desk, start))


async def open_card(update: Update, context: Context) -> None:
    """A numbered button of a summary or a list."""
    claim, occurrence, submission = map(int, press.of(update).args)
    await replace(update, context, await card_of(update, context, claim, occurrence, submission))


async def show_card(update: Update, context: Context, claim_id: int) -> None:
    """A card as a message of its own, for a link or a command that names the claim."""
    await say(update, context, await card_of(update, context, claim_id))


async def ask(update: Update, context: Context) -> None:
    """ "Ask us to check" on a card, or "Follow" where there is a verdict. Who may not see it cannot ask for it."""
    claim_id, occurrence, submission = map(int, press.of(update).args)
    claim = await find_claim(context, claim_id)
    seen = await card_of(update, context, claim_id, occurrence, submission)
    if claim is None or seen.card is None:
        await answer(update, context, review_texts.GONE)
        return
    shown = (await verdicts.published(context.session, [claim_id], now())).get(claim_id)
    verdict_id = shown.verdict.id if shown is not None else None
    await review.ask(context.session, claim, context.sender, seen_verdict_id=verdict_id)
    message = await card_of(update, context, claim_id, occurrence, submission)
    note = help_texts.ASKED if verdict_id is None else help_texts.FOLLOWED_VERDICT
    await replace(update, context, message, note)


async def show_again(update: Update, context: Context, note: str = "") -> None:
    """The card of the pressed button, as it is now."""
    claim, occurrence, submission = (int(part) for part in press.of(update).args[:3])
    await context.session.flush()
    await replace(update, context, await card_of(update, context, claim, occurrence, submission), note)


def as_choice(
    message: Message, context: Context, claim: Claim, occurrence: int = 0, submission: int = 0
) -> Message:
    """A choice about a claim at its present stage. It is a card again as soon as somebody has moved the claim on."""
    where = (claim.id or 0, occurrence, submission, context.sender.id)
    return replace_part(message, card=where, stage=stage_of(claim))


def choice_of(message: Message, update: Update, context: Context, claim: Claim) -> Message:
    """The same, in the place of the card whose button was pressed."""
    _, occurrence, submission = (int(part) for part in press.of(update).args[:3])
    return as_choice(message, context, claim, occurrence, submission)


async def card_of(
    update: Update, context: Context, claim_id: int, occurrence: int = 0, submission: int = 0
) -> Message:
    """The card of a claim, for who is there; a short refusal where they may not see it.

    In the place of a pressed message it keeps that one's way back to a list.
    """
    origin = None
    if update.callback_query is not None:
        key = await pressed_key(update, context)
        origin = await outbox.origin_of(context.session, context.desk.bot_id, key)
    chat = context.place(update).chat_id
    return await card_for(
        context.session, context.desk, context.sender, chat, (claim_id, occurrence, submission), origin
    )


async def card_for(
    session: AsyncSession,
    desk: Desk,
    person: Person,
    chat_id: int,
    where: tuple[int, int, int],
    origin: str | None = None,
) -> Message:
    """The card of a claim, for a person in a chat. `where` is claim, occurrence, submission.

    In the reviewers' group it is the same for everybody; in any other group it is a reader's.
    """
    claim_id, occurrence, submission = where
    view = await views.claim(session, claim_id, occurrence)
    if view is None:
        return Message(review_texts.GONE)
    if chat_id == desk.review_chat:
        return replace_part(group_card(view, now(), desk, origin), card=(*where, person.id))
    reviews = Role(person.role).includes(Role.REVIEWER) and chat_id == person.id
    asked = await review.asked(session, claim_id, person.id)
    if not reviews:
        sent = await session.get(Submission, submission) if submission else None
        theirs = sent is not None and may_read(person, chat_id, sent)
        if not theirs or view.article is None or sent is None or view.article.id != sent.article_id:
            view = view.without_article()  # somebody else's article is nobody's business
            submission = 0
        if not theirs and asked is None and view.verdict is None:
            return Message(review_texts.NOT_PUBLIC)
    drawn = card(view, person if reviews else None, asked, now(), desk, submission, origin)
    return replace_part(drawn, card=(claim_id, occurrence, submission, person.id))


def may_read(person: Person, chat_id: int | None, submission: Submission) -> bool:
    """Whether an article is this person's to read: sent by them, or in this chat; reviewers read all."""
    theirs = submission.person_id == person.id or submission.chat_id == chat_id
    return theirs or Role(person.role).includes(Role.REVIEWER)
