"""Drives `claimdesk chat` through a pseudo-terminal: types, and reads what a person would see."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

PROJECT = Path(__file__).parents[3]
CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0B]?|\r")
SECONDS = 30


class Screen:
    """The chat in a folder of its own. Leaving the block ends it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMDESK_")}
        ours = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": str(PROJECT)}
        self._near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            stdin=far,
            stdout=far,
            stderr=far,
            cwd=folder,
            env=kept | ours | settings,
            start_new_session=True,
        )
        os.close(far)
        self._raw = b""
        self._seen = 0

    def __enter__(self) -> "Screen":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._near)

    @property
    def text(self) -> str:
        """All that was printed, without what moves the cursor or colours."""
        return CONTROL.sub("", self._raw.decode(errors="replace"))

    def type(self, line: str) -> None:
        """Types a line and presses Enter. What is printed before it does not count for `wait_for` any more."""
        self._seen = len(self.text)
        os.write(self._near, f"{line}\r".encode())

    def paste(self, text: str, *, marked: bool = True) -> None:
        """Pastes lines, then presses Enter. A terminal marks what is pasted, unless it is a very simple one."""
        begin, end = ("\x1b[200~", "\x1b[201~") if marked else ("", "")
        self.type(begin + text.replace("\n", "\r") + end)

    def press(self, label: str) -> None:
        """Types the number of the newest button with this label."""
        numbers = re.findall(rf"\[(\d+)\][\s\u00a0]*[^\w\s\[]*[\s\u00a0]*{re.escape(label)}", self._words())
        assert numbers, f"no button {label!r} in:\n{self.text[-3000:]}"
        self.type(numbers[-1])

    def wait_for(self, words: str) -> None:
        """Waits until these words are printed; line breaks and frames between them do not matter."""
        end = time.monotonic() + SECONDS
        while words not in self._words(self._seen):
            assert time.monotonic() < end, f"no {words!r} in:\n{self.text[-3000:]}"
            if not self._read():
                raise AssertionError(f"the chat ended before {words!r}:\n{self.text[-3000:]}")

    def ended(self) -> int:
        """Waits for the end; the exit code."""
        end = time.monotonic() + SECONDS
        while self._read():
            assert time.monotonic() < end, f"the chat goes on:\n{self.text[-3000:]}"
        return self.process.wait(SECONDS)

    def _read(self) -> bool:
        """Reads what is there, waiting for it a little. False at the end."""
        if not select.select([self._near], [], [], 0.2)[0]:
            return self.process.poll() is None
        try:
            found = os.read(self._near, 65536)
        except OSError:  # Linux's way to say that nobody holds the other side any more
            return False
        self._raw += found
        return bool(found)

    def _words(self, start: int = 0) -> str:
        return " ".join(re.sub(r"[│╭╮╰╯─▎\u00a0]", " ", self.text[start:]).split())
