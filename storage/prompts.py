"""Questions that the next typed message answers."""

from sqlalchemy import Select, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.outbox import Place, key_of
from storage.tables import Person, Prompt

PREVIEW = "preview"
"""The kind of a preview's: it asks nothing, but a typed message may be a better reason."""
MOST_OPEN = 10
"""Nobody remembers what they were asked longer ago."""


async def open_prompt(
    session: AsyncSession,
    place: Place,
    person: Person,
    kind: str,
    outbox_key: str,
    claim_id: int | None,
    data: dict[str, int] | None = None,
) -> None:
    """Asks; an older question about the same claim is withdrawn. `data` is what the answer needs to know."""
    await close_all(session, person.id, claim_id)
    session.add(
        Prompt(
            person_id=person.id,
            chat_id=place.chat_id,
            claim_id=claim_id,
            kind=kind,
            outbox_key=outbox_key,
            data=data or {},
        )
    )
    await session.flush()


async def replied_to(session: AsyncSession, place: Place, person: Person, message_id: int) -> Prompt | None:
    """The open question that this message asked."""
    key = await key_of(session, place, message_id)
    found = await session.execute(_open(place, person.id).where(col(Prompt.outbox_key) == key).limit(1))
    prompt: Prompt | None = found.scalar()
    return prompt


async def open_ones(session: AsyncSession, place: Place, person: Person) -> list[Prompt]:
    """What this person was asked in this place and has not answered, the newest first."""
    found = await session.execute(_open(place, person.id).limit(MOST_OPEN))
    return list(found.scalars())


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
