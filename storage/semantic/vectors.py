"""Vectors as they are stored, and the claims that have none yet.

A vector is a signed byte a dimension: four times smaller than it came, and no ranking showed the difference.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql import insert
from storage.tables import Claim, ClaimVector

LONGEST_TEXT = 2_000  # characters; a model reads the first few hundred words at most

_CURRENT = and_(
    col(ClaimVector.claim_id) == col(Claim.id),
    col(ClaimVector.twin_key) == col(Claim.twin_key),
    col(ClaimVector.model) == bindparam("model"),
)
_STORED = (
    select(col(Claim.id), col(ClaimVector.vector))
    .join(ClaimVector, _CURRENT)
    .where(col(Claim.id).in_(bindparam("ids", expanding=True)))
)
_TEXTS = select(col(Claim.id), col(Claim.text)).where(col(Claim.id).in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claim whose vector is missing, or is that of another model or of words it no longer has."""

    id: int
    text: str
    twin_key: str


def stored(connection: Connection, model: str, ids: Collection[int]) -> dict[int, bytes]:
    """The vectors of these claims that are up to date."""
    rows = connection.execute(_STORED, {"model": model, "ids": list(ids)})
    return {number or 0: vector for number, vector in rows}


def texts(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    rows = connection.execute(_TEXTS, {"ids": list(ids)})
    return {number or 0: text[:LONGEST_TEXT] for number, text in rows}


async def missing(
    session: AsyncSession, model: str, limit: int, *, above: int = 0, among: Collection[int] | None = None
) -> list[Wanted]:
    """The next claims by id that need a vector: of all, or `among` some. Merged ones need none."""
    rows = (
        select(col(Claim.id), col(Claim.text), col(Claim.twin_key))
        .where(col(Claim.id) > above, _lacks_vector())
        .order_by(col(Claim.id))
        .limit(limit)
    )
    if among is not None:
        rows = rows.where(col(Claim.id).in_(among))
    found = await session.execute(rows, {"model": model})
    return [Wanted(number or 0, text[:LONGEST_TEXT], key) for number, text, key in found]


async def count_missing(session: AsyncSession, model: str) -> int:
    rows = select(func.count()).select_from(Claim).where(_lacks_vector())
    return int((await session.execute(rows, {"model": model})).scalar_one())


async def keep(session: AsyncSession, model: str, claims: Sequence[Wanted], vectors: Sequence[bytes]) -> None:
    """Stores vectors in place of what was there. A claim that was deleted meanwhile is left out."""
    there = await session.execute(
        select(col(Claim.id)).where(col(Claim.id).in_([each.id for each in claims]))
    )
    known = set(there.scalars())
    rows = [
        dict(claim_id=each.id, model=model, twin_key=each.twin_key, vector=vector)
        for each, vector in zip(claims, vectors, strict=True)
        if each.id in known
    ]
    if rows:
        statement = insert(session, ClaimVector).values(rows)
        changed = {name: statement.excluded[name] for name in ("model", "twin_key", "vector")}
        await session.execute(statement.on_conflict_do_update(index_elements=["claim_id"], set_=changed))


def pack(vector: Any) -> bytes:
    """A row of numbers as bytes: the largest becomes 127."""
    largest = abs(vector).max() or 1.0
    return bytes((vector * (127 / largest)).round().astype("int8").tobytes())


def _lacks_vector() -> Any:
    current = select(col(ClaimVector.claim_id)).where(_CURRENT).correlate(Claim)
    return and_(col(Claim.merged_into).is_(None), ~current.exists())
