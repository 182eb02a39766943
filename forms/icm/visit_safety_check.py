"""방문 전 위험요소 점검: what is asked before somebody goes to a household.

2025 guidebook, 행정사항 Ⅰ, 방문상담 시 주의할 사항: six dangers and the duties of a visitor; the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Flag, Line, Name, PersonMark, Text
from forms.form import Form, FromCase, Needed
from forms.heads import CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.icm.sources import GUIDEBOOK
from forms.page import After, BlankRows, Box, Heading, Share, Unprinted, box
from forms.record import FormModel, Value

Danger = Literal["예", "아니오", "모름"]

# Whoever goes may be somebody else than the case manager.
VISITOR = FromCase(WORKER_NAME.get, WORKER_NAME.origin, silent=True)

# The six questions, in the order of the source.
QUESTIONS = ("drunk", "fighting", "agitated", "hostile", "violent_record", "severe_stress")


class VisitSafetyCheck(FormModel):
    """A visit that is planned, and the six dangers as they are known before it."""

    dated_by = "visit_on"

    headings = MappingProxyType(
        {"case_no": "방문", "drunk": "위험요소", "rescheduled_to": "위험이 의심될 때의 조치"}
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    visit_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="방문 예정일")
    visitor_name: Annotated[Name | None, VISITOR, Needed()] = Field(None, title="방문자")
    companion: Annotated[Line | None, PersonMark("동행자", "contact")] = Field(
        None, title="동행자", description="2인 1조로 함께 방문하는 사람의 소속과 이름"
    )
    companion_consented: Annotated[Flag | None, Unprinted()] = Field(
        None,
        title="동행자의 개인정보 보호 동의",
        description="동행자에게서 대상자의 개인정보 보호에 대한 동의를 받았는지. 인쇄하지 않음",
    )
    reported_to: Annotated[Line | None, PersonMark("보고받은 사람", "contact")] = Field(
        None, title="보고받은 상사·동료", description="방문 일정을 보고받은 사람"
    )
    reported_on: CalendarDate | None = Field(None, title="보고일")
    drunk: Annotated[Danger | None, Unprinted(), Needed()] = Field(
        None, title="① 클라이언트가 술에 취해 있는 상황인가"
    )
    fighting: Annotated[Danger | None, Unprinted(), Needed()] = Field(
        None, title="② 싸움, 다툼 등이 진행되고 있는 상황인가"
    )
    agitated: Annotated[Danger | None, Unprinted(), Needed()] = Field(
        None, title="③ 클라이언트가 분노, 흥분한 상태에 있는가"
    )
    hostile: Annotated[Danger | None, Unprinted(), Needed()] = Field(
        None, title="④ 클라이언트 및 주변 인물들이 사회복지사의 방문에 적대적인 태도를 보이는가"
    )
    violent_record: Annotated[Danger | None, Unprinted(), Needed()] = Field(
        None, title="⑤ 클라이언트가 폭력 관련 전과를 가지고 있는가"
    )
    severe_stress: Annotated[Danger | None, Unprinted(), Needed()] = Field(
        None,
        title="⑥ 클라이언트가 최근 심각한 스트레스 상황(실직, 가정해체, 사회적 고립 등)에 있는가",
    )
    rescheduled_to: Annotated[CalendarDate | None, Heading("위험이 의심될 때의 조치")] = Field(
        None, title="재조정한 방문일"
    )
    police_accompanied: Flag | None = Field(
        None, title="경찰 등의 동행", description="경찰 등의 협조를 구하여 동행하는지"
    )
    note: Text | None = Field(None, title="비고")

    @property
    def answers(self) -> tuple[Danger | None, ...]:
        """The six answers in order."""
        return tuple(getattr(self, name) for name in QUESTIONS)

    def dangers(self, answer: Danger) -> tuple[str, ...]:
        """The dangers that are answered so, in the words of the source."""
        titles = (str(type(self).model_fields[name].title) for name in QUESTIONS)
        return tuple(title for title, own in zip(titles, self.answers, strict=True) if own == answer)

    @property
    def changed(self) -> bool:
        """Whether the visit is put off or the police come along."""
        return self.rescheduled_to is not None or self.police_accompanied is True


class DangerRow(Value):
    """A danger with a box for each answer."""

    question: Annotated[Text, Share(61)] = Field(title="점검할 상황")
    yes: Box = Field("□", title="예")
    no: Box = Field("□", title="아니오")
    unknown: Box = Field("□", title="모름")


def _rows(check: VisitSafetyCheck | None) -> tuple[DangerRow, ...]:
    answers = check.answers if check is not None else (None,) * len(QUESTIONS)
    fields = VisitSafetyCheck.model_fields
    return tuple(
        DangerRow(
            question=str(fields[name].title),
            yes=box(answer == "예"),
            no=box(answer == "아니오"),
            unknown=box(answer == "모름"),
        )
        for name, answer in zip(QUESTIONS, answers, strict=True)
    )


def _no_answers() -> tuple[DangerRow, ...]:
    return _rows(None)


# 방문상담 시 주의할 사항, as far as it speaks to who visits.
DUTIES = (
    "– 방문 일정에 대하여 상사 및 동료에게 반드시 보고",
    "– 방문 전, 다음의 위험요소* 여부를 사전에 점검하고 위험한 상황이 의심된다면 방문 일정을 재조정",
    "– 방문 시 신변 안전에 위협을 느낀다면 지체하지 말고 현장을 벗어날 것",
    "– 대상 가구의 특성 및 안전문제 등을 고려하여 사회복지 관련 기관 및 동료직원, 인적안전망"
    "(지역사회보장협의체 구성원, 명예사회복지공무원, 좋은 이웃들 등)과 일정 협의 후 2인 1조로 구성하여 방문 진행",
    "– 위험이 의심되는 상황에서 클라이언트를 처음 방문하는 경우 또는 위험한 상황이나 방문이 반드시 필요할 경우 "
    "경찰 등의 협조를 구하여 동행할 것",
    "– 무기가 될 수 있는 물건(냄비, 칼, 뜨거운 물 등)이 많은 장소를 피하고, 출입문이 가까운 곳에 위치할 것",
    "– 가능한 밝은 시간대에 클라이언트를 방문하고, 어두운 장소를 피할 것",
)


class VisitSafetyCheckPrinted(Value):
    """The six dangers as a sheet, and what a visitor heeds."""

    dangers: Annotated[tuple[DangerRow, ...], BlankRows(len(QUESTIONS)), After("reported_on")] = Field(
        default_factory=_no_answers, title="* 위험요소"
    )
    duties: Annotated[tuple[Text, ...], After("note")] = Field(DUTIES, title="방문상담 시 주의할 사항")


def printed(check: VisitSafetyCheck, case: CaseFile) -> VisitSafetyCheckPrinted:
    """A box for each answer."""
    return VisitSafetyCheckPrinted(dangers=_rows(check))


FORM = Form(
    id="visit_safety_check",
    title="방문 전 위험요소 점검",
    number="",
    model=VisitSafetyCheck,
    section="행정사항 Ⅰ 통합사례관리 담당자 안전 대책(방문상담 시 주의할 사항)",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=VisitSafetyCheckPrinted,
    gaps=(
        "출처에는 위험요소 여섯 가지와 주의할 사항이 있을 뿐 점검표는 없습니다. 예·아니오·모름의 칸과 방문, 보고, 조치를 적는 칸은 서식이 정합니다.",
        "출처의 첫 위험요소는 'ⓛ'로 인쇄되어 있으나 ①로 인쇄합니다.",
        "주의할 사항 가운데 지자체가 할 일(안전장비 지급 강구)은 방문하는 사람의 것이 아니어서 인쇄하지 않습니다.",
        "사무실의 내방상담에서 주의할 사항과 폭력적인 클라이언트와 대화하기, 폭력 발생 시의 대처는 방문 전의 점검이 아니어서 인쇄하지 않습니다.",
    ),
)
