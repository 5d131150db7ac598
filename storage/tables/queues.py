"""Work in progress: updates that came in, jobs to do, messages to send, and who holds what meanwhile."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from storage.types import BigId, Json, UtcDateTime, no_fields, now


class Inbox(SQLModel, table=True):
    """One update from Telegram. The key makes a redelivery a no-op; the payload is cleared when done."""

    __table_args__ = (
        Index(
            "inbox_open",
            *("bot_id", "lane", "update_id"),
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("inbox_received", "state", "received_at"),
    )

    bot_id: int = Field(primary_key=True, sa_type=BigId)
    update_id: int = Field(primary_key=True, sa_type=BigId)
    lane: int = Field(sa_type=BigId)
    """The chat, else the person: what must stay in order."""
    urgent: bool = False
    """A press, which a person waits for with a finger on the button."""
    payload: dict[str, Any] | None = Field(default=None, sa_type=Json)
    state: str = "open"
    """open, done, or dead: given up after too many failures, kept for an admin."""
    attempts: int = 0
    error: str | None = None
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Lane(SQLModel, table=True):
    """A chat with open updates. Whoever takes it moves `ready_at` to the end of the lease and leaves a token.

    It exists so that taking the next update costs the same with a backlog of ten or of ten thousand.
    """

    __table_args__ = (Index("lane_ready", "bot_id", "urgent", "ready_at"),)

    bot_id: int = Field(primary_key=True, sa_type=BigId)
    lane: int = Field(primary_key=True, sa_type=BigId)
    urgent: bool = False
    ready_at: datetime = Field(sa_type=UtcDateTime)
    token: str | None = None
    """The fencing token of the present holder; a holder whose token is gone must not commit."""


class Job(SQLModel, table=True):
    """Something slow or something later. Putting a job again under its key restarts it."""

    __table_args__ = (
        Index(
            "job_due",
            "due_at",
            sqlite_where=text("dead = 0"),
            postgresql_where=text("NOT dead"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    key: str = Field(unique=True)
    kind: str
    payload: dict[str, Any] = Field(default_factory=no_fields, sa_type=Json)
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    token: str | None = None
    attempts: int = 0
    dead: bool = False
    error: str | None = None


class Outbox(SQLModel, table=True):
    """A message that waits to be sent. One pending row a key: a newer version replaces it in place."""

    __table_args__ = (
        Index(
            "outbox_pending_key",
            *("bot_id", "key"),
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("outbox_next", "bot_id", "state", "priority", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    bot_id: int = Field(sa_type=BigId)
    key: str
    kind: str
    """message, document, photo, menu (of commands), or answer (to a press)."""
    chat_id: int = Field(sa_type=BigId)
    priority: int
    payload: dict[str, Any] = Field(default_factory=no_fields, sa_type=Json)
    state: str = "pending"
    """pending, sending, or failed (kept for an admin). A row that was sent is gone; see `Sent`."""
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    error: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Sent(SQLModel, table=True):
    """A message that people can see, by its key: a later version under the key becomes an edit of it."""

    __table_args__ = (
        Index("sent_place", "bot_id", "chat_id", "message_id"),
        Index("sent_subject", "subject"),
    )

    bot_id: int = Field(primary_key=True, sa_type=BigId)
    key: str = Field(primary_key=True)
    chat_id: int = Field(sa_type=BigId)
    message_id: int | None = Field(default=None, sa_type=BigId)
    inline_message_id: str | None = None
    subject: str | None = None
    """What it shows at present ("claim:214"), to find every copy when that changes."""
    state: str = "sent"
    """sent, uncertain (a timeout after the request went out), blocked, or gone."""
    payload: dict[str, Any] = Field(default_factory=no_fields, sa_type=Json)
    """What it shows now; its buttons identify an uncertain message when one of them is pressed."""
    sent_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Lease(SQLModel, table=True):
    """A role that one process holds at a time: the sender of a token, the reader of its updates."""

    name: str = Field(primary_key=True)
    token: str
    until: datetime = Field(sa_type=UtcDateTime)
