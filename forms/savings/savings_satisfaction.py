"""만족도 조사 기록, from 자산형성지원사업 사례관리, 만족도 조사지 작성: that a survey was made, how, and what it told.

The items and the scale of the survey itself are not in the source, so that no questionnaire is printed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Name, Narrative, OrganisationName
from forms.form import Form, FromCase, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import After
from forms.record import FormModel, Value
from forms.savings.closure_application import ClosureApplication
from forms.savings.interim_check import InterimCheck
from forms.savings.sources import DOCUMENT

SurveyMethod = Literal["인터넷 설문지", "문자", "전화", "내방"]


def _received_on(case: CaseFile) -> object:
    return getattr(case.last_of(ClosureApplication), "received_on", None)


class SavingsSatisfaction(FormModel):
    """What a subscriber said of the case management when the account was closed."""

    dated_by = "surveyed_on"

    headings = MappingProxyType({"case_no": "가입자", "surveyed_on": "조사", "process": "조사 결과"})

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    surveyed_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="조사일")
    papers_received_on: Annotated[CalendarDate | None, FromCase(_received_on, "해지신청서의 접수일")] = Field(
        None, title="해지서류 접수일"
    )
    method: Annotated[SurveyMethod | None, Needed()] = Field(None, title="응답 방법")
    registered_on: CalendarDate | None = Field(None, title="시스템 입력일")
    process: Narrative | None = Field(None, title="사례관리 과정에 대한 평가와 개선사항")
    change: Narrative | None = Field(None, title="가입자의 변화과정")
    confidence: Narrative | None = Field(None, title="미래에 대한 자신감")
    compared: Narrative | None = Field(None, title="중간점검 시 사업참여 만족도와 비교")


class SavingsSatisfactionPrinted(Value):
    """What the interim checks noted of the satisfaction, to compare with."""

    interim: Annotated[tuple[Narrative, ...], After("confidence")] = Field(
        (), title="중간점검지의 사업참여 만족도"
    )


def printed(survey: SavingsSatisfaction, case: CaseFile) -> SavingsSatisfactionPrinted:
    """The satisfaction of each interim check that noted any, in time order."""
    return SavingsSatisfactionPrinted(
        interim=tuple(
            f"{check.round}({check.checked_on}): {check.satisfaction}"
            for check in case.all_of(InterimCheck)
            if check.satisfaction is not None
        )
    )


FORM = Form(
    id="savings_satisfaction",
    title="만족도 조사 기록",
    number="",
    model=SavingsSatisfaction,
    section="만족도 조사지 작성",
    document=DOCUMENT,
    printed=printed,
    printed_model=SavingsSatisfactionPrinted,
    gaps=(
        "출처에는 만족도 조사지의 문항과 척도가 없습니다. 조사를 언제 어떻게 하였고 무엇을 들었는지를 적는 기록만 인쇄합니다.",
    ),
)
