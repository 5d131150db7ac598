"""How common a term is in English at large, which a desk's own claims do not show.

"Wrap" and "Kavanaugh" may stand in three claims each; who shares the name with a claim is nearer to it.
"""

from math import log

from claims.tables import read_table

DISCOUNT = 0.5  # of the rarity of the commonest term; 0.3 to 0.7 ranked about as well on CheckThat! train


def everyday_words() -> dict[str, float]:
    """The terms of everyday English, with how much of their rarity in a collection counts: 0.5 for the commonest,
    nearly all for the last of the 13,837."""
    rows = read_table("everyday_words")
    return {
        row["term"]: 1 - DISCOUNT * (1 - log(place) / log(len(rows))) for place, row in enumerate(rows, 1)
    }
