"""/stats in words: all that the picture shows, and what it does not."""

from datetime import timedelta

from handlers.texts import words
from handlers.texts.html import bold, escape, shorten
from storage.ratings import RATINGS
from storage.stats import OVERDUE, Stats

NOTHING = "Nothing is checked yet. The first verdict starts the count."
MOST_PAIRS = 5
MOST_RATINGS = 6


def caption(stats: Stats, desk: str, *, team: bool) -> str:
    """Within the 1,024 characters of a caption. Only the team sees who agrees with whom."""
    lines = [
        bold(f"{desk} in numbers"),
        f"Verdicts: {stats.total:,}; this week {stats.weeks[-1]}, the week before {stats.weeks[-2]}",
        f"Open: {_open(stats)}",
        *([f"From asking to a verdict: {duration(stats.turnaround)} (median)"] if stats.turnaround else []),
        *([f"Ratings: {_ratings(stats)}"] if stats.ratings else []),
    ]
    if team:
        lines += _agreement(stats)
    return "\n".join(lines)


def _open(stats: Stats) -> str:
    if not stats.overdue:
        return f"{stats.open:,}"
    return f"{stats.open:,}, of which {stats.overdue:,} for more than {OVERDUE.days} days or out of date"


def _ratings(stats: Stats) -> str:
    """The most frequent first."""
    common = [(each.label, stats.ratings[each.code]) for each in RATINGS if each.code in stats.ratings]
    common.sort(key=lambda each: -each[1])
    shown = [f"{label} {count}" for label, count in common[:MOST_RATINGS]]
    rest = sum(count for _, count in common[MOST_RATINGS:])
    return ", ".join([*shown, *([f"others {rest}"] if rest else [])])


def _agreement(stats: Stats) -> list[str]:
    lines = [
        f"{escape(shorten(pair.first, 24))} and {escape(shorten(pair.second, 24))} agree: {_kappa(pair.kappa)} "
        f"({pair.claims} claims)"
        for pair in stats.pairs[:MOST_PAIRS]
    ]
    return ["", *lines, "1 is always, 0 as by chance (Cohen's kappa)."] if lines else []


def _kappa(value: float | None) -> str:
    return "always the same rating" if value is None else f"{value:.2f}"


def duration(time: timedelta) -> str:
    """50 minutes, 7 hours, 3 days"""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 120:
        return words.count(minutes, "minute")
    hours = round(minutes / 60)
    return words.count(hours, "hour") if hours < 48 else words.count(round(hours / 24), "day")
