"""The whole engine in one call: text in, claims with their figures, speakers, dates and flags out."""

import datetime

from claims.attributions import find_attributions
from claims.dates import date_problems, find_dates
from claims.figures import find_figures
from claims.flags import find_flags
from claims.model import MAX_CHARS, Report, TextTooLongError
from claims.occurrences import find_occurrences


def read(text: str, published: datetime.date | None = None) -> Report:
    """What `claims.check` does."""
    if len(text) > MAX_CHARS:
        raise TextTooLongError(len(text))
    figures = find_figures(text)
    attributions = find_attributions(text)
    dates = find_dates(text, published)
    claims = find_occurrences(text, figures, attributions, dates)
    flags = (*find_flags(text, figures, attributions, claims), *date_problems(text, published))
    return Report(
        figures, attributions, dates, claims, tuple(sorted(flags, key=lambda flag: flag.span or (0, 0)))
    )
