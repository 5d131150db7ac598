"""The data files, whole: every entry has an example, and the engine reads the example as the entry says."""

from decimal import Decimal
from typing import get_args

import pytest

from claims.figures import find_figures
from claims.figures.nouns import is_plural, singular
from claims.model import Comparator, FigureKind
from claims.tables import FOLDER, forms, read_table

TABLES = (
    "comparators",
    "crowns",
    "currencies",
    "labels",
    "magnitudes",
    "multiples",
    "noun_ends",
    "numbers",
    "plurals",
    "trends",
    "units",
    "vague_numbers",
    "word_classes",
)
Row = dict[str, str]


def rows(*names: str) -> list[Row]:
    return [row for name in names for row in read_table(name)]


def named(row: Row) -> str:
    return next(iter(row.values()))


@pytest.mark.parametrize("table", TABLES)
def test_every_entry_is_whole_and_has_an_example(table: str) -> None:
    assert (FOLDER / f"{table}.csv").exists()
    for row in read_table(table):
        assert None not in row, row
        assert None not in row.values(), row
        assert row["example"].strip(), row
        assert named(row).strip(), row


@pytest.mark.parametrize(
    ("tables", "column"),
    [(("units", "currencies"), "words"), (("units",), "signs"), (("currencies",), "signs")],
)
def test_no_unit_form_means_two_things(tables: tuple[str, ...], column: str) -> None:
    seen: dict[str, str] = {}
    for row in rows(*tables):
        for form in forms(row[column]):
            assert seen.setdefault(form, named(row)) == named(row), form


@pytest.mark.parametrize("row", rows("units", "currencies", "crowns"), ids=named)
def test_the_example_of_a_unit_is_read_as_that_unit(row: Row) -> None:
    assert row.get("kind", "money") in get_args(FigureKind)
    assert named(row) in {figure.unit for figure in find_figures(row["example"])}


@pytest.mark.parametrize("row", read_table("comparators"), ids=named)
def test_the_example_of_a_comparator_is_read_as_that_comparator(row: Row) -> None:
    assert row["comparator"] in get_args(Comparator)
    assert row["side"] in {"before", "after"}
    assert {figure.comparator for figure in find_figures(row["example"])} == {row["comparator"]}


@pytest.mark.parametrize("row", read_table("numbers"), ids=named)
def test_the_example_of_a_number_holds_a_figure(row: Row) -> None:
    assert Decimal(row["value"]) >= 0
    if row["word"] not in {"halves", "zero"}:
        assert find_figures(row["example"])


@pytest.mark.parametrize("row", read_table("magnitudes"), ids=named)
def test_the_example_of_a_magnitude_is_multiplied(row: Row) -> None:
    (figure,) = find_figures(row["example"])
    assert figure.low is not None
    assert figure.low >= Decimal(row["factor"])


@pytest.mark.parametrize("row", read_table("multiples"), ids=named)
def test_the_example_of_a_multiple_has_its_value(row: Row) -> None:
    assert Decimal(row["value"]) in {figure.low for figure in find_figures(row["example"])}


@pytest.mark.parametrize("row", read_table("trends"), ids=named)
def test_the_example_of_a_trend_has_its_direction(row: Row) -> None:
    assert {figure.trend for figure in find_figures(row["example"])} == {row["direction"]}


@pytest.mark.parametrize("row", read_table("plurals"), ids=named)
def test_plurals_lead_to_their_singular(row: Row) -> None:
    assert is_plural(row["plural"])
    assert singular(row["plural"]) == row["singular"]


@pytest.mark.parametrize("row", read_table("labels"), ids=named)
def test_the_example_of_a_label_holds_no_figure(row: Row) -> None:
    assert row["case"] in {"any", "Capital"}
    assert not find_figures(row["example"])


@pytest.mark.parametrize("row", read_table("noun_ends"), ids=named)
def test_the_example_of_a_noun_end_counts_nothing(row: Row) -> None:
    for figure in find_figures(row["example"].replace("[", "").replace("]", "")):
        assert figure.counted is None
