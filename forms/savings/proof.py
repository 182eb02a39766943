"""The data of a proof of use: 사용용도 증빙서류 점검표 as it is entered (contract, usage_proof).

Source: 자산형성지원사업 사례관리, 해지 증빙서류 기준. Amounts are whole won.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from forms.case import CaseFile
from forms.counseling_log import FORM as COUNSELING_LOG
from forms.counseling_log import contact_days
from forms.fields import (
    CalendarDate,
    Count,
    Flag,
    Line,
    Name,
    Narrative,
    PersonMark,
    Phone,
    Text,
    Won,
    WonMark,
    field_error,
)
from forms.finding import Location
from forms.form import FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME, WORKER_PHONE
from forms.likeness import refuse_same_names
from forms.page import Applies
from forms.particles import quoted_with_particle
from forms.record import FormModel, Record
from forms.savings.education_record import FORM as EDUCATION_RECORD
from forms.savings.education_record import EducationRecord
from forms.savings.heads import of_account
from forms.savings.interim_check import FORM as INTERIM_CHECK
from forms.savings.interim_check import check_days
from forms.savings.papers import items_of, paper_table
from forms.savings.terms import AccountType, Category, ClosureType, Document, Item, PersonsDecision

ITEM_WON_LIMIT = 10**10

ItemWon = Annotated[int, Field(strict=True, ge=1, le=ITEM_WON_LIMIT), WonMark()]
"""The amount of one piece of evidence, whole won, never nothing."""

HouseholdSize = Annotated[int, Field(strict=True, ge=1, le=100)]
"""Persons of a household."""


def _completed(which: str) -> FromCase:
    """How many of the recorded courses were completed up to the closing: all, or those in a group."""

    def get(case: CaseFile, form: Any) -> int | None:
        record = case.last_of(EducationRecord)
        return getattr(record.completed(form.closure_applied_on), which) if record is not None else None

    return FromCase(get, EDUCATION_RECORD.title, reads_form=True)


_CONTACTED_ON = FromCase(contact_days, COUNSELING_LOG.title)
_INTERIM_CHECKED_ON = FromCase(check_days, INTERIM_CHECK.title)


HouseholdCheck = Literal["세대별 주민등록표", "지자체 협조요청"]


def _item_of_category(item: str, info: ValidationInfo) -> str:
    category = info.data.get("category")
    if category is not None and paper_table().items[item].category != category:
        raise PydanticCustomError(
            "item-category",
            "{item} '{category}'의 항목이 아닙니다. 쓸 수 있는 항목: {items}",
            {
                "item": quoted_with_particle(item, "은(는)"),
                "category": category,
                "items": ", ".join(items_of(category)),
            },
        )
    return item


def _at_most_amount(countable: int | None, amount: int | None, at: Location = ()) -> None:
    if countable is not None and amount is not None and countable > amount:
        raise field_error(
            "over-amount",
            "인정 대상 금액({countable}원)은 금액({amount}원)을 넘을 수 없습니다.",
            at,
            countable=f"{countable:,}",
            amount=f"{amount:,}",
        )


class Support(Record):
    """A part of the support (지원금): an incentive, a matching fund."""

    name: Line = Field(title="지원금 이름", description="예: 근로소득장려금, 내일키움장려금, 내일키움수익금")
    amount: Won = Field(title="금액(원)")


class Member(Record):
    """A member of the assisted household (보장가구원), and when the person belonged to it.

    A flag that is left out is unknown, not false.
    """

    name: Name = Field(title="성명")
    relation: Line | None = Field(None, title="관계", description="가입자와의 관계, 예: 본인, 배우자, 자녀")
    current_member: Flag | None = Field(None, title="현재 보장가구원")
    member_during_account: Flag | None = Field(None, title="가입기간 중 보장가구원")
    contributed_to_incentive: Flag | None = Field(None, title="근로소득장려금 발생에 기여")


class Review(Record):
    """A person's decision (담당자 결정) on an item that the clauses leave open."""

    decision: PersonsDecision = Field(title="결정", description="accepted 인정, rejected 불인정")
    countable_amount: Won | None = Field(None, title="인정 대상 금액(원)")
    decided_by: Name = Field(title="결정자")
    decided_on: CalendarDate = Field(title="결정일")
    basis: Narrative = Field(title="근거")


