"""Telegram's HTML, and its limits. Whatever people or articles say is escaped here and nowhere else."""

import re
from collections.abc import Iterable
from html import escape as _escape
from urllib.parse import urlsplit

MAX_UNITS = 4096
"""Telegram's limit for a message, in UTF-16 units after the tags are taken out."""
ELLIPSIS = "…"
PIECES = re.compile(r"<[^>]+>|&(?:lt|gt|amp|quot);|.", re.DOTALL)
"""A tag, an escaped character, or any other."""


def escape(text: str) -> str:
    return _escape(text, quote=False)


def bold(text: str) -> str:
    return f"<b>{escape(text)}</b>" if text else ""


def italic(text: str) -> str:
    return f"<i>{escape(text)}</i>" if text else ""


def quote(html: str) -> str:
    return f"<blockquote>{html}</blockquote>"


def link(url: str, label: str) -> str:
    return f'<a href="{_escape(url)}">{escape(label)}</a>'


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, most: int) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something is missing."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > most // 2 else cut).rstrip(" ,;:–-") + ELLIPSIS


def mention(person_id: int, name: str) -> str:
    """A name that tells the person, in a group, that they are meant."""
    return f'<a href="tg://user?id={person_id}">{escape(name or "You")}</a>'


def site(url: str) -> str:
    """The name by which people know a link: "example.org"."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # "http://ex℀mple.com" is no address, though people can write it
        host = None
    return (host or url).removeprefix("www.")[:60]


def marked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Escaped text with spans wrapped in tags ("b", "i"). A span that overlaps an earlier one is left out."""
    out, at = [], 0
    for start, end, tag in sorted(spans):
        if start < at or end > len(text) or start >= end:
            continue
        out.append(f"{escape(text[at:start])}<{tag}>{escape(text[start:end])}</{tag}>")
        at = end
    return "".join([*out, escape(text[at:])])


def plain(html: str) -> str:
    """The words without the tags, for a terminal or a preview."""
    return re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def fit(html: str) -> str:
    """The same where Telegram takes it; else cut, with every tag closed. A cut message is better than none.

    Texts are made to fit; this is for what nobody foresaw, such as long names of sixty people.
    """
    if units(plain(html)) <= MAX_UNITS:
        return html
    kept: list[str] = []
    opened: list[str] = []
    left = MAX_UNITS - len(ELLIPSIS)
    for piece in PIECES.findall(html):
        if piece.startswith("</"):
            opened.pop()
        elif piece.startswith("<"):
            opened.append(piece[1:-1].split()[0])
        else:
            left -= 1 if piece.startswith("&") and len(piece) > 1 else units(piece)
            if left < 0:
                break
        kept.append(piece)
    return "".join([*kept, ELLIPSIS, *(f"</{tag}>" for tag in reversed(opened))])
