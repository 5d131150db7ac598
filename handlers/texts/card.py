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
from storage.tables import Ask, Person
from storage.views import ClaimView
from storage.workflow import PUTS_AWAY, Act, State, allowed

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

WAITS = {
    False: "One rating is given. A second reviewer gives theirs without seeing it.",
    True: "One rating is given, as a correction. An editor gives theirs without seeing it.",
}
"""By whether it is a correction."""

ACTS = (
    ("Same as…", "same", Act.MERGE),
    ("Not the same after all", "split", Act.SPLIT),
    ("Edit wording", "reword", Act.REWORD),
    ("Set aside", "aside", Act.DISMISS),
    ("Bring back", "restore", Act.RESTORE),
    ("Look again", "reopen", Act.REOPEN),
    ("Give to…", "assign", Act.ASSIGN),
    ("Withdraw", "withdraw", Act.WITHDRAW),
)
"""Buttons of a reviewer's card: label, action, and the act of the workflow that must be allowed."""


def card(
    view: ClaimView,
    reviewer: Person | None,
    asked: Ask | None,
    at: datetime,
    desk: Desk,
    submission: int = 0,
    origin: str | None = None,
) -> Message:
    """The card for a reviewer, or for a reader. `asked` is what this person asked for, and was told."""
    lines = _lines(view, reviewer, at, desk)
    back = way_back(submission, origin)
    if reviewer is not None:
        buttons = _for_reviewer(view, reviewer, at, submission)
    else:
        buttons = _for_reader(view, asked, submission)
        if view.verdict is None:
            lines.append(_for_now(view, asked))
    return Message("\n".join(lines).strip(), (*buttons, *back), subject=f"claim:{view.claim.id}")


def group_card(view: ClaimView, at: datetime, desk: Desk, origin: str | None = None) -> Message:
    """The card in the reviewers' group, where whoever has the role acts: the same for everybody there."""
    lines = _lines(view, None, at, desk, in_group=True)
    buttons = (*_for_reviewer(view, None, at, 0), *way_back(0, origin))
    return Message("\n".join(lines).strip(), buttons, subject=f"claim:{view.claim.id}")


def _lines(
    view: ClaimView, reviewer: Person | None, at: datetime, desk: Desk, *, in_group: bool = False
) -> list[str]:
    lines = [_head(view, reviewer, at, in_group=in_group), "", quote(_sentence(view)), ""]
    if view.verdict is not None:
        shown = view.verdict.verdict
        lines += [
            *verdict_text.lines(shown, view.verdict.evidence, _has_source(view)),
            verdict_text.signature(shown, desk.name),
            "",
        ]
    wording = _wording(view, team=in_group or reviewer is not None) if view.verdict is None else ""
    return lines + ([wording] if wording else []) + _notes(view)


def _wording(view: ClaimView, *, team: bool) -> str:
    """How the claim reads by now where the card shows the article's words, and for the team who changed it."""
    changed = view.reworded
    if changed is None:
        return ""
    new = f"“{escape(shorten(view.claim.text, SENTENCE))}”"
    if not team:
        return f"The desk checks it as: {new}" if view.found is not None else ""
    who = f"Reworded by {escape(changed.by or 'somebody who left')}, {words.day(changed.at)}"
    before = f"“{escape(shorten(changed.before, SENTENCE))}”"
    return f"{who}: {new}" if view.found is not None else f"{who}. Before: {before}"


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
        else "Choosing one takes the claim: it is yours to explain. Readers see nothing yet."
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


def _head(view: ClaimView, reviewer: Person | None, at: datetime, *, in_group: bool) -> str:
    claim = view.claim
    parts = [bold(f"Claim {claim.id}"), STATES[State(claim.state)]]
    if claim.state == State.ASSIGNED:
        until = claim.assigned_until or at
        mine = reviewer is not None and claim.assigned_to == reviewer.id
        anothers = f"{escape(view.holder)} is on it" if in_group and view.holder else "being checked"
        whose = "yours" if mine else anothers
        parts[1] = f"{whose} until {words.clock(until)}" if until > at else "not checked"
    if _waits_for_undo(view):
        parts[1] = STATES[State.ASSIGNED]
    if claim.state == State.MERGED:
        parts[1] = f"part of claim {claim.merged_into}"
    if view.asks:
        parts.append(f"{words.count(view.asks, 'person', 'people')} asked")
    return " · ".join(parts)


def _sentence(view: ClaimView) -> str:
    """The sentence in its context, figures bold and sources italic; underlined where others stand around it."""
    if view.article is None or view.found is None:
        return escape(shorten(view.claim.text, SENTENCE))
    text, found = view.article.text, view.found
    start, end = found.occurrence.start, min(found.occurrence.end, found.occurrence.start + SENTENCE)
    left, right = _context(text, start, end)
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
    before, claim, after = (
        marked(
            text[low:high], [(max(a, low) - low, min(b, high) - low, tag) for a, b, tag in spans if b > low]
        )
        for low, high in ((left, start), (start, end), (end, right))
    )
    if any(letter.isalnum() for letter in text[left:start] + text[end:right]):
        claim = f"<u>{claim}</u>"
    opens = "… " if left > 0 and text[left - 1] != "\n" else ""
    closes = " …" if right < len(text) and text[right] != "\n" else ""
    return f"{opens}{before}{claim}{after}{closes}"


