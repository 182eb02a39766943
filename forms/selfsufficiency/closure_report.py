"""위탁 종결보고서: how far goals and services came, why the case is closed, and what is planned after it.

From 자활사례관리의 단계별 과업 (평가 및 종결 단계): the study names the paper and the tasks of the step, and prints no
sheet: the layout is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from forms.case import CaseFile
from forms.counseling_log import completed_days
from forms.fields import CalendarDate, Flag, Line, Narrative, Text
from forms.form import Form, FromCase, Needed
from forms.page import After, Applies, BlankRows, Heading, Share
from forms.planned_rows import with_planned
from forms.record import Record, Value
from forms.selfsufficiency.heads import ParticipantForm, of_participation
from forms.selfsufficiency.iap import Iap
from forms.selfsufficiency.isp import Isp, isp_checked
from forms.selfsufficiency.participation import participation_of
from forms.selfsufficiency.progress_check import GoalAchievement, GoalResult, ProgressCheck
from forms.selfsufficiency.sources import STUDY

Outcome = Literal["취업", "창업", "탈수급", "진학", "기타", "해당 없음"]
Term = Literal["단기", "중기", "장기"]
Row = TypeVar("Row", "PathAchievement", GoalAchievement)


class PathAchievement(Record):
    """How far a goal of the IAP was reached by the closing."""

    term: Term | None = Field(None, title="기간")
    goal: Annotated[Text | None, Needed()] = Field(
        None, title="목표", description="비우면 마지막 IAP의 같은 순서의 목표"
    )
    result: GoalResult | None = Field(None, title="결과")
    note: Text | None = Field(None, title="비고")


class AftercareStep(Record):
    """What is planned after the closing, and when."""

    on: CalendarDate | None = Field(None, title="예정일")
    what: Annotated[Text | None, Needed(), Share(70)] = Field(None, title="사후관리 내용")


def _closed_on(case: CaseFile, report: ClosureReport) -> date | None:
    """The day of the closing while the report is not filled yet: its own, else the participation's."""
    day: date | None = report.closed_on or getattr(participation_of(case), "ended_on", None)
    return day


def _path_goals(case: CaseFile, report: ClosureReport) -> tuple[PathAchievement, ...]:
    """The goals of the last IAP before the closing, short ones first; if they were reached is the report's to say."""
    plan = case.last_of(Iap, _closed_on(case, report))
    if plan is None:
        return ()
    by_term: tuple[tuple[Term, tuple[str, ...]], ...] = (
        ("단기", tuple(goal.text for goal in plan.short_goals)),
        ("중기", tuple(goal.text for goal in plan.middle_goals)),
        ("장기", tuple(goal.text for goal in plan.long_goals)),
    )
    return tuple(PathAchievement(term=term, goal=goal) for term, goals in by_term for goal in goals)


def _support_goals(case: CaseFile, report: ClosureReport) -> tuple[GoalAchievement, ...]:
    """The goals of the last ISP before the closing, each with what the latest check that judged it found."""
    ended = _closed_on(case, report)
    plan = case.last_of(Isp, ended)
    if plan is None:
        return ()
    # What was found before the plan speaks of another one, and what was found later is not known at the closing.
    checks = [
        one
        for one in case.all_of(ProgressCheck)
        if isp_checked(case, one.checked_on) is plan
        and (ended is None or one.checked_on is None or one.checked_on <= ended)
    ]
    found = {row.goal: row for check in checks for row in check.goals if row.result}
    return tuple(found.get(one.goal, GoalAchievement(goal=one.goal)) for one in plan.goals)


def _completed(*keys: str) -> Callable[[tuple[Row, ...], tuple[Row, ...]], tuple[Row, ...]]:
    """How the report's own rows are completed: a goal by its place in the plan, the ``keys`` by the goal.

    A row that states the first of the keys itself is left as it is.
    """

    def merged(own: tuple[Row, ...], planned: tuple[Row, ...]) -> tuple[Row, ...]:
        known = {row.goal: row for row in planned}
        return tuple(
            row.model_copy(update={key: getattr(row, key) or getattr(known[row.goal], key) for key in keys})
            if row.goal in known and getattr(row, keys[0]) is None
            else row
            for row in with_planned("goal")(own, planned)
        )

    return merged


