"""사후관리 기록: what became of a participant after the closing.

From 자활사례관리의 단계별 과업 (사후관리 단계) and 자활사업 평가와 종결 단계: the study tells what is looked at and prints
no sheet: the layout is ours.
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


class AftercareRecord(ParticipantForm):
    """One look after the closing: the three points of the step, and what the closing step adds to them."""

    dated_by = "checked_on"

    headings = MappingProxyType({"case_no": "참여자", "checked_on": "점검", "progress": "점검 내용"})

    checked_on: Annotated[CalendarDate | None, Needed(), Heading("점검")] = Field(None, title="점검일")
    method: Literal["방문", "전화", "내방"] | None = Field(None, title="점검방법")
    progress: Annotated[Narrative | None, Needed(), Heading("점검 내용")] = Field(
        None, title="사후관리 계획에 따른 진행사항"
    )
    change: Annotated[Narrative | None, Needed()] = Field(None, title="종결 시점 변화/성과 모니터링")
    problem: Narrative | None = Field(None, title="특이사항과 문제해결")
    support_net: Narrative | None = Field(None, title="공식적/비공식적 지지망 활용 점검")
    work: Narrative | None = Field(None, title="취·창업 관련 모니터링")
    requests: Narrative | None = Field(None, title="서비스 요구에 대한 대응")


FORM = Form(
    id="aftercare_record",
    title="사후관리 기록",
    number="",
    model=AftercareRecord,
    section="자활사례관리의 단계별 과업(사후관리 단계)",
    document=STUDY,
    repeats=True,
    gaps=(
        "출처는 사후관리 단계의 과업만 적고 서식을 인쇄하지 않습니다. 내용은 출처의 것이고, 배치는 서식이 정합니다.",
        "점검방법의 말은 서식이 더한 것입니다.",
        "종결 뒤 12개월 이내에 모니터링한다고 하나 몇 번 하는지는 출처에 없습니다.",
    ),
)
