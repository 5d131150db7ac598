"""Twins: texts that are the same but for case and punctuation share one claim by themselves."""

from functools import lru_cache
from hashlib import sha256

from claims.compare import normalise


@lru_cache(2_000)  # an import asks for the rows of a batch again and again
def twin_key(text: str) -> str:
    """What twins have in common, as 64 hexadecimal digits: equal for "140 dead." and "140 DEAD"."""
    return sha256(normalise(text).encode()).hexdigest()
