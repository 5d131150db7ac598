"""The engine in a child process: reading a text takes all of a core, and the event loop must stay free."""

import asyncio
import multiprocessing
from concurrent.futures.process import BrokenProcessPool
from datetime import date

from pebble import ProcessExpired, ProcessPool

from claims import Report, check

SECONDS = 20.0
"""How long one text may take, the start of a process included. The longest allowed one takes about two."""


class EngineError(RuntimeError):
    """The engine did not finish this text: it took too long, or its process died."""


class Engine:
    """Reads one text at a time. Whatever becomes of a text or of its process, the next gets a sound one."""

    def __init__(self) -> None:
        self._pool = _new_pool()
        self._turn = asyncio.Lock()

    async def check(self, text: str, published: date | None = None) -> Report:
        """`claims.check` elsewhere. Raises TextTooLongError, or EngineError when there is no result."""
        async with self._turn:
            for _ in range(2):
                if not self._pool.active:
                    await self._renew()  # a process killed between two texts breaks its pool for good
                try:
                    return await self._read(text, published)
                except BrokenProcessPool:
                    continue  # it ended before it took this text, which is not to blame
            raise EngineError("the engine's process does not start")

    async def _read(self, text: str, published: date | None) -> Report:
        try:
            async with asyncio.timeout(SECONDS):
                report: Report = await asyncio.wrap_future(self._pool.schedule(check, args=[text, published]))
        except TimeoutError:
            # The process may have stopped with a lock of the pool in its hands, so neither is used again.
            await self._renew()
            raise EngineError(f"the text took more than {SECONDS:g} seconds") from None
        except ProcessExpired as error:
            raise EngineError(f"the engine's process ended ({error.exitcode})") from None
        return report

    async def _renew(self) -> None:
        await self.close()
        self._pool = _new_pool()

    async def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(self._pool.join)


def _new_pool() -> ProcessPool:
    """Its one process starts with the first text. Forking would copy what our threads have locked."""
    return ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))
