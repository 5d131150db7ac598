"""The engine in a child process: reading a text takes all of a core, and the event loop must stay free."""

import asyncio
import multiprocessing
from concurrent.futures import TimeoutError as PoolTimeout
from datetime import date

from pebble import ProcessExpired, ProcessPool

from claims import Report, check

SECONDS = 20.0
"""How long one text may take. The longest allowed one takes about two."""


class EngineError(RuntimeError):
    """The engine did not finish this text: it took too long, or its process died."""


class Engine:
    """Reads one text at a time; a text that takes too long costs its own process, not ours."""

    def __init__(self) -> None:
        self._pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))

    async def check(self, text: str, published: date | None = None) -> Report:
        """`claims.check` elsewhere. Raises TextTooLongError, or EngineError when there is no result."""
        future = self._pool.schedule(check, args=[text, published], timeout=SECONDS)
        try:
            report: Report = await asyncio.wrap_future(future)
        except PoolTimeout:
            raise EngineError(f"the text took more than {SECONDS:.0f} seconds") from None
        except ProcessExpired as error:
            raise EngineError(f"the engine's process ended ({error.exitcode})") from None
        return report

    async def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(self._pool.join)
