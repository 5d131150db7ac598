"""Files of earlier checks: what is read from them, what is wrong with which line, and the way back."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange import Format, UnreadableFileError, format_of, read, write
from bot.exchange.spreadsheets import armed, defused
from storage.ratings import Axis, named, on_axis
from storage.rows import Row, derived_key

CLAIM = "Over 140 people were hurt."
FULL = Row(
    key="a1",
    claim=CLAIM,
    title="Were 140 hurt?",
    truth=named("Mostly false"),
    attribution=named("Misquoted"),
    rationale="It was 78.\nThe ministry, says: \"so\".",
    urls=("https://example.org/1", "https://example.org/2"),
    claimant="A spokesman",
    claimed_on=date(2016, 5, 23),
    reviewed_on=date(2016, 5, 24),
    language="en",
)  # fmt: skip


def rows(content: str | bytes, form: Format) -> list[Row | str]:
    """Rows, and for what is wrong "place: problem"."""
    data = content.encode() if isinstance(content, str) else content
    return [entry.row or f"{entry.place}: {entry.problem}" for entry in read(io.BytesIO(data), form)]


def written(found: Sequence[Row], form: Format) -> str:
    async def each() -> AsyncIterator[Row]:
        for row in found:
            yield row

    file = io.StringIO(newline="")
    assert asyncio.run(write(each(), file, form)) == len(found)
    return file.getvalue()


NAMES = [
    ("a.csv", Format.CSV),
    ("a.TSV", Format.CSV),
    ("a.jsonl", Format.JSONL),
    ("a.ndjson", Format.JSONL),
    ("b/a.json", Format.CLAIMREVIEW),
    ("a.jsonld", Format.CLAIMREVIEW),
    ("a.xls", None),
    ("csv", None),
]


@pytest.mark.parametrize(("name", "form"), NAMES)
def test_a_name_says_the_format(name: str, form: Format | None) -> None:
    assert format_of(name) is form


KEY = derived_key(CLAIM)
CSV = [
    (f"claim\n{CLAIM}\n", [Row(KEY, CLAIM)]),
    (f"\ufeffclaim\r\n{CLAIM}\r\n", [Row(KEY, CLAIM)]),
    (f"Key; CLAIM ;nobody's\nk;{CLAIM};x\n", [Row("k", CLAIM)]),
    (f"key\tclaim\nk\t{CLAIM}\n", [Row("k", CLAIM)]),
    (f'claim,rating\n"{CLAIM}",pants-on-fire!\n', [Row(KEY, CLAIM, truth=named("False"))]),
    (f"claim,rating\n{CLAIM},4\n", [Row(KEY, CLAIM, truth=named("Mostly true"))]),
    (f"claim,rating\n{CLAIM},misquoted\n", [Row(KEY, CLAIM, attribution=named("Misquoted"))]),
    (f"claim,reviewed\n{CLAIM},2016-05-24T10:00:00Z\n", [Row(KEY, CLAIM, reviewed_on=date(2016, 5, 24))]),
    (f"claim,title\n\n{CLAIM}\n\n", [Row(KEY, CLAIM)]),
    ("claim\n'=1+1 is two\n", [Row(derived_key("=1+1 is two"), "=1+1 is two")]),
    (f"key,claim\na,{CLAIM}\na,{CLAIM}\n", [Row("a", CLAIM)]),
]


@pytest.mark.parametrize(("content", "expected"), CSV, ids=lambda case: str(case)[:40])
def test_csv_is_read_as_spreadsheets_write_it(content: str, expected: list[Row]) -> None:
    assert rows(content, Format.CSV) == expected


BAD = [
    ("key,claim\nk,\n", "line 2: the claim is missing"),
    ("claim\n!!!\n", "line 2: the claim has no words"),
    ("claim\n" + "x" * 4001 + "\n", "line 2: the claim has 4,001 characters; the limit is 4,000"),
    ('claim,title\n"two\nlines",b\n,c\n', "line 4: the claim is missing"),
    ("claim,rating\na,Bogus\n", "line 2: the rating 'Bogus' is not known; known are False, Mostly false, "),
    ("claim,rating\na,False; True\n", "line 2: it cannot be rated both False and True"),
    ("claim,date\na,24/05/2016\n", "line 2: the date '24/05/2016' is not a day like 2016-05-24"),
    ("claim,reviewed\na,2016-02-30\n", "line 2: the reviewed '2016-02-30' is not a day"),
    ("claim,url\na,javascript:alert(1)\n", "line 2: the url 'javascript:alert(1)' is not a link"),
    ("claim,url\na,http://[\n", "line 2: the url 'http://[' is not a link"),
    ("claim\na,b\n", "line 2: it has 2 cells, but the first line names 1"),
    ('claim\n"never closed\n', "line 2: it is not CSV (unexpected end of data)"),
    (b"claim\ncaf\xe9\n", "line 2: the claim is not UTF-8 text"),
    ("claim\na\0b\n", "line 2: the claim is not UTF-8 text"),
    ("key,claim\nk,a\nk,b\n", "line 3: the key 'k' stands on line 2 already, with other words"),
]


@pytest.mark.parametrize(("content", "expected"), BAD, ids=lambda case: str(case)[:40])
def test_a_bad_row_is_told_with_its_line(content: str | bytes, expected: str) -> None:
    last = rows(content, Format.CSV)[-1]
    assert isinstance(last, str)
    assert last.startswith(expected)


def test_good_rows_around_a_bad_one_are_read() -> None:
    found = rows('claim\na\n"b" c\nd\n', Format.CSV)
    assert [row if isinstance(row, str) else row.claim for row in found] == [
        "a",
        "line 3: it is not CSV (',' expected after '\"')",
        "d",
    ]


JSON_LINES = [
    ('{"claim": "a", "key": 12, "title": null}', Row("12", "a")),
    ('{"claim": "a", "unknown": [1]}', Row(derived_key("a"), "a")),
    ("[]", "line 1: it is not an object in braces"),
    ("{", "line 1: it is not JSON"),
    ('{"claim": ["a"]}', "line 1: the claim is not text"),
    ('{"claim": "a", "rating": false}', "line 1: the rating is not text"),
    ('{"claim": "\\ud800 a"}', "line 1: the claim is not UTF-8 text"),
]


@pytest.mark.parametrize(("line", "expected"), JSON_LINES, ids=lambda case: str(case)[:40])
def test_json_lines(line: str, expected: Row | str) -> None:
    assert rows(line, Format.JSONL) == [expected]


REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://example.org/check",
    "claimReviewed": CLAIM,
    "itemReviewed": {"@type": "Claim", "author": [{"@type": "Person", "name": "A spokesman"}]},
    "reviewRating": {"@type": "Rating", "alternateName": "Pants on Fire!", "ratingValue": "1"},
    "datePublished": "2016-05-24",
}
READ = Row(
    KEY,
    CLAIM,
    truth=named("False"),
    urls=("https://example.org/check",),
    claimant="A spokesman",
    reviewed_on=date(2016, 5, 24),
)
PAGES = [
    REVIEW,
    [REVIEW],
    {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
    {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
    {"dataFeedElement": [{"item": REVIEW}, {"item": None}, 3, "x", {"item": [{"@type": "Article"}]}]},
    [REVIEW | {"@type": ["Review", "ClaimReview"]}],
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: json.dumps(page)[:40])
def test_claim_reviews_are_found_wherever_they_stand(page: object) -> None:
    assert rows(json.dumps(page), Format.CLAIMREVIEW) == [READ]
    assert rows(json.dumps(page, indent=1), Format.CLAIMREVIEW) == [READ]


NUMBERS = [
    ({"ratingValue": 2}, "Mostly false"),
    ({"alternateName": "Nobody's word", "ratingValue": "4", "bestRating": 5}, "Mostly true"),
    ({"alternateName": "Misleading", "ratingValue": 2}, "Missing context"),
]


@pytest.mark.parametrize(("rating", "expected"), NUMBERS)
def test_a_rating_is_named_or_a_number_from_1_to_5(rating: dict[str, object], expected: str) -> None:
    (found,) = rows(json.dumps(REVIEW | {"reviewRating": rating}), Format.CLAIMREVIEW)
    assert isinstance(found, Row)
    assert found.truth == named(expected)


def test_a_number_on_another_scale_means_nothing() -> None:
    rating = {"alternateName": "Nobody's word", "ratingValue": 4, "bestRating": 10}
    (found,) = rows(json.dumps(REVIEW | {"reviewRating": rating}), Format.CLAIMREVIEW)
    assert isinstance(found, str)
    assert found.startswith('item 1: the rating "Nobody\'s word" is not known')


def test_a_long_feed_is_read_element_by_element() -> None:
    reviews = [
        REVIEW | {"claimReviewed": f"{number} people were hurt. " + "é" * 500} for number in range(500)
    ]
    feed = json.dumps({"dataFeedElement": [{"item": [each]} for each in reviews]}, ensure_ascii=False)
    found = rows(feed, Format.CLAIMREVIEW)
    assert [row.claim for row in found if isinstance(row, Row)] == [each["claimReviewed"] for each in reviews]
    with pytest.raises(UnreadableFileError, match="ends within an element"):
        rows(feed[:-200], Format.CLAIMREVIEW)


@pytest.mark.parametrize("form", Format)
def test_what_was_written_is_read_again(form: Format) -> None:
    other = Row("a2", "=SUM(A1) is 3", truth=named("Unproven"))
    assert rows(written([FULL, other], form), form) == [FULL, other]


def test_numbers_are_exported_only_where_they_mean_something() -> None:
    feed = json.loads(written([FULL], Format.CLAIMREVIEW))
    truth, attribution = feed["dataFeedElement"][0]["item"]
    assert truth["reviewRating"]["ratingValue"] == 2
    assert "ratingValue" not in attribution["reviewRating"]
    assert attribution["reviewRating"]["alternateName"] == "Misquoted"


FORMULAS = ["=1", "+1", "-1", "@a", "\t=1", "＝1", "'=1", "''=1"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
    assert armed(defused(cell)) == cell


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40).map(str.strip)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
any_rows = st.builds(
    Row,
    key=texts.filter(bool),
    claim=texts.filter(lambda text: any(map(str.isalnum, text))),
    title=texts.map(lambda text: text or None),
    truth=st.sampled_from(on_axis(Axis.TRUTH)),
    attribution=st.none() | st.sampled_from(on_axis(Axis.ATTRIBUTION)),
    rationale=texts.map(lambda text: text or None),
    urls=st.lists(st.sampled_from(["http://a.example", "https://b.example/x?y=z"]), unique=True).map(tuple),
    claimant=texts.map(lambda text: text or None),
    claimed_on=days,
    reviewed_on=days,
)


@given(st.lists(any_rows, max_size=4, unique_by=lambda row: row.key), st.sampled_from(Format))
def test_property_every_row_survives_the_way_out_and_in(found: list[Row], form: Format) -> None:
    assert rows(written(found, form), form) == found


@given(st.binary(max_size=200), st.sampled_from(Format))
def test_property_no_file_crashes_the_reader(content: bytes, form: Format) -> None:
    for start in (b"", b"claim\n", b'{"dataFeedElement": ['):
        try:
            for entry in rows(start + content, form):
                assert entry
        except UnreadableFileError as error:
            assert str(error)


@given(st.text(max_size=10))
def test_property_defusing_is_undone_by_arming(cell: str) -> None:
    assert armed(defused(cell)) == cell
