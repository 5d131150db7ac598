"""A claim is somebody's for a time: each step of theirs renews it, they hear before it is over, then it is free."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import jobs
from storage.roles import Role
from storage.tables import Claim, Person
from storage.types import now
from storage.workflow import Act, NotAllowedError, State, move

WARNING = timedelta(minutes=10)
"""So long before the end whoever has the claim hears of it, where they had it at least twice as long."""


async def watch(session: AsyncSession, claim: Claim) -> None:
    """Plans what comes when the time is over, and the word before it."""
    assert claim.assigned_until is not None  # noqa: S101  (it is somebody's)
    await jobs.put(session, "lapse", claim.id, due_at=claim.assigned_until)
    if claim.assigned_until - now() >= 2 * WARNING:
        await jobs.put(session, "running-out", claim.id, due_at=claim.assigned_until - WARNING)


async def forget(session: AsyncSession, claim: Claim) -> None:
    """The claim is nobody's any more, or its verdict stands: no timer is needed."""
    await jobs.cancel(session, "lapse", claim.id)
    await jobs.cancel(session, "running-out", claim.id)


async def renew(session: AsyncSession, claim: Claim, person: Person, lease: timedelta) -> None:
    """Gives whoever has the claim the whole time again. Raises NotAllowedError, ChangedMeanwhileError."""
    if claim.state != State.ASSIGNED or claim.assigned_to != person.id:
        raise NotAllowedError("the claim is not theirs")
    until = now() + lease
    record = {"until": until.isoformat()}
    await move(session, claim, Act.RENEW, person.id, person.role, record=record, assigned_until=until)
    await watch(session, claim)


async def work_on(session: AsyncSession, claim: Claim, person: Person, lease: timedelta) -> None:
    """A step of whoever has the claim. The first in the second half of their time renews it."""
    until = claim.assigned_until
    if claim.state == State.ASSIGNED and until is not None and until - now() < lease / 2:
        await renew(session, claim, person, lease)


async def lapse(session: AsyncSession, claim: Claim) -> int | None:
    """Frees a claim whose time ran out. Returns whose it was; None when it was renewed.

    The draft stays: whoever takes the claim again finds their words.
    """
    until = claim.assigned_until
    if claim.state != State.ASSIGNED or until is None or until > now():
        return None
    owner = claim.assigned_to
    await move(session, claim, Act.LAPSE, None, Role.ADMIN, record={"of": owner})
    return owner
