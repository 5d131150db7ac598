"""Vectors of claims, for desks with a model of meaning."""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    op.create_table(
        "claim_vector",
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("twin_key", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_id"),
    )
