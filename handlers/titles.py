"""The titles of sources, where the desk wants them: fetched by a job, shown as soon as they are there."""

import logging
import re
from datetime import timedelta
from hashlib import sha256
from html import unescape

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.context import Context
from handlers.texts import review as texts
from handlers.tools import Tools, Write
from storage import jobs, outbox, pages, review, rules
from storage.jobs import Job
from storage.outbox import Place, Priority, post
from storage.tables import Claim, Draft, Person, Sent
from storage.types import now
from storage.verdicts import pairs
from storage.workflow import NotAllowedError

SENT_FIRST = timedelta(seconds=1)
"""The preview is on the screen before a title can come into it."""
HEAD = 64 * 1024
"""Characters in which a title is looked for."""
# <title>Water in Tarvel &ndash; the board</title>   <title data-rh="true">…
TITLE = re.compile(r"<title(?:\s[^<>]{0,200})?>([^<]{1,1000})</title", re.IGNORECASE)
CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HTML = ("text/html", "application/xhtml+xml")
log = logging.getLogger(__name__)


async def wanted(context: Context, draft: Draft) -> None:
    """Plans to fetch the titles of a draft's sources, where the desk has that switched on."""
    if not context.desk.rules.titles:
        return
    links = [url for url, _ in pairs(draft.urls)][: review.MAX_SOURCES]
    for url in await pages.unknown(context.session, links):
        payload = {"url": url, "claim": draft.claim_id, "person": draft.person_id}
        key = f"{draft.claim_id}:{draft.person_id}:{sha256(url.encode()).hexdigest()[:16]}"
        await jobs.put(context.session, "title", key, payload, now() + SENT_FIRST)


async def fetch(tools: Tools, job: Job) -> Write:
    """Fetches one title, and shows it in the preview it is for, if that is still there."""
    url = job.payload["url"]
    found: str | None = None
    try:
        page = await tools.fetch(url)
        found = title(page.content, page.kind)
    except Exception as error:
        # A strange server must not cost a second try: a title is nothing that anybody waits for.
        log.info("The title of a source was not fetched: %s", type(error).__name__)

    async def write(session: AsyncSession) -> None:
        await pages.keep(session, url, found)
        if found is not None:
            await _show(session, tools, job.payload["claim"], job.payload["person"])

    return write


def title(content: bytes, kind: str) -> str | None:
    """The title of an HTML page, None where it has none. `kind` is its content type."""
    if not kind.lower().startswith(HTML):
        return None
    named = CHARSET.search(kind) or CHARSET.search(content[:2048].decode("ascii", "replace"))
    try:
        text = content.decode(named[1] if named else "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        text = content.decode("utf-8", "replace")
    found = TITLE.search(text[:HEAD])
    words = " ".join(unescape(found[1]).split()) if found else ""
    return "".join(character for character in words if character.isprintable()) or None


async def _show(session: AsyncSession, tools: Tools, claim_id: int, person_id: int) -> None:
    """Draws the previews of this draft anew, where they still stand."""
    claim, person = await session.get(Claim, claim_id), await session.get(Person, person_id)
    subject = texts.preview_subject(claim_id, person_id)
    shown = await session.execute(select(Sent).where(col(Sent.subject) == subject, col(Sent.state) == "sent"))
    if claim is None or person is None:
        return
    try:
        draft = await review.own_draft(session, claim, person)
    except NotAllowedError:
        return
    desk = tools.desk.under(await rules.load(session, tools.desk.rules))
    known = await pages.titles(session, draft.urls)
    for sent in shown.scalars():
        if await outbox.is_waiting(session, sent.bot_id, sent.key):
            continue  # the reviewer has pressed something meanwhile
        message = texts.preview(claim, draft, person, desk, titles=known)
        message = outbox.carried(message, sent.payload)
        place = Place(sent.bot_id, sent.chat_id)
        await post(session, place, sent.key, message, Priority.EDIT, behind=True)
