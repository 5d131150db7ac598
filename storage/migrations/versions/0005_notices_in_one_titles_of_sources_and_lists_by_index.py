"""Verdicts on one article in one notice; titles of sources; indexes for the lists of claims and the record."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    op.add_column("ask", sa.Column("told_at", UtcDateTime(), nullable=True))
    op.add_column("ask", sa.Column("notice", sa.String(), nullable=True))
    op.create_table(
        "page",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_index("ix_person_role", "person", ["role"])
    op.create_index("event_kind", "event", ["kind", "claim_id"])
    desk = sa.text("claim_id IS NULL")
    op.create_index("event_desk", "event", ["id"], sqlite_where=desk, postgresql_where=desk)
    held = sa.text("assigned_to IS NOT NULL")
    op.create_index("claim_held", "claim", ["assigned_to"], sqlite_where=held, postgresql_where=held)
