"""What stands where a source stands and is none, and what gives a figure without saying it."""

import pytest

from claims import Report, check


def sources(report: Report, text: str) -> list[str]:
    return [text[slice(*each.source)] for each in report.attributions if each.source]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LANG: You know, I was in Leeds hospital yesterday and the wait was long.", []),
        ("It was the sort of morning that makes one think of rain.", []),
        ("Inflation hit 9% in May.", []),
        ("The council voted 31 to 17 in April to ban them.", []),
        ("Peru added 180 GW of wind power last year.", []),
        ("The clinic's 20 wards had been told by email not to report cases.", []),
        ("Boreal Power (NYX: BPW), a maker of turbines, today announced record revenue of $1.7 billion.",
         ["Boreal Power (NYX: BPW), a maker of turbines"]),
        ("Did the prime minister really say that students commit 30% of all thefts?", ["the prime minister"]),
        ("Its profits rose 12 per cent last year, its annual report shows.", ["its annual report"]),
        ("According to a study in May, one in eight parents in Leeds refuse it, compared with one in thirty in York.",
         ["a study in May"]),
        ("Rents have risen by 60 per cent, figures from the statistics office show.",
         ["figures from the statistics office"]),
    ],
)  # fmt: skip
def test_only_who_speaks_is_a_source(text: str, expected: list[str]) -> None:
    assert sources(check(text), text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The toll was lower than the 31 dead given by the district hospital.",
        "The rate is 12% above the average, NHS data shows.",
        "The Halle Institute puts aid at about $90 billion.",
        "NATO figures published in May put the spending at 2.2%.",
        "The debt rose to $5 billion, the auditor general reported.",
        "The tenants' association says 40 flats are empty.",
        "China, the biggest maker, says it built 40 dams.",
        "Leeds Police said 40 cars were burnt.",
    ],
)
def test_a_source_that_stands_in_the_sentence_is_not_called_missing(text: str) -> None:
    assert check(text).flags == ()


def test_who_asks_not_to_be_named_still_speaks() -> None:
    text = "The official, who asked not to be named, told the Herald that 30 men had left."
    assert "The official, who asked not to be named" in sources(check(text), text)


def test_a_heading_is_nobody_that_it_stands_for() -> None:
    text = "THE LONG ROAD AHEAD of us\n\nA drought has hit the north. It says 30 wells are dry."
    assert [each.resolved for each in check(text).attributions] == [None]


@pytest.mark.parametrize(
    ("text", "stands_for"),
    [
        ("Council leader Priya Shah said she was leaving. The council said 40 flats were sold.", None),
        (
            "Interior minister Ann Lee said she was leaving. The minister said 40 men had left.",
            "Interior minister Ann Lee",
        ),
        ("Leeds City Council met. The council said 40 flats were sold.", "Leeds City Council"),
    ],
)
def test_whom_a_role_stands_for(text: str, stands_for: str | None) -> None:
    found = check(text).attributions[-1]
    assert (text[slice(*found.resolved)] if found.resolved else None) == stands_for
