"""Runs the real command in a process of its own, as a person would."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


class Command:
    """`claimdesk` in an empty folder, with no settings but those of the test and a database in that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings: dict[str, str] = {"CLAIMDESK_DATABASE_URL": f"sqlite:///{folder / 'desk.sqlite3'}"}

    def __call__(self, *words: str, stdin: str | bytes = "") -> Result:
        with self.start(*words) as process:
            out, err = process.communicate(stdin.encode() if isinstance(stdin, str) else stdin, timeout=120)
        return Result(process.returncode, out.decode(), err.decode())

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """The command at work, with pipes for all that it reads and writes."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMDESK_")}
        return subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "-m", "bot", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=kept | self.settings | {"COLUMNS": "80", "PYTHONPATH": str(PROJECT)},
        )

    def write(self, name: str, content: str | bytes) -> str:
        """Writes a file into the folder and returns its name."""
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)
        return name
