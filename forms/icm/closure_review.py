"""사례관리 종결심사서 (서식 7), from the 2025 guidebook, 부록 서식 7 and its 작성 방법."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Flag, Line, Name, Narrative, Phone, Text
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME, WORKER_PHONE
from forms.icm import conferences
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.service_plan import ServicePlan
from forms.icm.sources import GUIDEBOOK
from forms.page import Applies
from forms.planned_rows import with_planned
from forms.record import FormModel, Record, Value

Achievement = Literal[
    "전혀 달성하지 못함",
    "기대수준 이하로 달성",
    "보통수준",
    "기대한 정도의 목표 달성",
    "기대 이상의 목표달성",
]
ClosureResult = Literal["재조사", "종결"]
ClosureType = Literal[
    "장기목표 달성", "단기목표 달성", "상황호전", "거절이나 포기", "연락두절", "이사또는사망", "자체종결"
]
MovedOrDied = Literal["이사", "사망"]
AftercareMethod = Literal["방문", "전화", "내방"]

MOVED = "이사한 가구의 사후관리는 전입한 주소지를 관할하는 읍면동에서 실시합니다."


class GoalResult(Record):
    """A goal of the plan and how far it was reached (five steps, 1 to 5 points)."""

    text: Annotated[Text | None, Needed()] = Field(
        None, title="목표내용", description="비우면 서비스 제공계획의 같은 순서의 목표"
    )
    achievement: Achievement | None = Field(None, title="성과구분")
    result: Text | None = Field(None, title="성과내역")


class PlannedAftercare(Record):
    """A monitor consultation planned for after closure (모니터 상담계획)."""

    planned_on: CalendarDate = Field(title="예정일")
    method: AftercareMethod | None = Field(None, title="방법")


def _planned_goals(case: CaseFile, kind: str) -> tuple[GoalResult, ...]:
    plan = case.last_of(ServicePlan)
    return tuple(GoalResult(text=goal.text) for goal in getattr(plan, kind, ()))


def _closing_survey(case: CaseFile) -> date | None:
    """The last survey that took crisis scores, where an earlier one did too."""
    scored = [survey.surveyed_on for survey in case.all_of(NeedsSurvey) if survey.crisis]
    return scored[-1] if len(scored) > 1 else None


def _last_check(case: CaseFile) -> date | None:
    days = [check.checked_on for plan in case.all_of(ServicePlan) for check in plan.checks]
    return max(days, default=None)


SHORT_GOALS = FromCase(
    lambda case: _planned_goals(case, "short_goals"), "서비스 제공계획의 단기목표", merge=with_planned("text")
)
LONG_GOALS = FromCase(
    lambda case: _planned_goals(case, "long_goals"), "서비스 제공계획의 장기목표", merge=with_planned("text")
)
SURVEYED_ON = FromCase(
    lambda case: getattr(case.first_of(NeedsSurvey), "surveyed_on", None), "첫 욕구 및 위기도 조사의 작성일자"
)
PLANNED_ON = FromCase(
    lambda case: getattr(case.first_of(ServicePlan), "established_on", None), "첫 서비스 제공계획의 수립일"
)
SELECTION_CONFERENCE = FromCase(
    lambda case: getattr(conferences.first(case, "대상자 선정"), "held_on", None),
    "사례의 대상자 선정 사례회의 개최일",
)
# Any of several checks may be the one that the review names.
LAST_CHECK = FromCase(_last_check, "서비스 제공계획의 마지막 점검일", silent=True)
CLOSING_SURVEY = FromCase(_closing_survey, "마지막 욕구 및 위기도 조사의 작성일자")


REQUESTED_ON = FromCase(lambda case: case.requested_on, "사례의 통합사례관리 요청일")
SELECTED_ON = FromCase(lambda case: getattr(case.selection, "decided_on", None), "사례의 대상자 선정일")


class ClosureReview(FormModel):
    """What the printed form asks for; titles are its labels."""

    dated_by = "closure_reviewed_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자와 담당자",
            "requested_on": "진행 일자",
            "short_goals": "성과 목표",
            "intervention": "성과와 의견",
            "result": "종결심사 결과",
            "moved_or_died": "인쇄하지 않는 항목",
        }
    )

    case_no: Annotated[Line | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    approved_on: CalendarDate | None = Field(None, title="종결심사 승인일자")
    reviewer_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="종결심사 담당자")
    reviewer_unit: Annotated[Line | None, AGENCY_UNIT] = Field(None, title="소속")
    reviewer_phone: Annotated[Phone | None, WORKER_PHONE] = Field(None, title="연락처")

    requested_on: Annotated[CalendarDate | None, REQUESTED_ON] = Field(None, title="요청일자")
    profiled_on: CalendarDate | None = Field(None, title="인적정보")
    needs_surveyed_on: Annotated[CalendarDate | None, SURVEYED_ON] = Field(None, title="욕구조사")
    crisis_surveyed_on: Annotated[CalendarDate | None, SURVEYED_ON] = Field(None, title="위기도 조사")
    selection_conference_on: Annotated[CalendarDate | None, SELECTION_CONFERENCE] = Field(
        None,
        title="사례회의",
        description="대상자 선정 사례회의. 종결 사례회의는 사례의 사례회의 목록에 적음",
    )
    selected_on: Annotated[CalendarDate | None, SELECTED_ON] = Field(None, title="대상자 선정")
    planned_on: Annotated[CalendarDate | None, PLANNED_ON] = Field(None, title="제공계획")
    service_checked_on: Annotated[CalendarDate | None, LAST_CHECK] = Field(
        None, title="서비스 점검", description="마지막 점검일"
    )
    closure_reviewed_on: Annotated[CalendarDate | None, Needed()] = Field(
        None, title="종결심사", description="시스템에 종결심사를 등록한 날"
    )

    short_goals: Annotated[tuple[GoalResult, ...], SHORT_GOALS] = Field((), title="단기성과 목표")
    long_goals: Annotated[tuple[GoalResult, ...], LONG_GOALS] = Field((), title="장기성과 목표")
    intervention: Annotated[Narrative | None, Needed()] = Field(None, title="서비스 개입(성과)")
    change: Annotated[Narrative | None, Needed()] = Field(None, title="대상자 변화(성과)")
    opinion: Annotated[Narrative | None, Needed()] = Field(
        None, title="종결심사 의견", description="특이사항과 사후관리"
    )
    result: ClosureResult = Field(title="종결심사 결과")
    closure_type: Annotated[ClosureType | None, Applies("result", "종결")] = Field(None, title="종결 유형")
    improvement_note: Annotated[Line | None, Applies("closure_type", "상황호전")] = Field(
        None, title="상황호전 내용", description="상황호전 뒤 괄호 안의 글"
    )
    refusal_note: Annotated[Line | None, Applies("closure_type", "거절이나 포기")] = Field(
        None, title="거절이나 포기 내용", description="거절이나 포기 뒤 괄호 안의 글"
    )

    moved_or_died: Annotated[MovedOrDied | None, Applies("closure_type", "이사또는사망")] = Field(
        None, title="이사·사망 구분", description="인쇄하지 않음"
    )
    contact_lost_since: Annotated[CalendarDate | None, Applies("closure_type", "연락두절")] = Field(
        None, title="연락이 끊긴 날", description="인쇄하지 않음"
    )
    refused_since: Annotated[CalendarDate | None, Applies("closure_type", "거절이나 포기")] = Field(
        None, title="거절하거나 포기한 날", description="인쇄하지 않음"
    )
    transferred_to: Annotated[Line | None, Applies("closure_type", "이사또는사망")] = Field(
        None, title="이관한 시군구", description="전출로 종결할 때 대상자 정보를 넘겨준 시군구. 인쇄하지 않음"
    )
    referrer_notified_on: CalendarDate | None = Field(
        None, title="의뢰기관 통보일", description="의뢰한 기관에 종결을 알린 날. 인쇄하지 않음"
    )
    closing_crisis_survey_on: Annotated[CalendarDate | None, CLOSING_SURVEY] = Field(
        None, title="종결 위기도 조사일", description="인쇄하지 않음"
    )
    after_care: tuple[PlannedAftercare, ...] = Field((), title="사후관리 계획", description="인쇄하지 않음")
    crisis_was_high: Flag | None = Field(
        None, title="위기도가 높았던 가구", description="사후관리를 서둘러야 하는지. 인쇄하지 않음"
    )


class GoalRow(Value):
    """A row of the printed goal table: a short-term and a long-term goal side by side."""

    short: GoalResult | None = None
    long: GoalResult | None = None


class ClosureReviewPrinted(Value):
    """What the paper shows beyond the fields."""

    goals: tuple[GoalRow, ...] = ()


def printed(review: ClosureReview, case: CaseFile) -> ClosureReviewPrinted:
    """Both goal lists zipped into the rows of the table."""
    pairs = zip_longest(review.short_goals, review.long_goals)
    return ClosureReviewPrinted(goals=tuple(GoalRow(short=short, long=long) for short, long in pairs))


FORM = Form(
    id="closure_review",
    title="사례관리 종결심사서",
    number="서식 7",
    model=ClosureReview,
    section="부록 서식 7 사례관리 종결심사서",
    document=GUIDEBOOK,
    printed=printed,
    printed_model=ClosureReviewPrinted,
    gaps=(
        "상황호전의 기준 점수는 업무안내에 '@점'으로만 적혀 있어 점검하지 않습니다.",
        "이사와 사망은 서식에 한 칸으로 인쇄되므로, 어느 쪽인지는 인쇄하지 않는 항목(moved_or_died)으로 받습니다.",
    ),
)
