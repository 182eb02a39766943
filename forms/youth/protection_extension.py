"""보호아동연장, from the 2024 manual, 보호연장 관리: from when and why a child stays in care.

The manual describes the screen and prints no paper: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.fields import CalendarDate, Line, Name, Text
from forms.form import Form, Needed
from forms.heads import WORKER_NAME
from forms.page import Heading
from forms.youth.heads import ChildForm, of_care
from forms.youth.sources import MANUAL

ReasonNumber = Annotated[int, Field(strict=True, ge=1, le=6)]


class ProtectionExtension(ChildForm):
    """보호연장: its beginning, the child's schooling by then, and the reason."""

    dated_by = "extended_on"

    headings = MappingProxyType({"case_no": "대상자정보", "extended_on": "보호아동연장정보"})

    jurisdiction: Annotated[Line | None, of_care("jurisdiction")] = Field(None, title="관할지역")
    extended_on: Annotated[CalendarDate | None, Heading("보호아동연장정보"), Needed()] = Field(
        None, title="연장일자", description="연장이 시작되는 날"
    )
    education: Annotated[Line | None, Needed()] = Field(
        None, title="최종학력", description="연장 결정 시점의 최종학력"
    )
    writer_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="작성자")
    reason_no: Annotated[ReasonNumber | None, Needed()] = Field(
        None, title="연장사유 번호", description="1~6. 최초 연장은 1번째, 추가 연장은 2~6번째"
    )
    reason: Annotated[Text | None, Needed()] = Field(None, title="연장사유")


FORM = Form(
    id="protection_extension",
    title="보호아동연장",
    number="",
    model=ProtectionExtension,
    section="보호연장 관리",
    document=MANUAL,
    repeats=True,
    gaps=(
        "출처는 시스템의 입력 화면을 설명할 뿐 서식을 인쇄하지 않습니다. 칸은 출처의 것이고, 배치는 서식이 정합니다.",
        "연장사유 여섯 가지의 말과 최종학력의 목록은 출처에서 읽을 수 없어 적은 대로 인쇄합니다.",
        "연장사유 번호는 1번째가 최초 연장, 2~6번째가 추가 연장이라고 읽었습니다. 다르게 읽을 수도 있어 참고로만 알립니다.",
    ),
)
