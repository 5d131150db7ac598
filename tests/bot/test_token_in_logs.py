"""The token is in no line that the running bot writes, at any level, whatever goes wrong."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.emulator import Emulator


@pytest.mark.parametrize("level", ["debug", "info", "error"])
async def test_the_token_is_in_no_line_of_the_log(level: str, emulator: Emulator, tmp_path: Path) -> None:
    chosen = {
        "TOKEN": emulator.token,
        "API_URL": emulator.url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'desk.sqlite3'}",
        "INDEX_DIR": str(tmp_path / "index"),
        "LOG_LEVEL": level,
    }
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=os.environ | {f"CLAIMDESK_{name}": value for name, value in chosen.items()},
            cwd=Path(__file__).parents[2],
            stdout=file,
            stderr=file,
        )
        try:
            alice = emulator.user("Alice")
            alice.start()
            await alice.wait_for("Hello.", timeout=60)
            emulator.fail_next("sendMessage", error=502, times=2)
            emulator.fail_next("getUpdates", error=502, times=1)
            alice.say("The mayor said that 12 people were hurt in the old town.")
            await alice.wait_for("found", timeout=60)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 40) == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    lines = log.read_text(encoding="utf-8", errors="replace")
    secret = emulator.token.partition(":")[2]
    assert secret not in lines
    assert emulator.token not in lines
    assert level != "debug" or lines, "at debug there is something to look at"
