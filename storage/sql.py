"""The few statements that SQLAlchemy spells differently on the two databases."""

from typing import Any

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

Insert = postgresql.Insert | sqlite.Insert


def insert(session: AsyncSession, table: type[SQLModel]) -> Any:
    """An INSERT that knows ON CONFLICT, whichever database this is."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def fixed(value: str) -> Any:
    """A value written into the statement itself.

    For the condition of a partial index: PostgreSQL prepares a statement that it sees often, and then cannot
    know that a parameter will always be what the index asks for.
    """
    return literal(value, literal_execute=True)


def is_postgresql(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"
