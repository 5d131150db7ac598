"""Flags on figures: without a source, over 100%, contradicting each other."""

from collections.abc import Sequence

from claims.model import Figure, Flag, Occurrence

_UNSOURCED_KINDS = frozenset({"count", "share", "money"})


def figure_flags(text: str, figures: Sequence[Figure], claims: Sequence[Occurrence]) -> list[Flag]:
    return [*_unsourced(text, figures, claims)]


def _unsourced(text: str, figures: Sequence[Figure], claims: Sequence[Occurrence]) -> list[Flag]:
    """The first figure of a claim that names no source."""
    found = []
    for claim in claims:
        if claim.attributions:
            continue
        figure = next(
            (figures[each] for each in claim.figures if figures[each].kind in _UNSOURCED_KINDS), None
        )
        if figure is not None:
            words = text[slice(*figure.span)]
            found.append(
                Flag("unsourced-figure", figure.span, f"No source is named for the figure “{words}”.")
            )
    return found
