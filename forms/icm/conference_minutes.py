"""사례회의록 (서식 4), from the 2025 guidebook, 부록 서식 4, its 작성 방법 and both 작성 예시."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from forms.case import CaseFile, ConferenceKind
from forms.chosen_conference import chosen, from_conference
from forms.fields import (
    CalendarDate,
    ClockTime,
    Count,
    Line,
    Name,
    Narrative,
    OrganisationName,
    PersonMark,
    Text,
)
from forms.form import Form, FromCase, Needed
from forms.heads import CASE_NO, CLIENT_NAME
from forms.icm.minutes_heads import (
    CHOSEN,
    HELD_ON,
    INTERNAL,
    RESULT,
    WRITER_NAME,
    WRITER_UNIT,
    external,
    held_in_writing,
)
from forms.icm.sources import GUIDEBOOK
from forms.record import FormModel, Record, Value


class OutsideAttendee(Record):
    """Somebody from outside: the three lines that the paper has for each."""

    organisation: Annotated[Line | None, PersonMark("참석자", "contact")] = Field(None, title="소속")
    position: Line | None = Field(None, title="직책")
    name: Name | None = Field(None, title="이름")


def _from_outside(case: CaseFile, form: Any) -> tuple[OutsideAttendee, ...]:
    """The conference's attendees from outside whom the form does not name as experts (its own 소속 and 직위)."""
    conference = chosen(case, form)
    named = [expert.organisation for expert in form.experts if expert.organisation]
    lines = external(conference) if conference is not None else ()
    return tuple(
        OutsideAttendee(organisation=line) for line in lines if not any(name in line for name in named)
    )


KIND = from_conference(lambda held: held.kind, "회의 종류")
NUMBER = from_conference(lambda held: held.number, "회의 차수")
STARTED_AT = from_conference(lambda held: held.started_at, "회의 시각")
TOPIC = from_conference(lambda held: held.topic, "안건")
NEXT_ON = from_conference(lambda held: held.next_on, "차기 회의 예정일")
NEXT_AT = from_conference(lambda held: held.next_at, "차기 회의 시각")
FROM_OUTSIDE = FromCase(_from_outside, "사례회의의 참석자", reads_form=True, chosen_by="conference")


class ConferenceMinutes(FormModel):
    """What the printed form asks for, ① to ⑨; titles are its labels."""

    dated_by = "held_on"

    headings = MappingProxyType(
        {
            "case_no": "사례",
            "conference": "회의",
            "writer_name": "작성자",
            "title": "회의 내용",
            "internal_attendees": "참석자",
            "next_number": "차기 회의",
        }
    )

    case_no: Annotated[Line | None, CASE_NO, Needed()] = Field(None, title="사례관리 번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    conference: Annotated[Count | None, CHOSEN] = Field(
        None,
        title="사례회의 번호",
        description="사례의 사례회의 목록에서 몇 번째 회의인지. 비우면 같은 날, 같은 종류의 회의. 인쇄하지 않음",
    )
    kind: Annotated[ConferenceKind | None, KIND] = Field(None, title="회의 종류", description="인쇄하지 않음")
    number: Annotated[Count | None, NUMBER] = Field(None, title="회의 차수")
    held_on: Annotated[CalendarDate | None, HELD_ON, Needed()] = Field(None, title="회의 일시")
    started_at: Annotated[ClockTime | None, STARTED_AT] = Field(
        None, title="회의 시각", description="회의 일시 칸에 함께 인쇄"
    )
    writer_name: Annotated[Name | None, WRITER_NAME, Needed()] = Field(None, title="작성자")
    writer_agency: Annotated[OrganisationName | None, WRITER_UNIT, Needed()] = Field(None, title="소속 기관")
    title: Annotated[Text | None, TOPIC, Needed()] = Field(
        None, title="회의 제목", description="주요 안건을 요약하여 적음"
    )
    content: Annotated[Narrative | None, Needed()] = Field(None, title="회의 내용")
    result: Annotated[Narrative | None, RESULT, Needed()] = Field(
        None, title="회의 결과", description="결정사항, 협조사항, 향후 추진사항"
    )
    internal_attendees: Annotated[
        tuple[Line, ...], PersonMark("참석자", "contact"), INTERNAL, Needed(unless=held_in_writing)
    ] = Field((), title="내부 참석자", description="희망복지지원단, 시군구·읍면동 유관부서의 담당자")
    external_attendees: Annotated[tuple[OutsideAttendee, ...], FROM_OUTSIDE] = Field(
        (),
        title="외부 참석자(수행기관 종사자 등)",
        description="유관기관 참석자와 대상자, 가족 등 사례관련인",
    )
    experts: tuple[OutsideAttendee, ...] = Field(
        (), title="외부 참석자(외부 전문가)", description="슈퍼비전 등을 위하여 참석한 전문가"
    )
    next_number: Count | None = Field(None, title="차기 회의 차수")
    next_on: Annotated[CalendarDate | None, NEXT_ON] = Field(None, title="차기 회의 예정 일시")
    next_at: Annotated[ClockTime | None, NEXT_AT] = Field(
        None, title="차기 회의 시각", description="차기 회의 예정 일시 칸에 함께 인쇄"
    )


