"""Deposit months (적립월) of 희망저축계좌Ⅰ and what was saved in each (digest 2 §A.5, HS1-DP).

희망저축계좌Ⅰ 사업 안내문, 유의사항 and 2024년 월별 본인 저축액 납입 일정. A window ends on the first working day from
the 22nd on and begins on the day after the one before it has ended. The notice's sentence, read
literally, would shift the first day too; its own table does so in none of twelve months (E-10).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forms.figures import figure
from forms.savings.pauses import month_after, month_of, months_between, paused_months
from forms.savings.proof import AccrualPause, Deposit
from forms.working_days import counted_deadline

_WEEKDAYS = "월화수목금토일"


@dataclass(frozen=True)
class DepositWindow:
    """The days whose deposits count for a month; ``month`` is its first calendar day."""

    month: date
    starts: date
    ends: date

    @property
    def days(self) -> int:
        """Calendar days, both ends included."""
        return (self.ends - self.starts).days + 1


@dataclass(frozen=True)
class SavedMonth:
    """A deposit month of an account: the sum saved in it (won), and when it reached the minimum.

    ``deposits`` are positions in the list of them all.
    """

    window: DepositWindow
    amount: int
    reached_on: date | None
    deposits: tuple[int, ...]
    paused: bool


def window_words(window: DepositWindow, between: str = "~") -> str:
    """A window as the notice prints it: 1.23(화)~2.22(목), and with its years where it begins in the one before."""
    with_year = window.starts.year != window.ends.year
    return between.join(_day_words(day, with_year) for day in (window.starts, window.ends))


def _day_words(day: date, with_year: bool) -> str:
    year = f"'{day.year % 100:02d}." if with_year else ""
    return f"{year}{day.month}.{day.day}({_WEEKDAYS[day.weekday()]})"


def deposit_window(month: date) -> DepositWindow | None:
    """The window of the month that starts on ``month``; None where the notice does not speak of it."""
    before = month_after(month, -1)
    last_end, end = (_window_end(before) if before else None), _window_end(month)
    if last_end is None or end is None:
        return None
    return DepositWindow(month, last_end + timedelta(days=1), end)


def window_of(day: date) -> DepositWindow | None:
    """The window that a deposit of that day falls in; None where the notice does not speak of it."""
    month = month_of(day)
    for candidate in (month, month_after(month, 1)):
        window = deposit_window(candidate) if candidate is not None else None
        if window is not None and window.starts <= day <= window.ends:
            return window
    return None


def saved_months(
    opened_on: date, through: date, deposits: Sequence[Deposit], pauses: Sequence[AccrualPause]
) -> tuple[SavedMonth, ...]:
    """The deposit months of an account that had ended on ``through``, when it was closed, in order.

    Months of which the notice does not speak are left out. Empty where no deposit is entered.
    """
    if not deposits:
        return ()
    months = months_of_account(opened_on, through, deposits, pauses)
    return tuple(saved for saved in months if saved.window.ends <= through)


def months_of_account(
    opened_on: date, through: date, deposits: Sequence[Deposit], pauses: Sequence[AccrualPause]
) -> tuple[SavedMonth, ...]:
    """All deposit months of an account as they stood on ``through``, those to come among them, in order.

    They begin with the month of the opening and end with the last before maturity. Months of which
    the notice does not speak are left out; none where the number of its months is not known on ``through``.
    """
    by_month: dict[date, list[int]] = {}
    for index, deposit in enumerate(deposits):
        window = window_of(deposit.deposited_on)
        if window is not None:
            by_month.setdefault(window.month, []).append(index)
    paused = paused_months(pauses, through)
    saved = []
    for window in account_windows(opened_on, through):
        positions = sorted(by_month.get(window.month, ()), key=lambda at: deposits[at].deposited_on)
        saved.append(
            SavedMonth(
                window,
                sum(deposits[at].amount for at in positions),
                _reached(deposits, positions, figure("hs1", "deposit_minimum", window.month) or 0),
                tuple(positions),
                window.month in paused,
            )
        )
    return tuple(saved)


def account_windows(opened_on: date, on: date) -> Iterator[DepositWindow]:
    """The windows of an account's months from its opening to its maturity, as ``on`` they were counted."""
    opening = window_of(opened_on)
    first = opening.month if opening is not None else month_of(opened_on)
    for number in range(figure("hs1", "account_months", on) or 0):
        month = month_after(first, number)
        window = deposit_window(month) if month is not None else None
        if window is not None:
            yield window


def earns_incentive(saved: SavedMonth) -> bool:
    """Whether the work incentive is added for a month: what was saved lies within the limits (HS1-DP-1)."""
    month = saved.window.month
    least, most = figure("hs1", "deposit_minimum", month), figure("hs1", "deposit_maximum", month)
    return not saved.paused and least is not None and most is not None and least <= saved.amount <= most


def missed_months(months: Sequence[SavedMonth]) -> list[SavedMonth]:
    """미납: months without a deposit; those of a pause do not count (HS1-CL-7)."""
    return [saved for saved in months if not saved.amount and not saved.paused]


def unspoken_months(opened_on: date, through: date) -> tuple[date, ...]:
    """The months of an account up to its closing of which the notice does not speak, in order."""
    months = months_between(opened_on, through)
    return tuple(month for month in months if deposit_window(month) is None)


def _reached(deposits: Sequence[Deposit], positions: list[int], minimum: int) -> date | None:
    amount = 0
    for at in positions:
        amount += deposits[at].amount
        if amount >= minimum:
            return deposits[at].deposited_on
    return None


def _window_end(month: date) -> date | None:
    day = figure("hs1", "deposit_day", month)
    return counted_deadline(month.replace(day=day), 1) if day is not None else None
