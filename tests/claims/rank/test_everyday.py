"""The words of everyday English: their rarity counts in part."""

from claims.rank import everyday_words
from storage.search import Frequencies


def test_the_commoner_a_word_the_less_of_its_rarity_counts() -> None:
    share = everyday_words()
    assert len(share) > 13_000
    assert 0.5 <= share["new"] < share["minist"] < share["smear"] <= 1
    assert list(share.values()) == sorted(share.values())
    assert "kavanaugh" not in share


def test_a_name_weighs_more_than_an_everyday_word_of_as_many_claims() -> None:
    rarity = Frequencies([("kavanaugh", 3), ("school", 3), ("bridg", 300)], 10_000).rarity
    assert rarity("kavanaugh") > rarity("school") > rarity("bridg") > 0
