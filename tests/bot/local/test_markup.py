"""Telegram's HTML, taken apart for drawing."""

import pytest

from bot.local.markup import Block, Run, Style, blocks, plain

BOLD, ITALIC = Style(bold=True), Style(italic=True)

TEXTS: list[tuple[str, list[Block]]] = [
    ("plain", [Block((Run("plain"),))]),
    ("<b>140</b> killed", [Block((Run("140", BOLD), Run(" killed")))]),
    ("<b>a <i>b</i></b>", [Block((Run("a ", BOLD), Run("b", Style(bold=True, italic=True))))]),
    ("1 &lt; 2 &amp; 3", [Block((Run("1 < 2 & 3"),))]),
    ('<a href="https://example.org/?a=1&amp;b=2">a site</a>',
     [Block((Run("a site", Style(link="https://example.org/?a=1&b=2")),))]),
    ("above\n<blockquote>He <i>said</i> so</blockquote>\nbelow",
     [Block((Run("above"),)), Block((Run("He "), Run("said", ITALIC), Run(" so")), quoted=True),
      Block((Run("below"),))]),
    ("<blockquote>alone</blockquote>", [Block((Run("alone"),), quoted=True)]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), TEXTS)
def test_a_message_is_taken_apart(html: str, expected: list[Block]) -> None:
    assert blocks(html) == expected


def test_the_words_alone() -> None:
    assert plain("<b>Claim 1</b>\n\n<blockquote>a &amp; b</blockquote>\nend") == "Claim 1\n\na & b\nend"
