"""A sentence that the summary missed, pointed at by hand: "Missed one?", a reply to the article, or /claim.

/claim and a number opens the claim with that number.
"""

from datetime import timedelta

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Message as TelegramMessage
from telegram import Update

from claims import Occurrence, Report
from handlers import press
from handlers.articles import SHORT, take_in
from handlers.cards import card_for, may_read, show_card
from handlers.context import Context
from handlers.replies import answer, ask_in, say
from handlers.texts import help as texts
from handlers.texts import review as review_texts
from handlers.tools import Tools, Write
from storage import articles, jobs, matches, outbox, prompts, reading, review, rules
from storage.jobs import Job
from storage.outbox import Message, Place, post
from storage.tables import Article, Claim, Person, Prompt, Submission
from storage.tables import Occurrence as OccurrenceRow
from storage.types import now

LONGEST = 1000
"""Characters of a passage. Longer than a sentence is an article."""
MISSED = "missed"
"""The kind of the question that "Missed one?" asks, for `handlers.answers`."""
MISSED_FOR = timedelta(minutes=10)
"""So long a typed sentence is taken for its answer; a reply to it always is."""
SURE = 85
"""How alike (0 to 100, rapidfuzz) typed words and the article's must be to be that passage."""


async def claim(update: Update, context: Context) -> None:
    """`/claim 214` opens a card; `/claim sentence` points at a passage of an article that was sent."""
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for a command)
    passage = " ".join(context.args or ())
    if not passage:
        passage = _quoted(message)
    if press.NUMBER.fullmatch(passage):
        await show_card(update, context, int(passage))
        return
    if not passage:
        await say(update, context, Message(texts.HOW_TO_CLAIM))
        return
    place, person_id = context.place(update), context.sender.id
    submission = await _replied_to(update, context) or await articles.latest(
        context.session, place, person_id
    )
    if submission is None or len(passage) > LONGEST:
        await take_in(update, context, passage)
        return
    await _point(update, context, submission, passage)


async def missed(update: Update, context: Context) -> None:
    """ "Missed one?" under a summary: which sentence?"""
    number = press.of(update).number(0)
    submission = await context.session.get(Submission, number)
    if submission is None or not may_read(context.sender, context.place(update).chat_id, submission):
        await answer(update, context, review_texts.GONE, alert=True)
        return
    about = {"submission": number}
    await ask_in(update, context, MISSED, Message(texts.MISSED), None, fresh=True, data=about)


async def may_be_missed(update: Update, _: Context, prompt: Prompt) -> bool:
    """Whether what was typed may be the sentence: asked for a moment ago, and no longer than one."""
    typed = update.message.text if update.message is not None else None
    return bool(typed) and len(typed or "") <= LONGEST and now() - prompt.created_at < MISSED_FOR


async def typed_missed(update: Update, context: Context, prompt: Prompt) -> None:
    """The sentence that was missed, typed, or quoted in a reply to the article."""
    message = update.message
    assert message is not None and message.text is not None  # noqa: S101  (the filter asked for text)
    await prompts.close(context.session, prompt)
    submission = await context.session.get(Submission, prompt.data["submission"])
    if submission is None:
        await say(update, context, Message(review_texts.GONE))
        return
    await _point(update, context, submission, _quoted(message) or message.text[:LONGEST])


async def replied(update: Update, context: Context, text: str) -> bool:
    """A typed reply to an article or its summary: what it quotes or says is a sentence of the article.

    False where it is none, or too short or too long for a sentence.
    """
    message = update.message
    assert message is not None  # noqa: S101  (the filter asked for a message)
    quoted = _quoted(message)
    passage = quoted or text
    if len(passage) > LONGEST or (not quoted and len(text.split()) < SHORT):
        return False
    submission = await _replied_to(update, context)
    if submission is None:
        return False
    await _point(update, context, submission, passage)
    return True


async def _replied_to(update: Update, context: Context) -> Submission | None:
    """The article that the replied message is a part of, or the summary of."""
    message = update.message
    if message is None or message.reply_to_message is None:
        return None
    place, number = context.place(update), message.reply_to_message.message_id
    submission = await articles.with_part(context.session, place, number)
    if submission is not None:
        return submission
    key = await outbox.key_of(context.session, place, number)
    kind, _, rest = (key or "").partition(":")
    if kind != "summary":
        return None
    return await context.session.get(Submission, int(rest.partition(":")[0]))


