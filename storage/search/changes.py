"""What the index needs of the database: the log of changes, in an order that can be followed, and the claims.

The order is (transaction, number). PostgreSQL gives out numbers before commits, so a late commit may bring a
lower number; but no transaction below the oldest running one is still to come, and only those are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    select,
    text,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims.rank import prepare
from claims.terms import words
from claims.typed import language, spelling
from storage.search.index import Entry, Position, Shown
from storage.sql import is_postgresql
from storage.tables import Claim, ClaimChange, Verdict

_COLUMNS = (
    col(Claim.id),
    col(Claim.text),
    col(Claim.title),
    col(Claim.claimant),
    col(Claim.merged_into),
    col(Claim.language),
    col(Claim.visible_at),
    col(Verdict.truth),
    col(Verdict.attribution),
    col(Verdict.as_of),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Claims that changed, each once, and the position behind the last change."""

    claim_ids: list[int]
    position: Position


async def identity(session: AsyncSession) -> str:
    """Tells this database from any other: when its first claim was stored. "" while it has none."""
    first = select(col(Claim.created_at)).order_by(col(Claim.id)).limit(1)
    created = (await session.execute(first)).scalar_one_or_none()
    return created.isoformat() if created else ""


async def belongs(session: AsyncSession, position: Position) -> bool:
    """Whether a position is one of this database: not of another one, nor of a later state of this one."""
    if position.database != await identity(session):
        return False
    if position.seq == 0:
        return True  # from before the first change that could be read
    row = (await session.execute(select(ClaimChange).where(col(ClaimChange.seq) == position.seq))).scalar()
    if row is None:
        return False
    oldest = await _oldest_running(session)
    return row.txid == position.txid and (oldest is None or row.txid < oldest)


async def adopt(session: AsyncSession) -> None:
    """Makes changes of another PostgreSQL server, which a backup brought along, the oldest of this one.

    Their transaction numbers may lie in this server's future, and would never be finished.
    """
    if is_postgresql(session):
        here = text("pg_current_xact_id()::text::bigint")
        await session.execute(update(ClaimChange).where(col(ClaimChange.txid) > here).values(txid=0))


async def newest(session: AsyncSession) -> Position:
    """The position behind the last change that may be read now."""
    rows = (
        select(col(ClaimChange.txid), col(ClaimChange.seq))
        .where(await _finished(session))
        .order_by(col(ClaimChange.txid).desc(), col(ClaimChange.seq).desc())
        .limit(1)
    )
    found = (await session.execute(rows)).one_or_none()
    txid, seq = found or (0, 0)
    return Position(txid, seq, await identity(session))


async def after(session: AsyncSession, position: Position, limit: int) -> Batch | None:
    """The next changes that may be read; None when there are none."""
    rows = (
        select(ClaimChange)
        .where(_behind(position.txid, position.seq, pairs=is_postgresql(session)), await _finished(session))
        .order_by(col(ClaimChange.txid), col(ClaimChange.seq))
        .limit(limit)
    )
    found = (await session.execute(rows)).scalars().all()
    if not found:
        return None
    last = found[-1]
    ids = list(dict.fromkeys(change.claim_id for change in found))
    return Batch(ids, Position(last.txid, last.seq or 0, await identity(session)))


def waiting(connection: Connection, position: Position, limit: int) -> list[int]:
    """The claims that changed last and are not in an index at this position, finished or not; newest first."""
    asked = {"txid": position.txid, "seq": position.seq, "most": limit}
    found = connection.execute(_waiting(pairs=connection.dialect.name == "postgresql"), asked)
    return list(dict.fromkeys(found.scalars()))


@cache
def _waiting(*, pairs: bool) -> Select[int]:
    """Every match asks this, so it is put together once."""
    txid, seq, most = (bindparam(name, type_=BigInteger) for name in ("txid", "seq", "most"))
    rows = select(col(ClaimChange.claim_id)).where(_behind(txid, seq, pairs=pairs))
    return rows.order_by(col(ClaimChange.txid).desc(), col(ClaimChange.seq).desc()).limit(most)


async def count_waiting(session: AsyncSession, position: Position) -> int:
    """How many changes an index at this position has not seen."""
    rows = (
        select(func.count())
        .select_from(ClaimChange)
        .where(_behind(position.txid, position.seq, pairs=is_postgresql(session)))
    )
    return int((await session.execute(rows)).scalar_one())


def entries(database: Connection | Session, ids: Collection[int]) -> list[Entry]:
    """What the index holds of these claims. A claim that is gone, or merged into another, has no entry."""
    rows = _claims().where(col(Claim.id).in_(ids), col(Claim.merged_into).is_(None))
    return [_entry(row) for row in database.execute(rows)]


async def entries_from(session: AsyncSession, above: int, limit: int) -> tuple[list[Entry], int | None]:
    """The next claims by id, and the id to go on from; None at the end."""
    rows = _claims().where(col(Claim.id) > above).order_by(col(Claim.id)).limit(limit)
    found = (await session.execute(rows)).all()
    last = found[-1][0] if len(found) == limit else None
    return [_entry(row) for row in found if row.merged_into is None], last


async def count_claims(session: AsyncSession) -> int:
    rows = select(func.count()).select_from(Claim).where(col(Claim.merged_into).is_(None))
    return int((await session.execute(rows)).scalar_one())


def _claims() -> Any:
    """Claims with what their published verdict says, if one stands."""
    return select(*_COLUMNS).outerjoin(Verdict, col(Verdict.id) == col(Claim.verdict_id))


def _entry(row: Any) -> Entry:
    heading, by = row.title or "", row.claimant or ""
    shown = _shown(row, heading, by) if row.as_of is not None else None
    return Entry(row.id, prepare(row.text, heading), " ".join(words(by)), shown)


def _shown(row: Any, heading: str, by: str) -> Shown:
    return Shown(
        spelling(row.text, heading, by),
        tuple(code for code in (row.truth, row.attribution) if code),
        " ".join(words(by)),
        row.as_of.toordinal(),
        (row.language or language(row.text)).lower()[:2],
        int(row.visible_at.timestamp()) if row.visible_at else 0,
    )


def _behind(txid: Any, seq: Any, *, pairs: bool) -> ColumnElement[bool]:
    """The changes behind a position, as each database finds them by the index `claim_change_order`.

    PostgreSQL compares pairs by it; SQLite would read the whole log, but there every txid is 0.
    """
    if pairs:
        return tuple_(col(ClaimChange.txid), col(ClaimChange.seq)) > tuple_(txid, seq)
    return and_(col(ClaimChange.txid) == txid, col(ClaimChange.seq) > seq)


async def _finished(session: AsyncSession) -> ColumnElement[bool]:
    oldest = await _oldest_running(session)
    return true() if oldest is None else col(ClaimChange.txid) < oldest


async def _oldest_running(session: AsyncSession) -> int | None:
    """PostgreSQL's oldest transaction that has not ended; None on SQLite, where they end in order."""
    if not is_postgresql(session):
        return None
    found = await session.execute(text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"))
    return int(found.scalar_one())
