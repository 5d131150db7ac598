"""/stats in words: all that the picture shows, and what it does not."""

from datetime import timedelta

from handlers.texts import words
from handlers.texts.card import QUESTIONS
from handlers.texts.html import bold, escape, shorten
from storage.ratings import Axis, on_axis
from storage.stats import OVERDUE, SHARED_DAYS, WEEKS, Stats

NOTHING = "Nothing is checked yet. The first verdict starts the count."
MOST_PAIRS = 4


def caption(stats: Stats, desk: str, *, team: bool) -> str:
    """Within the 1,024 characters of a caption. Only the team sees who agrees with whom."""
    lines = [
        bold(f"{desk} in numbers"),
        f"Verdicts: {stats.total:,}",
        f"A week, the last {WEEKS}: {' '.join(f'{count:,}' for count in stats.weeks)}",
        f"Open: {_open(stats)}",
        *([f"From asking to a verdict: {duration(stats.turnaround)} (median)"] if stats.turnaround else []),
        *_ratings(stats),
        *([_shared(stats)] if stats.shared else []),
    ]
    if team:
        lines += _agreement(stats)
    return "\n".join(lines)


def _open(stats: Stats) -> str:
    if not stats.overdue:
        return f"{stats.open:,}"
    return f"{stats.open:,}, of which {stats.overdue:,} for more than {OVERDUE.days} days or out of date"


def _ratings(stats: Stats) -> list[str]:
    """A line for each question, the most frequent rating first."""
    lines = []
    for axis in Axis:
        given = [
            (each.label, stats.ratings[each.code]) for each in on_axis(axis) if each.code in stats.ratings
        ]
        given.sort(key=lambda each: -each[1])
        if given:
            shown = ", ".join(f"{label} {count:,}" for label, count in given)
            lines.append(f"{QUESTIONS[axis]} {shown}")
    return lines


def _shared(stats: Stats) -> str:
    """Shared in other chats: 12 times in 30 days; most of all claim 3 (5), claim 8 (4)"""
    times = words.count(stats.shared, "time")
    most = ", ".join(f"claim {claim} ({count:,})" for claim, count in stats.most_shared)
    return f"Shared in other chats: {times} in {SHARED_DAYS.days} days; most of all {most}"


def _agreement(stats: Stats) -> list[str]:
    lines = [
        f"{escape(shorten(pair.first, 24))} and {escape(shorten(pair.second, 24))} agree: {kappa_in_words(pair.kappa)} "
        f"({pair.claims} claims)"
        for pair in stats.pairs[:MOST_PAIRS]
    ]
    return ["", *lines, "1 is always, 0 as by chance (Cohen's kappa)."] if lines else []


def kappa_in_words(value: float | None) -> str:
    return "always" if value is None else f"{value:.2f}"


def duration(time: timedelta) -> str:
    """50 minutes, 7 hours, 3 days"""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 120:
        return words.count(minutes, "minute")
    hours = round(minutes / 60)
    return words.count(hours, "hour") if hours < 48 else words.count(round(hours / 24), "day")
