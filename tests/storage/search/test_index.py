"""The index in its folder: what is found, in which order, and what commits together."""

import subprocess
import sys
from pathlib import Path

import pytest

from claims.rank import prepare, prepare_query
from claims.typed import read_typed, spelling
from storage.search import Entry, Position, SearchIndex, Shown, Wanted
from tests.storage.search.contents import held

CLAIMS = (
    "Over 140 people were killed by bombs in Jableh and Tartus.",
    "The mayor of Ghent owns three castles.",
    "Unemployment in Spain fell to 12 percent in 2022.",
    "Der Bürgermeister von Kiel fährt mit dem Rad.",
    "新冠疫苗含有微芯片",
    "400,000 people have died in the war in Syria.",
)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    made = SearchIndex(tmp_path / "index")
    made.open_writer()
    for number, text in enumerate(CLAIMS, 1):
        shown = Shown(
            spelling(text), ("false",), "vladimir putin", 738_000 + number, "en", 1_700_000_000 + number
        )
        made.add(Entry(number, prepare(text), shown=shown if number != 2 else None))
    made.commit(Position(3, 7, "here"))
    return made


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("bombing in Jableh", 1),  # another form of the word
        ("castle mayors", 2),
        ("Spain: unemployment down", 3),
        ("Bürgermeister Kiel", 4),
        ("burgermeister kiel", 4),  # without accents
        ("疫苗 微芯片", 5),
        ("war dead in Syria, 400.000 or 400,000", 6),
    ],
)
def test_search_finds_the_claim(index: SearchIndex, query: str, first: int) -> None:
    assert index.search(prepare_query(query).terms)[0].id == first


def test_search_for_nothing_finds_nothing(index: SearchIndex) -> None:
    assert index.search(()) == []
    assert index.search(("nowhere",)) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("140 killed jableh", [1]),
        ("jab", [1]),  # not finished typing
        ("jabelh bombs", [1]),  # a slip
        ("tartus", [1]),
        ("castles", []),  # its claim is not published
        ("400k syria", [6]),
    ],
)
def test_look_up_takes_what_people_type(index: SearchIndex, typed: str, found: list[int]) -> None:
    assert [each.claim_id for each in index.look_up(Wanted(read_typed(typed)))][:1] == found


def test_look_up_puts_the_newest_of_equals_first_and_goes_on_behind_a_mark(index: SearchIndex) -> None:
    both = index.look_up(Wanted(read_typed("people")))
    assert [each.claim_id for each in both] == [6, 1]
    assert index.look_up(Wanted(read_typed("people")), both[0].mark) == both[1:]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [6, 5, 4, 3, 1]),
        (Wanted(ratings=frozenset({"false", "satire"})), [6, 5, 4, 3, 1]),
        (Wanted(ratings=frozenset({"satire"})), []),
        (Wanted(since=738_004), [6, 5, 4]),
        (Wanted(source="Putin"), [6, 5, 4, 3, 1]),
        (Wanted(source="vlad put"), [6, 5, 4, 3, 1]),
        (Wanted(source="putni"), [6, 5, 4, 3, 1]),
        (Wanted(source="trump"), []),
        (Wanted(language="de"), []),
        (Wanted(read_typed("people"), since=738_004), [6]),
    ],
)
def test_filters_keep_what_they_ask_for(index: SearchIndex, wanted: Wanted, found: list[int]) -> None:
    assert [each.claim_id for each in index.look_up(wanted)] == found


@pytest.mark.parametrize(
    "mark", ["", "x", "::", "9:9", "1:2:3:4", "²:1:", "5:99999999999999999999999:", "-1:2:"]
)
def test_a_forged_mark_harms_nothing(index: SearchIndex, mark: str) -> None:
    assert {each.claim_id for each in index.look_up(Wanted(), mark)} <= {1, 3, 4, 5, 6}
    index.look_up(Wanted(read_typed("people")), mark)


def test_a_changed_claim_is_found_by_its_new_words_only(index: SearchIndex) -> None:
    index.change([Entry(2, prepare("The mayor of Ghent drives a tram."))], [])
    index.commit(Position(3, 8, "here"))
    assert index.search(("castl",)) == []
    assert [hit.id for hit in index.search(("tram",))] == [2]
    assert index.size == len(CLAIMS)


def test_a_removed_claim_is_gone(index: SearchIndex) -> None:
    index.change([], [2])
    index.commit(Position(3, 8, "here"))
    assert set(held(index)) == {1, 3, 4, 5, 6}


def test_position_is_committed_with_the_claims(index: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "index")
    index.change([Entry(9, prepare("A new one."))], [])
    other.reload()
    assert (other.size, other.position()) == (len(CLAIMS), Position(3, 7, "here"))
    index.commit(Position(4, 8, "here"))
    other.reload()
    assert (other.size, other.position()) == (len(CLAIMS) + 1, Position(4, 8, "here"))


def test_what_was_not_committed_is_dropped(index: SearchIndex, tmp_path: Path) -> None:
    index.clear()
    index.close()
    other = SearchIndex(tmp_path / "index")
    other.open_writer()
    other.commit(Position(5, 9, "here"))
    assert set(held(other)) == {1, 2, 3, 4, 5, 6}


def test_only_one_writer_at_a_time(index: SearchIndex, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LockBusy"):
        SearchIndex(tmp_path / "index").open_writer()


def test_rare_terms_weigh_more(index: SearchIndex) -> None:
    rarity = index.frequencies().rarity
    assert rarity("unheard") > rarity("jableh") > rarity("peopl") > 0


def test_a_term_weighs_the_same_in_every_process() -> None:
    program = (
        "from storage.search import Frequencies\n"
        "counts = [(f'term{number}', number) for number in range(1, 20_000)]\n"
        "rarity = Frequencies(counts, 20_000).rarity\n"
        "print(sum(rarity(term) for term, _ in counts))"
    )
    said = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", program],
            env={"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
