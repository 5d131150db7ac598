"""The history of a claim in plain words: one readable message, and everything as a text file.

The team sees who did what. Readers see what was published, and never a name. A rating that was chosen but not
published is in neither: with a second reviewer it stays hidden until theirs is in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers import press
from handlers.texts import words
from handlers.texts.card import QUESTIONS
from handlers.texts.html import MAX_UNITS, bold, escape, plain, shorten, units
from storage.decisions import DISMISSALS
from storage.history import History
from storage.outbox import Button, File, Message
from storage.ratings import Axis
from storage.tables import Event, Verdict
from storage.workflow import Act

DETAIL = 160
"""Characters of a reason in the message; the file has all."""
ROOM = 200
"""Units kept free for the head of the message."""


@dataclass(frozen=True)
class Entry:
    """One line of the history, plain text, and what belongs to it."""

    at: datetime
    what: str
    details: tuple[str, ...] = ()


def message(history: History, where: tuple[int, int, int], at: datetime, *, team: bool) -> Message:
    """The history for a phone: the newest that fits, short. `where` leads back to the card."""
    entries = told(history, at, team=team)
    blocks = [_block(entry) for entry in entries]
    shown: list[str] = []
    length = 0
    for block in reversed(blocks):
        length += units(plain(block)) + 2
        if length > MAX_UNITS - ROOM:
            break
        shown.insert(0, block)
    left = len(blocks) - len(shown)
    head = [bold(f"Claim {history.claim.id}: history"), ""]
    earlier = [f"… {words.count(left, 'earlier entry', 'earlier entries')} in the file", ""] if left else []
    body = "\n\n".join(shown) or "Nothing was published yet."
    buttons: tuple[Button, ...] = (press.button("Back", "card", *where),)
    if entries:
        buttons = (press.button("As a file", "history_file", *where), *buttons)
    return Message("\n".join([*head, *earlier, body]), (buttons,))


def file(history: History, at: datetime, desk: str, *, team: bool) -> File:
    """The whole of it as a text."""
    claim = history.claim
    lines = [f"Claim {claim.id}", f"“{_text(history, at, team=team)}”", f"{desk}, {words.moment(at)}", ""]
    for entry in told(history, at, team=team):
        lines += [words.moment(entry.at), entry.what, *entry.details, ""]
    return File(
        f"claim-{claim.id}-history.txt", "\n".join(lines).encode(), f"Claim {claim.id}: the whole history"
    )


def _block(entry: Entry) -> str:
    details = [escape(shorten(each, DETAIL)) for each in entry.details]
    return "\n".join([f"<i>{words.moment(entry.at)}</i>", escape(entry.what), *details])


def _text(history: History, at: datetime, *, team: bool) -> str:
    """The sentence. Readers see it as it was published."""
    seen = _seen(history, at)
    return history.claim.text if team or not seen else seen[-1].statement


def told(history: History, at: datetime, *, team: bool) -> list[Entry]:
    """The entries, the oldest first."""
    if not team:
        found = [_public(event, history, at) for event in history.events]
        return [entry for entry in found if entry is not None]
    asked = f" {words.count(history.asks, 'person', 'people')} asked for it so far." if history.asks else ""
    entries = [Entry(history.claim.created_at, f"The claim was found.{asked}")]
    for event in history.events:
        sentence = TEAM.get(event.kind)
        if sentence is not None:
            entries.append(sentence(event, history))
    return entries


# ---------------------------------------------------------------- for the team


def _who(history: History, person_id: int | None) -> str:
    if person_id is None:
        return "The bot"
    return history.names.get(person_id) or f"Person {person_id}"


def _simply(what: str) -> Callable[[Event, History], Entry]:
    """An act without more to say: "Rita gave it back." """

    def sentence(event: Event, history: History) -> Entry:
        return Entry(event.at, what.format(who=_who(history, event.person_id)))

    return sentence


def _with_reason(what: str) -> Callable[[Event, History], Entry]:
    def sentence(event: Event, history: History) -> Entry:
        said = str(event.data.get("reason") or "")
        return Entry(
            event.at, what.format(who=_who(history, event.person_id)), (f"Why: {said}",) if said else ()
        )

    return sentence


def _published(event: Event, history: History) -> Entry:
    verdict = history.verdicts.get(event.data.get("verdict", 0))
    who = _who(history, event.person_id)
    if verdict is None:
        return Entry(event.at, f"{who} published it.")
    what = {
        Act.SECOND: f"{who} gave the same rating, without seeing the first one. Published",
        Act.RULE: f"{who} decided{_for_whom(event, history)}. Published",
    }.get(Act(event.kind), f"{who} published")
    said = event.data.get("reason")
    ruling = said if said and said != verdict.rationale else ""
    details = (*((f"Ruling: {ruling}",) if ruling else ()), *_details(verdict, history))
    return Entry(event.at, f"{what}{_kind(verdict, history)}: {_ratings(verdict)}", details)


def _for_whom(event: Event, history: History) -> str:
    """ " for Ravi's rating": the event says whose stands."""
    stands = event.data.get("stands")
    return f" for {_who(history, stands)}’s rating" if stands else " between the two ratings"


def _imported(event: Event, history: History) -> Entry:
    verdict = history.verdicts.get(event.data.get("verdict", 0))
    if verdict is None:
        return Entry(event.at, "It came in with an import.")
    return Entry(event.at, f"An earlier check came in: {_ratings(verdict)}", _details(verdict, history))


def _differed(event: Event, history: History) -> Entry:
    """Both ratings are in by now."""
    ratings = []
    for which in ("first", "second"):
        given = event.data.get(which, {})
        codes = [given.get(axis) for axis in Axis]
        rated = ", ".join(words.rating(code) for code in codes if code)
        ratings.append(f"{_who(history, given.get('person'))}: {rated}")
    what = f"{_who(history, event.person_id)} gave another rating. An editor decides."
    return Entry(event.at, what, tuple(ratings))


def _given(event: Event, history: History) -> Entry:
    to = _who(history, event.data.get("person"))
    return Entry(event.at, f"{_who(history, event.person_id)} gave it to {to}.")


def _lapsed(event: Event, history: History) -> Entry:
    of = _who(history, event.data.get("of"))
    why = f"{of} left the team" if event.data.get("left") else f"The time of {of} ran out"
    return Entry(event.at, f"{why}; it is free again.")


def _set_aside(event: Event, history: History) -> Entry:
    reason = DISMISSALS.get(str(event.data.get("reason")), "")
    return Entry(event.at, f"{_who(history, event.person_id)} set it aside. {reason}".strip())


def _merged(event: Event, history: History) -> Entry:
    return Entry(
        event.at, f"{_who(history, event.person_id)} made it part of claim {event.data.get('into')}."
    )


def _reworded(event: Event, history: History) -> Entry:
    before, after = event.data.get("before"), event.data.get("after")
    details = (f"Before: “{before}”", f"After: “{after}”")
    return Entry(event.at, f"{_who(history, event.person_id)} reworded it.", details)


def _matched(what: str) -> Callable[[Event, History], Entry]:
    def sentence(event: Event, history: History) -> Entry:
        return Entry(event.at, what.format(who=_who(history, event.person_id), other=event.data.get("with")))

    return sentence


TEAM: dict[str, Callable[[Event, History], Entry]] = {
    Act.TAKE: _simply("{who} took it."),
    Act.ASSIGN: _given,
    Act.STOP: _simply("{who} gave it back."),
    Act.LAPSE: _lapsed,
    Act.PROPOSE: _simply("{who} gave a rating. It waits for a second reviewer."),
    Act.SECOND: _published,
    Act.DISPUTE: _differed,
    Act.RULE: _published,
    Act.RETURN: _with_reason("{who} sent it back."),
    Act.PUBLISH: _published,
    Act.UNDO: _simply("{who} took it back. Nobody had been told."),
    Act.REOPEN: _with_reason("{who} wants another look."),
    Act.APPEAL: _with_reason("Somebody who was told says it is wrong."),
    Act.EXPIRE: _simply("It is out of date."),
    Act.WITHDRAW: _with_reason("{who} withdrew it."),
    Act.DISMISS: _set_aside,
    Act.RESTORE: _simply("{who} brought it back."),
    Act.MERGE: _merged,
    Act.SPLIT: _simply("{who}: not the same after all. It is a claim of its own again."),
    Act.REWORD: _reworded,
    "imported": _imported,
    "match-confirmed": _matched("{who}: the same as claim {other}."),
    "match-variant": _matched("{who}: like claim {other}, but not the same."),
    "match-rejected": _matched("{who}: not the same as claim {other}."),
}
"""Who asked is not told, only how many; nor is every change of a rating before it is given."""


# ---------------------------------------------------------------- for readers


def _public(event: Event, history: History, at: datetime) -> Entry | None:
    verdict = history.verdicts.get(event.data.get("verdict", 0))
    if event.kind in (Act.PUBLISH, Act.SECOND, Act.RULE, "imported"):
        if verdict is None or verdict not in _seen(history, at):
            return None
        what = f"Published{_kind(verdict, history)}: {_ratings(verdict)}"
        return Entry(event.at, what, _details(verdict, history))
    plain_words = {
        Act.REOPEN.value: "The desk looks at it again.",
        Act.APPEAL.value: "A reader says it is wrong. The desk looks at it again.",
        Act.EXPIRE.value: "Out of date.",
    }
    if event.kind in plain_words:
        return Entry(event.at, plain_words[event.kind])
    if event.kind == Act.WITHDRAW:
        return Entry(event.at, "Withdrawn.", (f"Why: {event.data.get('reason')}",))
    return None


def _seen(history: History, at: datetime) -> list[Verdict]:
    """The verdicts that readers saw: not taken back, and not waiting for the time to undo."""
    claim = history.claim
    waits = claim.verdict_id if claim.visible_at is not None and claim.visible_at > at else None
    return [
        verdict
        for number, verdict in history.verdicts.items()
        if number != waits and number not in history.undone
    ]


# ---------------------------------------------------------------- a verdict


def _kind(verdict: Verdict, history: History) -> str:
    """ " a correction (False before)" """
    before = history.before(verdict)
    if verdict.kind == "first" or before is None:
        return ""
    names = {"correction": " a correction", "update": " an update", "refile": " it again"}
    changed = (
        f" ({words.headline(before)} before)" if words.headline(before) != words.headline(verdict) else ""
    )
    return f"{names.get(verdict.kind, '')}{changed}"


def _ratings(verdict: Verdict) -> str:
    rated = [(Axis.ATTRIBUTION, verdict.attribution), (Axis.TRUTH, verdict.truth)]
    given = [(axis, words.rating(code, verdict.labels)) for axis, code in rated if code]
    if len(given) == 1:
        return given[0][1]
    return "; ".join(f"{QUESTIONS[axis]} {label}" for axis, label in given)


def _details(verdict: Verdict, history: History) -> tuple[str, ...]:
    sources = [
        f"{each.url} ({each.archive_url or 'not archived'})"
        for each in history.evidence.get(verdict.id or 0, [])
    ]
    found = [
        f"“{verdict.statement}”",
        f"Changed: {verdict.note}" if verdict.note else "",
        f"Why: {verdict.rationale}" if verdict.rationale else "",
        f"Looked: {verdict.looked}" if verdict.looked else "",
        f"Sources: {', '.join(sources)}" if sources else "",
    ]
    return tuple(each for each in found if each)
