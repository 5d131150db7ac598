"""People, how they are let in, and what they asked to have checked."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.roles import Role
from storage.types import BigId, Json, UtcDateTime, now


class Person(SQLModel, table=True):
    """Somebody who wrote to the bot. `id` is Telegram's user id, which is also their private chat's."""

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str = ""
    username: str | None = None
    language: str | None = None
    role: str = Field(default=Role.REQUESTER, index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    started: bool = False
    """Whether they opened a private chat with the bot; it cannot write to them before."""
    blocked: bool = False
    last_query: str | None = None
    """Their last inline query that found nothing, for `start=ask`."""


class Invite(SQLModel, table=True):
    """A one-time link to a role. Only the hash of its code is kept."""

    code_hash: str = Field(primary_key=True)
    role: str
    created_by: int | None = Field(default=None, sa_type=BigId)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, sa_type=BigId)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Ask(SQLModel, table=True):
    """One person asked for one claim to be checked, and which verdict they were told."""

    __table_args__ = (UniqueConstraint("claim_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    claim_id: int = Field(foreign_key="claim.id", sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    article_id: int | None = Field(default=None, foreign_key="article.id", sa_type=BigId)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    told_verdict_id: int | None = Field(default=None, foreign_key="verdict.id", sa_type=BigId)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    notice: str | None = None
    """The outbox key of the notice that told them; verdicts on one article share one for a while."""


class Setting(SQLModel, table=True):
    """Something an admin set in the chat. It goes before the environment."""

    name: str = Field(primary_key=True)
    value: Any = Field(sa_type=Json)
