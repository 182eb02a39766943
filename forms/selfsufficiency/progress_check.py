"""점검 기록: how a plan is carried out, and the half-yearly 달성 평가, from 자활사례관리의 단계별 과업.

The source names what is checked and what follows, and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Narrative, Text
from forms.form import Form, FromCase, Needed
from forms.page import BlankRows, Heading
from forms.planned_rows import with_planned
from forms.record import Record
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.isp import isp_checked
from forms.selfsufficiency.sources import STUDY

CheckKind = Literal["점검", "달성 평가"]
GoalResult = Literal["달성", "진행", "미달성"]
ACHIEVEMENT: CheckKind = "달성 평가"


class GoalAchievement(Record):
    """How far a goal of the ISP was reached by the day of the check."""

    goal: Annotated[Text | None, Needed()] = Field(
        None, title="단기변화목표", description="비우면 앞선 ISP의 같은 순서의 목표"
    )
    result: GoalResult | None = Field(None, title="결과")
    note: Text | None = Field(None, title="비고")


def _planned(case: CaseFile, check: ProgressCheck) -> tuple[GoalAchievement, ...]:
    plan = isp_checked(case, check.checked_on)
    return tuple(GoalAchievement(goal=one.goal) for one in plan.goals) if plan is not None else ()


_GOALS = FromCase(
    _planned, "앞선 ISP의 단기변화목표", reads_form=True, silent=True, merge=with_planned("goal")
)


class ProgressCheck(ParticipantForm):
    """What was found on a day, and what follows from it."""

    dated_by = "checked_on"

    headings = MappingProxyType({"case_no": "참여자", "checked_on": "점검내용", "action": "점검결과조치"})

    checked_on: Annotated[CalendarDate | None, Heading("점검내용"), Needed()] = Field(None, title="점검일")
    kind: Annotated[CheckKind | None, Needed()] = Field(None, title="구분")
    carried_out: Annotated[Narrative | None, Needed()] = Field(None, title="계획 이행도")
    achieved: Annotated[Narrative | None, Needed()] = Field(None, title="목표성취도")
    goals: Annotated[tuple[GoalAchievement, ...], _GOALS, BlankRows(3)] = Field(
        (), title="목표별 성취", description="비우면 앞선 ISP의 단기변화목표를 차례로 적음"
    )
    new_needs: Narrative | None = Field(None, title="새로운 욕구")
    action: Annotated[
        Literal["재사정", "ISP 재수립", "종결평가", "계획 유지"] | None, Heading("점검결과조치"), Needed()
    ] = Field(None, title="점검결과조치")


FORM = Form(
    id="progress_check",
    title="점검 기록",
    number="",
    model=ProgressCheck,
    section="자활사례관리의 단계별 과업(실행 및 점검 단계)",
    document=STUDY,
    repeats=True,
    gaps=(
        "출처는 점검내용(계획 이행도, 목표성취도, 새로운 욕구)과 점검결과조치(재사정, ISP 재수립, 종결평가)만 적고 서식을 싣지 "
        "않습니다. 조치의 '계획 유지'는 서식이 더한 말입니다.",
        "IAP/ISP 달성 평가는 6개월에 1회 한다고만 하며 적는 서식이 없어, 점검 기록의 구분으로 둡니다.",
        "목표별 성취의 표와 결과의 말(달성, 진행, 미달성)은 출처에 없고 서식이 정한 것입니다. 목표는 앞선 ISP에서 채웁니다.",
    ),
)
