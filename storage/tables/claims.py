"""Claims, how they stand in articles, and what they are matched with."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from storage.types import BigId, Json, UtcDateTime, no_items, now


class Claim(SQLModel, table=True):
    """The thing that is checked. Several occurrences, and imported rows, may be the same claim."""

    __table_args__ = (
        Index("claim_state", "state", "worth"),
        Index(
            "claim_held",
            "assigned_to",
            sqlite_where=text("assigned_to IS NOT NULL"),
            postgresql_where=text("assigned_to IS NOT NULL"),
        ),
        Index(
            "claim_merged",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        Index(
            "claim_published",
            "visible_at",
            sqlite_where=text("verdict_id IS NOT NULL"),
            postgresql_where=text("verdict_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    text: str
    """The sentence that is checked: from the article, or as a reviewer worded it."""
    title: str | None = None
    """A headline of an imported check, or the article's words once the claim was reworded; searched too."""
    twin_key: str = Field(unique=True)
    """`claims.compare.normalise(text)`, hashed: texts that differ in case and punctuation share one claim."""
    key: str | None = Field(default=None, unique=True)
    """The key it was imported with, the first one of twins."""
    claimant: str | None = None
    claimed_on: date | None = None
    language: str | None = None
    kinds: list[str] = Field(default_factory=no_items, sa_type=Json)
    worth: float = 0.0
    state: str = "found"
    resting: str = "found"
    """The state it goes back to when whoever has it stops."""
    version: int = 1
    """Raised by every transition: the compare-and-swap of two people who press at once."""
    assigned_to: int | None = Field(default=None, foreign_key="person.id", sa_type=BigId)
    assigned_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verdict_id: int | None = Field(
        default=None,
        sa_type=BigId,
        foreign_key="verdict.id",
        sa_column_kwargs={"comment": "the published verdict, if one stands"},
    )
    visible_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When inline and notices may show the verdict: publication plus the time for undo."""
    merged_into: int | None = Field(default=None, foreign_key="claim.id", sa_type=BigId)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ClaimKey(SQLModel, table=True):
    """A key that a claim was imported with. Twins are one claim with several keys; `Claim.key` is the first.

    `digest` is of the row as imported: the same row again changes nothing, whatever the desk did since.
    """

    __tablename__ = "claim_key"

    key: str = Field(primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BigId)
    digest: str
    verdict_id: int | None = Field(default=None, sa_type=BigId)
    """The last verdict that was published from this row."""


class Occurrence(SQLModel, table=True):
    """One claim as it stands in one article, with offsets into the article's text."""

    __table_args__ = (UniqueConstraint("article_id", "position"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    article_id: int = Field(foreign_key="article.id", sa_type=BigId)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BigId)
    position: int
    """Its place in the summary, from 0: most worth checking first."""
    start: int
    end: int
    text: str
    kinds: list[str] = Field(default_factory=no_items, sa_type=Json)
    worth: float
    reasons: list[str] = Field(default_factory=no_items, sa_type=Json)
    flags: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=Json)
    """What is odd about this claim, as the engine's flags."""


class FigureRow(SQLModel, table=True):
    """A figure of an occurrence. Values are decimal strings, exact on both databases."""

    __tablename__ = "figure"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True, sa_type=BigId)
    start: int
    end: int
    low: str | None = None
    high: str | None = None
    comparator: str
    trend: str | None = None
    unit: str | None = None
    counted: str | None = None
    phrase_start: int | None = None
    phrase_end: int | None = None
    kind: str


class AttributionRow(SQLModel, table=True):
    """An attribution of an occurrence. `hop` counts from the first speaker (0) outwards along the chain."""

    __tablename__ = "attribution"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True, sa_type=BigId)
    hop: int = 0
    source: str | None = None
    """The source's words, with a pronoun resolved where the text makes it plain (`guess` says so)."""
    source_start: int | None = None
    source_end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    content: list[list[int]] = Field(default_factory=no_items, sa_type=Json)
    style: str
    stance: str
    source_kind: str
    guess: bool = False
    confidence: float


class Match(SQLModel, table=True):
    """A proposed link between an occurrence and a prior claim. It lends nothing until a reviewer confirms."""

    __table_args__ = (UniqueConstraint("occurrence_id", "claim_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    occurrence_id: int = Field(foreign_key="occurrence.id", sa_type=BigId)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BigId)
    state: str = "suggested"
    """suggested, confirmed, rejected or variant."""
    relation: str
    equal: bool = False
    """Whether figures (value, bound, unit) and dates are equal, and nothing else is known to differ: only then may a
    verdict be lent."""
    differs: list[str] = Field(default_factory=no_items, sa_type=Json)
    """What sets the two apart: a plain sentence, then the codes of `claims.compare` for what differs."""
    score: float
    confidence: float
    model: str
    decided_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigId)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Alias(SQLModel, table=True):
    """Two names for one thing, added by the desk. Kept when it is removed: matches were explained with it."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    term: str
    same_as: str
    added_by: int | None = Field(default=None, sa_type=BigId)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ClaimChange(SQLModel, table=True):
    """The log that the search index follows. Triggers on `claim` write it, so that nothing can forget to."""

    __tablename__ = "claim_change"
    __table_args__ = (Index("claim_change_order", "txid", "seq"),)

    seq: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    claim_id: int = Field(sa_type=BigId)
    txid: int = Field(default=0, sa_type=BigId)
    """PostgreSQL's transaction id: readers stay below the oldest one still running. 0 on SQLite."""


class ClaimVector(SQLModel, table=True):
    """What a model of meaning makes of a claim's text. One of another model, or of other words, is made anew."""

    __tablename__ = "claim_vector"

    claim_id: int = Field(primary_key=True, sa_type=BigId, foreign_key="claim.id", ondelete="CASCADE")
    model: str
    """`storage.semantic.Embedder.model`."""
    twin_key: str
    """The claim's when the vector was made: it changes with the words."""
    vector: bytes
    """A signed byte for each dimension, in proportion; only the direction counts."""
