"""What an index holds, and what it should hold: for the tests that compare the two."""

import tantivy
from sqlmodel import col, select

from claims.rank import Prepared, prepare
from storage.db import Database
from storage.search import SearchIndex
from storage.tables import Claim


def held(index: SearchIndex) -> dict[int, Prepared]:
    """Every claim of an index by id. Fails where a claim is in it twice."""
    searcher = index._searcher
    hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1), count=False).hits
    addresses = [address for _, address in hits]
    ids = searcher.fast_field_values("id", addresses)
    claims = [(number, address) for number, address in zip(ids, addresses, strict=True) if number != -1]
    assert len({number for number, _ in claims}) == len(claims)
    return {
        int(number or 0): Prepared(*searcher.doc(address)["words"][0].split("\n")[:2])
        for number, address in claims
    }


async def wanted(database: Database) -> dict[int, Prepared]:
    """What an index of this database has to hold."""
    async with database.read() as session:
        rows = (await session.exec(select(Claim).where(col(Claim.merged_into).is_(None)))).all()
    return {row.id or 0: prepare(row.text, row.title or "") for row in rows}
