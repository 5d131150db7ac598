"""Questions that the next typed message answers."""

from sqlalchemy import Select, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.outbox import Place, key_of
from storage.tables import Person, Prompt


async def open_prompt(
    session: AsyncSession, place: Place, person: Person, kind: str, outbox_key: str, claim_id: int | None
) -> None:
    """Asks; an older question about the same claim is withdrawn."""
    await close_all(session, person.id, claim_id)
    session.add(
        Prompt(
            person_id=person.id, chat_id=place.chat_id, claim_id=claim_id, kind=kind, outbox_key=outbox_key
        )
    )
    await session.flush()


async def answering(
    session: AsyncSession, place: Place, person: Person, reply_to: int | None
) -> Prompt | None:
    """The question that a typed message answers: the one it replies to, else the newest."""
    if reply_to is not None:
        key = await key_of(session, place, reply_to)
        found = await session.execute(_open(place, person.id).where(col(Prompt.outbox_key) == key).limit(1))
        replied: Prompt | None = found.scalar()
        if replied is not None:
            return replied
    found = await session.execute(_open(place, person.id).limit(1))
    newest: Prompt | None = found.scalar()
    return newest


async def close(session: AsyncSession, prompt: Prompt) -> None:
    prompt.open = False
    session.add(prompt)


async def close_all(session: AsyncSession, person_id: int, claim_id: int | None) -> None:
    """Withdraws this person's open questions about a claim; None: those that are about the desk."""
    await session.execute(
        update(Prompt)
        .where(
            col(Prompt.person_id) == person_id,
            col(Prompt.claim_id).is_not_distinct_from(claim_id),
            col(Prompt.open),
        )
        .values(open=False)
    )


def _open(place: Place, person_id: int) -> Select[Prompt]:
    return (
        select(Prompt)
        .where(col(Prompt.person_id) == person_id, col(Prompt.chat_id) == place.chat_id, col(Prompt.open))
        .order_by(col(Prompt.id).desc())
    )
