"""Flags on who is said to have said it: nobody named, second-hand, hedged."""

from collections.abc import Sequence
from textwrap import shorten

from claims.attributions.lexicon import reports
from claims.model import Attribution, Flag, Span
from claims.wordsets import word_set


def source_flags(text: str, attributions: Sequence[Attribution]) -> list[Flag]:
    """Sources without a name, and reports that came through somebody else."""
    found = []
    for attribution in attributions:
        if attribution.source is None:
            continue
        if attribution.cue is None or not reports(text[slice(*attribution.cue)]):
            continue
        words = _short(text, attribution.source)
        is_relative = text[slice(*attribution.source)].lower() in {
            "who",
            "which",
        }  # "people who asked to wait"
        is_body = text[slice(*attribution.source)].lower().split()[-1] in word_set("flags bodies")
        if attribution.source_kind in {"anonymous", "collective"} and not (is_relative or is_body):
            who = (
                "does not say who" if attribution.source_kind == "anonymous" else "names nobody in particular"
            )
            found.append(Flag("anonymous-source", attribution.source, f"The source “{words}” {who}."))
        if attribution.via is not None:
            reporter = attributions[attribution.via]
            if (
                reporter.source is not None
                and reporter.cue
                and reports(text[slice(*reporter.cue)])
                and reporter.source_kind != "none"
            ):
                by = _short(text, reporter.source)
                message = f"This is second-hand: “{words}” as told by “{by}”."
                found.append(Flag("second-hand", attribution.source, message))
    return found


def _short(text: str, source: Span) -> str:
    """The source on one line, without the end of a long apposition."""
    return shorten(text[slice(*source)], _LONGEST_SOURCE, placeholder="…")


_LONGEST_SOURCE = 80


def hedge_flags(text: str, attributions: Sequence[Attribution]) -> list[Flag]:
    """Words such as "reportedly" that report without saying who reports."""
    return [
        Flag("hedge", each.cue, f"“{text[slice(*each.cue)]}” says that somebody reports this, but not who.")
        for each in attributions
        if each.stance == "hedging" and each.source is None and each.cue
    ]
