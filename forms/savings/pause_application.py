"""적립중지 신청서: by it an account is paused, and the pause is lifted before its end.

Sources: 자산형성지원사업 사례관리, 기초 사례관리(적립중지); 희망저축계좌Ⅰ 사업 안내문, 유의사항. Neither prints a page: the layout
is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName, PersonMark, Text
from forms.figures import figure
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After, Applies, Heading, Signature, Unprinted
from forms.record import FormModel, Value
from forms.savings.closing import account_value, of_proof
from forms.savings.pauses import Span, merged, month_of
from forms.savings.payout import NOTICE_ACCOUNT
from forms.savings.proof import AccrualPause
from forms.savings.sources import DOCUMENT
from forms.savings.terms import AccountType

ApplicationKind = Literal["중지신청", "중지해제"]
PauseReason = Literal["실직", "본인 및 부양가족의 질병·사고", "그 밖의 부득이한 사유"]
OtherPauseReason = Literal[
    "본인적립금 미납", "근로소득 미달", "근로활동(자활근로 미참여) 없음", "압류/가압류", "기타"
]


def _lifts(case: CaseFile, form: PauseApplication) -> bool:
    return form.kind == "중지해제"


def _pauses(case: CaseFile, form: PauseApplication) -> bool:
    return form.kind != "중지해제"


def _no_reason(case: CaseFile, form: PauseApplication) -> bool:
    return form.kind == "중지해제" or form.account_type != NOTICE_ACCOUNT


def _no_other_reason(case: CaseFile, form: PauseApplication) -> bool:
    return form.kind == "중지해제" or form.account_type in (None, NOTICE_ACCOUNT)


class PauseApplication(FormModel):
    """Which months an account is paused and why, or the day on which a pause is lifted."""

    dated_by = "applied_on"

    headings = MappingProxyType({"case_no": "가입자", "account_type": "신청", "received_by": "접수와 제출"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")

    account_type: Annotated[
        AccountType | None, of_proof("account_type", "type"), Heading("신청"), Needed()
    ] = Field(None, title="통장 종류")
    kind: Annotated[ApplicationKind | None, Needed()] = Field(None, title="신청 구분")
    applied_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="신청일")
    from_month: Annotated[CalendarDate | None, Applies("kind", "중지신청"), Needed(_lifts), Unprinted()] = (
        Field(None, title="적립중지 첫 달", description="그 달의 아무 날짜")
    )
    to_month: Annotated[CalendarDate | None, Applies("kind", "중지신청"), Needed(_lifts), Unprinted()] = (
        Field(None, title="적립중지 마지막 달", description="그 달의 아무 날짜")
    )
    lifted_on: Annotated[CalendarDate | None, Applies("kind", "중지해제"), Needed(_pauses)] = Field(
        None, title="해제일"
    )
    reason: Annotated[PauseReason | None, Applies("account_type", NOTICE_ACCOUNT), Needed(_no_reason)] = (
        Field(None, title="사유 (희망저축계좌Ⅰ)")
    )
    other_reason: Annotated[OtherPauseReason | None, Needed(_no_other_reason)] = Field(
        None, title="사유 (그 밖의 통장)"
    )
    reason_note: Text | None = Field(None, title="사유 설명")
    proof: tuple[Line, ...] = Field((), title="증빙")

    applicant_name: Annotated[
        Name | None,
        FromCase(lambda case: case.client.name, "사례의 대상자명", silent=True),
        PersonMark(),
        Signature(),
    ] = Field(None, title="신청인")
    received_by: Annotated[Name | None, WORKER_NAME, Heading("접수와 제출")] = Field(None, title="접수자")
    received_on: CalendarDate | None = Field(None, title="접수일")
    submitted_on: CalendarDate | None = Field(None, title="시군구 제출일")

    @property
    def asked(self) -> Span | None:
        """The months that it asks to pause; None where it lifts a pause, or where an end of them is not known."""
        if self.kind == "중지해제" or self.from_month is None or self.to_month is None:
            return None
        return Span.of(self.from_month, self.to_month)


class Used(NamedTuple):
    """How much of what may be paused is used: the months and the number of pauses."""

    months: int
    pauses: int


def used_with(form: PauseApplication, case: CaseFile) -> Used:
    """What is used with an application: the account's pauses up to its last month, the earlier applications and it.

    A pause of the account and an application that share a month are the same pause; one that was lifted
    lasted to the month of its lifting.
    """
    if form.asked is None or form.to_month is None:
        return Used(0, 0)
    until = form.to_month
    held = [
        Span.of(one.started_on, one.ended_on or until)
        for one in _held(case)
        if month_of(one.started_on) <= month_of(until)
    ]
    asked = _asked(_up_to(form, case))
    known = merged(held)
    new = [span for span in asked if not any(span.meets(one) for one in known)]
    return Used(sum(span.months for span in merged((*held, *asked))), len(held) + len(new))


def _held(case: CaseFile) -> tuple[AccrualPause, ...]:
    return account_value(case, "pauses") or ()


def _up_to(form: PauseApplication, case: CaseFile) -> list[PauseApplication]:
    """The applications of a case in time order up to one, it among them."""
    held = case.all_of(PauseApplication)
    at = next((index for index, one in enumerate(held) if one is form), None)
    return [*held[:at], form] if at is not None else [form]


def _asked(applications: Iterable[PauseApplication]) -> list[Span]:
    """The months of applications in time order, each up to the lifting that follows it."""
    spans: list[Span] = []
    for one in applications:
        if one.asked is not None:
            spans.append(one.asked)
        elif spans and one.kind == "중지해제" and one.lifted_on is not None:
            spans[-1] = spans[-1].cut(one.lifted_on)
    return spans


def is_paused(case: CaseFile, day: date) -> bool | None:
    """Whether the account or an application pauses the month of a day; None where neither names any month."""
    spans = [Span.of(one.started_on, one.ended_on or max(day, one.started_on)) for one in _held(case)]
    spans += [one.asked for one in case.all_of(PauseApplication) if one.asked is not None]
    return any(span.meets(Span.of(day, day)) for span in spans) if spans else None


class PauseApplicationPrinted(Value):
    """What is used of the months and pauses that may be applied for."""

    period: Annotated[Line | None, After("applied_on")] = Field(None, title="적립중지기간")
    asked_months: Annotated[Line | None, After("applied_on")] = Field(None, title="신청 개월")
    used_months: Annotated[Line | None, After("applied_on")] = Field(None, title="누적 개월")
    used_pauses: Annotated[Line | None, After("applied_on")] = Field(None, title="누적 횟수")


def printed(form: PauseApplication, case: CaseFile) -> PauseApplicationPrinted:
    """The months asked for, and those and the pauses used with them, out of what is granted in all."""
    if form.asked is None or form.from_month is None or form.to_month is None:
        return PauseApplicationPrinted()
    used, on = used_with(form, case), form.applied_on or form.from_month
    months, pauses = figure("savings", "pause_months", on), figure("savings", "pauses", on)
    first, last = (f"{day.year}년 {day.month}월" for day in (form.from_month, form.to_month))
    return PauseApplicationPrinted(
        period=f"{first} ~ {last}",
        asked_months=f"{form.asked.months}개월",
        used_months=f"{used.months}개월 / 총 {months}개월",
        used_pauses=f"{used.pauses}회 / 총 {pauses}회",
    )


FORM = Form(
    id="pause_application",
    title="적립중지 신청서",
    number="",
    model=PauseApplication,
    section="기초 사례관리(적립중지)",
    document=DOCUMENT,
    repeats=True,
    printed=printed,
    printed_model=PauseApplicationPrinted,
    gaps=(
        "출처는 신청서의 이름, 기간과 한도, 신청할 수 있는 사유만 적고 서식은 인쇄하지 않습니다. 칸의 배치는 서식이 정합니다.",
        "희망저축계좌Ⅰ의 사유는 사업 안내문의 것이고, 그 밖의 통장의 사유는 사례관리 자료가 신청할 수 있다고 적은 가입자입니다.",
        "적립중지는 달로 셉니다. 한 달의 일부만 중지한 달도 한 달로 셉니다.",
        "통장에 적은 적립중지와 신청서의 기간이 한 달이라도 겹치면 같은 적립중지로 셉니다.",
    ),
)
