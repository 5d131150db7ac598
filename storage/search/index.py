"""The tantivy index in its folder: what it holds, how it is asked, how it is changed.

One document a claim, and one more that holds the position in the log of claim changes: tantivy commits all
or nothing, so the claims and the position can never disagree.
"""

import json
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

import tantivy
from tantivy import Occur, Query

from claims.rank import Candidate, Prepared, everyday_words
from claims.typed import Spelling
from storage.search.lookup import Found, Wanted, look_up, newest_key

FORMAT = "claims-4"
"""The folder's name inside the index folder. Raise it when the fields, `claims.terms` or `claims.spelled` change."""

CANDIDATES = 64
"""Of a hundred the ranker puts hardly another one first (CheckThat! among a million claims: MAP@5 .824 for .821, with
a third more to read and to weigh)."""
ENOUGH = 10
"""Terms that find the candidates of a text. Where it has so many, those that more claims hold than LONG, and than a
share of COMMON, are not looked for: going through their lists takes half of the time, and finds nothing better (among
a million claims MAP@5 is .818 for .821 on one split of CheckThat!, .776 for .774 on the other)."""
LONG, COMMON = 30_000, 0.03
_POSITION_ID = -1
_BLOCK_BYTES = 2048  # of stored words; a query reads many claims, each from a block of its own
_WRITER_BYTES = 48_000_000  # until a segment is written: the fewer there are, the sooner they are searched


@dataclass(frozen=True, slots=True)
class Position:
    """How far the index is in the log of claim changes, and of which database.

    `txid` comes first: PostgreSQL hands out `seq` before it is known which transaction commits first.
    """

    txid: int = 0
    seq: int = 0
    database: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What only a published claim has in the index, for those who look it up. `day` is the verdict's ordinal;
    `seconds` are those of the moment from which it is visible."""

    spelling: Spelling
    ratings: tuple[str, ...] = ()
    by: str = ""
    day: int = 0
    language: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one claim. `shown` is None for one that is not published."""

    id: int
    prepared: Prepared
    also: str = ""  # searched, but not ranked by: who claimed it
    shown: Shown | None = None


