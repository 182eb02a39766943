"""기본면접기록지: the first interview of a participant, from 자활사례관리의 단계별 과업 (인테이크 단계).

The source names the sheet and what it is to hold, and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import Sex
from forms.family import FamilyMember, family_of
from forms.fields import Address, CalendarDate, Flag, Line, Narrative, OrganisationName, Phone, Text
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.page import Columns, Heading, Room
from forms.selfsufficiency.heads import ParticipantForm, of_participation
from forms.selfsufficiency.participation import BenefitType, Route
from forms.selfsufficiency.sources import STUDY

Residence = Literal["시", "군", "구", "도시", "도농복합", "농촌"]

_SEX = FromCase(lambda case: case.client.sex, "사례의 대상자 성별")
_ADDRESS = FromCase(lambda case: case.client.address, "사례의 대상자 주소")
_PHONE = FromCase(
    lambda case: case.client.mobile or case.client.phone, "사례의 대상자 휴대전화, 없으면 전화번호"
)
_EDUCATION = FromCase(lambda case: case.client.education, "사례의 대상자 학력")
_MARITAL_STATUS = FromCase(lambda case: case.client.marital_status, "사례의 대상자 결혼상태")
_HEALTH = FromCase(lambda case: case.client.health, "사례의 대상자 건강상태")
_DISABILITY = FromCase(lambda case: case.client.disability, "사례의 대상자 장애")
_FAMILY = FromCase(
    lambda case, form: family_of(case, form.interviewed_on), "사례의 대상자와 가구원", reads_form=True
)
_SHOWN = Columns("relation", "name", "age", "sex", "living_together", "occupation", "note")
_ROOM = Room("row-room")


class BasicInterview(ParticipantForm):
    """How somebody came, what was told and asked in the first interview, and what was decided."""

    dated_by = "interviewed_on"

    headings = MappingProxyType(
        {
            "case_no": "참여자",
            "route": "접수",
            "interviewed_on": "초기면접",
            "sex": "참여자정보",
            "needs": "자활욕구, 기대, 목표",
            "decision": "참여 여부 결정",
        }
    )

    route: Annotated[Route | None, of_participation("route"), Heading("접수"), Needed()] = Field(
        None, title="접수 경로"
    )
    referred_on: Annotated[CalendarDate | None, of_participation("referred_on")] = Field(None, title="의뢰일")
    referred_by: Annotated[OrganisationName | None, of_participation("referred_by")] = Field(
        None, title="의뢰기관"
    )
    interviewed_on: Annotated[CalendarDate | None, Heading("초기면접"), Needed()] = Field(
        None, title="면접일"
    )
    notice_given: Annotated[Flag | None, Needed()] = Field(None, title="사전고지사항 안내")
    orientation: Annotated[Flag | None, Needed()] = Field(None, title="지역자활 O.T.")
    sex: Annotated[Sex | None, _SEX, Heading("참여자정보")] = Field(None, title="성별")
    phone: Annotated[Phone | None, _PHONE] = Field(None, title="연락처")
    address: Annotated[Address | None, _ADDRESS] = Field(None, title="주소")
    education: Annotated[Line | None, _EDUCATION] = Field(None, title="학력")
    marital_status: Annotated[Line | None, _MARITAL_STATUS] = Field(None, title="결혼상태")
    residence: tuple[Residence, ...] = Field(
        (), title="거주지역유형", description="시·군·구와 도시·도농복합·농촌에서 해당하는 것"
    )
    household_type: Line | None = Field(None, title="가구유형", description="예: 1인가구")
    housing: Line | None = Field(None, title="주거유형")
    income: Line | None = Field(None, title="소득 수준")
    spending: Line | None = Field(None, title="지출 수준")
    health: Annotated[Line | None, _HEALTH] = Field(None, title="건강상태")
    disability: Annotated[Line | None, _DISABILITY] = Field(None, title="장애등록 여부")
    benefit_type: Annotated[BenefitType | None, of_participation("benefit_type")] = Field(
        None, title="수급유형"
    )
    family: Annotated[tuple[FamilyMember, ...], _FAMILY, HouseholdTable(), _SHOWN] = Field(
        (), title="가족사항", description="관계, 성명, 연령, 성별, 동거, 직업, 비고를 인쇄"
    )
    needs: Annotated[Narrative | None, _ROOM, Heading("자활욕구, 기대, 목표"), Needed()] = Field(
        None, title="자활욕구"
    )
    expectation: Annotated[Narrative | None, _ROOM] = Field(None, title="기대")
    goal: Annotated[Narrative | None, _ROOM, Needed()] = Field(None, title="목표")
    decision: Annotated[Literal["참여", "미참여"] | None, Heading("참여 여부 결정"), Needed()] = Field(
        None, title="자활사업 참여 여부"
    )
    decided_on: CalendarDate | None = Field(None, title="결정일")
    decision_note: Text | None = Field(None, title="행정처리")


FORM = Form(
    id="basic_interview",
    title="기본면접기록지",
    number="",
    model=BasicInterview,
    section="자활사례관리의 단계별 과업(인테이크 단계)",
    document=STUDY,
    gaps=(
        "출처는 기본면접기록지의 이름과 단계별 과업만 적고 서식을 싣지 않습니다. 접수, 초기면접, 참여 여부 결정의 차례는 "
        "출처의 그림을 따릅니다. 같은 서식을 '기본 면접지'라고도 적습니다.",
        "참여자정보에 무엇이 드는지는 출처에 없습니다. 연구가 분석한 인구사회학적 데이터(학력, 결혼상태, 거주지역유형, 가구 및 "
        "주거유형, 소득 및 지출 수준, 건강상태, 장애등록 여부)와 수급유형, 사례의 대상자와 가구원에서 채울 수 있는 것을 둡니다.",
        "사전고지사항의 내용과 지역자활 O.T.의 내용은 출처에 없어 했는지만 적습니다.",
        "학력, 결혼상태, 가구유형, 주거유형, 소득과 지출 수준에서 고르는 말은 출처에 다 있지 않아 적은 대로 인쇄합니다. "
        "거주지역유형의 말은 표에 있는 대로이며 여럿을 고를 수 있습니다.",
    ),
)
