"""Reviewers at work: choose a rating, say why, look at it, publish, undo. Each press checks the role anew."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram import Message as TelegramMessage
from telegram import MessageEntity, Update

from handlers import notices, press
from handlers.context import Context
from handlers.replies import answer, pressed_key, replace, say
from handlers.texts import review as texts
from handlers.texts.card import rating_choice
from handlers.texts.html import site
from storage import outbox, prompts, review, views
from storage.ratings import BY_CODE, Axis
from storage.roles import Role
from storage.tables import Claim
from storage.workflow import ChangedMeanwhileError, NotAllowedError

REASON = "reason"
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def reviewers_only(handler: Handler) -> Handler:
    """Refuses whoever has not the role, and tells in plain words what else can stand in the way."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        if not Role(context.sender.role).includes(Role.REVIEWER):
            await answer(update, context, texts.NOT_A_REVIEWER, alert=True)
            return
        try:
            await handler(update, context)
        except review.TakenError as error:
            await answer(update, context, texts.taken(error.until), alert=True)
        except ChangedMeanwhileError:
            await answer(update, context, texts.CHANGED, alert=True)
        except NotAllowedError:
            await answer(update, context, texts.NOT_YOURS, alert=True)

    return guarded


@reviewers_only
async def choose(update: Update, context: Context) -> None:
    """ "Is it true?" or "Did they say it?": the ratings of that question."""
    pressed = press.of(update)
    view = await views.claim(context.session, pressed.number(0), pressed.number(1))
    if view is None or pressed.code(3) not in list(Axis):
        await answer(update, context, texts.GONE)
        return
    await replace(update, context, rating_choice(view, Axis(pressed.code(3)), pressed.number(2)))


@reviewers_only
async def rate(update: Update, context: Context) -> None:
    """A rating takes the claim and asks for the reason."""
    pressed = press.of(update)
    claim, rating = await _claim(context, pressed.number(0)), BY_CODE.get(pressed.code(3))
    if claim is None or rating is None:
        await answer(update, context, texts.GONE)
        return
    draft = await review.rate(
        context.session, claim, context.sender, rating.axis, rating.code, context.desk.rules.lease
    )
    where = (pressed.number(0), pressed.number(1), pressed.number(2))
    key = await pressed_key(update, context)
    if draft.rationale and draft.urls:  # only the rating was changed; the reason is there
        await replace(update, context, await _preview(context, claim))
        return
    await prompts.open_prompt(context.session, context.place(update), context.sender, REASON, key, claim.id)
    await replace(update, context, texts.asks_reason(claim, draft, rating.axis, where))


async def typed_reason(update: Update, context: Context) -> None:
    """The next typed message after a rating, with its links."""
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for text)
    replied = message.reply_to_message.message_id if message.reply_to_message else None
    prompt = await prompts.answering(context.session, context.place(update), context.sender, replied)
    claim = await _claim(context, prompt.claim_id or 0) if prompt is not None else None
    if prompt is None or claim is None:
        return
    reason, urls = split_reason(message)
    try:
        draft = await review.reason(context.session, claim, context.sender, reason, urls)
    except NotAllowedError:
        await prompts.close(context.session, prompt)
        await say(update, context, outbox.Message(texts.NOT_YOURS))
        return
    lacking = review.missing(draft)
    if lacking is not None:
        await say(update, context, texts.needs(lacking, claim))
        return
    await prompts.close(context.session, prompt)
    submission = await views.submission_with(context.session, context.sender.id, claim.id or 0)
    taken = texts.reason_taken(claim, submission)
    await outbox.post(context.session, context.place(update), prompt.outbox_key, taken)
    await say(update, context, await _preview(context, claim))


@reviewers_only
async def publish(update: Update, context: Context) -> None:
    claim = await _claim(context, press.of(update).number(0))
    if claim is None:
        await answer(update, context, texts.GONE)
        return
    try:
        done = await review.publish(context.session, claim, context.sender, context.desk.rules)
    except review.MissingError as error:
        await answer(update, context, f"It still needs a {error.what}.", alert=True)
        return
    await prompts.close_all(context.session, context.sender, claim.id or 0)
    if done.published is None:
        await replace(update, context, texts.proposed(claim), "Sent to a second reviewer.")
        return
    await notices.due(context.session, claim)
    asks = await review.count_asks(context.session, claim.id or 0)
    submission = await views.submission_with(context.session, context.sender.id, claim.id or 0)
    message = texts.published(claim, done.published.verdict, asks, context.desk.rules.undo, submission)
    await replace(update, context, message, "Published.")


@reviewers_only
async def edit(update: Update, context: Context) -> None:
    """Asks for the reason again."""
    claim = await _claim(context, press.of(update).number(0))
    draft = await review.draft_of(context.session, claim, context.sender.id) if claim is not None else None
    if claim is None or draft is None:
        raise NotAllowedError("there is no draft")
    key = await pressed_key(update, context)
    await prompts.open_prompt(context.session, context.place(update), context.sender, REASON, key, claim.id)
    await replace(update, context, texts.asks_edit(claim))


@reviewers_only
async def stop(update: Update, context: Context) -> None:
    claim = await _claim(context, press.of(update).number(0))
    if claim is None:
        await answer(update, context, texts.GONE)
        return
    await review.stop(context.session, claim, context.sender)
    await prompts.close_all(context.session, context.sender, claim.id or 0)
    await replace(update, context, texts.stopped(claim))


@reviewers_only
async def undo(update: Update, context: Context) -> None:
    """Takes a verdict back within the time for it; the draft is there again."""
    pressed = press.of(update)
    claim = await _claim(context, pressed.number(0))
    if claim is None:
        await answer(update, context, texts.GONE)
        return
    await review.undo(context.session, claim, context.sender, pressed.number(1), context.desk.rules.lease)
    await replace(update, context, await _preview(context, claim), "Taken back. Nobody was told.")


async def _preview(context: Context, claim: Claim) -> outbox.Message:
    draft = await review.draft_of(context.session, claim, context.sender.id)
    assert draft is not None  # noqa: S101  (it was kept a moment ago)
    return texts.preview(
        claim,
        draft,
        context.desk.name,
        context.desk.rules.undo,
        has_source=claim.claimant is not None,
        updates=claim.verdict_id is not None,
    )


async def _claim(context: Context, claim_id: int) -> Claim | None:
    return await context.session.get(Claim, claim_id, populate_existing=True)


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
            before = text.partition(words)[0].rstrip(" ,;:(–-")
            ends = not before or before.endswith((".", "!", "?", "\n", "…", "”", '"'))
            text = text.replace(words, " " if ends else site(url), 1)
    kept = [url for url in urls if url.startswith(("http://", "https://"))]
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line.strip(" ,;:.-")), kept
