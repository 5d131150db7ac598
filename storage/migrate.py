"""Brings a database to the shape that this program knows, under a lock, and says how far one is."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

from storage.db import configure_sqlite, parse_url, sync_url

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x636C61696D  # "claim": any number does that nobody else on the server takes


class DatabaseTooNewError(RuntimeError):
    """The database was upgraded by a newer ClaimDesk; this one would not understand it."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database is at revision {revision}, which this version of ClaimDesk does not know; "
            "install the newer ClaimDesk again, or restore a backup"
        )


@dataclass(frozen=True)
class Status:
    """`current` is None for an empty database."""

    current: str | None
    newest: str

    @property
    def up_to_date(self) -> bool:
        return self.current == self.newest


def upgrade(url: str) -> Status:
    """Migrates to the newest revision. Two processes that start at once: the second waits for the first.

    Raises DatabaseTooNewError, and leaves the database as it was when a migration fails.
    """
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _refuse_newer(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            return _status(connection)
    finally:
        engine.dispose()


def status(url: str) -> Status:
    """Where the database stands. An SQLite file that does not exist is not created."""
    parsed = parse_url(url)
    if parsed.drivername.startswith("sqlite") and not Path(str(parsed.database)).exists():
        return Status(None, _newest())
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return _status(connection)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    parsed = parse_url(url)
    engine = create_engine(sync_url(parsed))
    if engine.dialect.name == "sqlite":
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        configure_sqlite(engine)
    return engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _newest() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "there is at least one migration"  # noqa: S101
    return head


def _status(connection: Connection) -> Status:
    return Status(MigrationContext.configure(connection).get_current_revision(), _newest())


def _refuse_newer(connection: Connection) -> None:
    current = _status(connection).current
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNewError(current)
