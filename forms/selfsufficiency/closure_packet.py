"""자활사례관리 종결 서류: what a case is closed with, in the order of its steps."""

from __future__ import annotations

from forms.case import CaseFile
from forms.programme import DayOnCover, PacketList, Printed
from forms.selfsufficiency import (
    aftercare_record,
    assessment_sheet,
    basic_interview,
    closure_report,
    iap,
    isp,
    outcome_record,
    progress_check,
    selfsufficiency_minutes,
)
from forms.selfsufficiency.closure_checklist import closure_items


def closed_on(case: CaseFile) -> DayOnCover:
    """The day of the closing."""
    report = case.last_of(closure_report.ClosureReport)
    return DayOnCover("종결일", report.closed_on if report is not None else None)


# self_evaluation is about the worker and stands in no participant's papers.
CLOSURE = PacketList(
    "closure",
    "자활사례관리 종결 서류",
    openers=(closure_report.FORM,),
    forms=(
        Printed(basic_interview.FORM),
        Printed(assessment_sheet.FORM),
        Printed(iap.FORM),
        Printed(isp.FORM),
        Printed(progress_check.FORM),
        Printed(selfsufficiency_minutes.FORM),
        Printed(closure_report.FORM),
        Printed(outcome_record.FORM),
        Printed(aftercare_record.FORM),
    ),
    day=closed_on,
    checklist=closure_items,
    charts=True,
)
