"""Draws what is visible: bubbles with numbered buttons, short notes, inline results."""

from collections.abc import Iterable, Iterator
from itertools import count

from rich import box
from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.local.markup import Run, blocks
from bot.local.telegram import Results, Rows, Shown, Toast

WIDTH = 76
"""A bubble is no wider; the rest of a wide terminal stays free."""
OWN_LINES = 12
"""Lines of one's own message that are repeated. Who pastes an article knows it."""
GAP = 3
"""Between two buttons."""
BAR = "▎"


def shown(console: Console, name: str, message: Shown) -> RenderableType:
    """A message of the bot, or one that was shared into another chat."""
    width = _width(console)
    parts: list[RenderableType] = []
    for block in blocks(message.html):
        text = _text(block.runs)
        parts.append(_barred(console, text, width - 4) if block.quoted else text)
    if message.buttons:
        parts += [Text(), *_keyboard(message.buttons, width - 4)]
    title = f"{name} (changed)" if message.edited else name
    if message.inline_id is not None:
        title = "You, in another chat, via @bot"
    number = f"#{message.id}" if message.id is not None and message.buttons else None
    return Panel(
        Group(*parts),
        title=Text(title, style="bold cyan"),
        title_align="left",
        subtitle=Text(number, style="dim") if number else None,
        subtitle_align="right",
        box=box.ROUNDED,
        border_style="magenta" if message.inline_id is not None else "cyan",
        width=width,
    )


def own(console: Console, words: str) -> RenderableType:
    """The person's own message, at the right; a long one is cut."""
    width = _width(console)
    lines = Text(words).wrap(console, width - 8)
    text = Text("\n").join(lines)
    if len(lines) > OWN_LINES + 1:
        text = Text("\n").join(lines[:OWN_LINES])
        text.append(f"\n… and {len(lines) - OWN_LINES} more lines", style="dim")
    panel = Panel(text, title=Text("You", style="bold green"), title_align="right", box=box.ROUNDED)
    panel.border_style, panel.expand = "green", False
    return Padding(Align.right(panel, width=None), (0, 0, 0, 4))


def pressed(label: str) -> RenderableType:
    return Align.right(Text(f"[{label}]", style="green"))


def toast(note: Toast) -> RenderableType:
    """A short line; a box for an alert."""
    if note.alert:
        return Panel(Text(note.text), box=box.HEAVY, border_style="yellow", expand=False)
    return Text(f"  {note.text}", style="italic yellow")


def results(console: Console, answer: Results) -> RenderableType:
    """What inline mode offers, numbered."""
    numbers = count(1)
    parts: list[Text] = []
    if answer.ask is not None:
        parts.append(Text.assemble((f"[{next(numbers)}] ", "bold cyan"), (answer.ask[0], "bold")))
    for result in answer.found:
        parts.append(Text.assemble((f"[{next(numbers)}] ", "bold cyan"), (result.title, "bold")))
        parts.append(Text(f"    {result.description}", style="dim"))
    if answer.next_offset:
        parts.append(Text.assemble((f"[{next(numbers)}] ", "bold cyan"), "Show more"))
    hint = "A number shares it" if answer.found else "Nothing is found"
    return Panel(
        Group(*parts),
        title=Text(f"@bot {answer.query}".rstrip(), style="bold magenta"),
        title_align="left",
        subtitle=Text(hint, style="dim"),
        subtitle_align="right",
        box=box.ROUNDED,
        border_style="magenta",
        width=_width(console),
    )


def _width(console: Console) -> int:
    return max(24, min(WIDTH, console.width))


def _text(runs: Iterable[Run]) -> Text:
    text = Text()
    for run in runs:
        style = run.style
        words = [
            *(["bold"] if style.bold else []),
            *(["italic"] if style.italic else []),
            *(["underline"] if style.underline or style.link else []),
            *(["strike"] if style.strike else []),
            *(["cyan"] if style.code else []),
            *([f"link {style.link}"] if style.link else []),
        ]
        text.append(run.text, " ".join(words) or None)
    return text


def _barred(console: Console, text: Text, width: int) -> Text:
    """A quotation: a bar before each of its lines."""
    lines = text.wrap(console, width - 2)
    return Text("\n").join(Text.assemble((f"{BAR} ", "cyan"), line) for line in lines)


def _keyboard(rows: Rows, width: int) -> Iterator[Text]:
    """The buttons with their numbers, one under the other where rows are alike and there is room."""
    numbers = count(1)
    drawn = [[_button(next(numbers), button.label) for button in row] for row in rows]
    for row in drawn:
        columns = [
            max(cell.cell_len for cell in column)
            for column in zip(*(other for other in drawn if len(other) == len(row)), strict=True)
        ]
        if sum(columns) + GAP * (len(columns) - 1) > width:
            columns = [cell.cell_len for cell in row]
        text = Text()
        for cell, cells in zip(row, columns, strict=True):
            text.append_text(cell)
            text.append(" " * (cells - cell.cell_len + GAP))
        text.rstrip()
        yield text


def _button(number: int, label: str) -> Text:
    """[2] Edit; a button whose label is its number stands alone: [1]. Never broken between two lines."""
    words = "" if label == str(number) else f"\u00a0{label}".replace(" ", "\u00a0")
    return Text.assemble((f"[{number}]", "bold cyan"), words)
