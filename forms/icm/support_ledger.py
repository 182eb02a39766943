"""사례관리 사업비(지원비) 집행계획·내역: what is planned and spent for one household in a 회계연도.

2025 guidebook, 통합사례관리 사업비 집행 지침 4 세부 내역 가. 지원비: the source says what is decided, approved and paid
how, and prints no ledger. The layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName, PersonMark, Text, Won, WonSum
from forms.form import Form, Needed
from forms.heads import AGENCY_AND_UNIT, CASE_NO, WORKER_NAME
from forms.icm.sources import GUIDEBOOK
from forms.icm.support_money import (
    FiscalYear,
    HouseholdSupport,
    PayoutMethod,
    SupportCategory,
    SupportEntry,
    support_of,
)
from forms.page import After, BlankRows, Share, Signature, Unprinted
from forms.record import FormModel, Value


class SupportLedger(FormModel):
    """The supports of a household in one 회계연도; sums are computed, never entered."""

    headings = MappingProxyType(
        {"fiscal_year": "가구", "entries": "집행계획과 집행 내역", "worker_name": "담당과 결재"}
    )

    fiscal_year: Annotated[FiscalYear | None, Needed()] = Field(None, title="회계연도")
    household_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    agency_name: Annotated[OrganisationName | None, AGENCY_AND_UNIT] = Field(None, title="기관")
    entries: Annotated[tuple[SupportEntry, ...], Unprinted()] = Field((), title="지원")
    worker_name: Annotated[Name | None, WORKER_NAME, Signature()] = Field(None, title="담당")
    head_name: Annotated[Name | None, Signature()] = Field(None, title="과장")


def supported(case: CaseFile, year: int) -> HouseholdSupport:
    """What all ledgers of a case come to in a 회계연도."""
    ledgers = (ledger for ledger in case.all_of(SupportLedger) if ledger.fiscal_year == year)
    return support_of(year, (entry for ledger in ledgers for entry in ledger.entries))


class PlanRow(Value):
    """A support as it was decided."""

    number: Annotated[int | None, Share(7)] = Field(None, title="번호")
    category: Annotated[SupportCategory | None, Share(14)] = Field(None, title="구분")
    content: Annotated[Text | None, Share(24)] = Field(None, title="지원 내용")
    amount: Annotated[Won | None, Share(14)] = Field(None, title="금액")
    conference_on: Annotated[CalendarDate | None, Share(16)] = Field(None, title="사례회의")
    planned_on: Annotated[CalendarDate | None, Share(16)] = Field(None, title="집행계획")
    approved_on: Annotated[CalendarDate | None, Share(16)] = Field(None, title="결재(과장)")
    approver: Annotated[Name | None, Share(11)] = Field(None, title="결재자")


class PaymentRow(Value):
    """The same support as it was paid."""

    number: Annotated[int | None, Share(8)] = Field(None, title="번호")
    paid_on: CalendarDate | None = Field(None, title="지급일")
    payee: Annotated[Line | None, PersonMark("지급처", "anyone")] = Field(None, title="지급처")
    method: PayoutMethod | None = Field(None, title="지급방식")
    papers: Annotated[tuple[Line, ...], Share(28)] = Field((), title="증빙서류")


class SupportLedgerPrinted(Value):
    """The two tables; sum and rest of the 회계연도 in won, over all ledgers of the year in the file."""

    plans: Annotated[tuple[PlanRow, ...], BlankRows(6), After("agency_name")] = Field((), title="집행계획")
    payments: Annotated[tuple[PaymentRow, ...], BlankRows(6), After("agency_name")] = Field(
        (), title="집행 내역"
    )
    total: Annotated[WonSum | None, After("agency_name")] = Field(None, title="회계연도 계")
    left: Annotated[WonSum | None, After("agency_name")] = Field(None, title="남은 한도")


def printed(ledger: SupportLedger, case: CaseFile) -> SupportLedgerPrinted:
    """The rows, and what the household's year comes to."""
    year = ledger.fiscal_year
    spent = supported(case, year) if year is not None and ledger.entries else None
    numbered = list(enumerate(ledger.entries, 1))
    return SupportLedgerPrinted(
        plans=tuple(
            PlanRow(
                number=number,
                category=entry.category,
                content=entry.content,
                amount=entry.amount,
                conference_on=entry.conference_on,
                planned_on=entry.planned_on,
                approved_on=entry.approved_on,
                approver=entry.approver,
            )
            for number, entry in numbered
        ),
        payments=tuple(
            PaymentRow(
                number=number,
                paid_on=entry.paid_on,
                payee=entry.payee,
                method=entry.method,
                papers=entry.papers,
            )
            for number, entry in numbered
        ),
        total=spent.total if spent is not None else None,
        left=spent.left if spent is not None else None,
    )


FORM = Form(
    id="support_ledger",
    title="사례관리 사업비(지원비) 집행계획·내역",
    number="",
    model=SupportLedger,
    section="통합사례관리 사업비 집행 지침 4 세부 내역 가. 지원비",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=SupportLedgerPrinted,
    gaps=(
        "출처에는 집행계획을 먼저 세우고 과장의 결재를 받으라는 말과 지원비의 항목, 한도, 지급 방법이 있을 뿐, 집행계획이나 집행 내역의 서식은 없습니다.",
        "회계연도가 언제 시작하는지는 출처에 없어 적은 해를 따릅니다. 한도와 적용할 글은 그 해의 것을 씁니다.",
        "회계연도 계와 남은 한도는 이 파일에 든 그 해의 집행 내역을 모두 더한 것입니다. 2024년과 그 앞의 가구당 한도는 출처에 없어 남은 한도를 비웁니다.",
        "어떤 지원이 지침에 적힌 항목인지는 낱말로 가려낼 수 없어, 모든 지원에 사례회의 결정일과 내부 결재일을 묻습니다.",
    ),
)
