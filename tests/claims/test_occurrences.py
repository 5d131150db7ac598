"""What makes a claim, how it reads on its own, and which comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The flood killed 30 people.", [("The flood killed 30 people", ("numeric",))]),
        ("Police said the flood killed 30 people.", [("the flood killed 30 people", ("numeric", "attribution"))]),
        ("LIMA (Reuters) - The flood killed 30 people.", [("The flood killed 30 people", ("numeric",))]),
        ("VARNHOLT - \"We lost 40 boats,\" Ann Lee said.", [("We lost 40 boats", ("numeric", "attribution"))]),
        ("Forty people died, Lee said, the Post reported.",
         [("Forty people died", ("numeric", "attribution"))]),
        ("Since March 2011 the road has been shut.",
         [("Since March 2011 the road has been shut", ("temporal",))]),
        ("A militia claimed responsibility for the raid.",
         [("A militia claimed responsibility for the raid", ("attribution",))]),
        ("The mayor said that 3 men died and 5 men were hurt.",
         [("3 men died and 5 men were hurt", ("numeric", "attribution"))]),
        ("Ann Lee denied that 3 men died.", [("Ann Lee denied that 3 men died", ("numeric", "attribution"))]),
        ("Two people familiar with the talks said the deal was off.", [("the deal was off", ("attribution",))]),
        ("It reportedly rained all day.", [("It reportedly rained all day", ("attribution",))]),
        ("Lee said: \"That is a fall of 5 percent.\"",
         [("That is a fall of 5 percent", ("numeric", "attribution"))]),
        ("Rights groups accused police of taking bribes from drivers of overloaded cars.",
         [("Rights groups accused police of taking bribes from drivers of overloaded cars", ("attribution",))]),
        ("The agency said cash of Rs. 2.35 crore was found.",
         [("cash of Rs. 2.35 crore was found", ("numeric", "attribution"))]),
        ("A spokesman declined to comment.", []),
        ("The minister said nothing.", []),
        ("Published: 21:04, 3 March 2024 | Updated: 09:12, 4 March 2024", []),
        ("14:31 Power cuts are rising", []),
        ("The street was quiet.", []),
        ("One of the men left.", []),
        ("219", []),
        ("By Ann Lee", []),
    ],
)  # fmt: skip
def test_a_sentence_with_a_figure_a_date_or_a_report_is_a_claim(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(claim.text, claim.kinds) for claim in check(text).claims] == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In five years he'll be worth 150 million.", "a prediction"),
        ("They are going to build 40 schools.", "a prediction"),
        ("I have been going there every Sunday for 40 years.", "a number"),
        ("The visit lasted until May 16.", "a dated fact"),
        ("It may rain until Sunday.", "a prediction"),
    ],
)
def test_what_has_happened_comes_before_what_may_happen(text: str, reason: str) -> None:
    assert check(text).claims[0].reasons[0] == reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It was a disgrace, plain and simple," said Ann Lee, who owns 12 of the 90 boats.',
         ['"It was a disgrace, plain and simple," said Ann Lee, who owns 12 of the 90 boats']),
        ('The review said the training had been "dismal". Nobody left.', ['the training had been "dismal"']),
        ('It found "a habit of silence" in which staff were "mocked for asking". Nobody left.',
         ['"a habit of silence" in which staff were "mocked for asking"']),
        ("“I am deeply ashamed,” Lee said in a statement.", ["I am deeply ashamed"]),
        ('Her rival, Tom Webb, wrote: "Wrong. It is 1.7%. Look it up."',
         ['Her rival, Tom Webb, wrote: "Wrong"', "It is 1.7%"]),
        ("“I let 2 people go. It hurt 30 of us,” says Tom Webb, who runs an inn.",
         ["I let 2 people go", "It hurt 30 of us"]),
        ('Tom Webb claimed "a great win" for the town.', ['Tom Webb claimed "a great win" for the town']),
        ("The workers' homes were lost by 30 people.", ["The workers' homes were lost by 30 people"]),
    ],
)  # fmt: skip
def test_both_marks_of_a_quotation_are_kept_or_both_are_dropped(text: str, expected: list[str]) -> None:
    assert [claim.text for claim in check(text).claims] == expected


_PIECES = st.lists(
    st.sampled_from(
        [
            "“We lost 3 men,” ",
            "“the 5% road. It fell,” ",
            "Lee said ",
            "that 40 men died ",
            "and ",
            ". ",
            ", ",
            "\n",
        ]
    )
)


@given(_PIECES)
def test_no_claim_has_half_a_pair_of_marks(pieces: list[str]) -> None:
    for claim in check("".join(pieces)).claims:
        assert claim.text.count("“") == claim.text.count("”")


@pytest.mark.parametrize(
    "text",
    [
        "A 2017 review of 40 trials found no benefit, while a panel ruled in 2019 that it was harmless.",
        "A referendum, in which 54.1 per cent of voters said yes, was held five years ago.",
        "Tom Webb accused him of having hidden the letter for six months.",
        "What we know is this: inflation stood at 3.1% in May.",
        "Lima claimed to have taken the village of 300 people.",
        "The council voted 31 to 17 in April to ban new ones, although existing ones may stay.",
    ],
)
def test_what_needs_the_words_before_it_is_no_claim_by_itself(text: str) -> None:
    assert [claim.text for claim in check(text).claims] == [text.rstrip(".")]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The group said at least 14 lawyers had been held since the March 2023 vote, which Ivo Lang won with "
         "91.4 percent of the vote after his two main rivals had been barred from standing against him.",
         "91.4 percent of the vote"),
        ("Mudslides buried at least 21 houses in the northern district of Halden and cut off another 300 from "
         "the road, the civil defence said on Friday, two days after the worst storm in years.",
         "said on Friday"),
    ],
)  # fmt: skip
def test_a_long_claim_is_not_cut_inside_a_phrase(text: str, end: str) -> None:
    assert check(text).claims[0].text.endswith(end)


@pytest.mark.parametrize(
    "text",
    [
        "7 min read",
        "Updated 4 hours ago",
        "318 comments",
        "1.2k shares",
        "Read more: 12 reasons that moved the market",
        "Share this with 12 friends",
        "Date: Mon, 5 Oct 2026 at 10:11",
        "Subject: 40 people died",
        "HOST: Professor, thank you",
        "The drought: what happened this week",
        "Anyone who saw it should ring 101 quoting case 31 of 4 May.",
    ],
)
def test_furniture_of_pages_and_mails_is_no_claim(text: str) -> None:
    assert check(text).claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "Share prices fell 5%",
        "Call centres cut 500 jobs",
        "Violent crime down 9%",
        "At least 5 dead",
        "Two boats still missing",
        "Turnout: 61%",
        "3 arrested",
        "Six barns burned",
        "It lasted 3 hours",
        "Greens 19,442 15.4% 5 +1",
        "How Ann Lee won 40 seats",
    ],
)
def test_a_headline_or_a_row_that_tells_something_is_a_claim(text: str) -> None:
    assert [claim.text for claim in check(text).claims] == [text]


def test_each_line_of_a_list_of_quotations_is_a_claim() -> None:
    text = 'What the mayor said\n\n"My rival wants to close the harbour."\n"Hello."\n"Our town has the best air."\n'
    assert [claim.text for claim in check(text).claims] == [
        "My rival wants to close the harbour",
        "Our town has the best air",
    ]


def test_figures_of_one_sentence_and_source_are_one_claim() -> None:
    report = check("Police said 3 men died and 5 women were hurt.")
    assert [len(claim.figures) for claim in report.claims] == [2]


def test_two_speakers_in_one_sentence_are_two_claims() -> None:
    text = "Police said 12 people were killed, while doctors said 15 people were killed."
    report = check(text)
    assert [claim.text for claim in report.claims] == ["12 people were killed", "15 people were killed"]


def test_a_figure_in_a_later_sentence_of_a_quotation_keeps_its_speaker() -> None:
    report = check('"We fought all night," the general said. "We lost 14 tanks."')
    speakers = {
        report.attributions[each].source
        for claim in report.claims
        if claim.figures
        for each in claim.attributions
    }
    assert len(report.claims) == 2
    assert speakers == {report.attributions[0].source}


def test_a_long_claim_is_cut_at_a_clause_and_keeps_its_figure() -> None:
    text = (
        "The ministry in the capital, which had for many years refused to publish any numbers on the state of "
        "the roads, admitted on Friday after a long debate in parliament that 412 bridges were unsafe, and that "
        "none of them would be repaired before the end of the decade because of a lack of money."
    )
    claim = check(text).claims[0]
    assert "412 bridges" in claim.text
    assert len(claim.text) <= 170
    assert not claim.text.endswith(("and", "that", ","))


def test_claims_are_ordered_by_harm_votes_money_shares_numbers_culprits_dates_reports_and_opinions() -> None:
    ordered = [
        "The flood killed 30 people.",
        "The party won 4,000 votes.",
        "The bridge cost $90 million.",
        "The park covers 12 percent of the town.",
        "The museum owns 600 paintings.",
        "The museum owns hundreds of paintings.",
        "A militia claimed responsibility for the raid.",
        "Since March 2011 the road has been shut.",
        "Ann Lee said the road was shut.",
        "Critics said the road was shut.",
        "Ann Lee said the road would be shut.",
        'Ann Lee asked: "Why was the road shut?"',
    ]
    worths = [check(text).claims[0].worth for text in ordered]
    assert worths == sorted(worths, reverse=True)


def test_without_a_source_comes_before_second_hand_before_a_named_source() -> None:
    ordered = [
        "The flood killed 30 people.",
        "According to the mayor, the flood killed 30 people, Reuters reported.",
        "Ann Lee said the flood killed 30 people.",
    ]
    worths = [check(text).claims[0].worth for text in ordered]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths)) == 3
