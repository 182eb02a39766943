"""사고보고서: what is written down after somebody of the staff came to harm.

2025 guidebook, 행정사항 Ⅰ, 사고가 발생했을 경우 대처 요령: thirteen contents, written by the one harmed and a witness;
the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.fields import (
    CalendarDate,
    CaseNo,
    ClockTime,
    Flag,
    Line,
    Name,
    Narrative,
    PersonMark,
    Text,
)
from forms.form import Form, Needed
from forms.heads import CASE_NO
from forms.icm.sources import GUIDEBOOK
from forms.page import Heading, Room, Signature, Unprinted
from forms.record import FormModel


class IncidentReport(FormModel):
    """An accident in the words of who was harmed and who saw it."""

    dated_by = "occurred_on"

    headings = MappingProxyType(
        {
            "case_no": "사고",
            "summary": "피해 상황",
            "client_reaction": "행동과 반응",
            "supervisor_opinion": "대처와 처리",
            "written_on": "작성",
            "reported_to": "보고와 조치",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    occurred_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="사고일시")
    occurred_at: ClockTime | None = Field(None, title="사고 시각")
    place: Annotated[Line | None, Needed()] = Field(None, title="장소")
    persons: Annotated[Text | None, PersonMark("관련 인물", "anyone"), Needed()] = Field(
        None, title="관련 인물", description="사고와 관련된 사람. 여럿이면 줄을 나누어 적음"
    )
    supervisors: Annotated[Text | None, PersonMark("관리자 및 슈퍼바이저", "contact")] = Field(
        None, title="관리자 및 슈퍼바이저"
    )
    summary: Annotated[Narrative | None, Room("some-room"), Needed()] = Field(
        None, title="피해 상황에 대한 개요"
    )
    danger_and_harm: Annotated[Narrative | None, Room("more-room"), Needed()] = Field(
        None, title="구체적인 위험상황 및 피해 내용"
    )
    extent: Annotated[Narrative | None, Room("row-room")] = Field(None, title="피해 범위")
    client_reaction: Annotated[Narrative | None, Room("row-room")] = Field(
        None, title="클라이언트의 행동 및 반응"
    )
    others_reaction: Annotated[Narrative | None, Room("row-room")] = Field(
        None, title="주변인의 행동 및 반응"
    )
    staff_reaction: Annotated[Narrative | None, Room("row-room")] = Field(None, title="종사자의 반응")
    supervisor_opinion: Annotated[Narrative | None, Room("row-room")] = Field(
        None, title="슈퍼바이저 및 관리자의 의견 및 대처계획"
    )
    witness_opinion: Annotated[Narrative | None, Room("row-room")] = Field(
        None, title="목격자의 대처 및 의견"
    )
    outcome: Annotated[Narrative | None, Room("some-room")] = Field(None, title="사고 처리 결과")
    written_on: Annotated[CalendarDate | None, Heading("작성"), Needed()] = Field(None, title="작성일")
    victim_name: Annotated[Name | None, PersonMark("사고당사자"), Signature()] = Field(
        None, title="사고당사자(피해자)"
    )
    witness_name: Annotated[Name | None, PersonMark("목격자"), Signature()] = Field(None, title="목격자")
    reported_to: Annotated[Line | None, PersonMark("보고받은 사람", "contact"), Unprinted()] = Field(
        None, title="보고한 슈퍼바이저·관리자", description="인쇄하지 않음"
    )
    reported_on: Annotated[CalendarDate | None, Unprinted()] = Field(
        None, title="보고일", description="슈퍼바이저 및 관리자에게 알린 날. 인쇄하지 않음"
    )
    medical_handed_on: Annotated[CalendarDate | None, Unprinted()] = Field(
        None, title="의료기관 인계일", description="의료적 조치가 필요하여 인계한 날. 인쇄하지 않음"
    )
    police_reported: Annotated[Flag | None, Unprinted()] = Field(
        None, title="경찰 신고", description="경찰에 신고하거나 고소·고발하였는지. 인쇄하지 않음"
    )
    after_care_planned: Annotated[Flag | None, Unprinted()] = Field(
        None,
        title="심리적 개입과 소진 방지 대책",
        description="피해자, 주변의 클라이언트와 동료에 대한 대책을 마련하였는지. 인쇄하지 않음",
    )


FORM = Form(
    id="incident_report",
    title="사고보고서",
    number="",
    model=IncidentReport,
    section="행정사항 Ⅰ 통합사례관리 담당자 안전 대책(사고가 발생했을 경우 대처 요령)",
    document=GUIDEBOOK,
    repeats=True,
    gaps=(
        "출처에는 작성할 내용과 쓰는 사람(사고당사자와 목격자)이 있을 뿐 서식은 없습니다. 칸의 순서는 출처를 따르고 배치는 서식이 정합니다.",
        "보고, 의료기관 인계, 경찰 신고, 심리적 개입은 사고보고서에 적으라고 한 내용이 아니어서 인쇄하지 않는 항목으로 받습니다.",
    ),
)
