"""The menus of commands, by role: one table, so that no command is offered to somebody who may not use it."""

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import outbox
from storage.roles import Role
from storage.tables import Person

Commands = tuple[tuple[str, str], ...]

READER: Commands = (
    ("claim", "Check one more sentence of your article"),
    ("find", "Find what is checked"),
    ("following", "What you asked us to check"),
    ("stats", "The desk in numbers"),
    ("privacy", "What I keep, and how to erase it"),
    ("help", "Help and commands"),
)
REVIEWER: Commands = (
    ("queue", "Open claims, most asked first"),
    ("mine", "What is yours at present"),
    ("claim", "Open a claim by its number"),
    ("find", "Find claims"),
    ("following", "What you asked to have checked"),
    ("team", "Who is who"),
    ("stats", "The desk in numbers"),
    ("privacy", "What I keep, and how to erase it"),
    ("help", "Help and commands"),
)
EDITOR: Commands = (
    *REVIEWER[:-2],
    ("alias", "Names that mean the same"),
    *REVIEWER[-2:],
)
ADMIN: Commands = (
    *EDITOR[:-2],
    ("invite", "A link that brings in one person"),
    ("role", "Change what somebody may do"),
    ("settings", "How this desk works"),
    ("audit", "Who changed what"),
    *REVIEWER[-2:],
)
GROUP: Commands = (
    ("claim", "Check a sentence: reply to the text"),
    ("help", "What I do"),
)

BY_ROLE: dict[Role, Commands] = {
    Role.REQUESTER: (),  # everybody's
    Role.REVIEWER: REVIEWER,
    Role.EDITOR: EDITOR,
    Role.ADMIN: ADMIN,
}


async def give(session: AsyncSession, bot_id: int, person_id: int, role: str) -> None:
    """The menu that goes with somebody's role, in their private chat."""
    await outbox.set_menu(session, bot_id, person_id, BY_ROLE[Role(role)])


async def give_all(session: AsyncSession, bot_id: int) -> None:
    """The whole team's, at start: an update may have brought new commands."""
    team = await session.execute(
        select(col(Person.id), col(Person.role)).where(
            col(Person.role) != Role.REQUESTER.value, col(Person.started)
        )
    )
    for person_id, role in team.all():
        await give(session, bot_id, person_id, role)
