"""The years in which a child is to be assessed, for the rule and for the deadline alike.

아동자립지원 시스템 매뉴얼, 자립기술평가 (조사): 「보호종료 전까지 매년」, from 15 on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.limit import Step, in_time_order
from forms.periods import months_after
from forms.youth.care import care_of
from forms.youth.protection_end import ProtectionEnd
from forms.youth.skill_assessment import SkillAssessment
from forms.youth.youth_registration import YouthRegistration

# 자립지원 begins at 15; protection lasts at the longest until 25 (보호연장 관리: 25세 미만).
FROM_AGE, BELOW_AGE = 15, 25


class AssessmentYear(NamedTuple):
    """A calendar year that asks for an assessment, its last day, and the first one made in it."""

    start: Step
    due: date
    done: Step | None


def turns_fifteen(case: CaseFile) -> Step | None:
    """The 15th birthday; None where the birth is not known."""
    born = case.client.born_on
    if born is None:
        return None
    key = "birth_date" if case.client.birth_date is not None else "resident_number"
    return Step(months_after(born, 12 * FROM_AGE), "만 15세 생일", ("client", key))


def admitted(case: CaseFile) -> Step | None:
    """입소일자, as 보호 states it, else the registration; None where neither does."""
    return _of_care(case, "admitted_on", "입소일자")


def registered(case: CaseFile) -> Step | None:
    """대상등록일, as 보호 states it, else the registration; None where neither does."""
    return _of_care(case, "registered_on", "대상등록일")


def _of_care(case: CaseFile, key: str, title: str) -> Step | None:
    on = getattr(care_of(case), key, None)
    if on is not None:
        return Step(on, title, ("care", key))
    for at, form in in_time_order(case, YouthRegistration):
        if (on := getattr(form, key)) is not None:
            return Step(on, title, (*at, key))
    return None


def begins(case: CaseFile) -> Step | None:
    """From when a child belongs to 자립지원: its 15th birthday, or its admission where that came later."""
    birthday, came = turns_fifteen(case), admitted(case)
    return came if birthday is not None and came is not None and came.on > birthday.on else birthday


def protection_ended_on(case: CaseFile) -> date | None:
    """The day on which protection ended, as 보호 states it, else 보호종료관리; None while it lasts."""
    care, end = care_of(case), case.last_of(ProtectionEnd)
    if care is not None and care.ended_on is not None:
        return care.ended_on
    # Protection that is suspended goes on.
    return end.ended_on if end is not None and end.reason != "일시중지" else None


def assessment_years(case: CaseFile) -> Iterator[AssessmentYear]:
    """The years from 15 on that ask for an assessment, in order.

    While protection lasts: up to the one after the last assessment. After it: those that were over by its end.
    """
    start = begins(case)
    born = case.client.born_on
    if start is None or born is None:
        return
    ended_on = protection_ended_on(case)
    made: dict[int, Step] = {}
    for at, form in in_time_order(case, SkillAssessment):
        if form.assessed_on is not None:
            step = Step(form.assessed_on, "자립기술평가", (*at, "assessed_on"))
            made.setdefault(form.assessed_on.year, step)
    last = max(made, default=start.on.year - 1) + 1
    if ended_on is not None:
        last = ended_on.year if (ended_on.month, ended_on.day) == (12, 31) else ended_on.year - 1
    for year in range(start.on.year, min(last, born.year + BELOW_AGE) + 1):
        yield AssessmentYear(start, date(year, 12, 31), made.get(year))
