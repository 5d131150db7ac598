"""Reviewers at work: choose a rating, say why, look at it, publish, undo. Each press checks the role anew."""

from dataclasses import replace as replace_part
from datetime import timedelta
from typing import TypeVar

from telegram import Message as TelegramMessage
from telegram import MessageEntity, Update

from handlers import notices, press, titles
from handlers.cards import as_choice, choice_of
from handlers.context import Context
from handlers.guards import find_claim, needs
from handlers.replies import alone, answer, ask_in, in_group, pressed_key, replace, say
from handlers.texts import review as texts
from handlers.texts import second as second_texts
from handlers.texts.card import rating_choice
from handlers.texts.html import site
from storage import decisions, holding, inbox, outbox, pages, prompts, review, verdicts, views
from storage.ratings import BY_CODE, Axis
from storage.roles import Role
from storage.tables import Claim, Draft, Prompt
from storage.verdicts import Published
from storage.views import ClaimView
from storage.workflow import NotAllowedError, State

T = TypeVar("T")
Rows = tuple[tuple[outbox.Button, ...], ...]
REASON, LOOKED, NOTE, WORDING = "reason", "looked", "note", "wording"
"""Kinds of questions, for `handlers.answers`."""
COMMENTS = ("not-asked", "no-answer", "answered")
REVIEW_DAYS = (None, 30, 180, 365)


@needs(Role.REVIEWER)
async def choose(update: Update, context: Context, claim: Claim) -> None:
    """ "Is it true?" or "Did they say it?": the ratings of that question."""
    pressed = press.of(update)
    view = await views.claim(context.session, pressed.number(0), pressed.number(1))
    if view is None or pressed.code(3) not in list(Axis):
        raise NotAllowedError("there is no such question")
    if claim.state != State.PROPOSED:
        review.check_free(claim, context.sender)
    elif view.proposal is not None and view.proposal.person_id == context.sender.id:
        await answer(update, context, texts.YOUR_OWN, alert=True)
        return
    elif view.for_editor and not Role(context.sender.role).includes(Role.EDITOR):
        await answer(update, context, texts.REFUSALS[Role.EDITOR], alert=True)
        return
    await _offer(update, context, claim, view, Axis(pressed.code(3)))


async def _offer(update: Update, context: Context, claim: Claim, view: ClaimView, axis: Axis) -> None:
    """The ratings of one question. In private: nobody in a group sees which one is chosen, and why, too early."""
    blind = claim.state == State.PROPOSED
    submission = 0 if in_group(update, context) else press.of(update).number(2)
    message = rating_choice(view, axis, context.desk, submission, blind=blind)
    if in_group(update, context):
        await alone(update, context, as_choice(message, context, claim), claim)
    else:
        await replace(update, context, choice_of(message, update, context, claim))


@needs(Role.REVIEWER)
async def rate(update: Update, context: Context, claim: Claim) -> None:
    """A rating takes the claim and asks for the reason."""
    pressed, rating = press.of(update), BY_CODE.get(press.of(update).code(3))
    if rating is None:
        raise NotAllowedError("there is no such rating")
    view = await views.claim(context.session, claim.id or 0, pressed.number(1))
    if view is not None and in_group(update, context):  # the buttons are from an earlier version
        await _offer(update, context, claim, view, rating.axis)
        return
    rules = context.desk.rules
    adds = claim.state == State.PUBLISHED
    draft = await review.rate(context.session, claim, context.sender, rating.axis, rating.code, rules.lease)
    if adds and draft.kind is None:  # a second answer beside the one that stands
        draft = await review.amend(
            context.session, claim, context.sender, kind="update", note=texts.ADDED[rating.axis]
        )
    if draft.rationale:  # only the rating was changed; the reason is there
        await go_on(update, context, claim, draft)
        return
    where = (pressed.number(0), pressed.number(1), pressed.number(2))
    asked = texts.asks_reason(claim, draft, rating.axis, where)
    await ask_in(update, context, REASON, asked, claim.id)


