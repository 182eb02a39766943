"""Counted days (ICM-DEADLINE-00): 민원 처리에 관한 법률 제19조, as the 30-day limit of the plan cites it.

The first day counts; 공휴일 and 토요일 do not. Sundays are 공휴일, and so are substitute, temporary and
election holidays: the table of them is made from a calendar library (``docs.public_holidays``).
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

# The table knows no holidays beyond these years; there only Saturdays and Sundays are left out.
FIRST_YEAR, LAST_YEAR = 1948, 2100
_MONDAY_TO_FRIDAY = 5


def counts(day: date) -> bool:
    """Whether a day is counted: neither Saturday nor a public holiday."""
    return day.weekday() < _MONDAY_TO_FRIDAY and day not in _weekday_holidays(day.year)


def counted_deadline(start: date, days: int) -> date:
    """The day on which ``days`` counted days are full, ``start`` being the first that can count."""
    day, counted = start, int(counts(start))
    while counted < days and day < date.max:
        day += timedelta(days=1)
        counted += counts(day)
    return day


def counted_days(start: date, end: date) -> int:
    """The counted days from ``start`` to ``end``, both included; 0 where ``end`` is earlier."""
    if end < start:
        return 0
    weeks, rest = divmod((end - start).days + 1, 7)
    odd_days = sum((start.weekday() + ahead) % 7 < _MONDAY_TO_FRIDAY for ahead in range(rest))
    years = range(max(start.year, FIRST_YEAR), min(end.year, LAST_YEAR) + 1)
    holidays = sum(start <= day <= end for year in years for day in _weekday_holidays(year))
    return weeks * _MONDAY_TO_FRIDAY + odd_days - holidays


@cache
def _weekday_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year that fall on Monday to Friday."""
    days = _table().get(str(year), "").split()
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days)


@cache
def _table() -> dict[str, str]:
    """The months and days of each year's public holidays from Monday to Friday, as one text."""
    text = files("forms").joinpath("public_holidays.toml").read_text(encoding="utf-8")
    held: dict[str, str] = tomllib.loads(text)
    return held
