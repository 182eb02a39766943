"""보호종료관리(보호종료카드), from the 2024 manual, 보호종료 관리, 중간종료 관리 and 일시중지 관리.

One screen with four reasons, each with its tab; the manual prints no paper: the layout is ours.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import (
    Address,
    CalendarDate,
    Count,
    Line,
    Name,
    OrganisationName,
    Phone,
    PlaceMark,
    Text,
    Won,
    WonSum,
)
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.page import After, Applies, BlankRows, Heading, Notice, Suggestions, Unprinted
from forms.periods import completed_years
from forms.record import Record, Value
from forms.youth.code_words import TUITION_SOURCES, WORK_ROUTES, WorkField, WorkForm
from forms.youth.heads import ChildForm, of_care
from forms.youth.sources import MANUAL

EndReason = Literal["연장종료", "만기종료", "중간종료", "일시중지"]
University = Literal["1년제/비학위과정 포함", "2년제", "3년제", "4년제", "대학원", "미진학"]
# Whether the first of them is one of the manual's list cannot be read for certain.
LIVING_SOURCES = Suggestions(
    "자가", "근로(아르바이트포함)", "시설후원", "친인척", "지정후원금", "자립정착금", "기타"
)
FULL_ENDS: tuple[EndReason, ...] = ("연장종료", "만기종료")
TRANSFER = "전원"


def _suspended(case: CaseFile, form: ProtectionEnd) -> bool:
    return form.reason == "일시중지"


def _short(case: CaseFile, form: ProtectionEnd) -> bool:
    """What 중간종료 and 일시중지 do not ask for."""
    return form.reason in ("중간종료", "일시중지")


def _no_refusal(case: CaseFile, form: ProtectionEnd) -> bool:
    return _short(case, form) or form.allowance != "미신청"


def _not_full(case: CaseFile, form: ProtectionEnd) -> bool:
    return form.reason not in FULL_ENDS


def _no_work(case: CaseFile, form: ProtectionEnd) -> bool:
    return _not_full(case, form) or form.employed != "취업"


def _works(case: CaseFile, form: ProtectionEnd) -> bool:
    return _not_full(case, form) or form.employed != "미취업"


def _no_university(case: CaseFile, form: ProtectionEnd) -> bool:
    return _not_full(case, form) or form.university_type in (None, "미진학")


def _not_early(case: CaseFile, form: ProtectionEnd) -> bool:
    return form.reason != "중간종료"


def _no_transfer(case: CaseFile, form: ProtectionEnd) -> bool:
    return not form.is_transfer


def _not_suspended(case: CaseFile, form: ProtectionEnd) -> bool:
    return form.reason != "일시중지"


class EndTraining(Record):
    """직업훈련 of the child."""

    institute: Annotated[OrganisationName | None, PlaceMark("훈련기관")] = Field(None, title="훈련기관")
    course: Line | None = Field(None, title="과정명")
    period: Line | None = Field(None, title="교육기간")
    paid_by: Line | None = Field(None, title="훈련비부담주체")
    other_costs: Line | None = Field(None, title="기타훈련비")


class EndCertificate(Record):
    """자격증 of the child."""

    field: Line | None = Field(None, title="자격분야")
    name: Line = Field(title="자격증명")
    issued_on: CalendarDate | None = Field(None, title="발급날짜")
    issuer: OrganisationName | None = Field(None, title="발급처")


class Relative(Record):
    """A row of 가족사항; ``relation`` says who stands for the name where nobody may be named."""

    name: Name = Field(title="성명")
    relation: Line | None = Field(None, title="관계")
    age: Count | None = Field(None, title="나이")
    phone: Phone | None = Field(None, title="연락처")
    note: Text | None = Field(None, title="비고")


def _relatives(case: CaseFile, form: Any) -> tuple[Relative, ...]:
    """The household of the case, as old as on the day of the end."""
    ended_on = form.ended_on or getattr(getattr(case, "care", None), "ended_on", None)
    return tuple(
        Relative(
            name=member.name,
            relation=member.relation,
            age=age_on(member.born_on, ended_on),
            phone=member.mobile or member.phone,
            note=member.note,
        )
        for member in case.others
        if member.name is not None
    )


class ProtectionEnd(ChildForm):
    """The end of a child's protection, or its suspension, with what is known of the child by then."""

    dated_by = "ended_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자",
            "ended_on": "보호종료 정보",
            "height": "종료 시 정보",
            "employed": "연장종료/만기종료",
            "end_form": "중간종료",
            "pause_from": "일시중지",
            "trainings": "직업훈련, 자격증, 가족사항",
        }
    )

    ended_on: Annotated[CalendarDate | None, of_care("ended_on"), Heading("보호종료 정보"), Needed()] = Field(
        None, title="종료일"
    )
    written_on: CalendarDate | None = Field(None, title="작성일")
    aftercare_consent: Annotated[Literal["동의", "미동의"] | None, Needed()] = Field(
        None, title="사후관리 동의여부"
    )
    reason: Annotated[EndReason | None, Needed()] = Field(None, title="보호종료사유")
    education: Annotated[Line | None, Needed()] = Field(
        None, title="대상자 학력", description="보호종료 당시의 최종 학력"
    )
    address: Annotated[
        Address | None, FromCase(lambda case: case.client.address, "사례의 대상자 주소", silent=True)
    ] = Field(None, title="주소/상세주소", description="보호종료 후의 실 거주지")
    housing_group: Annotated[Literal["정부지원", "정부지원외"] | None, Needed(_suspended)] = Field(
        None, title="주거형태"
    )
    housing: Line | None = Field(None, title="주거형태 내용")
    own_money: Won | None = Field(None, title="자부담")
    donation: Won | None = Field(None, title="개인후원")
    other_money: Won | None = Field(None, title="기타")

    height: Annotated[Line | None, Heading("종료 시 정보")] = Field(None, title="신장")
    weight: Line | None = Field(None, title="몸무게")
    blood_type: Line | None = Field(None, title="혈액형")
    settlement_grant: Annotated[Won | None, Needed(_short)] = Field(None, title="자립정착금")
    cda_balance: Annotated[Won | None, Needed(_short)] = Field(None, title="CDA계좌보유금")
    other_gifts: Annotated[Won | None, Needed(_short)] = Field(None, title="기타후원금")
    allowance_received: Annotated[Literal["유", "무"] | None, Needed(_short)] = Field(
        None, title="자립수당 수급여부"
    )
    course: Annotated[Literal["수료", "미수료"] | None, Needed(_short)] = Field(
        None, title="보호종료아동 자립교육 수료여부"
    )
    allowance: Annotated[Literal["신청", "미신청"] | None, Needed(_short)] = Field(None, title="자립수당")
    allowance_refusal: Annotated[Text | None, Applies("allowance", "미신청"), Needed(_no_refusal)] = Field(
        None, title="자립수당 미신청 사유"
    )

    employed: Annotated[
        Literal["취업", "미취업"] | None,
        Applies("reason", *FULL_ENDS),
        Heading("연장종료/만기종료", only_if="full_tab"),
        Needed(_not_full),
    ] = Field(None, title="취업여부")
    company: Annotated[OrganisationName | None, Applies("employed", "취업"), Needed(_no_work)] = Field(
        None, title="직장명"
    )
    company_phone: Annotated[Phone | None, Applies("employed", "취업")] = Field(None, title="직장전화번호")
    income_band: Annotated[Line | None, Applies("employed", "취업"), Needed(_no_work)] = Field(
        None, title="소득", description="예: 101~130만원"
    )
    work_field: Annotated[WorkField | None, Applies("employed", "취업"), Needed(_no_work)] = Field(
        None, title="취업분야"
    )
    work_form: Annotated[WorkForm | None, Applies("employed", "취업"), Needed(_no_work)] = Field(
        None, title="취업형태"
    )
    work_route: Annotated[Line | None, WORK_ROUTES, Applies("employed", "취업"), Needed(_no_work)] = Field(
        None, title="취업경로"
    )
    wished_field: Annotated[WorkField | None, Applies("employed", "미취업"), Needed(_works)] = Field(
        None, title="희망분야"
    )
    university_type: Annotated[University | None, Applies("reason", *FULL_ENDS), Needed(_not_full)] = Field(
        None, title="대학구분"
    )
    university: Annotated[OrganisationName | None, PlaceMark("학교"), Needed(_no_university)] = Field(
        None, title="대학명"
    )
    major: Line | None = Field(None, title="학과명")
    tuition_main: Annotated[Line | None, TUITION_SOURCES, Needed(_no_university)] = Field(
        None, title="주-등록금 조달"
    )
    tuition_other: Annotated[Line | None, TUITION_SOURCES] = Field(None, title="부-등록금 조달")
    living_main: Annotated[Line | None, LIVING_SOURCES, Applies("reason", *FULL_ENDS), Needed(_not_full)] = (
        Field(None, title="주-생활비 조달")
    )
    living_other: Annotated[Line | None, LIVING_SOURCES, Applies("reason", *FULL_ENDS)] = Field(
        None, title="부-생활비 조달"
    )
    remark: Annotated[Text | None, Applies("reason", *FULL_ENDS)] = Field(None, title="기타 사항")

    end_form: Annotated[
        Line | None,
        Suggestions("원가정 복귀", "전원"),
        Applies("reason", "중간종료"),
        Heading("중간종료", only_if="early_tab"),
        Needed(_not_early),
    ] = Field(None, title="종료형태")
    transfer_kind: Annotated[Line | None, Applies("reason", "중간종료"), Needed(_no_transfer)] = Field(
        None, title="시설구분", description="전원으로 가게 될 시설의 종류"
    )
    transfer_name: Annotated[
        OrganisationName | None, PlaceMark("시설"), Applies("reason", "중간종료"), Needed(_no_transfer)
    ] = Field(None, title="시설명", description="전원으로 가게 될 시설의 이름")

    pause_from: Annotated[
        CalendarDate | None,
        Applies("reason", "일시중지"),
        Heading("일시중지", only_if="pause_tab"),
        Needed(_not_suspended),
    ] = Field(None, title="일시중지 시작일")
    pause_to: Annotated[CalendarDate | None, Applies("reason", "일시중지"), Needed(_not_suspended)] = Field(
        None, title="일시중지 종료(예정)일"
    )
    pause_reason: Annotated[Line | None, Applies("reason", "일시중지"), Needed(_not_suspended)] = Field(
        None, title="일시중지 사유"
    )

    trainings: Annotated[tuple[EndTraining, ...], Heading("직업훈련, 자격증, 가족사항"), BlankRows(2)] = (
        Field((), title="직업훈련")
    )
    certificates: Annotated[tuple[EndCertificate, ...], BlankRows(2)] = Field((), title="자격증")
    family: Annotated[
        tuple[Relative, ...],
        HouseholdTable(),
        FromCase(_relatives, "사례의 가구원", reads_form=True, silent=True),
        BlankRows(2),
    ] = Field((), title="가족사항")
    attachments: tuple[Line, ...] = Field(
        (), title="첨부파일", description="예: 사후관리 동의서, 자립교육 수료증"
    )

    @property
    def is_transfer(self) -> bool:
        """Whether the child goes on to another facility (종료형태 전원)."""
        return self.reason == "중간종료" and self.end_form is not None and TRANSFER in self.end_form

    @property
    def is_full(self) -> bool:
        """Whether it ends by age or after an extension, so that everything is asked for."""
        return self.reason in FULL_ENDS

    def age_at_end(self) -> int | None:
        """만 나이 on the day of the end; None where either day is not known."""
        return age_on(self.birth_date, self.ended_on)


