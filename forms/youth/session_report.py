"""자립준비프로그램 회기보고: one session of a programme for several children; it speaks of a facility.

From 서비스 제공 (자립지원 프로그램 회기보고). The source gives the fields with their marks; the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Count, Line, Name, Narrative, OrganisationName, PersonMark
from forms.form import Form, Needed
from forms.heads import CASE_NO, WORKER_NAME
from forms.page import After, Heading
from forms.record import FormModel, Value
from forms.youth.care import Year
from forms.youth.heads import FACILITY_NAME, of_care
from forms.youth.sources import MANUAL


class SessionReport(FormModel):
    """A session as it was held."""

    dated_by = "held_on"

    headings = MappingProxyType({"case_no": "기록물", "title": "프로그램", "held_on": "회기"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    facility_name: Annotated[OrganisationName | None, FACILITY_NAME, Needed()] = Field(None, title="기관명")
    written_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="일자", description="작성일")
    worker_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="담당자")
    title: Annotated[Line | None, Heading("프로그램"), Needed()] = Field(
        None, title="제목", description="자립준비프로그램명(대표명)"
    )
    program: Annotated[Line | None, Needed()] = Field(
        None, title="프로그램", description="자립지원표준화프로그램의 분류 하나"
    )
    program_year: Year | None = Field(None, title="프로그램년도")
    program_name: Line | None = Field(
        None, title="자립준비프로그램", description="회기보고의 자립준비프로그램명"
    )
    participants: Annotated[tuple[Name, ...], PersonMark("대상자")] = Field(
        (), title="대상자", description="여럿일 수 있음"
    )
    held_on: Annotated[CalendarDate | None, Heading("회기"), Needed()] = Field(
        None, title="회기일자", description="세부 회기를 진행한 날"
    )
    code: Line | None = Field(None, title="회기보고코드", description="시스템이 저장할 때 만드는 것")
    cutoff_on: Annotated[CalendarDate | None, of_care("cutoff_on")] = Field(None, title="마감일")
    session_minutes: Annotated[Count | None, Needed()] = Field(
        None, title="진행시간(분)", description="프로그램을 진행한 시간"
    )
    extra_minutes: Count | None = Field(None, title="소요시간(분)", description="진행시간 밖에 걸린 시간")
    content: Narrative | None = Field(None, title="내용")


class SessionReportPrinted(Value):
    """What makes the record one of this kind, and the whole time."""

    division: Annotated[Line, After("facility_name")] = Field("자립지원", title="분류")
    record: Annotated[Line, After("facility_name")] = Field("자립준비프로그램 회기보고", title="기록물")
    total_minutes: Annotated[int | None, After("extra_minutes")] = Field(None, title="총소요시간(분)")


def printed(report: SessionReport, case: CaseFile) -> SessionReportPrinted:
    """총소요시간: 진행시간 and 소요시간 together, in minutes."""
    held = report.session_minutes
    return SessionReportPrinted(
        total_minutes=held + (report.extra_minutes or 0) if held is not None else None
    )


FORM = Form(
    id="session_report",
    title="자립준비프로그램 회기보고",
    number="",
    model=SessionReport,
    section="서비스 제공 (자립지원 프로그램 회기보고)",
    document=MANUAL,
    repeats=True,
    scope="agency",
    printed=printed,
    printed_model=SessionReportPrinted,
    gaps=(
        "자립지원표준화프로그램의 8영역 이름이 출처에 없어 프로그램은 적은 대로 인쇄합니다.",
        "총소요시간이 어떻게 계산되는지 출처에 없어 진행시간과 소요시간의 합으로 합니다.",
        "가정위탁은 이 화면을 쓰지 않습니다.",
    ),
)
