"""The second look: another reviewer rates blind, and where the two differ an editor rules."""

from telegram import Update

from handlers import notices, press
from handlers.context import Context
from handlers.guards import needs
from handlers.replies import replace
from handlers.texts import second as texts
from handlers.texts.review import published
from storage import decisions, prompts, review, second, views
from storage.ratings import BY_CODE
from storage.roles import Role
from storage.tables import Claim, Person
from storage.workflow import NotAllowedError, State


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
        await notices.due(context.session, claim)
        asks = await review.count_asks(context.session, claim.id or 0)
        await notices.tell_proposer(context, claim, first, texts.AGREED)
        message = published(claim, outcome.published.verdict, asks, rules.undo)
        await replace(update, context, message, "You agree. Published.")
    elif outcome.state is State.DISPUTED:
        await notices.tell_proposer(context, claim, first, texts.DIFFER)
        await replace(update, context, texts.disputed(claim))
    else:
        view = await views.claim(context.session, claim.id or 0)
        given = await second.second_rating(context.session, claim)
        assert view is not None and first is not None and given is not None  # noqa: S101
        left = [axis for axis in second.axes(first) if axis not in second.axes(given)]
        await replace(update, context, texts.one_more(view, left))


@needs(Role.EDITOR)
async def show_dispute(update: Update, context: Context, claim: Claim) -> None:
    """Both ratings and the first one's reason, for an editor who is neither of the two."""
    first = await second.proposal(context.session, claim)
    other = await second.second_rating(context.session, claim)
    if first is None or other is None or context.sender.id in (first.person_id, other.person_id):
        raise NotAllowedError("an editor who is neither of the two rules")
    people = [await context.session.get(Person, draft.person_id) for draft in (first, other)]
    names = [person.name if person else "" for person in people]
    await replace(update, context, texts.dispute(claim, first, other, names))


@needs(Role.EDITOR)
async def rule(update: Update, context: Context, claim: Claim) -> None:
    """One of the two ratings stands."""
    first = await second.proposal(context.session, claim)
    outcome = await decisions.rule(
        context.session, claim, context.sender, press.of(update).number(1), "", context.desk.rules
    )
    assert outcome.published is not None  # noqa: S101  (a ruling publishes)
    await notices.due(context.session, claim)
    await notices.tell_proposer(context, claim, first, texts.RULED)
    await prompts.close_all(context.session, context.sender, claim.id or 0)
    asks = await review.count_asks(context.session, claim.id or 0)
    message = published(claim, outcome.published.verdict, asks, context.desk.rules.undo)
    await replace(update, context, message, "Published.")
