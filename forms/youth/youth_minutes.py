"""사례회의록 of a child in care, from the 2024 manual, 사례회의. The screen is described, the layout is ours."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.belonging import conferences_of
from forms.case import CaseFile, Conference, ConferencePurpose
from forms.chosen_conference import ConferencePosition, from_conference
from forms.fields import CalendarDate, ClockTime, Count, Line, Narrative, PersonMark, Text
from forms.form import Form, Needed
from forms.page import Heading, Unprinted
from forms.youth.heads import ChildForm
from forms.youth.sources import MANUAL, TITLE


def held(case: CaseFile) -> tuple[Conference, ...]:
    """The conferences of the programme, in the order of the file."""
    return tuple(conference for _, conference in conferences_of(case, TITLE))


class YouthMinutes(ChildForm):
    """A conference about a child, its result and who attended it."""

    dated_by = "held_on"

    headings = MappingProxyType(
        {"case_no": "대상아동", "conference": "사례회의", "internal_attendees": "참석자"}
    )

    conference: Annotated[Count | None, ConferencePosition(held, by_kind=False), Unprinted()] = Field(
        None,
        title="사례회의 번호",
        description="사례의 사례회의 목록에서 몇 번째 회의인지. 비우면 같은 날의 회의. 인쇄하지 않음",
    )
    purpose: Annotated[
        ConferencePurpose | None, from_conference(lambda one: one.purpose, "회의 목적"), Unprinted()
    ] = Field(None, title="회의 목적", description="예: 보호종료점검. 인쇄하지 않음")
    kind: Annotated[Line | None, Heading("사례회의"), Needed()] = Field(None, title="회의종류")
    held_on: Annotated[CalendarDate | None, from_conference(lambda one: one.held_on, "개최일"), Needed()] = (
        Field(None, title="회의일시")
    )
    started_at: Annotated[ClockTime | None, from_conference(lambda one: one.started_at, "회의 시각")] = Field(
        None, title="회의 시각"
    )
    next_on: Annotated[CalendarDate | None, from_conference(lambda one: one.next_on, "차기 회의 예정일")] = (
        Field(None, title="다음회의일시")
    )
    title: Annotated[Text | None, from_conference(lambda one: one.topic, "안건"), Needed()] = Field(
        None, title="회의제목", description="회의 목적, 주요 논의 내용"
    )
    content: Annotated[Narrative | None, Needed()] = Field(None, title="회의내용")
    result: Annotated[Narrative | None, from_conference(lambda one: one.result, "회의 결과"), Needed()] = (
        Field(None, title="회의결과", description="대상자에게 제공될 서비스 계획 등")
    )
    internal_attendees: Annotated[
        tuple[Line, ...],
        PersonMark("참석자", "contact"),
        from_conference(lambda one: one.attendees, "참석자"),
        Heading("참석자"),
        Needed(),
    ] = Field((), title="내부참석자", description="회의에 참석한 내부 실무자 모두")
    provider_attendees: Annotated[tuple[Line, ...], PersonMark("참석자", "contact")] = Field(
        (), title="외부참석자 (수행기관종사자)"
    )
    expert_attendees: Annotated[tuple[Line, ...], PersonMark("참석자", "contact")] = Field(
        (), title="외부참석자 (외부전문가)"
    )
    attachments: tuple[Line, ...] = Field((), title="첨부파일")


FORM = Form(
    id="youth_minutes",
    title="사례회의록(자립지원)",
    number="",
    model=YouthMinutes,
    section="사례회의",
    document=MANUAL,
    repeats=True,
    gaps=(
        "출처는 시스템의 입력 화면을 설명할 뿐 서식을 인쇄하지 않습니다. 칸은 출처의 것이고, 배치는 서식이 정합니다.",
        "회의종류의 두 가지 말은 출처에서 읽을 수 없어 적은 대로 인쇄합니다.",
        "사례회의의 참석자는 모두 내부참석자에 채웁니다. 외부참석자는 이 서식에 적습니다.",
    ),
)
