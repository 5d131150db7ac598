"""The team: who has which role, how that changes, and what is on record of it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import holding
from storage.roles import Role
from storage.tables import Ask, Claim, Draft, Event, Person, Prompt, Verdict
from storage.workflow import Act, State, move


class LastAdminError(Exception):
    """A desk without an admin could not be run any more."""


class FixedAdminError(Exception):
    """The operator's settings make this person an admin; only they can change that."""


@dataclass(frozen=True)
class Member:
    person: Person
    verdicts: int


async def members(session: AsyncSession) -> list[Member]:
    """Everybody with a role, the highest first, with how many verdicts they wrote."""
    roles = [role.value for role in Role if role is not Role.REQUESTER]
    found = await session.execute(select(Person).where(col(Person.role).in_(roles)))
    people = list(found.scalars())
    counted = await session.execute(
        select(col(Verdict.person_id), func.count())
        .where(col(Verdict.person_id).in_([person.id for person in people]))
        .group_by(col(Verdict.person_id))
    )
    verdicts = dict(counted.all())
    order = list(Role)
    people.sort(key=lambda person: (-order.index(Role(person.role)), person.name.casefold(), person.id))
    return [Member(person, verdicts.get(person.id, 0)) for person in people]


async def can_decide(session: AsyncSession) -> bool:
    """Whether two people can differ and a third, an editor, decide: what two reviewers a verdict need."""
    roles = [Role(member.person.role) for member in await members(session)]
    return len(roles) >= 3 and any(role.includes(Role.EDITOR) for role in roles)


async def find(session: AsyncSession, named: str) -> Person | None:
    """The person called @username, whatever its case, or with this Telegram id."""
    if named.isascii() and named.isdigit() and len(named) < 19:
        return await session.get(Person, int(named))
    username = named.removeprefix("@").lower()
    found = await session.execute(select(Person).where(func.lower(col(Person.username)) == username))
    person: Person | None = found.scalars().first()
    return person


async def change_role(
    session: AsyncSession, person: Person, role: Role, by: Person, fixed: Collection[int]
) -> list[int]:
    """Gives somebody another role. Returns the claims that they lose by it.

    `fixed` are the admins by the operator's settings. Raises LastAdminError, FixedAdminError.
    """
    if role is not Role.ADMIN:
        if person.id in fixed:
            raise FixedAdminError
        await check_not_last(session, person, fixed)
    before, person.role = person.role, role.value
    session.add(person)
    data = {"person": person.id, "before": before, "after": role.value}
    session.add(Event(person_id=by.id, kind="role", data=data))
    return [] if role.includes(Role.REVIEWER) else await release(session, person, by)


async def check_not_last(session: AsyncSession, person: Person, fixed: Collection[int]) -> None:
    """Raises LastAdminError where nobody else could run the desk.

    The admins are locked, so that of two who remove each other at the same moment one stays.
    """
    admins = select(col(Person.id)).where(col(Person.role) == Role.ADMIN.value)
    found = set((await session.execute(admins.with_for_update())).scalars())
    if person.id in found and not (found | set(fixed)) - {person.id}:
        raise LastAdminError


async def release(session: AsyncSession, person: Person, by: Person) -> list[int]:
    """What was somebody's goes back to the queue, and no question to them stays open."""
    theirs = await session.execute(
        select(Claim).where(col(Claim.state) == State.ASSIGNED.value, col(Claim.assigned_to) == person.id)
    )
    freed = []
    for claim in theirs.scalars().all():
        await move(session, claim, Act.LAPSE, by.id, Role.ADMIN, record={"of": person.id, "left": True})
        await holding.forget(session, claim)
        freed.append(claim.id or 0)
    await session.execute(
        update(Prompt).where(col(Prompt.person_id) == person.id, col(Prompt.open)).values(open=False)
    )
    return freed


async def erase(session: AsyncSession, person: Person, fixed: Collection[int]) -> list[int]:
    """Forgets a person: empties their row, removes their asks and unfinished drafts.

    Verdicts and events keep their number, which means nothing by itself; so does a rating that waits for a
    second one, which is the desk's work by then. Returns the claims that go back to the queue.
    Raises LastAdminError.
    """
    await check_not_last(session, person, set(fixed) - {person.id})
    freed = await release(session, person, person)
    waits = select(col(Claim.id)).where(col(Claim.state).in_([State.PROPOSED.value, State.DISPUTED.value]))
    await session.execute(
        delete(Draft).where(
            col(Draft.person_id) == person.id,
            or_(col(Draft.claim_id).not_in(waits), col(Draft.proposed_at).is_(None) & ~col(Draft.second)),
        )
    )
    await session.execute(delete(Ask).where(col(Ask.person_id) == person.id))
    if person.role != Role.REQUESTER:
        data = {"person": person.id, "before": person.role, "after": Role.REQUESTER.value}
        session.add(Event(person_id=person.id, kind="role", data=data))
    session.add(Event(person_id=person.id, kind="erase"))
    person.name, person.username, person.language, person.last_query = "", None, None, None
    person.role = Role.REQUESTER.value
    session.add(person)
    return freed


@dataclass(frozen=True)
class Entry:
    """Something that happened to the desk, with the names of the people in it, as far as they are known."""

    event: Event
    names: dict[int, str]


async def audit(session: AsyncSession, limit: int, offset: int) -> list[Entry]:
    """What happened to the desk itself, the newest first."""
    found = await session.execute(
        select(Event)
        .where(col(Event.claim_id).is_(None))
        .order_by(col(Event.id).desc())
        .limit(limit)
        .offset(offset)
    )
    events = list(found.scalars())
    names = await names_of(session, {number for event in events for number in _people(event)})
    return [Entry(event, names) for event in events]


async def names_of(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """Who these people are; somebody who was erased, or never wrote, is not there."""
    found = await session.execute(
        select(col(Person.id), col(Person.name)).where(col(Person.id).in_(ids), col(Person.name) != "")
    )
    return dict(found.all())


def _people(event: Event) -> list[int]:
    named = [event.person_id, event.data.get("person"), event.data.get("by")]
    return [number for number in named if isinstance(number, int)]