# What the 작성 예시 of an 내부사례회의 prints where nobody came.
NOBODY_CAME = "-"


# A row of the paper is not torn apart by a page's end, so that it must not grow too high.
PERSONS_IN_ROW = 4
_LABELS = ("⑦ 외부 참석자\n(수행기관 종사자 등)", "⑧ 외부 참석자\n(외부 전문가)")


class OutsideRow(Value):
    """⑦ or ⑧ on paper: the label and its persons, or room for one to be written in by hand."""

    label: str
    persons: tuple[OutsideAttendee, ...] = ()
    nobody: str | None = None


class ConferenceMinutesPrinted(Value):
    """What the paper shows beyond the fields."""

    outside: tuple[OutsideRow, ...] = tuple(OutsideRow(label=label) for label in _LABELS)


def printed(minutes: ConferenceMinutes, case: CaseFile) -> ConferenceMinutesPrinted:
    """Those from outside, many in several rows of one label; a dash says that nobody came.

    That is known only where somebody inside is entered: else there is room to write in who came.
    """
    nobody = NOBODY_CAME if minutes.internal_attendees else None
    kinds = zip(_LABELS, (minutes.external_attendees, minutes.experts), strict=True)
    return ConferenceMinutesPrinted(outside=tuple(row for kind in kinds for row in _rows(*kind, nobody)))


def _rows(label: str, persons: tuple[OutsideAttendee, ...], nobody: str | None) -> Iterator[OutsideRow]:
    if not persons:
        yield OutsideRow(label=label, nobody=nobody)
    for start in range(0, len(persons), PERSONS_IN_ROW):
        yield OutsideRow(label=label, persons=persons[start : start + PERSONS_IN_ROW])


FORM = Form(
    id="conference_minutes",
    title="사례회의록",
    number="서식 4",
    model=ConferenceMinutes,
    section="부록 서식 4 사례회의록",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=ConferenceMinutesPrinted,
    gaps=(
        "회의 차수가 그 사례의 모든 회의를 센 것인지 같은 종류의 회의만 센 것인지 업무안내에 없어, 적은 대로 인쇄합니다.",
        "작성자의 서명이나 결재 칸이 없어 두지 않았습니다.",
        "작성 예시는 항목 이름을 ①~⑨ 없이 인쇄하였으나 서식의 인쇄면을 따랐습니다.",
        "외부 참석자가 없으면 작성 예시(내부사례회의)처럼 '-'로 인쇄합니다. 내부 참석자도 적혀 있지 않으면 없었는지 알 수 없어 빈칸으로 둡니다.",
        "사례회의의 참석자에서 채울 때 다른 기관의 사람과 사례관련인은 소속과 직위의 낱말로 알아보아 ⑦에, 나머지는 ⑥에 인쇄합니다. "
        "소속과 직책을 나누거나 ⑧에 인쇄하려면 이 서식에 적습니다.",
    ),
)
