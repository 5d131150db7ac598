"""The bot as a process of its own, as an operator starts it: to be killed, stopped, and listened to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.conftest import free_port
from tests.emulator import Emulator

PROJECT = Path(__file__).parent.parent


class BotProcess:
    """`python -m bot run` on the emulator. Its output goes to a file, which `output` reads."""

    def __init__(
        self, emulator: Emulator, database_url: str, folder: Path, mode: str, **settings: str
    ) -> None:
        self.emulator = emulator
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "CLAIMDESK_TOKEN": emulator.token,
            "CLAIMDESK_API_URL": emulator.url,
            "CLAIMDESK_DATABASE_URL": database_url,
            "CLAIMDESK_INDEX_DIR": str(folder / "index"),
            "CLAIMDESK_UNDO_SECONDS": "0",
            "CLAIMDESK_SEND_PER_SECOND": "1000",
            "CLAIMDESK_SEND_PER_CHAT": "1000",
            "CLAIMDESK_SEND_PER_GROUP_MINUTE": "60000",
        }
        if mode == "webhook":
            port = free_port()
            self.environment |= {
                "CLAIMDESK_LISTEN": f"127.0.0.1:{port}",
                "CLAIMDESK_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
                "CLAIMDESK_WEBHOOK_SECRET": "a-secret-of-the-webhook",
            }
        self.environment |= {f"CLAIMDESK_{name.upper()}": value for name, value in settings.items()}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text(encoding="utf-8")

    async def start(self) -> None:
        """Returns when the process has told Telegram that it is there."""
        known = len(self.emulator.requests("setMyCommands"))
        with (self.folder / "output").open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self.environment,
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )
        await self.emulator.until(lambda: len(self.emulator.requests("setMyCommands")) > known, 60)

    async def kill(self) -> None:
        """SIGKILL: no warning, no goodbye."""
        assert self._process is not None and self._process.returncode is None, self.output
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM. Returns the exit code."""
        assert self._process is not None and self._process.returncode is None, self.output
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), 60)

    def left_behind(self) -> list[int]:
        """Processes that this bot started and that still run, whatever became of it."""
        mark = f"CLAIMDESK_INDEX_DIR={self.folder / 'index'}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes():
                    found.append(int(path.parent.name))
            except (OSError, PermissionError):
                continue  # it ended meanwhile, or is somebody else's
        return found


@asynccontextmanager
async def bot_process(
    emulator: Emulator, database_url: str, folder: Path, mode: str, **settings: str
) -> AsyncIterator[BotProcess]:
    """A running bot; whatever the test does, nothing of it is left at the end."""
    bot = BotProcess(emulator, database_url, folder, mode, **settings)
    await bot.start()
    try:
        yield bot
    finally:
        for pid in bot.left_behind():
            os.kill(pid, signal.SIGKILL)
