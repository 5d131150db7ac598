"""Lists of claims, a page at a time: each claim has a number, and a button with that number."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers import press
from handlers.texts import words
from handlers.texts.card import STATES
from handlers.texts.html import bold, escape, shorten
from storage.lists import Filter, Open
from storage.outbox import Button, Message
from storage.tables import Claim
from storage.verdicts import Published
from storage.waiting import Waits
from storage.workflow import State

PAGE = 8
LENGTH = 110
A_ROW = 4
"""Numbered buttons side by side."""
LONGEST_FILTER = 48
"""Bytes: a button that turns the page carries the filter."""

LONG_FILTER = "That is a long filter. One or two words will do."
HOW_TO_FIND = "Write /find and a few words, as in: /find homes without water"
NOTHING_FOUND = "Nothing checked with these words. Send me the text, and the desk looks into it."
NO_CLAIM_FOUND = "No claim with these words, in any state."
EDITORS_DONE = "Nothing waits for an editor any more."
FOR_EDITORS = "for-editors"
"""The subject of what editors are told, to find it when it is not so any more."""
FOLLOWS_NOTHING = "You follow no claim. Send me an article, and you hear what becomes of its claims."
NOT_FOLLOWED = "You do not follow that one any more."
UNFOLLOWED = "You hear no more of it."

WHY_OPEN = {
    State.REOPENED: "to check again",
    State.STALE: "out of date",
    State.DISPUTED: "two ratings differ: decide",
}
SECTIONS = {
    Waits.EDITOR: "Waits for an editor",
    Waits.WRONG: "Somebody says it is wrong",
    Waits.SECOND: "Waits for a second opinion",
}
"""The heads of what comes first."""
THE_OTHERS = "Waits for a reviewer"


def queue(found: Sequence[Open], total: int, page: int, wanted: Filter, at: datetime) -> Message:
    """/queue. `page` counts from 0."""
    narrowed = f" for “{escape(str(wanted))}”" if str(wanted) else ""
    if not total:
        all_done = "Nothing is open. Well done." if not narrowed else f"Nothing is open{narrowed}."
        return Message(all_done)
    head = f"{bold(words.count(total, 'open claim'))}{narrowed}"
    turn = [press.button(label, "queue", to, packed(wanted)) for label, to in turns(page, total)]
    buttons = (*numbers([each.claim for each in found], page), *([tuple(turn)] if turn else []))
    return Message("\n".join([head, "", *_listed(found, page, at)]), buttons, origin=f"queue:{page}:{wanted}")


def for_editor(found: Sequence[Open], total: int, at: datetime) -> Message:
    """To an editor: what only an editor can decide. The list itself is a filter of /queue."""
    if not total:
        return Message(EDITORS_DONE, subject=FOR_EDITORS)
    head = bold(words.count(total, "claim waits for an editor", "claims wait for an editor"))
    lines = [f"{head}. Open one with its number.", ""]
    for number, each in enumerate(found[:PAGE], 1):
        lines += [line(number, each.claim), f"     {_waits(each, at)}"]
    shown = [each.claim for each in found[:PAGE]]
    origin = f"queue:0:{Filter(waits=Waits.EDITOR)}"
    return Message("\n".join(lines), numbers(shown, 0), subject=FOR_EDITORS, origin=origin)


def _listed(found: Sequence[Open], page: int, at: datetime) -> list[str]:
    """Under heads, where anything is more pressing than the rest."""
    lines: list[str] = []
    last = None
    for number, each in enumerate(found, 1 + page * PAGE):
        head = SECTIONS.get(each.waits, THE_OTHERS)
        if head != last and (last or head != THE_OTHERS):
            lines += [*([""] if last else []), bold(head)]
        last = head
        lines += [line(number, each.claim), f"     {_waits(each, at)}"]
    return lines


def packed(wanted: Filter) -> str:
    """The filter for a button; a button's parts are separated by colons, so it has none."""
    return str(wanted).replace(":", "=")


def _waits(each: Open, at: datetime) -> str:
    parts = [
        f"{words.count(each.asks, 'person', 'people')} asked" if each.asks else "",
        _why(each),
        age(each.claim.created_at, at),
    ]
    return " · ".join(part for part in parts if part)


def _why(each: Open) -> str:
    if each.waits is Waits.EDITOR and each.claim.state == State.PROPOSED:
        return "a correction to sign"
    return "" if each.waits is Waits.WRONG else WHY_OPEN.get(State(each.claim.state), "")


