"""통합사례관리, after 「찾아가는 보건·복지서비스 업무안내」."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.icm import (
    after_care,
    budget_composition,
    closure_notice,
    closure_review,
    conference_minutes,
    consent,
    depression_screening,
    expert_fee_record,
    incident_report,
    intake_sheet,
    joint_management,
    limits,
    monitor_sheet,
    needs_survey,
    nonselection_notice,
    programme_referral,
    referral_letter,
    satisfaction_survey,
    screening_consent,
    service_plan,
    solution_minutes,
    solution_request,
    support_ledger,
    township_indicators,
    visit_safety_check,
    workplace_safety_check,
)
from forms.icm.changes import changes
from forms.icm.closure_checklist import case_management_items
from forms.icm.referral_checklist import referral_items
from forms.icm.safety_checklist import safety_items
from forms.icm.screening_referral import letters_sent, may_go_along, screening_limits
from forms.icm.solution_checklist import solution_items
from forms.icm.sources import GUIDEBOOK, TITLE
from forms.limit import Limit
from forms.programme import DayOnCover, PacketList, Printed, Programme

_SINGLE_LIMITS = (
    limits.reception,
    limits.survey,
    limits.selection,
    limits.plan_after_selection,
    limits.plan,
    limits.link_start,
    limits.link_check,
    limits.closing_procedure,
    limits.closing_registration,
    after_care.satisfaction,
    after_care.after_link,
    limits.retention,
)


def case_limits(case: CaseFile) -> Iterator[Limit]:
    """Every period of the case process that a filled case has begun."""
    yield from limits.consultations(case)
    yield from limits.survey_entries(case)
    yield from after_care.visits(case)
    yield from screening_limits(case)
    for read in _SINGLE_LIMITS:
        limit = read(case)
        if limit is not None:
            yield limit


def closed_on(case: CaseFile) -> DayOnCover:
    """The approval of the closing, or its registration until then."""
    review = case.last_of(closure_review.ClosureReview)
    day = (review.approved_on or review.closure_reviewed_on) if review is not None else None
    return DayOnCover("종결일", day)


CLOSURE = PacketList(
    "closure",
    "사례관리 종결 서류",
    checklist_title="종결 서류 점검표",
    openers=(closure_review.FORM,),
    forms=(
        Printed(intake_sheet.FORM),
        Printed(consent.FORM),
        Printed(needs_survey.FORM),
        Printed(conference_minutes.FORM),
        Printed(joint_management.FORM),
        Printed(service_plan.FORM),
        Printed(referral_letter.FORM),
        Printed(closure_review.FORM),
        Printed(closure_notice.FORM),
        Printed(monitor_sheet.FORM),
        Printed(satisfaction_survey.FORM),
    ),
    day=closed_on,
    checklist=case_management_items,
    charts=True,
)


def requested_on(case: CaseFile) -> DayOnCover:
    """The day of the last request."""
    request = case.last_of(solution_request.SolutionRequest)
    return DayOnCover("요청일", request.requested_on if request is not None else None)


SOLUTION = PacketList(
    "solution",
    "솔루션회의 자료",
    checklist_title="솔루션회의 자료 점검표",
    openers=(solution_request.FORM,),
    forms=(
        Printed(solution_request.FORM),
        Printed(needs_survey.FORM, last_only=True),
        Printed(service_plan.FORM),
        Printed(conference_minutes.FORM),
        Printed(solution_minutes.FORM),
    ),
    day=requested_on,
    shows_nobody="ICM-MEET-13",
    checklist=solution_items,
)


def written_on(case: CaseFile) -> DayOnCover:
    """The day of the first letter or referral."""
    return DayOnCover("의뢰일", min((sent.on for sent in letters_sent(case)), default=None))


REFERRAL = PacketList(
    "referral",
    "의뢰 서류",
    openers=(programme_referral.FORM, referral_letter.FORM),
    forms=(
        Printed(programme_referral.FORM),
        Printed(referral_letter.FORM),
        Printed(screening_consent.FORM),
        Printed(depression_screening.FORM, where=may_go_along),
    ),
    day=written_on,
    checklist=referral_items,
)


def accident_or_visit(case: CaseFile) -> DayOnCover:
    """The day of the last accident; of a case without one, that of the last visit that was looked at before."""
    accident = case.last_of(incident_report.IncidentReport)
    if accident is not None:
        return DayOnCover("사고일", accident.occurred_on)
    visit = case.last_of(visit_safety_check.VisitSafetyCheck)
    return DayOnCover("방문 예정일", visit.visit_on if visit is not None else None)


# Neither stands in the closing packet: they are papers of the office about those who work there.
SAFETY = PacketList(
    "safety",
    "안전 서류",
    checklist_title="안전 서류 점검표",
    openers=(visit_safety_check.FORM, incident_report.FORM),
    forms=(Printed(visit_safety_check.FORM), Printed(incident_report.FORM)),
    day=accident_or_visit,
    checklist=safety_items,
)

PROGRAMME = Programme(
    title=TITLE,
    order=1,
    document=GUIDEBOOK,
    forms=(
        intake_sheet.FORM,
        consent.FORM,
        needs_survey.FORM,
        depression_screening.FORM,
        screening_consent.FORM,
        conference_minutes.FORM,
        nonselection_notice.FORM,
        joint_management.FORM,
        service_plan.FORM,
        referral_letter.FORM,
        programme_referral.FORM,
        solution_request.FORM,
        solution_minutes.FORM,
        closure_review.FORM,
        closure_notice.FORM,
        monitor_sheet.FORM,
        satisfaction_survey.FORM,
        township_indicators.FORM,
        visit_safety_check.FORM,
        workplace_safety_check.FORM,
        incident_report.FORM,
        support_ledger.FORM,
        budget_composition.FORM,
        expert_fee_record.FORM,
    ),
    packets=(CLOSURE, SOLUTION, REFERRAL, SAFETY),
    limits=case_limits,
    changes=changes,
    conference_kinds=("통합사례회의", "솔루션회의"),
    takes_bare_cases=True,
)
