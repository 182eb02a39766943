"""환경별 안전대책 점검표: whether an office has taken the measures against violence; it speaks of no client.

2025 guidebook, 행정사항 Ⅰ, 환경별 안전대책: sixteen measures in five groups; the columns to tick are ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Name, OrganisationName, Text
from forms.form import Form, Needed
from forms.heads import AGENCY_AND_UNIT, CASE_NO, WORKER_NAME
from forms.icm.sources import GUIDEBOOK
from forms.page import BlankRows, Box, RowForEach, Share, Unprinted, box
from forms.record import FormModel, Record, Value

Done = Literal["예", "아니오", "해당 없음"]

Atmosphere = Literal[
    "편안하고 차분하며 스트레스를 최소화 할 수 있는 분위기의 근무공간 및 대기실",
    "항상 적당한 인원이 사무실에 있어야 함(홀로 있지 말 것)",
    "클라이언트 대기장소나 상담실, 클라이언트가 자주 이용하는 장소들을 잘 보이도록 공간 배치",
]
Equipment = Literal[
    "알람시스템 및 보안장비 설치",
    "CCTV 등 보안장비 설치",
    "복도의 꺾어진 부분이나 가려진 공간에는 거울 설치",
    "응급상황에 대비한 안전 공간 마련",
]
CounsellingRoom = Literal[
    "사회복지사와 클라이언트가 편안한 거리를 유지할 수 있도록 자리 배치",
    "최소한의 가구배치, 가능하면 가볍고 날카로운 모서리가 없으며, 바닥에 고정되어 있어야 함",
    "클라이언트가 던질 수 있거나 무기로 사용될 수 있는 물건(그림이나 꽃병, 재떨이, 가위 등)은 치우고, 설치하지 않는 것이 좋음",
    "상담실은 두 개의 출구가 있어야 하며, 출구가 하나라면 사회복지사는 언제든 신속하게 나갈 수 있도록 문 가까이에 앉을 것",
]
Routes = Literal[
    "클라이언트가 홀로 다닐 경우 접근에 제한 필요",
    "사용하지 않는 장소의 문은 모두 잠가야 함",
]
Others = Literal[
    "밝은 조명 설치, 오래된 전구와 깨진 창문 교체",
    "주차 시 자동차 문은 반드시 잠글 것",
    "어두운 장소를 조심하고, 기관 내 사각지대 최소화",
]
Measure = Literal[Atmosphere, Equipment, CounsellingRoom, Routes, Others]

# Broken into lines as the source prints them.
GROUPS: tuple[tuple[str, tuple[Measure, ...]], ...] = (
    ("기관의\n분위기 및 환경", get_args(Atmosphere)),
    ("안전장비", get_args(Equipment)),
    ("상담실", get_args(CounsellingRoom)),
    ("클라이언트의\n동선조정", get_args(Routes)),
    ("기타", get_args(Others)),
)
SOURCE_NOTE = (
    "OSHA 안전 가이드라인 및 NASW 안전 가이드라인에서 편집, "
    "『사회복지사의 클라이언트 폭력 피해 실태 및 안전 방안 연구』"
)


class CheckedMeasure(Record):
    """A measure, and whether it is taken."""

    measure: Measure = Field(title="안전 대책")
    done: Done = Field(title="이행 여부")
    note: Text | None = Field(None, title="비고")


def _one_entry_a_measure(entries: tuple[CheckedMeasure, ...]) -> tuple[CheckedMeasure, ...]:
    seen: set[str] = set()
    for entry in entries:
        if entry.measure in seen:
            raise PydanticCustomError(
                "same-measure",
                "같은 안전 대책('{measure}')이 두 번 있습니다. 한 번만 적으세요.",
                {"measure": entry.measure},
            )
        seen.add(entry.measure)
    return entries


class WorkplaceSafetyCheck(FormModel):
    """An office as it was looked at on a day."""

    dated_by = "checked_on"

    headings = MappingProxyType({"case_no": "점검", "measures": "안전 대책"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    agency_name: Annotated[OrganisationName | None, AGENCY_AND_UNIT] = Field(None, title="기관")
    checked_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="점검일")
    checker_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="점검자")
    measures: Annotated[
        tuple[CheckedMeasure, ...], AfterValidator(_one_entry_a_measure), RowForEach("measure"), Unprinted()
    ] = Field((), title="안전 대책", description="적지 않은 대책은 빈칸으로 인쇄")


class MeasureRow(Value):
    """A measure of the table with a box for each answer."""

    stage: Annotated[Text, Share(16)] = Field(title="단계")
    measure: Annotated[Text, Share(46)] = Field(title="안전 대책")
    yes: Annotated[Box, Share(7)] = Field("□", title="예")
    no: Annotated[Box, Share(8)] = Field("□", title="아니오")
    not_here: Annotated[Box, Share(8)] = Field("□", title="해당 없음")
    note: Annotated[Text | None, Share(15)] = Field(None, title="비고")


def _rows(entries: tuple[CheckedMeasure, ...]) -> tuple[MeasureRow, ...]:
    known = {entry.measure: entry for entry in entries}
    return tuple(
        MeasureRow(
            stage=stage,
            measure=measure,
            yes=box(done == "예"),
            no=box(done == "아니오"),
            not_here=box(done == "해당 없음"),
            note=entry.note if entry is not None else None,
        )
        for stage, measures in GROUPS
        for measure in measures
        for entry in (known.get(measure),)
        for done in (entry.done if entry is not None else None,)
    )


def _no_answers() -> tuple[MeasureRow, ...]:
    return _rows(())


class WorkplaceSafetyCheckPrinted(Value):
    """All sixteen measures, and where the table comes from."""

    rows: Annotated[tuple[MeasureRow, ...], BlankRows(len(get_args(Measure)))] = Field(
        default_factory=_no_answers, title="환경별 안전대책"
    )
    source_note: Text = Field(SOURCE_NOTE, title="출처")


def printed(check: WorkplaceSafetyCheck, case: CaseFile) -> WorkplaceSafetyCheckPrinted:
    """The measures in the order of the table, with what is known of each."""
    return WorkplaceSafetyCheckPrinted(rows=_rows(check.measures))


FORM = Form(
    id="workplace_safety_check",
    title="환경별 안전대책 점검표",
    number="",
    model=WorkplaceSafetyCheck,
    section="행정사항 Ⅰ 통합사례관리 담당자 안전 대책(환경별 안전대책)",
    document=GUIDEBOOK,
    repeats=True,
    scope="agency",
    printed=printed,
    printed_model=WorkplaceSafetyCheckPrinted,
    gaps=(
        "출처에는 단계와 안전 대책의 표가 있을 뿐 점검표는 없습니다. 예·아니오·해당 없음과 비고의 칸은 서식이 정합니다.",
        "누가 얼마나 자주 점검하는지는 출처에 없습니다.",
    ),
)
