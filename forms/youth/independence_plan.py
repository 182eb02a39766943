"""자립지원계획서: what a child prepares until protection ends, from 자립지원계획 (계획).

The source gives every field with its marks; 서식2 itself is cited and not printed: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Count, Line, Name, PersonMark, PlaceMark, Text
from forms.form import Form, FromCase, Needed
from forms.page import After, Applies, BlankRows, Heading
from forms.record import Record, Value
from forms.youth.code_words import UniversityType
from forms.youth.heads import ChildForm
from forms.youth.skill_areas import Area
from forms.youth.skill_assessment import SkillAssessment
from forms.youth.sources import MANUAL

PlanKind = Literal["진학", "취업", "진학/취업", "미정"]
# What each 구분 asks for beside 희망주거, which all ask for.
STUDY_FIELDS = ("university_type", "university", "major", "tuition")
WORK_FIELDS = ("job_field", "job")
ASKED: dict[PlanKind, tuple[str, ...]] = {
    "진학": STUDY_FIELDS,
    "취업": WORK_FIELDS,
    "진학/취업": (*STUDY_FIELDS, *WORK_FIELDS),
    "미정": (),
}
_STUDY = Applies("kind", "진학", "진학/취업")
_WORK = Applies("kind", "취업", "진학/취업")


class CertificateHeld(Record):
    """A certificate that the child holds or works for."""

    field: Line | None = Field(None, title="자격분야")
    name: Line = Field(title="자격증명")


class AcademyCourse(Record):
    """A course at an academy."""

    academy: Annotated[Line, PlaceMark("학원")] = Field(title="학원명")
    course: Line | None = Field(None, title="과정명")
    from_on: CalendarDate | None = Field(None, title="교육시작일")
    to_on: CalendarDate | None = Field(None, title="교육종료일")
    payer: Line | None = Field(None, title="학원비부담주체")
    note: Line | None = Field(None, title="기타")


class JobTraining(Record):
    """A vocational training."""

    provider: Annotated[Line, PlaceMark("훈련기관")] = Field(title="훈련기관")
    course: Line | None = Field(None, title="과정명")
    from_on: CalendarDate | None = Field(None, title="훈련시작일")
    to_on: CalendarDate | None = Field(None, title="훈련종료일")
    payer: Line | None = Field(None, title="훈련비부담주체")
    further_cost: Line | None = Field(None, title="기타훈련비")


class Internship(Record):
    """The internship; the screen has room for one."""

    company: Line | None = Field(None, title="인턴회사명")
    period: Line | None = Field(None, title="인턴기간")
    field: Line | None = Field(None, title="인턴분야 대분류")
    subfield: Line | None = Field(None, title="인턴분야 소분류")


class Mentor(Record):
    """A mentor."""

    kind: Line | None = Field(None, title="멘토구분")
    expertise: Line | None = Field(None, title="전문분야")
    name: Annotated[Name, PersonMark("멘토")] = Field(title="멘토성명")
    age: Count | None = Field(None, title="멘토연령")
    note: Line | None = Field(None, title="기타")


def assessment_before(case: CaseFile, plan: IndependencePlan) -> SkillAssessment | None:
    """The last 자립기술평가 of the case that is not later than the plan; None where there is none."""
    on = plan.planned_on
    if on is None:
        return None
    held = [one for one in case.all_of(SkillAssessment) if one.assessed_on and one.assessed_on <= on]
    return held[-1] if held else None


def _focus_areas(case: CaseFile, plan: IndependencePlan) -> tuple[Area, ...]:
    found = assessment_before(case, plan)
    return found.focus_areas if found is not None else ()


class IndependencePlan(ChildForm):
    """The plan of a day: schooling now, what is wished for, and what the child does for it."""

    dated_by = "planned_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자",
            "planned_on": "계획",
            "school": "재학정보",
            "university_type": "자립계획",
            "certificates": "현재상황",
        }
    )

    planned_on: Annotated[CalendarDate | None, Heading("자립지원계획"), Needed()] = Field(
        None, title="계획일자", description="실제 계획을 진행한 날"
    )
    kind: Annotated[PlanKind | None, Needed()] = Field(
        None,
        title="자립계획 구분",
        description="진학과 취업을 함께 계획하면 진학/취업, 차례로 계획하면 앞선 것",
    )
    focus_areas: Annotated[
        tuple[Area, ...], FromCase(_focus_areas, "앞선 자립기술평가의 평균 이하 영역", reads_form=True)
    ] = Field((), title="집중지원 영역")
    school: Annotated[Line | None, PlaceMark("학교"), Heading("재학정보"), Needed()] = Field(
        None, title="학교선택", description="계획을 세울 때의 학교"
    )
    grade: Annotated[Line | None, Needed()] = Field(None, title="학년선택")
    school_type: Annotated[Line | None, Needed()] = Field(None, title="학교유형")
    university_type: Annotated[UniversityType | None, _STUDY, Heading("자립계획")] = Field(
        None, title="대학구분", description="진학, 진학/취업이면 필수"
    )
    university: Annotated[Line | None, PlaceMark("학교"), _STUDY] = Field(
        None, title="희망 대학명", description="진학, 진학/취업이면 필수"
    )
    major: Annotated[Line | None, _STUDY] = Field(
        None, title="희망 학과명", description="진학, 진학/취업이면 필수"
    )
    tuition: Annotated[Text | None, _STUDY] = Field(
        None, title="등록금 조달방안", description="진학, 진학/취업이면 필수"
    )
    job_field: Annotated[Line | None, _WORK] = Field(
        None, title="희망직종", description="취업, 진학/취업이면 필수"
    )
    job: Annotated[Line | None, _WORK] = Field(None, title="희망직업", description="취업, 진학/취업이면 필수")
    housing: Annotated[Text | None, Needed()] = Field(None, title="희망주거")
    certificates: Annotated[tuple[CertificateHeld, ...], Heading("현재상황"), BlankRows(2)] = Field(
        (), title="자격증"
    )
    academies: Annotated[tuple[AcademyCourse, ...], BlankRows(2)] = Field((), title="학원지원")
    trainings: Annotated[tuple[JobTraining, ...], BlankRows(1)] = Field((), title="직업훈련")
    internship: Annotated[Internship | None, Heading("인턴십")] = Field(None, title="인턴십")
    mentors: Annotated[tuple[Mentor, ...], BlankRows(2)] = Field((), title="멘토")


class IndependencePlanPrinted(Value):
    """What the system works out itself."""

    year: Annotated[int | None, After("planned_on")] = Field(None, title="계획년도")


def printed(plan: IndependencePlan, case: CaseFile) -> IndependencePlanPrinted:
    """계획년도 is that of 계획일자."""
    return IndependencePlanPrinted(year=plan.planned_on.year if plan.planned_on is not None else None)


FORM = Form(
    id="independence_plan",
    title="자립지원계획서",
    number="",
    model=IndependencePlan,
    section="자립지원계획 (계획)",
    document=MANUAL,
    repeats=True,
    printed=printed,
    printed_model=IndependencePlanPrinted,
    gaps=(
        "2023 아동자립지원 업무매뉴얼의 서식2 자립지원계획서와 서식3 세부 자립지원계획서는 이름만 있어, 화면의 항목을 그 순서대로 배치했습니다.",
        "대학구분의 말은 보호종료 화면의 것입니다. 학교, 학년, 학교유형, 희망직종, 희망주거, 멘토구분 등에서 고르는 말은 출처에 없어 적은 대로 인쇄합니다.",
        "화면의 '학원비부담주제', '훈련비부담주제'는 다른 화면처럼 '부담주체'로 인쇄합니다.",
        "현재상황의 표에 있는 순번은 인쇄하지 않습니다.",
        "집중지원 영역은 화면에 없는 칸입니다. 평균 이하 영역을 집중지원하도록 계획하라는 글에 따라 앞선 자립기술평가에서 채웁니다.",
    ),
)
