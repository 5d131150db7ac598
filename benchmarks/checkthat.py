"""CheckThat! 2020 task 2: tweets, and the checked claims they repeat. For measuring only, never shipped.

Read from ../shared/data/checkthat2020, or from CLAIMDESK_DATA/checkthat2020. Elsewhere: get it from
https://github.com/sshaar/clef2020-factchecking-task2 (free for general research use) as claims.csv
(key, claim, title), {train,dev}.queries.jsonl (id, text) and {train,dev}.qrels.tsv (id, key).
"""

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path

from claims.compare import normalise
from claims.rank import prepare
from storage.search import Entry, Position, SearchIndex

FOLDER = Path(os.environ.get("CLAIMDESK_DATA", "../shared/data")) / "checkthat2020"


@dataclass(frozen=True)
class Row:
    key: str
    claim: str
    title: str


@dataclass(frozen=True)
class Query:
    id: str
    text: str
    right: frozenset[str]  # keys of the claims it repeats


def available() -> bool:
    return FOLDER.is_dir()


def claims() -> list[Row]:
    with (FOLDER / "claims.csv").open(encoding="utf-8", newline="") as file:
        return [Row(row["key"], row["claim"], row["title"]) for row in csv.DictReader(file)]


def queries(split: str) -> list[Query]:
    """The queries of "train" or "dev" that have a right answer."""
    right: dict[str, set[str]] = {}
    for line in (FOLDER / f"{split}.qrels.tsv").read_text(encoding="utf-8").splitlines():
        number, key = line.split("\t")
        right.setdefault(number, set()).add(key)
    lines = (FOLDER / f"{split}.queries.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [
        Query(each["id"], each["text"], frozenset(right[each["id"]])) for each in found if each["id"] in right
    ]


def build(folder: Path, rows: list[Row]) -> tuple[SearchIndex, dict[str, int]]:
    """An index of the claims, and the id of each key. Twins are one claim, as after an import."""
    index = SearchIndex(folder)
    index.open_writer()
    first: dict[str, int] = {}
    ids = {}
    for number, row in enumerate(rows, 1):
        twin = normalise(row.claim)
        if twin not in first:
            first[twin] = number
            index.add(Entry(number, prepare(row.claim, row.title)))
        ids[row.key] = first[twin]
    index.commit(Position())
    return index, ids
