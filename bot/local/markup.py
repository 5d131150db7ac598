"""Telegram's HTML taken apart, for whatever draws it: the terminal, and the picture of the README."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser


@dataclass(frozen=True)
class Style:
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Run:
    """A piece of text in one style."""

    text: str
    style: Style = Style()


@dataclass(frozen=True)
class Block:
    """Lines that stand together: a quotation, or what is between two of them."""

    runs: tuple[Run, ...]
    quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


MARKS: dict[str, Callable[[Style], Style]] = {
    "b": lambda style: replace(style, bold=True),
    "i": lambda style: replace(style, italic=True),
    "u": lambda style: replace(style, underline=True),
    "s": lambda style: replace(style, strike=True),
    "code": lambda style: replace(style, code=True),
}
TAGS = {
    **{tag: MARKS[tag] for tag in MARKS},
    "strong": MARKS["b"],
    "em": MARKS["i"],
    "ins": MARKS["u"],
    "del": MARKS["s"],
    "pre": MARKS["code"],
}


def blocks(html: str) -> list[Block]:
    """The message in its blocks. A quotation stands on lines of its own, so line breaks around it are its."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(reader.finished())


def plain(html: str) -> str:
    """The words alone, as they stand in the message."""
    return "\n".join(block.text for block in blocks(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._styles: list[Style] = [Style()]
        self._quoted = False
        self._found: list[tuple[bool, list[Run]]] = [(False, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = self._styles[-1]
        if tag == "blockquote":
            self._found.append((True, []))
        elif tag == "a":
            style = replace(style, link=dict(attrs).get("href"))
        elif tag in TAGS:
            style = TAGS[tag](style)
        self._styles.append(style)

    def handle_endtag(self, tag: str) -> None:
        if len(self._styles) > 1:
            self._styles.pop()
        if tag == "blockquote":
            self._found.append((False, []))

    def handle_data(self, data: str) -> None:
        self._found[-1][1].append(Run(data, self._styles[-1]))

    def finished(self) -> Iterator[Block]:
        last = len(self._found) - 1
        for index, (quoted, runs) in enumerate(self._found):
            if not quoted:
                # One line break on either side belongs to the quotation beside it.
                if index > 0 and runs and runs[0].text.startswith("\n"):
                    runs[0] = replace(runs[0], text=runs[0].text[1:])
                if index < last and runs and runs[-1].text.endswith("\n"):
                    runs[-1] = replace(runs[-1], text=runs[-1].text[:-1])
            kept = tuple(run for run in runs if run.text)
            if kept:
                yield Block(kept, quoted)
