"""솔루션회의 의뢰서 (서식 10), from the 2025 guidebook, 부록 서식 10, which has no 작성 방법."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from forms.case import CaseFile, Sex
from forms.family import FamilyMember, family_of
from forms.fields import (
    Address,
    CalendarDate,
    ClockTime,
    Count,
    Flag,
    Line,
    Name,
    Narrative,
    OrganisationName,
    Phone,
    Text,
)
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.heads import CLIENT_NAME, WORKER_NAME
from forms.icm.ecomap import ecomap_of
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.minutes_heads import WRITER_AGENCY, WRITER_NAME, WRITER_PHONE
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.sources import GUIDEBOOK
from forms.kinship import DRAWINGS_DESCRIPTION, DRAWINGS_TITLE, GENOGRAM_GAP, Ecomap, Genogram, genogram_of
from forms.page import Applies
from forms.record import FormModel, Value

MaritalStatus = Literal["미혼", "기혼", "별거", "이혼", "사별", "기타"]
Health = Literal["양호", "보통", "허약"]
YesNo = Literal["유", "무"]


def _word_of(options: Any, value: str | None) -> str | None:
    """A text of the case where it is one of the form's words; nothing is guessed from another."""
    return value if value in get_args(options) else None


def _from_last(model: type[FormModel], name: str, origin: str) -> FromCase:
    # A household may have changed since.
    return FromCase(lambda case: getattr(case.last_of(model), name, None), origin, silent=True)


def _age(case: CaseFile, form: Any) -> int | None:
    return case.client.age_on(form.requested_on) if form.requested_on is not None else None


CLIENT_SEX = FromCase(lambda case: case.client.sex, "사례의 대상자 성별")
CLIENT_AGE = FromCase(_age, "사례의 대상자 생년월일", reads_form=True)
CLIENT_ADDRESS = FromCase(lambda case: case.client.address, "사례의 대상자 주소")
CLIENT_EDUCATION = FromCase(lambda case: case.client.education, "사례의 대상자 학력")
CLIENT_OCCUPATION = FromCase(lambda case: case.client.occupation, "사례의 대상자 직업")
CLIENT_MARITAL_STATUS = FromCase(
    lambda case: _word_of(MaritalStatus, case.client.marital_status), "사례의 대상자 결혼상태"
)
CLIENT_HEALTH = FromCase(lambda case: _word_of(Health, case.client.health), "사례의 대상자 건강상태")
SELECTED_ON = FromCase(lambda case: getattr(case.selection, "decided_on", None), "사례의 대상자 선정일")
REFERRAL_ROUTE = _from_last(IntakeSheet, "referral_route", "마지막 초기상담지의 의뢰경로")
HOUSING_TYPE = _from_last(IntakeSheet, "housing_type", "마지막 초기상담지의 주거유형")
TENURE = _from_last(IntakeSheet, "tenure", "마지막 초기상담지의 주거점유형태")
RELIGION = _from_last(MonitorSheet, "religion", "마지막 모니터 상담지의 종교")


