"""How a text is cut: sentences, lines that are no text, datelines, words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text import dateline_end, line_kind, lines, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It snowed.", ["It rained.", "It snowed."]),
        ("Mr. Lee met Dr. Hill. They left.", ["Mr. Lee met Dr. Hill.", "They left."]),
        ("The U.S. Army left. Lee stayed.", ["The U.S. Army left.", "Lee stayed."]),
        ("It ended at 5 p.m. The crowd left.", ["It ended at 5 p.m.", "The crowd left."]),
        ('It ended at 5 p.m. "We left," she said.', ["It ended at 5 p.m.", '"We left," she said.']),
        ("J. Smith and A. B. Jones came.", ["J. Smith and A. B. Jones came."]),
        ('"Stop!" he said. She ran.', ['"Stop!" he said.', "She ran."]),
        ("A headline without a stop\nThe text.", ["A headline without a stop", "The text."]),
        ("Why? Because.", ["Why?", "Because."]),
        ("It cost 3.5 million. Then 4.", ["It cost 3.5 million.", "Then 4."]),
        ("• First point\n• Second point", ["• First point", "• Second point"]),
        ("One\r\ntwo", ["One", "two"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("219", "stray-number"),
        ("[12]", "stray-number"),
        ("Page 3", "stray-number"),
        ("3/8", "stray-number"),
        ("By Ann Lee", "byline"),
        ("By Friday the water was gone.", "text"),
        ("Photo: Ann Lee", "credit"),
        ("(Photo by Ann Lee)", "credit"),
        ("14 people died.", "text"),
        ("Getty Images", "text"),
    ],
)
def test_a_line_that_is_no_text_is_told_apart(line: str, kind: str) -> None:
    assert line_kind(line, (0, len(line))) == kind


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("DAMASCUS (Reuters) - Seven bombs went off.", "Seven bombs went off."),
        ("GENEVA, March 3 (AP) — Talks ended.", "Talks ended."),
        ("NEW YORK (AFP) -- Shares fell.", "Shares fell."),
        ("VARNHOLT - Shares fell.", "Shares fell."),
        ("VARNHOLT - “We won,” Lee said.", "“We won,” Lee said."),
        ("Port Varn (Northern Wire) – Shares fell.", "Shares fell."),
        ("(CNN) -- Shares fell.", "Shares fell."),
        ("Shares fell.", "Shares fell."),
        ("NASA - the agency - has 40 ships.", "NASA - the agency - has 40 ships."),
        ("NATO wants more — The Hague does not.", "NATO wants more — The Hague does not."),
        ("SAINT-Andre fell.", "SAINT-Andre fell."),
        ("LEE: We won.", "LEE: We won."),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(text: str, rest: str) -> None:
    assert text[dateline_end(text, (0, len(text))) :] == rest


def test_words_keep_hyphens_and_apostrophes_together() -> None:
    assert words("Lee's state-run TV didn’t stop.").lower == [
        "lee's",
        "state-run",
        "tv",
        "didn't",
        "stop",
        ".",
    ]


def test_a_number_with_commas_is_one_word() -> None:
    assert words("the board, 12,000 homes, 3 new").lower == [
        "the",
        "board",
        ",",
        "12,000",
        "homes",
        ",",
        "3",
        "new",
    ]


@given(st.text(alphabet="aB .!?\n\"”'—1", max_size=300))
def test_property_every_cut_lies_inside_the_text_and_in_order(text: str) -> None:
    for spans in (lines(text), sentences(text)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
