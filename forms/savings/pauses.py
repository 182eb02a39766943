"""적립중지: the months in which nothing is to be deposited.

자산형성지원사업 사례관리, 적립중지; 희망저축계좌Ⅰ 사업 안내문, 유의사항. The application names a first and a last
month, so a month counts as paused when the pause touches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, date
from typing import NamedTuple

from forms.savings.proof import AccrualPause


def month_of(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """The months from that of ``first`` to that of ``last``, as first days; none where ``last`` is earlier."""
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(index // 12, index % 12 + 1, 1)


def month_after(month: date, months: int) -> date | None:
    """The month ``months`` later (or earlier, where negative), as its first day; None beyond the calendar."""
    year, place = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, place + 1, 1) if 1 <= year <= MAXYEAR else None


def months_of(pause: AccrualPause, until: date) -> tuple[date, ...]:
    """The months that a pause touches; one without an end lasts until ``until``."""
    return tuple(months_between(pause.started_on, pause.ended_on or max(until, pause.started_on)))


def paused_months(pauses: Iterable[AccrualPause], until: date) -> frozenset[date]:
    """Every paused month of an account; a pause without an end lasts until ``until``, the closing."""
    return frozenset(month for pause in pauses for month in months_of(pause, until))


class Span(NamedTuple):
    """Months in a row, counted from the beginning of the calendar, both ends included."""

    first: int
    last: int

    @classmethod
    def of(cls, first: date, last: date) -> Span:
        """The months from that of one day to that of another; none where that is earlier."""
        return cls(first.year * 12 + first.month, last.year * 12 + last.month)

    @property
    def months(self) -> int:
        """How many they are."""
        return max(0, self.last - self.first + 1)

    def meets(self, other: Span) -> bool:
        """Whether both hold a month."""
        return max(self.first, other.first) <= min(self.last, other.last)

    def cut(self, day: date) -> Span:
        """The same up to the month of a day, where that is one of them."""
        at = Span.of(day, day)
        return Span(self.first, at.last) if self.meets(at) else self


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same months in rows that do not touch, in order."""
    rows: list[Span] = []
    for span in sorted(span for span in spans if span.months):
        if rows and span.first <= rows[-1].last + 1:
            rows[-1] = Span(rows[-1].first, max(rows[-1].last, span.last))
        else:
            rows.append(span)
    return rows
