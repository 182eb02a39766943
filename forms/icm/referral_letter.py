"""서비스 의뢰서 (서식 6), from the 2025 guidebook, 부록 서식 6 and its 작성 방법."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.fields import (
    Address,
    CalendarDate,
    Line,
    Name,
    Narrative,
    OrganisationName,
    PersonMark,
    Phone,
    Text,
)
from forms.form import Form, FromCase, Needed
from forms.heads import CLIENT_NAME, CONTACT_NAME, CONTACT_PHONE, CONTACT_UNIT
from forms.icm.intake_sheet import HouseholdType, IntakeSheet
from forms.icm.sources import GUIDEBOOK
from forms.page import Applies
from forms.record import FormModel, Record

RequestKind = Literal["신청", "변경"]
HouseholdTrait = Literal["장애인", "다문화", "북한이탈주민"]
OtherProgramme = Literal["아동사례관리", "의료급여사례관리", "자활사례관리"]

# A household may have changed since the intake.
_HOUSEHOLD_TYPE = FromCase(
    lambda case: getattr(case.last_of(IntakeSheet), "household_type", None),
    "마지막 초기상담지의 가구유형",
    silent=True,
)

_CLIENT_PHONE = FromCase(lambda case: case.client.phone, "사례의 대상자 전화번호")
_CLIENT_MOBILE = FromCase(lambda case: case.client.mobile, "사례의 대상자 휴대전화")
_CLIENT_ADDRESS = FromCase(lambda case: case.client.address, "사례의 대상자 주소")


class ReferredProblem(Record):
    """A problem and the service that the other agency is asked for."""

    problem: Text | None = Field(None, title="주 의뢰 문제", description="욕구")
    service: Text = Field(title="의뢰 서비스", description="의뢰하는 서비스의 내용을 명확하게 적음")


class ReferralLetter(FormModel):
    """What the printed form asks for; titles are its labels."""

    dated_by = "written_on"

    headings = MappingProxyType(
        {
            "kind": "의뢰서와 담당자",
            "agency_name": "의뢰기관",
            "client_name": "서비스 대상자",
            "requested_services": "의뢰 내용",
            "other_programme": "인쇄하지 않는 항목",
        }
    )

    kind: Annotated[RequestKind | None, Needed()] = Field(None, title="신청·변경")
    written_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="작성 일자")
    worker_name: Annotated[Name | None, CONTACT_NAME, Needed()] = Field(None, title="담당자")
    worker_unit: Annotated[Line | None, CONTACT_UNIT] = Field(None, title="소속")
    worker_phone: Annotated[Phone | None, CONTACT_PHONE] = Field(None, title="연락처")

    agency_name: Annotated[OrganisationName | None, Needed()] = Field(
        None, title="의뢰기관", description="서비스를 의뢰받는 기관"
    )
    referred_on: CalendarDate | None = Field(None, title="의뢰날짜")
    agency_contact: Annotated[Line | None, PersonMark("기관 담당자", "contact")] = Field(
        None, title="의뢰기관 담당자"
    )
    agency_phone: Phone | None = Field(None, title="의뢰기관 연락처")

    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="서비스 대상자 성명")
    home_phone: Annotated[Phone | None, _CLIENT_PHONE] = Field(None, title="전화번호(자택)")
    mobile: Annotated[Phone | None, _CLIENT_MOBILE] = Field(None, title="전화번호(H.P.)")
    address: Annotated[Address | None, _CLIENT_ADDRESS] = Field(None, title="주소")
    household_type: Annotated[HouseholdType | None, _HOUSEHOLD_TYPE] = Field(None, title="가구유형")
    household_type_note: Annotated[Line | None, Applies("household_type", "기타")] = Field(
        None, title="기타 가구유형", description="기타인 경우 구체적인 가구 형태"
    )
    traits: tuple[HouseholdTrait, ...] = Field(
        (), title="가구 특성", description="가구유형과 함께 고를 수 있음"
    )

    requested_services: Text | None = Field(None, title="대상자 요구서비스")
    problems: Annotated[tuple[ReferredProblem, ...], Needed()] = Field((), title="주 의뢰 문제와 의뢰 서비스")
    attachments_note: Narrative | None = Field(
        None, title="첨부내용", description="의뢰대상과 문제에 대한 참고자료"
    )
    other_programme: OtherProgramme | None = Field(
        None,
        title="타 사례관리 사업 의뢰",
        description="타 사례관리 사업에 대상자를 의뢰하는 것이면 그 사업. 인쇄하지 않음",
    )
    shared_items: tuple[Line, ...] = Field(
        (), title="제공한 개인정보 항목", description="의뢰기관에 알린 개인정보의 항목. 인쇄하지 않음"
    )

    @property
    def gives_data_on(self) -> date | None:
        """The day on which the agency gets what the letter tells: that of the referral, else of its writing."""
        return self.referred_on or self.written_on


FORM = Form(
    id="referral_letter",
    title="서비스 의뢰서",
    number="서식 6",
    model=ReferralLetter,
    section="부록 서식 6 서비스 의뢰서",
    document=GUIDEBOOK,
    repeats=True,
    leaves_the_agency=True,
    gaps=(
        "주소 칸의 '자택)'은 여는 괄호 없이 업무안내에 인쇄된 그대로입니다.",
        "가구유형 '기타'의 구체적인 형태를 적을 칸이 인쇄되어 있지 않아, 적은 경우에만 '기타' 뒤 괄호 안에 인쇄합니다.",
        "신청과 변경을 가르는 기준과 첨부할 서류의 목록은 업무안내에 없습니다.",
    ),
)
