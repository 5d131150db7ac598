"""What a person types fits the claim that was meant better than its neighbours."""

import pytest

from claims.typed import RAREST, fit, read_typed, spelling


def fitted(typed: str, claim: str) -> int:
    read = read_typed(typed)
    return fit(read, spelling(claim).words, [RAREST] * len(read.words))


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("lab ortenau fire", "A laboratory in Ortenau burned.", "A bakery in Ortenau burned."),
        ("peace keepers ortenau", "Peacekeepers left Ortenau.", "Peace came to Ortenau."),
        ("moonlanding faked", "The moon landing was faked.", "The landing of a plane was faked."),
        ("#OrtenauBridge", "A bridge fell in Ortenau.", "A bridge fell in Larnek."),
        ("yatch ortenau", "A yacht burned in Ortenau.", "A fence burned in Ortenau."),
        ("ortanao flood", "A flood reached Ortenau.", "A flood reached Norway."),
        ("larnek 150", "In Larnek 140 cows died.", "In Larnek 20 cows died."),
        ("larnek 1.400", "In Larnek 1,400 cows died.", "In Larnek 140 cows died."),
        ("swedish jets", "Sweden sold ten planes.", "Norway sold ten planes."),
        ("co2 ortenau", "Ortenau emits carbon dioxide.", "Ortenau emits two gases."),
    ],
)
def test_the_claim_that_was_meant_fits_better(typed: str, meant: str, other: str) -> None:
    assert fitted(typed, meant) > fitted(typed, other)


def test_another_year_is_nothing_like_the_typed_one() -> None:
    assert fitted("larnek 2016", "In 2017 Larnek grew.") == fitted("larnek 2016", "In 1917 Larnek grew.")


def test_of_a_pasted_headline_the_claim_may_be_a_part() -> None:
    pasted = "BREAKING: crowds in tears as the old bridge of Ortenau falls into the river, neighbours and police say"
    assert fitted(pasted, "The bridge of Ortenau fell into the river.") > 450
    assert fitted(pasted, "The mayor of Larnek owns three cars and a horse.") < 450
