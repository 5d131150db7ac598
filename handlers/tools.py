"""What jobs work with. A job computes without a write transaction and returns what writes its result."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from claims import Report
from handlers.context import Desk
from storage.db import Database
from storage.jobs import Job
from storage.matching import Matcher

Write = Callable[[AsyncSession], Awaitable[None]]


class Engine(Protocol):
    """Reads a text somewhere that does not block the event loop."""

    async def check(self, text: str, published: date | None = None) -> Report: ...


class Page(Protocol):
    """The beginning of a page, and its content type."""

    @property
    def content(self) -> bytes: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Tools:
    """What jobs work with."""

    database: Database
    desk: Desk
    engine: Engine
    matcher: Matcher
    fetch: Callable[[str], Awaitable[Page]]
    """Fetches the page behind a link, if that is safe; raises whatever stands in the way."""


Kind = Callable[[Tools, Job], Awaitable[Write]]
"""How a job is done. Its `write` runs in the transaction that also ends the job."""
