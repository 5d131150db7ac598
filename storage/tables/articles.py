"""Texts that came in: the parts as people sent them, the articles they make, who sent which."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from storage.types import BigId, Json, UtcDateTime, no_items, now


class Part(SQLModel, table=True):
    """One message with text in it, until a job has joined it with the rest of its article."""

    __table_args__ = (
        UniqueConstraint("bot_id", "chat_id", "message_id"),
        Index(
            "part_open",
            *("bot_id", "chat_id", "person_id", "thread_id"),
            sqlite_where=text("article_id IS NULL"),
            postgresql_where=text("article_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    bot_id: int = Field(sa_type=BigId)
    chat_id: int = Field(sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", sa_type=BigId)
    thread_id: int = Field(default=0, sa_type=BigId)
    """The forum topic, 0 outside of one."""
    message_id: int = Field(sa_type=BigId)
    media_group: str | None = None
    text: str
    origin: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """Where a forward came from, as far as Telegram says; None when it was typed or pasted."""
    sent_at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    article_id: int | None = Field(default=None, foreign_key="article.id", sa_type=BigId)


class Article(SQLModel, table=True):
    """One submitted text, whatever it came as. The same text is one article, however often it is sent."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    digest: str = Field(unique=True)
    """SHA-256 of the text with white space folded, in hexadecimal."""
    text: str
    published: date | None = None
    """The day the text was published, where known (the forward's own date); relative dates count from it."""
    state: str = "waiting"
    """waiting, read, or failed (`error` says why in plain words)."""
    error: str | None = None
    flags: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=Json)
    engine: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Submission(SQLModel, table=True):
    """One person sending one article, once. Sending it again adds a copy of the summary, not a submission."""

    __table_args__ = (UniqueConstraint("article_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    bot_id: int = Field(sa_type=BigId)
    article_id: int = Field(foreign_key="article.id", sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    chat_id: int = Field(sa_type=BigId)
    thread_id: int = Field(default=0, sa_type=BigId)
    message_id: int = Field(sa_type=BigId)
    origin: dict[str, Any] | None = Field(default=None, sa_type=Json)
    copies: int = 0
    """How many times its summary was asked for; each is a message of its own."""
    summaries: int = 0
    """How many of those were written."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