async def typed_reason(update: Update, context: Context, prompt: Prompt) -> None:
    """The next typed message after a rating, with its links."""
    message = update.message
    assert message is not None  # noqa: S101  (the filter asked for a message)
    reason, urls = split_reason(message)
    claim = await find_claim(context, prompt.claim_id or 0)
    try:
        if claim is None:
            raise NotAllowedError("the claim is gone")
        draft = await review.reason(context.session, claim, context.sender, reason, urls)
    except NotAllowedError:
        await prompts.close(context.session, prompt)
        await say(update, context, outbox.Message(texts.NOT_YOURS))
        return
    await typed_on(update, context, prompt, claim, draft)


async def may_be_better(update: Update, context: Context, prompt: Prompt) -> bool:
    """Whether what was typed is a better reason: the preview is the last thing that happened in the chat.

    Anything else that was sent or pressed since ends that, so that no article becomes a reason; neither does a
    text that is too long for one. A reply to the preview always counts.
    """
    message, claim = update.message, await find_claim(context, prompt.claim_id or 0)
    if message is None or claim is None:
        return False
    reason, urls = split_reason(message)
    if len(reason) > review.MAX_RATIONALE or (len(reason) < review.MIN_RATIONALE and not urls):
        return False
    bot_id, chat_id = context.desk.bot_id, context.place(update).chat_id
    since, until = int(prompt.data.get("update", 0)), update.update_id
    if await inbox.happened(context.session, bot_id, chat_id, since, until):
        return False
    try:
        await review.own_draft(context.session, claim, context.sender)
    except NotAllowedError:
        return False
    return True


async def typed_looked(update: Update, context: Context, prompt: Prompt) -> None:
    """Where the desk looked, for ratings that say that nothing was found."""
    await _typed_part(update, context, prompt, "looked")


async def typed_note(update: Update, context: Context, prompt: Prompt) -> None:
    """What readers are told that changed."""
    await _typed_part(update, context, prompt, "note")


async def typed_wording(update: Update, context: Context, prompt: Prompt) -> None:
    """The sentence as it should read in the verdict."""
    await _typed_part(update, context, prompt, "statement")


async def _typed_part(update: Update, context: Context, prompt: Prompt, name: str) -> None:
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for text)
    text = " ".join(message.text.split())[:600]
    claim = await find_claim(context, prompt.claim_id or 0)
    try:
        if claim is None:
            raise NotAllowedError("the claim is gone")
        draft = await review.amend(context.session, claim, context.sender, **{name: text})
    except NotAllowedError:
        await prompts.close(context.session, prompt)
        await say(update, context, outbox.Message(texts.NOT_YOURS))
        return
    await typed_on(update, context, prompt, claim, draft)


async def typed_on(update: Update, context: Context, prompt: Prompt, claim: Claim, draft: Draft) -> None:
    """After a typed answer: the next question, or the preview, as a new message."""
    await prompts.close(context.session, prompt)
    origin = await outbox.origin_of(context.session, context.desk.bot_id, prompt.outbox_key)
    taken = texts.answer_taken(claim.id or 0, await _way_back(context, claim, origin))
    taken = replace_part(taken, origin=origin)
    await outbox.post(context.session, context.place(update), prompt.outbox_key, taken)
    kind, message = await _next(context, claim, draft)
    key = await say(update, context, replace_part(message, origin=origin))
    if kind is not None:
        place, about = context.place(update), {"update": update.update_id}
        await prompts.open_prompt(context.session, place, context.sender, kind, key, claim.id, about)


async def go_on(update: Update, context: Context, claim: Claim, draft: Draft, note: str = "") -> None:
    """After a press: the next question, or the preview, in the place of the pressed message."""
    kind, message = await _next(context, claim, draft)
    if kind is not None or in_group(update, context):
        await _ask(update, context, claim, kind, message, note)
    else:
        await replace(update, context, message, note)


async def _ask(
    update: Update,
    context: Context,
    claim: Claim,
    kind: str | None,
    message: outbox.Message,
    note: str = "",
) -> None:
    """A step of a review, always in private, whatever chat holds the pressed message."""
    if in_group(update, context) or kind is None:
        await alone(update, context, message, claim, kind)
    else:
        await ask_in(update, context, kind, message, claim.id, note=note)


