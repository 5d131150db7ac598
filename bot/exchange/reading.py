"""Reads a file of earlier checks row by row, however long it is, and says what is wrong with which line."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from bot.exchange.claimreview import read_reviews
from bot.exchange.fields import LIMITS, BadRowError, to_row
from bot.exchange.formats import Format, UnreadableFileError
from bot.exchange.spreadsheets import armed
from storage.rows import Row

DELIMITERS = ",;\t"
csv.field_size_limit(
    1_000_000
)  # far above every limit, so that a long cell is told from a lost quotation mark


TITLES = "titles"
"""Exported for readers of JSON Lines; an import leaves it alone without a word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at a place of the file ("line 7"): a row, or the problem with it.

    `unknown` are the fields of the place that nothing is known of, so that they were left alone.
    """

    place: str
    row: Row | None = None
    problem: str | None = None
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Raw:
    """The fields at a place before they are checked."""

    place: str
    fields: Mapping[str, str | None] | None = None
    problem: str | None = None
    unknown: frozenset[str] = frozenset()


def read(file: BinaryIO, form: Format) -> Iterator[Entry]:
    """Yields the entries of the file in order. Raises UnreadableFileError where the file as a whole cannot be read.

    A key that stands in the file twice is an entry with a problem, unless both rows say the same.
    """
    readers = {Format.CSV: _csv, Format.JSONL: _json_lines, Format.CLAIMREVIEW: _claim_reviews}
    return _without_repetitions(_checked(readers[form](file)))


def _checked(raw: Iterable[Raw]) -> Iterator[Entry]:
    for each in raw:
        if each.fields is None:
            yield Entry(each.place, problem=each.problem)
            continue
        try:
            yield Entry(each.place, to_row(each.fields), unknown=each.unknown)
        except BadRowError as error:
            yield Entry(each.place, problem=str(error))


def _without_repetitions(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Remembers every key in a temporary file, so that a million rows take no memory."""
    seen = sqlite3.connect("")
    seen.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, place TEXT, digest TEXT) WITHOUT ROWID")
    try:
        for entry in entries:
            row = entry.row
            if row is None:
                yield entry
                continue
            new = seen.execute(
                "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (row.key, entry.place, row.digest())
            )
            if new.rowcount == 1:
                yield entry
                continue
            place, digest = seen.execute(
                "SELECT place, digest FROM seen WHERE key = ?", (row.key,)
            ).fetchone()
            if digest != row.digest():
                yield Entry(
                    entry.place, problem=f"the key {row.key!r} stands on {place} already, with other words"
                )
    finally:
        seen.close()


def _csv(file: BinaryIO) -> Iterator[Raw]:
    # Bytes that are not UTF-8 become lone surrogates, which the check of each field reports with its line.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _cells(text)
    finally:
        text.detach()  # or the wrapper would close the file, which is the caller's


def _cells(text: io.TextIOWrapper) -> Iterator[Raw]:
    header = text.readline()
    delimiter = max(DELIMITERS, key=header.count)
    columns = [name.strip(' "\r\n').lower() for name in header.split(delimiter)]
    if "claim" not in columns:
        raise UnreadableFileError(
            f'the first line names no column "claim"; known columns are {", ".join(LIMITS)}'
        )
    unknown = frozenset(columns) - {*LIMITS, ""}
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        place = f"line {reader.line_num + 2}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Raw(place, problem=f"it is not CSV ({error})")
            continue
        if len(cells) > len(columns):
            yield Raw(place, problem=f"it has {len(cells)} cells, but the first line names {len(columns)}")
        elif any(cells):
            fields = {name: armed(cell) for name, cell in zip(columns, cells, strict=False)}
            yield Raw(place, fields, unknown=unknown)


def _json_lines(file: BinaryIO) -> Iterator[Raw]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            found = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield Raw(place, problem="it is not UTF-8")
        except (ValueError, RecursionError):
            yield Raw(place, problem="it is not JSON")
        else:
            yield _of_json(place, found)


def _of_json(place: str, found: Any) -> Raw:
    if not isinstance(found, dict):
        return Raw(place, problem="it is not an object in braces")
    for name in LIMITS:
        value = found.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            return Raw(place, problem=f"the {name} is not text")
    fields = {name: None if found.get(name) is None else str(found[name]) for name in LIMITS}
    return Raw(place, fields, unknown=frozenset(map(str, found)) - {*LIMITS, TITLES})


def _claim_reviews(file: BinaryIO) -> Iterator[Raw]:
    for place, found in read_reviews(file):
        yield Raw(place, found) if isinstance(found, dict) else Raw(place, problem=found)
