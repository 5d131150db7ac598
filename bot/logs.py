"""Logging, to standard error or a file. Secrets never reach it, at any level."""

import logging
import re
from pathlib import Path

# A bot token anywhere in a record: "https://api.telegram.org/bot123456:AA.../sendMessage".
TOKEN = re.compile(r"\b\d{3,20}:[A-Za-z0-9_-]{10,100}")


class WithoutSecrets(logging.Formatter):
    """Blots out tokens in the finished line, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = TOKEN.sub("<token>", super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return line


def set_up(level: str, secrets: tuple[str, ...] = (), file: Path | None = None) -> None:
    """One handler for everything. `secrets` are blotted out wherever they appear."""
    handler = logging.FileHandler(file, encoding="utf-8") if file is not None else logging.StreamHandler()
    handler.setFormatter(WithoutSecrets(tuple(secret for secret in secrets if len(secret) >= 4)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # httpx logs each request's URL, which holds the token; its debug lines repeat bodies.
    for noisy in ("httpx", "httpcore", "telegram", "aiosqlite", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
