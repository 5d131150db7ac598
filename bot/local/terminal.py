"""Reads what the person types or pastes, and prints above it while they type."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from prompt_toolkit import PromptSession
from prompt_toolkit.application import in_terminal
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.console import Console, RenderableType

PASTE_SECONDS = 0.05
"""What follows a line end sooner than this was pasted, not typed."""
HINT = " Enter sends · a number presses a button · @bot words · /sample · /quit "


class Terminal(Protocol):
    async def read(self) -> str | None:
        """The next message, of one line or many; None when the person leaves."""

    async def print(self, drawn: RenderableType) -> None: ...


def terminal(history: Path, begun: Callable[[], None]) -> Terminal:
    """What this terminal can do. `begun` is called at the first key of each message."""
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return PlainTerminal()
    return RichTerminal(history, begun)


def is_order(line: str) -> bool:
    """Whether a line asks for something by itself, so that no paste begins with it: "3", "/sample"."""
    return line.startswith(("/", "@bot")) or line.strip("#. ").replace(".", "").isdecimal()


class RichTerminal:
    """Line editing, history, and pastes of many lines as one message."""

    def __init__(self, history: Path, begun: Callable[[], None]) -> None:
        self._console = Console(highlight=False)
        self._begun = begun
        self._session: PromptSession[str] = PromptSession(
            "› ",
            multiline=True,
            history=FileHistory(str(history)),
            key_bindings=_keys(),
            bottom_toolbar=HINT,
            erase_when_done=True,  # the message is drawn as a bubble instead
            prompt_continuation="  ",
        )
        self._session.default_buffer.on_text_changed += self._changed
        self._empty = True

    async def read(self) -> str | None:
        try:
            return await self._session.prompt_async(handle_sigint=False)
        except (EOFError, KeyboardInterrupt):
            return None

    async def print(self, drawn: RenderableType) -> None:
        async with in_terminal():
            self._console.print(drawn)

    def _changed(self, buffer: Buffer) -> None:
        if buffer.text and self._empty:
            self._begun()
        self._empty = not buffer.text


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def send(event: KeyPressEvent) -> None:
        """Sends, unless more follows at once: then it was a paste in a terminal that does not mark pastes."""
        buffer = event.current_buffer
        if is_order(buffer.text) or not buffer.document.is_cursor_at_the_end:
            buffer.validate_and_handle()
            return
        buffer.insert_text("\n")
        held = buffer.text

        def sent() -> None:
            if buffer.text == held:
                buffer.text = held.rstrip("\n")
                buffer.validate_and_handle()

        asyncio.get_running_loop().call_later(PASTE_SECONDS, sent)

    @keys.add("escape", "enter")
    def new_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


class PlainTerminal:
    """For a terminal that can do nothing but print lines."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._listen, daemon=True).start()

    async def read(self) -> str | None:
        self._console.print("> ", end="")
        text = await self._lines.get()
        while text and not is_order(text):
            try:
                text += await asyncio.wait_for(self._lines.get(), PASTE_SECONDS)
            except TimeoutError:
                break
        return text.rstrip("\n") if text else None

    async def print(self, drawn: RenderableType) -> None:
        self._console.print(drawn)

    def _listen(self) -> None:
        """Reads past Python's own buffer, whose lock would hold up the end of the program."""
        while True:
            line = os.read(sys.stdin.fileno(), 65536).decode(errors="replace")
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
            if not line:
                return