async def _next(context: Context, claim: Claim, draft: Draft) -> tuple[str | None, outbox.Message]:
    """What a draft needs next, and as what a typed message is taken, if as anything."""
    rules = context.desk.rules
    await holding.work_on(context.session, claim, context.sender, rules.lease)
    earlier = await verdicts.last(context.session, claim.id or 0)
    match review.missing(draft, rules.min_sources, earlier):
        case "reason" | "source" as what:
            return REASON, texts.needs(what, claim, rules.min_sources)
        case "rating":
            return None, texts.asks_rating(claim)
        case "looked":
            return LOOKED, texts.needs("looked", claim)
        case "kind":
            assert earlier is not None  # noqa: S101  (only a verdict after another one has a kind)
            return None, texts.asks_kind(claim, review.kinds(draft, earlier))
        case "note":
            return NOTE, texts.needs("note", claim)
    await titles.wanted(context, draft)
    known = await pages.titles(context.session, draft.urls)
    return prompts.PREVIEW, texts.preview(claim, draft, context.sender, context.desk, titles=known)


@needs(Role.REVIEWER)
async def choose_kind(update: Update, context: Context, claim: Claim) -> None:
    """Correction, update or refile, for a claim that had a verdict before."""
    kind = press.of(update).code(1)
    if kind not in texts.KINDS:
        raise NotAllowedError("there is no such kind")
    draft = await review.amend(context.session, claim, context.sender, kind=kind)
    await go_on(update, context, claim, draft)


@needs(Role.REVIEWER)
async def turn_comment(update: Update, context: Context, claim: Claim) -> None:
    """Whether the speaker was asked: each press turns to the next answer."""
    draft = await review.own_draft(context.session, claim, context.sender)
    comment = _after(COMMENTS, draft.comment)
    draft = await review.amend(context.session, claim, context.sender, comment=comment)
    await go_on(update, context, claim, draft)


@needs(Role.REVIEWER)
async def turn_review_by(update: Update, context: Context, claim: Claim) -> None:
    """When it should be looked at again: each press turns to the next date."""
    draft = await review.own_draft(context.session, claim, context.sender)
    days = _after(REVIEW_DAYS, draft.review_days)
    draft = await review.amend(context.session, claim, context.sender, review_days=days)
    await go_on(update, context, claim, draft)


@needs(Role.REVIEWER)
async def reword(update: Update, context: Context, claim: Claim) -> None:
    """ "Edit wording" under a preview."""
    draft = await review.own_draft(context.session, claim, context.sender)
    await _ask(update, context, claim, WORDING, texts.asks_wording(claim, draft.statement or claim.text))


@needs(Role.REVIEWER)
async def publish(update: Update, context: Context, claim: Claim) -> None:
    """ "Publish" under a preview: the verdict stands, waits for somebody else, or settles a dispute."""
    if claim.state == State.DISPUTED:
        second_rater = (await decisions.both(context.session, claim, context.sender))[1].person_id
        await settle(update, context, claim, second_rater)
        return
    draft = await review.own_draft(context.session, claim, context.sender)
    signs = review.signs(draft, context.sender, context.desk.rules)
    done = await review.publish(context.session, claim, context.sender, context.desk.rules)
    if done.published is not None:
        await show_published(update, context, done.published, "Published.")
        return
    if signs is Role.EDITOR:
        await notices.for_editors(context.session, claim)
    back = await _finish(update, context, claim)
    await replace(update, context, texts.proposed(claim, back, correction=signs is Role.EDITOR))


async def settle(update: Update, context: Context, claim: Claim, stands: int) -> None:
    """An editor's decision between two ratings is published, and both who rated hear of it."""
    first, other = await decisions.both(context.session, claim, context.sender)
    done = await decisions.rule(context.session, claim, context.sender, stands, context.desk.rules)
    assert done.published is not None  # noqa: S101  (a decision publishes)
    for draft in (first, other):
        text = second_texts.ruled(done.published.verdict, theirs=draft.person_id == stands)
        await notices.tell_rater(context, claim, draft, text)
    await show_published(update, context, done.published, "Published.")


