"""욕구 및 위기도 통합조사표 (서식 3), from the 2025 guidebook, 부록 서식 3, its 작성 방법.

The guidebook's copy holds neither the form's page nor the crisis questions: the layout follows the
field guide ① to ⑬ and its two tables, and crisis scores are taken by question number.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from forms.case import CaseFile
from forms.family import FamilyMember, family_of
from forms.fields import (
    Address,
    CalendarDate,
    Count,
    Flag,
    Line,
    Name,
    Narrative,
    PersonMark,
    Phone,
    ResidentNumber,
    Text,
    Won,
)
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.heads import AGENCY_UNIT, CLIENT_NAME, WORKER_NAME, WORKER_PHONE
from forms.icm import crisis
from forms.icm.need_areas import NeedArea, NeedSubArea, of_its_area, sub_area_named
from forms.icm.needs_survey_tables import (
    ComparisonRow,
    CrisisArea,
    PhenomenaArea,
    SelectionRow,
    comparison_table,
    crisis_sheet,
    crisis_topics,
    phenomena_table,
    selection_table,
)
from forms.icm.sources import GUIDEBOOK
from forms.kinship import DRAWINGS_DESCRIPTION, DRAWINGS_TITLE, GENOGRAM_GAP, Genogram, genogram_of
from forms.page import Applies
from forms.particles import quoted_with_particle
from forms.questions import QuestionsByTopic
from forms.record import FormModel, Record, Value

SurveyKind = Literal["신규", "재조사"]
DwellingType = Literal[
    "단독주택", "아파트", "연립주택", "다세대주택", "임대주택", "비거주용 건물 내 주택", "오피스텔",
    "숙박업소", "기숙사 및 특수 사회 시설", "판잣집", "비닐하우스", "컨테이너", "노숙",
]  # fmt: skip
Tenure = Literal["자가", "전세", "월세(보증금 유)", "월세(보증금 무)", "무상"]
HouseholdType = Literal[
    "1인가구", "한부모가구", "부부+자녀가구", "조부모+부모+자녀가구", "조부모+손자녀가구", "공동체(비혈연)",
    "소년소녀가구", "부부중심가구", "기타",
]  # fmt: skip
HouseholdTrait = Literal["장애인", "다문화", "북한이탈주민", "기타"]
Selection = Literal["선정", "미선정"]


class Need(Record):
    """A need that the survey found, in one area (욕구 영역별 욕구내용)."""

    area: NeedArea = Field(title="욕구 영역 대분류")
    sub_area: NeedSubArea | None = Field(None, title="욕구 영역 중분류")
    phenomena: tuple[Line, ...] = Field(
        (), title="주요 현상", description="중분류에 딸린 '드러난 주요현상'의 낱말. 번호는 빼고 적음"
    )
    phenomena_note: Line | None = Field(None, title="현상 내용", description="기타의 내용이나 질병명")
    content: Narrative | None = Field(None, title="욕구 내용", description="육하원칙에 따라 구체적으로")
    cause: Text | None = Field(None, title="주요 원인")
    causer: Annotated[Line | None, PersonMark("원인제공자", "anyone")] = Field(None, title="주요 원인제공자")
    priority: Count | None = Field(None, title="우선순위")

    @field_validator("sub_area")
    @classmethod
    def _of_its_area(cls, sub_area: NeedSubArea | None, info: ValidationInfo) -> NeedSubArea | None:
        return of_its_area(sub_area, info.data.get("area"))

    @field_validator("phenomena")
    @classmethod
    def _of_its_sub_area(cls, phenomena: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not phenomena or "sub_area" not in info.data or "area" not in info.data:
            return phenomena
        sub_area = info.data["sub_area"]
        if sub_area is None:
            raise PydanticCustomError("pairing", "주요 현상을 적으려면 욕구 영역 중분류도 적어야 합니다.")
        known = sub_area_named(sub_area).phenomena
        for phenomenon in phenomena:
            if phenomenon not in known:
                raise PydanticCustomError(
                    "pairing",
                    "{phenomenon} {sub_area}의 주요 현상이 아닙니다. {known} 가운데 적습니다.",
                    {
                        "phenomenon": quoted_with_particle(phenomenon, "은(는)"),
                        "sub_area": sub_area,
                        "known": _quoted(known),
                    },
                )
        return phenomena


def _quoted(words: list[NeedSubArea] | tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_QUESTION_NUMBER = re.compile("[1-9][0-9]?")


def _question_number(number: str) -> str:
    if _QUESTION_NUMBER.fullmatch(number) is None:
        raise PydanticCustomError("question", "문항 번호는 1, 2처럼 1부터 99까지의 숫자로 적습니다.")
    return number


QuestionNumber = Annotated[
    str,
    AfterValidator(_question_number),
    WithJsonSchema({"type": "string", "pattern": f"^{_QUESTION_NUMBER.pattern}$"}),
]
Score = Annotated[int, Field(strict=True, ge=0, le=3)]


class CrisisScores(Record):
    """The crisis scores of one area, by question number; null is 해당 사항 없음 and counts 0."""

    area: NeedArea = Field(title="욕구 영역")
    scores: dict[QuestionNumber, Score | None] = Field(
        title="문항별 점수",
        description="문항 번호와 점수(0~3점). '해당 사항 없음'은 점수를 비우고(사례 파일에서는 null) 0점으로 셈",
        min_length=1,
    )
    questions: dict[QuestionNumber, Text] = Field(
        {}, title="문항 내용", description="문항 번호와 위기도 조사지의 문항"
    )

    @field_validator("questions")
    @classmethod
    def _only_scored(cls, questions: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        for number in questions:
            if number not in info.data.get("scores", questions):
                raise PydanticCustomError(
                    "question", "{number}번 문항의 점수가 문항별 점수에 없습니다.", {"number": number}
                )
        return questions


def _one_entry_an_area(entries: tuple[CrisisScores, ...]) -> tuple[CrisisScores, ...]:
    seen: set[str] = set()
    for entry in entries:
        if entry.area in seen:
            raise PydanticCustomError(
                "same-area",
                "같은 욕구 영역('{area}')이 두 번 있습니다. 한 영역의 점수는 한 번에 모아 적으세요.",
                {"area": entry.area},
            )
        seen.add(entry.area)
    return entries


class NeedsSurvey(FormModel):
    """What the field guide asks for; titles are its words."""

    dated_by = "surveyed_on"

    headings = MappingProxyType(
        {
            "reception_no": "조사",
            "client_name": "대상자",
            "dwelling_type": "주거 사항",
            "family": "가족사항",
            "household_type": "가구유형",
            "service_history": "서비스이력",
            "needs": "욕구영역별 욕구내용",
            "strengths": "강점 및 장애물",
            "family_history": "가족력과 개인력",
            "requested_services": "요청 서비스와 의견",
            "surveyor_name": "담당자",
            "crisis": "위기도 조사",
            "drawings": "그림과 인쇄하지 않는 항목",
        }
    )

    reception_no: Line | None = Field(None, title="접수번호")
    surveyed_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="작성일자")
    survey_kind: SurveyKind | None = Field(None, title="신규, 재조사")
    round: Annotated[Count | None, Applies("survey_kind", "재조사")] = Field(None, title="재조사 차수")

    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    resident_number: Annotated[
        ResidentNumber | None,
        FromCase(lambda case: case.client.resident_number, "사례의 대상자 주민등록번호"),
    ] = Field(None, title="주민등록번호")
    home_phone: Annotated[
        Phone | None, FromCase(lambda case: case.client.phone, "사례의 대상자 전화번호")
    ] = Field(None, title="집 전화번호")
    work_phone: Annotated[
        Phone | None, FromCase(lambda case: case.client.work_phone, "사례의 대상자 직장 전화번호")
    ] = Field(None, title="직장 전화번호")
    mobile: Annotated[Phone | None, FromCase(lambda case: case.client.mobile, "사례의 대상자 휴대전화")] = (
        Field(None, title="휴대전화")
    )
    emergency_phone: Annotated[
        Phone | None, FromCase(lambda case: case.client.emergency_phone, "사례의 대상자 비상연락처")
    ] = Field(None, title="비상연락처")
    address: Annotated[Address | None, FromCase(lambda case: case.client.address, "사례의 대상자 주소")] = (
        Field(None, title="주소")
    )

    dwelling_type: DwellingType | None = Field(None, title="거처 유형")
    tenure: Tenure | None = Field(None, title="주거 비용 부담 유형")
    monthly_rent: Annotated[Won | None, Applies("tenure", "월세(보증금 유)", "월세(보증금 무)")] = Field(
        None, title="월세", description="월세일 때 다달이 내는 금액(원)"
    )
    residence_period: Line | None = Field(None, title="거주기간", description="현재 집에서 거주한 기간")
    family: Annotated[tuple[FamilyMember, ...], HouseholdTable()] = Field(
        (), title="가족사항", description="없으면 사례의 대상자와 가구원을 인쇄"
    )
    household_type: HouseholdType | None = Field(None, title="가구유형")
    household_type_note: Annotated[Line | None, Applies("household_type", "기타")] = Field(
        None, title="가구유형 기타 내용"
    )
    household_traits: tuple[HouseholdTrait, ...] = Field(
        (), title="가구의 특수성", description="중복 체크 가능"
    )
    household_traits_note: Annotated[Line | None, Applies("household_traits", "기타")] = Field(
        None, title="가구의 특수성 기타 내용"
    )
    service_history: Narrative | None = Field(
        None, title="서비스이력", description="조사시점 현재 제공받은 서비스 내역"
    )

    needs: tuple[Need, ...] = Field((), title="욕구영역별 욕구내용")
    strengths: Narrative | None = Field(None, title="강점")
    obstacles: Narrative | None = Field(None, title="장애물")
    family_history: Narrative | None = Field(None, title="가족력")
    personal_history: Narrative | None = Field(None, title="개인력")
    requested_services: Narrative | None = Field(None, title="요청 서비스 내역")
    review_opinion: Narrative | None = Field(None, title="검토 의견")
    overall_opinion: Narrative | None = Field(None, title="종합의견")

    surveyor_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="담당자명")
    surveyor_unit: Annotated[Line | None, AGENCY_UNIT] = Field(None, title="소속기관 및 부서명")
    surveyor_phone: Annotated[Phone | None, WORKER_PHONE] = Field(None, title="담당자 연락처")

    crisis: Annotated[
        tuple[CrisisScores, ...],
        AfterValidator(_one_entry_an_area),
        QuestionsByTopic(crisis_topics, topic="area", answers="scores", texts="questions"),
    ] = Field((), title="위기도 조사")

    drawings: Flag | None = Field(None, title=DRAWINGS_TITLE, description=DRAWINGS_DESCRIPTION)

    registered_on: CalendarDate | None = Field(
        None, title="욕구조사 결과 등록 완료일", description="인쇄하지 않음"
    )
    entered_on: CalendarDate | None = Field(None, title="시스템 입력일", description="인쇄하지 않음")


class NeedsSurveyPrinted(Value):
    """What the paper shows beyond the fields; its defaults are the tables of the blank form."""

    members: tuple[FamilyMember, ...] = ()
    genogram: Genogram | None = Field(None, title="가계도")
    phenomena: tuple[PhenomenaArea, ...] = Field(default_factory=lambda: phenomena_table(()))
    crisis_areas: tuple[CrisisArea, ...] = Field(default_factory=lambda: crisis_sheet({}, {}))
    selection_rows: tuple[SelectionRow, ...] = Field(default_factory=lambda: selection_table({}))
    # 문화 및 여가: scored, but without a row in the selection table.
    unranked_area: NeedArea | None = None
    unranked_total: int | None = None
    grand_total: int | None = None
    selection: Selection | None = None
    comparison: tuple[ComparisonRow, ...] = ()
    compared_with: CalendarDate | None = None
    first_grand_total: int | None = None


def printed(survey: NeedsSurvey, case: CaseFile) -> NeedsSurveyPrinted:
    """The family, the tables of phenomena and cut-offs, and what changed since the first survey."""
    areas = assessed(survey)
    unranked = next((area for area in areas.values() if area.cut_off is None), None)
    page = NeedsSurveyPrinted(
        members=survey.family or family_of(case, on=survey.surveyed_on),
        genogram=genogram_of(case, survey.surveyed_on) if survey.drawings is not False else None,
        phenomena=phenomena_table(
            {(need.sub_area, word) for need in survey.needs for word in need.phenomena}
        ),
        crisis_areas=crisis_sheet(
            {entry.area: entry.scores for entry in survey.crisis},
            {entry.area: entry.questions for entry in survey.crisis},
        ),
        selection_rows=selection_table(areas),
        unranked_area=unranked.area if unranked is not None else None,
        unranked_total=unranked.total if unranked is not None else None,
        grand_total=crisis.overall(areas.values()) if areas else None,
        selection=("선정" if crisis.selected(areas.values()) else "미선정") if areas else None,
    )
    scored = [held for held in case.all_of(NeedsSurvey) if held.crisis]
    if survey is not case.last_of(NeedsSurvey) or len(scored) < 2 or not areas:
        return page
    first = assessed(scored[0])
    return page.model_copy(
        update={
            "comparison": comparison_table(first, areas),
            "compared_with": scored[0].surveyed_on,
            "first_grand_total": crisis.overall(first.values()),
        }
    )


def assessed(survey: NeedsSurvey) -> dict[NeedArea, crisis.AreaCrisis]:
    """The areas that a survey scored, each with its points and the clauses of its cut-off that are hit."""
    return {entry.area: crisis.assess(entry.area, entry.scores) for entry in survey.crisis}


FORM = Form(
    id="needs_survey",
    title="욕구 및 위기도 통합조사표",
    number="서식 3",
    model=NeedsSurvey,
    section="부록 서식 3 욕구 및 위기도 통합조사양식",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=NeedsSurveyPrinted,
    gaps=(
        "서식의 인쇄면과 작성 예시가 원문에 없어, 작성 방법 ①~⑬과 두 표(욕구 영역별 욕구내용, "
        "사례관리 대상자 선정 기준표)의 차례대로 만들었습니다.",
        "위기도 조사지의 문항이 원문에 없습니다. 점수는 문항 번호로 받고, 문항은 적어 준 글만 인쇄합니다. 조사지에는 선정 기준표에 나오는 번호의 줄을 두고, 번호가 나오지 않는 영역은 번호를 비운 두 줄을 둡니다.",
        "문항의 수도 원문에 없어, 선정 기준표에 나오지 않는 번호의 점수도 받아 총점에 셉니다.",
        "문화 및 여가에는 선정 기준이 없습니다. 점수는 총점에만 세고 해당 여부는 판단하지 않습니다.",
        "관계 2~4번 문항의 기준은 '2점인 경우'라고만 적혀 있어 글자 그대로 2점만 셉니다.",
        "⑨의 가계도는 사례의 가구원에서 그립니다(작성 방법: 가족력은 가계도와 가족 내의 특별한 사건이나 특성을 중심으로 작성). "
        + GENOGRAM_GAP,
        "⑦의 주요 원인 보기 목록이 원문에 없어 주요 원인은 글로 받습니다.",
    ),
)
