"""개인별 자립경로 (IAP): the way that a participant plans, from 계획수립단계 and 자활사례관리의 단계별 과업.

The source says what it holds, calls it 개인별 자립계획, too, and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Line, Narrative, Text
from forms.form import Form, Needed
from forms.page import BlankRows, Heading, Notice
from forms.record import Record, Value
from forms.selfsufficiency.agreement import ParticipantSigner, WorkerSigner
from forms.selfsufficiency.assessment_sheet import of_assessment
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.sources import STUDY

# 「단기 목표(1년 이내)와 중기 목표, 장기목표(5년 이내)」.
SHORT_YEARS, LONG_YEARS = 1, 5


class PathGoal(Record):
    """A goal on the way."""

    text: Text = Field(title="목표")
    by_on: CalendarDate | None = Field(None, title="달성 예정일")


class Iap(ParticipantForm):
    """The assessment in short, how participants see themselves, and the goals and the way agreed on."""

    dated_by = "written_on"

    headings = MappingProxyType(
        {
            "case_no": "참여자",
            "written_on": "사정내용 요약과 자가진단",
            "short_goals": "장단기 목표",
            "path": "자활경로 합의",
        }
    )

    written_on: Annotated[CalendarDate | None, Heading("사정내용 요약과 자가진단"), Needed()] = Field(
        None, title="작성일"
    )
    summary: Annotated[Narrative | None, of_assessment("agreed_need"), Needed()] = Field(
        None, title="사정내용 요약"
    )
    self_check: Annotated[Narrative | None, Needed()] = Field(None, title="자가진단")
    short_goals: Annotated[tuple[PathGoal, ...], Heading("장단기 목표"), BlankRows(2), Needed()] = Field(
        (), title=f"단기 목표({SHORT_YEARS}년 이내)"
    )
    middle_goals: Annotated[tuple[PathGoal, ...], BlankRows(1)] = Field((), title="중기 목표")
    long_goals: Annotated[tuple[PathGoal, ...], BlankRows(1), Needed()] = Field(
        (), title=f"장기 목표({LONG_YEARS}년 이내)"
    )
    path: Annotated[Literal["취업", "창업", "기타"] | None, Heading("자활경로 합의"), Needed()] = Field(
        None, title="자활경로"
    )
    agreed_on: CalendarDate | None = Field(None, title="합의일")
    path_note: Narrative | None = Field(None, title="자활경로의 내용")
    participant_signer: ParticipantSigner = Field(None, title="합의한 참여자")
    worker_signer: WorkerSigner = Field(None, title="합의한 사례관리자")


class IapPrinted(Value):
    """The other name of the paper, which stands below its title."""

    other_name: Annotated[Line | None, Notice()] = Field("개인별 자립계획", title="다른 이름")


def printed(plan: Iap, case: CaseFile) -> IapPrinted:
    """The other name, as on the blank page."""
    return IapPrinted()


FORM = Form(
    id="iap",
    title="개인별 자립경로(IAP)",
    number="",
    model=Iap,
    section="계획수립단계",
    document=STUDY,
    repeats=True,
    printed=printed,
    printed_model=IapPrinted,
    gaps=(
        "출처는 IAP에 담을 것(사정내용 요약, 자가진단, 장단기 목표, 자활경로 합의)만 적고 서식을 싣지 않습니다.",
        "같은 문서를 개인별 자립경로와 개인별 자립계획이라고 적습니다. 앞의 것을 제목으로 하고 뒤의 것을 아래에 함께 인쇄합니다.",
        "단기 목표와 장기 목표에는 기간(1년 이내, 5년 이내)이 있고 중기 목표의 기간은 출처에 없습니다.",
        "자활경로에서 고르는 말은 취업과 창업만 출처에 있고, 기타는 서식이 더한 말입니다.",
        "자활경로를 합의한다고만 하며 서명하는 칸은 출처에 없습니다. 참여자와 사례관리자의 서명란은 서식이 더한 것입니다.",
    ),
)
