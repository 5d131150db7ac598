"""A published verdict, as everybody reads it: requesters, inline, a card."""

from collections.abc import Sequence

from handlers.texts import words
from handlers.texts.html import bold, escape, link, shorten, site
from storage.outbox import Button, Message
from storage.tables import Evidence, Verdict
from storage.verdicts import Published

SOURCES_SHOWN = 3
STATEMENT_LENGTH = 600


def lines(verdict: Verdict, evidence: Sequence[Evidence], attribution_asked: bool = True) -> list[str]:
    """Rating, sentence, reason, second rating, sources."""
    head = f"{words.sign(verdict.truth or verdict.attribution)} {bold(words.headline(verdict))}"
    found = [head, f"“{escape(shorten(verdict.statement, STATEMENT_LENGTH))}”", "", escape(verdict.rationale)]
    if verdict.truth is None:
        found.append("Is it true? Not checked.")
    elif verdict.attribution is not None:
        found.append(f"Did they say it? {bold(words.rating(verdict.attribution))}")
    elif attribution_asked:
        found.append("Did they say it? Not checked.")
    return [*found, "", sources([each.url for each in evidence])]


def sources(urls: Sequence[str]) -> str:
    if not urls:
        return "Sources: none given."
    shown = ", ".join(link(url, site(url)) for url in urls[:SOURCES_SHOWN])
    more = len(urls) - SOURCES_SHOWN
    return f"{'Source' if len(urls) == 1 else 'Sources'}: {shown}{f' and {more} more' if more > 0 else ''}"


def signature(verdict: Verdict, desk: str) -> str:
    """Readers see the desk, not the reviewer."""
    by = " by one reviewer" if verdict.single_reviewed else ""
    return f"Checked {words.day(verdict.as_of)}{by}, {escape(desk)}."


def notice(published: Published, desk: str, *, has_source: bool) -> Message:
    """To somebody who asked."""
    text = [
        *lines(published.verdict, published.evidence, has_source),
        f"{signature(published.verdict, desk)} We write again only if this changes.",
    ]
    share = Button("Share", inline=f"#{published.claim.id}")
    return Message("\n".join(text), ((share,),), subject=f"claim:{published.claim.id}")


def shared(
    published: Published, desk: str, buttons: tuple[tuple[Button, ...], ...], *, has_source: bool
) -> Message:
    """What inline mode sends to another chat: it stands alone."""
    text = [
        *lines(published.verdict, published.evidence, has_source),
        signature(published.verdict, desk),
    ]
    return Message("\n".join(text), buttons, subject=f"claim:{published.claim.id}")