def mine(held: Sequence[Claim], waiting: Sequence[Claim], at: datetime) -> Message:
    """/mine."""
    if not held and not waiting:
        return Message("Nothing is yours at present. /queue shows what is open.")
    lines: list[str] = []
    if held:
        lines.append(bold(f"Yours now: {len(held)}"))
        for number, claim in enumerate(held, 1):
            lines += [line(number, claim), f"     {left(claim, at)}"]
    if waiting:
        lines += ["", bold(f"Waiting for somebody else: {len(waiting)}")]
        for number, claim in enumerate(waiting, 1 + len(held)):
            lines += [line(number, claim), f"     {STATES[State(claim.state)]}"]
    return Message("\n".join(lines).strip(), numbers([*held, *waiting], 0), origin="mine")


def left(claim: Claim, at: datetime) -> str:
    """41 minutes left, until 15:40 UTC"""
    assert claim.assigned_until is not None  # noqa: S101  (it is somebody's)
    minutes = max(1, round((claim.assigned_until - at).total_seconds() / 60))
    time = words.count(minutes, "minute") if minutes < 120 else words.count(round(minutes / 60), "hour")
    return f"{time} left, until {words.clock(claim.assigned_until)}"


def following(
    claims: Sequence[Claim], verdicts: Mapping[int, Published], total: int, page: int, *, stopping: bool
) -> Message:
    """/following. While `stopping`, a number stops following instead of opening the card."""
    if not total:
        return Message(FOLLOWS_NOTHING)
    lines = [bold(f"You follow {words.count(total, 'claim')}"), ""]
    for number, claim in enumerate(claims, 1 + page * PAGE):
        lines += [line(number, claim), f"     {_stands(claim, verdicts.get(claim.id or 0))}"]
    if stopping:
        lines += ["", "Press the number of the claim you do not want to hear of any more."]
        rows = _rows(
            [
                press.button(f"✕ {number}", "unfollow", claim.id or 0, page)
                for number, claim in enumerate(claims, 1 + page * PAGE)
            ]
        )
        last = (press.button("Back", "following", page, 0),)
    else:
        rows = numbers(claims, page)
        last = (press.button("Stop following…", "following", page, 1),)
    turn = tuple(press.button(label, "following", to, int(stopping)) for label, to in turns(page, total))
    buttons = (*rows, turn, last) if turn else (*rows, last)
    return Message("\n".join(lines), buttons, origin=f"following:{page}")


def found(claims: Sequence[Claim], verdicts: Mapping[int, Published], typed: str, *, team: bool) -> Message:
    """/find. Readers are shown published verdicts only, the team claims in any state."""
    if not claims:
        return Message(NO_CLAIM_FOUND if team else NOTHING_FOUND)
    lines = [f"{bold(words.count(len(claims), 'claim'))} for “{escape(shorten(typed, 60))}”", ""]
    for number, claim in enumerate(claims, 1):
        lines += [line(number, claim), f"     {_stands(claim, verdicts.get(claim.id or 0))}"]
    return Message("\n".join(lines), numbers(claims, 0), origin=f"find:{typed}")


def line(number: int, claim: Claim) -> str:
    return f"{number}. {escape(shorten(claim.text, LENGTH))}"


def numbers(claims: Sequence[Claim], page: int) -> tuple[tuple[Button, ...], ...]:
    """A button for each claim, which opens its card."""
    first = 1 + page * PAGE
    return _rows(
        [press.button(str(number), "card", claim.id or 0, 0, 0) for number, claim in enumerate(claims, first)]
    )


def turns(page: int, total: int) -> list[tuple[str, int]]:
    """The labels of the buttons that turn the page, and where they lead."""
    back = [("‹ Back", page - 1)] if page > 0 else []
    return [*back, *([("More ›", page + 1)] if (page + 1) * PAGE < total else [])]


def age(since: datetime, at: datetime) -> str:
    """today, yesterday, 5 days ago"""
    days = (at.date() - since.date()).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def _stands(claim: Claim, verdict: Published | None) -> str:
    """Where a claim stands: its verdict, or its state in a few words."""
    if verdict is None:
        state = State(claim.state)
        return "not shown yet" if state is State.PUBLISHED else STATES[state]
    row = verdict.verdict
    sign = words.sign(row.truth or row.attribution)
    return f"{sign} {bold(words.headline(row))}, {words.day(row.as_of)}"


def _rows(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW))
