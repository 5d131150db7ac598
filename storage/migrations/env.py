"""Alembic's entry. `storage.migrate` hands over an open connection, whose transaction holds the lock."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import AutoString

from storage import types
from storage.tables import metadata


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Names our column types in a new migration instead of spelling them out."""
    if kind != "type":
        return False
    if isinstance(item, types.UtcDateTime):
        return "UtcDateTime()"
    if isinstance(item, sa.BigInteger):
        return "BigId"
    if isinstance(item, sa.JSON):
        return "Json"
    return "sa.String()" if isinstance(item, AutoString) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
