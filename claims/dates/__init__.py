"""Dates, times and periods: where they stand, what they mean in ISO 8601, and which cannot be right."""

from claims.dates.calendar import calendar_spans
from claims.dates.expressions import find_dates
from claims.dates.problems import date_problems

__all__ = ["calendar_spans", "date_problems", "find_dates"]
