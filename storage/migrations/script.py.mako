"""${message}."""

import sqlalchemy as sa
from alembic import op

from storage import triggers
from storage.types import BigId, Json, UtcDateTime

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
    triggers.recreate(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: older programs refuse a newer database")
