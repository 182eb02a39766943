"""사례회의록 of self-sufficiency: an internal case conference or an external integrated one.

From 자활사례관리 추진체계: the study tells who takes part and what is discussed, and prints no sheet: the layout is
ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.belonging import conferences_of
from forms.case import CaseFile, Conference
from forms.chosen_conference import ConferencePosition, from_conference
from forms.fields import CalendarDate, Count, Line, Narrative, PersonMark
from forms.form import Form, Needed
from forms.page import Applies, Heading, Room, Unprinted
from forms.record import Value
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.sources import STUDY, TITLE

MinutesKind = Literal["내부사례회의", "외부통합사례회의"]
INTERNAL: MinutesKind = "내부사례회의"
EXTERNAL: MinutesKind = "외부통합사례회의"
# What is discussed at a conference of each kind, in the order of the source.
BLOCKS: dict[MinutesKind, tuple[str, ...]] = {
    INTERNAL: ("progress", "isp_review", "support", "coordination"),
    EXTERNAL: ("presentation", "discussion", "supervision", "alternatives", "roles", "timing"),
}


def held(case: CaseFile) -> tuple[Conference, ...]:
    """The conferences of the programme, in the order of the file."""
    return tuple(conference for _, conference in conferences_of(case, TITLE))


def _kind(conference: Conference) -> str | None:
    return conference.kind if conference.kind in BLOCKS else None


# What is filled takes the room that it needs: the result stands with what led to it.
_ROOM = Room("row-room")
_INTERNAL, _EXTERNAL = Applies("kind", INTERNAL), Applies("kind", EXTERNAL)


class SelfsufficiencyMinutes(ParticipantForm):
    """One conference: who came, what was discussed, as the kind of conference has it, and the result."""

    dated_by = "held_on"

    headings = MappingProxyType(
        {
            "case_no": "참여자",
            "conference": "회의",
            "progress": "내부사례회의",
            "presentation": "외부통합사례회의",
            "result": "회의 결과",
        }
    )

    conference: Annotated[Count | None, ConferencePosition(held), Unprinted()] = Field(
        None,
        title="사례회의 번호",
        description="사례의 사례회의 목록에서 몇 번째 회의인지. 비우면 같은 날, 같은 종류의 회의. 인쇄하지 않음",
    )
    kind: Annotated[MinutesKind | None, from_conference(_kind, "회의 종류"), Heading("회의"), Needed()] = (
        Field(None, title="회의 종류")
    )
    number: Annotated[Count | None, from_conference(lambda one: one.number, "회의 차수")] = Field(
        None, title="회의 차수"
    )
    held_on: Annotated[CalendarDate | None, from_conference(lambda one: one.held_on, "개최일"), Needed()] = (
        Field(None, title="회의일")
    )
    place: Line | None = Field(None, title="장소")
    attendees: Annotated[
        tuple[Line, ...],
        PersonMark("참석자", "contact"),
        from_conference(lambda one: one.attendees, "참석자"),
        Needed(),
    ] = Field(
        (), title="참석자", description="소속과 직위. 외부통합사례회의에는 자활사례관리사가 반드시 참석"
    )
    progress: Annotated[
        Narrative | None, _ROOM, _INTERNAL, Heading("내부사례회의", only_if="internal_block")
    ] = Field(None, title="사례관리 경과 및 특이사항")
    isp_review: Annotated[Narrative | None, _ROOM, _INTERNAL] = Field(None, title="개인별 ISP의 현실성 검토")
    support: Annotated[Narrative | None, _ROOM, _INTERNAL] = Field(None, title="지원계획 수립")
    coordination: Annotated[Narrative | None, _ROOM, _INTERNAL] = Field(
        None, title="사업단과 사례관리팀이 조정·협조해야 할 사항"
    )
    presentation: Annotated[
        Narrative | None, _ROOM, _EXTERNAL, Heading("외부통합사례회의", only_if="external_block")
    ] = Field(None, title="사례관리자 발표")
    discussion: Annotated[Narrative | None, _ROOM, _EXTERNAL] = Field(None, title="사례 토론")
    supervision: Annotated[Narrative | None, _ROOM, _EXTERNAL] = Field(None, title="외부 슈퍼비전")
    alternatives: Annotated[Narrative | None, _ROOM, _EXTERNAL] = Field(None, title="대안선택, 의사결정")
    roles: Annotated[Narrative | None, _ROOM, _EXTERNAL] = Field(None, title="역할 분담")
    timing: Annotated[Narrative | None, _ROOM, _EXTERNAL] = Field(None, title="개입 시기 및 서비스 제공 시기")
    result: Annotated[
        Narrative | None,
        _ROOM,
        from_conference(lambda one: one.result, "회의 결과"),
        Heading("회의 결과"),
        Needed(),
    ] = Field(None, title="결과")


_SHOWN = "인쇄"


class SelfsufficiencyMinutesPrinted(Value):
    """Which blocks are printed: both on a blank page, that of its kind on a filled one."""

    internal_block: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="내부사례회의의 칸")
    external_block: Annotated[Line | None, Unprinted()] = Field(_SHOWN, title="외부통합사례회의의 칸")


def printed(minutes: SelfsufficiencyMinutes, case: CaseFile) -> SelfsufficiencyMinutesPrinted:
    """The block of the kind; another one, too, where something is entered in it, so that nothing is lost."""

    def block(kind: MinutesKind) -> str | None:
        entered = any(getattr(minutes, name) is not None for name in BLOCKS[kind])
        return _SHOWN if entered or minutes.kind in (None, kind) else None

    return SelfsufficiencyMinutesPrinted(internal_block=block(INTERNAL), external_block=block(EXTERNAL))


FORM = Form(
    id="selfsufficiency_minutes",
    title="사례회의록(자활)",
    number="",
    model=SelfsufficiencyMinutes,
    section="자활사례관리 추진체계(사례회의)",
    document=STUDY,
    repeats=True,
    printed=printed,
    printed_model=SelfsufficiencyMinutesPrinted,
    gaps=(
        "출처는 누가 참석하고 무엇을 논의하는지만 적고 서식을 인쇄하지 않습니다. 논의할 내용은 출처의 것이고, 회의 차수, 장소, "
        "결과의 칸과 배치는 서식이 정합니다.",
        "회의 종류를 적으면 그 종류의 칸만 인쇄합니다. 다른 종류의 칸에 적은 것이 있으면 그 칸도 인쇄합니다.",
        "외부통합사례회의에는 출처에 자활사례관리자라고도 하고 자활사례관리사라고도 하는 사람이 반드시 참석합니다.",
    ),
)
