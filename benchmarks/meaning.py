"""The model of meaning for the benchmarks: CLAIMDESK_EMBEDDER, else the small one that the tests use, else none.

`python -m benchmarks.meaning` times what it costs: to make the vectors of the CheckThat! claims, and to match.
"""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks import checkthat, matching_speed
from claims.terms import clean
from storage.db import Database
from storage.matching import Matcher, Sought
from storage.semantic.embedder import Embedder
from storage.semantic.meaning import Meaning
from storage.semantic.upkeep import Upkeep
from tests.semantic_model import installed, model_folder

Cosine = Callable[[int, int], float]
"""Of a query, by its place in its split, and a claim, by its id in `checkthat.build`."""


def available() -> bool:
    return bool(os.environ.get("CLAIMDESK_EMBEDDER")) or installed()


@contextmanager
def _model() -> Iterator[Path]:
    if folder := os.environ.get("CLAIMDESK_EMBEDDER"):
        yield Path(folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield model_folder(Path(folder) / "model")


@cache
def embedder() -> Embedder:
    with _model() as folder:
        return Embedder(folder)


def whole_words() -> list[str]:
    """What the model's tokenizer keeps whole, in its order; parts of words and signs included."""
    with _model() as folder:
        places = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(places, key=places.__getitem__)


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


async def measure(folder: Path) -> None:
    """Prints CPU time, of one core, with the model and without it on one database."""
    url, index = f"sqlite:///{folder / 'desk.sqlite3'}", folder / "index"
    size = len(checkthat.claims())
    matching_speed.fill(url, size)
    await matching_speed.build(url, index)
    database = Database(url)
    before = matching_speed.peak()
    model = embedder()
    model.vectors(["A first text."])
    print(f"  a model of meaning             {matching_speed.peak() - before:.0f} MB")
    started = time.process_time()
    await Upkeep(database, model).catch_up()
    print(f"  the vectors of {size:,} claims    {time.process_time() - started:.0f} s")
    texts = [query.text for query in checkthat.queries("dev")]
    many = matching_speed.ARTICLE
    articles = [texts[i : i + many] for i in range(0, len(texts) - many + 1, many)]
    for name, matcher in (
        ("by words", Matcher(database, index)),
        ("by meaning too", Matcher(database, index, Meaning(model))),
    ):
        await matcher.match([Sought("a first query reads the frequencies")])
        one = await matching_speed.timed(lambda text, by=matcher: by.match([Sought(text)]), texts)
        whole = await matching_speed.timed(
            lambda each, by=matcher: by.match([Sought(text) for text in each]), articles
        )
        print(f"  one query, {name:20}{matching_speed.spread(one)} ms")
        print(f"  an article, {name:19}{matching_speed.spread(whole)} ms", flush=True)
    await database.close()


def main() -> None:
    if not (available() and checkthat.available()):
        print("this takes a model of meaning and the CheckThat! claims; see benchmarks/README.md")
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
