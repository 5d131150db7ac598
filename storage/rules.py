"""How this desk works: what the operator set, and before it what an admin set in the chat."""

from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.ratings import BY_CODE
from storage.sql import insert
from storage.tables import Event, Setting


@dataclass(frozen=True)
class Rules:
    """Every rule that /settings may change. Times in seconds, minutes or days as the names say."""

    desk_name: str = "this desk"
    quorum: int = 1
    min_sources: int = 1
    undo_seconds: int = 60
    lease_minutes: int = 60
    review_days: int = 0
    """Days until a verdict should be looked at again; 0 for never."""
    daily_cards: int = 30
    """Cards a day that come to the reviewers' group by themselves."""
    titles: int = 0
    """1: the titles of sources are fetched from where their links lead."""
    labels: dict[str, str] = field(default_factory=dict)
    """Rating codes to this desk's own names for them."""

    @property
    def undo(self) -> timedelta:
        return timedelta(seconds=self.undo_seconds)

    @property
    def lease(self) -> timedelta:
        return timedelta(minutes=self.lease_minutes)


LIMITS: dict[str, tuple[int, int]] = {
    "quorum": (1, 2),
    "min_sources": (1, 10),
    "undo_seconds": (0, 3600),
    "lease_minutes": (5, 1440),
    "review_days": (0, 3650),
    "daily_cards": (0, 500),
    "titles": (0, 1),
}
"""The least and the most of each number."""
MAX_NAME = 60
NAMES = tuple(each.name for each in fields(Rules))


class BadRuleError(ValueError):
    """A value that a rule cannot have; the message says what it can."""


async def load(session: AsyncSession, defaults: Rules) -> Rules:
    """The rules in force."""
    rows = await session.execute(select(Setting))
    changed = {row.name: row.value for row in rows.scalars() if row.name in NAMES}
    return replace(defaults, **changed) if changed else defaults


async def change(session: AsyncSession, name: str, value: Any, person_id: int, before: Rules) -> Rules:
    """Sets one rule and records who did. Raises BadRuleError."""
    checked = check(name, value)
    row = insert(session, Setting).values(name=name, value=checked)
    await session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": checked}))
    data = {"name": name, "before": getattr(before, name), "after": checked}
    session.add(Event(person_id=person_id, kind="setting", data=data))
    return replace(before, **{name: checked})


def check(name: str, value: Any) -> Any:
    """The value as it is stored. Raises BadRuleError for one that is out of bounds."""
    if name in LIMITS:
        least, most = LIMITS[name]
        if not isinstance(value, int) or not least <= value <= most:
            raise BadRuleError(f"a number from {least} to {most}")
        return value
    if name == "desk_name":
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= MAX_NAME:
            raise BadRuleError(f"a name of at most {MAX_NAME} characters")
        return value.strip()
    if name == "labels":
        if not isinstance(value, dict) or not set(value) <= set(BY_CODE):
            raise BadRuleError("names for ratings that exist")
        if any(
            not isinstance(label, str) or not 1 <= len(label) <= MAX_NAME // 2 for label in value.values()
        ):
            raise BadRuleError(f"names of at most {MAX_NAME // 2} characters")
        return value
    raise BadRuleError("one of the settings that /settings shows")
