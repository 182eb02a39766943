"""사례관리일지: a service given to a child, from 서비스 제공 (제공).

The source gives the fields of the screen and of its tabs 취업 and 진학; the tab 주거 is an image that cannot be
read. The layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Count, Line, Narrative, PlaceMark, Won
from forms.form import Form, Needed
from forms.page import Applies, BlankRows, Heading, Unprinted
from forms.record import Record, Value
from forms.youth.code_words import TUITION_SOURCES, WORK_ROUTES, UniversityType, WorkField, WorkForm
from forms.youth.heads import ChildForm
from forms.youth.independence_plan import JobTraining
from forms.youth.sources import MANUAL

LogField = Literal["취업", "진학", "주거", "그외"]
# The fields of a tab, which the screen shows for its 분야 alone.
WORK_TAB = (
    "employed",
    "company",
    "work_field",
    "income_band",
    "work_form",
    "work_route",
    "trainings",
    "certificates",
)
STUDY_TAB = ("university", "major", "university_type", "tuition_main", "tuition_other")
TABS: dict[LogField, tuple[str, ...]] = {"취업": WORK_TAB, "진학": STUDY_TAB}
_WORK, _STUDY = Applies("field", "취업"), Applies("field", "진학")


class GivenService(Record):
    """A service given."""

    name: Line = Field(title="제공서비스명")
    from_on: CalendarDate | None = Field(None, title="제공시작일자")
    to_on: CalendarDate | None = Field(None, title="제공종료일자")


class CertificateGained(Record):
    """A certificate with who issued it."""

    field: Line | None = Field(None, title="자격분야")
    name: Line = Field(title="자격증명")
    issued_on: CalendarDate | None = Field(None, title="발급날짜")
    issuer: Line | None = Field(None, title="발급처")


class YouthCaseLog(ChildForm):
    """A day of case management."""

    dated_by = "logged_on"

    headings = MappingProxyType(
        {
            "case_no": "대상자",
            "logged_on": "사례관리일지",
            "employed": "사례관리 분야: 취업",
            "university": "사례관리 분야: 진학",
        }
    )

    logged_on: Annotated[CalendarDate | None, Heading("사례관리일지"), Needed()] = Field(
        None, title="사례관리일자", description="제공일"
    )
    field: Annotated[LogField | None, Needed()] = Field(None, title="사례관리분야")
    goal: Line | None = Field(None, title="목표")
    minutes: Count | None = Field(None, title="소요시간(분)")
    cost: Won | None = Field(None, title="비용")
    link: Literal["자체서비스", "시도센터연계"] | None = Field(None, title="연계구분")
    services: Annotated[tuple[GivenService, ...], BlankRows(2)] = Field((), title="제공서비스")
    content: Narrative | None = Field(None, title="서비스내용")
    employed: Annotated[
        Literal["취업", "미취업"] | None, _WORK, Heading("사례관리 분야: 취업", only_if="work_tab")
    ] = Field(None, title="취업여부")
    company: Annotated[Line | None, _WORK] = Field(None, title="직장명")
    work_field: Annotated[WorkField | None, _WORK] = Field(None, title="취업분야")
    income_band: Annotated[Line | None, _WORK] = Field(None, title="소득")
    work_form: Annotated[WorkForm | None, _WORK] = Field(None, title="취업형태")
    work_route: Annotated[Line | None, _WORK, WORK_ROUTES] = Field(None, title="취업경로")
    trainings: Annotated[tuple[JobTraining, ...], _WORK, BlankRows(1)] = Field((), title="직업훈련")
    certificates: Annotated[tuple[CertificateGained, ...], _WORK, BlankRows(1)] = Field((), title="자격증")
    university: Annotated[
        Line | None, PlaceMark("학교"), _STUDY, Heading("사례관리 분야: 진학", only_if="study_tab")
    ] = Field(None, title="대학명")
    major: Annotated[Line | None, _STUDY] = Field(None, title="학과명")
    university_type: Annotated[UniversityType | None, _STUDY] = Field(None, title="대학구분")
    tuition_main: Annotated[Line | None, _STUDY, TUITION_SOURCES] = Field(None, title="주등록금 조달")
    tuition_other: Annotated[Line | None, _STUDY, TUITION_SOURCES] = Field(None, title="부등록금 조달")


_SHOWN = "인쇄"


class YouthCaseLogPrinted(Value):
    """Which tabs are printed: all of them on a blank page, that of its 분야 on a filled one."""

    work_tab: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="취업 탭")
    study_tab: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="진학 탭")


def printed(log: YouthCaseLog, case: CaseFile) -> YouthCaseLogPrinted:
    """The tab of the 분야; without a 분야 both, to be filled in by hand."""

    def tab(field: LogField) -> str | None:
        return _SHOWN if log.field in (None, field) else None

    return YouthCaseLogPrinted(work_tab=tab("취업"), study_tab=tab("진학"))


FORM = Form(
    id="youth_case_log",
    title="사례관리일지",
    number="",
    model=YouthCaseLog,
    section="서비스 제공 (제공)",
    document=MANUAL,
    repeats=True,
    printed=printed,
    printed_model=YouthCaseLogPrinted,
    gaps=(
        "사례관리분야가 주거일 때 적는 칸은 그림이어서 읽을 수 없습니다. 서비스내용에 적습니다.",
        "취업경로와 등록금 조달에서 고르는 말은 그림에서 옮긴 글자가 곳마다 달라 보기로만 두고, 적은 대로 인쇄합니다. "
        "'친인척'과 '지정후원금'이 한 말인지 두 말인지도 알 수 없습니다.",
        "취업·진학 칸에서 「*」가 있는 정보가 필수라고 하나 어느 칸인지 출처에서 읽을 수 없어 필수로 하지 않았습니다.",
        "취업분야의 말은 보호종료 화면의 것입니다. 소득의 구간은 출처에 없어 적은 대로 인쇄합니다.",
        "사례관리분야를 적으면 그 분야의 칸만 인쇄하고, 빈 서식에는 취업과 진학의 칸을 모두 인쇄합니다.",
        "목표는 화면에는 목적, 설명에는 목표로 되어 있어 설명을 따랐습니다.",
    ),
)
