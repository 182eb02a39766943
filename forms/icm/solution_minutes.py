"""솔루션 회의록 (서식 11), from the 2025 guidebook, 부록 서식 11 and its 작성 방법."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from forms.case import ConferenceKind
from forms.fields import CalendarDate, Count, Line, Name, Narrative, OrganisationName, PersonMark, Phone
from forms.form import Form, FromCase, Needed
from forms.icm.minutes_heads import (
    CHOSEN,
    EXTERNAL,
    HELD_ON,
    INTERNAL,
    RESULT,
    WRITER_AGENCY,
    WRITER_NAME,
    WRITER_PHONE,
    held_in_writing,
)
from forms.icm.solution_request import SolutionRequest
from forms.icm.sources import GUIDEBOOK
from forms.record import FormModel

REQUEST = FromCase(
    lambda case: getattr(case.last_of(SolutionRequest), "request", None),
    "마지막 솔루션회의 의뢰서의 의뢰내용",
    silent=True,
)


class SolutionMinutes(FormModel):
    """What the printed form asks for, ① to ⑤; titles are its labels."""

    dated_by = "written_on"

    headings = MappingProxyType(
        {
            "writer_name": "작성자",
            "conference": "회의와 참석자",
            "request": "회의 내용",
        }
    )
    # Minutes of this paper are of no other kind of conference.
    kind: ClassVar[ConferenceKind] = "솔루션회의"

    writer_name: Annotated[Name | None, WRITER_NAME, Needed()] = Field(None, title="작성자")
    written_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="작성일자")
    writer_agency: Annotated[OrganisationName | None, WRITER_AGENCY] = Field(None, title="소속기관")
    writer_phone: Annotated[Phone | None, WRITER_PHONE] = Field(None, title="연락처")
    conference: Annotated[Count | None, CHOSEN] = Field(
        None,
        title="사례회의 번호",
        description="사례의 사례회의 목록에서 몇 번째 회의인지. 비우면 개최일이 같은 솔루션회의. 인쇄하지 않음",
    )
    held_on: Annotated[CalendarDate | None, HELD_ON] = Field(
        None, title="개최일", description="솔루션회의를 연 날. 인쇄하지 않음"
    )
    internal_attendees: Annotated[
        tuple[Line, ...], PersonMark("참석자", "contact"), INTERNAL, Needed(unless=held_in_writing)
    ] = Field((), title="내부참석자", description="희망복지지원단, 시군구·읍면동 유관부서의 담당자")
    external_attendees: Annotated[tuple[Line, ...], PersonMark("참석자", "contact"), EXTERNAL] = Field(
        (), title="외부참석자", description="유관기관 참석자, 슈퍼비전을 위한 전문가"
    )
    request: Annotated[Narrative | None, REQUEST, Needed()] = Field(None, title="솔루션회의 의뢰내용")
    content: Annotated[Narrative | None, Needed()] = Field(None, title="솔루션회의 내용")
    result: Annotated[Narrative | None, RESULT, Needed()] = Field(
        None, title="솔루션회의 결과", description="결정사항, 협조사항, 향후 추진사항"
    )


FORM = Form(
    id="solution_minutes",
    title="솔루션 회의록",
    number="서식 11",
    model=SolutionMinutes,
    section="부록 서식 11 솔루션 회의록",
    document=GUIDEBOOK,
    repeats=True,
    gaps=(
        "서식의 제목은 '솔루션 회의록'이고 작성 방법과 본문은 '솔루션회의록'입니다. 서식의 제목을 따랐습니다.",
        "회의를 연 날을 적는 칸이 없어, 인쇄하지 않는 항목(held_on)으로 받습니다.",
        "사례회의의 참석자에서 채울 때 다른 기관의 사람은 소속과 직위의 낱말로 알아보아 외부참석자에 인쇄합니다.",
        "서명이나 결재 칸이 없어 두지 않았습니다.",
    ),
)