class SolutionRequest(FormModel):
    """What the printed form asks for; titles are its labels."""

    dated_by = "requested_on"

    headings = MappingProxyType(
        {
            "requester_name": "솔루션회의 요청자",
            "client_name": "사례대상자",
            "health": "건강상태",
            "family_type": "가족과 주거",
            "income": "경제상황",
            "family": "가족사항",
            "photo_note": "사진자료와 그림",
            "progress": "진행내용과 의뢰내용",
        }
    )

    requester_name: Annotated[Name | None, WRITER_NAME, Needed()] = Field(None, title="의뢰자")
    requester_agency: Annotated[OrganisationName | None, WRITER_AGENCY] = Field(None, title="소속기관")
    requested_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="요청일시")
    requested_at: ClockTime | None = Field(None, title="요청 시각", description="요청일시 칸에 함께 인쇄")
    requester_phone: Annotated[Phone | None, WRITER_PHONE] = Field(None, title="연락처")

    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="성명")
    sex: Annotated[Sex | None, CLIENT_SEX] = Field(None, title="성별")
    age: Annotated[Count | None, CLIENT_AGE] = Field(None, title="나이", description="요청일의 만 나이")
    selected_on: Annotated[CalendarDate | None, SELECTED_ON] = Field(None, title="선정일")
    address: Annotated[Address | None, CLIENT_ADDRESS] = Field(None, title="주소")
    manager_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리자")
    household_traits: Line | None = Field(None, title="가구특성")
    benefit_type: Line | None = Field(None, title="공적급여유형")
    referral_route: Annotated[Line | None, REFERRAL_ROUTE] = Field(None, title="의뢰경로")
    marital_status: Annotated[MaritalStatus | None, CLIENT_MARITAL_STATUS] = Field(None, title="혼인관계")
    occupation: Annotated[Line | None, CLIENT_OCCUPATION] = Field(None, title="직업")
    religion: Annotated[Line | None, RELIGION] = Field(None, title="종교")
    education: Annotated[Line | None, CLIENT_EDUCATION] = Field(None, title="최종학력")
    health: Annotated[Health | None, CLIENT_HEALTH] = Field(None, title="건강상태")
    ill: YesNo | None = Field(None, title="질병유무")
    treated: Annotated[YesNo | None, Applies("ill", "유")] = Field(None, title="치료여부")
    disabled: YesNo | None = Field(None, title="장애유무")
    disability_grade: Annotated[Line | None, Applies("disabled", "유")] = Field(None, title="장애등급")
    family_type: Line | None = Field(None, title="가족형태")
    housing_form: Annotated[Line | None, HOUSING_TYPE] = Field(None, title="주거형태")
    housing_tenure: Annotated[Line | None, TENURE] = Field(None, title="주거소유")
    income: Line | None = Field(None, title="가계소득", description="단위까지 적음")
    debt: Line | None = Field(None, title="부채상태")
    government_support: Line | None = Field(None, title="정부지원금", description="단위까지 적음")
    monthly_spending: Line | None = Field(None, title="월 평균 지출", description="단위까지 적음")
    family: Annotated[tuple[FamilyMember, ...], HouseholdTable()] = Field(
        (), title="가족사항", description="없으면 사례의 대상자와 가구원을 인쇄"
    )
    photo_note: Text | None = Field(None, title="사진자료", description="사진을 붙일 칸에 인쇄할 글")
    genogram_note: Text | None = Field(
        None, title="가계도 및 생태도", description="그림을 붙일 칸에 인쇄할 글"
    )
    drawings: Flag | None = Field(None, title=DRAWINGS_TITLE, description=DRAWINGS_DESCRIPTION)
    progress: Annotated[Narrative | None, Needed()] = Field(None, title="사례관리 진행내용")
    request: Annotated[Narrative | None, Needed()] = Field(None, title="솔루션회의 의뢰내용")


class SolutionRequestPrinted(Value):
    """What the paper shows beyond the fields."""

    family_rows: tuple[FamilyMember, ...] = ()
    sex_and_age: str | None = None
    genogram: Genogram | None = Field(None, title="가계도")
    ecomap: Ecomap | None = Field(None, title="생태도")


def printed(request: SolutionRequest, case: CaseFile) -> SolutionRequestPrinted:
    """The form's own family rows, or the case's household on the day of the request; 성별/나이 in one cell."""
    age = str(request.age) if request.age is not None else None
    drawn = request.drawings is not False
    return SolutionRequestPrinted(
        family_rows=request.family or family_of(case, on=request.requested_on),
        sex_and_age="/".join(part for part in (request.sex, age) if part) or None,
        genogram=genogram_of(case, request.requested_on) if drawn else None,
        ecomap=ecomap_of(case, request.requested_on) if drawn else None,
    )


FORM = Form(
    id="solution_request",
    title="솔루션회의 의뢰서",
    number="서식 10",
    model=SolutionRequest,
    section="부록 서식 10 솔루션회의 의뢰서",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=SolutionRequestPrinted,
    gaps=(
        "업무안내에 작성 방법이 없습니다. 시스템에 없는 서식이며, 필요하면 지자체 실정에 맞게 바꾸어 쓸 수 있다고 적혀 있습니다.",
        "가구특성, 공적급여유형, 가족형태, 주거형태, 주거소유의 보기가 없어 글로 받습니다. 금액의 단위도 인쇄되어 있지 않습니다.",
        "혼인관계와 건강상태는 사례에 적힌 말이 서식의 보기와 같을 때만 채웁니다.",
        "사진자료는 출력한 종이에 붙입니다.",
        "가계도는 사례의 가구원에서, 생태도는 요청일까지의 마지막 모니터 상담지의 주변관계에서 그립니다. "
        "관계의 세기와 방향은 적는 칸이 없어 그리지 않습니다. " + GENOGRAM_GAP,
    ),
)
