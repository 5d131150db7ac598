"""Wakes whoever waits for new rows: at once within a process, by NOTIFY between processes on PostgreSQL.

A ring is only a hint. It may be lost with a connection, so everybody who waits also looks again after a
timeout, which is also how two processes on one SQLite file see each other's rows.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from typing import Literal

import psycopg
from sqlalchemy import URL, text
from sqlmodel.ext.asyncio.session import AsyncSession

Topic = Literal["inbox", "jobs", "outbox", "claims"]
TOPICS: tuple[Topic, ...] = ("inbox", "jobs", "outbox", "claims")
CHANNEL = "claimdesk"
RECONNECT_SECONDS = 2.0
log = logging.getLogger(__name__)


class Bell:
    def __init__(self, url: URL | None) -> None:
        self._url = url
        self._rung: dict[str, asyncio.Event] = {topic: asyncio.Event() for topic in TOPICS}
        self._listener: asyncio.Task[None] | None = None

    def ring_local(self, topics: Iterable[str]) -> None:
        for topic in topics:
            self._rung[topic].set()

    async def wait(self, topic: Topic, seconds: float) -> None:
        """Returns when the topic rings or the time is over. One waiter a topic in each process."""
        if self._url is not None and self._listener is None:
            self._listener = asyncio.create_task(self._listen(self._url), name="listen")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung[topic].wait(), seconds)
        self._rung[topic].clear()

    async def _listen(self, url: URL) -> None:
        conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.ring_local(TOPICS)  # rows may have come while nobody listened
                    async for notice in connection.notifies():
                        self.ring_local(topic for topic in TOPICS if topic == notice.payload)
            except psycopg.Error as error:
                log.warning("The database's notices stopped (%s); asking again soon.", type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def close(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
            self._listener = None


async def ring(session: AsyncSession, topic: Topic) -> None:
    """Rings when this transaction commits; a rollback rings nothing."""
    rung: set[str] = session.info.setdefault("rung", set())
    if topic in rung:
        return
    rung.add(topic)
    if session.get_bind().dialect.name == "postgresql":
        notify = text("SELECT pg_notify(:channel, :topic)")
        await session.execute(notify, {"channel": CHANNEL, "topic": topic})
