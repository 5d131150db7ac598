"""Keeps the index equal to the database: reads the log of claim changes and writes the index in batches.

One process a folder does so, the one that holds the lock; the lock ends with the process, however it ends,
and another takes over. Claims and position are committed together, so a kill costs at most one batch's work.
"""

import asyncio
import fcntl
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from storage.db import Database
from storage.search import changes
from storage.search.index import FORMAT, Entry, Position, SearchIndex

BATCH = 2_000
POLL_SECONDS = 1.0  # a ring may be lost, and another process on the same SQLite file cannot ring
COMMIT_PAUSE = 0.2  # a commit costs about 11 ms, whatever is in it

Progress = Callable[[int, int], None]
"""Called with how many claims are done, and of how many."""
log = logging.getLogger(__name__)


class Follower:
    """`run` follows for as long as the process lives; `catch_up` brings the index up to now and returns."""

    def __init__(self, database: Database, folder: Path, progress: Progress | None = None) -> None:
        self._database = database
        self._home = folder
        self._folder = folder / FORMAT
        self._progress = progress or (lambda _done, _of: None)
        self._lock: int | None = None
        self._index: SearchIndex | None = None

    async def run(self) -> None:
        """Never returns. What goes wrong is logged and tried again."""
        try:
            while True:
                try:
                    if self._take_lock():
                        await self._follow()
                except (OSError, ValueError, SQLAlchemyError) as error:
                    log.warning("The search index could not follow (%s); trying again.", type(error).__name__)
                    self.close()
                await self._database.bell.wait("claims", POLL_SECONDS)
                await asyncio.sleep(COMMIT_PAUSE)
        finally:
            self.close()

    async def catch_up(self, *, rebuild: bool = False) -> None:
        """Waits until the index holds all that is committed now, whoever follows; `rebuild` starts afresh."""
        async with self._database.read() as session:
            goal = await changes.newest(session)
        while not self._take_lock():
            index = await asyncio.to_thread(open_index, self._home)
            if index is not None and not rebuild and _reached(index.position(), goal):
                return
            await asyncio.sleep(COMMIT_PAUSE)
        try:
            if rebuild:
                await self._rebuild(await self._opened())
            await self._follow()
        finally:
            self.close()

    def close(self) -> None:
        """Lets another process follow."""
        if self._index is not None:
            self._index.close()
            self._index = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_lock(self) -> bool:
        path = self._home / "lock"
        if self._lock is not None and path.exists() and os.path.samestat(os.fstat(self._lock), path.stat()):
            return True
        self.close()  # somebody deleted the folder: a lock on a deleted file guards nothing
        self._home.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._lock = handle
        return True

    async def _follow(self) -> None:
        """Reads the log to its end. An index of another database, or none, is rebuilt first."""
        index = self._index
        if index is None or not (self._folder / "meta.json").exists():
            index = await self._opened()
        async with self._database.read() as session:
            ours = await changes.belongs(session, index.position())
        if not ours:
            await self._rebuild(index)
        while True:
            async with self._database.read() as session:
                batch = await changes.after(session, index.position(), BATCH)
                if batch is None:
                    return
                found = await session.run_sync(changes.entries, batch.claim_ids)
            await asyncio.to_thread(_apply, index, batch, found)

    async def _rebuild(self, index: SearchIndex) -> None:
        """Reads every claim. Searches find what was there before until the whole is committed."""
        async with self._database.write() as session:
            await changes.adopt(session)
        async with self._database.read() as session:
            position = await changes.newest(session)
            total = await changes.count_claims(session)
        log.info("Building the search index: %d claims.", total)
        index.clear()
        done, above = 0, 0
        self._progress(0, total)
        while True:
            async with self._database.read() as session:
                found, last = await changes.entries_from(session, above, BATCH)
            await asyncio.to_thread(_add, index, found)
            done += len(found)
            self._progress(done, total)
            if last is None:
                break
            above = last
        await asyncio.to_thread(index.commit, position)

    async def _opened(self) -> SearchIndex:
        if self._index is not None:
            self._index.close()
        self._index = await asyncio.to_thread(_open_for_writing, self._folder)
        return self._index


def open_index(folder: Path) -> SearchIndex | None:
    """The index of an index folder, for reading; None where there is none yet, or a damaged one."""
    if not (folder / FORMAT / "meta.json").exists():
        return None
    try:
        return SearchIndex(folder / FORMAT)
    except ValueError:
        return None


def _open_for_writing(folder: Path) -> SearchIndex:
    """Opens the index, or starts an empty one where what is there cannot be read."""
    for old in folder.parent.glob("claims-*"):
        if old.is_dir() and old.name != folder.name:
            shutil.rmtree(old)  # of an earlier version of the program; nothing else in the folder is ours
    try:
        index = SearchIndex(folder)
        index.open_writer()
        index.check()
    except ValueError as error:
        log.warning("The search index is damaged (%s); building it anew.", error)
        shutil.rmtree(folder)
        index = SearchIndex(folder)
        index.open_writer()
    return index


def _apply(index: SearchIndex, batch: changes.Batch, found: list[Entry]) -> None:
    there = {entry.id for entry in found}
    index.change(found, [number for number in batch.claim_ids if number not in there])
    index.commit(batch.position)


def _add(index: SearchIndex, found: list[Entry]) -> None:
    for entry in found:
        index.add(entry)


def _reached(position: Position, goal: Position) -> bool:
    same = position.database == goal.database
    return same and (position.txid, position.seq) >= (goal.txid, goal.seq)
