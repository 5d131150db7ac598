"""Finds who said what: sources, cues and contents, in text order.

The way through the package is the way of the text: `reading` cuts it into words and sentences, `scoring` finds
the words that attribute, `patterns` puts sources and contents to them, `hedges` adds reports without a reporter,
`linking` joins what goes over sentences, makes chains and says who "he" is.
"""

from claims.attributions.linking import link
from claims.attributions.reading import read
from claims.model import Attribution

__all__ = ["find_attributions"]


def find_attributions(text: str) -> tuple[Attribution, ...]:
    """Every attribution of a text in the order of its cues, as far as words and marks give it away.

    The source of "he said" is the pronoun; `resolved` is the name it most likely stands for. Time grows
    linearly with the text.
    """
    return link(read(text))
