"""Counting months and days.

The sources print a counting rule for the 30-day limit alone (ICM-DEADLINE-00); every other period
counts plain calendar days, the day of the event not included.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