class Frequencies:
    """How rare each term is, in the index and in everyday English. Weights stand in a fixed table by hash: 4 MB
    however many terms there are."""

    COUNTED = 300_000
    """The commonest terms that are counted; the rest are as rare as a term that nobody used."""
    _SLOTS = (1 << 20) - 1
    _LEAST = 10_000  # a small desk's claims are looked at as if they stood among so many others

    def __init__(self, counts: Iterable[tuple[str, int]], documents: int) -> None:
        self.documents = documents
        table = array("I", bytes(4 * (self._SLOTS + 1)))
        for term, count in counts:
            table[crc32(term.encode()) & self._SLOTS] += count
        among = max(documents, self._LEAST)
        weights = {count: _idf(count, among) for count in set(table)}
        self._weights = array("f", map(weights.__getitem__, table))
        for term, share in everyday_words().items():
            self._weights[crc32(term.encode()) & self._SLOTS] *= share

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency, less for words of everyday English; above 0 for every term."""
        # Python's own `hash` is another one in each process; 2,000 of these are needed for a query.
        return self._weights[crc32(term.encode()) & self._SLOTS]

    def rarest(self, terms: Sequence[str], most: int) -> tuple[str, ...]:
        """The rarest of different terms, in their order."""
        if len(terms) <= most:
            return tuple(terms)
        kept = set(sorted(terms, key=self.rarity, reverse=True)[:most])
        return tuple(term for term in terms if term in kept)


def _idf(count: int, among: int) -> float:
    return math.log(1 + (max(among - count, 0) + 0.5) / (count + 0.5))


class SearchIndex:
    """An index in a folder. Many processes may read; one at a time may change it (see `follower`)."""

    def __init__(self, folder: Path) -> None:
        """Opens the index, or creates an empty one. Raises ValueError where it is damaged."""
        self._schema = _schema()
        if not (folder / "meta.json").exists():
            _create(folder, self._schema)
        self._index = tantivy.Index(self._schema, path=str(folder))
        whole_words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("whitespace", whole_words)
        self._index.config_reader("manual")
        self._meta = folder / "meta.json"
        self._committed: tuple[int, ...] | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._frequencies: Frequencies | None = None
        self.reload()

    def reload(self) -> None:
        """Looks at what was committed last, by whichever process. Raises ValueError where it is gone or damaged."""
        committed = _stamp(self._meta)
        if committed is None or committed != self._committed:
            self._index.reload()
            self._searcher = self._index.searcher()
            self._position = _position(self._searcher, self._schema)
            self._committed = committed

    @property
    def size(self) -> int:
        """How many claims it holds."""
        return max(self._searcher.num_docs - 1, 0)

    def position(self) -> Position:
        """How far in the log the claims that a search finds are."""
        return self._position

    def check(self) -> None:
        """Reads a little of every kind of file. Raises ValueError where one is damaged."""
        terms = self._searcher.terms_with_prefix("words", "", limit=1)
        self.search([term for term, _ in terms], 1)

    def search(self, query: Sequence[str], limit: int = CANDIDATES) -> list[Candidate]:
        """The claims with the best BM25 score for prepared query terms, best first."""
        searcher = self._searcher  # another thread may reload meanwhile
        terms = list(dict.fromkeys(query))
        if len(terms) > ENOUGH:
            common = max(LONG, COMMON * searcher.num_docs)
            telling = [term for term in terms if searcher.doc_freq("words", term) <= common]
            terms = telling if len(telling) >= ENOUGH else terms
        found = [(Occur.Should, Query.term_query(self._schema, "words", term, "freq")) for term in terms]
        hits = searcher.search(Query.boolean_query(found), limit, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        return [
            Candidate(int(number or 0), _prepared(searcher.doc(address)["words"][0]))
            for number, (_, address) in zip(ids, hits, strict=True)
        ]

    def look_up(self, wanted: Wanted, after: str = "") -> list[Found]:
        """The next published claims for what a person typed, best first."""
        return look_up(self._searcher, self._schema, wanted, after)

    def frequencies(self) -> Frequencies:
        """How rare the terms are; read again when the collection has grown or shrunk by a tenth."""
        known = self._frequencies
        if known is None or abs(self.size - known.documents) * 10 > known.documents:
            known = Frequencies(
                self._searcher.terms_with_prefix("words", "", limit=Frequencies.COUNTED), self.size
            )
            self._frequencies = known
        return known

    # Changing it: for the one process that holds the folder's lock.

    def open_writer(self) -> None:
        """Raises ValueError while another process has it open."""
        self._writer = self._index.writer(_WRITER_BYTES, 1)

    def change(self, put: Iterable[Entry], remove: Iterable[int]) -> None:
        """Puts claims in, in place of what was there under their ids; seen after `commit`."""
        writer = self._open()
        for number in remove:
            writer.delete_documents_by_term("id", number)
        for entry in put:
            writer.delete_documents_by_term("id", entry.id)
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Adds a claim that is not there yet."""
        prepared = entry.prepared
        document = tantivy.Document(
            id=entry.id,
            words=f"{prepared.claim}\n{prepared.title}\n{entry.also}",
        )
        if entry.shown is not None:
            _add_shown(document, entry.id, entry.shown)
        self._open().add_document(document)

    def clear(self) -> None:
        """Takes everything out; readers see the old claims until `commit`."""
        self._open().delete_all_documents()

    def commit(self, position: Position) -> None:
        """Makes all changes visible at once, and the position with them."""
        writer = self._open()
        writer.delete_documents_by_term("id", _POSITION_ID)
        writer.add_document(tantivy.Document(id=_POSITION_ID, position=json.dumps(asdict(position))))
        writer.commit()
        self.reload()

    def close(self) -> None:
        """Lets another process change the index. What was not committed is dropped."""
        self._writer = None

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise RuntimeError("open_writer() comes first")
        return self._writer


def _create(folder: Path, schema: tantivy.Schema) -> None:
    """An empty index with small blocks, which tantivy reads from its settings and its Python side cannot set."""
    folder.mkdir(parents=True, exist_ok=True)
    tantivy.Index(schema, path=str(folder))
    meta = folder / "meta.json"
    settings = json.loads(meta.read_text(encoding="utf-8"))
    settings["index_settings"]["docstore_blocksize"] = _BLOCK_BYTES
    new = folder / "meta.new"
    new.write_text(json.dumps(settings), encoding="utf-8")
    new.replace(meta)


def _prepared(words: str) -> Prepared:
    claim, title, _ = words.split("\n")
    return Prepared(claim, title)


def _position(searcher: tantivy.Searcher, schema: tantivy.Schema) -> Position:
    hits = searcher.search(Query.term_query(schema, "id", _POSITION_ID), 1, count=False).hits
    return Position(**json.loads(searcher.doc(hits[0][1])["position"][0])) if hits else Position()


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Tells one commit from the next: each puts a new file in place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _add_shown(document: tantivy.Document, claim_id: int, shown: Shown) -> None:
    document.add_text("spelled", shown.spelling.words)
    document.add_text("stems", shown.spelling.stems)
    for rating in shown.ratings:
        document.add_text("rating", rating)
    document.add_text("by", shown.by)
    document.add_text("language", shown.language)
    document.add_integer("day", shown.day)
    document.add_unsigned("newest", newest_key(shown.seconds, claim_id))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    # The claim's terms, its title's, and what else is searched, on a line each.
    builder.add_text_field("words", stored=True, tokenizer_name="whitespace", index_option="freq")
    # Of published claims alone:
    builder.add_text_field("spelled", stored=True, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("rating", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("by", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("newest", indexed=True, fast=True)
    builder.add_text_field("position", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()
