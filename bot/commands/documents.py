"""The texts that `check` and `match` work on: files, standard input, or lines of JSON."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from bot.errors import Failure

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its id. One that cannot be read has an `error` instead: one sentence for a person."""

    id: Any
    text: str = ""
    published: date | None = None
    error: str | None = None


class Problems:
    """Counts the documents with an error. The run goes on, and fails at its end."""

    def __init__(self) -> None:
        self._count = 0
        self._first = ""

    def note(self, document: Document) -> None:
        if document.error is not None:
            self._count += 1
            named = document.id is not None and str(document.id) not in document.error
            self._first = self._first or (f"{document.id}: " if named else "") + document.error

    def fail_if_any(self) -> None:
        """Raises Failure if there was one."""
        if self._count == 1:
            raise Failure(self._first)
        if self._count:
            raise Failure(f"{self._count} texts could not be read; the first: {self._first}")


def write_line(document: Document, found: dict[str, Any]) -> None:
    """Writes a document's line of JSON: what was found in it, or its error."""
    line = {"id": document.id} | (found if document.error is None else {"error": document.error})
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def documents(files: Iterable[str], *, jsonl: bool, published: date | None) -> Iterator[Document]:
    """The documents of the files, in order; of standard input where there are none.

    Line ends stay as they are, since offsets count them. Raises OSError for a file of lines that cannot be opened.
    """
    for name in files or (STANDARD_INPUT,):
        if jsonl:
            with _open(name) as file:
                yield from _lines(file, published)
        else:
            yield _whole(name, published)


def _open(name: str) -> BinaryIO:
    if name != STANDARD_INPUT:
        return Path(name).open("rb")
    if sys.stdin.isatty():
        sys.stderr.write("Type or paste the text, then press Ctrl-D on a line of its own.\n")
    # A copy of the descriptor, so that closing it leaves standard input as it was.
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _whole(name: str, published: date | None) -> Document:
    try:
        with _open(name) as file:
            return Document(name, file.read().decode("utf-8-sig"), published)
    except OSError as error:
        return Document(name, error=f"{error.strerror}")
    except UnicodeDecodeError as error:
        return Document(name, error=f"byte {error.start} is not UTF-8")


def _lines(file: BinaryIO, published: date | None) -> Iterator[Document]:
    for number, line in enumerate(file, 1):
        if line.strip():
            yield _line(number, line, published)


def _line(number: int, line: bytes, published: date | None) -> Document:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Document(None, error=f"line {number} is not UTF-8")
    except (ValueError, RecursionError):
        return Document(None, error=f"line {number} is not JSON")
    if not isinstance(found, dict) or "id" not in found:
        return Document(None, error=f'line {number} has no "id"')
    problem = _problem(found)
    if problem is not None:
        return Document(found["id"], error=f"line {number} {problem}")
    day = found.get("date")
    return Document(found["id"], found["text"], date.fromisoformat(day) if day else published)


def _problem(found: dict[str, Any]) -> str | None:
    text, day = found.get("text"), found.get("date")
    if not isinstance(text, str):
        return 'has no "text"'
    # JSON can spell half of a surrogate pair, which is no character and cannot be written as UTF-8.
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "holds half a character (a lone surrogate)"
    try:
        date.fromisoformat(day or "2000-01-01")
    except (TypeError, ValueError):
        return 'has a "date" that is not like 2016-05-24'
    return None
