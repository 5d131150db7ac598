"""Earlier checks as files: CSV, JSON Lines, and schema.org's ClaimReview. docs/exchange.md describes them."""

from bot.exchange.formats import Format, UnreadableFileError, format_of
from bot.exchange.reading import Entry, read
from bot.exchange.writing import write

__all__ = ["Entry", "Format", "UnreadableFileError", "format_of", "read", "write"]