PATH_GOALS = FromCase(
    _path_goals, "마지막 IAP의 목표", reads_form=True, silent=True, merge=_completed("term")
)
SUPPORT_GOALS = FromCase(
    _support_goals,
    "마지막 ISP의 목표와 점검 기록의 결과",
    reads_form=True,
    silent=True,
    merge=_completed("result", "note"),
)


class ClosureReport(ParticipantForm):
    """The evaluation, the decision to close, and the plan of what follows."""

    dated_by = "closed_on"

    headings = MappingProxyType(
        {
            "case_no": "참여자",
            "referred_on": "위탁 기간",
            "iap_goals": "목표달성 평가",
            "reason": "종결",
            "aftercare": "사후관리",
        }
    )

    referred_on: Annotated[CalendarDate | None, of_participation("referred_on"), Heading("위탁 기간")] = (
        Field(None, title="의뢰일")
    )
    started_on: Annotated[CalendarDate | None, of_participation("started_on")] = Field(
        None, title="참여 시작일"
    )
    closed_on: Annotated[CalendarDate | None, of_participation("ended_on"), Needed()] = Field(
        None, title="종결일"
    )
    iap_goals: Annotated[tuple[PathAchievement, ...], PATH_GOALS, Heading("평가"), BlankRows(3)] = Field(
        (), title="IAP의 목표"
    )
    iap_result: Annotated[Narrative | None, Needed()] = Field(None, title="목표달성 평가(IAP)")
    isp_goals: Annotated[tuple[GoalAchievement, ...], SUPPORT_GOALS, BlankRows(3)] = Field(
        (), title="ISP의 목표"
    )
    isp_result: Annotated[Narrative | None, Needed()] = Field(None, title="목표달성 평가(ISP)")
    service_result: Annotated[Narrative | None, Needed()] = Field(None, title="서비스 이행정도 평가")
    reason: Annotated[Narrative | None, Heading("종결 및 사후관리 여부 판정"), Needed()] = Field(
        None, title="종결 사유"
    )
    process: Narrative | None = Field(None, title="종결 절차 논의")
    outcome: tuple[Outcome, ...] = Field((), title="종결 시 성과")
    aftercare: Annotated[Flag | None, Needed()] = Field(None, title="사후관리 여부")
    aftercare_plan: Annotated[tuple[AftercareStep, ...], Applies("aftercare", "true"), BlankRows(3)] = Field(
        (), title="사후관리 계획"
    )


class ClosureReportPrinted(Value):
    """What the file's counselling comes to."""

    contacts: Annotated[Line | None, After("closed_on")] = Field(None, title="연도별 상담횟수")


def contacts(case: CaseFile) -> dict[int, int]:
    """The number of completed counsellings of a case by year, the earliest first."""
    return dict(sorted(Counter(day.year for day in completed_days(case)).items()))


def printed(report: ClosureReport, case: CaseFile) -> ClosureReportPrinted:
    """The counsellings of each year and of all; nothing where the file holds no log."""
    by_year = contacts(case)
    told = ", ".join(f"{year}년 {number}회" for year, number in by_year.items())
    return ClosureReportPrinted(contacts=f"{told} (모두 {sum(by_year.values())}회)" if told else None)


FORM = Form(
    id="closure_report",
    title="위탁 종결보고서",
    number="",
    model=ClosureReport,
    section="자활사례관리의 단계별 과업(평가 및 종결 단계)",
    document=STUDY,
    printed=printed,
    printed_model=ClosureReportPrinted,
    gaps=(
        "출처는 위탁 종결보고서의 이름과 평가 및 종결 단계의 과업만 적고 서식을 인쇄하지 않습니다. 평가, 종결 사유와 절차, 사후관리는 "
        "출처의 것이고, 칸과 배치는 서식이 정합니다.",
        "종결 사유를 고르는 목록은 출처에 없어 적은 대로 인쇄합니다. 종결 시 성과의 말은 출처가 성과로 드는 취업, 창업, 탈수급, "
        "진학에 기타와 해당 없음을 더한 것입니다.",
        "IAP와 ISP의 목표, 점검 기록에서 적은 결과는 그 서식에서 채웁니다. IAP의 목표를 이루었는지는 여기에 적습니다.",
        "연도별 상담횟수는 이 파일에 있는 상담일지 가운데 상담을 마친 것을 셉니다.",
        "종결점검지는 출처에 이름만 있어 만들지 않았습니다.",
    ),
)
