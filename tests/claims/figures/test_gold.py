"""How well the engine does on our own sentences as a whole. Single sentences may fail, the sum may not."""

from decimal import Decimal

from claims import Figure
from claims.figures import find_figures
from tests.claims.figures.gold import GoldFigure, GoldSentence, read_gold

SENTENCES = read_gold()


def test_the_gold_set_is_large_enough() -> None:
    assert len(SENTENCES) >= 400
    assert sum(not sentence.figures for sentence in SENTENCES) >= 80
    assert len({sentence.topic for sentence in SENTENCES}) >= 10
    assert len({sentence.text for sentence in SENTENCES}) == len(SENTENCES)


def test_figures_of_the_gold_set() -> None:
    value = bound = unit = listed = expected = 0
    for sentence in SENTENCES:
        figures = list(find_figures(sentence.text))
        expected += len(sentence.figures)
        listed += len(figures)
        for gold, figure in _pairs(sentence, figures):
            value += 1
            bound += gold.comparator == figure.comparator
            unit += _same_unit(gold, figure)
    assert 2 * value / (listed + expected) >= 0.98
    assert 2 * bound / (listed + expected) >= 0.97
    assert 2 * unit / (listed + expected) >= 0.96


def test_sentences_without_a_figure() -> None:
    empty = [sentence.text for sentence in SENTENCES if not sentence.figures]
    false = [text for text in empty if find_figures(text)]
    assert len(false) <= 0.03 * len(empty), false


def _pairs(sentence: GoldSentence, figures: list[Figure]) -> list[tuple[GoldFigure, Figure]]:
    """Each expected figure with one found figure of the same value, the one that fits best."""
    pairs = []
    for gold in sentence.figures:
        same = [figure for figure in figures if _same_value(gold, figure)]
        if same:
            best = max(
                same, key=lambda figure: (_same_unit(gold, figure), gold.comparator == figure.comparator)
            )
            figures.remove(best)
            pairs.append((gold, best))
    return pairs


def _same_value(gold: GoldFigure, figure: Figure) -> bool:
    low = figure.high if figure.low is None else figure.low
    high = figure.low if figure.high is None else figure.high
    return low is not None and high is not None and _near(low, gold.low) and _near(high, gold.high)


def _near(one: Decimal, two: Decimal) -> bool:
    return abs(one - two) <= abs(two) / 10_000


def _same_unit(gold: GoldFigure, figure: Figure) -> bool:
    """The same unit, or the same last word of what is counted."""
    named = figure.unit or figure.counted or "-"
    return gold.unit == named or gold.unit.split()[-1] in {named.split()[-1], *(figure.counted or "").split()}
