"""The periods of a child in care: its registration at 15 (CS-AGE-15) and the assessment of each year (CS-SK-1)."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.limit import Limit, in_time_order
from forms.youth.assessment_years import assessment_years, begins, registered
from forms.youth.care import FOSTER_CARE, care_of
from forms.youth.heads import ChildForm


def care_limits(case: CaseFile) -> Iterator[Limit]:
    """The periods that a (filled) case of a child has begun: one that holds its 보호 or a form of 자립지원."""
    if care_of(case) is None and not in_time_order(case, ChildForm):
        return
    yield from _registration(case)
    yield from _assessments(case)


def _registration(case: CaseFile) -> Iterator[Limit]:
    """CS-AGE-15: 「만 15세에 도달하는 시점에」, which names no last day; 가정위탁 is linked by itself."""
    start, care = begins(case), care_of(case)
    if start is None or (care is not None and care.facility_kind == FOSTER_CARE):
        return
    done = registered(case)
    at = done.at if done is not None else ("care", "registered_on")
    yield Limit(
        "CS-AGE-15", "자립지원 대상자 등록", start, "만 15세에 도달하는 시점", start.on, done, at, firm=False
    )


def _assessments(case: CaseFile) -> Iterator[Limit]:
    """CS-SK-1: one in each calendar year."""
    for start, due, done in assessment_years(case):
        at = done.at if done is not None else ("forms", "skill_assessment")
        yield Limit("CS-SK-1", f"{due.year}년 자립기술평가", start, "매년", due, done, at)
