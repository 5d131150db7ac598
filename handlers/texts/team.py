"""What people read about the team: who is who, changes of roles, the record of them, and privacy."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from handlers import press
from handlers.texts import settings as settings_text
from handlers.texts import words
from handlers.texts.help import article_for
from handlers.texts.html import bold, escape, shorten
from handlers.texts.queue import age
from storage.outbox import Button, Message
from storage.roles import Role
from storage.tables import Event, Person
from storage.team import Entry, Member

MOST_SHOWN = 40
NAME = 40
AUDIT_PAGE = 10

HOW_TO_ROLE = (
    "Write /role, who, and what they may do, as in:\n/role @name editor\n/role 123456 reviewer\n\n"
    "The roles: reviewer, editor, admin. With requester somebody leaves the team."
)
NOT_KNOWN = "I do not know {named}. They must write to me first, or send them a link: /invite"
LAST_ADMIN = "{name} is the only admin. Make somebody else an admin first."
FIXED_ADMIN = "{name} is an admin by the settings of whoever runs this bot. Only they can change that."
SAME_ROLE = "{name} is {role} already."
NO_EVENTS = "Nothing is on record yet."
YOU_ARE_LAST = "You are the only admin. Make somebody else an admin first: /role"


def team(members: Sequence[Member], at: datetime, *, admin: bool) -> Message:
    """/team."""
    lines = [bold(f"The team: {words.count(len(members), 'person', 'people')}"), ""]
    for each in members[:MOST_SHOWN]:
        lines += [_who(each.person), f"     {_does(each, at)}"]
    if len(members) > MOST_SHOWN:
        lines.append(f"… and {len(members) - MOST_SHOWN} more")
    if admin:
        lines += ["", "/invite brings somebody in, /role changes what they may do."]
    return Message("\n".join(lines))


def _who(person: Person) -> str:
    known_as = f" (@{escape(person.username)})" if person.username else f" ({person.id})"
    return f"{bold(name_of(person))}{known_as} · {person.role}"


def _does(member: Member, at: datetime) -> str:
    checks = words.count(member.verdicts, "check") if member.verdicts else "no checks yet"
    return f"{checks} · seen {age(member.person.seen_at, at)}"


def name_of(person: Person) -> str:
    return shorten(person.name, NAME) or f"person {person.id}"


def role_changed(person: Person, role: Role, freed: int) -> Message:
    name = escape(name_of(person))
    if role is Role.REQUESTER:
        text = f"{name} is not in the team any more."
        if freed:
            text += f" {_back_in_queue(freed)}"
        return Message(text)
    return Message(f"{name} is {article_for(role)} {role} now.")


def _back_in_queue(freed: int) -> str:
    return f"{words.count(freed, 'claim')} of theirs {'is' if freed == 1 else 'are'} in the queue again."


def your_role(role: Role, desk: str) -> Message:
    """To the person whose role it is."""
    if role is Role.REQUESTER:
        return Message(
            f"You are not in the team of {escape(desk)} any more. Thank you for your work.\n"
            "You can still send articles and look up what is checked."
        )
    return Message(f"You are {article_for(role)} {role} of {escape(desk)} now. /help lists what you can do.")


def audit(entries: Sequence[Entry], page: int, more: bool) -> Message:
    """/audit. `page` counts from 0."""
    if not entries:
        return Message(NO_EVENTS)
    lines = [bold("What happened to the desk"), ""]
    for each in entries:
        lines.append(f"{words.moment(each.event.at)}\n{escape(_told(each))}")
    back = [press.button("‹ Newer", "audit", page - 1)] if page else []
    turn: list[Button] = [*back, *([press.button("Older ›", "audit", page + 1)] if more else [])]
    return Message("\n".join(lines), (tuple(turn),) if turn else ())


def _told(entry: Entry) -> str:
    event, names = entry.event, entry.names
    kind = TOLD.get(event.kind)
    return kind(event, names) if kind else f"{_name(event.person_id, names)}: {event.kind}"


def _name(person_id: int | None, names: Mapping[int, str]) -> str:
    if person_id is None:
        return "Whoever runs this bot"
    return shorten(names.get(person_id, ""), NAME) or f"Person {person_id}"


def _role(event: Event, names: Mapping[int, str]) -> str:
    by, who = _name(event.person_id, names), _name(event.data["person"], names)
    before, after = event.data["before"], Role(event.data["after"])
    if event.person_id == event.data["person"] and after is Role.REQUESTER:
        return f"{by} left the team (was {before})."
    if after is Role.REQUESTER:
        return f"{by} took {who} out of the team (was {before})."
    return f"{by} made {who} {article_for(after)} {after} (was {before})."


def _invite(event: Event, names: Mapping[int, str]) -> str:
    role = Role(event.data["role"])
    return f"{_name(event.person_id, names)} made an invitation for {article_for(role)} {role}."


def _join(event: Event, names: Mapping[int, str]) -> str:
    by = _name(event.data.get("by"), names)
    return f"{_name(event.person_id, names)} joined as {event.data['role']}, invited by {by}."


def _setting(event: Event, names: Mapping[int, str]) -> str:
    name = event.data["name"]
    before, after = (settings_text.shown(name, event.data[when]) for when in ("before", "after"))
    title = settings_text.title(name)
    return f"{_name(event.person_id, names)} changed “{title}”: {before} → {after}."


def _erase(event: Event, names: Mapping[int, str]) -> str:
    return f"{_name(event.person_id, names)} had their data erased."


def _alias(event: Event, names: Mapping[int, str]) -> str:
    return f"{_name(event.person_id, names)} added the alias {_pair(event)}."


def _alias_removed(event: Event, names: Mapping[int, str]) -> str:
    return f"{_name(event.person_id, names)} removed the alias {_pair(event)}."


def _pair(event: Event) -> str:
    return f"“{event.data['term']}” = “{event.data['same_as']}”"


TOLD: dict[str, Callable[[Event, Mapping[int, str]], str]] = {
    "role": _role,
    "invite": _invite,
    "join": _join,
    "setting": _setting,
    "erase": _erase,
    "alias": _alias,
    "alias-removed": _alias_removed,
}


def privacy(desk: str) -> Message:
    """/privacy."""
    lines = [
        bold("What I keep"),
        "• the texts you send, and where a forward came from",
        "• your name, your username and your Telegram number, so that you can be told",
        "• which claims you asked for, and what you pressed and typed as a reviewer",
        "• your last search in another chat that found nothing",
        "",
        f"The reviewers of {escape(desk)} see texts and how many asked, not who.",
        "",
        "Erasing takes out your name, username and language, what you follow, and unfinished drafts. "
        "Published checks, and the record of who did what, keep your Telegram number without a name. "
        "Texts stay, without your name.",
    ]
    return Message("\n".join(lines), ((press.button("Erase my data…", "erase", 0),),))


def sure_to_erase(role: str) -> Message:
    team_line = (
        " You leave the team, and what is yours goes back to the queue." if role != "requester" else ""
    )
    return Message(
        f"This cannot be undone. You hear no more of the claims you asked for.{team_line}",
        ((press.button("Erase", "erase", 1), press.button("Keep", "erase", 2)),),
    )


def erased(freed: int) -> Message:
    lines = [
        bold("Erased."),
        "Gone: your name, username and language, your last search, what you followed, unfinished drafts.",
        *([f"{words.count(freed, 'claim')} went back to the queue."] if freed else []),
        "Left: your Telegram number, in the record of checks and decisions, and the texts you sent.",
        "",
        "If you write to me again, I know your name again.",
    ]
    return Message("\n".join(lines))
