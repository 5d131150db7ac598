"""Every table, by room: people, articles, claims, review, queues. The names are those of the product."""

from sqlmodel import SQLModel

from storage.tables.articles import Article, Part, Submission
from storage.tables.claims import (
    Alias,
    AttributionRow,
    Claim,
    ClaimChange,
    ClaimKey,
    ClaimVector,
    FigureRow,
    Match,
    Occurrence,
)
from storage.tables.people import Ask, Invite, Person, Setting
from storage.tables.queues import Inbox, Job, Lane, Lease, Outbox, Sent
from storage.tables.review import Draft, Event, Evidence, Page, Prompt, Verdict
from storage.tables.shares import Chosen

metadata = SQLModel.metadata

__all__ = [
    "Alias",
    "Article",
    "Ask",
    "AttributionRow",
    "Chosen",
    "Claim",
    "ClaimChange",
    "ClaimKey",
    "ClaimVector",
    "Draft",
    "Event",
    "Evidence",
    "FigureRow",
    "Inbox",
    "Invite",
    "Job",
    "Lane",
    "Lease",
    "Match",
    "Occurrence",
    "Outbox",
    "Page",
    "Part",
    "Person",
    "Prompt",
    "Sent",
    "Setting",
    "Submission",
    "Verdict",
    "metadata",
]