def _quoted(message: TelegramMessage) -> str:
    return " ".join(message.quote.text.split()) if message.quote is not None else ""


async def whole(update: Update, context: Context) -> None:
    """ "Ask us to check it" under a short text in which no claim was found: the text is the claim."""
    submission = await context.session.get(Submission, press.of(update).number(0))
    article = await context.session.get(Article, submission.article_id) if submission is not None else None
    chat_id = context.place(update).chat_id
    if submission is None or article is None or not may_read(context.sender, chat_id, submission):
        await answer(update, context, review_texts.GONE, alert=True)
        return
    await answer(update, context)
    await _point(update, context, submission, article.text[:LONGEST])


async def _point(update: Update, context: Context, submission: Submission, passage: str) -> None:
    place = context.place(update)
    key = f"{submission.article_id}:{context.sender.id}:{update.update_id}"
    payload = {
        "submission": submission.id,
        "article": submission.article_id,
        "person": context.sender.id,
        "passage": passage,
        "place": [place.bot_id, place.chat_id, place.thread_id],
        "key": f"reply:{update.update_id}",
    }
    await jobs.put(context.session, "point", key, payload)


async def point(tools: Tools, job: Job) -> Write:
    """Finds the passage in the article, and makes a claim of it that this person asks for."""
    wanted = job.payload
    place = Place(*wanted["place"])
    async with tools.database.read() as session:
        article = await session.get(Article, wanted["article"])
    assert article is not None  # noqa: S101  (articles are not deleted)
    span = find(wanted["passage"], article.text)
    if span is None:
        return _say(place, wanted["key"], Message(texts.NOT_IN_ARTICLE))
    report = await tools.engine.check(article.text, article.published)
    found = occurrence(report, article.text, span)
    async with tools.database.read() as session:
        sought = await matches.to_seek(session, [found.text])
    suggested = (await tools.matcher.match(sought))[0]

    async def write(session: AsyncSession) -> None:
        person = await session.get(Person, wanted["person"])
        assert person is not None  # noqa: S101  (they wrote to us)
        same = select(OccurrenceRow).where(
            col(OccurrenceRow.article_id) == article.id,
            col(OccurrenceRow.start) <= span[0],
            col(OccurrenceRow.end) >= span[1],
        )
        row = (await session.execute(same.order_by(col(OccurrenceRow.position)).limit(1))).scalar()
        if row is None:
            row = await reading.save_one(session, article, report, found, suggested)
        kept = await session.get(Claim, row.claim_id)
        assert kept is not None  # noqa: S101  (a foreign key holds it)
        await review.ask(session, kept, person, article.id)
        await session.flush()
        where = (row.claim_id, row.id or 0, wanted["submission"])
        desk = tools.desk.under(await rules.load(session, tools.desk.rules))
        await post(session, place, wanted["key"], await card_for(session, desk, person, place.chat_id, where))

    return write


def find(passage: str, text: str) -> tuple[int, int] | None:
    """Where the article says this, allowing for a slip in typing. None when it does not."""
    exact = text.find(passage)
    if exact >= 0:
        return exact, exact + len(passage)
    found = fuzz.partial_ratio_alignment(passage, text, score_cutoff=SURE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start, end = found.dest_start, found.dest_end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def occurrence(report: Report, text: str, span: tuple[int, int]) -> Occurrence:
    """The passage as a claim, with what the engine found in it."""
    start, end = span
    figures = [n for n, each in enumerate(report.figures) if start <= each.span[0] and each.span[1] <= end]
    said = [
        n
        for n, each in enumerate(report.attributions)
        if any(a < end and start < b for a, b in each.content) or (each.cue and start <= each.cue[0] < end)
    ]
    dates = [n for n, each in enumerate(report.dates) if start <= each.span[0] and each.span[1] <= end]
    kinds = [("numeric", figures), ("attribution", said), ("temporal", dates)]
    return Occurrence(
        span,
        " ".join(text[start:end].split()),
        tuple(kind for kind, there in kinds if there),  # type: ignore[misc]
        tuple(figures),
        tuple(said),
        tuple(dates),
        reasons=("pointed at by hand",),
    )


def _say(place: Place, key: str, message: Message) -> Write:
    async def write(session: AsyncSession) -> None:
        await post(session, place, key, message)

    return write
