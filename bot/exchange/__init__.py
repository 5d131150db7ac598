"""Earlier checks as files: CSV, JSON Lines, and schema.org's ClaimReview. docs/exchange.md describes them."""

from bot.exchange.formats import Format, format_of
from bot.exchange.reading import Entry, read
from bot.exchange.writing import write

__all__ = ["Entry", "Format", "format_of", "read", "write"]
