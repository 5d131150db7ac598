"""Flags against their gold set: each code, with as many look-alikes that must not be flagged."""

import pytest

from claims import check
from tests.claims.gold_sets import rows


def _cases(negative: bool) -> list[tuple[str, str]]:
    found = []
    for line in rows("flags"):
        code, text = line.split(": ", 1)
        if code.startswith("not ") == negative:
            found.append((code.removeprefix("not "), text.replace("|", "\n")))
    return found


def _flagged(code: str, text: str) -> bool:
    return any(flag.code == code for flag in check(text).flags)


def test_gold_flags_are_raised_and_look_alikes_are_not() -> None:
    wanted, unwanted = _cases(negative=False), _cases(negative=True)
    assert len(wanted) >= 80
    assert len(unwanted) >= 80
    hits = sum(_flagged(code, text) for code, text in wanted)
    mistakes = sum(_flagged(code, text) for code, text in unwanted)
    assert hits >= 0.9 * len(wanted)
    assert hits / (hits + mistakes) >= 0.95


def test_every_message_is_one_plain_sentence() -> None:
    for code, text in _cases(negative=False):
        for flag in check(text).flags:
            if flag.code == code:
                assert flag.message[0].isupper() or flag.message[0] in '“"'
                assert flag.message.endswith(".")
                assert "\n" not in flag.message


def test_a_flag_points_at_the_words_it_is_about() -> None:
    text = "The rate rose from 5 percent to 7 percent, an increase of 2 percent."
    flag = next(each for each in check(text).flags if each.code == "percent-points")
    assert flag.span is not None
    assert text[slice(*flag.span)] == "2 percent"
    assert "2 percentage points" in flag.message


@pytest.mark.parametrize(
    "text",
    [
        "Der Schaden beläuft sich nach Angaben des Landratsamts auf mindestens 35 Millionen Euro, sagte der Landrat.",
        "Selon le préfet, 1 250 habitants ont été évacués dans la nuit et deux personnes sont mortes.",
        "По словам губернатора, из города эвакуировали 1250 человек, двое погибли.",
        "Σύμφωνα με τον δήμαρχο, 1.250 κάτοικοι εγκατέλειψαν τα σπίτια τους.",
    ],
)
def test_nothing_is_said_of_the_sources_of_a_text_that_is_not_in_english(text: str) -> None:
    report = check(text)
    assert report.claims, "its figures are found"
    sources = {"unsourced-figure", "anonymous-source", "second-hand", "hedge"}
    assert not sources & {flag.code for flag in report.flags}
