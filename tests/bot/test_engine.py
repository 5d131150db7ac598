"""The engine's own process: killed, hung or stopped, it costs one text at most, and the next one is read."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator

import pytest

from bot import engine as engine_module
from bot.engine import Engine, EngineError
from claims import MAX_CHARS, TextTooLongError, check

TEXT = "Police said 12 people died."
SLOW = "The minister said 12 people died and 5% of 40 villages were flooded. " * 2_800


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    engine = Engine()
    yield engine
    await engine.close()
    assert multiprocessing.active_children() == []


def child() -> int:
    [process] = multiprocessing.active_children()
    assert process.pid is not None
    return process.pid


async def test_a_text_is_read_elsewhere_as_it_would_be_here(engine: Engine) -> None:
    assert await engine.check(TEXT) == check(TEXT)
    assert child() != os.getpid()


async def test_what_the_engine_refuses_is_refused_and_costs_no_process(engine: Engine) -> None:
    await engine.check(TEXT)
    before = child()
    with pytest.raises(TextTooLongError):
        await engine.check("x" * (MAX_CHARS + 1))
    await engine.check(TEXT)
    assert child() == before


@pytest.mark.parametrize("noticed", [True, False], ids=["long before", "just before"])
async def test_killed_between_two_texts_nobody_notices(engine: Engine, noticed: bool) -> None:
    await engine.check(TEXT)
    before = child()
    os.kill(before, signal.SIGKILL)
    if noticed:
        await asyncio.sleep(0.5)
    assert await engine.check(TEXT) == check(TEXT)
    assert child() != before


async def test_killed_over_a_text_that_text_fails_and_the_next_is_read(engine: Engine) -> None:
    await engine.check(TEXT)
    reading = asyncio.create_task(engine.check(SLOW))
    await asyncio.sleep(0.3)  # by then it is at work, for longer than this
    os.kill(child(), signal.SIGKILL)
    with pytest.raises(EngineError, match="process ended"):
        await reading
    assert await engine.check(TEXT) == check(TEXT)


async def test_a_text_that_takes_too_long_is_given_up_and_the_next_is_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await engine.check(TEXT)
    hung = child()
    os.kill(hung, signal.SIGSTOP)
    monkeypatch.setattr(engine_module, "SECONDS", 0.5)
    with pytest.raises(EngineError, match=r"more than 0\.5 seconds"):
        await engine.check(TEXT)
    monkeypatch.undo()
    assert await engine.check(TEXT) == check(TEXT)
    assert child() != hung


async def test_a_text_whose_reader_goes_away_leaves_the_engine_to_the_next(engine: Engine) -> None:
    await engine.check(TEXT)
    reading = asyncio.create_task(engine.check(SLOW))
    await asyncio.sleep(0.3)
    reading.cancel()
    assert await engine.check(TEXT) == check(TEXT)


async def test_texts_at_once_are_read_one_after_the_other(engine: Engine) -> None:
    texts = [f"Police said {number} people died." for number in range(2, 12)]
    assert await asyncio.gather(*map(engine.check, texts)) == [check(text) for text in texts]
