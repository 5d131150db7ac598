"""The ground: text in, claims out. A pure function of text: no Telegram, database, clock or asyncio."""

from claims.check import check
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
