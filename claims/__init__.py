"""The ground: text in, claims out. A pure function of text: no Telegram, database, clock or asyncio."""

import datetime

from claims.model import (
    ENGINE_VERSION,
    MAX_CHARS,
    Attribution,
    DateExpression,
    Figure,
    Flag,
    Occurrence,
    Report,
    Span,
    TextTooLongError,
)

__all__ = [
    "ENGINE_VERSION",
    "MAX_CHARS",
    "Attribution",
    "DateExpression",
    "Figure",
    "Flag",
    "Occurrence",
    "Report",
    "Span",
    "TextTooLongError",
    "check",
]


def check(text: str, published: datetime.date | None = None) -> Report:
    """Reads one text. `published` is its date, for "on Monday" and dates in the future.

    Raises TextTooLongError above MAX_CHARS characters. Time grows linearly with the text.
    """
    from claims import engine  # noqa: PLC0415 - whoever wants figures alone need not load the rest

    return engine.read(text, published)
