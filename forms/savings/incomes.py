"""Income limits of 희망저축계좌Ⅰ (digest 2 §A.4: HS1-EL-1 to HS1-EL-3), won a month.

희망저축계좌Ⅰ 사업 안내문, 가입 및 유지기준. The notice prints the limits of 2024 rounded half up to the won; those of
other years follow from the median income of the year in the same way.
"""

from __future__ import annotations

from datetime import date

from forms.figures import figure, figures_by_size

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


def _share(name: str, size: int, on: date) -> int | None:
    median, percent = median_income(size, on), figure("hs1", name, on)
    if median is None or percent is None:
        return None
    # Half a won and more counts as a whole one.
    return (percent * median + 50) // 100
