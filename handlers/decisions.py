"""What else people decide about a claim: set aside, same as, another wording, reopen, withdraw, appeal."""

from collections.abc import Awaitable
from dataclasses import replace as replace_part

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers import notices, press
from handlers.cards import as_choice, card_for, choice_of, show_again
from handlers.context import Context
from handlers.guards import PROBLEMS, find_claim, needs, problem
from handlers.replies import alone, answer, ask_in, in_group, replace, say
from handlers.texts import decisions as texts
from handlers.texts import review as review_texts
from handlers.tools import Tools, Write
from storage import decisions, jobs, matches, outbox, people, prompts, second, verdicts, views
from storage.jobs import Job
from storage.outbox import Message, Place, post
from storage.roles import Role
from storage.tables import Claim, Person, Prompt
from storage.workflow import Act, NotAllowedError, State, allowed

REWORD, REOPEN, WITHDRAW, APPEAL = "reword", "reopen", "withdraw", "appeal"
SEND_BACK, MERGE = "send-back", "merge"
"""Kinds of questions, for `handlers.answers`."""
DEAD = (State.DISMISSED, State.WITHDRAWN)
"""Nobody will check a claim in these states, so that no other becomes part of it by a match."""
SHORTEST = 10
"""Characters of a reason."""


@needs(Role.EDITOR, Act.ASSIGN)
async def assign(update: Update, context: Context, claim: Claim) -> None:
    """Whom to give the claim to; in private, so that the card in a group stays for the others."""
    _, occurrence, submission = map(int, press.of(update).args)
    team = await people.with_role(context.session, Role.REVIEWER)
    message = texts.asks_whom(claim, team, occurrence, submission)
    if in_group(update, context):
        await alone(update, context, as_choice(message, context, claim), claim)
    else:
        await replace(update, context, choice_of(message, update, context, claim))


@needs(Role.EDITOR, Act.ASSIGN)
async def give(update: Update, context: Context, claim: Claim) -> None:
    """The claim is theirs, and they are told."""
    to = await context.session.get(Person, press.of(update).number(3))
    if to is None:
        raise NotAllowedError("there is no such person")
    before = await decisions.assign(context.session, claim, context.sender, to, context.desk.rules.lease)
    await notices.tell_assigned(context, claim, to)
    if before is not None:
        await prompts.close_all(context.session, before, claim.id or 0)
        await notices.tell_former(context, claim, before)
    await show_again(update, context, f"Given to {to.name}.")


@needs(Role.REVIEWER, Act.DISMISS)
async def set_aside(update: Update, context: Context, claim: Claim) -> None:
    """The reasons to choose from."""
    _, occurrence, submission = map(int, press.of(update).args)
    message = texts.asks_dismissal(claim, occurrence, submission)
    await replace(update, context, choice_of(message, update, context, claim))


@needs(Role.REVIEWER)
async def dismiss(update: Update, context: Context, claim: Claim) -> None:
    """Set aside. Who was told of an earlier verdict hears that it does not stand any more."""
    await decisions.dismiss(context.session, claim, context.sender, press.of(update).code(3))
    await notices.due_withdrawal(context.session, claim)
    await prompts.close_all(context.session, context.sender.id, claim.id or 0)
    await show_again(update, context, "Set aside.")


@needs(Role.REVIEWER)
async def restore(update: Update, context: Context, claim: Claim) -> None:
    await decisions.restore(context.session, claim, context.sender)
    await show_again(update, context, "It is back.")


@needs(Role.REVIEWER, Act.MERGE)
async def show_matches(update: Update, context: Context, claim: Claim) -> None:
    """ "Same as…": the earlier claims, one after the other, with what sets each apart."""
    _, occurrence, submission = press.of(update).args
    view = await views.claim(context.session, claim.id or 0, int(occurrence))
    if view is None or view.found is None or not view.found.earlier:
        await ask_in(update, context, MERGE, texts.asks(texts.SAME_AS_WHICH, claim), claim.id)
    else:
        message = texts.asks_match(view, int(submission))
        await replace(update, context, choice_of(message, update, context, claim))


