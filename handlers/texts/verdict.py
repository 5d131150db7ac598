"""A published verdict, as everybody reads it: requesters, inline, a card."""

from collections.abc import Sequence

from claims.text import sentences
from handlers import press
from handlers.texts import words
from handlers.texts.html import bold, escape, italic, link, shorten, site, units
from storage.decisions import DISMISSALS
from storage.outbox import Button, Message
from storage.tables import Claim, Evidence, Verdict
from storage.verdicts import Published

SOURCES_SHOWN = 3
STATEMENT_LENGTH = 600
REASON_LENGTH = 400
LONGEST_REASON = 2000
CLAIMANT_LENGTH = 120
NOTICES, LISTED = 8, 180
"""Verdicts in one notice, and characters of each one's sentence and of its reason."""
TITLE = 70
COPIED = 256
"""Characters that a button may copy."""
COMMENTS = {
    "answered": "The speaker has answered.",
    "no-answer": "The speaker was asked and has not answered.",
}
IN_DOUBT = "The desk looks at this again. You hear what comes of it."
SAME_AGAIN = "the desk has looked at it anew, and the rating is the same."
"""What changed, for readers, where the reviewer says that nothing did."""
MARKS = {"correction": "Corrected", "update": "Updated", "refile": "Published again"}


def lines(
    verdict: Verdict, evidence: Sequence[Evidence], attribution_asked: bool = True, more: str | None = None
) -> list[str]:
    """Rating, sentence, what changed, reason, second rating, where the desk looked, sources.

    With `more`, a link to the rest, only the reason's first sentence is there.
    """
    head = f"{words.sign(verdict.truth or verdict.attribution)} {bold(words.headline(verdict))}"
    found = [head, f"“{escape(shorten(verdict.statement, STATEMENT_LENGTH))}”", ""]
    note = verdict.note or (SAME_AGAIN if verdict.kind == "refile" else None)
    if verdict.kind in MARKS and note:
        mark = f"{MARKS[verdict.kind]} on {words.day(verdict.as_of)}" if more else MARKS[verdict.kind]
        found += [f"{bold(mark)}: {escape(note)}", ""]
    found.append(escape(_first_sentence(verdict.rationale) if more else _short(verdict.rationale)))
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
    return [*found, "", sources(evidence, more)]


def sources(evidence: Sequence[Evidence], rest: str | None = None) -> str:
    """The first few, each with its archive link where there is one; `rest` links to the others."""
    if not evidence:
        return "Sources: none given."
    shown = ", ".join(_source(each) for each in evidence[:SOURCES_SHOWN])
    left = f"{len(evidence) - SOURCES_SHOWN} more"
    more = f" and {link(rest, left) if rest else left}" if len(evidence) > SOURCES_SHOWN else ""
    return f"{'Source' if len(evidence) == 1 else 'Sources'}: {shown}{more}"


def _short(rationale: str) -> str:
    """Imported reasons can be longer than a message; the history has the whole."""
    return rationale if len(rationale) <= LONGEST_REASON else shorten(rationale, LONGEST_REASON)


def _first_sentence(text: str) -> str:
    start, end = next(iter(sentences(text)), (0, len(text)))
    return shorten(text[start:end], REASON_LENGTH)


def _source(evidence: Evidence) -> str:
    """example.org “Water in Tarvel” (archived)"""
    title = f" “{escape(shorten(evidence.note, TITLE))}”" if evidence.note else ""
    kept = f" ({link(evidence.archive_url, 'archived')})" if evidence.archive_url else ""
    return link(evidence.url, site(evidence.url)) + title + kept


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


def notices(found: Sequence[Published], desk: str) -> Message:
    """To somebody who asked for several claims of an article, checked within a few minutes."""
    text = [
        bold(
            f"{words.count(len(found), 'claim')} of your article {'is' if len(found) == 1 else 'are'} checked:"
        )
    ]
    for number, each in enumerate(found[:NOTICES], 1):
        row = each.verdict
        head = f"{words.sign(row.truth or row.attribution)} {bold(words.headline(row))}"
        mark = f" ({MARKS[row.kind].lower()})" if row.kind in MARKS else ""
        text += [
            "",
            f"{number}. {head}{mark}",
            f"“{escape(shorten(row.statement, LISTED))}”",
            escape(shorten(_first_sentence(row.rationale), LISTED)),
        ]
    left = len(found) - NOTICES
    more = f" and {left} more in /following" if left > 0 else ""
    text += [
        "",
        f"Press a number for the whole check{more}. {escape(desk)} writes again only if one changes.",
    ]
    numbers = [
        press.button(str(number), "card", each.claim.id or 0, 0, 0)
        for number, each in enumerate(found[:NOTICES], 1)
    ]
    return Message(
        "\n".join(text), tuple(tuple(numbers[start : start + 4]) for start in range(0, len(numbers), 4))
    )


def withdrawn(claim: Claim, reason: str, desk: str) -> Message:
    """To somebody who was told a verdict that does not stand any more. `reason`: a code where it was set aside."""
    if reason in DISMISSALS:
        reason = f"The desk has set it aside: {DISMISSALS[reason].lower()}."
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
    published: Published, desk: str, buttons: tuple[tuple[Button, ...], ...], *, has_source: bool, more: str
) -> Message:
    """What inline mode sends to another chat: it stands alone. `more` is a link to all that is known."""
    head, statement, *rest = lines(published.verdict, published.evidence, has_source, more)
    claimant = published.claim.claimant
    text = [
        head,
        statement,
        *([italic(shorten(claimant, CLAIMANT_LENGTH))] if claimant else []),
        *rest,
        signature(published.verdict, desk),
    ]
    return Message("\n".join(text), buttons, subject=f"claim:{published.claim.id}")


def copy_button(published: Published) -> Button:
    """Copies the verdict as plain words, for where nothing else can be pasted."""
    verdict = published.verdict
    head = f"{words.headline(verdict)}: "
    source = f" {published.evidence[0].url}" if published.evidence else ""
    tail = f" Checked {words.day(verdict.as_of)}.{source}"
    if units(head + tail) > COPIED // 2:
        tail = f" Checked {words.day(verdict.as_of)}."
    room = COPIED - units(head + tail) - 2
    statement = shorten(verdict.statement, room)
    while units(statement) > room:  # some signs count twice
        statement = shorten(statement, len(statement) - 1)
    return Button("Copy text", copy=f"{head}“{statement}”{tail}")
