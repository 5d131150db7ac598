"""Flags that the characters and words give: broken quotations, stray numbers, superlatives without a figure."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from claims.model import Figure, Flag
from claims.quotations import Quotation, find_quotations
from claims.tables import forms, read_table
from claims.text import line_kind, lines, sentences


def quotation_flags(text: str) -> list[Flag]:
    """Quotations whose marks do not pair."""
    return [
        Flag("broken-quotation", quotation.span, _quotation_message(text, quotation))
        for quotation in find_quotations(text)
        if quotation.problem
    ]


def _quotation_message(text: str, quotation: Quotation) -> str:
    start, end = quotation.span
    if quotation.problem == "mixed":
        return f"This quotation opens with {text[start]} and closes with {text[end - 1]}, so check where it ends."
    if quotation.problem == "unclosed":
        return "A quotation opens here and never closes, so it is unclear where the quoted words end."
    return "A quotation closes here that never opened, so it is unclear where the quoted words begin."


def stray_numbers(text: str) -> list[Flag]:
    """A number alone on a line, such as a page number or a comment count that was copied along."""
    return [
        Flag(
            "stray-number",
            line,
            f"The number {text[slice(*line)]} stands on a line of its own and belongs to no sentence.",
        )
        for line in lines(text)
        if line_kind(text, line) == "stray-number"
    ]


@cache
def _superlative() -> re.Pattern[str]:
    words = {row["kind"]: "|".join(map(re.escape, forms(row["words"]))) for row in read_table("superlatives")}
    # "the biggest protest ever", "the worst drought in the country's history", "unprecedented".
    return re.compile(
        rf"\b(?:(?:{words['phrase']})\b[^.!?;\n]{{0,60}}?\b(?:{words['scope']})|(?:{words['alone']}))\b",
        re.IGNORECASE,
    )


def superlatives(text: str, figures: Sequence[Figure]) -> list[Flag]:
    """A superlative in a sentence that gives no figure for it."""
    starts = [figure.span[0] for figure in figures]
    found = []
    for start, end in sentences(text):
        match = _superlative().search(text, start, end)
        if match and bisect_left(starts, start) == bisect_left(starts, end):
            message = f"“{match.group()}” is a superlative, and no figure here backs it up."
            found.append(Flag("superlative", match.span(), message))
    return found