def age_on(born: date | None, day: date | None) -> int | None:
    """Completed years on a day (만 나이); None where either day is not known or the birth is later."""
    if born is None or day is None or day < born:
        return None
    return completed_years(born, day)


SAVED_FOR_GOOD = (
    "저장 주의: 중간종료, 만기종료, 연장종료를 저장하면 모든 단계가 종료되어 입력·수정·삭제할 수 없습니다."
)
MILITARY = (
    "만 18세에 종료한 뒤 입대하면 만기종료, 연장보호 중에 입대하면 일시중지, 일시중지한 아동이 전역 뒤 "
    "연장보호를 재개하지 않고 종료하면 연장종료로 처리합니다."
)
_SHOWN = "인쇄"


class ProtectionEndPrinted(Value):
    """Sums, the age, and which tabs are printed: all of them on a blank page, its own on a filled one."""

    warning: Annotated[Line, Notice()] = Field(SAVED_FOR_GOOD, title="저장 주의")
    full_tab: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="연장종료/만기종료 탭")
    early_tab: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="중간종료 탭")
    pause_tab: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="일시중지 탭")
    total_money: Annotated[WonSum | None, After("other_money")] = Field(None, title="총금액")
    age: Annotated[Line | None, After("height")] = Field(None, title="나이")
    military: Annotated[Text, After("pause_reason")] = Field(MILITARY, title="군복무")


