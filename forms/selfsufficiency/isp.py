"""개인별 자활지원계획 (ISP): goals in their order, tasks and services, from 계획수립단계 and 자활사례관리의 단계별 과업.

The source says what it holds and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Line, Narrative, OrganisationName, Text
from forms.form import Form, Needed
from forms.page import BlankRows, Heading, Room
from forms.record import Record
from forms.selfsufficiency.agreement import ParticipantSigner, WorkerSigner
from forms.selfsufficiency.assessment_sheet import of_assessment
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.sources import STUDY

Priority = Annotated[int, Field(strict=True, ge=1, le=100)]
Motivation = Literal["상담", "채무조정상담", "직업심리검사", "정보제공", "기타 상담"]
Skill = Literal["외부위탁교육", "정보제공"]

# What is filled takes the room that it needs, so that those who sign stand below their plan.
_ROOM = Room("row-room")


class IspGoal(Record):
    """A change to be reached soon, and the tasks that lead there."""

    priority: Priority = Field(title="우선순위")
    goal: Text = Field(title="단기변화목표")
    tasks: Annotated[tuple[Text, ...], Needed()] = Field((), title="구체적 과업")


class IspService(Record):
    """A service that the plan provides for."""

    name: Line = Field(title="서비스")
    provider: OrganisationName | None = Field(None, title="제공기관")
    from_on: CalendarDate | None = Field(None, title="시작일")
    to_on: CalendarDate | None = Field(None, title="종료일")


class Isp(ParticipantForm):
    """What was agreed on after assessment and IAP, goal by goal."""

    dated_by = "written_on"

    headings = MappingProxyType(
        {
            "case_no": "참여자",
            "written_on": "욕구와 목표",
            "goals": "목표별 과업",
            "motivation": "서비스",
            "agreed_on": "합의",
        }
    )

    written_on: Annotated[CalendarDate | None, Heading("욕구와 목표"), Needed()] = Field(None, title="작성일")
    need: Annotated[Narrative | None, of_assessment("participant_need"), _ROOM] = Field(
        None, title="참여자 욕구"
    )
    agreed_need: Annotated[Narrative | None, of_assessment("agreed_need"), _ROOM] = Field(
        None, title="합의된 욕구"
    )
    agreed_goal: Annotated[Narrative | None, _ROOM, Needed()] = Field(None, title="합의된 목표")
    goals: Annotated[tuple[IspGoal, ...], Needed(), BlankRows(3)] = Field((), title="목표별 과업")
    motivation: Annotated[tuple[Motivation, ...], Heading("서비스")] = Field((), title="근로동기강화")
    skills: tuple[Skill, ...] = Field((), title="근로역량강화")
    services: Annotated[tuple[IspService, ...], BlankRows(3)] = Field((), title="서비스 계획")
    agreed_on: CalendarDate | None = Field(None, title="합의일")
    participant_signer: ParticipantSigner = Field(None, title="합의한 참여자")
    worker_signer: WorkerSigner = Field(None, title="합의한 사례관리자")


def isp_checked(case: CaseFile, on: date | None) -> Isp | None:
    """The ISP that a check of that day is about: the last one before it, since a check may end in a new plan.

    Where none was written before, that of the day itself.
    """
    earlier = [
        one for one in case.all_of(Isp) if on is not None and (one.written_on is None or one.written_on < on)
    ]
    return earlier[-1] if earlier else case.last_of(Isp, on)


FORM = Form(
    id="isp",
    title="개인별 자활지원계획(ISP)",
    number="",
    model=Isp,
    section="계획수립단계",
    document=STUDY,
    repeats=True,
    gaps=(
        "출처는 ISP에 담을 것(욕구, 합의된 욕구와 목표, 우선순위, 단기변화목표, 목표별 구체적 과업, 먼저 이루어지는 서비스)만 적고 "
        "서식을 싣지 않습니다.",
        "서비스 계획의 칸(제공기관, 시작일, 종료일)은 출처에 없고 서식이 정한 것입니다.",
        "서명하는 칸은 출처에 없습니다. 참여자와 사례관리자의 서명란은 서식이 더한 것입니다.",
    ),
)
