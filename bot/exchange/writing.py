"""Writes rows as a file, one by one."""

import csv
import json
from collections.abc import AsyncIterable
from typing import TextIO

from bot.exchange.claimreview import to_reviews
from bot.exchange.fields import LIMITS, to_fields
from bot.exchange.formats import Format
from bot.exchange.reading import TITLES
from bot.exchange.spreadsheets import defused
from storage.rows import Row


async def write(rows: AsyncIterable[Row], file: TextIO, form: Format) -> int:
    """Writes all rows; returns how many. The file is open with newline=""."""
    writers = {Format.CSV: _csv, Format.JSONL: _json_lines, Format.CLAIMREVIEW: _data_feed}
    return await writers[form](rows, file)


async def _csv(rows: AsyncIterable[Row], file: TextIO) -> int:
    writer = csv.writer(file)
    writer.writerow(LIMITS)
    count = 0
    async for row in rows:
        writer.writerow([defused(value) for value in to_fields(row).values()])
        count += 1
    return count


async def _json_lines(rows: AsyncIterable[Row], file: TextIO) -> int:
    count = 0
    async for row in rows:
        said: dict[str, object] = {name: value for name, value in to_fields(row).items() if value}
        if row.titles:
            said[TITLES] = dict(row.titles)
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
        count += 1
    return count


async def _data_feed(rows: AsyncIterable[Row], file: TextIO) -> int:
    file.write('{"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [')
    count = 0
    async for row in rows:
        item = {"@type": "DataFeedItem", "item": list(to_reviews(row))}
        file.write(("\n" if count == 0 else ",\n") + json.dumps(item, ensure_ascii=False))
        count += 1
    file.write("\n]}\n")
    return count
