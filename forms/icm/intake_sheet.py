"""초기상담지 (서식 1), from the 2025 guidebook, 부록 서식 1 작성 방법."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile, Sex
from forms.family import FamilyMember, family_of
from forms.fields import Address, CalendarDate, Count, Flag, Line, Name, Narrative, Phone, ResidentNumber
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.heads import AGENCY_AND_UNIT, CLIENT_NAME, WORKER_NAME, WORKER_PHONE
from forms.icm.sources import GUIDEBOOK
from forms.page import Applies
from forms.record import FormModel, Value

ReferralRoute = Literal[
    "사각지대조사", "대상자(가족)", "기관", "주민", "지역사회보장협의체", "명예사회복지공무원"
]
HouseholdType = Literal[
    "1인가구",
    "한부모가구",
    "부부+자녀가구",
    "조부모+부모+자녀가구",
    "조부모+손자녀가구",
    "공동체(비혈연)",
    "소년소녀가구",
    "부부중심가구",
    "기타",
]
HousingType = Literal["단독주택", "아파트", "연립주택·다세대주택", "기타"]
Tenure = Literal["자가", "전세", "보증금 없는 월세", "기타"]
NeedArea = Literal[
    "경제",
    "돌봄",
    "신체건강",
    "정신건강",
    "주거",
    "일자리",
    "보육 및 교육",
    "관계",
    "안전",
    "법률 및 권익보장",
    "문화 및 여가",
]
Judgement = Literal[
    "사회보장급여 신청", "서비스 연계·통합사례관리", "타 사례관리 사업에 연계", "서비스 제외 대상자"
]


# The first consultation is held in the 읍면동, often by somebody else than the later case manager.
_COUNSELOR_NAME = FromCase(WORKER_NAME.get, WORKER_NAME.origin, silent=True)
_COUNSELOR_UNIT = FromCase(AGENCY_AND_UNIT.get, AGENCY_AND_UNIT.origin, silent=True)
_COUNSELOR_PHONE = FromCase(WORKER_PHONE.get, WORKER_PHONE.origin, silent=True)

_CLIENT_SEX = FromCase(lambda case: case.client.sex, "사례의 대상자 성별")
_CLIENT_RESIDENT_NUMBER = FromCase(lambda case: case.client.resident_number, "사례의 대상자 주민등록번호")
_CLIENT_PHONE = FromCase(lambda case: case.client.phone, "사례의 대상자 전화번호")
_CLIENT_MOBILE = FromCase(lambda case: case.client.mobile, "사례의 대상자 휴대전화")
_CLIENT_ADDRESS = FromCase(lambda case: case.client.address, "사례의 대상자 주소")


class IntakeSheet(FormModel):
    """What the guide asks for, ① to ⑬; titles are its labels."""

    dated_by = "consulted_on"

    headings = MappingProxyType(
        {
            "consultation_no": "상담",
            "client_name": "대상자",
            "household_type": "가구유형과 가족사항",
            "housing_type": "주거",
            "concerns": "상담내용",
            "referred_on": "인쇄하지 않는 항목",
        }
    )

    consultation_no: Line | None = Field(
        None, title="상담번호", description="기관번호-날짜(YYYYMMDD)-당일 접수 순서에 따른 일련번호"
    )
    consulted_on: Annotated[CalendarDate | None, Needed()] = Field(
        None, title="상담일자", description="처음 대면이나 전화로 초기상담을 한 날"
    )
    round: Count | None = Field(None, title="상담 차수")
    counselor_name: Annotated[Name | None, _COUNSELOR_NAME] = Field(None, title="상담자명")
    counselor_unit: Annotated[Line | None, _COUNSELOR_UNIT] = Field(
        None, title="소속", description="소속기관 및 부서명"
    )
    counselor_phone: Annotated[Phone | None, _COUNSELOR_PHONE] = Field(None, title="연락처")
    referral_route: ReferralRoute | None = Field(None, title="의뢰경로")

    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자성명")
    sex: Annotated[Sex | None, _CLIENT_SEX] = Field(None, title="성별")
    resident_number: Annotated[ResidentNumber | None, _CLIENT_RESIDENT_NUMBER] = Field(
        None, title="주민등록번호"
    )
    phone: Annotated[Phone | None, _CLIENT_PHONE] = Field(None, title="전화번호")
    mobile: Annotated[Phone | None, _CLIENT_MOBILE] = Field(
        None, title="휴대전화", description="전화번호 칸에 함께 인쇄"
    )
    address: Annotated[Address | None, _CLIENT_ADDRESS] = Field(None, title="주소")

    household_type: HouseholdType | None = Field(None, title="가구유형")
    household_type_note: Annotated[Line | None, Applies("household_type", "기타")] = Field(
        None, title="가구유형 기타 내용", description="기타 뒤 괄호 안의 글"
    )
    family: Annotated[tuple[FamilyMember, ...], HouseholdTable()] = Field(
        (), title="가족사항", description="없으면 사례의 대상자와 가구원을 인쇄"
    )
    housing_type: HousingType | None = Field(None, title="주거유형")
    housing_type_note: Annotated[Line | None, Applies("housing_type", "기타")] = Field(
        None, title="주거유형 기타 내용", description="기타 뒤 괄호 안의 글"
    )
    tenure: Tenure | None = Field(None, title="주거점유형태")
    tenure_note: Annotated[Line | None, Applies("tenure", "기타")] = Field(
        None, title="주거점유형태 기타 내용", description="기타 뒤 괄호 안의 글"
    )

    concerns: Narrative | None = Field(None, title="대상자 및 가족이 제시하는 주요문제 및 걱정")
    wanted_help: Narrative | None = Field(
        None, title="대상자·가족이 원하는 도움 또는 지원", description="피면담자가 하는 말을 중심으로"
    )
    identified_problems: Narrative | None = Field(
        None, title="대상자·가족의 주요문제", description="잠재된 욕구로 면담자가 파악한 문제점"
    )
    main_problems: tuple[NeedArea, ...] = Field((), title="주요문제")
    judgement: Judgement | None = Field(None, title="상담결과 판정의견")
    overall_opinion: Narrative | None = Field(
        None, title="상담자 종합의견", description="대상자 유형 분류의 사유와 서비스 제공에 필요한 정보"
    )

    referred_on: CalendarDate | None = Field(
        None, title="초기상담 의뢰일", description="초기상담을 의뢰받은 날. 인쇄하지 않음"
    )
    confidentiality_told: Flag | None = Field(
        None,
        title="비밀보장·기록 고지",
        description="비밀보장, 상담기록 동의와 행복이음 관리를 알렸는지. 인쇄하지 않음",
    )


class FamilyRow(Value):
    """A row of the printed family table: the member, and the traits as one text."""

    member: FamilyMember | None = None
    traits: str | None = None


class IntakeSheetPrinted(Value):
    """What the paper shows beyond the fields."""

    family_rows: tuple[FamilyRow, ...] = ()


def printed(sheet: IntakeSheet, case: CaseFile) -> IntakeSheetPrinted:
    """The sheet's own family rows, or the case's household on the day of the consultation."""
    family = sheet.family or family_of(case, on=sheet.consulted_on)
    return IntakeSheetPrinted(
        family_rows=tuple(FamilyRow(member=member, traits=_traits(member)) for member in family)
    )


_TRAITS = ("education", "occupation", "marital_status", "health", "disability", "illness", "note")


def _traits(member: FamilyMember) -> str | None:
    """가구원 특성: one line for each that is known, after its name."""
    fields = FamilyMember.model_fields
    return (
        "\n".join(f"{fields[name].title}: {value}" for name in _TRAITS if (value := getattr(member, name)))
        or None
    )


FORM = Form(
    id="intake_sheet",
    title="초기상담지",
    number="서식 1",
    model=IntakeSheet,
    section="부록 서식 1 초기상담지",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=IntakeSheetPrinted,
    gaps=(
        "업무안내에는 서식 1의 인쇄면과 작성 예시가 없습니다. 작성 방법의 ①~⑬ 항목과 낱말로 서식을 구성했으며, "
        "행복이음에서 출력하는 서식과 칸의 배치가 다를 수 있습니다.",
        "가족사항의 열은 작성 방법의 말(기본 정보, 가구원 특성, 가구원별 문제(욕구), 개별 연락처)과 "
        "'초기상담 시 유의사항'에서 확인하라고 한 항목을 따랐습니다. 열의 정확한 이름과 수는 알 수 없습니다.",
        "주거유형과 주거점유형태는 작성 방법에 보기가 세 가지씩 '등'으로 끝나게 적혀 있으므로, "
        "그 밖의 것은 기타와 괄호 안의 글로 받습니다.",
        "판정의견의 네 번째 보기는 작성 방법이 이름 없이 풀어 쓴 것을 '서비스 제외 대상자'로 옮겼습니다.",
        "작성 방법에 서명이나 결재 칸이 없어 두지 않았습니다.",
    ),
)
