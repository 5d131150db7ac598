"""From parts to a summary, in three jobs: join what was cut, read the article, write each summary."""

import logging

from sqlalchemy import select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims import TextTooLongError
from handlers.texts import help as help_texts
from handlers.texts.summary import first_claims, summary
from handlers.tools import Tools, Write
from storage import articles, jobs, matches, reading, review, views
from storage.jobs import Job
from storage.outbox import Message, Place, post
from storage.tables import Article, Claim, Person, Submission
from storage.views import ArticleView

log = logging.getLogger(__name__)


async def join(_: Tools, job: Job) -> Write:
    """Makes articles of a person's parts. The last one waits a little when it was probably cut."""
    place = Place(job.payload["bot_id"], job.payload["chat_id"], job.payload["thread_id"])
    person_id = job.payload["person_id"]

    async def write(session: AsyncSession) -> None:
        groups = articles.group(await articles.open_parts(session, place, person_id))
        for parts in groups:
            submission = await articles.submit(session, parts)
            await _go_on(session, submission)

    return write


async def _go_on(session: AsyncSession, submission: Submission) -> None:
    """To the summary where the article was read before, else to reading it."""
    # Locked, so that a reading that ends at this moment either sees this submission, or is seen here.
    # (`key_share`: two who sent it at once both refer to the article, and must not wait for each other.)
    article = await session.get(
        Article, submission.article_id, with_for_update={"key_share": True}, populate_existing=True
    )
    assert article is not None  # noqa: S101  (a foreign key holds it)
    if article.state == "read":
        await jobs.put(session, "summarise", submission.id)
    elif article.state == "failed":
        article.state = "waiting"  # sent again: perhaps it works now
        session.add(article)
        await jobs.put(session, "read", article.id)
    else:
        # Somebody else's reading of it may be under way: leave that one alone.
        await jobs.put_once(session, "read", article.id)


async def read(tools: Tools, job: Job) -> Write:
    """Finds the claims of an article and what they match, then tells everybody who sent it."""
    article_id = int(job.key.partition(":")[2])
    async with tools.database.read() as session:
        article = await session.get(Article, article_id)
    assert article is not None  # noqa: S101  (articles are never deleted while a job is open)
    try:
        report = await tools.engine.check(article.text, article.published)
        async with tools.database.read() as session:
            sought = await matches.to_seek(session, [claim.text for claim in reading.in_order(report)])
        suggested = await tools.matcher.match(sought)
    except TextTooLongError as error:
        return _fails(article_id, str(error))
    except Exception:
        if not job.last_try:
            raise
        log.exception("Article %d cannot be read.", article_id)
        return _fails(article_id, "something went wrong on our side")

    async def write(session: AsyncSession) -> None:
        await reading.save(session, article, report, suggested)
        await _summarise_all(session, article_id)

    return write


async def summarise(tools: Tools, job: Job) -> Write:
    """Writes the summaries that a submission still lacks, and asks for the claims shown first."""
    submission_id = int(job.key.partition(":")[2])

    async def write(session: AsyncSession) -> None:
        view = await views.article(session, submission_id)
        assert view is not None and view.submission is not None  # noqa: S101
        submission = view.submission
        place = Place(submission.bot_id, submission.chat_id, submission.thread_id)
        if view.article.state == "failed":
            reason = view.article.error or "something went wrong on our side"
            message = Message(help_texts.FAILED.format(reason=reason))
        else:
            message = summary(view, tools.desk)
            person = await session.get(Person, submission.person_id)
            assert person is not None  # noqa: S101
            await ask_for_first(session, view, person)
        for copy in range(submission.summaries + 1, submission.copies + 1):
            await post(session, place, summary_key(submission_id, copy), message)
        submission.summaries = submission.copies
        session.add(submission)

    return write


async def ask_for_first(session: AsyncSession, view: ArticleView, person: Person) -> None:
    """Sending an article asks for the claims that its summary shows first.

    In the order of their numbers, so that two summaries at once cannot wait for each other.
    """
    first = [each.claim.id or 0 for each in view.found[: first_claims(view.article.text)]]
    for claim_id in sorted(first):
        claim = await session.get(Claim, claim_id)
        if claim is not None:
            await review.ask(session, claim, person, view.article.id)


def summary_key(submission_id: int, copy: int) -> str:
    return f"summary:{submission_id}:{copy}"


def _fails(article_id: int, reason: str) -> Write:
    async def write(session: AsyncSession) -> None:
        await session.execute(
            update(Article).where(col(Article.id) == article_id).values(state="failed", error=reason)
        )
        await _summarise_all(session, article_id)

    return write


async def _summarise_all(session: AsyncSession, article_id: int) -> None:
    sent_by = await session.execute(
        select(col(Submission.id)).where(
            col(Submission.article_id) == article_id, col(Submission.summaries) < col(Submission.copies)
        )
    )
    for submission_id in sent_by.scalars():
        await jobs.put(session, "summarise", submission_id)
