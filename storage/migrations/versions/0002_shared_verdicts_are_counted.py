"""Shared verdicts are counted."""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    op.create_table(
        "chosen",
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"]),
        sa.PrimaryKeyConstraint("claim_id", "day"),
    )
    op.create_index(op.f("ix_chosen_day"), "chosen", ["day"])
