"""아동자립지원, after the manual of its system of 2024."""

from __future__ import annotations

from forms.programme import CaseRecord, Programme
from forms.youth import (
    independence_plan,
    session_report,
    skill_assessment,
    youth_case_log,
    youth_registration,
)
from forms.youth.care import Care
from forms.youth.care_deadlines import care_limits
from forms.youth.sources import MANUAL

PROGRAMME = Programme(
    title="아동자립지원",
    order=4,
    document=MANUAL,
    forms=(
        youth_registration.FORM,
        skill_assessment.FORM,
        independence_plan.FORM,
        session_report.FORM,
        youth_case_log.FORM,
    ),
    limits=care_limits,
    conference_kinds=("자립지원 사례회의",),
    record=CaseRecord("care", Care, "보호"),
)
