"""An index for the claims that are part of another one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("claim_merged", "claim", ["merged_into"], sqlite_where=merged, postgresql_where=merged)