class EvidenceItem(Record):
    """A piece of evidence: what was bought or paid, by whom, and the papers that show it."""

    id: Line = Field(title="번호")
    category: Category = Field(title="사용용도 구분")
    item: Item = Field(title="사용용도 항목")
    documents: tuple[Document, ...] = Field(title="증빙서류")
    dated_on: CalendarDate = Field(title="서류 날짜")
    user: Name = Field(title="사용자", description="보장가구원 한 사람의 성명")
    payee: Annotated[Line, PersonMark("거래 상대방", "anyone")] = Field(
        title="사용처", description="돈을 받은 사람이나 기관"
    )
    amount: ItemWon = Field(title="금액(원)")
    countable_amount: Won | None = Field(
        None,
        title="인정 대상 금액(원)",
        description="주거비, 본인부담금, 부모부담금처럼 일부만 인정되는 금액",
    )
    document_no: Line | None = Field(None, title="서류번호", description="승인번호, 계약번호 등")
    kinship_degree: Annotated[Count | None, Applies("category", "주택구입 및 임대")] = Field(
        None, title="거래 상대방과의 촌수", description="주택 거래만"
    )
    cash_without_third_party: Annotated[Flag | None, Applies("category", "주택구입 및 임대")] = Field(
        None, title="제3자 확인 없는 현금거래", description="주택 거래만"
    )
    housing_loan: Annotated[Flag | None, Applies("item", "주택대출금 및 이자 상환")] = Field(
        None, title="주택자금대출", description="주택대출금 상환만"
    )
    file: Line | None = Field(None, title="증빙 파일", description="사례 파일을 기준으로 한 상대 경로")
    review: Review | None = Field(None, title="담당자 결정")
    note: Narrative | None = Field(None, title="비고")

    _item_belongs = field_validator("item")(_item_of_category)

    @field_validator("countable_amount")
    @classmethod
    def _countable_within_amount(cls, countable: int | None, info: ValidationInfo) -> int | None:
        _at_most_amount(countable, info.data.get("amount"))
        return countable

    @field_validator("review")
    @classmethod
    def _review_fits(cls, review: Review | None, info: ValidationInfo) -> Review | None:
        if review is None:
            return None
        _at_most_amount(review.countable_amount, info.data.get("amount"), ("countable_amount",))
        terms = paper_table().items.get(info.data.get("item", ""))
        # A countable amount that is itself in error is missing from info.data.
        known = "countable_amount" not in info.data or info.data["countable_amount"] is not None
        if (
            terms is not None
            and terms.countable_part is not None
            and review.decision == "accepted"
            and review.countable_amount is None
            and not known
        ):
            raise field_error(
                "countable-amount",
                "{item} {part}만 인정되므로, 인정하려면 인정 대상 금액을 적어야 합니다.",
                ("countable_amount",),
                item=quoted_with_particle(terms.name, "은(는)"),
                part=terms.countable_part,
            )
        return review


class PlannedUse(Record):
    """A use that the fulfilment plan announces."""

    category: Category = Field(title="사용용도 구분")
    item: Item | None = Field(None, title="사용용도 항목")
    amount: Won | None = Field(None, title="금액(원)")

    @field_validator("item")
    @classmethod
    def _item_belongs(cls, item: str | None, info: ValidationInfo) -> str | None:
        return None if item is None else _item_of_category(item, info)


