"""How close in meaning a query is to the claims that the search index proposes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from claims.terms import clean
from storage.semantic import vectors
from storage.semantic.embedder import Embedder

AT_ONCE = 16  # vectors of claims stored a moment ago that are made within a query: about a tenth of a second


class Meaning:
    """Knows the cosines of one model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def cosines(self, connection: Connection, query: str, ids: Sequence[int]) -> list[float] | None:
        """The cosine, from -1 to 1, between the query and each of these claims.

        None where vectors of more than a few claims are still to be made: numbers for some of the candidates
        would put them before the others, so then the words alone decide.
        """
        if not ids:
            return []
        import numpy as np  # noqa: PLC0415 - only desks with a model have it

        known: dict[int, Any] = {
            number: np.frombuffer(vector, np.int8)
            for number, vector in vectors.stored(connection, self._embedder.model, ids).items()
        }
        fresh = vectors.texts(connection, missing) if (missing := set(ids) - known.keys()) else {}
        if len(missing) > AT_ONCE or missing != fresh.keys():
            return None
        asked = self._embedder.vectors([_said(query), *fresh.values()])
        known.update(zip(fresh, asked[1:], strict=True))
        table = np.array([known[number] for number in ids], np.float32)
        found = table @ asked[0] / np.maximum(np.linalg.norm(table, axis=1), 1e-9)
        return [float(cosine) for cosine in found]


def _said(query: str) -> str:
    """The text without links and signature, as the ranker takes it."""
    text = query[: vectors.LONGEST_TEXT]
    return clean(text)[0] or text