def printed(form: ProtectionEnd, case: CaseFile) -> ProtectionEndPrinted:
    """The tab of the reason; without a reason all three, to be filled in by hand."""
    money = [one for one in (form.own_money, form.donation, form.other_money) if one is not None]
    age = form.age_at_end()

    def tab(*reasons: EndReason) -> str | None:
        return _SHOWN if form.reason is None or form.reason in reasons else None

    return ProtectionEndPrinted(
        full_tab=tab(*FULL_ENDS),
        early_tab=tab("중간종료"),
        pause_tab=tab("일시중지"),
        total_money=sum(money) if money else None,
        age=f"만 {age}세" if age is not None else None,
    )


FORM = Form(
    id="protection_end",
    title="보호종료관리",
    number="",
    model=ProtectionEnd,
    section="보호종료 관리(보호종료관리)",
    document=MANUAL,
    printed=printed,
    printed_model=ProtectionEndPrinted,
    gaps=(
        "출처는 시스템의 입력 화면을 설명할 뿐 서식(보호종료카드)을 인쇄하지 않습니다. 칸은 출처의 것이고, 배치는 서식이 정합니다.",
        "종료형태, 학력, 소득 구간, 주거형태의 목록은 출처에 없어 적은 대로 인쇄합니다.",
        "취업경로, 등록금과 생활비 조달의 목록은 출처에서 온전히 읽을 수 없어, 읽을 수 있는 말을 예로만 보입니다.",
        "보호종료사유를 적으면 그 사유의 탭만 인쇄하고, 빈 서식에는 세 탭을 모두 인쇄합니다.",
    ),
)
