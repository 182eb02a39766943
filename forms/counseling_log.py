"""상담일지: one counselling, and whether it counts as a contact; several programmes list the form.

자산형성지원사업 사례관리, 사례관리/ 자립역량교육 횟수 관리, says what counts and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Flag, Line, Name, Narrative, OrganisationName
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.joining import joined_on
from forms.page import After
from forms.periods import months_after
from forms.record import FormModel, Value
from forms.source import SourceDocument

Method = Literal["전화", "대면", "문자", "기타"]
Topic = Literal[
    "중간점검지 작성",
    "본인적립금 납입독려",
    "미납관리",
    "지침변동사항 안내",
    "재무설계",
    "채무조정",
    "통장만기 안내",
    "자립역량교육 안내",
    "압류/가압류",
    "기타",
]
# What the source counts one by one; 「가입자의 다양한 문제」 takes in what is entered as 기타.
COUNTED_TOPICS: tuple[Topic, ...] = (
    "중간점검지 작성",
    "본인적립금 납입독려",
    "미납관리",
    "지침변동사항 안내",
    "재무설계",
    "채무조정",
    "기타",
)
# The steps of the table 사례관리 횟수 및 교육이수 횟수 기준. Neighbours share a day, which is the earlier one's here:
# a contact is late only after it (E-05).
HALF_YEARS = (
    "6개월 이내",
    "6개월 이상 ~ 1년 이내",
    "1년 이상 ~ 1년 6개월 이내",
    "1년 6개월 이상 ~ 2년 이내",
    "2년 이상 ~ 2년 6개월 이내",
    "2년 6개월 이상",
)
_MONTHS = 6


class CounselingLog(FormModel):
    """A counselling as it was held and entered in the system."""

    dated_by = "counselled_on"

    headings = MappingProxyType(
        {"case_no": "대상자", "counselled_on": "상담", "completed": "상담 완료와 입력"}
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    counselled_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="상담일자")
    counselor_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="상담자")
    method: Method | None = Field(None, title="상담방법")
    topics: Annotated[tuple[Topic, ...], Needed()] = Field((), title="상담 주제")
    content: Annotated[Narrative | None, Needed()] = Field(None, title="상담 내용")
    action: Narrative | None = Field(None, title="조치·연계")
    completed: Annotated[Flag | None, Needed()] = Field(
        None, title="상담 완료", description="상담을 마쳤는지. 마치고 시스템에 입력해야 1회로 인정"
    )
    registered_on: CalendarDate | None = Field(None, title="시스템 입력일")

    @property
    def counts(self) -> bool:
        """Whether it counts as one contact: completed, entered in the system, of a topic that counts (AB-CM-4)."""
        about = any(topic in COUNTED_TOPICS for topic in self.topics)
        return self.completed is True and self.registered_on is not None and about


class CounselingLogPrinted(Value):
    """What the counselling counts for, and in which half-year since joining it falls."""

    counted: Annotated[Line | None, After("registered_on")] = Field(None, title="인정 횟수")
    half_year: Annotated[Line | None, After("registered_on")] = Field(None, title="가입 후 기간")


def contacts(case: CaseFile) -> tuple[tuple[int, CounselingLog], ...]:
    """The counsellings of a case that count, in time order, each with its position in the file."""
    return tuple((position, log) for _, position, log in case.placed(CounselingLog) if log.counts)


def contact_days(case: CaseFile) -> tuple[date, ...]:
    """The days of the counsellings that count, in order."""
    return tuple(log.counselled_on for _, log in contacts(case) if log.counselled_on is not None)


def completed_days(case: CaseFile) -> tuple[date, ...]:
    """The days of the counsellings that were completed, in order, whatever they were about."""
    done = (log.counselled_on for log in case.all_of(CounselingLog) if log.completed)
    return tuple(day for day in done if day is not None)


def half_year_of(day: date, joined: date) -> int | None:
    """In which half-year since joining a day falls, 1 to 6, the last without an end; None before joining."""
    if day < joined:
        return None
    ends = (months_after(joined, _MONTHS * number) for number in range(1, len(HALF_YEARS)))
    return next((number for number, end in enumerate(ends, 1) if day <= end), len(HALF_YEARS))


def printed(log: CounselingLog, case: CaseFile) -> CounselingLogPrinted:
    """Whether it counts, how many have counted with it in time order, and its half-year."""
    before = 0
    for one in case.all_of(CounselingLog):
        before += one.counts
        if one is log:
            break
    day, joined = log.counselled_on, joined_on(case)
    number = half_year_of(day, joined) if day is not None and joined is not None else None
    return CounselingLogPrinted(
        counted=f"{int(log.counts)} / 누계 {before}",
        half_year=f"{number}번째 반기({HALF_YEARS[number - 1]})" if number is not None else None,
    )


FORM = Form(
    id="counseling_log",
    title="상담일지",
    number="",
    model=CounselingLog,
    section="사례관리/ 자립역량교육 횟수 관리",
    document=SourceDocument("자산형성지원사업 사례관리"),
    repeats=True,
    printed=printed,
    printed_model=CounselingLogPrinted,
    gaps=(
        "출처는 상담을 마치고 시스템에 입력하면 1회로 인정한다고만 하며, 통장만기 안내, 자립역량교육 안내, 압류/가압류만 다룬 "
        "상담을 세는지는 말하지 않아 세지 않습니다. '가입자의 다양한 문제'는 기타로 적고 1회로 셉니다.",
        "출처의 기간은 '6개월 이내'와 '6개월 이상'처럼 하루가 겹칩니다. 겹치는 날의 상담은 앞 기간의 것으로 인쇄합니다.",
        "다른 사업에서는 상담일지의 이름만 출처에 있어 이 서식에 함께 적습니다. 인정 횟수와 가입 후 기간은 통장의 사례관리 횟수를 셀 때의 "
        "것이고, 상담 주제에 맞는 말이 없으면 기타를 고릅니다.",
        "상담방법 가운데 전화와 대면은 초기상담에, 문자는 저축독려에 나오는 말이고 기타는 서식이 더한 말입니다.",
    ),
)
