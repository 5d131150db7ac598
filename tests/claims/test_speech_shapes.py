"""Shapes of reported speech in the news of many countries: sentence on the left, who said what on the right."""

import pytest

from claims.attributions import find_attributions
from claims.model import Attribution

Words = tuple[str | None, str | None, list[str]]


def words(text: str, found: Attribution) -> Words:
    source = text[slice(*found.source)] if found.source else None
    cue = text[slice(*found.cue)] if found.cue else None
    return source, cue, [text[slice(*part)] for part in found.content]


BETWEEN_SUBJECT_AND_VERB: list[tuple[str, list[Words]]] = [
    ("The Land Office (LO) on Monday said it rained.", [("The Land Office (LO)", "said", ["it rained"])]),
    ("The bureau had in its charge sheet claimed that Lee hid money.",
     [("The bureau", "claimed", ["that Lee hid money"])]),
    ("The presidency had in 2021 said it would build schools.",
     [("The presidency", "said", ["it would build schools"])]),
    ("Webb had on Tuesday denied the claims.", [("Webb", "denied", ["the claims"])]),
    ("Tom Webb, 61, of Mill Road, Kelso, denied the charges.",
     [("Tom Webb, 61, of Mill Road, Kelso", "denied", ["the charges"])]),
    ("Webb, in a statement issued on Sunday, said the men, numbering about 100, stormed the school.",
     [("Webb", "said", ["the men, numbering about 100, stormed the school"])]),
    ("However, doctors not involved in the trial urged caution.",
     [("doctors not involved in the trial", "urged", ["caution"])]),
]  # fmt: skip

BEHIND_THE_VERB: list[tuple[str, list[Words]]] = [
    ("Webb said last night the roads were open.", [("Webb", "said", ["the roads were open"])]),
    ("Webb said Monday evening the roads were open.", [("Webb", "said", ["the roads were open"])]),
    ("She said on Monday, as rain fell, that 12 died.", [("She", "said", ["that 12 died"])]),
    ("She pointed out that it rained.", [("She", "pointed", ["that it rained"])]),
    ("Webb said it rained, but that nobody was hurt.",
     [("Webb", "said", ["it rained, but that nobody was hurt"])]),
    ("It was noted that 14 jobs had been lost.", [(None, "was noted", ["that 14 jobs had been lost"])]),
    ("Webb, who claimed he was owed money, was also banned.", [("who", "claimed", ["he was owed money"])]),
]  # fmt: skip

AT_THE_END: list[tuple[str, list[Words]]] = [
    ("The farm needs £30,000 a month, its owner claimed last night.",
     [("its owner", "claimed", ["The farm needs £30,000 a month"])]),
    ("Only a tenth of it has been paid, figures from the ministry showed.",
     [("figures from the ministry", "showed", ["Only a tenth of it has been paid"])]),
    ("Plastic was in the blood of 12 of the women, it found.",
     [("it", "found", ["Plastic was in the blood of 12 of the women"])]),
    ("Doctors found it in 49 cases, according to a study published in May in Lung (doi:10.1/kf).",
     [("a study published in May in Lung", "according to", ["Doctors found it in 49 cases"])]),
]  # fmt: skip

MORE_AT_THE_END: list[tuple[str, list[Words]]] = [
    ("Three people died on the island, the fire service said on Sunday, as the mayor cut short a visit.",
     [("the fire service", "said", ["Three people died on the island"])]),
    ("Toll tops 2,000, says minister", [("minister", "says", ["Toll tops 2,000"])]),
    ("The boats were safe, said coastguard spokeswoman Eléni Strøm.",
     [("coastguard spokeswoman Eléni Strøm", "said", ["The boats were safe"])]),
    ("The ministry denied reports that ballots had been burned, calling them \"sheer disinformation\".",
     [("The ministry", "denied", ["reports that ballots had been burned"]),
      ("The ministry", "calling", ['them "sheer disinformation"'])]),
]  # fmt: skip

NOBODY_SAYS: list[tuple[str, list[Words]]] = [
    ("They used a technique called Brik and heated the samples.", []),
    ("Two people confirmed dead in Kelso", []),
    ("They praised the win, believed to be the largest in the county.",
     [("They", "praised", ["the win"]),
      (None, "believed", ["to be the largest in the county"])]),
    ("Webb spoke of a claim rejected by the opposition.",
     [("Webb", "spoke", ["of a claim rejected by the opposition"]), ("the opposition", "rejected", ["a claim"])]),
    ("A parent, who pleaded anonymity, said it rained.",
     [("A parent, who pleaded anonymity", "said", ["it rained"])]),
    ("NEW KELSO: The bureau on Monday said it rained.", [("The bureau", "said", ["it rained"])]),
    ("BERG: The minister said it rained.\n\nMs Berg smiled.",
     [("BERG", ":", ["The minister said it rained"]), ("The minister", "said", ["it rained"])]),
    ("Webb cut its full-year revenue forecast on Thursday to 18 million.", []),
    ("Webb said in a note that it rained.", [("Webb", "said", ["that it rained"])]),
    ("Met Office: red warning to stay in place until dawn",
     [("Met Office", ":", ["red warning to stay in place until dawn"])]),
    ('She leans forward. Then: "No, do print that."', []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    BETWEEN_SUBJECT_AND_VERB + BEHIND_THE_VERB + AT_THE_END + MORE_AT_THE_END + NOBODY_SAYS,
)
def test_reported_speech_is_read_as_people_read_it(text: str, expected: list[Words]) -> None:
    assert [words(text, found) for found in find_attributions(text)] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Maureen, who lives on a pension, insists it rained.", "named"),
        ("@kelsocouncil said it rained.", "named"),
        ("The council boss said it rained.", "anonymous"),
        ("Boko Haram militants said it rained.", "named"),
        ("Masked militants said it rained.", "collective"),
        ("Syrian rebels said it rained.", "collective"),
        ("Teachers, who asked for more, said it rained.", "collective"),
    ],
)
def test_kinds_of_sources_with_more_than_a_name(text: str, kind: str) -> None:
    assert [found.source_kind for found in find_attributions(text)][-1] == kind


@pytest.mark.parametrize(
    ("text", "pronoun", "stands_for"),
    [
        ("Commander Ann Berg said it rained. She added more. Six died, according to the health department. "
         "A further 44 were hurt, it added.", "it", "the health department"),
        ("Ann Berg said it rained. The President has urged calm. He said it was over.", "He", "The President"),
    ],
)  # fmt: skip
def test_a_pronoun_stands_for_a_body_or_a_person_as_it_fits(text: str, pronoun: str, stands_for: str) -> None:
    [found] = [
        each
        for each in find_attributions(text)
        if each.source and each.resolved and text[slice(*each.source)] == pronoun
    ]
    assert found.resolved
    assert text[slice(*found.resolved)] == stands_for


@pytest.mark.parametrize(
    "text", ["Webb refused to say whether he would stay.", "BERG: I said we would try.\n\nBERG: Really."]
)
def test_nobody_is_second_hand_of_oneself(text: str) -> None:
    assert [found.via for found in find_attributions(text) if found.via is not None] == []
