"""The summary of an article: how many claims, the few to look at first, what is odd, what is known."""

import re
from collections.abc import Sequence

from claims.terms import is_english
from handlers import press
from handlers.context import Desk
from handlers.texts import words
from handlers.texts.html import MAX_UNITS, bold, escape, plain, shorten, units
from storage import articles
from storage.outbox import Button, Message
from storage.views import ArticleView, Found

PAGE = 10
"""Claims on each page behind the first: two rows of buttons."""
CLAIM_LENGTH = 160
ODD = 2
FOREIGN = "This text is not in English: I find figures in it, but not who said what."
SENTENCE = 300
"""Characters. A text so short may be one thing to check, though the engine found no claim in it."""


def first_claims(text: str) -> int:
    """How many claims to look at first: 3 under 150 words, 5 up to 600, 7 beyond."""
    length = len(text.split())
    return 3 if length < 150 else 5 if length <= 600 else 7


def summary(view: ArticleView, desk: Desk, start: int = 0) -> Message:
    """The message for one submission: the claims to look at first, or a page of the others from `start` on.

    A page ends early where a message is full; the next one begins behind it, so that each claim can be reached.
    """
    assert view.submission is not None and view.submission.id is not None  # noqa: S101
    if not view.found:
        return nothing_found(view)
    total = len(view.found)
    start = min(start, max(0, total - PAGE)) if start >= total else start  # an old button, or a forged one
    end = min(start + (PAGE if start else first_claims(view.article.text)), total)
    while True:
        text = "\n".join(_lines(view, start, end))
        if units(plain(text)) <= MAX_UNITS or end - start <= 1:
            break
        end -= 1
    return Message(
        text,
        _buttons(view, desk, start, end),
        subject=f"article:{view.article.id}",
        origin=f"article:{view.submission.id}:{start}",
    )


def nothing_found(view: ArticleView) -> Message:
    odd = _odd(view, [])
    lines = [
        bold("No claims found."),
        "",
        *([FOREIGN] if not is_english(view.article.text) else []),
        "I look for figures, dates, and who said what, and this text seems to hold none.",
        *(["", odd] if odd else []),
        "",
    ]
    if len(view.article.text) > SENTENCE or view.submission is None:
        lines.append("Missed one? Reply to your text and quote the sentence.")
        return Message("\n".join(lines), subject=f"article:{view.article.id}")
    lines.append("If it is one thing to check, hand it to the desk as it stands.")
    button = press.button("Ask us to check it", "whole", view.submission.id or 0)
    return Message("\n".join(lines), ((button,),), subject=f"article:{view.article.id}")


def _lines(view: ArticleView, start: int, end: int) -> list[str]:
    found = view.found[start:end]
    lines = [bold(_head(len(view.found), start, end)), ""]
    for number, each in enumerate(found, start + 1):
        lines += [f"{number}. {_claim(view, each)}", *_notes(each)]
    odd = "" if start else _odd(view, found)
    foreign = [FOREIGN] if not start and not is_english(view.article.text) else []
    return [*lines, "", *foreign, *([odd] if odd else []), _closing(found)]


def _head(total: int, start: int, end: int) -> str:
    if start:
        return f"Claims {start + 1} to {end} of {total}:" if end - start > 1 else f"Claim {end} of {total}:"
    if end == total:
        return f"{words.count(total, 'claim')} found."
    these = "this one" if end == 1 else f"these {end}"
    return f"{words.count(total, 'claim')} found. Check {these} first:"


def _claim(view: ArticleView, found: Found) -> str:
    text = shorten(found.occurrence.text, CLAIM_LENGTH)
    return words.with_figures(text, view.article.text, found.figures)


def _notes(found: Found) -> list[str]:
    notes = [_source(found), words.odd(found.occurrence.flags, found.attributions)]
    if found.verdict is not None:
        verdict = found.verdict.verdict
        notes.append(f"Checked: {bold(words.headline(verdict))}, {words.day(verdict.as_of)}.")
    elif found.earlier:
        best = found.earlier[0]
        verdict_row = best.verdict.verdict if best.verdict else None
        notes.append(words.earlier_check(best.match, best.claim, verdict_row, sure=best.sure))
    return [note for note in notes if note]


def _source(found: Found) -> str:
    """Who says so, unless the claim's own words name them: "ISIS claimed responsibility for the bombings"."""
    text = found.occurrence.text
    names = [each.source for each in found.attributions if each.source]
    if all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names):
        return ""
    return words.chain(found.attributions)


def _odd(view: ArticleView, shown: Sequence[Found]) -> str:
    """What is odd about the text as a whole, or about claims that are not shown: the worst first."""
    flags = [flag for each in view.found if each not in shown for flag in each.occurrence.flags]
    flags = [flag for flag in [*view.article.flags, *flags] if flag["code"] in words.SEVERITY]
    flags.sort(key=lambda flag: words.SEVERITY.index(str(flag["code"])))
    found = list(dict.fromkeys(str(flag["message"]) for flag in flags))[:ODD]
    return f"{bold('Odd:')} {escape(' '.join(found))}" if found else ""


def _closing(found: Sequence[Found]) -> str:
    """Silence is never read as truth."""
    checked = sum(each.verdict is not None for each in found)
    if checked == len(found):
        return "Press a number for the whole check."
    if checked:
        return f"{len(found) - checked} of these are not checked yet. That does not make them true or false."
    if len(found) == 1:
        return "It is not checked yet. That does not make it true or false."
    if len(found) == 2:
        return "Neither is checked yet. That does not make them true or false."
    return f"None of the {len(found)} is checked yet. That does not make them true or false."


def _buttons(view: ArticleView, desk: Desk, start: int, end: int) -> tuple[tuple[Button, ...], ...]:
    assert view.submission is not None and view.submission.id is not None  # noqa: S101
    submission = view.submission.id
    numbers = [
        press.button(str(number), "card", each.claim.id or 0, each.occurrence.id or 0, submission)
        for number, each in enumerate(view.found[start:end], start + 1)
    ]
    rows = [tuple(numbers[at : at + 5]) for at in range(0, len(numbers), 5)]
    left = len(view.found) - end
    turn = [press.button("‹ Back", "summary", submission, _before(view, start))] if start else []
    turn += [press.button(f"{left} more", "summary", submission, end)] if left else []
    rows.append((*turn, press.button("Missed one?", "missed", submission)))
    if view.submission.chat_id != view.submission.person_id:  # a bot cannot write to people first
        rows.append((Button("Tell me the results", url=desk.link(articles.follow(view.article))),))
    return tuple(rows)


def _before(view: ArticleView, start: int) -> int:
    """Where the page before begins."""
    first = first_claims(view.article.text)
    return max(start - PAGE, first) if start > first else 0
