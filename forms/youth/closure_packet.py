"""보호종료 서류: what is printed and checked before the end of a protection is saved for good."""

from __future__ import annotations

from forms.case import CaseFile
from forms.programme import DayOnCover, PacketList, Printed
from forms.youth import (
    independence_plan,
    protection_end,
    protection_extension,
    settlement_plan,
    skill_assessment,
    youth_case_log,
    youth_minutes,
    youth_registration,
)
from forms.youth.closure_checklist import closure_items


def ended_on(case: CaseFile) -> DayOnCover:
    """The day on which the protection ends."""
    end = case.last_of(protection_end.ProtectionEnd)
    return DayOnCover("종료일", end.ended_on if end is not None else None)


CLOSURE = PacketList(
    "closure",
    "보호종료 서류",
    checklist_title="저장 전 점검표",
    openers=(protection_end.FORM,),
    forms=(
        Printed(youth_registration.FORM),
        Printed(skill_assessment.FORM),
        Printed(independence_plan.FORM),
        Printed(youth_case_log.FORM),
        Printed(protection_extension.FORM),
        Printed(youth_minutes.FORM),
        Printed(settlement_plan.FORM),
        Printed(protection_end.FORM),
    ),
    day=ended_on,
    checklist=closure_items,
)
