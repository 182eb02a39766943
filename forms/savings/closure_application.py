"""해지신청서: named in 자산형성지원사업 사례관리, 가입자 해지지원 and 해지 지원; no page of it is printed there.

The reasons of 희망저축계좌Ⅰ are those of its notice, 해지요건, word for word. The layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from forms.case import CaseFile
from forms.fields import (
    AccountNumber,
    CalendarDate,
    CaseNo,
    Flag,
    Line,
    Name,
    OrganisationName,
    PersonMark,
    Text,
)
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After, Applies, Signature, Unprinted
from forms.record import FormModel, Value
from forms.savings.closing import of_proof
from forms.savings.heads import of_account
from forms.savings.payout import ACCOUNTS_OF_THE_SLIDES, NOTICE_ACCOUNT
from forms.savings.sources import DOCUMENT
from forms.savings.terms import AccountType, ClosureType

Applicant = Literal["본인", "가구원"]
# 희망저축계좌Ⅰ 사업 안내문, 해지요건: the reasons beside 지급해지, those beside 환수해지, and the one of the matured
# account that stands there twice, for 일부지급해지 and for 환수해지 (E-01). In the order of its table.
PaidReason = Literal[
    "3년간 통장유지 + 만기 후 6개월 유예기간 내 탈수급 시",
    "만기 이전 탈수급 시(단, 소득상한 이내에서는 본인 요청이 있을 경우)",
    "탈수급 후 유지 시, 최근 3개월 평균 소득 상한선(기준 중위소득 100%) 초과 시",
    "탈수급 후 6개월 연속 소득자료 미신고 시",
    "탈수급 후 본인 사망",
    "본인 사망 후 가구원이 탈수급하여 가구원 지급해지 요청 시 (6개월 유예기간 내 탈수급 시)",
]
MaturedReason = Literal["3년 만기 후 6개월 유예기간 내 탈수급하지 못한 경우"]
ReclaimedReason = Literal[
    "근로사업소득 6개월 연속 소득하한 미달",
    "본인적립금 누적 12개월 미납",
    "본인 사망 후 가구원 환수해지 요청 시",
    "압류, 가압류",
    "본인 요청 시",
]
ClosureReason = Literal[PaidReason, MaturedReason, ReclaimedReason]
MATURED, LEFT_EARLY, OVER_CAP = get_args(PaidReason)[:3]
LOW_INCOME, UNPAID = get_args(ReclaimedReason)[:2]
# 해지 지원 speaks of joining again for these alone (E-15).
_REJOIN: MappingProxyType[tuple[ClosureType, AccountType], str] = MappingProxyType(
    {
        ("일부지급해지", "내일키움통장"): "재가입 불가",
        ("일부지급해지", "희망키움통장Ⅰ"): "재가입 가능(단, 만기성공금은 1회에 한하여 지급)",
        ("일부지급해지", "청년희망키움통장"): "재가입 가능(단, 만기성공금은 1회에 한하여 지급)",
        **{("환수해지", account): "재가입 가능(횟수 제한 없음)" for account in ACCOUNTS_OF_THE_SLIDES},
    }
)


def closures_of(reason: ClosureReason) -> tuple[ClosureType, ...]:
    """The closures beside which the notice prints a reason."""
    if reason in get_args(PaidReason):
        return ("지급해지",)
    return ("환수해지",) if reason in get_args(ReclaimedReason) else ("일부지급해지", "환수해지")


def _not_of_notice(case: CaseFile, form: ClosureApplication) -> bool:
    return form.account_type != NOTICE_ACCOUNT


def _of_no_other(case: CaseFile, form: ClosureApplication) -> bool:
    return form.account_type in (None, NOTICE_ACCOUNT)


def _applicant(case: CaseFile, form: ClosureApplication) -> str | None:
    """The client's name, unless somebody else of the household applies."""
    return None if form.applicant == "가구원" else case.client.name


