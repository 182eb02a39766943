"""교육 이수 이력: the courses of a subscriber, and how many of them count.

자산형성지원사업 사례관리 names 참여자 교육 이력 관리 and what a course is about; the layout is ours.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Flag, Line, Name, OrganisationName, PersonMark
from forms.figures import figure
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After, BlankRows
from forms.record import FormModel, Record, Value
from forms.savings.contacts import COUNTED_ACCOUNTS
from forms.savings.heads import account_type_in
from forms.savings.sources import DOCUMENT

Subject = Literal[
    "자산관리",
    "재무관리 및 채무조정교육",
    "생애설계 노후준비 교육상담",
    "자기개발 및 자기관리",
    "기타",
]
CourseKind = Literal["집합", "비집합"]


class Course(Record):
    """A course of 자립역량교육 that the subscriber was to attend."""

    held_on: CalendarDate = Field(title="교육일")
    place: Line | None = Field(None, title="장소")
    subject: Subject = Field(title="교육 주제")
    provider: Annotated[Line | None, PersonMark("강사", "anyone")] = Field(None, title="강사·기관")
    kind: CourseKind = Field(title="형태")
    completed: Flag = Field(title="이수")
    registered_on: CalendarDate | None = Field(
        None, title="시스템 등록일", description="자활정보시스템에 이수 여부를 등록한 날"
    )


class EducationRecord(FormModel):
    """The courses of a subscriber in the order entered."""

    headings = MappingProxyType({"case_no": "가입자", "courses": "교육 이수 이력"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    courses: Annotated[tuple[Course, ...], BlankRows(8)] = Field((), title="자립역량교육")

    def completed(self, until: date | None = None) -> Completed:
        """The courses completed, up to a day where one is given."""
        held = [one for one in self.courses if one.completed and (until is None or one.held_on <= until)]
        return Completed(len(held), sum(one.kind == "집합" for one in held))


class Completed(NamedTuple):
    """How many courses were completed, and how many of them in a group."""

    courses: int
    in_group: int


class EducationRecordPrinted(Value):
    """The counts below the list, and how many the account asks for."""

    count: Annotated[Line | None, After("courses")] = Field(None, title="이수 횟수")
    standard: Annotated[Line | None, After("courses")] = Field(None, title="이수 기준")


def printed(record: EducationRecord, case: CaseFile) -> EducationRecordPrinted:
    """이수 n회, 집합 m회; the minimum for the accounts that have one."""
    done = record.completed()
    return EducationRecordPrinted(
        count=f"이수 {done.courses}회, 집합 {done.in_group}회" if record.courses else None,
        standard=_standard(record) if account_type_in(case) in COUNTED_ACCOUNTS else None,
    )


def _standard(record: EducationRecord) -> str | None:
    day = max((one.held_on for one in record.courses), default=None)
    if day is None:
        return None
    courses, in_group = figure("savings", "education", day), figure("savings", "group_education", day)
    return f"{courses}회(집합교육 {in_group}회)"


FORM = Form(
    id="education_record",
    title="교육 이수 이력",
    number="",
    model=EducationRecord,
    section="사례관리/ 자립역량교육 횟수 관리",
    document=DOCUMENT,
    printed=printed,
    printed_model=EducationRecordPrinted,
    gaps=(
        "출처는 참여자 교육 이력을 관리하고 이수 여부를 자활정보시스템에 등록하라고만 하며, 이력을 적는 서식은 없습니다.",
        "강사·기관은 출처가 교육을 여는 시군구에 권하는 강사(국민연금공단, 서민금융진흥원, 신용회복위원회 등)에서 온 칸입니다.",
        "교육 주제의 기타는 서식이 더한 말입니다. 집합교육이 아닌 교육을 출처가 달리 부르지 않아 비집합이라고 적습니다.",
        "이수 기준은 출처가 횟수를 정한 희망키움통장Ⅱ와 내일키움통장에만 인쇄합니다.",
    ),
)
