"""자립지원 대상자 등록: a child of 15 enters the programme, from 대상자 등록, 아동자립정보 and 장애및건강정보.

The source gives every field of the two screens with its marks and prints no paper: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Flag, Line, Narrative, Text
from forms.form import Form, Needed
from forms.page import After, BlankRows, Heading, Unprinted
from forms.record import Record, Value
from forms.youth.heads import ChildForm, of_care
from forms.youth.sources import MANUAL

Degree = Literal["장애미해당", "심한장애", "심하지 않은 장애", "결정보류", "확인불가"]
NO_DISABILITY = "장애미해당"
MAIN_DISABILITY = "주장애"
OTHER = "기타"


class Disability(Record):
    """A row of 장애정보상세."""

    kind: Literal["주장애", "부장애"] = Field(title="구분")
    grade: Line = Field(title="장애정도")
    type: Line = Field(title="장애유형")
    severity: Line | None = Field(None, title="장애경중구분")
    judged_on: CalendarDate | None = Field(None, title="판정일자")


def _route_is_listed(case: CaseFile, form: Any) -> bool:
    return bool(form.admission_route != OTHER)


def _cause_is_listed(case: CaseFile, form: Any) -> bool:
    return bool(form.main_cause != OTHER)


class YouthRegistration(ChildForm):
    """What is entered of a child at 15, as it was when it came into care."""

    dated_by = "registered_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자",
            "admitted_on": "아동자립정보",
            "disability": "장애및건강정보",
            "disabilities": "장애정보상세",
            "health": "건강정보",
            "data_consent": "인쇄하지 않는 항목",
        }
    )

    admitted_on: Annotated[CalendarDate | None, of_care("admitted_on"), Heading("아동자립정보"), Needed()] = (
        Field(None, title="입소일자", description="시설에 입소한 실제 날짜")
    )
    registered_on: Annotated[CalendarDate | None, of_care("registered_on"), Needed()] = Field(
        None, title="대상등록일"
    )
    cutoff_on: Annotated[CalendarDate | None, of_care("cutoff_on")] = Field(None, title="마감일자")
    admission_route: Annotated[Line | None, Needed()] = Field(
        None, title="입소경로", description="항목 중 없으면 '기타'"
    )
    admission_route_note: Annotated[Line | None, Needed(unless=_route_is_listed)] = Field(
        None, title="입소경로 기타 내용", description="입소경로가 '기타'이면 필수"
    )
    main_cause: Annotated[Line | None, Needed()] = Field(
        None, title="주 발생유형", description="입소한 주원인 한 가지. 항목 중 없으면 '기타'"
    )
    main_cause_note: Annotated[Line | None, Needed(unless=_cause_is_listed)] = Field(
        None, title="주 발생유형 기타 내용", description="주 발생유형이 '기타'이면 필수"
    )
    other_causes: tuple[Line, ...] = Field(
        (), title="부 발생유형", description="주 발생유형 외의 입소 원인. 여럿일 수 있음"
    )
    height: Line | None = Field(None, title="입소신장", description="입소 당시")
    weight: Line | None = Field(None, title="입소몸무게", description="입소 당시")
    blood_type: Line | None = Field(None, title="입소혈액형")
    disability: Annotated[Degree | None, Heading("장애및건강정보"), Needed()] = Field(
        None, title="종합장애정도"
    )
    disability_judged_on: CalendarDate | None = Field(None, title="종합장애판정일자")
    disability_when: Line | None = Field(None, title="주장애시기")
    disability_cause: Line | None = Field(None, title="주장애원인")
    aid: Line | None = Field(None, title="보장구명")
    disability_note: Text | None = Field(None, title="비고")
    disabilities: Annotated[tuple[Disability, ...], BlankRows(2)] = Field((), title="장애정보상세")
    health: Annotated[Literal["양호", "보통", "좋지 않음"] | None, Heading("건강정보")] = Field(
        None, title="건강상태"
    )
    health_note: Narrative | None = Field(None, title="건강상태상세")
    data_consent: Annotated[Flag | None, Unprinted()] = Field(
        None,
        title="개인정보취급 동의",
        description="동의한 대상자만 사회보장정보시스템의 장애정보가 나옴. 인쇄하지 않음",
    )


class YouthRegistrationPrinted(Value):
    """What the system works out itself."""

    admission_age: Annotated[Line | None, After("admitted_on")] = Field(None, title="입소연령")


def printed(registration: YouthRegistration, case: CaseFile) -> YouthRegistrationPrinted:
    """입소연령: completed years on the day of admission, where that is not before the birth."""
    if registration.admitted_on is None:
        return YouthRegistrationPrinted()
    age = case.client.age_on(registration.admitted_on)
    return YouthRegistrationPrinted(admission_age=f"만 {age}세" if age is not None and age >= 0 else None)


FORM = Form(
    id="youth_registration",
    title="자립지원 대상자 등록",
    number="",
    model=YouthRegistration,
    section="대상자 등록",
    document=MANUAL,
    printed=printed,
    printed_model=YouthRegistrationPrinted,
    gaps=(
        "출처는 시스템의 입력 화면을 설명할 뿐 인쇄하는 서식을 싣지 않습니다. 시스템에 저장하기 전에 종이로 점검하도록 "
        "화면의 항목을 그 순서대로 배치했습니다.",
        "입소경로, 발생유형, 장애정도, 장애유형, 장애경중구분에서 고르는 말은 출처에 없어 적은 대로 인쇄합니다.",
        "입소신장, 입소몸무게, 입소혈액형은 건강관리에서 나오는 출력정보이지만 시스템 개선 중이라 하여 직접 적습니다.",
        "가구원연고자정보는 항목의 목록이 출처에 없어 두지 않았습니다. 가족은 사례의 가구원에 적습니다.",
        "가정위탁은 만 15세가 되면 목록에 저절로 연동되어 이 화면을 쓰지 않습니다.",
    ),
)
