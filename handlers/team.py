"""The team: /team, /role, /audit; and what concerns one person: /privacy."""

from telegram import Update

from handlers import menus, press
from handlers.context import Context
from handlers.guards import team as team_only
from handlers.replies import replace, say
from handlers.texts import help as help_texts
from handlers.texts import team as texts
from handlers.texts.html import escape
from storage import team as team_rows
from storage.outbox import Message, Place, Priority, post
from storage.roles import Role
from storage.tables import Person
from storage.team import FixedAdminError, LastAdminError
from storage.types import now


@team_only(Role.REVIEWER)
async def team(update: Update, context: Context) -> None:
    """/team: who is who."""
    members = await team_rows.members(context.session)
    admin = Role(context.sender.role).includes(Role.ADMIN)
    await say(update, context, texts.team(members, now(), admin=admin))


@team_only(Role.ADMIN)
async def role(update: Update, context: Context) -> None:
    """/role @name editor."""
    named, _, wanted = " ".join(context.args or ()).partition(" ")
    if wanted.lower() not in list(Role):
        await say(update, context, Message(texts.HOW_TO_ROLE))
        return
    person = await team_rows.find(context.session, named)
    if person is None or (not person.name and person.role == Role.REQUESTER):
        await say(update, context, Message(texts.NOT_KNOWN.format(named=escape(named))))
        return
    await say(update, context, await _give(update, context, person, Role(wanted.lower())))


async def _give(update: Update, context: Context, person: Person, wanted: Role) -> Message:
    name = escape(texts.name_of(person))
    if person.role == wanted:
        return Message(texts.SAME_ROLE.format(name=name, role=wanted))
    try:
        freed = await team_rows.change_role(
            context.session, person, wanted, context.sender, context.desk.admins
        )
    except LastAdminError:
        return Message(texts.LAST_ADMIN.format(name=name))
    except FixedAdminError:
        return Message(texts.FIXED_ADMIN.format(name=name))
    if person.started and not person.blocked:
        place = Place(context.desk.bot_id, person.id)
        await menus.give(context.session, context.desk.bot_id, person.id, wanted)
        if person.id != context.sender.id:
            told = texts.your_role(wanted, context.desk.name)
            await post(context.session, place, f"role:{update.update_id}", told, Priority.NOTICE)
    return texts.role_changed(person, wanted, len(freed))


@team_only(Role.ADMIN)
async def audit(update: Update, context: Context) -> None:
    """/audit: what happened to the desk, the newest first."""
    await say(update, context, await _record(context, 0))


@team_only(Role.ADMIN)
async def turn_audit(update: Update, context: Context) -> None:
    await replace(update, context, await _record(context, press.of(update).number(0)))


async def _record(context: Context, page: int) -> Message:
    size = texts.AUDIT_PAGE
    entries = await team_rows.audit(context.session, size + 1, page * size)
    return texts.audit(entries[:size], page, len(entries) > size)


async def privacy(update: Update, context: Context) -> None:
    """/privacy, or /privacy erase."""
    if context.place(update).chat_id != context.sender.id:
        await say(update, context, help_texts.private_only(context.desk.link("start")))
    elif context.args and context.args[0].lower() == "erase":
        await say(update, context, texts.sure_to_erase(context.sender.role))
    else:
        await say(update, context, texts.privacy(context.desk.name))


async def erase(update: Update, context: Context) -> None:
    """The button under it: asks, erases, or keeps everything."""
    step = press.of(update).number(0)
    if context.place(update).chat_id != context.sender.id:
        return
    if step == 0:
        await replace(update, context, texts.sure_to_erase(context.sender.role))
    elif step == 1:
        await replace(update, context, await _erase(context))
    else:
        await replace(update, context, texts.privacy(context.desk.name))


async def _erase(context: Context) -> Message:
    try:
        freed = await team_rows.erase(context.session, context.sender, context.desk.admins)
    except LastAdminError:
        return Message(texts.YOU_ARE_LAST)
    await menus.give(context.session, context.desk.bot_id, context.sender.id, Role.REQUESTER)
    return texts.erased(len(freed))