async def show_published(update: Update, context: Context, done: Published, note: str) -> None:
    """In the place of what was pressed: the verdict stands, and who asked is told when undo is over."""
    claim = done.claim
    await notices.due(context.session, claim)
    back = await _finish(update, context, claim)
    asks = await review.count_asks(context.session, claim.id or 0)
    message = texts.published(claim, done.verdict, asks, context.desk.rules.undo, back)
    await replace(update, context, message, note)


async def _finish(update: Update, context: Context, claim: Claim) -> Rows:
    """The person has done their part: nothing is asked of them any more. Returns the way back for what they see."""
    await prompts.close_all(context.session, context.sender.id, claim.id or 0)
    key = await pressed_key(update, context)
    origin = await outbox.origin_of(context.session, context.desk.bot_id, key)
    return await _way_back(context, claim, origin)


@needs(Role.REVIEWER)
async def edit(update: Update, context: Context, claim: Claim) -> None:
    """Asks for the reason again."""
    await review.own_draft(context.session, claim, context.sender)
    await _ask(update, context, claim, REASON, texts.asks_edit(claim))


async def _way_back(context: Context, claim: Claim, origin: str | None) -> Rows:
    """To the list that the claim was opened from, else to the claims of this person's article."""
    submission = await views.submission_with(context.session, context.sender.id, claim.id or 0)
    return texts.way_back(submission, origin)


@needs(Role.REVIEWER)
async def resume(update: Update, context: Context, claim: Claim) -> None:
    """ "Go on" on the card of a claim that is theirs: where they left off."""
    draft = await review.own_draft(context.session, claim, context.sender)
    await go_on(update, context, claim, draft)


@needs(Role.REVIEWER)
async def renew(update: Update, context: Context, claim: Claim) -> None:
    """ "I am still at it" under the word that the time is nearly over."""
    await holding.renew(context.session, claim, context.sender, context.desk.rules.lease)
    await replace(update, context, texts.renewed(claim))


@needs(Role.REVIEWER)
async def stop(update: Update, context: Context, claim: Claim) -> None:
    await prompts.close_all(context.session, context.sender.id, claim.id or 0)
    if claim.state == State.DISPUTED:
        await decisions.drop_ruling(context.session, claim, context.sender)
        await replace(update, context, second_texts.not_decided(claim))
        return
    await review.stop(context.session, claim, context.sender)
    await replace(update, context, texts.stopped(claim))


@needs(Role.REVIEWER)
async def undo(update: Update, context: Context, claim: Claim) -> None:
    """Takes a verdict back within the time for it; the draft is there again."""
    lease: timedelta = context.desk.rules.lease
    draft = await review.undo(context.session, claim, context.sender, press.of(update).number(1), lease)
    if draft.person_id == context.sender.id:
        await go_on(update, context, claim, draft, "Taken back. Nobody was told.")
    else:
        await replace(update, context, texts.stopped(claim), "Taken back. Nobody was told.")


def split_reason(message: TelegramMessage) -> tuple[str, list[str]]:
    """The reason without its bare links, and all links, written out or behind words."""
    text = message.text or ""
    urls: list[str] = []
    for entity, words in message.parse_entities([MessageEntity.URL, MessageEntity.TEXT_LINK]).items():
        if entity.type == MessageEntity.TEXT_LINK:
            urls.append(entity.url or "")
        else:
            url = words if "://" in words else f"https://{words}"
            urls.append(url)
            # A link at the end of the reason stands under Sources; within a sentence its site keeps the sense:
            # "the report, https://example.org/a, says 40".
            behind = text.partition(words)[2].strip(" ,;.)")
            before = text.partition(words)[0].rstrip(" ,;:(–-")
            ends = not behind or not before or before.endswith((".", "!", "?", "\n", "…", "”", '"'))
            text = text.replace(words, " " if ends else site(url), 1)
    kept = [url for url in urls if url.startswith(("http://", "https://"))]
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept_lines = [line.rstrip(" ,;:(–-") for line in lines if line.strip(" ,;:.-")]
    return "\n".join(kept_lines), kept


def _after(choices: tuple[T, ...], present: T) -> T:
    return choices[(choices.index(present) + 1) % len(choices) if present in choices else 0]
