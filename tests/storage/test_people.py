"""Meeting people and letting them in, on both databases."""

import asyncio
from datetime import timedelta

from sqlmodel import select, update

from storage.db import Database
from storage.people import create_invite, meet, use_invite
from storage.roles import Role
from storage.tables import Invite, Person
from storage.types import now


async def greet(database: Database, number: int, name: str = "Ada", admins: tuple[int, ...] = ()) -> Person:
    async with database.write() as session:
        return await meet(session, number, name, "ada", "en", admins)


async def invite(database: Database, role: Role) -> str:
    async with database.write() as session:
        return await create_invite(session, role, created_by=None)


async def use(database: Database, code: str, number: int) -> Role | None:
    async with database.write() as session:
        return await use_invite(session, code, number)


async def test_a_person_is_met_once_and_recognised_under_a_new_name(database: Database) -> None:
    first = await greet(database, 7)
    again = await greet(database, 7, "Ada L.")
    assert (first.role, again.role) == ("requester", "requester")
    assert (again.name, again.created_at) == ("Ada L.", first.created_at)
    assert again.seen_at >= first.seen_at
    async with database.read() as session:
        assert [person.name for person in (await session.exec(select(Person))).all()] == ["Ada L."]


async def test_an_admin_of_the_settings_is_one_from_the_next_message_on(database: Database) -> None:
    assert (await greet(database, 7)).role == "requester"
    assert (await greet(database, 7, admins=(7,))).role == "admin"
    assert (await greet(database, 7)).role == "admin"


async def test_an_invitation_works_once(database: Database) -> None:
    await greet(database, 7)
    await greet(database, 8)
    code = await invite(database, Role.REVIEWER)
    assert await use(database, code, 7) is Role.REVIEWER
    assert await use(database, code, 8) is None
    async with database.read() as session:
        assert dict((await session.exec(select(Person.id, Person.role))).all()) == {
            7: "reviewer",
            8: "requester",
        }


async def test_two_who_use_it_at_once_are_one_who_is_let_in(database: Database) -> None:
    people = range(1, 6)
    for number in people:
        await greet(database, number)
    code = await invite(database, Role.EDITOR)
    roles = await asyncio.gather(*(use(database, code, number) for number in people))
    assert sorted(role for role in roles if role) == [Role.EDITOR]


async def test_an_invitation_runs_out(database: Database) -> None:
    await greet(database, 7)
    code = await invite(database, Role.REVIEWER)
    async with database.write() as session:
        await session.exec(update(Invite).values(expires_at=now() - timedelta(seconds=1)))
    assert await use(database, code, 7) is None


async def test_a_wrong_code_lets_nobody_in(database: Database) -> None:
    await greet(database, 7)
    code = await invite(database, Role.ADMIN)
    assert await use(database, code[:-1], 7) is None
    assert await use(database, "", 7) is None


async def test_an_invitation_takes_nothing_away(database: Database) -> None:
    await greet(database, 7, admins=(7,))
    assert await use(database, await invite(database, Role.REVIEWER), 7) is Role.ADMIN


async def test_only_the_hash_of_a_code_is_kept(database: Database) -> None:
    code = await invite(database, Role.REVIEWER)
    async with database.read() as session:
        kept = (await session.exec(select(Invite))).one()
    assert len(code) >= 22, "128 bits or more"
    assert code not in str(kept.model_dump())
    assert timedelta(days=6, hours=23) < kept.expires_at - now() <= timedelta(days=7)


async def test_an_invitation_of_somebody_who_is_no_admin_any_more_lets_nobody_in(database: Database) -> None:
    await greet(database, 7, admins=(7,))
    await greet(database, 8)
    async with database.write() as session:
        code = await create_invite(session, Role.ADMIN, created_by=7)
    async with database.write() as session:
        await session.execute(update(Person).values(role="requester"))
    assert await use(database, code, 8) is None
