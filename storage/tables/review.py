"""Verdicts and how they come about. Triggers refuse any change of verdicts, evidence and events."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from storage.types import BigId, Json, UtcDateTime, no_fields, no_items, now


class Verdict(SQLModel, table=True):
    """A reviewer's finding. Append-only: a correction is a new row that `replaces` the earlier one."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    claim_id: int = Field(index=True, sa_type=BigId)
    person_id: int | None = Field(default=None, index=True, sa_type=BigId)
    """Who found it; None for an imported check. An id only, so that a person can be erased."""
    truth: str | None = None
    attribution: str | None = None
    statement: str
    """The sentence that was checked, as it read when it was published."""
    rationale: str
    as_of: date
    kind: str = "first"
    """first, correction, update or refile."""
    single_reviewed: bool = True
    second_person_id: int | None = Field(default=None, sa_type=BigId)
    """Who rated it second, without seeing the first rating, or ruled where the two differed."""
    looked: str | None = None
    """Where the desk looked, for ratings that say that nothing was found."""
    comment: str = "not-asked"
    """What the speaker says to it: answered, no-answer, not-asked."""
    review_by: date | None = None
    note: str | None = None
    """For readers: what a correction, update or refile changed."""
    labels: dict[str, str] = Field(default_factory=no_fields, sa_type=Json)
    """The desk's own names for the ratings, where it had renamed them then."""
    replaces: int | None = Field(default=None, sa_type=BigId)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Evidence(SQLModel, table=True):
    """A source of a verdict."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    verdict_id: int = Field(foreign_key="verdict.id", index=True, sa_type=BigId)
    url: str
    archive_url: str | None = None
    note: str | None = None
    """The title of the page, where the desk has titles fetched."""


class Page(SQLModel, table=True):
    """The title of a page that somebody gave as a source; None where it has none or could not be fetched."""

    url: str = Field(primary_key=True)
    title: str | None = None
    fetched_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Draft(SQLModel, table=True):
    """What a reviewer has said so far of a claim that is theirs; gone when published or stopped."""

    __table_args__ = (UniqueConstraint("claim_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    claim_id: int = Field(foreign_key="claim.id", sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    truth: str | None = None
    attribution: str | None = None
    rationale: str | None = None
    urls: list[str] = Field(default_factory=no_items, sa_type=Json)
    statement: str | None = None
    """The sentence as the reviewer worded it; None for the claim's own."""
    looked: str | None = None
    comment: str = "not-asked"
    review_days: int | None = None
    """Days until it should be looked at again; None for the desk's own default."""
    kind: str | None = None
    """correction, update or refile, for a claim that was published before."""
    note: str | None = None
    second: bool = False
    """The blind rating of a second reviewer, which needs no reason."""
    proposed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Event(SQLModel, table=True):
    """Something that happened to a claim or to the desk. Append-only; holds ids only, never names."""

    __table_args__ = (
        Index("event_kind", "kind", "claim_id"),
        Index(
            "event_desk",
            "id",
            sqlite_where=text("claim_id IS NULL"),
            postgresql_where=text("claim_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    claim_id: int | None = Field(default=None, index=True, sa_type=BigId)
    person_id: int | None = Field(default=None, index=True, sa_type=BigId)
    kind: str
    data: dict[str, Any] = Field(default_factory=no_fields, sa_type=Json)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Prompt(SQLModel, table=True):
    """A question the bot asked, so that the next typed message is its answer.

    `outbox_key` names the message that asked; a reply to that message answers it, and without a reply the
    person's newest open prompt in the chat does.
    """

    __table_args__ = (
        Index(
            "prompt_open",
            *("person_id", "chat_id"),
            sqlite_where=text("open = 1"),
            postgresql_where=text("open"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", sa_type=BigId)
    chat_id: int = Field(sa_type=BigId)
    claim_id: int | None = Field(default=None, foreign_key="claim.id", sa_type=BigId)
    kind: str
    outbox_key: str
    data: dict[str, Any] = Field(default_factory=no_fields, sa_type=Json)
    open: bool = True
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
