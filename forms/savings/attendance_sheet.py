"""출석부: who came to a course of 자립역량교육; it speaks of a class, not of one subscriber.

자산형성지원사업 사례관리, 자립역량교육(개요), names the sheet, and day and place of a course; the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import (
    CalendarDate,
    CaseNo,
    ClockTime,
    Line,
    Name,
    OrganisationName,
    Text,
)
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, WORKER_NAME
from forms.page import Unprinted
from forms.record import FormModel, Record, Value
from forms.savings.education_record import CourseKind, Subject
from forms.savings.sources import DOCUMENT
from forms.savings.terms import AccountType

LEAST_ROWS = 20


class Attendee(Record):
    """Somebody who is to sign."""

    name: Name = Field(title="참석자 성명")
    account_type: AccountType | None = Field(None, title="통장")
    note: Text | None = Field(None, title="비고")


class AttendanceSheet(FormModel):
    """A course and those who are to attend it."""

    dated_by = "held_on"

    headings = MappingProxyType({"case_no": "기관", "held_on": "교육", "attendees": "참석자"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    held_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="교육일")
    from_time: ClockTime | None = Field(None, title="시작 시각")
    to_time: ClockTime | None = Field(None, title="종료 시각")
    place: Annotated[Text | None, Needed()] = Field(None, title="장소")
    subject: Annotated[Subject | None, Needed()] = Field(None, title="교육 주제")
    lecturer: Name | None = Field(None, title="강사")
    provider: OrganisationName | None = Field(None, title="강사의 기관")
    kind: Annotated[CourseKind | None, Needed()] = Field(None, title="형태")
    attendees: Annotated[tuple[Attendee, ...], Unprinted()] = Field((), title="참석자")


class AttendanceRow(Value):
    """A numbered line to sign on."""

    number: int | None = Field(None, title="번호")
    name: Name | None = Field(None, title="성명")
    account_type: AccountType | None = Field(None, title="통장")
    signature: Line | None = Field(None, title="서명")
    note: Text | None = Field(None, title="비고")


def _rows(attendees: tuple[Attendee, ...]) -> tuple[AttendanceRow, ...]:
    rows = [
        AttendanceRow(number=number, name=one.name, account_type=one.account_type, note=one.note)
        for number, one in enumerate(attendees, 1)
    ]
    further = range(len(rows) + 1, LEAST_ROWS + 1)
    return (*rows, *(AttendanceRow(number=number) for number in further))


def _no_names() -> tuple[AttendanceRow, ...]:
    return _rows(())


class AttendanceSheetPrinted(Value):
    """The lines to sign on, twenty at the least."""

    rows: tuple[AttendanceRow, ...] = Field(default_factory=_no_names, title="출석")


def printed(sheet: AttendanceSheet, case: CaseFile) -> AttendanceSheetPrinted:
    """Those who are to attend, in the order entered, and lines for whoever else comes."""
    return AttendanceSheetPrinted(rows=_rows(sheet.attendees))


FORM = Form(
    id="attendance_sheet",
    title="출석부",
    number="",
    model=AttendanceSheet,
    section="자립역량교육(개요)",
    document=DOCUMENT,
    repeats=True,
    scope="agency",
    printed=printed,
    printed_model=AttendanceSheetPrinted,
    gaps=(
        "출처에는 교육 당일 출석부를 준비하라는 말과 교육일정(일시 및 장소)이 있을 뿐, 출석부의 칸은 없습니다.",
        "강사와 기관은 시군구가 교육을 여는 강사를 말하는 글에서 온 칸이고, 통장과 비고는 서식이 더한 칸입니다.",
        "출석부에 이름이 있다고 이수로 세지 않습니다. 이수 여부는 가입자마다 교육 이수 이력에 적습니다.",
    ),
)
