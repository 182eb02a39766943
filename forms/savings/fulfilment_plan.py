"""이행계획서: named in 자산형성지원사업 사례관리, 주요 단계별 유의사항 – 지역자활센터, with when it may be written.

The layout is ours. What the proof of use holds of a plan fills it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Flag, Name, OrganisationName, Text, WonSum
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After, BlankRows, Signature
from forms.record import FormModel, Value
from forms.savings.closing import OF_PROOF, of_proof
from forms.savings.evidence import evaluate
from forms.savings.proof import FulfilmentPlan, PlannedUse, UsageProof
from forms.savings.sources import DOCUMENT
from forms.savings.terms import AccountType


def _record(case: CaseFile) -> FulfilmentPlan | None:
    proof = case.last_of(UsageProof)
    return proof.fulfilment_plan if proof is not None else None


def _in_record(key: str) -> FromCase:
    get: Callable[[CaseFile], Any] = lambda case: getattr(_record(case), key, None)  # noqa: E731
    return FromCase(get, f"{OF_PROOF}의 이행계획서")


class FulfilmentPlanPaper(FormModel):
    """What is missing, what the support will be used for, and by when that is shown."""

    dated_by = "signed_on"

    headings = MappingProxyType(
        {"case_no": "가입자와 통장", "missing_papers": "이행계획", "signed_on": "서명"}
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    account_type: Annotated[AccountType | None, of_proof("account_type", "type")] = Field(
        None, title="통장 종류"
    )
    payout_requirements_met: Annotated[Flag | None, _in_record("payout_requirements_met")] = Field(
        None, title="지급요건 충족"
    )
    missing_papers: Annotated[tuple[Text, ...], _in_record("missing_papers")] = Field(
        (), title="미비 증빙서류"
    )
    planned_uses: Annotated[tuple[PlannedUse, ...], _in_record("planned_uses"), BlankRows(5)] = Field(
        (), title="사용 예정 용도"
    )
    due_on: Annotated[CalendarDate | None, _in_record("due_on")] = Field(None, title="제출 예정일")
    signed_on: Annotated[CalendarDate | None, _in_record("signed_on")] = Field(None, title="서명일")
    signer_name: Annotated[
        Name | None, FromCase(CLIENT_NAME.get, CLIENT_NAME.origin, silent=True), Signature()
    ] = Field(None, title="가입자 서명")


class FulfilmentPlanPrinted(Value):
    """How far the proof of use reaches, in won; empty where the file holds none."""

    support_total: Annotated[WonSum | None, After("payout_requirements_met")] = Field(None, title="지원액")
    half: Annotated[WonSum | None, After("payout_requirements_met")] = Field(None, title="지원금의 50%")
    accepted_total: Annotated[WonSum | None, After("payout_requirements_met")] = Field(None, title="인정금액")
    shortfall: Annotated[WonSum | None, After("payout_requirements_met")] = Field(None, title="부족금액")


def printed(plan: FulfilmentPlanPaper, case: CaseFile) -> FulfilmentPlanPrinted:
    """The proof of use beside the plan; half and shortfall where half is asked for."""
    proof = case.last_of(UsageProof)
    if proof is None:
        return FulfilmentPlanPrinted()
    result = evaluate(proof, case.case_no, case.edition)
    return FulfilmentPlanPrinted(
        support_total=result.support_total,
        half=result.required if result.applies else None,
        accepted_total=result.accepted_total,
        shortfall=result.shortfall if result.applies else None,
    )


def plan_in(case: CaseFile) -> FulfilmentPlan | None:
    """이행계획서 of a filled case: the form where the case holds it, else what the proof of use holds."""
    paper = case.last_of(FulfilmentPlanPaper)
    if paper is None:
        return _record(case)
    return FulfilmentPlan.model_construct(**{key: getattr(paper, key) for key in FulfilmentPlan.model_fields})


FORM = Form(
    id="fulfilment_plan",
    title="이행계획서",
    number="",
    model=FulfilmentPlanPaper,
    section="주요 단계별 유의사항 – 지역자활센터, 해지",
    document=DOCUMENT,
    printed=printed,
    printed_model=FulfilmentPlanPrinted,
    gaps=(
        "출처에는 이름과 쓸 수 있는 때만 있습니다.",
        "약속의 문구와 제출 기한은 출처에 없습니다. 표와 서명만 인쇄하고, 제출 예정일은 적은 날을 인쇄합니다.",
        "점검표의 이행계획서와 값이 다르면 이 서식의 값을 인쇄하고, 지급확정의 점검도 이 서식의 값으로 합니다.",
    ),
)