class FulfilmentPlan(Record):
    """이행계획서: written where the payout requirements are met and the papers are not ready."""

    missing_papers: tuple[Text, ...] = Field((), title="미비 증빙서류")
    planned_uses: tuple[PlannedUse, ...] = Field((), title="사용 예정 용도")
    due_on: CalendarDate | None = Field(None, title="제출 예정일")
    signed_on: CalendarDate | None = Field(None, title="서명일")
    payout_requirements_met: Flag | None = Field(None, title="지급요건 충족")

    @property
    def allows_payment(self) -> bool:
        """Whether payment may be confirmed before the proof is complete (AB-IP-1)."""
        return self.signed_on is not None and self.payout_requirements_met is True


class AccrualPause(Record):
    """적립중지: months in which nothing is deposited."""

    started_on: CalendarDate = Field(title="시작일")
    ended_on: CalendarDate | None = Field(None, title="종료일")
    reason: Line | None = Field(None, title="사유")


class Deposit(Record):
    """A deposit of one's own (본인적립금)."""

    deposited_on: CalendarDate = Field(title="입금일")
    amount: Won = Field(title="금액(원)")


class MonthlyIncome(Record):
    """The household's earned and business income (근로·사업소득) of a month."""

    month_of: CalendarDate = Field(title="해당 월", description="그 달의 아무 날짜")
    amount: Won = Field(title="금액(원)")


def _distinct_names(members: tuple[Member, ...]) -> tuple[Member, ...]:
    refuse_same_names((member.name for member in members), lambda index: (index, "name"))
    return members


