"""A claim's card: the sentence in its context, earlier checks, the state, and what this person may do."""

from datetime import datetime

from handlers import press
from handlers.context import Desk
from handlers.texts import verdict as verdict_text
from handlers.texts import words
from handlers.texts.html import bold, escape, marked, quote, shorten
from storage.outbox import Button, Message
from storage.ratings import Axis, on_axis
from storage.roles import Role
from storage.second import axes
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
    State.PROPOSED: "one rating given",
    State.DISPUTED: "an editor decides",
    State.PUBLISHED: "checked",
    State.REOPENED: "being checked again",
    State.STALE: "out of date",
    State.WITHDRAWN: "withdrawn",
    State.DISMISSED: "set aside",
    State.MERGED: "part of another claim",
}
QUESTIONS = {Axis.TRUTH: "Is it true?", Axis.ATTRIBUTION: "Did they say it?"}

OPEN = (State.FOUND, State.ASKED, State.REOPENED, State.STALE, State.ASSIGNED)


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
    buttons = _for_reviewer(view, person, at, submission) if reviews else _for_reader(view, asked, submission)
    return Message("\n".join(lines).strip(), buttons, subject=f"claim:{view.claim.id}")


def group_card(view: ClaimView, at: datetime) -> Message:
    """The card in the reviewers' group, where whoever has the role acts: the same for everybody there."""
    lines = [_head(view, at), "", quote(_sentence(view)), ""]
    if view.verdict is not None:
        lines += [*verdict_text.lines(view.verdict.verdict, view.verdict.evidence, _has_source(view)), ""]
    lines += _notes(view)
    rows = _questions(view, 0) if State(view.claim.state) in (*OPEN, State.PROPOSED) else []
    return Message("\n".join(lines).strip(), tuple(rows), subject=f"claim:{view.claim.id}")


def rating_choice(
    view: ClaimView, axis: Axis, desk: Desk, submission: int = 0, *, blind: bool = False
) -> Message:
    """The card with the ratings of one question instead of its buttons."""
    where = where_of(view, submission)
    labels = desk.rules.labels
    action = "second" if blind else "rate"
    choices = [
        press.button(f"{each.sign} {words.rating(each.code, labels)}", action, *where, each.code)
        for each in on_axis(axis)
    ]
    rows = [tuple(choices[start : start + 2]) for start in range(0, len(choices), 2)]
    explained = (
        "Somebody rated it before you. You see theirs when yours is in."
        if blind
        else "Choosing one takes the claim: it is yours to explain. Nobody sees it yet."
    )
    lines = [
        f"{bold(f'Claim {view.claim.id}')}",
        "",
        quote(_sentence(view)),
        "",
        bold(QUESTIONS[axis]),
        explained,
    ]
    back = press.button("Back", "card", *where)
    return Message("\n".join(lines), (*rows, (back,)), subject=f"claim:{view.claim.id}")


def _head(view: ClaimView, at: datetime) -> str:
    claim = view.claim
    parts = [bold(f"Claim {claim.id}"), STATES[State(claim.state)]]
    if claim.state == State.ASSIGNED and (claim.assigned_until or at) <= at:
        parts[1] = "not checked"
    if claim.state == State.MERGED:
        parts[1] = f"part of claim {claim.merged_into}"
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
    if view.claim.state == State.PROPOSED:
        notes.append("One rating is given. A second reviewer gives theirs without seeing it.")
    if not view.found.earlier and view.verdict is None:
        notes.append("No earlier check.")
    return [note for note in notes if note]


def _for_reader(view: ClaimView, asked: bool, submission: int) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if view.verdict is not None:
        follow = () if asked else (press.button("Follow", "ask", *where_of(view, submission)),)
        copied = verdict_text.copy_button(view.verdict)
        rows.append((Button("Share", inline=f"#{view.claim.id}"), copied, *follow))
    elif not asked:
        rows.append((press.button("Ask us to check", "ask", *where_of(view, submission)),))
    return (*rows, *_back(submission))


def _for_reviewer(
    view: ClaimView, person: Person, at: datetime, submission: int
) -> tuple[tuple[Button, ...], ...]:
    """What this person may do now. The role is checked again at every press."""
    where, state = where_of(view, submission), State(view.claim.state)
    editor = Role(person.role).includes(Role.EDITOR)
    rows: list[tuple[Button, ...]] = []
    if state in OPEN and not _is_anothers(view, person, at):
        rows += _questions(view, submission)
        rows.append(
            (press.button("Same as…", "same", *where), press.button("Edit wording", "reword", *where))
        )
        rows.append((press.button("Set aside", "aside", *where), press.button("History", "history", *where)))
        if editor:
            rows.append((press.button("Give to…", "assign", *where),))
    else:
        rows += _elsewhere(view, person, where, state, editor)
        rows.append((press.button("History", "history", *where),))
    return (*(row for row in rows if row), *_back(submission))


def _elsewhere(  # noqa: PLR0911  (a case each)
    view: ClaimView, person: Person, where: tuple[int, int, int], state: State, editor: bool
) -> list[tuple[Button, ...]]:
    """The buttons for a claim that is not simply open."""
    match state:
        case State.PROPOSED:
            mine = view.proposal is not None and view.proposal.person_id == person.id
            return [] if mine else _questions(view, where[2])
        case State.DISPUTED if editor:
            return [(press.button("Decide", "dispute", where[0]),)]
        case State.PUBLISHED:
            rows = _questions(view, where[2])
            share = (Button("Share", inline=f"#{view.claim.id}"),) if view.verdict is not None else ()
            doubt = (
                press.button("Look again", "reopen", *where),
                *((press.button("Withdraw", "withdraw", *where),) if editor else ()),
            )
            return [*rows, (*share, *doubt)]
        case State.WITHDRAWN:
            return [(press.button("Look again", "reopen", *where),)]
        case State.DISMISSED:
            return [(press.button("Bring back", "restore", *where),)]
        case State.ASSIGNED if editor:
            return [(press.button("Give to…", "assign", *where), press.button("Set aside", "aside", *where))]
    return []


def _questions(view: ClaimView, submission: int) -> list[tuple[Button, ...]]:
    """A button for each question that can be answered: with a second reviewer, those the first answered."""
    where = where_of(view, submission)
    if view.proposal is not None:
        wanted = axes(view.proposal)
    else:
        done = view.verdict.verdict if view.verdict else None
        wanted = [Axis.ATTRIBUTION] if _has_source(view) and not (done and done.attribution) else []
        wanted += [] if done and done.truth else [Axis.TRUTH]
    buttons = tuple(press.button(QUESTIONS[axis], "axis", *where, str(axis)) for axis in wanted)
    return [buttons] if buttons else []


def _is_anothers(view: ClaimView, person: Person, at: datetime) -> bool:
    claim = view.claim
    if claim.state != State.ASSIGNED or claim.assigned_to == person.id:
        return False
    return claim.assigned_until is not None and claim.assigned_until > at


def _back(submission: int) -> tuple[tuple[Button, ...], ...]:
    return ((press.button("Back", "summary", submission, 0),),) if submission else ()


def where_of(view: ClaimView, submission: int) -> tuple[int, int, int]:
    """What a button of the card carries: the claim, the occurrence, the submission to go back to."""
    occurrence = view.found.occurrence.id if view.found else 0
    return view.claim.id or 0, occurrence or 0, submission


def _has_source(view: ClaimView) -> bool:
    if view.found is not None:
        return any(each.source for each in view.found.attributions)
    return view.claim.claimant is not None
