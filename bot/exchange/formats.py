"""The formats, and which one a file's name means."""

from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    CLAIMREVIEW = "claimreview"


EXTENSIONS = {
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.CLAIMREVIEW,
    ".jsonld": Format.CLAIMREVIEW,
}


class UnreadableFileError(ValueError):
    """The file as a whole is not what it should be; the message says why in a few words."""


def format_of(name: str) -> Format | None:
    """The format that a file's name means; None where it does not say."""
    return EXTENSIONS.get(PurePath(name).suffix.lower())
