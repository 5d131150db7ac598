"""The model of meaning for the benchmarks: CLAIMDESK_EMBEDDER, else the small one that the tests use, else none."""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks import checkthat
from claims.terms import clean
from storage.semantic import Embedder
from tests.semantic_model import installed, model_folder

Cosine = Callable[[int, int], float]
"""Of a query, by its place in its split, and a claim, by its id in `checkthat.build`."""


def available() -> bool:
    return bool(os.environ.get("CLAIMDESK_EMBEDDER")) or installed()


@cache
def embedder() -> Embedder:
    if folder := os.environ.get("CLAIMDESK_EMBEDDER"):
        return Embedder(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        return Embedder(model_folder(Path(folder) / "model"))


@cache
def _claims() -> np.ndarray:
    found: np.ndarray = embedder().vectors([row.claim for row in checkthat.claims()])
    return found


def cosines(split: str) -> Cosine | None:
    """The cosines of a split's queries with the claims; None where there is no model."""
    if not available():
        return None
    asked = embedder().vectors([clean(query.text)[0] or query.text for query in checkthat.queries(split)])
    known = _claims()
    return lambda query, claim: float(asked[query] @ known[claim - 1])
