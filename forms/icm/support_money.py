"""지원비 of a household: what is spent on it in a 회계연도, and what is left of the limit, in won.

2025 guidebook, 통합사례관리 사업비 집행 지침 4 세부 내역 가. 지원비: a household gets up to a limit in a 회계연도,
in as many parts as it takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field

from forms.fields import CalendarDate, Flag, Line, Name, PersonMark, Text, Won
from forms.figures import figure
from forms.page import Applies
from forms.record import Record

SupportCategory = Literal["의료비", "생활지원비", "교육훈련비", "기타지원비"]
CATEGORIES: tuple[SupportCategory, ...] = get_args(SupportCategory)
PayoutMethod = Literal["관련 기관 직접 지급", "물품 구매 지급", "대상자 직접 지급"]

FiscalYear = Annotated[int, Field(strict=True, ge=2000, le=2100)]
"""회계연도, as it is entered: the source does not say when it begins."""


class SupportEntry(Record):
    """One support: what for, how much, who decided it and when, and how it was paid."""

    category: SupportCategory = Field(title="구분")
    content: Text = Field(title="지원 내용")
    amount: Won = Field(title="금액")
    conference_on: CalendarDate | None = Field(None, title="사례회의 결정일")
    planned_on: CalendarDate | None = Field(None, title="집행계획 수립일")
    approved_on: CalendarDate | None = Field(None, title="결재일", description="내부 결재(과장)를 받은 날")
    approver: Name | None = Field(None, title="결재자")
    paid_on: CalendarDate | None = Field(None, title="지급일")
    payee: Annotated[Line | None, PersonMark("지급처", "anyone")] = Field(
        None, title="지급처", description="병원, 학원, 판매처 등"
    )
    method: PayoutMethod | None = Field(None, title="지급방식")
    papers: tuple[Line, ...] = Field((), title="증빙서류")
    incurred_on: Annotated[CalendarDate | None, Applies("category", "의료비")] = Field(
        None, title="발생일", description="의료비가 생긴 날. 인쇄하지 않음"
    )
    other_aid_checked: Flag | None = Field(
        None,
        title="공적·민간자원 우선 검토",
        description="공적자원과 민간자원의 연계를 먼저 검토했는지. 인쇄하지 않음",
    )
    covered_elsewhere: Annotated[Flag | None, Applies("category", "의료비")] = Field(
        None,
        title="다른 의료비 보조의 급여 항목",
        description="다른 의료비 보조 사업에서 지원받고 있는 급여 항목인지. 인쇄하지 않음",
    )
    self_reliance: Annotated[Flag | None, Applies("category", "교육훈련비")] = Field(
        None, title="자활 목적", description="자활(취업)을 목적으로 하는 교육훈련인지. 인쇄하지 않음"
    )
    urgent: Annotated[Flag | None, Applies("category", "생활지원비")] = Field(
        None,
        title="긴급",
        description="월세나 체납액을 긴급하여 일정기간만 지원하는지. 인쇄하지 않음",
    )


class HouseholdSupport(NamedTuple):
    """What the entries of a household in one 회계연도 come to, in won; ``by_category`` as in ``CATEGORIES``."""

    year: int
    by_category: tuple[int, ...]
    entries: int

    @property
    def total(self) -> int:
        """All that is spent, won."""
        return sum(self.by_category)

    @property
    def left(self) -> int | None:
        """What is left of the limit, won; below nothing where it is exceeded, None where no limit is known."""
        limit = support_limit(self.year)
        return limit - self.total if limit is not None else None

    @property
    def excess(self) -> str | None:
        """The sentence that says by how much the limit is exceeded; None where it is not, or none is known."""
        limit, left = support_limit(self.year), self.left
        if limit is None or left is None or left >= 0:
            return None
        return (
            f"{self.year}년에 지원한 금액이 {self.total:,}원으로 1가구당 지원액 {limit:,}원을 {-left:,}원 넘습니다. "
            "횟수에는 제한이 없습니다."
        )


def support_limit(year: int) -> int | None:
    """The most that a household gets in a 회계연도, won; None for a year whose limit is not known."""
    return figure("icm", "household_support", first_day(year))


def first_day(year: int) -> date:
    """The day by which the text and the numbers of a 회계연도 are chosen."""
    return date(year, 1, 1)


def support_of(year: int, entries: Iterable[SupportEntry]) -> HouseholdSupport:
    """The sums of a year's entries."""
    sums = dict.fromkeys(CATEGORIES, 0)
    count = 0
    for entry in entries:
        sums[entry.category] += entry.amount
        count += 1
    return HouseholdSupport(year, tuple(sums.values()), count)


def put_together(files: Iterable[Iterable[SupportEntry]]) -> tuple[Counter[SupportEntry], int]:
    """The entries of a household's year over several files, and how many were in two of them.

    What stands alike in two files is one support: a later copy of a file holds what the earlier one held, and
    what was planned there may have been paid since. What stands twice in one file was given twice.
    """
    together: Counter[SupportEntry] = Counter()
    held = 0
    for file in files:
        own = Counter(file)
        held += own.total()
        alike = together & own
        others, rest = together - alike, list((own - alike).elements())
        together = alike
        for entry in rest:
            other = next((one for one in others if _completes(one, entry) or _completes(entry, one)), None)
            if other is not None:
                others -= Counter([other])
            together[other if other is not None and _completes(other, entry) else entry] += 1
        together += others
    return together, held - together.total()


# The days by which a support is told from another of the same kind and amount.
_DAYS = ("conference_on", "planned_on", "approved_on", "paid_on")


def _completes(fuller: SupportEntry, entry: SupportEntry) -> bool:
    """Whether an entry, of which one day at least is known, is another that has not been filled in so far."""
    if all(getattr(entry, day) is None for day in _DAYS):
        return False
    return all(value in (None, ()) or value == getattr(fuller, name) for name, value in entry)
