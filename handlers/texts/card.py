"""A claim's card: the sentence in its context, earlier checks, the state, and what this person may do."""

from datetime import datetime

from handlers import press
from handlers.texts import verdict as verdict_text
from handlers.texts import words
from handlers.texts.html import bold, escape, marked, quote, shorten
from storage.outbox import Button, Message
from storage.ratings import Axis, on_axis
from storage.roles import Role
from storage.tables import Person
from storage.views import ClaimView
from storage.workflow import State

CONTEXT = 160
"""Characters of the article shown before and after the claim's sentence, at most."""
SENTENCE = 700
EARLIER = 3

STATES = {
    State.FOUND: "not checked",
    State.ASKED: "not checked",
    State.ASSIGNED: "being checked",
    State.PUBLISHED: "checked",
}
QUESTIONS = {Axis.TRUTH: "Is it true?", Axis.ATTRIBUTION: "Did they say it?"}


def card(view: ClaimView, person: Person, asked: bool, at: datetime, submission: int = 0) -> Message:
    """The card for this person. `asked` says whether they asked for this claim already."""
    reviews = Role(person.role).includes(Role.REVIEWER)
    lines = [_head(view, at), "", quote(_sentence(view)), ""]
    if view.verdict is not None:
        lines += [*verdict_text.lines(view.verdict.verdict, view.verdict.evidence, _has_source(view)), ""]
    lines += _notes(view)
    if not reviews and view.verdict is None:
        lines.append(
            "You hear from us when it is checked." if asked else "Nobody has checked it for you yet."
        )
    return Message(
        "\n".join(lines).strip(), _buttons(view, person, asked, submission), subject=f"claim:{view.claim.id}"
    )


def rating_choice(view: ClaimView, axis: Axis, submission: int = 0) -> Message:
    """The card with the ratings of one question instead of its buttons."""
    where = _where(view, submission)
    choices = [press.button(f"{each.sign} {each.label}", "rate", *where, each.code) for each in on_axis(axis)]
    rows = [tuple(choices[start : start + 2]) for start in range(0, len(choices), 2)]
    lines = [
        f"{bold(f'Claim {view.claim.id}')}",
        "",
        quote(_sentence(view)),
        "",
        bold(QUESTIONS[axis]),
        "Choosing one takes the claim: it is yours to explain. Nobody sees it yet.",
    ]
    back = press.button("Back", "card", *where)
    return Message("\n".join(lines), (*rows, (back,)), subject=f"claim:{view.claim.id}")


def _head(view: ClaimView, at: datetime) -> str:
    parts = [bold(f"Claim {view.claim.id}"), STATES[State(view.claim.state)]]
    if view.claim.state == State.ASSIGNED and (view.claim.assigned_until or at) <= at:
        parts[1] = "not checked"
    if view.asks:
        parts.append(f"{words.count(view.asks, 'person', 'people')} asked")
    return " · ".join(parts)


def _sentence(view: ClaimView) -> str:
    """The sentence in its context, figures bold and sources italic."""
    if view.article is None or view.found is None:
        return escape(shorten(view.claim.text, SENTENCE))
    text, found = view.article.text, view.found
    start, end = found.occurrence.start, min(found.occurrence.end, found.occurrence.start + SENTENCE)
    left = max(0, start - CONTEXT, text.rfind("\n", 0, start) + 1)
    line_end = text.find("\n", end)
    right = min(len(text), end + CONTEXT, line_end if line_end >= 0 else len(text))
    spans = [
        (*words.figure_span(text, each.start, each.end, each.phrase_end), "b")
        for each in found.figures
        if each.end <= end
    ]
    spans += [
        (each.source_start, each.source_end, "i")
        for each in found.attributions
        if each.source_start is not None and each.source_end is not None
    ]
    inside = [(a - left, b - left, tag) for a, b, tag in spans if left <= a and b <= right]
    before = "… " if left > 0 and text[left - 1] != "\n" else ""
    after = " …" if right < len(text) and text[right] != "\n" else ""
    return before + marked(text[left:right], inside) + after


def _notes(view: ClaimView) -> list[str]:
    if view.found is None:
        return []
    notes = [words.chain(view.found.attributions), words.odd(view.found.occurrence.flags)]
    for each in view.found.earlier[:EARLIER]:
        row = each.verdict.verdict if each.verdict else None
        notes.append(words.earlier_check(each.match, each.claim, row, sure=each.sure, length=200))
    if not view.found.earlier and view.verdict is None:
        notes.append("No earlier check.")
    return [note for note in notes if note]


def _buttons(view: ClaimView, person: Person, asked: bool, submission: int) -> tuple[tuple[Button, ...], ...]:
    where = _where(view, submission)
    rows: list[tuple[Button, ...]] = []
    if Role(person.role).includes(Role.REVIEWER):
        done = view.verdict.verdict if view.verdict else None
        axes = [Axis.ATTRIBUTION] if _has_source(view) and not (done and done.attribution) else []
        axes += [] if done and done.truth else [Axis.TRUTH]
        if axes and view.claim.state in (State.FOUND, State.ASKED, State.ASSIGNED, State.PUBLISHED):
            rows.append(tuple(press.button(QUESTIONS[axis], "axis", *where, str(axis)) for axis in axes))
    if view.verdict is not None:
        rows.append((Button("Share", inline=f"#{view.claim.id}"),))
    elif not asked:
        rows.append((press.button("Ask us to check", "ask", *where),))
    if submission:
        rows.append((press.button("Back", "summary", submission, 0),))
    return tuple(rows)


def _where(view: ClaimView, submission: int) -> tuple[int, int, int]:
    occurrence = view.found.occurrence.id if view.found else 0
    return view.claim.id or 0, occurrence or 0, submission


def _has_source(view: ClaimView) -> bool:
    if view.found is not None:
        return any(each.source for each in view.found.attributions)
    return view.claim.claimant is not None
