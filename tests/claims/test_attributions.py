"""Who said what: single cases that show a rule, and the gold sets that measure all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.attributions import find_attributions
from claims.model import Attribution, Report
from tests.claims.gold_sets import Case, agrees, articles, f1, marked, rows


def _words(text: str, found: Attribution) -> tuple[str | None, str | None, list[str]]:
    source = text[slice(*found.source)] if found.source else None
    cue = text[slice(*found.cue)] if found.cue else None
    return source, cue, [text[slice(*part)] for part in found.content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee said it rained.", [("Ann Lee", "said", ["it rained"])]),
        ('"It rained," said Ann Lee, a nurse.', [("Ann Lee, a nurse", "said", ['"It rained,"'])]),
        ('"It rained," Ann Lee said.', [("Ann Lee", "said", ['"It rained,"'])]),
        ('"It rained," Lee said. "A lot."', [("Lee", "said", ['"It rained,"', '"A lot."'])]),
        ("According to Ann Lee, it rained.", [("Ann Lee", "According to", ["it rained"])]),
        ("It rained, according to Ann Lee.", [("Ann Lee", "according to", ["It rained"])]),
        ("Ann Lee denied stealing the car.", [("Ann Lee", "denied", ["stealing the car"])]),
        ("Lee's claim that it rained is false.", [("Lee's", "claim", ["that it rained is false"])]),
        ("ANN LEE: It rained all day.", [("ANN LEE", ":", ["It rained all day"])]),
        ('He said:\n\n"It rained."', [("He", "said", ['"It rained."'])]),
        ('"Really?" Lee asked.', [("Lee", "asked", ['"Really?"'])]),
        ("Ann Lee sa\u00adid it\u00a0rained.", [("Ann Lee", "sa\u00adid", ["it\u00a0rained"])]),
        ("Ann and Tom have reportedly left.", [(None, "reportedly", ["Ann and Tom have", "left"])]),
        (
            "Officials put the death toll at 45 on Tuesday.",
            [("Officials", "put", ["the death toll at 45 on Tuesday"])],
        ),
        (
            "The bank has put growth at about 2.3 percent, and shares rose.",
            [("The bank", "has put", ["growth at about 2.3 percent"])],
        ),
        (
            "The damage was put at $3 million by the insurers.",
            [("the insurers", "was put", ["The damage", "at $3 million"])],
        ),
        ("Lee put the chairs at the door.", []),
        ("The crash put 40 lives at risk.", []),
        ("The fire claimed the lives of three people.", []),
        ("The United States is large.", []),
        ("By Ann Lee\n\nPhoto: Tom Webb said hello", []),
    ],
)
def test_a_pattern_of_english_gives_source_cue_and_content(
    text: str, expected: list[tuple[str | None, str | None, list[str]]]
) -> None:
    assert [_words(text, found) for found in find_attributions(text)] == expected


@pytest.mark.parametrize(
    ("text", "style", "stance", "kind"),
    [
        ('"It rained," Ann Lee said.', "direct", "neutral", "named"),
        ("Ann Lee said it rained.", "indirect", "neutral", "named"),
        ('Ann Lee said it was "very wet" there.', "mixed", "neutral", "named"),
        ("Officials said it rained.", "indirect", "neutral", "anonymous"),
        ("Rights groups said it rained.", "indirect", "neutral", "collective"),
        ("A report said it rained.", "indirect", "neutral", "document"),
        ("The newspaper said it rained.", "indirect", "neutral", "medium"),
        ("Ann Lee claimed it rained.", "indirect", "doubting", "named"),
        ("Ann Lee denied the claim.", "indirect", "denying", "named"),
        ("It reportedly rained.", "indirect", "hedging", "none"),
        ("A militant group claimed responsibility for the attack.", "indirect", "neutral", "collective"),
        ("A South African group claimed responsibility.", "indirect", "neutral", "collective"),
        ("ISIS terror group claimed responsibility for the attack.", "indirect", "neutral", "named"),
        ("The Kelso Front group claimed responsibility for it.", "indirect", "neutral", "named"),
        ("NATO officials said it rained.", "indirect", "neutral", "anonymous"),
    ],
)
def test_style_stance_and_kind_of_source(text: str, style: str, stance: str, kind: str) -> None:
    found = find_attributions(text)[0]
    assert (found.style, found.stance, found.source_kind) == (style, stance, kind)


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Ann Lee left. She said it rained.", "She", "Ann Lee"),
        ("Ann Lee said it rained. She added that it was cold.", "She", "Ann Lee"),
        ("Interior minister Ann Lee said it rained. The minister denied the rest.", "The minister",
         "Interior minister Ann Lee"),
        ("Reuters, which said it rained, was wrong.", "which", "Reuters"),
    ],
)  # fmt: skip
def test_a_pronoun_or_role_is_resolved_as_a_guess(text: str, pronoun: str, name: str) -> None:
    found = next(
        each for each in find_attributions(text) if each.source and text[slice(*each.source)] == pronoun
    )
    assert found.guess
    assert found.resolved is not None
    assert text[slice(*found.resolved)] == name


def _score(cases: list[Case]) -> float:
    hits = found_count = expected_count = 0
    for case in cases:
        found = [each for each in find_attributions(case.text) if each.source]
        expected = [each for each in case.expected if each.cue and each.content]
        left = list(find_attributions(case.text))
        for each in expected:
            match = next((other for other in left if agrees(case.text, other, each)), None)
            if match is not None:
                left.remove(match)
                hits += 1
        found_count += len(found)
        expected_count += len(expected)
    return f1(hits, found_count, expected_count)


def test_gold_sentences_are_read_as_people_read_them() -> None:
    cases = [marked(line) for line in rows("sentences")]
    assert len(cases) >= 250
    assert _score(cases) >= 0.95


def test_gold_articles_are_read_as_people_read_them() -> None:
    assert len(articles()) >= 40
    assert _score(articles()) >= 0.93


def test_gold_chains_have_their_hops_in_order() -> None:
    right = [_chains(text) == sorted(expected) for text, expected in map(_chain_case, rows("chains"))]
    assert sum(right) >= 0.9 * len(right)


def _chain_case(line: str) -> tuple[str, list[tuple[str, ...]]]:
    text, chains = line.split(" || ")
    return text, [tuple(hop.strip() for hop in chain.split("<")) for chain in chains.split(";")]


def _chains(text: str) -> list[tuple[str, ...]]:
    report = Report(attributions=find_attributions(text))
    passed_on = {each.via for each in report.attributions}
    first = [at for at, each in enumerate(report.attributions) if at not in passed_on and each.source]
    return sorted(tuple(text[slice(*hop.source)] for hop in report.chain(at) if hop.source) for at in first)


def test_gold_hedges_are_attributions_to_nobody() -> None:
    hits = found_count = expected_count = 0
    for case in map(marked, rows("hedges")):
        found = [
            each for each in find_attributions(case.text) if each.stance == "hedging" and not each.source
        ]
        hits += sum(
            any(
                each.cue and other.cue and each.cue[0] < other.cue[1] and other.cue[0] < each.cue[1]
                for each in found
            )
            for other in case.expected
        )
        found_count += len(found)
        expected_count += len(case.expected)
    assert expected_count >= 60
    assert f1(hits, found_count, expected_count) >= 0.95


_PIECES = ["he", "said", "that", " ", " ", ", ", ". ", '"', "”", "\n", "Ann Lee", "according to", "(", ")", "reported",
           "reportedly", "is said to", "—", ":", "claim", "'s", "told", "who", "and", "219", "the", "of"]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_property_offsets_lie_inside_the_text_and_chains_end(text: str) -> None:
    found = find_attributions(text)
    report = Report(attributions=found)
    for index, each in enumerate(found):
        spans = [span for span in (each.cue, each.source, each.resolved, *each.content) if span]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert each.via is None or (0 <= each.via < len(found) and each.via != index)
        assert len(report.chain(index)) <= len(found)
    cues = [each.cue for each in found if each.cue]
    assert cues == sorted(cues)
