"""The picture of /stats: three numbers, the weeks, the ratings, for the team who agrees with whom.

Tall, with large letters: it is read on a phone.
"""

from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from handlers.texts.card import QUESTIONS
from handlers.texts.html import shorten
from handlers.texts.stats import MOST_PAIRS, duration, kappa_in_words
from storage.ratings import Axis, on_axis
from storage.stats import WEEKS, Stats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, DPI = 5.4, 200
"""Inches, and dots for each: 1080 pixels, as wide as a phone shows."""
INK, FAINT, LINE = "#1f2933", "#7b8794", "#e4e7eb"
BARS, NOW = "#9fb3c8", "#0b69a3"
SECTION, ROW = 0.6, 0.38
"""Inches: a heading with the space around it, and one bar."""
NAME, REVIEWER = 34, 13
"""Letters of the desk's name, and of a reviewer's."""
Row = tuple[str, float, str, str]
"""Label, length (1 for the longest bar), what stands behind it, colour."""
# From worst to best, and apart for those who see no red or green; ratings that are no degree are bluish grey.
COLOURS = {
    "false": "#b3261e",
    "mostly-false": "#e07a1f",
    "half-true": "#e9c46a",
    "mostly-true": "#7fb8ad",
    "true": "#21867a",
}
OTHER = "#829ab1"


def draw(stats: Stats, desk: str, at: datetime, *, team: bool) -> bytes:
    """The picture as a PNG, 1080 pixels wide; only the team sees who agrees with whom.

    Slow (a second), so a job calls it in a thread. It uses no state of matplotlib that threads would
    share: a figure of its own, without pyplot.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  (takes half a second)
    from matplotlib.figure import Figure  # noqa: PLC0415

    sections = [*_ratings(stats), *(_agreement(stats) if team else [])]
    height = 3.4 + sum(SECTION + ROW * len(rows) for _, rows in sections)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    name = _plain(shorten(desk, NAME))
    figure.text(0.06, 1 - 0.36 / height, name, fontsize=15, fontweight="bold", color=INK, va="center")
    numbers = [
        (f"{stats.total:,}", "verdicts"),
        (f"{stats.open:,}", f"open, {stats.overdue:,} overdue" if stats.overdue else "open"),
        (duration(stats.turnaround) if stats.turnaround else "–", "until a verdict"),
    ]
    for place, (number, label) in enumerate(numbers):
        left = 0.06 + place * 0.31
        figure.text(left, 1 - 0.82 / height, number, fontsize=17, fontweight="bold", color=NOW, va="center")
        figure.text(left, 1 - 1.10 / height, label, fontsize=9.5, color=FAINT, va="center")
    _weeks(figure.add_axes((0.06, 1 - 3.0 / height, 0.88, 1.35 / height)), stats, at)
    top = height - 3.35
    for title, rows in sections:
        figure.text(0.06, (top - 0.2) / height, title, fontsize=11, fontweight="bold", color=INK, va="center")
        bottom = top - 0.4 - ROW * len(rows)
        _bars(figure.add_axes((0.43, bottom / height, 0.45, ROW * len(rows) / height)), rows)
        top = bottom - (SECTION - 0.4)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _weeks(axes: "Axes", stats: Stats, at: datetime) -> None:
    axes.bar(range(WEEKS), stats.weeks, color=[BARS] * (WEEKS - 1) + [NOW], width=0.72)
    most = max(stats.weeks)
    axes.set_ylim(0, max(4, most) * 1.18)
    for week, count in enumerate(stats.weeks):
        if count and (count == most or week == WEEKS - 1):
            axes.text(week, count, f"{count:,}", ha="center", va="bottom", fontsize=10, color=INK)
    axes.set_title("Verdicts a week", loc="left", fontsize=11, fontweight="bold", color=INK, pad=10)
    shown = [0, 4, 8, WEEKS - 1]
    days = [at - timedelta(weeks=WEEKS - 1 - week) for week in shown[:-1]]
    labels = [f"{day.day} {day:%b}" for day in days]
    axes.set_xticks(shown, [*labels, "now"], fontsize=9.5, color=FAINT)
    axes.set_yticks([])
    _bare(axes)
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(LINE)


def _bars(axes: "Axes", rows: list[Row]) -> None:
    """One below the other, the first at the top."""
    places = range(len(rows))
    axes.barh(places, [length for _, length, _, _ in rows], color=[row[3] for row in rows], height=0.62)
    for place, (_, length, value, _) in zip(places, rows, strict=True):
        axes.text(length + 0.03, place, value, va="center", fontsize=10, color=INK)
    axes.set_yticks(places, [label for label, *_ in rows], fontsize=10, color=INK)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    _bare(axes)


def _bare(axes: "Axes") -> None:
    axes.tick_params(length=0, pad=5)
    for side in axes.spines.values():
        side.set_visible(False)


def _ratings(stats: Stats) -> list[tuple[str, list[Row]]]:
    """Each question, and its ratings, the most frequent first."""
    most = max(stats.ratings.values(), default=1)
    found = []
    for axis in Axis:
        rows: list[Row] = [
            (each.label, count / most, f"{count:,}", COLOURS.get(each.code, OTHER))
            for each in on_axis(axis)
            if (count := stats.ratings.get(each.code))
        ]
        if rows:
            found.append((QUESTIONS[axis], sorted(rows, key=lambda row: -row[1])))
    return found


def _agreement(stats: Stats) -> list[tuple[str, list[Row]]]:
    """Each pair of reviewers; as long as by chance or less is no bar at all."""
    rows: list[Row] = [
        (
            " & ".join(_plain(shorten(name, REVIEWER)) for name in (pair.first, pair.second)),
            1 if pair.kappa is None else max(0, pair.kappa),
            kappa_in_words(pair.kappa),
            BARS,
        )
        for pair in stats.pairs[:MOST_PAIRS]
    ]
    return [("How far two agree (1 always, 0 by chance)", rows)] if rows else []


def _plain(desk: str) -> str:
    """A dollar sign would begin a formula."""
    return desk.replace("$", r"\$")
