"""One way to the database: short write transactions, separate reads, on SQLite and PostgreSQL alike."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession as PlainAsyncSession
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.bell import Bell

DEFAULT_URL = "sqlite:///./data/claimdesk.sqlite3"
BUSY_SECONDS = 30
"""How long one SQLite writer waits for another process before it gives up."""
QUIET: dict[str, Any] = {"hide_parameters": True}
"""What people wrote stays out of error messages, and so out of logs."""


class DatabaseUrlError(ValueError):
    """CLAIMDESK_DATABASE_URL does not name a database that ClaimDesk can use."""


def parse_url(url: str) -> URL:
    """An SQLAlchemy URL with the driver that ClaimDesk uses, whichever driver (or none) was named."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUrlError(
            "CLAIMDESK_DATABASE_URL is not a database URL; write sqlite:///path or postgresql://user@host/name"
        ) from None
    match parsed.drivername.partition("+")[0]:
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise DatabaseUrlError("CLAIMDESK_DATABASE_URL names no file; write sqlite:///path/to/file")
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(
        f"CLAIMDESK_DATABASE_URL starts with '{parsed.drivername}'; ClaimDesk runs on sqlite and postgresql"
    )


def sync_url(url: URL) -> URL:
    """The same database for code that is not asynchronous (migrations, backup)."""
    return url.set(drivername="sqlite") if url.drivername.startswith("sqlite") else url


class Session(AsyncSession):
    """sqlmodel's session, without its warning about `execute`, which rows of several columns need."""

    execute = PlainAsyncSession.execute


class Database:
    """Opens sessions. On SQLite one connection writes, and every transaction on it starts as a write.

    Without BEGIN IMMEDIATE two transactions could both read, then both wait for the other to write.
    """

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.drivername.startswith("sqlite")
        self.process = secrets.token_hex(4)
        """Who we are in the leases that we take."""
        if self.is_sqlite:
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            self._writer = create_async_engine(
                self.url, pool_size=1, max_overflow=0, pool_timeout=BUSY_SECONDS, **QUIET
            )
            configure_sqlite(self._writer.sync_engine)
            self._reader = create_async_engine(self.url, pool_size=4, max_overflow=4, **QUIET)
            configure_sqlite(self._reader.sync_engine, read_only=True)
            self._looker = create_engine(sync_url(self.url), pool_size=4, max_overflow=4, **QUIET)
            configure_sqlite(self._looker, read_only=True)
        else:
            self._writer = create_async_engine(self.url, pool_size=10, pool_pre_ping=True, **QUIET)
            # The same connections; each transaction sees one moment, as on SQLite.
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._looker = create_engine(
                self.url, pool_size=4, pool_pre_ping=True, **QUIET
            ).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self.bell = Bell(None if self.is_sqlite else self.url)

    def new_token(self) -> str:
        """For a lease of this process: fits nobody else, and nobody twice."""
        return f"{self.process}.{secrets.token_hex(8)}"

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for those who need a bare connection."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits when the block ends and rolls back when it raises.

        Keep it short: on SQLite every other writer waits.
        """
        async with Session(self._writer, expire_on_commit=False) as session:
            async with session.begin():
                yield session
            self.bell.ring_local(session.info.pop("rung", ()))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent look that never blocks a writer and cannot change anything."""
        async with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """The same within a thread: a question takes a tenth of the time when no event loop hands it about."""
        with self._looker.connect() as connection:
            yield connection

    async def close(self) -> None:
        await self.bell.close()
        self._looker.dispose()
        await self._writer.dispose()
        if self.is_sqlite:
            await self._reader.dispose()


def configure_sqlite(engine: Engine, *, read_only: bool = False) -> None:
    """Takes BEGIN away from the driver, which would defer it, and sets what SQLite needs."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        raw: Any = connection
        raw.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


async def wait_until_up(database: Database, seconds: float = 30.0) -> None:
    """Waits for a database that is still starting. Raises the driver's error when it stays away."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            async with database.engine.connect():
                return
        except Exception:
            if asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(0.5)