class ClosureApplication(FormModel):
    """Who closes which account, how and why; when the application was handed in and taken."""

    dated_by = "applied_on"

    headings = MappingProxyType(
        {
            "case_no": "가입자",
            "account_type": "통장",
            "closure_type": "해지",
            "applied_on": "신청과 접수",
            "moved_district_on": "인쇄하지 않는 항목",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")

    account_type: Annotated[AccountType | None, of_proof("account_type", "type"), Needed()] = Field(
        None, title="통장 종류"
    )
    account_opened_on: Annotated[CalendarDate | None, of_proof("account_opened_on", "opened_on")] = Field(
        None, title="본인적금통장 개설일"
    )
    bank: Annotated[Line | None, of_account("bank")] = Field(None, title="은행명")
    account_no: Annotated[AccountNumber | None, of_account("number")] = Field(None, title="계좌번호")
    holder: Annotated[Name | None, of_account("holder"), PersonMark("예금주")] = Field(None, title="예금주")

    closure_type: Annotated[ClosureType | None, of_proof("closure_type"), Needed()] = Field(
        None, title="해지유형"
    )
    reason: Annotated[
        ClosureReason | None, Applies("account_type", NOTICE_ACCOUNT), Needed(_not_of_notice)
    ] = Field(None, title="해지사유(희망저축계좌Ⅰ)", description="사업 안내문의 해지요건에서 고름")
    other_reason: Annotated[
        Line | None,
        Applies("account_type", "희망저축계좌Ⅱ", "청년내일저축계좌", *ACCOUNTS_OF_THE_SLIDES),
        Needed(_of_no_other),
    ] = Field(None, title="해지사유(그 밖의 통장)", description="통장별 해지요건은 지침에 따름")
    reason_note: Text | None = Field(None, title="해지사유 설명")

    applied_on: Annotated[CalendarDate | None, of_proof("closure_applied_on"), Needed()] = Field(
        None, title="제출일"
    )
    applicant: Applicant | None = Field(None, title="신청인 구분", description="가구원은 본인이 사망한 때")
    applicant_name: Annotated[
        Name | None, FromCase(_applicant, "사례의 대상자명", silent=True, reads_form=True), Signature()
    ] = Field(None, title="신청인", description="본인이 신청하면 가입자의 성명이 채워짐")
    received_by: Name | None = Field(None, title="접수자")
    received_on: CalendarDate | None = Field(None, title="접수일")

    moved_district_on: Annotated[CalendarDate | None, of_account("moved_district_on"), Unprinted()] = Field(
        None, title="전입·전출일", description="인쇄하지 않음"
    )
    transfer_sent_on: Annotated[CalendarDate | None, of_account("transfer_sent_on"), Unprinted()] = Field(
        None, title="전입전출 정보 전송일", description="인쇄하지 않음"
    )
    success_payment_before: Annotated[Flag | None, of_proof("success_payment_before"), Unprinted()] = Field(
        None, title="이전 만기성공금 수령", description="다른 통장에서 이미 받았는지. 인쇄하지 않음"
    )


class ClosureApplicationPrinted(Value):
    """What the source says of joining again, where it says anything."""

    rejoin: Annotated[Text | None, After("reason_note")] = Field(None, title="재가입 안내")


def printed(application: ClosureApplication, case: CaseFile) -> ClosureApplicationPrinted:
    """The sentence on joining again for the closure and the account (AB-CL-2 to AB-CL-4)."""
    if application.closure_type is None or application.account_type is None:
        return ClosureApplicationPrinted()
    return ClosureApplicationPrinted(rejoin=_REJOIN.get((application.closure_type, application.account_type)))


FORM = Form(
    id="closure_application",
    title="해지신청서",
    number="",
    model=ClosureApplication,
    section="해지 지원",
    document=DOCUMENT,
    printed=printed,
    printed_model=ClosureApplicationPrinted,
    gaps=(
        "해지사유의 목록은 희망저축계좌Ⅰ 사업 안내문에만 있습니다. 다른 통장의 해지요건은 '지침 참고'로만 적혀 있어 글로 적습니다.",
        "안내문은 '3년 만기 후 6개월 유예기간 내 탈수급하지 못한 경우'를 일부지급해지와 환수해지에 모두 적습니다. 어느 쪽인지는 담당자가 정합니다.",
        "재가입은 출처가 말하는 통장과 해지유형만 인쇄합니다. 지급해지와 희망저축계좌Ⅰ·Ⅱ, 청년내일저축계좌의 재가입은 출처에 없습니다.",
    ),
)
