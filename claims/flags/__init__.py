"""Finds what a text gives away about itself, each thing with a code, a place and one plain sentence."""

from collections.abc import Sequence

from claims.flags.figures import figure_flags, unsourced
from claims.flags.sources import hedge_flags, source_flags
from claims.flags.wording import quotation_flags, stray_numbers, superlatives
from claims.model import Attribution, Figure, Flag, Occurrence
from claims.terms import is_english

__all__ = ["find_flags"]


def find_flags(
    text: str, figures: Sequence[Figure], attributions: Sequence[Attribution], claims: Sequence[Occurrence]
) -> tuple[Flag, ...]:
    """Every flag but those on dates, in the order of the text.

    Who said what is read in English only, so nothing is said of the sources of another text.
    """
    found = [*quotation_flags(text), *stray_numbers(text), *figure_flags(text, figures, attributions, claims)]
    if is_english(text):
        found += [
            *superlatives(text, figures),
            *source_flags(text, attributions),
            *hedge_flags(text, attributions),
            *unsourced(text, figures, attributions, claims),
        ]
    return tuple(sorted(found, key=lambda flag: flag.span or (0, 0)))
