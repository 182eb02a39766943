"""The days of a participation by which the rules and the deadlines count."""

from __future__ import annotations

from datetime import date

from forms.case import CaseFile
from forms.limit import Step, in_time_order
from forms.periods import day_in_seoul
from forms.selfsufficiency.basic_interview import BasicInterview
from forms.selfsufficiency.closure_report import ClosureReport
from forms.selfsufficiency.participation import participation_of


def referred(case: CaseFile) -> Step | None:
    """의뢰일, as 자활 참여 states it, else the first interview; None where neither does."""
    participation = participation_of(case)
    if participation is not None and participation.referred_on is not None:
        return Step(participation.referred_on, "의뢰일", ("participation", "referred_on"))
    for at, form in in_time_order(case, BasicInterview):
        if form.referred_on is not None:
            return Step(form.referred_on, "의뢰일", (*at, "referred_on"))
    return None


def declined(case: CaseFile) -> bool:
    """Whether the last 기본면접 ended with 미참여."""
    interview = case.last_of(BasicInterview)
    return interview is not None and interview.decision == "미참여"


def ended_on(case: CaseFile) -> date | None:
    """The day on which participation ended, else that of the 위탁 종결보고서.

    None while it lasts, or where the case does not tell.
    """
    participation = participation_of(case)
    if participation is not None and participation.ended_on is not None:
        return participation.ended_on
    report = case.last_of(ClosureReport)
    return report.closed_on if report is not None else None


def last_known_day(case: CaseFile) -> date | None:
    """Until when the case tells of a participation: its end, else the issue, else the last day of a form."""
    ended = ended_on(case)
    if ended is not None:
        return ended
    if case.issued_at is not None:
        return day_in_seoul(case.issued_at)
    days = (form.own_date for _, _, form in case.each_form())
    return max((day for day in days if day is not None), default=None)
