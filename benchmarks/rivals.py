"""What one would use instead: rapidfuzz over all texts, SQLite FTS5, bm25s. Each gives a search function."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import bm25s as bm25s_package
from rapidfuzz import process, utils

from claims.terms import words

Search = Callable[[str], list[str]]
DEPTH = 100


def rapidfuzz(texts: Sequence[str], keys: Sequence[str], scorer: Callable[..., float]) -> Search:
    """`process.extract` over every text, as most people begin. The texts are folded once."""
    folded = [utils.default_process(text) for text in texts]

    def search(query: str) -> list[str]:
        found = process.extract(utils.default_process(query), folded, scorer=scorer, limit=DEPTH)
        return [keys[place] for _, _, place in found]

    return search


def fts5(texts: Sequence[str], keys: Sequence[str]) -> Search:
    """SQLite's own full text search, English stemming, any word."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE claims USING fts5(text, tokenize = 'porter unicode61')")
    rows = ((number, text) for number, text in enumerate(texts))
    connection.executemany("INSERT INTO claims (rowid, text) VALUES (?, ?)", rows)

    def search(query: str) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(query)))
        if not wanted:
            return []
        asked = "SELECT rowid FROM claims WHERE claims MATCH ? ORDER BY bm25(claims) LIMIT ?"
        return [keys[number] for (number,) in connection.execute(asked, (wanted, DEPTH))]

    return search


def bm25s(texts: Sequence[str], keys: Sequence[str]) -> Search:
    """The fast BM25 in numpy: English stop words, no stemming, as its documentation begins."""
    retriever: Any = bm25s_package.BM25()
    tokens = bm25s_package.tokenize(list(texts), stopwords="en", show_progress=False)
    retriever.index(tokens, show_progress=False)

    def search(query: str) -> list[str]:
        asked = bm25s_package.tokenize(query, stopwords="en", show_progress=False)
        places, _ = retriever.retrieve(asked, k=min(DEPTH, len(keys)), show_progress=False)
        return [keys[int(place)] for place in places[0]]

    return search
