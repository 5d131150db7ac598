"""Updates from Telegram, kept until they are handled: stored once, in order within a chat, never lost.

A chat with open updates has a row in `lane`. Whoever takes the lane moves its `ready_at` to the end of the
lease and leaves a token; the transaction that handles the update gives the lane back and fails when the
token has changed, so that a worker that was thought dead cannot commit a second time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Update, delete, exists, func, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell
from storage.db import Database
from storage.sql import fixed, insert
from storage.tables import Inbox, Lane
from storage.types import now

LEASE = timedelta(seconds=10)
"""Short, because after a kill a chat waits for it; handlers only read and write a few rows."""
MAX_ATTEMPTS = 5
KEEP = timedelta(hours=48)
"""How long the id of a handled update is kept, to know a redelivery. Telegram retries for 24 hours."""
PURGE_BATCH = 1000
_OPEN = col(Inbox.state) == fixed("open")
"""Written out, for SQLite uses an index on some rows only where the condition shows the same words."""


class StaleLeaseError(RuntimeError):
    """Somebody else has taken this work meanwhile; nothing of this attempt may be kept."""


@dataclass(frozen=True)
class Taken:
    """An update that this worker holds until the lease runs out."""

    bot_id: int
    update_id: int
    lane: int
    token: str
    payload: dict[str, Any]
    attempts: int


def lane_of(update: dict[str, Any]) -> int:
    """What must stay in order: the chat, else the person. 0 for an update that names neither."""
    for body in update.values():
        if isinstance(body, dict):
            message = body.get("message") if "chat_instance" in body else body
            owner = (message or {}).get("chat") or body.get("from") or body.get("user") or {}
            return int(owner.get("id", 0))
    return 0


async def happened(session: AsyncSession, bot_id: int, lane: int, since: int, until: int) -> bool:
    """Whether anything came from this chat between two of its updates."""
    between = select(col(Inbox.update_id)).where(
        col(Inbox.bot_id) == bot_id,
        col(Inbox.update_id) > since,
        col(Inbox.update_id) < until,
        col(Inbox.lane) == lane,
    )
    return (await session.execute(between.limit(1))).first() is not None


async def newest(session: AsyncSession, bot_id: int) -> int:
    """The update that came last; 0 for none."""
    found = await session.execute(select(func.max(col(Inbox.update_id))).where(col(Inbox.bot_id) == bot_id))
    return found.scalar() or 0


async def put(session: AsyncSession, bot_id: int, payload: dict[str, Any]) -> bool:
    """Stores an update. False when it was there before."""
    lane, urgent = lane_of(payload), "callback_query" in payload
    row = dict(
        bot_id=bot_id,
        update_id=payload["update_id"],
        lane=lane,
        urgent=urgent,
        payload=payload,
        state="open",
        attempts=0,
        received_at=now(),
    )
    stored = await session.execute(
        insert(session, Inbox).values(**row).on_conflict_do_nothing().returning(col(Inbox.update_id))
    )
    if stored.first() is None:
        return False
    add = insert(session, Lane).values(bot_id=bot_id, lane=lane, urgent=urgent, ready_at=now())
    if urgent:
        add = add.on_conflict_do_update(index_elements=["bot_id", "lane"], set_={"urgent": True})
    else:
        # On PostgreSQL this waits for a worker that is just giving the lane back, then sees what it did.
        add = add.on_conflict_do_update(index_elements=["bot_id", "lane"], set_={"bot_id": bot_id})
    await session.execute(add)
    await bell.ring(session, "inbox")
    return True


async def take(database: Database, bot_id: int) -> Taken | None:
    """Takes the next update that nobody holds: presses first, then the chat that waited longest."""
    async with database.write() as session:
        at = now()
        ready = func.coalesce(_longest_waiting(bot_id, at, urgent=True), _longest_waiting(bot_id, at))
        token = database.new_token()
        taken = await session.execute(
            update(Lane)
            .where(col(Lane.bot_id) == bot_id, col(Lane.lane) == ready)
            .values(ready_at=at + LEASE, token=token)
            .returning(col(Lane.lane))
        )
        lane = taken.scalar()
        if lane is None:
            return None
        head = await _head(session, bot_id, lane)
        if head is None:  # cannot be, but an empty lane must not be taken for ever
            await session.execute(delete(Lane).where(col(Lane.bot_id) == bot_id, col(Lane.lane) == lane))
            return None
        head.attempts += 1
        session.add(head)
        return Taken(bot_id, head.update_id, lane, token, head.payload or {}, head.attempts)


def _longest_waiting(bot_id: int, at: datetime, *, urgent: bool = False) -> ScalarSelect[int]:
    """The free lane that was ready first. By urgency in two steps, each of which one index answers."""
    return (
        select(col(Lane.lane))
        .where(col(Lane.bot_id) == bot_id, col(Lane.urgent) == urgent, col(Lane.ready_at) <= at)
        .order_by(col(Lane.ready_at))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


async def renew(database: Database, taken: Taken) -> None:
    """Another lease for work that takes long. Raises StaleLeaseError when it was lost."""
    async with database.write() as session:
        lane = await _own_lane(session, taken)
        lane.ready_at = now() + LEASE
        session.add(lane)


async def done(session: AsyncSession, taken: Taken) -> None:
    """Marks the update done, in the transaction that handled it. Raises StaleLeaseError."""
    lane = await _own_lane(session, taken)
    await session.execute(_row(taken).values(state="done", payload=None, error=None, done_at=now()))
    await _give_back(session, lane, now())


async def failed(database: Database, taken: Taken, error: str) -> bool:
    """Puts the update back for later, longer each time. True when it was given up. Raises StaleLeaseError."""
    give_up = taken.attempts >= MAX_ATTEMPTS
    async with database.write() as session:
        lane = await _own_lane(session, taken)
        state = "dead" if give_up else "open"
        await session.execute(_row(taken).values(error=error[:2000], state=state))
        delay = timedelta(0) if give_up else timedelta(seconds=0.2 * 4**taken.attempts)
        await _give_back(session, lane, now() + delay)
    return give_up


def _row(taken: Taken) -> Update:
    return update(Inbox).where(col(Inbox.bot_id) == taken.bot_id, col(Inbox.update_id) == taken.update_id)


async def _head(session: AsyncSession, bot_id: int, lane: int) -> Inbox | None:
    found = await session.execute(
        select(Inbox)
        .where(col(Inbox.bot_id) == bot_id, col(Inbox.lane) == lane, _OPEN)
        .order_by(col(Inbox.update_id))
        .limit(1)
    )
    return found.scalar()


async def _own_lane(session: AsyncSession, taken: Taken) -> Lane:
    """The lane, locked. Raises StaleLeaseError when somebody else has taken it meanwhile.

    Always before the update's own row, as `take` does it: in the other order two workers could wait for each
    other, the one whose lease ran out and the one who has the lane now.
    """
    mine = (col(Lane.bot_id) == taken.bot_id, col(Lane.lane) == taken.lane)
    lane: Lane | None = (await session.execute(select(Lane).where(*mine).with_for_update())).scalar()
    if lane is None or lane.token != taken.token:
        raise StaleLeaseError
    return lane


async def _give_back(session: AsyncSession, lane: Lane, ready_at: datetime) -> None:
    """Looks for more work while the lane is locked, so that no update arrives in between unseen."""
    is_open = (col(Inbox.bot_id) == lane.bot_id, col(Inbox.lane) == lane.lane, _OPEN)
    if not (await session.execute(select(exists().where(*is_open)))).scalar():
        await session.delete(lane)
        return
    urgent = select(exists().where(*is_open, col(Inbox.urgent)))
    lane.urgent = bool((await session.execute(urgent)).scalar())
    lane.ready_at, lane.token = ready_at, None
    session.add(lane)
    await bell.ring(session, "inbox")


async def dead(session: AsyncSession, bot_id: int, limit: int = 20) -> list[Inbox]:
    """Updates that were given up, newest first."""
    found = await session.execute(
        select(Inbox)
        .where(col(Inbox.bot_id) == bot_id, col(Inbox.state) == "dead")
        .order_by(col(Inbox.received_at).desc())
        .limit(limit)
    )
    return list(found.scalars())


async def retry(session: AsyncSession, bot_id: int, update_id: int) -> bool:
    """Opens a dead update again. False when there is none."""
    row = await session.get(Inbox, (bot_id, update_id))
    if row is None or row.state != "dead":
        return False
    row.state, row.attempts = "open", 0
    session.add(row)
    lane = insert(session, Lane).values(bot_id=bot_id, lane=row.lane, urgent=row.urgent, ready_at=now())
    await session.execute(lane.on_conflict_do_nothing())
    await bell.ring(session, "inbox")
    return True


async def purge(database: Database) -> int:
    """Forgets updates that were handled more than KEEP ago, a batch at a time. Returns how many."""
    total = 0
    while True:
        async with database.write() as session:
            old = (
                select(col(Inbox.bot_id), col(Inbox.update_id))
                .where(col(Inbox.state) == "done", col(Inbox.received_at) < now() - KEEP)
                .limit(PURGE_BATCH)
            )
            rows = (await session.execute(old)).all()
            for bot_id, update_id in rows:
                await session.execute(
                    delete(Inbox).where(col(Inbox.bot_id) == bot_id, col(Inbox.update_id) == update_id)
                )
        total += len(rows)
        if len(rows) < PURGE_BATCH:
            return total


async def backlog(session: AsyncSession, bot_id: int) -> int:
    """How many updates wait."""
    waiting = select(func.count()).select_from(Inbox)
    counted = await session.execute(waiting.where(col(Inbox.bot_id) == bot_id, _OPEN))
    return int(counted.scalar_one())
