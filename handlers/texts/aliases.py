"""What editors read about names that mean the same."""

from collections.abc import Sequence

from handlers import press
from handlers.texts import words
from handlers.texts.html import bold, escape
from storage.outbox import Message
from storage.tables import Alias

PAGE = 10
HOW_TO = "Write two names with = between them, as in:\n/alias Daesh = Islamic State"
NOT_POSSIBLE = "That does not work: {why}."
REMOVED = "Removed."
REMOVED_BEFORE = "It was removed before."


def added(alias: Alias) -> Message:
    lines = [
        f"From now on {_pair(alias)}, wherever claims are compared. Each match says where that was used.",
        "",
        "/alias lists them all.",
    ]
    return Message("\n".join(lines), ((press.button("Remove", "unalias", alias.id or 0, 0),),))


def listed(aliases: Sequence[Alias], page: int) -> Message:
    """/alias. `page` counts from 0; one that is not there any more is the last one."""
    if not aliases:
        return Message(f"This desk has no names of its own yet. {HOW_TO}")
    page = min(page, (len(aliases) - 1) // PAGE)
    shown = aliases[page * PAGE : (page + 1) * PAGE]
    lines = [bold(f"{words.count(len(aliases), 'pair')} of names that mean the same"), ""]
    lines += [f"{number}. {_pair(each)}" for number, each in enumerate(shown, page * PAGE + 1)]
    removing = [
        (press.button(f"Remove {number}", "unalias", each.id or 0, page),)
        for number, each in enumerate(shown, page * PAGE + 1)
    ]
    turn = [press.button("‹ Back", "aliases", page - 1)] if page else []
    if (page + 1) * PAGE < len(aliases):
        turn.append(press.button("More ›", "aliases", page + 1))
    return Message("\n".join(lines), (*removing, *([tuple(turn)] if turn else [])))


def _pair(alias: Alias) -> str:
    return f"{escape(alias.term)} is {escape(alias.same_as)}"
