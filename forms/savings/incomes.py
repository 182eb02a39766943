"""Income limits of 희망저축계좌Ⅰ (digest 2 §A.4: HS1-EL-1 to HS1-EL-3), won a month.

희망저축계좌Ⅰ 사업 안내문, 가입 및 유지기준. The notice prints the limits of 2024 rounded half up to the won; those of
other years follow from the median income of the year in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from forms.figures import figure, figures_by_size
from forms.savings.pauses import month_after, month_of
from forms.savings.proof import MonthlyIncome

# Households of one and two persons have the upper limit of three (E-04: so the table prints it).
_CAP_AT_LEAST_FOR = 3


def median_income(size: int, on: date) -> int | None:
    """기준 중위소득 of a household of ``size`` persons in the year of ``on``; None where we hold none."""
    return figures_by_size("median_income", "won", size, on)


def recognised_income_limit(size: int, on: date) -> int | None:
    """The 소득인정액 up to which a household may join: 40 % of the median income (HS1-EL-1)."""
    return _share("recognised_income_share", size, on)


def income_floor(size: int, on: date) -> int | None:
    """소득하한: 60 % of 40 % of the median income (HS1-EL-1, HS1-EL-2)."""
    return _share("income_floor_share", size, on)


def income_cap(size: int, on: date) -> int | None:
    """소득상한: the median income, for one and two persons that of three (HS1-EL-2)."""
    return median_income(max(size, _CAP_AT_LEAST_FOR), on)


def incomes_by_month(incomes: Iterable[MonthlyIncome]) -> dict[date, int]:
    """Income by month (its first day); a month entered twice counts with its sum."""
    by_month: dict[date, int] = {}
    for income in incomes:
        month = month_of(income.month_of)
        by_month[month] = by_month.get(month, 0) + income.amount
    return by_month


def last_months(by_month: Mapping[date, int], number: int) -> list[date]:
    """The last ``number`` months up to the last one entered, that first; not all need be entered."""
    last = max(by_month)
    return [month for back in range(number) if (month := month_after(last, -back)) is not None]


class LowRows(NamedTuple):
    """Rows of so many months below the lower limit: their first and last months, and the months that could.

    ``possible`` are the months of a row that would be long enough if what is not known of them were low.
    """

    found: tuple[tuple[date, date], ...]
    possible: tuple[date, ...]


def low_rows(size: int, by_month: Mapping[date, int], months: Iterable[date], number: int) -> LowRows:
    """Rows of ``number`` low months (HS1-CL-5) among ``months``, which leave out those of a pause (HS1-CL-7).

    A month of a pause does not end a row either.
    """
    found, possible = list[tuple[date, date]](), list[date]()
    row, open_row = list[date](), list[date]()
    for month in sorted(months):
        low = _is_low(size, month, by_month)
        if not low:
            row.clear()
        if low is False:
            open_row.clear()
            continue
        open_row.append(month)
        if len(open_row) >= number:
            possible += open_row if len(open_row) == number else [month]
        if low:
            row.append(month)
            if len(row) == number:
                found.append((row[0], month))
    return LowRows(tuple(found), tuple(possible))


def _is_low(size: int, month: date, by_month: Mapping[date, int]) -> bool | None:
    """Whether a month's income was below the lower limit; None where one of the two is not known."""
    floor = income_floor(size, month)
    return by_month[month] < floor if floor is not None and month in by_month else None


def _share(name: str, size: int, on: date) -> int | None:
    median, percent = median_income(size, on), figure("hs1", name, on)
    if median is None or percent is None:
        return None
    # Half a won and more counts as a whole one.
    return (percent * median + 50) // 100
