"""Numbers as other languages write them, in texts that are plainly not English."""

from decimal import Decimal

import pytest

from claims.figures import find_figures


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Die Strecke ist 3.400 Kilometer lang und wurde für 12,5 Millionen Euro saniert.", ["3400", "12500000"]),
        ("Das sind 4,2 Milliarden und 3 Mrd. Euro, die der Staat nicht hat.", ["4200000000", "3000000000"]),
        ("Según el instituto, el paro se sitúa en el 10,9 % y hay 600.000 contratos.", ["10.9", "600000"]),
        ("Selon le syndicat, 3 000 postes ont disparu et 250 000 personnes sont parties.", ["3000", "250000"]),
        ("О погибших говорят 12,5 млн человек и 3 000 домов.", ["12500000", "3000"]),
        ("O governo gastou 3 mil milhões de euros com a obra, que não está pronta.", ["3000000000"]),
        # English, and other languages where they write as English does
        ("The road is 3.4 kilometres long and cost 12,500 euros.", ["3.4", "12500"]),
        ("En México hay 12,500 casos, según el instituto, y la tasa es del 4.5 %.", ["12500", "4.5"]),
        ("In Wien, 3.5 of 10 voted.", ["3.5", "10"]),
    ],
)  # fmt: skip
def test_numbers_are_read_by_the_convention_of_the_text(text: str, values: list[str]) -> None:
    assert [figure.low for figure in find_figures(text)] == [Decimal(value) for value in values]
