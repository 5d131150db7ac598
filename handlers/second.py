"""The second look: another reviewer rates blind, and where the two differ an editor rules."""

from telegram import Update

from handlers import notices, press
from handlers import review as review_handlers
from handlers.cards import as_choice
from handlers.context import Context
from handlers.guards import find_claim, needs
from handlers.replies import alone, answer, ask_in, in_group, replace, say
from handlers.texts import second as texts
from storage import decisions, prompts, second, views
from storage.outbox import Message
from storage.ratings import BY_CODE
from storage.roles import Role
from storage.tables import Claim, Person, Prompt
from storage.workflow import Act, NotAllowedError, State

WHY = "why"
"""The kind of question, for `handlers.answers`."""


@needs(Role.REVIEWER)
async def rate(update: Update, context: Context, claim: Claim) -> None:
    """A rating given without seeing the first one. The last of them decides."""
    rating = BY_CODE.get(press.of(update).code(3))
    if rating is None:
        raise NotAllowedError("there is no such rating")
    rules = context.desk.rules
    first = await second.proposal(context.session, claim)
    outcome = await second.rate_second(
        context.session, claim, context.sender, rating.axis, rating.code, rules
    )
    if outcome.published is not None:
        await notices.tell_rater(context, claim, first, texts.AGREED)
        await review_handlers.show_published(update, context, outcome.published, "You agree. Published.")
    elif outcome.state is State.DISPUTED:
        await notices.tell_rater(context, claim, first, texts.DIFFER)
        await notices.for_editors(context.session, claim)
        await replace(update, context, texts.disputed(claim))
    else:
        view = await views.claim(context.session, claim.id or 0)
        given = await second.second_rating(context.session, claim)
        assert view is not None and first is not None and given is not None  # noqa: S101
        left = [axis for axis in second.axes(first) if axis not in second.axes(given)]
        await replace(update, context, texts.one_more(view, left))


@needs(Role.REVIEWER)
async def say_why(update: Update, context: Context, claim: Claim) -> None:
    """ "Say why" for the second reviewer, who sees it differently: the editor reads it beside the first reason."""
    other = await second.second_rating(context.session, claim)
    if claim.state != State.DISPUTED or other is None or other.person_id != context.sender.id:
        await answer(update, context, texts.DECIDED_MEANWHILE, alert=True)
        return
    await ask_in(update, context, WHY, texts.asks_why(claim), claim.id)


async def typed_why(update: Update, context: Context, prompt: Prompt) -> None:
    """The second reviewer's reason."""
    message = update.message
    assert message is not None  # noqa: S101  (the filter asked for a message)
    reason, urls = review_handlers.split_reason(message)
    claim = await find_claim(context, prompt.claim_id or 0)
    await prompts.close(context.session, prompt)
    try:
        if claim is None:
            raise NotAllowedError("the claim is gone")
        await second.explain(context.session, claim, context.sender, reason, urls)
    except NotAllowedError:
        await say(update, context, Message(texts.DECIDED_MEANWHILE))
        return
    await say(update, context, texts.explained(claim))


@needs(Role.EDITOR, Act.RULE)
async def show_dispute(update: Update, context: Context, claim: Claim) -> None:
    """Both ratings and what was said for each. Who gave the second one can only send it back."""
    first = await second.proposal(context.session, claim)
    other = await second.second_rating(context.session, claim)
    if first is None or other is None or context.sender.id == first.person_id:
        raise NotAllowedError("an editor who is neither of the two rules")
    people = [await context.session.get(Person, draft.person_id) for draft in (first, other)]
    names = [person.name if person else "" for person in people]
    decides = context.sender.id != other.person_id
    message = as_choice(texts.dispute(claim, first, other, names, decides=decides), context, claim)
    if in_group(update, context):
        await alone(update, context, message, claim)
    else:
        await replace(update, context, message)


@needs(Role.EDITOR)
async def rule(update: Update, context: Context, claim: Claim) -> None:
    """One of the two ratings stands: the first with its reason, the other with its own or the editor's."""
    stands = press.of(update).number(1)
    first, _ = await decisions.both(context.session, claim, context.sender)
    if stands == first.person_id:
        await review_handlers.settle(update, context, claim, stands)
        return
    draft = await decisions.begin_ruling(context.session, claim, context.sender, stands)
    if draft.rationale:
        await review_handlers.go_on(update, context, claim, draft)
        return
    await ask_in(update, context, review_handlers.REASON, texts.asks_ruling(claim, draft), claim.id)
