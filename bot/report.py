"""What the engine found in one text, for reading in a terminal: claims in their order, then what is odd."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claims import Attribution, Figure, Flag, Occurrence, Report

BOUNDS = {"=": "", "~": "about ", "<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}
QUOTATION_MARKS = "\"'“”„‘’«» \n"
UNITS = {"percent": "%", "percentage-point": " percentage points"}
# What is said of a claim stands beside it. The others may be slips of the whole text, so they close the list.
OF_A_CLAIM = ("unsourced-figure", "anonymous-source", "second-hand", "hedge", "superlative")


def print_report(console: Console, name: str | None, text: str, report: Report) -> None:
    """Prints a report. `name` stands above it where there are several texts."""
    if name is not None:
        console.rule(Text(name, style="bold"), align="left", style="dim")
    if not report.claims:
        console.print("No claims found that can be checked.")
    else:
        console.print(
            Text(_count(len(report.claims), "claim") + ", those to check first on top", style="bold")
        )
        console.print()
        console.print(_table(text, report))
    _print_odd(console, text, [flag for flag in report.flags if flag.code not in OF_A_CLAIM])


def _table(text: str, report: Report) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 1, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column()
    order = sorted(report.claims, key=lambda claim: (-claim.worth, claim.span))
    for number, claim in enumerate(order, 1):
        table.add_row(f"{number}.", Text("\n").join(_lines(text, report, claim)))
    return table


def _lines(text: str, report: Report, claim: Occurrence) -> Iterator[Text]:
    """The claim, its figures as they were read, where it comes from, what is odd about it."""
    figures = [report.figures[index] for index in claim.figures]
    yield _with_figures(text, claim, figures)
    if figures:
        yield Text("Figures: " + "; ".join(in_words(text, figure) for figure in figures), style="cyan")
    for chain in _chains(text, report, claim):
        yield Text("Source: ").append(chain, style="italic")
    start, end = claim.span
    messages = dict.fromkeys(
        flag.message
        for flag in report.flags
        if flag.code in OF_A_CLAIM and flag.span is not None and start <= flag.span[0] < end
    )
    for message in messages:
        yield Text(message, style="yellow")


def _with_figures(text: str, claim: Occurrence, figures: Iterable[Figure]) -> Text:
    """The claim's words with the figures in bold. They may be worded a little unlike the text's."""
    shown = Text(claim.text)
    for figure in figures:
        start, end = figure.span
        for stop in (max(end, figure.phrase[1]) if figure.phrase else end, end):
            words = " ".join(text[start:stop].split())
            at = claim.text.find(words)
            if at >= 0:
                shown.stylize("bold", at, at + len(words))
                break
    return shown


def in_words(text: str, figure: Figure) -> str:
    """How a figure of the text was understood: "more than 140 people", "100 to 1,000 attacks", "9.5%"."""
    low, high = figure.low, figure.high
    if figure.kind == "score":
        return text[slice(*figure.span)]  # 3-1
    if low is not None and high is not None and low != high:
        amount = f"{_number(low)} to {_number(high)}"
    else:
        value = low if low is not None else high
        amount = BOUNDS[figure.comparator] + ("?" if value is None else _number(value))
    unit = UNITS.get(figure.unit, f" {figure.unit}") if figure.unit else ""
    counted = " ".join(text[slice(*figure.phrase)].split()) if figure.phrase else figure.counted
    return f"{amount}{unit}" + (f" {counted}" if counted else "")


def _number(value: Decimal) -> str:
    """1,500 and 0.3333; 2.4 billion is 2,400,000,000 and not 2,400,000,000.0"""
    places = max(-int(value.normalize().as_tuple().exponent), 0)
    return f"{value:,.{min(places, 4)}f}"


def _chains(text: str, report: Report, claim: Occurrence) -> list[str]:
    """Who said it, and who reports that: "Staffan de Mistura, via Press TV"; none that the claim itself names."""
    reporting = {report.attributions[index].via for index in claim.attributions}
    first = [index for index in claim.attributions if index not in reporting]
    chains = [_names(text, report.chain(index)) for index in first]
    told = [names for names in chains if any(name not in claim.text for name in names)]
    return list(dict.fromkeys(", via ".join(names) for names in told))


def _names(text: str, hops: Iterable[Attribution]) -> list[str]:
    """The speakers of a chain, the first one first; who a pronoun stands for is a guess."""
    names = []
    for hop in hops:
        if hop.source is None:
            continue
        name = " ".join(text[slice(*hop.source)].split())
        if hop.resolved is not None and hop.resolved != hop.source:
            name += f" (perhaps {' '.join(text[slice(*hop.resolved)].split())})"
        names.append(name)
    return names


def _print_odd(console: Console, text: str, flags: list[Flag]) -> None:
    if not flags:
        return
    console.print(Text("Odd", style="bold yellow"))
    for flag in flags:
        passage = "" if flag.span is None else shortened(text[slice(*flag.span)].strip(QUOTATION_MARKS))
        where = "" if passage in flag.message else f"“{passage}”: "
        console.print(Padding(Text(f"{where}{flag.message}"), (0, 0, 0, 3)))


def shortened(passage: str, longest: int = 60) -> str:
    """The passage on one line, cut with an ellipsis where it is longer."""
    words = " ".join(passage.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
