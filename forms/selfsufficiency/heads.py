"""What every form of a participant begins with: entered once in the case and its 자활 참여, printed by each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName
from forms.form import FromCase, Needed
from forms.heads import CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.record import FormModel
from forms.selfsufficiency.participation import Participation, participation_of


def of_participation(key: str, silent: bool = False) -> FromCase:
    """What the case's 자활 참여 states under ``key``; ``silent`` where a form may well state another value."""
    title = Participation.model_fields[key].title
    return FromCase(
        lambda case: getattr(participation_of(case), key, None), f"사례의 자활 참여 {title}", silent=silent
    )


def _center(case: CaseFile) -> str | None:
    """The 지역자활센터: where the case names an agency and its unit, whichever of the two is one."""
    named = [one for one in (case.agency.name, case.agency.unit) if one is not None]
    return next((one for one in named if "자활센터" in one), next(iter(named), None))


CENTER = FromCase(_center, "사례의 기관명이나 부서")
BIRTH_DATE = FromCase(lambda case: case.client.born_on, "사례의 대상자 생년월일")


class ParticipantForm(FormModel):
    """Who takes part, in which unit, and which 지역자활센터 and case manager are in charge."""

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    participant_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="참여자")
    birth_date: Annotated[CalendarDate | None, BIRTH_DATE] = Field(None, title="생년월일")
    unit_name: Annotated[Line | None, of_participation("unit_name")] = Field(None, title="사업단")
    center: Annotated[OrganisationName | None, CENTER, Needed()] = Field(None, title="지역자활센터")
    worker_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="담당자")
