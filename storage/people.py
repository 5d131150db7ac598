"""Who is who: people as they write to the bot, and one-time invitations to a role."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import CursorResult, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.roles import Role
from storage.sql import insert
from storage.tables import Event, Invite, Person
from storage.types import now

INVITE_LASTS = timedelta(days=7)
_CODE_BYTES = 24  # 192 bits, 32 characters: with "join-" well within a start parameter's 64


async def meet(
    session: AsyncSession,
    person_id: int,
    name: str,
    username: str | None,
    language: str | None,
    admins: Collection[int],
) -> Person:
    """The person as they are now called, new or known. Whoever is in `admins` is an admin from here on."""
    fresh = dict(name=name, username=username, language=language, seen_at=now())
    if person_id in admins:
        fresh["role"] = Role.ADMIN.value
    statement = insert(session, Person).values(id=person_id, **fresh)
    statement = statement.on_conflict_do_update(index_elements=["id"], set_=fresh).returning(Person)
    found = await session.execute(statement, execution_options={"populate_existing": True})
    person: Person = found.scalar_one()
    return person


async def with_role(session: AsyncSession, least: Role) -> list[Person]:
    """Everybody with this role or a higher one, by name."""
    roles = [role.value for role in Role if role.includes(least)]
    found = await session.execute(
        select(Person).where(col(Person.role).in_(roles)).order_by(col(Person.name))
    )
    return list(found.scalars())


async def create_invite(session: AsyncSession, role: Role, created_by: int | None) -> str:
    """A code that lets one person in, once, within seven days. Only its hash is kept."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    session.add(
        Invite(code_hash=_hash(code), role=role.value, created_by=created_by, expires_at=now() + INVITE_LASTS)
    )
    session.add(Event(person_id=created_by, kind="invite", data={"role": role.value}))
    await session.flush()
    return code


async def use_invite(session: AsyncSession, code: str, person_id: int) -> Role | None:
    """Takes up an invitation. None where the code is wrong, used or expired, or its maker is no admin any more.

    Two people who use it at the same instant: one is let in. Nobody loses a higher role by it.
    """
    at = now()
    admins = select(col(Person.id)).where(col(Person.role) == Role.ADMIN.value)
    used = await session.execute(
        update(Invite)
        .where(
            col(Invite.code_hash) == _hash(code),
            col(Invite.used_at).is_(None),
            col(Invite.expires_at) > at,
            col(Invite.created_by).is_(None) | col(Invite.created_by).in_(admins),
        )
        .values(used_by=person_id, used_at=at)
        .returning(col(Invite.role), col(Invite.created_by))
        .execution_options(synchronize_session=False)
    )
    invited = used.one_or_none()
    if invited is None:
        return None
    offered, created_by = invited
    session.add(Event(person_id=person_id, kind="join", data={"role": offered, "by": created_by}))
    held = await session.execute(select(col(Person.role)).where(col(Person.id) == person_id))
    role = max(Role(offered), Role(held.scalar_one()), key=list(Role).index)
    changed = await session.execute(update(Person).where(col(Person.id) == person_id).values(role=role.value))
    assert isinstance(changed, CursorResult) and changed.rowcount == 1, "whoever uses it has been met"  # noqa: S101
    return role


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
