"""Makes the vectors of claims that have none: of new and reworded ones, and of all when the model is another.

Follows the log of claim changes, as the search index does. Nothing is computed in a transaction. Of several
processes on one database one at a time computes; each batch is kept as soon as it is done, so a kill costs little.
"""

import asyncio
import logging
from collections.abc import Callable, Collection

from storage import leases
from storage.db import Database
from storage.search import changes
from storage.search.index import Position
from storage.semantic import vectors
from storage.semantic.embedder import Embedder

BATCH = 32  # claims: a fraction of a second, well within the lease
CHANGES = 2_000
POLL_SECONDS = 1.0
RETRY_SECONDS = 10.0
LEASE = "vectors"

Progress = Callable[[int, int], None]
"""Called with how many vectors are made, and of how many."""
log = logging.getLogger(__name__)


class Upkeep:
    """`run` goes on for as long as the process lives; `catch_up` makes what is missing now and returns."""

    def __init__(self, database: Database, embedder: Embedder, progress: Progress | None = None) -> None:
        self._database = database
        self._embedder = embedder
        self._progress = progress or (lambda _done, _of: None)

    async def run(self) -> None:
        """Never returns. What goes wrong is logged and tried again."""
        position: Position | None = None
        while True:
            try:
                if position is None:
                    async with self._database.read() as session:
                        newest = await changes.newest(session)
                    await self.catch_up()
                    position = newest
                position = await self._follow(position)
            except Exception:
                log.exception("Vectors of claims could not be made; trying again.")
                await asyncio.sleep(RETRY_SECONDS)
            await asyncio.sleep(POLL_SECONDS)

    async def catch_up(self) -> None:
        """Goes through all claims once."""
        async with self._database.read() as session:
            total = await vectors.count_missing(session, self._embedder.model)
        if total:
            log.info("Making the vectors of %d claims.", total)
            await self._make(total)

    async def _follow(self, position: Position) -> Position:
        """Goes through the claims that changed behind a position, and returns the new one."""
        while True:
            async with self._database.read() as session:
                batch = await changes.after(session, position, CHANGES)
            if batch is None:
                return position
            await self._make(len(batch.claim_ids), batch.claim_ids)
            position = batch.position

    async def _make(self, total: int, among: Collection[int] | None = None) -> None:
        """Makes what is missing, of all claims or some. Waits while another process does so."""
        model, token = self._embedder.model, self._database.new_token()
        done, above, ours = 0, 0, False
        while True:
            async with self._database.read() as session:
                wanted = await vectors.missing(session, model, BATCH, above=above, among=among)
            if not wanted:
                break
            async with self._database.write() as session:
                ours = await leases.hold(session, LEASE, token)
            if not ours:
                await asyncio.sleep(POLL_SECONDS)
                continue
            made = await asyncio.to_thread(self._embedder.vectors, [each.text for each in wanted])
            async with self._database.write() as session:
                await vectors.keep(session, model, wanted, [vectors.pack(row) for row in made])
            above = wanted[-1].id
            done += len(wanted)
            self._progress(done, max(total, done))
        if ours:
            async with self._database.write() as session:
                await leases.release(session, LEASE, token)
