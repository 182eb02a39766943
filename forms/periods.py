"""Counting months and days.

The sources print a counting rule for the 30-day limit alone (``working_days``); every other period
counts plain calendar days, the day of the event not included. Where the calendar ends, so does the
period: an upload may hold the year 9999.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_after(day: date, days: int) -> date:
    """The day ``days`` calendar days later."""
    return day + timedelta(days=min(days, (date.max - day).days))


def in_seoul(moment: datetime) -> datetime:
    """A date-time with offset as clock and calendar in Seoul show it."""
    try:
        return moment.astimezone(SEOUL)
    except OverflowError:
        # On the first and the last day of the calendar another offset may lie beyond it.
        return moment


def day_in_seoul(moment: datetime) -> date:
    """The day of a date-time with offset in Seoul."""
    return in_seoul(moment).date()


def completed_years(born: date, day: date) -> int:
    """Completed years on ``day`` (만 나이); below 0 before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
