"""Draws a chat as an SVG picture, in the look of a phone. Text stays text, in whatever font the reader has.

Lines are broken by Helvetica's widths (its AFM file), which Arial, Liberation Sans, Roboto and Segoe UI share
or stay near to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from bot.local.markup import Run, Style, blocks
from bot.local.telegram import Result, Rows

WIDTH = 420
MARGIN = 12
PADDING = 12
BUBBLE = 350
SIZE = 15
LINE = 20
BUTTON = 36
GAP = 5
FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"

INK, GREY, LINK, SKY = "#16202a", "#7d8a96", "#2481cc", "#cfdfe9"
WHITE, OWN, QUOTE, BAR, BUTTON_FILL, PILL = "#ffffff", "#e2fbcb", "#eef6fd", "#3a95d5", "#6f8ea6", "#7896ac"

# Thousandths of the font's size, by width.
WIDTHS = (
    (191, "'"), (222, "ijl‘’"), (260, "|"), (278, " !,./:;I[\\]ft·"), (333, "()-`r“”"), (350, "•"),
    (355, '"'), (389, "*"), (469, "^"), (500, "Jckxyzvs"), (556, "#$0123456789?L_abdeghnopqu–"),
    (584, "+<=>~"), (611, "FTZ"), (667, "&ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm"),
    (889, "%"), (944, "W"), (1000, "…—"), (1015, "@"),
)  # fmt: skip
OF_CHARACTER = {character: width for width, characters in WIDTHS for character in characters}
EMOJI = 1350
BOLD = 1.07
SAFETY = 1.03


@dataclass(frozen=True)
class Bubble:
    """A message: the bot's at the left, one's own at the right, with its buttons below."""

    html: str
    buttons: Rows = ()
    own: bool = False


@dataclass(frozen=True)
class Pill:
    """What happens between two messages: "2 is pressed"."""

    words: str


@dataclass(frozen=True)
class Offers:
    """What inline mode shows above the line one types in."""

    typed: str
    results: tuple[Result, ...]


Item = Bubble | Pill | Offers


@dataclass
class _Page:
    parts: list[str] = field(default_factory=list)
    y: float = 0

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float = 12, more: str = ""
    ) -> None:
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
            f' fill="{fill}"{more}/>'
        )

    def text(
        self, x: float, y: float, runs: Sequence[Run], fill: str = INK, size: int = SIZE, anchor: str = ""
    ) -> None:
        spans = "".join(_span(run) for run in runs)
        where = f' text-anchor="{anchor}"' if anchor else ""
        self.parts.append(f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{where}>{spans}</text>')


def draw(name: str, items: Iterable[Item]) -> str:
    """The picture. `name` stands in the line at the top, as the person's chat is called."""
    page = _Page(y=56 + MARGIN)
    for item in items:
        match item:
            case Bubble():
                _bubble(page, item)
            case Pill():
                _pill(page, item)
            case Offers():
                _offers(page, item)
    height = page.y + MARGIN - GAP
    frame = _Page()
    frame.box(0, 0, WIDTH, height, SKY, 18)
    frame.parts.append(
        f'<path d="M0 56V18A18 18 0 0 1 18 0H{WIDTH - 18}A18 18 0 0 1 {WIDTH} 18V56Z" fill="#fff"/>'
    )
    frame.parts.append(f'<circle cx="34" cy="28" r="18" fill="{BAR}"/>')
    frame.text(34, 34, [Run("✓", Style(bold=True))], WHITE, 17, "middle")
    frame.text(62, 25, [Run(name, Style(bold=True))], size=16)
    frame.text(62, 43, [Run("bot")], GREY, 13)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}"'
            f' height="{height:g}" font-family="{FONT}" xml:space="preserve" role="img">',
            f"<title>A conversation with {escape(name)}</title>",
            *frame.parts,
            *page.parts,
            "</svg>\n",
        ]
    )