def _distinct_ids(evidence: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    seen: set[str] = set()
    for index, item in enumerate(evidence):
        if item.id in seen:
            message = "같은 번호('{id}')가 두 번 있습니다. 서로 다른 번호를 적으세요."
            raise field_error("same-id", message, (index, "id"), id=item.id)
        seen.add(item.id)
    return evidence


class UsageProof(FormModel):
    """A proof of use with everything that its decisions rest on."""

    dated_by = "closure_applied_on"

    headings = MappingProxyType(
        {
            "case_no": "통장과 가입자",
            "own_deposits": "증빙금액",
            "members": "인정 가구범위",
            "evidence": "증빙서류",
            "payment_confirmed": "지급확정",
            "fulfilment_plan": "이행계획서",
            "household_checked_by": "보장가구원 확인과 민간매칭금",
            "reviewer_name": "검토",
            "contact_count": "사례관리와 교육",
            "pauses": "적립과 입금",
            "household_size": "가구와 소득",
            "success_payment_interest": "만기성공금",
        }
    )

    case_no: Annotated[Line | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")

    account_type: Annotated[AccountType, of_account("type", fills=False)] = Field(title="통장 종류")
    closure_type: ClosureType = Field(title="해지 유형")
    account_opened_on: Annotated[CalendarDate, of_account("opened_on", fills=False)] = Field(
        title="본인적금통장 개설일"
    )
    closure_applied_on: CalendarDate = Field(title="해지신청서 제출일")
    membership_started_on: Annotated[
        CalendarDate | None, of_account("membership_started_on", fills=False)
    ] = Field(None, title="가입기간 시작일")
    membership_ended_on: Annotated[CalendarDate | None, of_account("membership_ended_on", fills=False)] = (
        Field(None, title="가입기간 종료일")
    )

    own_deposits: Won = Field(title="본인적립금(원)")
    interest: Won = Field(title="이자(원)")
    supports: tuple[Support, ...] = Field(
        title="지원금 내역", description="본인적립금과 이자를 뺀 지원금 전부"
    )
    members: Annotated[tuple[Member, ...], AfterValidator(_distinct_names)] = Field(title="보장가구원")
    evidence: Annotated[tuple[EvidenceItem, ...], AfterValidator(_distinct_ids)] = Field(
        title="사용용도 증빙서류"
    )

    payment_confirmed: Flag | None = Field(None, title="지급확정(Y)")
    payment_confirmed_on: Annotated[CalendarDate | None, Applies("payment_confirmed", "true")] = Field(
        None, title="지급확정일"
    )
    fulfilment_plan: FulfilmentPlan | None = Field(None, title="이행계획서")

    household_checked_by: tuple[HouseholdCheck, ...] = Field((), title="보장가구원 확인 방법")
    household_checked_on: CalendarDate | None = Field(None, title="보장가구원 확인일")
    private_matching_paid: Flag | None = Field(None, title="민간매칭금 지급")
    private_matching_processed: Flag | None = Field(None, title="민간매칭금 계좌 Y처리")
    reviewer_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="검토자")
    reviewer_unit: Annotated[Line | None, AGENCY_UNIT] = Field(None, title="소속")
    reviewer_phone: Annotated[Phone | None, WORKER_PHONE] = Field(None, title="연락처")
    reviewed_on: CalendarDate | None = Field(None, title="검토일")

    contact_count: Count | None = Field(None, title="사례관리 횟수", description="인쇄하지 않음")
    contacted_on: Annotated[tuple[CalendarDate, ...], _CONTACTED_ON] = Field(
        (), title="사례관리 상담일", description="상담을 완료하고 시스템에 입력한 날. 인쇄하지 않음"
    )
    interim_checked_on: Annotated[tuple[CalendarDate, ...], _INTERIM_CHECKED_ON] = Field(
        (), title="중간점검지 작성일", description="인쇄하지 않음"
    )
    education_count: Annotated[Count | None, _completed("courses")] = Field(
        None, title="교육이수 횟수", description="인쇄하지 않음"
    )
    group_education_count: Annotated[Count | None, _completed("in_group")] = Field(
        None, title="집합교육 횟수", description="인쇄하지 않음"
    )
    pauses: Annotated[tuple[AccrualPause, ...], of_account("pauses")] = Field(
        (), title="적립중지", description="달로 셈. 인쇄하지 않음"
    )
    deposits: Annotated[tuple[Deposit, ...], of_account("deposits")] = Field(
        (), title="본인적립금 입금", description="적으면 빠진 달은 미납으로 봄. 인쇄하지 않음"
    )
    household_size: Annotated[HouseholdSize | None, of_account("household_size")] = Field(
        None, title="가구원 수", description="인쇄하지 않음"
    )
    recognised_income: Annotated[Won | None, of_account("recognised_income")] = Field(
        None, title="소득인정액(원)", description="가입할 때의 월 소득인정액. 인쇄하지 않음"
    )
    earned_incomes: Annotated[tuple[MonthlyIncome, ...], of_account("earned_incomes")] = Field(
        (), title="가구 근로·사업소득", description="인쇄하지 않음"
    )
    success_payment_interest: Won | None = Field(None, title="만기성공금 이자(원)")
    success_payment_before: Flag | None = Field(
        None, title="이전 만기성공금 수령", description="다른 통장에서 이미 받았는지. 인쇄하지 않음"
    )

    @field_validator("closure_applied_on")
    @classmethod
    def _applied_after_opening(cls, applied_on: date, info: ValidationInfo) -> date:
        # Both ends of the days whose papers count (AB-EV-05): without them nothing can be judged.
        opened_on = info.data.get("account_opened_on")
        if opened_on is not None and applied_on < opened_on:
            raise PydanticCustomError(
                "date-order",
                "본인적금통장 개설일({opened})보다 앞선 날짜입니다.",
                {"opened": opened_on.isoformat()},
            )
        return applied_on

    @property
    def joined_on(self) -> date:
        """The day from which months of membership count: its start, else the opening of the account."""
        return self.membership_started_on or self.account_opened_on

    @property
    def support_total(self) -> int:
        """지원액, the base of the proof: every part of the support, won (AB-EV-01, E-16).

        Own deposits and interest stand in fields of their own, so that nothing is to be taken off.
        """
        return sum(support.amount for support in self.supports)