@needs(Role.REVIEWER)
async def decide_match(update: Update, context: Context, claim: Claim) -> None:
    """Same, related only, or not at all. A confirmed `same` with equal figures joins the earlier claim, and has its
    verdict, now or when there is one."""
    number, code = press.of(update).number(3), press.of(update).code(4)
    if code not in list(matches.Decision):
        raise NotAllowedError("there is no such choice")
    match = await matches.decide(context.session, number, claim, context.sender, matches.Decision(code))
    note = texts.MATCH_NOTED[matches.Decision(code)]
    if matches.lends(match):
        into = await _whole(context, match.claim_id)
        free = claim.verdict_id is None and allowed(claim.state, Act.MERGE, context.sender.role)
        if free and into.state not in DEAD:
            await decisions.merge(context.session, claim, context.sender, into)
            note = texts.JOINED
    elif match.state == matches.Decision.CONFIRMED:
        note = texts.NOT_LENT
    await show_again(update, context, note)


async def _whole(context: Context, claim_id: int) -> Claim:
    """The claim, or the one that it has become part of."""
    claim = await context.session.get_one(Claim, claim_id)
    return await context.session.get_one(Claim, claim.merged_into) if claim.merged_into else claim


@needs(Role.REVIEWER, Act.REWORD)
async def reword(update: Update, context: Context, claim: Claim) -> None:
    await ask_in(update, context, REWORD, texts.asks_wording(claim), claim.id)


@needs(Role.REVIEWER, Act.REOPEN)
async def reopen(update: Update, context: Context, claim: Claim) -> None:
    await ask_in(update, context, REOPEN, texts.asks(texts.WHY_REOPEN, claim), claim.id)


@needs(Role.EDITOR, Act.WITHDRAW)
async def withdraw(update: Update, context: Context, claim: Claim) -> None:
    await ask_in(update, context, WITHDRAW, texts.asks(texts.WHY_WITHDRAW, claim), claim.id)


@needs(Role.REQUESTER)
async def wrong(update: Update, context: Context, claim: Claim) -> None:
    """ "Is this wrong?" under a verdict that somebody was told."""
    if not allowed(claim.state, Act.APPEAL, context.sender.role):
        await answer(update, context, texts.NOT_STANDING, alert=True)
        return
    await ask_in(update, context, APPEAL, texts.asks(texts.WHY_WRONG, claim), claim.id, fresh=True)


@needs(Role.EDITOR, Act.RETURN)
async def send_back(update: Update, context: Context, claim: Claim) -> None:
    """Asks why. In private, since that may tell what the first rating was."""
    first = await second.proposal(context.session, claim)
    if first is None or first.person_id == context.sender.id:
        raise NotAllowedError("an editor who did not rate it sends it back")
    question = texts.asks(texts.WHY_BACK, claim)
    if in_group(update, context):
        await alone(update, context, question, claim, SEND_BACK)
    else:
        await ask_in(update, context, SEND_BACK, question, claim.id)


@needs(Role.REQUESTER)
async def never_mind(update: Update, context: Context, claim: Claim) -> None:
    """ "Never mind" under a question that is no part of a review."""
    await prompts.close_all(context.session, context.sender.id, claim.id or 0)
    await show_again(update, context)


async def typed_reword(update: Update, context: Context, prompt: Prompt) -> None:
    claim, text = await _claim_and_reason(update, context, prompt)
    if claim is not None:
        await _try(update, context, prompt, decisions.reword(context.session, claim, context.sender, text))


async def typed_reopen(update: Update, context: Context, prompt: Prompt) -> None:
    claim, text = await _claim_and_reason(update, context, prompt)
    if claim is not None:
        await _try(update, context, prompt, decisions.reopen(context.session, claim, context.sender, text))


async def typed_withdraw(update: Update, context: Context, prompt: Prompt) -> None:
    claim, text = await _claim_and_reason(update, context, prompt)
    if claim is None:
        return
    withdrawn = decisions.withdraw(context.session, claim, context.sender, text)
    if await _try(update, context, prompt, withdrawn):
        await notices.due_withdrawal(context.session, claim)


async def typed_appeal(update: Update, context: Context, prompt: Prompt) -> None:
    claim, text = await _claim_and_reason(update, context, prompt)
    if claim is None:
        return
    appealed = decisions.appeal(context.session, claim, context.sender, text)
    if await _try(update, context, prompt, appealed, Message(texts.APPEAL_NOTED)):
        await notices.tell_reviewer_of_appeal(context, claim, text)


async def typed_send_back(update: Update, context: Context, prompt: Prompt) -> None:
    claim, text = await _claim_and_reason(update, context, prompt)
    if claim is None:
        return
    first = await second.proposal(context.session, claim)
    other = await second.second_rating(context.session, claim) if claim.state == State.DISPUTED else None
    lease = context.desk.rules.lease
    returned = decisions.send_back(context.session, claim, context.sender, text, lease)
    if await _try(update, context, prompt, returned):
        await notices.tell_rater(context, claim, first, texts.returned(text))
        await notices.tell_rater(context, claim, other, texts.returned_to_first(text))


