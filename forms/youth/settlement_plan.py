"""자립정착금 사용계획서, from the 2024 manual, 보호종료 관리: what the settlement grant will be used for.

The manual describes the screen and prints no paper: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import (
    AccountNumber,
    CalendarDate,
    Email,
    Flag,
    Line,
    Name,
    OrganisationName,
    PersonMark,
    Phone,
    Text,
    Won,
    WonSum,
)
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT
from forms.page import After, BlankRows, Heading, Signature
from forms.record import Record, Value
from forms.youth.heads import ChildForm
from forms.youth.protection_end import ProtectionEnd
from forms.youth.sources import MANUAL


class PlannedUse(Record):
    """One use of the grant."""

    use: Line = Field(title="사용용도")
    amount: Won = Field(title="금액")
    from_on: CalendarDate | None = Field(None, title="사용시작일")
    to_on: CalendarDate | None = Field(None, title="사용종료일")
    note: Text | None = Field(None, title="비고")


# The office's number of the worker may stand in the case, the mobile one here.
WORKER_MOBILE = FromCase(lambda case: case.worker.phone, "사례의 담당자 연락처", silent=True)
GRANT = FromCase(
    lambda case: getattr(case.last_of(ProtectionEnd), "settlement_grant", None), "보호종료관리의 자립정착금"
)


class SettlementPlan(ChildForm):
    """The applicant, the worker in charge, and the uses whose sum is the grant."""

    dated_by = "applied_on"

    headings = MappingProxyType(
        {"case_no": "신청인", "worker_unit": "자립업무 담당자", "submitted": "사용계획"}
    )

    applied_on: Annotated[CalendarDate | None, Heading("신청인"), Needed()] = Field(
        None, title="신청일", description="신청일 또는 신청예정일"
    )
    email: Annotated[Email | None, FromCase(lambda case: case.client.email, "사례의 대상자 전자우편")] = (
        Field(None, title="신청인 e-mail")
    )
    mobile: Annotated[
        Phone | None, FromCase(lambda case: case.client.mobile, "사례의 대상자 휴대전화"), Needed()
    ] = Field(None, title="휴대전화번호")
    bank: Annotated[Line | None, Needed()] = Field(None, title="은행명")
    account_no: Annotated[AccountNumber | None, Needed()] = Field(None, title="계좌번호")
    worker_unit: Annotated[OrganisationName | None, AGENCY_UNIT, Heading("자립업무 담당자")] = Field(
        None, title="소속"
    )
    worker_mobile: Annotated[Phone | None, WORKER_MOBILE, Needed()] = Field(None, title="담당자 휴대전화번호")
    worker_email: Email | None = Field(None, title="담당자 e-mail")
    submitted: Annotated[Flag | None, Heading("사용계획"), Needed()] = Field(
        None, title="사용계획서 제출여부"
    )
    received: Annotated[Flag | None, Needed()] = Field(None, title="자립정착금 수령여부")
    uses: Annotated[tuple[PlannedUse, ...], BlankRows(5), Needed()] = Field((), title="사용계획(세부내용)")
    grant: Annotated[Won | None, GRANT] = Field(None, title="자립정착금 총액")
    applicant_name: Annotated[
        Name | None,
        FromCase(lambda case: case.client.name, "사례의 대상자명", silent=True),
        PersonMark(),
        Signature(),
    ] = Field(None, title="신청인")

    @property
    def total(self) -> int:
        """The sum of the uses, in won."""
        return sum(one.amount for one in self.uses)


class SettlementPlanPrinted(Value):
    """The sum of the uses and how far it is from the grant, in won."""

    total: Annotated[WonSum | None, After("grant")] = Field(None, title="합계")
    difference: Annotated[WonSum | None, After("grant")] = Field(None, title="차액(총액 - 합계)")


def printed(plan: SettlementPlan, case: CaseFile) -> SettlementPlanPrinted:
    """The sum is known where a use is entered, the difference where the grant is, too."""
    if not plan.uses:
        return SettlementPlanPrinted()
    return SettlementPlanPrinted(
        total=plan.total, difference=plan.grant - plan.total if plan.grant is not None else None
    )


FORM = Form(
    id="settlement_plan",
    title="자립정착금 사용계획서",
    number="",
    model=SettlementPlan,
    section="보호종료 관리(자립정착금 사용계획서)",
    document=MANUAL,
    printed=printed,
    printed_model=SettlementPlanPrinted,
    gaps=(
        "출처는 시스템의 입력 화면을 설명할 뿐 서식을 인쇄하지 않습니다. 칸은 출처의 것이고, 배치는 서식이 정합니다.",
        "신청인의 서명란과 차액 칸은 서식이 더한 것입니다. 출처는 합계가 자립정착금 총액과 같도록 입력하라고만 합니다.",
        "자립정착금 총액은 보호종료관리의 자립정착금에서 채웁니다.",
    ),
)
