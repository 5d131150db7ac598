"""A published verdict, as everybody reads it: requesters, inline, a card."""

from collections.abc import Sequence

from handlers import press
from handlers.texts import words
from handlers.texts.html import bold, escape, link, shorten, site
from storage.outbox import Button, Message
from storage.tables import Claim, Evidence, Verdict
from storage.verdicts import Published

SOURCES_SHOWN = 3
STATEMENT_LENGTH = 600
COMMENTS = {
    "answered": "The speaker has answered.",
    "no-answer": "The speaker was asked and has not answered.",
}
MARKS = {"correction": "Corrected", "update": "Updated", "refile": "Published again"}


def lines(verdict: Verdict, evidence: Sequence[Evidence], attribution_asked: bool = True) -> list[str]:
    """Rating, sentence, what changed, reason, second rating, where the desk looked, sources."""
    head = f"{words.sign(verdict.truth or verdict.attribution)} {bold(words.headline(verdict))}"
    found = [head, f"“{escape(shorten(verdict.statement, STATEMENT_LENGTH))}”", ""]
    if verdict.kind in MARKS and verdict.note:
        found += [f"{bold(MARKS[verdict.kind])}: {escape(verdict.note)}", ""]
    found.append(escape(verdict.rationale))
    if verdict.looked:
        found.append(f"We looked: {escape(verdict.looked)}")
    if verdict.truth is None:
        found.append("Is it true? Not checked.")
    elif verdict.attribution is not None:
        found.append(f"Did they say it? {bold(words.rating(verdict.attribution, verdict.labels))}")
    elif attribution_asked:
        found.append("Did they say it? Not checked.")
    if verdict.comment in COMMENTS:
        found.append(COMMENTS[verdict.comment])
    return [*found, "", sources(evidence)]


def sources(evidence: Sequence[Evidence]) -> str:
    """The first few, each with its archive link where there is one."""
    if not evidence:
        return "Sources: none given."
    shown = ", ".join(_source(each) for each in evidence[:SOURCES_SHOWN])
    more = len(evidence) - SOURCES_SHOWN
    return (
        f"{'Source' if len(evidence) == 1 else 'Sources'}: {shown}{f' and {more} more' if more > 0 else ''}"
    )


def _source(evidence: Evidence) -> str:
    kept = f" ({link(evidence.archive_url, 'archived')})" if evidence.archive_url else ""
    return link(evidence.url, site(evidence.url)) + kept


def signature(verdict: Verdict, desk: str) -> str:
    """Readers see the desk, not the reviewer."""
    by = " by one reviewer" if verdict.single_reviewed else ""
    again = f" We look again by {words.day(verdict.review_by)}." if verdict.review_by else ""
    return f"Checked {words.day(verdict.as_of)}{by}, {escape(desk)}.{again}"


def notice(published: Published, desk: str, *, has_source: bool) -> Message:
    """To somebody who asked."""
    text = [
        *lines(published.verdict, published.evidence, has_source),
        f"{signature(published.verdict, desk)} We write again only if this changes.",
    ]
    claim = published.claim
    buttons = (
        Button("Share", inline=f"#{claim.id}"),
        press.button("Is this wrong?", "wrong", claim.id or 0),
    )
    return Message("\n".join(text), (buttons,), subject=f"claim:{claim.id}")


def withdrawn(claim: Claim, reason: str, desk: str) -> Message:
    """To somebody who was told a verdict that does not stand any more."""
    text = [
        f"{bold('Withdrawn.')} What we told you of this claim does not stand any more:",
        f"“{escape(shorten(claim.text, STATEMENT_LENGTH))}”",
        "",
        escape(reason),
        "",
        f"{escape(desk)}",
    ]
    return Message("\n".join(text).strip(), subject=f"claim:{claim.id}")


def shared(
    published: Published, desk: str, buttons: tuple[tuple[Button, ...], ...], *, has_source: bool
) -> Message:
    """What inline mode sends to another chat: it stands alone."""
    text = [
        *lines(published.verdict, published.evidence, has_source),
        signature(published.verdict, desk),
    ]
    return Message("\n".join(text), buttons, subject=f"claim:{published.claim.id}")
