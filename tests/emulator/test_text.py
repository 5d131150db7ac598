"""Lengths, entities, HTML and cutting, as Telegram does them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .errors import ApiError
from .html_mode import parse, render
from .text import Json, check_entities, cut_like_a_client, finish, utf16_length

PARSED = [
    ("a <b>bold</b> word", "a bold word", [("bold", 2, 4)]),
    ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
    ("<b>out <i>in</i></b>", "out in", [("bold", 0, 6), ("italic", 4, 2)]),
    ("<U>x</U><s>y</s>", "xy", [("underline", 0, 1), ("strikethrough", 1, 1)]),
    ("<tg-spoiler>z</tg-spoiler>", "z", [("spoiler", 0, 1)]),
    ("😀 <b>x</b>", "😀 x", [("bold", 3, 1)]),  # an emoji is two UTF-16 units
    ("&lt;b&gt; &amp; &#128512; &#x41; &nbsp;", "<b> & 😀 A &nbsp;", []),
    ('<a href="https://example.org/?a=1&amp;b=2">link</a>', "link", [("text_link", 0, 4)]),
    ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", 0, 4)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<b></b>nothing", "nothing", []),
    ("3 > 2 and \"quoted\"", "3 > 2 and \"quoted\"", []),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "text", "entities"), PARSED)
def test_html_becomes_text_and_entities(markup: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed, found = parse(markup)
    assert (parsed, [(e["type"], e["offset"], e["length"]) for e in found]) == (text, entities)


REFUSED = [
    ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("é <script>x</script>", 'Unsupported start tag "script" at byte offset 3'),
    ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ('<a href="https://example.org', "Unclosed start tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("markup", "reason"), REFUSED)
def test_malformed_html_is_refused_in_telegrams_words(markup: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse(markup)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(("markup", "text", "entities"), PARSED)
def test_rendering_and_parsing_again_changes_nothing(markup: str, text: str, entities: object) -> None:
    parsed, found = parse(markup)
    assert parse(render(parsed, found)) == (parsed, found)


WRONG_ENTITIES = [
    ("hello", 100, 1, "entity begins after the end of the text at UTF-16 offset 100"),
    (
        "hello",
        0,
        100,
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
    ),
    ("hello", -1, 1, "receive an entity with incorrect offset -1"),
    ("a😀", 2, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 1"),
    ("a😀", 0, 2, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 1"),
]


@pytest.mark.parametrize(("text", "offset", "length", "reason"), WRONG_ENTITIES)
def test_entities_outside_the_text_are_refused(text: str, offset: int, length: int, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        check_entities(text, [{"type": "bold", "offset": offset, "length": length}])
    assert refusal.value.description == f"Bad Request: {reason}"


FOUND = [
    ("/start now", [("bot_command", 0, 6)]),
    ("see https://example.org/a.", [("url", 4, 21)]),
    ("example.org, (example.com)", [("url", 0, 11), ("url", 14, 11)]),
    ("@exampledesk_bot 140 #syria", [("mention", 0, 16), ("hashtag", 21, 6)]),
    ("and/or 3/4 and me@example.", []),
    ("😀 /find@exampledesk_bot x", [("bot_command", 3, 21)]),
]


@pytest.mark.parametrize(("text", "entities"), FOUND)
def test_links_commands_and_mentions_are_found(text: str, entities: list[tuple[str, int, int]]) -> None:
    _, found = finish(text, [])
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_white_space_at_the_ends_goes_and_entities_move_along() -> None:
    bold: list[Json] = [{"type": "bold", "offset": 3, "length": 6}]
    assert finish(" \n two  \n", bold) == ("two", [{"type": "bold", "offset": 0, "length": 3}])


@given(st.text(st.sampled_from("ab é😀\n"), max_size=300), st.integers(2, 40))
def test_pieces_fit_and_lose_nothing_but_white_space(text: str, limit: int) -> None:
    pieces = cut_like_a_client(text, limit)
    assert all(utf16_length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_cut_is_at_a_line_end_else_at_a_word_end_else_in_the_word() -> None:
    assert cut_like_a_client("one two\nthree four", 12) == ["one two", "three four"]
    assert cut_like_a_client("one two three four", 10) == ["one two", "three four"]
    assert cut_like_a_client("abcdefgh", 5) == ["abcde", "fgh"]


@given(st.text(max_size=60))
def test_any_text_survives_escaping_and_parsing(text: str) -> None:
    assert parse(render(text, [])) == (text, [])


@given(st.text(st.sampled_from("<>/b=\" '&;#ai\n"), max_size=30))
def test_the_parser_either_parses_or_refuses(markup: str) -> None:
    try:
        text, entities = parse(markup)
    except ApiError as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in entities)
