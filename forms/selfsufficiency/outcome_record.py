"""자활사례관리 성과 기록: which outcomes are seen in a participant in a phase, and what has changed since the first.

자활사례관리 성과 심층분석연구, 그림 Ⅴ-1, proposes the structure of outcomes; it is no official form, and the
layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Line, Narrative, Text
from forms.form import Form, Needed
from forms.page import After, BlankRows, Notice, Share, Unprinted
from forms.record import Record, Value
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.outcomes import OutcomeItem, outcome_labels
from forms.selfsufficiency.sources import STUDY

Phase = Literal["초기", "중간", "지속", "후속"]
Observer = Literal["실무자", "참여주민", "공통"]


class SeenOutcome(Record):
    """An outcome that was seen, by whom, and on what it rests. Its area is that of the figure."""

    item: OutcomeItem = Field(title="성과")
    observed_by: Observer | None = Field(None, title="누구의 경험")
    evidence: Narrative | None = Field(None, title="근거")


class OutcomeRecord(ParticipantForm):
    """The outcomes of one phase, as the worker chooses it: phases are no intervals of time."""

    dated_by = "recorded_on"

    headings = MappingProxyType({"case_no": "참여자", "recorded_on": "성과"})

    recorded_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="기록일")
    phase: Annotated[Phase | None, Needed()] = Field(
        None,
        title="단계",
        description="일정한 간격이 아니라 참여자의 사례관리 과정의 흐름에 따라 고름. 후속은 자활기간을 마치거나 종결한 뒤",
    )
    items: Annotated[tuple[SeenOutcome, ...], Unprinted()] = Field((), title="성과")


SEEN, _NOT_SEEN = "■", "□"


class OutcomeRow(Value):
    """An outcome on the page: whether the first record and this one hold it."""

    area: Annotated[Text, Share(25)] = Field(title="영역")
    item: Annotated[Text, Share(30)] = Field(title="성과")
    first: Annotated[Literal["■", "□"] | None, Share(8)] = Field(None, title="처음 기록")
    now: Annotated[Literal["■", "□"], Share(8)] = Field("□", title="이번 기록")
    # No room of its own to write in: thirty-eight such rows would take four pages.
    evidence: Annotated[str | None, Share(31)] = Field(None, title="근거")
    observed_by: Annotated[Observer | None, Share(12)] = Field(None, title="누구의 경험")


def _every_row() -> tuple[OutcomeRow, ...]:
    return tuple(OutcomeRow(area=label, item=item) for item, label in outcome_labels().items())


class OutcomeRecordPrinted(Value):
    """The table of outcomes: on a blank page all of them, on a filled one those of this record and of the first."""

    proposed: Annotated[Line, Notice()] = Field(
        "연구가 제안한 성과 구조에 따른 기록이며, 정해진 서식이 아닙니다.", title="출처 안내"
    )
    change: Annotated[Text | None, After("phase")] = Field(None, title="처음 기록과 견줌")
    rows: Annotated[tuple[OutcomeRow, ...], BlankRows(1)] = Field(
        default_factory=_every_row, title="자활사례관리 성과"
    )


def first_record(case: CaseFile, record: OutcomeRecord) -> OutcomeRecord | None:
    """The earliest record of a case, where it is another one than ``record`` and bears an earlier day; else None."""
    first = case.first_of(OutcomeRecord)
    if first is None or first.recorded_on is None or record.recorded_on is None:
        return None
    return first if first.recorded_on < record.recorded_on else None


def printed(record: OutcomeRecord, case: CaseFile) -> OutcomeRecordPrinted:
    """The outcomes in the order of the figure, those that only the first record holds among them."""
    first = first_record(case, record)
    before = {one.item for one in first.items} if first is not None else set()
    rows: list[OutcomeRow] = []
    for item, label in outcome_labels().items():
        told = None if first is None else SEEN if item in before else _NOT_SEEN
        seen = [one for one in record.items if one.item == item]
        rows += (
            OutcomeRow(
                area=label,
                item=item,
                first=told,
                now=SEEN,
                evidence=one.evidence,
                observed_by=one.observed_by,
            )
            for one in seen
        )
        if not seen and item in before:
            rows.append(OutcomeRow(area=label, item=item, first=told))
    return OutcomeRecordPrinted(change=_change(record, first), rows=tuple(rows))


def _change(record: OutcomeRecord, first: OutcomeRecord | None) -> str | None:
    """How this record differs from the first, in numbers of outcomes; None for the first itself."""
    if first is None:
        return None
    now, before = {one.item for one in record.items}, {one.item for one in first.items}
    return (
        f"처음 기록 {first.recorded_on}({first.phase or '단계 없음'}): 이어진 성과 {len(now & before)}개, "
        f"새로 적은 성과 {len(now - before)}개, 처음 기록에만 있는 성과 {len(before - now)}개"
    )


FORM = Form(
    id="outcome_record",
    title="자활사례관리 성과 기록",
    number="",
    model=OutcomeRecord,
    section="자활사례관리 성과 구조(그림 Ⅴ-1)",
    document=STUDY,
    repeats=True,
    printed=printed,
    printed_model=OutcomeRecordPrinted,
    gaps=(
        "출처는 성과 구조를 제안할 뿐 서식을 인쇄하지 않으며, 정해진 서식도 없습니다. 성과의 말과 차례는 출처의 것이고, 칸과 배치는 "
        "서식이 정합니다.",
        "어느 성과가 중간성과이고 어느 것이 지속성과인지는 그림의 칸과 색이 남아 있지 않아 알 수 없습니다. 단계는 담당자가 고르고, "
        "성과를 단계에 따라 가려 놓지 않았습니다.",
        "누구의 경험(실무자, 참여주민, 공통)인지도 그림의 색이 남아 있지 않아 담당자가 적습니다.",
        "종결점검지와 초기점검지는 출처에 이름만 있어 만들지 않았습니다. 초기와 종결 뒤의 이 기록이 변화를 보입니다.",
        "기록이 둘 이상이면 처음 기록에 있던 성과와 이번 기록의 성과를 나란히 인쇄합니다.",
    ),
)
