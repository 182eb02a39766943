"""참여: what stands once in the case of a self-sufficiency participant (자활사례관리 성과 심층분석연구)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile, WorkType
from forms.fields import CalendarDate, Flag, Line, OrganisationName
from forms.record import Record

Route = Literal["지자체 의뢰", "본인요청", "참여자 발굴"]
BenefitType = Literal["자활급여특례자", "차상위자", "일반수급자", "조건부수급자"]
CapabilityScore = Annotated[int, Field(strict=True, ge=0, le=100)]


class Gateway(Record):
    """게이트웨이 과정."""

    started_on: CalendarDate = Field(title="시작일")
    ended_on: CalendarDate | None = Field(None, title="종료일")
    extended: Flag | None = Field(None, title="연장")


class Participation(Record):
    """How somebody came into the programme and what they take part in."""

    route: Route | None = Field(None, title="의뢰 경로")
    referred_on: CalendarDate | None = Field(None, title="의뢰일")
    referred_by: OrganisationName | None = Field(None, title="의뢰기관")
    started_on: CalendarDate | None = Field(None, title="자활사업 참여 시작일")
    ended_on: CalendarDate | None = Field(None, title="자활사업 참여 종료일")
    gateway: tuple[Gateway, ...] = Field((), title="게이트웨이")
    benefit_type: BenefitType | None = Field(None, title="수급유형")
    unit_name: Line | None = Field(None, title="사업단")
    work_type: WorkType | None = Field(None, title="사업단 유형")
    capability_score: CapabilityScore | None = Field(None, title="자활역량점수", description="0~100")


def participation_of(case: CaseFile) -> Participation | None:
    """The participation of a case; None where it states none."""
    participation: Participation | None = getattr(case, "participation", None)
    return participation