def _bubble(page: _Page, bubble: Bubble) -> None:
    inner = BUBBLE - 2 * PADDING
    laid = [
        (block.quoted, list(_lines(block.runs, inner - 14 if block.quoted else inner)))
        for block in blocks(bubble.html)
    ]
    lines = [line for _, found in laid for line in found]
    quotes = sum(quoted for quoted, _ in laid)
    widest = max(_width(line) for line in lines) + (14 if quotes else 0)
    width = BUBBLE if bubble.buttons or quotes else min(BUBBLE, max(60, widest + 2 * PADDING + 4))
    height = len(lines) * LINE + 2 * 9 + quotes * 8
    x = WIDTH - MARGIN - width if bubble.own else MARGIN
    shadow = ' stroke="#000" stroke-opacity=".07"'
    page.box(x, page.y, width, height, OWN if bubble.own else WHITE, 14, shadow)
    y = page.y + 9
    for quoted, found in laid:
        if quoted:
            y += 4
            page.box(x + PADDING, y, inner, len(found) * LINE + 2, QUOTE, 4)
            page.box(x + PADDING, y, 3, len(found) * LINE + 2, BAR, 1.5)
        for line in found:
            page.text(x + PADDING + (12 if quoted else 0), y + 15, line)
            y += LINE
        y += 4 if quoted else 0
    page.y += height + GAP
    for row in bubble.buttons:
        each = (width - GAP * (len(row) - 1)) / len(row)
        for index, button in enumerate(row):
            left = x + index * (each + GAP)
            page.box(left, page.y, each, BUTTON, BUTTON_FILL, 9)
            label = [Run(_cut(button.label, each - 12), Style(bold=True))]
            page.text(left + each / 2, page.y + 23, label, WHITE, 14, "middle")
        page.y += BUTTON + GAP
    page.y += 5


def _pill(page: _Page, pill: Pill) -> None:
    run = Run(pill.words, Style(bold=True))
    width = _width([run]) * 13 / SIZE + 26
    page.y += 3
    page.box((WIDTH - width) / 2, page.y, width, 26, PILL, 13)
    page.text(WIDTH / 2, page.y + 18, [run], WHITE, 13, "middle")
    page.y += 26 + GAP + 6


def _offers(page: _Page, offers: Offers) -> None:
    inner = WIDTH - 2 * MARGIN
    laid = [
        (list(_lines([Run(each.title, Style(bold=True))], inner - 2 * PADDING)), each.description)
        for each in offers.results
    ]
    height = sum(len(title) * LINE + LINE + 16 for title, _ in laid) + 46
    page.box(MARGIN, page.y, inner, height, WHITE, 14)
    y = page.y
    for title, description in laid:
        y += 8
        for line in title:
            page.text(MARGIN + PADDING, y + 16, line)
            y += LINE
        page.text(MARGIN + PADDING, y + 14, [Run(description)], GREY, 14)
        y += LINE + 8
        page.box(MARGIN, y, inner, 1, "#e3e9ee", 0)
    page.text(MARGIN + PADDING, y + 29, [Run(offers.typed)])
    page.y += height + GAP


def _lines(runs: Iterable[Run], width: float) -> Iterator[list[Run]]:
    """The runs broken into lines that fit, at spaces and at line breaks."""
    line: list[Run] = []
    for word in _words(runs):
        if word is None or (line and _width([*line, *word]) > width):
            yield _joined(line)
            line = [] if word is None else _without_space(word)
        else:
            line += word
    yield _joined(line)


def _words(runs: Iterable[Run]) -> Iterator[list[Run] | None]:
    """Each word with the space before it, perhaps in several styles; None for a line break."""
    word: list[Run] = []
    for run in runs:
        for character in run.text:
            if character in " \n" and word:
                yield word
                word = []
            if character == "\n":
                yield None
            else:
                word.append(Run(character, run.style))
    if word:
        yield word


def _without_space(word: list[Run]) -> list[Run]:
    return word[1:] if word[0].text == " " else word


def _joined(line: Iterable[Run]) -> list[Run]:
    """Neighbours of one style as one run."""
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        else:
            joined.append(run)
    return joined


def _width(runs: Iterable[Run]) -> float:
    """How wide a line is, in pixels."""
    units = 0.0
    for run in runs:
        wide = sum(OF_CHARACTER.get(each, 600 if each.isalpha() else EMOJI) for each in run.text)
        units += wide * (BOLD if run.style.bold else 1)
    return units * SIZE / 1000 * SAFETY


def _cut(label: str, width: float) -> str:
    while _width([Run(label, Style(bold=True))]) > width and len(label) > 2:
        label = label[:-2].rstrip() + "…"
    return label


def _span(run: Run) -> str:
    style = run.style
    marks = "".join(
        (
            ' font-weight="600"' if style.bold else "",
            ' font-style="italic"' if style.italic else "",
            f' fill="{LINK}"' if style.link else "",
        )
    )
    return (
        f"<tspan{marks}>{escape(run.text, quote=False)}</tspan>" if marks else escape(run.text, quote=False)
    )
