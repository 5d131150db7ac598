"""What of a text is searched for: folded words, numbers in one form, no stop words, posts without their signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.terms import clean, fold, is_english, language_of, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. spent $1,500", ["the", "us", "spent", "1500"]),
        ("Erdoğan’s car", ["erdogan", "car"]),
        ("400k in Syria", ["400000", "in", "syria"]),
        ("4 million, £1.5bn", ["4000000", "1500000000"]),
        ("Seven of twelve", ["7", "of", "12"]),
        ("0.5 million", ["500000"]),
        ("millions of people", ["millions", "of", "people"]),
        ("don't", ["dont"]),
        ("疫苗 含有", ["疫", "苗", "含", "有"]),
        ("Süßstoff", ["sussstoff"]),
        ("…!?", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bombings killed more than 140 people", ["bomb", "kill", "140", "peopl"]),
        ("They knew of the payments", ["know", "payment"]),
        ("Der Minister wusste von den Zahlungen", ["der", "minister", "wusste", "von", "den", "zahlungen"]),
        ("Who said what?", ["who", "said", "what"]),  # nothing but stop words
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor of Ghent owns three castles.", "en"),
        ("Trump wins Texas", "en"),  # no common word of any language
        ("Le maire de Lyon possède trois châteaux", "fr"),
        ("Der Bürgermeister von Kiel fährt mit dem Rad", "de"),
        ("El alcalde de Sevilla tiene los tres castillos", "es"),
        ("Мэр Москвы", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(words(text)) == language


@pytest.mark.parametrize(
    ("text", "said", "by"),
    [
        ("Bridge closed https://t.co/x1 now", "Bridge closed   now", ""),
        ("Look #BerlinWall", "Look Berlin Wall", ""),
        ("Ask @AnnBerg_DE", "Ask Ann Berg DE", ""),
        ("It fell. — Ann Berg (@annb) May 3, 2020", "It fell.", "— Ann Berg (annb) May 3, 2020"),
        ("One — two — three", "One — two — three", ""),
        ("", "", ""),
    ],
)
def test_clean(text: str, said: str, by: str) -> None:
    assert clean(text) == (said, by)


@given(st.text())
def test_property_terms_never_fail_and_folding_is_final(text: str) -> None:
    for word in terms(text):
        assert word
        assert " " not in word
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("", True),
        ("140 killed in Jableh", True),
        ("The Süddeutsche Zeitung and Der Spiegel reported 40 deaths.", True),
        ("“Wir schaffen das”, Angela Merkel said, and the hall was silent.", True),
        ("Die Stadt hat nach eigenen Angaben 40 Millionen Euro für den Bau ausgegeben.", False),
        ("Le maire a dit que la ville avait dépensé 40 millions d'euros.", False),
        ("قال المحافظ إن 1250 شخصا غادروا منازلهم", False),
    ],
)
def test_a_text_is_english_unless_it_is_plainly_not(text: str, english: bool) -> None:
    assert is_english(text) is english
