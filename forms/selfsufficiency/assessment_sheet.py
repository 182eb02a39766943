"""자활사정지: needs, resources and obstacles of a participant, from 자활사례관리의 단계별 과업 (사정 단계).

The source names the sheet and what it is to hold, and prints no sheet: the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Narrative
from forms.form import Form, FromCase, Needed
from forms.page import After, BlankRows, Heading, Unprinted
from forms.record import Value
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.participation import CapabilityScore, participation_of
from forms.selfsufficiency.sources import STUDY

ObstacleKind = Literal["주거", "양육", "정신적 건강", "신체적 건강", "사회성의 결핍", "신용불량 및 채무"]


def _score(case: CaseFile, sheet: Any) -> Any:
    """The participation's score, except for a 재사정, whose own score is that of its day."""
    return None if sheet.kind == "재사정" else getattr(participation_of(case), "capability_score", None)


_SCORE = FromCase(_score, "사례의 자활 참여", reads_form=True, silent=True)


class AssessmentSheet(ParticipantForm):
    """What the participant and the case manager see, what both agree on, and what helps or hinders."""

    dated_by = "assessed_on"

    headings = MappingProxyType(
        {
            "case_no": "참여자",
            "assessed_on": "사정",
            "participant_need": "욕구사정",
            "inner_resources": "자원사정",
            "inner_obstacles": "장애물사정",
            "capability": "자활역량과 특성",
        }
    )

    assessed_on: Annotated[CalendarDate | None, Heading("사정"), Needed()] = Field(None, title="사정일")
    kind: Annotated[Literal["사정", "재사정"] | None, Needed()] = Field(None, title="구분")
    participant_need: Annotated[Narrative | None, Unprinted()] = Field(None, title="참여자 욕구")
    worker_need: Annotated[Narrative | None, Unprinted()] = Field(None, title="사례관리자 욕구")
    agreed_need: Annotated[Narrative | None, Unprinted(), Needed()] = Field(None, title="합의된 욕구")
    inner_resources: Annotated[Narrative | None, Unprinted()] = Field(None, title="내부자원")
    outer_resources: Annotated[Narrative | None, Unprinted()] = Field(None, title="외부자원")
    inner_obstacles: Annotated[Narrative | None, Unprinted()] = Field(None, title="내부장애물")
    outer_obstacles: Annotated[Narrative | None, Unprinted()] = Field(None, title="외부장애물")
    capability: Annotated[Narrative | None, Unprinted()] = Field(None, title="자활역량")
    traits: Annotated[Narrative | None, Unprinted()] = Field(None, title="특성")
    environment: Annotated[Narrative | None, Unprinted()] = Field(None, title="환경")
    obstacle_kinds: tuple[ObstacleKind, ...] = Field((), title="근로 제한 요인")
    capability_score: Annotated[CapabilityScore | None, _SCORE] = Field(
        None, title="자활역량점수", description="0~100"
    )


class Needs(Value):
    """The three views of the needs, side by side."""

    participant_need: Narrative | None = Field(None, title="참여자 욕구")
    worker_need: Narrative | None = Field(None, title="사례관리자 욕구")
    agreed_need: Narrative | None = Field(None, title="합의된 욕구")


class Resources(Value):
    """What helps, within the participant and around."""

    inner_resources: Narrative | None = Field(None, title="내부자원")
    outer_resources: Narrative | None = Field(None, title="외부자원")


class Obstacles(Value):
    """What hinders, within the participant and around."""

    inner_obstacles: Narrative | None = Field(None, title="내부장애물")
    outer_obstacles: Narrative | None = Field(None, title="외부장애물")


class Character(Value):
    """What else of the participant is to be known."""

    capability: Narrative | None = Field(None, title="자활역량")
    traits: Narrative | None = Field(None, title="특성")
    environment: Narrative | None = Field(None, title="환경")


class AssessmentSheetPrinted(Value):
    """The views side by side, as the source sets them against each other."""

    needs: Annotated[tuple[Needs, ...], After("kind"), BlankRows(1)] = Field((), title="욕구사정")
    resources: Annotated[tuple[Resources, ...], After("kind"), BlankRows(1)] = Field((), title="자원사정")
    obstacles: Annotated[tuple[Obstacles, ...], After("kind"), BlankRows(1)] = Field((), title="장애물사정")
    character: Annotated[tuple[Character, ...], After("kind"), BlankRows(1)] = Field(
        (), title="자활역량과 특성"
    )


def printed(sheet: AssessmentSheet, case: CaseFile) -> AssessmentSheetPrinted:
    """One row a table; a table of which nothing is entered stays blank."""

    def row(kind: type[Value]) -> tuple[Any, ...]:
        values = {name: getattr(sheet, name) for name in kind.model_fields}
        return (kind.model_validate(values),) if any(values.values()) else ()

    return AssessmentSheetPrinted(
        needs=row(Needs), resources=row(Resources), obstacles=row(Obstacles), character=row(Character)
    )


def of_assessment(key: str) -> FromCase:
    """What the 자활사정지 before a plan (``written_on``) states under ``key``, in whose own words it may be put."""

    def get(case: CaseFile, plan: Any) -> Any:
        return getattr(case.last_of(AssessmentSheet, plan.written_on), key, None)

    title = AssessmentSheet.model_fields[key].title
    return FromCase(get, f"앞선 자활사정지의 {title}", reads_form=True, silent=True)


FORM = Form(
    id="assessment_sheet",
    title="자활사정지",
    number="",
    model=AssessmentSheet,
    section="자활사례관리의 단계별 과업(사정 단계)",
    document=STUDY,
    repeats=True,
    printed=printed,
    printed_model=AssessmentSheetPrinted,
    gaps=(
        "출처는 자활사정지의 이름과 사정의 과업만 적고 서식을 싣지 않습니다. 욕구사정, 자원사정, 장애물사정의 차례는 출처의 그림을, "
        "자활역량과 특성은 사정에서 파악하는 것의 목록을 따릅니다.",
        "재사정도 같은 서식에 적습니다. 재사정의 서식이 따로 있는지는 출처에 없습니다.",
        "자활역량점수를 매기는 자활역량평가표는 이름만 있어 점수만 적습니다. 재사정에는 자활 참여의 점수를 채우지 않습니다. 사정 단계의 초기점검지도 이름만 있어 두지 않았습니다.",
        "근로 제한 요인의 말은 사례관리자들이 다차원적 빈곤으로 든 것입니다.",
    ),
)
