"""Quotations in all the marks that people and programs make."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won," he said.', [('"We won,"', None)]),
        ("“We won,” he said.", [("“We won,”", None)]),
        ("‘We won,’ he said.", [("‘We won,’", None)]),
        ("'We won the cup,' he said.", [("'We won the cup,'", None)]),
        ("''We won,'' he said.", [("''We won,''", None)]),
        ("``We won,'' he said.", [("``We won,''", None)]),
        ('"We won,” he said.', [('"We won,”', "mixed")]),
        ('“We won," he said.', [('“We won,"', "mixed")]),
        ('"We won, he said.', [('"We won, he said.', "unclosed")]),
        ("Nothing was left,” he said.", [("Nothing was left,”", "unopened")]),
        ('"We won," he said. "By far."', [('"We won,"', None), ('"By far."', None)]),
        ('"One.\n\n"Two," he said.', [('"One.\n\n"Two,"', None)]),
        ("“He said ‘never’ to me,” she said.", [("“He said ‘never’ to me,”", None)]),
        ("The workers' hall and the '90s.", []),
        ("It's Ann's dog.", []),
        ("A 6-inch nail.", []),
        ("He left 'the workers' hall' at noon.", [("'the workers' hall'", None)]),
    ],
)
def test_quotations_are_found_whole_with_what_is_wrong_with_their_marks(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(text[slice(*q.span)], q.problem) for q in find_quotations(text)] == expected


@given(st.text(alphabet="ab ,.\n\"“”‘’'`", max_size=200))
def test_property_quotations_lie_inside_the_text_and_never_overlap(text: str) -> None:
    parts = [part for quotation in find_quotations(text) for part in quotation.parts]
    assert all(0 <= start < end <= len(text) for start, end in parts)
    ordered = sorted(parts)
    assert all(left[1] <= right[0] for left, right in pairwise(ordered))