async def typed_merge(update: Update, context: Context, prompt: Prompt) -> None:
    """The number of the claim that this one is the same as."""
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for text)
    number = message.text.strip().removeprefix("#")
    claim = await find_claim(context, prompt.claim_id or 0)
    into = await find_claim(context, int(number)) if number.isascii() and number.isdigit() else None
    if claim is None or into is None:
        await say(update, context, Message(texts.NO_SUCH_NUMBER))
        return
    await _close(update, context, prompt)
    place = context.place(update)
    payload = {
        "claim": claim.id,
        "into": into.id,
        "place": [place.bot_id, place.chat_id, place.thread_id],
        "key": f"reply:{update.update_id}",
    }
    await jobs.put(context.session, "compare", update.update_id, payload)


async def compare(tools: Tools, job: Job) -> Write:
    """Both claims and what sets them apart, before anybody says that they are the same."""
    claim_id, into_id = job.payload["claim"], job.payload["into"]
    (relation,) = await tools.matcher.relations([(claim_id, into_id)])

    async def write(session: AsyncSession) -> None:
        claim, into = await session.get(Claim, claim_id), await session.get(Claim, into_id)
        assert claim is not None and into is not None  # noqa: S101  (claims are not deleted)
        shown = (await verdicts.published(session, [into_id])).get(into_id)
        message = texts.asks_same(claim, into, shown, relation.sentence, joins=relation.equal)
        await post(session, Place(*job.payload["place"]), job.payload["key"], message)

    return write


async def recompare(tools: Tools, job: Job) -> Write:
    """A claim reads otherwise now, and its matches were explained, and may be joined, by how it read before."""
    claim_id = int(job.key.partition(":")[2])
    async with tools.database.read() as session:
        pairs = await matches.undecided(session, claim_id)
    found = await tools.matcher.relations([(one, other) for _, one, other in pairs])

    async def write(session: AsyncSession) -> None:
        for (number, *_), relation in zip(pairs, found, strict=True):
            await matches.renew(session, number, relation)

    return write


@needs(Role.REVIEWER)
async def join(update: Update, context: Context, claim: Claim) -> None:
    """ "Yes, the same": one becomes part of the other."""
    into = await find_claim(context, press.of(update).number(3))
    if into is None:
        raise NotAllowedError("there is no such claim")
    if press.of(update).number(4) != texts.wordings(claim, into):
        await answer(update, context, texts.REWORDED, alert=True)
        return
    await decisions.merge(context.session, claim, context.sender, into)
    await show_again(update, context, texts.JOINED)


@needs(Role.REVIEWER)
async def split(update: Update, context: Context, claim: Claim) -> None:
    """ "Not the same after all" on the card of a claim that was made part of another."""
    await decisions.split(context.session, claim, context.sender)
    await show_again(update, context, texts.SPLIT)


async def _claim_and_reason(update: Update, context: Context, prompt: Prompt) -> tuple[Claim | None, str]:
    """The claim and what was typed; None when that is too short, and the question stays open."""
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for text)
    text = " ".join(message.text.split())
    if len(text) < SHORTEST:
        await say(update, context, Message(texts.TOO_SHORT))
        return None, text
    claim = await find_claim(context, prompt.claim_id or 0)
    if claim is None:
        await prompts.close(context.session, prompt)
        await say(update, context, Message(texts.GONE))
    return claim, text


async def _try(
    update: Update, context: Context, prompt: Prompt, decision: Awaitable[object], done: Message | None = None
) -> bool:
    """Carries a decision out, closes its question, and shows the card as it is now, or what stood in the way."""
    origin = await _close(update, context, prompt)
    try:
        async with context.session.begin_nested():
            await decision
    except tuple(PROBLEMS) as error:
        await say(update, context, Message(problem(error)))
        return False
    if done is None:
        where, chat = (prompt.claim_id or 0, 0, 0), context.place(update).chat_id
        card = await card_for(context.session, context.desk, context.sender, chat, where, origin)
        done = replace_part(card, origin=origin)
    await say(update, context, done)
    return True


async def _close(update: Update, context: Context, prompt: Prompt) -> str | None:
    """The question is answered, and shows that it is. Returns the list that its claim was opened from."""
    await prompts.close(context.session, prompt)
    origin = await outbox.origin_of(context.session, context.desk.bot_id, prompt.outbox_key)
    taken = review_texts.answer_taken(prompt.claim_id or 0)
    await outbox.post(context.session, context.place(update), prompt.outbox_key, taken)
    return origin
