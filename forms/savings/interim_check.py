"""중간점검지: one and two years after joining, beside what the first counselling noted.

자산형성지원사업 사례관리, 기초 사례관리(가입유지관리), says when and what is compared, and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, Narrative, OrganisationName, Text
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.joining import joined_on
from forms.page import After, Heading, Unprinted
from forms.record import FormModel, Value
from forms.savings.contacts import interim_check_dates
from forms.savings.savings_intake import SavingsIntake
from forms.savings.sources import DOCUMENT

Round = Literal["만 1년", "만 2년"]
# What both sheets ask for, by the key that both have, in print order.
COMPARED = ("work", "housing", "finance", "service_needs")
ROUNDS: tuple[Round, ...] = get_args(Round)


class InterimCheck(FormModel):
    """How a subscriber lives now, and what has changed."""

    dated_by = "checked_on"

    headings = MappingProxyType(
        {
            "case_no": "점검",
            "work": "초기상담지와 비교",
            "client_change": "변화",
            "satisfaction": "사업참여 만족도와 입력",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    round: Annotated[Round | None, Needed()] = Field(None, title="점검 회차")
    checked_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="점검일")
    work: Annotated[Narrative | None, Unprinted()] = Field(None, title="근로현황")
    housing: Annotated[Narrative | None, Unprinted()] = Field(None, title="주거현황")
    finance: Annotated[Narrative | None, Unprinted()] = Field(None, title="재무현황")
    service_needs: Annotated[Narrative | None, Unprinted()] = Field(None, title="사례관리서비스 욕구")
    client_change: Annotated[Narrative | None, Heading("변화"), Needed()] = Field(None, title="가입자의 변화")
    environment_change: Annotated[Narrative | None, Needed()] = Field(None, title="환경의 변화")
    satisfaction: Text | None = Field(None, title="사업참여 만족도")
    registered_on: CalendarDate | None = Field(None, title="시스템 입력일")


class ComparedRow(Value):
    """What is asked for at both times: its name, what the first counselling noted, and what holds now."""

    name: Line | None = Field(None, title="구분")
    before: Narrative | None = Field(None, title="초기상담지")
    now: Narrative | None = Field(None, title="현재")


def _names() -> tuple[ComparedRow, ...]:
    return tuple(ComparedRow(name=InterimCheck.model_fields[key].title) for key in COMPARED)


class InterimCheckPrinted(Value):
    """The day on which the check is due, and both states side by side."""

    due_on: Annotated[CalendarDate | None, After("round")] = Field(None, title="점검 시점")
    compared: Annotated[tuple[ComparedRow, ...], After("checked_on")] = Field(
        default_factory=_names, title="초기상담지와 비교"
    )


def due_on(round: Round, joined: date) -> date | None:
    """The day on which a check is due: one or two years after joining (AB-CM-8); None where we hold no figure."""
    days = interim_check_dates(joined, joined)
    return days[ROUNDS.index(round)] if len(days) == len(ROUNDS) else None


def check_days(case: CaseFile) -> tuple[date, ...]:
    """The days of the interim checks of a case, in order."""
    return tuple(check.checked_on for check in case.all_of(InterimCheck) if check.checked_on is not None)


def printed(check: InterimCheck, case: CaseFile) -> InterimCheckPrinted:
    """What the first counselling of the case noted beside what holds now."""
    joined, intake = joined_on(case), case.first_of(SavingsIntake)
    return InterimCheckPrinted(
        due_on=due_on(check.round, joined) if check.round is not None and joined is not None else None,
        compared=tuple(
            ComparedRow(
                name=InterimCheck.model_fields[key].title,
                before=getattr(intake, key, None),
                now=getattr(check, key),
            )
            for key in COMPARED
        ),
    )


FORM = Form(
    id="interim_check",
    title="중간점검지",
    number="",
    model=InterimCheck,
    section="기초 사례관리(가입유지관리)",
    document=DOCUMENT,
    repeats=True,
    printed=printed,
    printed_model=InterimCheckPrinted,
    gaps=(
        "출처는 중간점검지를 만 1년, 만 2년 시점에 쓰고 초기상담지와 비교한다고만 하며, 언제까지 쓰는지는 말하지 않습니다.",
        "초기상담지와 견주는 항목은 출처에 따로 없어, 초기상담지의 근로/주거/재무현황과 사례관리서비스 욕구를 나란히 인쇄합니다. "
        "사례에 초기상담지가 없으면 그 칸은 비어 있습니다.",
        "사업참여 만족도는 중간점검지를 쓸 때 조사한다는 말만 있고, 문항과 척도가 없어 한 칸으로 둡니다.",
    ),
)
