"""아동자립지원, after the manual of its system of 2024."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.limit import Limit
from forms.programme import CaseRecord, Programme
from forms.youth import (
    independence_plan,
    protection_end,
    protection_extension,
    session_report,
    settlement_plan,
    skill_assessment,
    youth_case_log,
    youth_counseling,
    youth_minutes,
    youth_registration,
)
from forms.youth.care import Care
from forms.youth.care_deadlines import care_limits
from forms.youth.closure_packet import CLOSURE
from forms.youth.end_deadlines import end_limits
from forms.youth.sources import MANUAL, TITLE


def limits(case: CaseFile) -> Iterator[Limit]:
    """The periods of a child in care, and the one that the end of its protection begins."""
    yield from care_limits(case)
    yield from end_limits(case)


PROGRAMME = Programme(
    title=TITLE,
    order=4,
    document=MANUAL,
    forms=(
        youth_registration.FORM,
        skill_assessment.FORM,
        independence_plan.FORM,
        session_report.FORM,
        youth_case_log.FORM,
        protection_extension.FORM,
        youth_minutes.FORM,
        protection_end.FORM,
        settlement_plan.FORM,
        youth_counseling.FORM,
    ),
    packets=(CLOSURE,),
    limits=limits,
    conference_kinds=("자립지원 사례회의",),
    record=CaseRecord("care", Care, "보호"),
)
