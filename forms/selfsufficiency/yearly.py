"""The yearly evaluation of 자활사례관리 (성과평가): who is counted, what is to be entered, and the shares of a year.

자활사례관리 실태, 「자활사례관리 성과평가 및 시스템 반영」: 「해당 평가대상년도에 신규 위탁된 참여자 중 30일 이상 참여한
모든 참여자 … 에 대하여 자활정보시스템에 기본 면접지, 자활 사정지를 성실 입력하였는지」. IAP and ISP are not counted
there; their 수립률, the 사정단계 참여비율 and the counsellings of a year are those of 자활사례관리 단계별 성과.
"""

from __future__ import annotations

from datetime import date

from forms.case import CaseFile
from forms.counseling_log import completed_days
from forms.periods import days_after
from forms.selfsufficiency.assessment_sheet import FORM as ASSESSMENT
from forms.selfsufficiency.basic_interview import FORM as INTERVIEW
from forms.selfsufficiency.iap import FORM as IAP
from forms.selfsufficiency.isp import FORM as ISP
from forms.selfsufficiency.milestones import declined, ended_on, last_known_day, referred
from forms.selfsufficiency.participation import participation_of
from forms.selfsufficiency.sources import STUDY
from forms.yearly import Counted, Frequency, Share, YearlyEvaluation

# 「30일 이상 참여한」.
ENTERED_FROM = 30
# What is to be entered of them, 「성실 입력」.
ENTERED = (INTERVIEW, ASSESSMENT)
# 「당해연도 초기상담 참여자 수 대비」, below the tables.
_INTERVIEWED = "당해연도 초기상담 참여자 대비"
_STEPS = STUDY.cite("자활사례관리 단계별 성과")


def began_on(case: CaseFile) -> date | None:
    """The first day of a participation as the evaluation counts it: of the gateway (「Gateway 과정 … 포함한」) or a unit."""
    participation = participation_of(case)
    if participation is None:
        return None
    days = (participation.started_on, *(gateway.started_on for gateway in participation.gateway))
    return min((day for day in days if day is not None), default=None)


def stayed(case: CaseFile) -> bool | None:
    """Whether somebody took part for thirty days as far as the case tells; None where it does not tell."""
    began, until = began_on(case), last_known_day(case)
    if began is None or until is None:
        return None
    return until >= days_after(began, ENTERED_FROM)


def counted(case: CaseFile) -> Counted:
    """Whether the evaluation counts a participant: referred in its year, and there for thirty days.

    Nobody who still takes part is said not to be counted: the file only knows of no later day yet.
    """
    start, began, until = referred(case), began_on(case), ended_on(case)
    if began is None and declined(case):
        return Counted(False, start.on.year if start is not None else None, "참여하지 않기로 결정했습니다.")
    if began is None:
        return Counted(None, None, "자활사업 참여 시작일을 적지 않아 알 수 없습니다.")
    if stayed(case):
        if start is None:
            return Counted(None, None, "의뢰일을 적지 않아 어느 해에 위탁되었는지 알 수 없습니다.")
        return Counted(True, start.on.year, f"{start.on} 의뢰, {began}부터 {ENTERED_FROM}일 이상 참여")
    if until is not None:
        year = start.on.year if start is not None else None
        return Counted(False, year, f"{began}부터 {until}까지 참여해 {ENTERED_FROM}일이 되지 않습니다.")
    return Counted(None, None, f"{began}부터 {ENTERED_FROM}일 이상 참여했는지 이 파일로는 알 수 없습니다.")


EVALUATION = YearlyEvaluation(
    title="자활사례관리 성과평가",
    whom=f"그해에 새로 위탁되어 {ENTERED_FROM}일 이상 참여한 참여자",
    source=STUDY.cite("자활사례관리 성과평가 및 시스템 반영"),
    forms=ENTERED,
    counted=counted,
    shares=(
        Share("사정단계 참여비율", ASSESSMENT, INTERVIEW, _INTERVIEWED, _STEPS),
        Share("IAP 수립률", IAP, INTERVIEW, _INTERVIEWED, _STEPS),
        Share("ISP 수립률", ISP, INTERVIEW, _INTERVIEWED, _STEPS),
    ),
    frequencies=(Frequency("연간 1인당 상담횟수", completed_days, _STEPS),),
)
