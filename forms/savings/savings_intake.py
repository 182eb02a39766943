"""초기상담지(자산형성지원사업): the first counselling of a subscriber, from 사례관리사의 주요 업무 and 기초 사례관리.

The source names its blocks and where their data come from, and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.family import FamilyMember, family_of
from forms.fields import (
    AccountNumber,
    Address,
    CalendarDate,
    CaseNo,
    Flag,
    Line,
    Name,
    Narrative,
    OrganisationName,
    PersonMark,
    Phone,
    Text,
)
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import Columns, Heading, Unprinted
from forms.record import FormModel
from forms.savings.heads import of_account
from forms.savings.sources import DOCUMENT
from forms.savings.terms import AccountType, Benefit

Method = Literal["전화", "대면"]
Explained = Literal[
    "저축독려 문자",
    "미납관리",
    "해지 시 지원금 수령 유의사항",
    "심화사례관리 서비스 제공 안내",
    "자립역량교육 안내",
]

_BIRTH_DATE = FromCase(lambda case: case.client.born_on, "사례의 대상자 생년월일")
_ADDRESS = FromCase(lambda case: case.client.address, "사례의 대상자 주소")
_PHONE = FromCase(
    lambda case: case.client.mobile or case.client.phone, "사례의 대상자 휴대전화, 없으면 전화번호"
)
_FAMILY = FromCase(
    lambda case, form: family_of(case, form.consulted_on), "사례의 대상자와 가구원", reads_form=True
)
_SHOWN = Columns("relation", "name", "age", "sex", "living_together", "occupation", "note")


class SavingsIntake(FormModel):
    """What the source lists for the first counselling, in its order."""

    dated_by = "consulted_on"

    headings = MappingProxyType(
        {
            "case_no": "상담",
            "program_explained": "자산형성지원사업 안내",
            "client_name": "신청자 기본정보",
            "family": "가구정보",
            "account_type": "통장가입정보",
            "work": "근로/주거/재무현황",
            "service_needs": "사례관리서비스 욕구",
            "registered_on": "인쇄하지 않는 항목",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    counselor_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="상담자")
    consulted_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="상담일자")
    method: Annotated[Method | None, Needed()] = Field(None, title="상담방법")
    program_explained: Annotated[Flag | None, Heading("자산형성지원사업 안내")] = Field(
        None, title="사업내용 전달"
    )
    explained: tuple[Explained, ...] = Field((), title="안내 사항")
    client_name: Annotated[Name | None, CLIENT_NAME, Heading("신청자 기본정보"), Needed()] = Field(
        None, title="가입자"
    )
    birth_date: Annotated[CalendarDate | None, _BIRTH_DATE] = Field(None, title="생년월일")
    phone: Annotated[Phone | None, _PHONE] = Field(None, title="연락처")
    address: Annotated[Address | None, _ADDRESS] = Field(None, title="주소")
    family: Annotated[tuple[FamilyMember, ...], _FAMILY, HouseholdTable(), _SHOWN] = Field(
        (), title="가구정보", description="관계, 성명, 연령, 성별, 동거, 직업, 비고를 인쇄"
    )
    account_type: Annotated[AccountType | None, of_account("type"), Heading("통장가입정보")] = Field(
        None, title="통장 종류"
    )
    opened_on: Annotated[CalendarDate | None, of_account("opened_on")] = Field(
        None, title="본인적금통장 개설일"
    )
    bank: Annotated[Line | None, of_account("bank")] = Field(None, title="은행명")
    account_no: Annotated[AccountNumber | None, of_account("number")] = Field(None, title="계좌번호")
    holder: Annotated[Name | None, PersonMark("예금주"), of_account("holder")] = Field(None, title="예금주")
    benefits: Annotated[tuple[Benefit, ...], of_account("benefits")] = Field((), title="수급정보")
    motive: Narrative | None = Field(None, title="신청동기")
    participation: Text | None = Field(None, title="사업참여정보")
    work: Annotated[Narrative | None, Heading("근로/주거/재무현황")] = Field(None, title="근로현황")
    housing: Narrative | None = Field(None, title="주거현황")
    finance: Narrative | None = Field(None, title="재무현황")
    service_needs: Annotated[Narrative | None, Heading("사례관리서비스 욕구")] = Field(
        None, title="사례관리서비스 욕구"
    )
    problems: Narrative | None = Field(None, title="가입자의 문제와 욕구")
    registered_on: Annotated[CalendarDate | None, Unprinted()] = Field(
        None, title="시스템 입력일", description="자활정보시스템에 입력한 날. 인쇄하지 않음"
    )


FORM = Form(
    id="savings_intake",
    title="초기상담지(자산형성지원사업)",
    number="",
    model=SavingsIntake,
    section="기초 사례관리(초기상담)",
    document=DOCUMENT,
    gaps=(
        "출처는 초기상담지의 서식을 싣지 않고 이름과 적을 내용의 묶음만 적습니다. 통합사례관리의 초기상담지와 이름이 같아 "
        "사업 이름을 아래에 함께 인쇄합니다.",
        "출처는 가구정보를 상담 내용에 들면서, 행복e음에서 연계하는 것과 상담하여 입력하는 것 어디에도 넣지 않습니다. "
        "가구정보의 칸(관계, 성명 등)도 출처에 없어 사례의 가구원에서 채울 수 있는 것으로 합니다.",
        "신청자 기본정보와 통장가입정보(예금주/가입자 정보, 수급정보 등)에 무엇이 드는지는 출처가 더 적지 않습니다. "
        "사례의 대상자와 통장에서 채울 수 있는 것을 인쇄합니다.",
    ),
)
