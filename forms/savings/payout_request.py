"""적립금 지급요구서: named in 자산형성지원사업 사례관리, 가입자 해지지원; what is paid out, the sources rule.

The layout is ours; the amounts and their sum follow ``payout``.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import (
    AccountNumber,
    CalendarDate,
    CaseNo,
    Line,
    Name,
    OrganisationName,
    PersonMark,
    Text,
    Won,
    WonSum,
)
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After, Signature, Unprinted
from forms.record import FormModel, Value
from forms.savings.closing import OF_ACCOUNT, OF_PROOF, account_value, of_proof, proof_value
from forms.savings.closure_application import ClosureApplication
from forms.savings.heads import of_account
from forms.savings.payout import Payout, payout
from forms.savings.proof import Support
from forms.savings.sources import DOCUMENT
from forms.savings.terms import AccountType, ClosureType


def _application(case: CaseFile) -> ClosureApplication | None:
    return case.last_of(ClosureApplication)


def _account_type(case: CaseFile) -> AccountType | None:
    application = _application(case)
    of_application = application.account_type if application is not None else None
    found: AccountType | None = (
        proof_value(case, "account_type") or of_application or account_value(case, "type")
    )
    return found


def _closure_type(case: CaseFile) -> ClosureType | None:
    application = _application(case)
    of_application = application.closure_type if application is not None else None
    found: ClosureType | None = proof_value(case, "closure_type") or of_application
    return found


def _applied_on(case: CaseFile) -> date | None:
    application = _application(case)
    of_application = application.applied_on if application is not None else None
    found: date | None = of_application or proof_value(case, "closure_applied_on")
    return found


def _applicant(case: CaseFile) -> str | None:
    application = _application(case)
    return application.applicant_name if application is not None else case.client.name


class PayoutRequest(FormModel):
    """What was saved, what is asked for, and the account that it goes to."""

    dated_by = "requested_on"

    headings = MappingProxyType(
        {
            "case_no": "가입자와 통장",
            "own_deposits": "지급액",
            "requested_on": "요구와 지급계좌",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    account_type: Annotated[
        AccountType | None, FromCase(_account_type, f"{OF_PROOF}, 해지신청서나 {OF_ACCOUNT}")
    ] = Field(None, title="통장 종류")
    closure_type: Annotated[ClosureType | None, FromCase(_closure_type, f"{OF_PROOF}나 해지신청서")] = Field(
        None, title="해지유형"
    )

    own_deposits: Annotated[Won | None, of_proof("own_deposits"), Unprinted()] = Field(
        None, title="본인적립금(원)"
    )
    interest: Annotated[Won | None, of_proof("interest"), Unprinted()] = Field(None, title="이자(원)")
    supports: Annotated[tuple[Support, ...], of_proof("supports"), Unprinted()] = Field(
        (), title="지원금 내역"
    )
    success_payment_interest: Annotated[Won | None, of_proof("success_payment_interest"), Unprinted()] = (
        Field(None, title="만기성공금 이자(원)")
    )
    requested_amount: Won | None = Field(
        None, title="요구금액(원)", description="지급액의 계산과 다르거나 출처에 계산이 없을 때"
    )

    requested_on: Annotated[
        CalendarDate | None, FromCase(_applied_on, f"해지신청서나 {OF_PROOF}", silent=True), Needed()
    ] = Field(None, title="요구일")
    pay_bank: Annotated[Line | None, of_account("bank")] = Field(None, title="지급계좌 은행명")
    pay_account_no: Annotated[AccountNumber | None, of_account("number")] = Field(
        None, title="지급계좌 계좌번호"
    )
    pay_holder: Annotated[Name | None, of_account("holder"), PersonMark("예금주")] = Field(
        None, title="지급계좌 예금주"
    )
    requester_name: Annotated[
        Name | None, FromCase(_applicant, "해지신청서의 신청인이나 사례의 대상자명", silent=True), Signature()
    ] = Field(None, title="요구인")


class PayoutRow(Value):
    """A part of what is paid out; the last row is their sum."""

    part: Line = Field(title="구분")
    amount: WonSum | None = Field(None, title="금액")


def _rows(*parts: tuple[str, int | None]) -> tuple[PayoutRow, ...]:
    return tuple(PayoutRow(part=part, amount=amount) for part, amount in parts)


class PayoutRequestPrinted(Value):
    """The parts and their sum, and how it comes about, or why there is none."""

    rows: Annotated[tuple[PayoutRow, ...], After("closure_type")] = Field(
        default_factory=lambda: _rows(
            *(
                (part, None)
                for part in ("본인적립금", "이자", "지원금", "만기성공금", "만기성공금 이자", "지급액")
            )
        ),
        title="지급액 내역",
    )
    working: Annotated[Text | None, After("closure_type")] = Field(None, title="지급액 계산")


def requested(request: PayoutRequest, case: CaseFile) -> Payout | None:
    """What a filled request pays out; None where it lacks what the sum is made of."""
    applied_on = _applied_on(case) or request.requested_on
    if (
        request.account_type is None
        or request.closure_type is None
        or applied_on is None
        or request.own_deposits is None
        or request.interest is None
    ):
        return None
    return payout(
        request.account_type,
        request.closure_type,
        applied_on,
        request.own_deposits,
        request.interest,
        request.supports,
        request.success_payment_interest,
    )


def printed(request: PayoutRequest, case: CaseFile) -> PayoutRequestPrinted:
    """What was saved, part by part, and what is paid out of it."""
    paid = requested(request, case)
    rows = [("본인적립금", request.own_deposits), ("이자", request.interest)]
    rows += [(support.name, support.amount) for support in request.supports]
    if paid is not None and paid.success_payment is not None:
        rows.append(("만기성공금", paid.success_payment))
        rows.append(("만기성공금 이자", request.success_payment_interest))
    rows.append(("지급액", paid.total if paid is not None else None))
    return PayoutRequestPrinted(rows=_rows(*rows), working=paid.working if paid is not None else None)


FORM = Form(
    id="payout_request",
    title="적립금 지급요구서",
    number="",
    model=PayoutRequest,
    section="사례관리사의 주요 업무, 가입자 해지지원",
    document=DOCUMENT,
    printed=printed,
    printed_model=PayoutRequestPrinted,
    gaps=(
        "출처에는 이름만 있습니다. 금액은 해지 지원과 희망저축계좌Ⅰ 사업 안내문의 지급액을 따릅니다.",
        "환수해지에도 지급요구서를 받는지는 출처에 없습니다. 점검표는 지급해지와 일부지급해지에서 찾습니다.",
        "지급액은 출처가 말하는 통장과 해지유형만 계산합니다. 그 밖에는 요구금액을 적습니다. 요구금액과 지급계좌의 칸은 서식이 둔 것입니다.",
        "만기성공금의 이자는 계산 방법이 출처에 없어 적은 금액을 씁니다.",
    ),
)
