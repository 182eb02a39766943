"""What every form of a child begins with: entered once in the case and its 보호, printed by each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from forms.case import CaseFile, Sex
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName
from forms.form import FromCase, Needed
from forms.heads import CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.record import FormModel
from forms.youth.care import care_of


def of_care(key: str) -> FromCase:
    """What the case's 보호 states under ``key``."""

    def get(case: CaseFile) -> Any:
        return getattr(care_of(case), key, None)

    return FromCase(get, "사례의 보호")


def _facility(case: CaseFile) -> str | None:
    """기관명: that of the facility (가정위탁: of the centre), else of the agency that keeps the case."""
    care = care_of(case)
    return (care.facility_name if care is not None else None) or case.agency.name


FACILITY_NAME = FromCase(_facility, "사례의 보호의 기관명, 없으면 기관명")
BIRTH_DATE = FromCase(lambda case: case.client.born_on, "사례의 대상자 생년월일")
SEX = FromCase(lambda case: case.client.sex, "사례의 대상자 성별")


class ChildForm(FormModel):
    """The 출력정보 that stand above every screen: who the child is, and who is in charge."""

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    care_case_no: Annotated[Line | None, of_care("care_case_no")] = Field(None, title="사례관리번호")
    child_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자성명")
    birth_date: Annotated[CalendarDate | None, BIRTH_DATE, Needed()] = Field(None, title="대상자생년월일")
    sex: Annotated[Sex | None, SEX, Needed()] = Field(None, title="대상자성별")
    facility_name: Annotated[OrganisationName | None, FACILITY_NAME, Needed()] = Field(None, title="기관명")
    worker_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="담당자")
