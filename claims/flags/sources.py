"""Flags on who is said to have said it: nobody named, second-hand, hedged."""

from collections.abc import Sequence

from claims.attributions.lexicon import reports
from claims.model import Attribution, Flag


def source_flags(text: str, attributions: Sequence[Attribution]) -> list[Flag]:
    """Sources without a name, and reports that came through somebody else."""
    found = []
    for attribution in attributions:
        if attribution.source is None:
            continue
        if attribution.cue is None or not reports(text[slice(*attribution.cue)]):
            continue
        words = " ".join(text[slice(*attribution.source)].split())
        if attribution.source_kind in {"anonymous", "collective"}:
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
                by = " ".join(text[slice(*reporter.source)].split())
                message = f"This is second-hand: “{words}” as told by “{by}”."
                found.append(Flag("second-hand", attribution.source, message))
    return found


def hedge_flags(text: str, attributions: Sequence[Attribution]) -> list[Flag]:
    """Words such as "reportedly" that report without saying who reports."""
    return [
        Flag("hedge", each.cue, f"“{text[slice(*each.cue)]}” says that somebody reports this, but not who.")
        for each in attributions
        if each.stance == "hedging" and each.source is None and each.cue
    ]
