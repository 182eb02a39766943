"""사례관리자 자체평가: what the case manager asks of the own work every six months and at the closing.

From 당사자의 삶에 미친 영향 중심의 평가: the study names the five elements after the manual of 2023 and prints no
sheet, so that the layout is ours. It is about the worker and stands in no participant's packet.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.fields import CalendarDate, Narrative
from forms.form import Form, Needed
from forms.page import Heading
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.sources import STUDY


class SelfEvaluation(ParticipantForm):
    """The elements in the order of the source, the first two apart as the source tells them."""

    dated_by = "evaluated_on"

    headings = MappingProxyType({"case_no": "참여자", "evaluated_on": "평가", "goals": "평가 내용"})

    evaluated_on: Annotated[CalendarDate | None, Needed(), Heading("평가")] = Field(None, title="평가일")
    occasion: Annotated[Literal["6개월", "종결"] | None, Needed()] = Field(
        None, title="평가 시점", description="종결 시점에서, 6개월에 한 번씩"
    )
    goals: Annotated[Narrative | None, Needed(), Heading("평가 내용")] = Field(
        None, title="참여자의 목표 달성 여부에 도움이 되었는지"
    )
    services: Annotated[Narrative | None, Needed()] = Field(None, title="서비스 이행 정도")
    own: Narrative | None = Field(None, title="사례관리자와 기관 차원의 자체평가")
    peer: Narrative | None = Field(None, title="동료 사례관리자의 슈퍼비전 활용")
    process: Narrative | None = Field(None, title="서비스 의뢰 또는 종결 과정에 대한 자체평가")
    instruments: Narrative | None = Field(None, title="측정 도구를 사용한 평가")


FORM = Form(
    id="self_evaluation",
    title="사례관리자 자체평가",
    number="",
    model=SelfEvaluation,
    section="당사자의 삶에 미친 영향 중심의 평가(사례관리자 자체평가)",
    document=STUDY,
    repeats=True,
    gaps=(
        "출처는 평가에 들어가는 요소만 적고 서식을 인쇄하지 않습니다. 요소는 출처의 것이고, 배치는 서식이 정합니다.",
        "어떤 측정 도구를 쓰는지 출처에 없어 적은 대로 인쇄합니다.",
        "참여자가 아니라 사례관리자의 일에 관한 기록이어서 종결 서류 묶음에 인쇄하지 않습니다.",
    ),
)
