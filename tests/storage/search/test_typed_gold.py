"""Typed queries find the verdict that was meant: first, or at least among the first five."""

import pytest

from claims.rank import prepare
from claims.typed import read_typed, spelling
from storage.search import Entry, Position, SearchIndex, Shown, Wanted
from tests.storage.search.gold import claims_and_queries


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    made = SearchIndex(tmp_path_factory.mktemp("gold"))
    made.open_writer()
    claims, _ = claims_and_queries()
    for number, claim in enumerate(claims, 1):
        shown = Shown(spelling(claim.text, "", claim.by), ("false",), claim.by.lower(), 738_000, "en", number)
        made.add(Entry(number, prepare(claim.text), shown=shown))
    made.commit(Position(1, 1, "gold"))
    return made


def test_the_right_verdict_is_first_or_among_the_first_five(index: SearchIndex) -> None:
    claims, queries = claims_and_queries()
    assert len(claims) == 1_000
    assert len(queries) >= 150
    missed, later = [], []
    for typed, place in queries:
        found = [each.claim_id for each in index.look_up(Wanted(read_typed(typed)))]
        if place + 1 not in found[:5]:
            missed.append(typed)
        if found[:1] != [place + 1]:
            later.append(typed)
    first, five = 1 - len(later) / len(queries), 1 - len(missed) / len(queries)
    assert first >= 0.90, f"{first:.3f} first, {five:.3f} in five; not first: {later}"
    assert five >= 0.97, f"{five:.3f} in five; missed: {missed}"
