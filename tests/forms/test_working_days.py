"""Counted days (민원 처리에 관한 법률 제19조): the first day counts, public holidays and Saturdays do not.

Expected dates are counted by hand on the calendar; the count of each week stands beside it.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from docs.public_holidays import TABLE, table
from forms.working_days import FIRST_YEAR, LAST_YEAR, counted_days, counted_deadline, counts


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-03-07", True),  # Friday
        ("2025-03-08", False),  # Saturday
        ("2025-03-09", False),  # Sunday
        ("2025-03-03", False),  # substitute for Saturday 1 March
        ("2024-10-01", False),  # temporary holiday
        ("2025-01-27", False),  # temporary holiday before 설
        ("2025-01-29", False),  # 설
        ("2025-06-03", False),  # presidential election
        ("2025-10-06", False),  # 추석
        ("2025-10-08", False),  # substitute for 추석, which touches a Sunday
        ("2025-05-01", True),  # 근로자의 날 was no 공휴일
        ("2025-12-31", True),
    ],
)
def test_saturdays_and_public_holidays_do_not_count(day: str, expected: bool) -> None:
    assert counts(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2025-03-10", 1, "2025-03-10"),  # the first day counts
        ("2025-03-10", 5, "2025-03-14"),
        ("2025-03-10", 6, "2025-03-17"),
        ("2025-03-08", 1, "2025-03-10"),  # a Saturday is not counted; Monday is the first
        # Jan 2-3 (2), 6-10 (7), 13-17 (12), 20-24 (17), 27-30 holidays, 31 (18), Feb 3-7 (23), 10-14 (28), 17-18
        ("2025-01-02", 30, "2025-02-18"),
        # Sep 5-6 (2), 9-13 (7), 16-18 추석, 19-20 (9), 23-27 (14), 30 (15), Oct 1 and 3 holidays, 2 and 4 (17),
        # 7-8 (19), 9 한글날, 10-11 (21), 14-18 (26), 21-24 (30)
        ("2024-09-05", 30, "2024-10-24"),
        # without a holiday (제헌절 is none), 6 weeks of 5 days end on the sixth Friday
        ("2025-06-09", 30, "2025-07-18"),
        # the sixth Friday is 광복절: the 30th day is the Monday after
        ("2025-07-07", 30, "2025-08-18"),
    ],
)
def test_the_day_on_which_the_count_is_full(start: str, days: int, due: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(due)
    assert counted_deadline(first, days) == last
    assert counted_days(first, last) == days
    assert counted_days(first, last - timedelta(days=1)) == days - 1


def test_nothing_is_counted_backwards() -> None:
    assert counted_days(date(2025, 3, 11), date(2025, 3, 10)) == 0


def test_a_weekend_counts_nothing() -> None:
    assert counted_days(date(2025, 3, 8), date(2025, 3, 9)) == 0


def test_years_without_a_calendar_leave_out_weekends_alone() -> None:
    # 2101 is beyond the library; 5 January is a Wednesday, so that 30 days are 6 weeks: Tuesday 15 February.
    assert date(2101, 1, 5).weekday() == 2
    assert counted_deadline(date(2101, 1, 5), 30) == date(2101, 2, 15)


def test_the_end_of_the_calendar_ends_the_count() -> None:
    assert counted_deadline(date(9999, 12, 20), 30) == date.max
    assert counted_days(date(9999, 12, 20), date.max) == 10  # Mon 20-24, 27-31


def test_every_day_of_the_table_is_one_of_the_calendar_library() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days = [
            date(year, 1, 1) + timedelta(days=ahead)
            for ahead in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)
        ]
        held = country_holidays("KR", years=year)
        assert [day for day in days if counts(day)] == [
            day for day in days if day.weekday() < 5 and day not in held
        ], year


def test_the_table_is_the_one_of_the_installed_calendar_library() -> None:
    assert TABLE.read_text(encoding="utf-8") == table(), "run: python -m docs.public_holidays"