def _context(text: str, start: int, end: int) -> tuple[int, int]:
    """What is shown of the article around a claim: within its lines, cut between words."""
    left = max(0, start - CONTEXT, text.rfind("\n", 0, start) + 1)
    if left > 0 and not text[left - 1].isspace():
        left = text.find(" ", left, start) + 1 or start
    line_end = text.find("\n", end)
    right = min(len(text), end + CONTEXT, line_end if line_end >= 0 else len(text))
    if right < len(text) and not text[right].isspace():
        right = max(text.rfind(" ", end, right), end)
    return left, right


def _notes(view: ClaimView) -> list[str]:
    waits = []
    if view.claim.state == State.PROPOSED:
        waits = [WAITS[view.for_editor]]
    if view.found is None:
        return waits
    notes = [
        words.chain(view.found.attributions),
        words.odd(view.found.occurrence.flags, view.found.attributions),
    ]
    for each in view.found.earlier[:EARLIER]:
        row = each.verdict.verdict if each.verdict else None
        notes.append(words.earlier_check(each.match, each.claim, row, sure=each.sure, length=200))
    if not view.found.earlier and view.verdict is None:
        notes.append("No earlier check.")
    return [note for note in [*notes, *waits] if note]


def _for_now(view: ClaimView, asked: Ask | None) -> str:
    """What a reader can expect of a claim without a verdict."""
    final = {
        State.DISMISSED: "The desk does not check this one.",
        State.WITHDRAWN: "The desk has withdrawn what it said about it.",
    }
    waits = "You hear from us when it is checked." if asked else "Nobody has checked it for you yet."
    return final.get(State(view.claim.state), waits)


def _for_reader(view: ClaimView, asked: Ask | None, submission: int) -> tuple[tuple[Button, ...], ...]:
    where = where_of(view, submission)
    if view.verdict is None:
        ask = press.button("Ask us to check", "ask", *where)
        return () if asked or view.claim.state in (State.DISMISSED, State.WITHDRAWN) else ((ask,),)
    follow = () if asked else (press.button("Follow", "ask", *where),)
    share = (Button("Share", inline=f"#{view.claim.id}"), verdict_text.copy_button(view.verdict), *follow)
    told = asked is not None and asked.told_verdict_id == view.verdict.verdict.id
    return (share, (press.button("Is this wrong?", "wrong", where[0]),)) if told else (share,)


def _for_reviewer(
    view: ClaimView, person: Person | None, at: datetime, submission: int
) -> tuple[tuple[Button, ...], ...]:
    """What this person may do now; None for the reviewers' group, where a reviewer may press what an editor may
    do, and is told. Each press checks the role."""
    where, state = where_of(view, submission), State(view.claim.state)
    role = person.role if person is not None else Role.EDITOR.value
    anothers = _is_anothers(view, person, at)
    mine = person is not None and view.claim.assigned_to == person.id
    rows: list[tuple[Button, ...]] = []
    if mine:
        rows.append((press.button("Go on", "resume", where[0]), press.button("Stop", "stop", where[0])))
    if _waits_for_undo(view):
        return ((press.button("History", "history", *where),),)
    if state is State.PROPOSED:
        rows += _second_look(view, person, where)
    elif allowed(state, Act.TAKE, role) and not anothers:
        rows += _questions(view, submission)
    if state is State.DISPUTED and allowed(state, Act.RULE, role):
        rows.append((press.button("Decide", "dispute", where[0]),))
    if state is State.PUBLISHED and view.verdict is not None:
        rows.append((Button("Share", inline=f"#{where[0]}"), verdict_text.copy_button(view.verdict)))
    for_editors = anothers and (person is None or not Role(role).includes(Role.EDITOR))
    acts = [
        press.button(label, action, *where)
        for label, action, act in ACTS
        if allowed(state, act, role)
        and not (for_editors and allowed(state, act, Role.REVIEWER))
        and not (view.claim.verdict_id is not None and act in PUTS_AWAY)
    ]
    acts.append(press.button("History", "history", *where))
    return (*rows, *(tuple(acts[start : start + 2]) for start in range(0, len(acts), 2)))


def _second_look(
    view: ClaimView, person: Person | None, where: tuple[int, int, int]
) -> list[tuple[Button, ...]]:
    """For whoever did not rate it first. Only an editor signs a correction."""
    first = view.proposal
    if first is None or (person is not None and first.person_id == person.id):
        return []
    editor = person is None or Role(person.role).includes(Role.EDITOR)
    rates = editor or not view.for_editor
    back = [(press.button("Send back", "sendback", where[0]),)] if editor else []
    return [*(_questions(view, where[2]) if rates else []), *back]


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


def _waits_for_undo(view: ClaimView) -> bool:
    """A verdict is published, and nobody is shown it yet."""
    return view.claim.state == State.PUBLISHED and view.verdict is None


def _is_anothers(view: ClaimView, person: Person | None, at: datetime) -> bool:
    claim = view.claim
    if claim.state != State.ASSIGNED or (person is not None and claim.assigned_to == person.id):
        return False
    return claim.assigned_until is not None and claim.assigned_until > at


def way_back(submission: int, origin: str | None, label: str = "Back") -> tuple[tuple[Button, ...], ...]:
    """To the list it was opened from, else to the article's other claims."""
    if origin is not None:
        return ((press.button(label, "back"),),)
    return ((press.button(label, "summary", submission, 0),),) if submission else ()


def where_of(view: ClaimView, submission: int) -> tuple[int, int, int]:
    """What a button of the card carries: the claim, the occurrence, the submission to go back to."""
    occurrence = view.found.occurrence.id if view.found else 0
    return view.claim.id or 0, occurrence or 0, submission


def _has_source(view: ClaimView) -> bool:
    if view.found is not None:
        return any(each.source for each in view.found.attributions)
    return view.claim.claimant is not None
