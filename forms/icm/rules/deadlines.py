"""Rules of the periods of the case process (ICM-DEADLINE-…); the periods themselves are ``limits``.

A period whose start or step is not known is not judged, once the case has come that far: it holds a form
of the stage or of a later one. What follows closing is in ``after_closing``.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.date_order import breaches
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.icm import intake_sheet, limits, milestones, needs_survey
from forms.icm.closure_review import ClosureReview
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.service_plan import ServicePlan
from forms.icm.sources import GUIDEBOOK
from forms.limit import Limit, Step
from forms.periods import days_after, months_after
from forms.record import FormModel
from forms.rule import rule
from forms.working_days import counted_days

# 의뢰경로 of an intake for which nobody asked the office: it found the household, or the household came itself.
UNREFERRED = ("사각지대조사", "대상자(가족)")
REQUEST, RECEPTION, SELECTED = "통합사례관리 요청일", "대상자 접수일", "대상자 선정일"
PLANNED = "서비스 제공계획 수립일"


def lacking(*steps: tuple[Step | None, str]) -> Iterator[Unjudged]:
    """What is not known of a period: of its start and its step, each with its Korean name."""
    names = [name for step, name in steps if step is None]
    if names:
        yield Unjudged(", ".join(names))


def _holds(case: CaseFile, *kinds: type[FormModel]) -> bool:
    return any(case.first_of(kind) is not None for kind in kinds)


def _planned(case: CaseFile) -> bool:
    """Whether the case has come to the plan: it holds one, or the review of a household that needs one."""
    return _holds(case, ServicePlan) or (_holds(case, ClosureReview) and not limits.is_linked(case))


def late(limit: Limit | None, severity: Severity | None = None, remark: str = "") -> Iterator[Breach]:
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.done.at,
            f"기한은 {limit.start.title}({limit.start.on})부터 {limit.period}, 곧 {limit.due}까지인데 "
            f"{limit.done.on}에 하여 {limit.days_late}일 늦었습니다.{remark}",
            severity,
            limit.decided_on,
        )


def _guidance(limit: Limit | None) -> Iterator[Breach]:
    """The 10-, 5- and 15-day steps: since 2025 expressly adjustable (ICM-DEADLINE-02)."""
    if limit is not None and GUIDEBOOK.in_earliest_text(limit.decided_on):
        yield from late(limit)
    else:
        remark = " 통상적으로 걸리는 기간이며 상황에 따라 조정할 수 있습니다."
        yield from late(limit, Severity.INFO, remark)


@rule("ICM-DEADLINE-00")
def both_counts_of_the_plan(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _uncounted_plan(case)
    # The monitoring indicator says only 30일 내, so that a reader may hold the plan to plain days.
    limit = limits.plan(case)
    if limit is None or limit.done is None or limit.days_late:
        return
    days = figure("icm", "plan_days", limit.start.on)
    if days is not None and limit.done.on > days_after(limit.start.on, days):
        yield Breach(
            limit.done.at,
            f"{limit.start.title}({limit.start.on})부터 달력 날짜로는 {(limit.done.on - limit.start.on).days}일이 "
            f"지났으나 공휴일과 토요일을 빼면 {counted_days(limit.start.on, limit.done.on)}일째이므로 "
            f"기한({limit.due}) 안입니다.",
        )


@rule("ICM-DEADLINE-01")
def plan_within_thirty_counted_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _uncounted_plan(case)
    limit = limits.plan(case)
    if limit is None or limit.done is None or not limit.days_late:
        return
    yield Breach(
        limit.done.at,
        f"{limit.start.title}({limit.start.on})부터 {limit.period} 이내인 {limit.due}까지 수립해야 하는데 "
        f"{counted_days(limit.start.on, limit.done.on)}일째({limit.done.on})에 수립했습니다. "
        f"달력 날짜로는 {(limit.done.on - limit.start.on).days}일이 지났습니다.",
        on=limit.decided_on,
    )


@rule("ICM-DEADLINE-01a")
def plan_follows_reception(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _uncounted_plan(case)
    yield from breaches(case, "ICM-DEADLINE-01a")


def _uncounted_plan(case: CaseFile) -> Iterator[Unjudged]:
    if _planned(case):
        yield from lacking((milestones.reception(case), RECEPTION), (milestones.plan(case), PLANNED))


@rule("ICM-DEADLINE-03")
def consultation_within_five_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for sheet in case.all_of(IntakeSheet):
        if sheet.referred_on is None and sheet.referral_route not in UNREFERRED:
            yield intake_sheet.FORM.lacks(sheet, "referred_on")
    for limit in limits.consultations(case):
        yield from late(limit)


@rule("ICM-DEADLINE-04")
def reception_at_once(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from breaches(case, "ICM-DEADLINE-04")
    asked, received = milestones.request(case), case.received_on
    if asked or received or _holds(case, NeedsSurvey, ServicePlan, ClosureReview):
        reception = Step(received, RECEPTION, ("received_on",)) if received is not None else None
        yield from lacking((asked, REQUEST), (reception, RECEPTION))
    limit = limits.reception(case)
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.at,
            f"통합사례관리를 요청한 날({limit.start.on}) 즉시 접수해야 하는데 {limit.done.on}에 접수했습니다.",
        )


@rule("ICM-DEADLINE-05")
def survey_about_ten_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    surveyed = milestones.survey(case)
    # A file with resurveys alone does not hold the survey that the period is about.
    if surveyed is not None or _holds(case, ClosureReview):
        yield from lacking((milestones.reception(case), REQUEST), (surveyed, "욕구조사일"))
    yield from _guidance(limits.survey(case))


@rule("ICM-DEADLINE-06")
def survey_entered_by_the_next_day(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from breaches(case, "ICM-DEADLINE-06")
    for survey in case.all_of(NeedsSurvey):
        if survey.entered_on is None:
            yield needs_survey.FORM.lacks(survey, "entered_on")
    for limit in limits.survey_entries(case):
        yield from late(limit)


@rule("ICM-DEADLINE-07")
def selection_about_five_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    if case.selection is not None or _holds(case, ServicePlan, ClosureReview):
        registered, selected = milestones.survey_registration(case), milestones.selection(case)
        yield from lacking((registered, "욕구조사 결과 등록 완료일"), (selected, SELECTED))
    yield from _guidance(limits.selection(case))


@rule("ICM-DEADLINE-08")
def plan_about_fifteen_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    if _planned(case):
        yield from lacking((milestones.selection(case), SELECTED), (milestones.plan(case), PLANNED))
    yield from _guidance(limits.plan_after_selection(case))


@rule("ICM-DEADLINE-09")
def linked_within_thirty_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    limit = limits.link_start(case)
    if limits.is_linked(case):
        started = case.service_link.started_on if case.service_link is not None else None
        link = Step(started, "서비스 연계 시작", ("service_link", "started_on")) if started else None
        yield from lacking((milestones.selection(case), SELECTED), (link, "서비스 연계 시작일"))
    yield from late(limit)


@rule("ICM-DEADLINE-10")
def link_checked_within_three_months(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    limit = limits.link_check(case)
    if limit is None:
        if limits.is_linked(case):
            yield Unjudged("서비스 연계 시작일")
        return
    yield from late(limit)
    ended = case.service_link.ended_on if case.service_link is not None else None
    if limit.done is None and ended is not None and ended > limit.due:
        yield Breach(
            limit.at, f"서비스 연계를 시작하고 {limit.period} 이내({limit.due}까지)에 점검한 날이 없습니다."
        )
    else:
        yield from lacking((limit.done, "서비스 연계 점검일"))
    months = figure("icm", "link_check_first_months", limit.start.on)
    if limit.done is not None and months is not None:
        first = months_after(limit.start.on, months)
        if limit.done.on < first:
            yield Breach(
                limit.at,
                f"서비스 연계를 시작하고 {months}개월이 되는 {first}보다 이른 {limit.done.on}에 점검했습니다. "
                "1~3개월 이내에 참여 여부와 제공 상황을 점검합니다.",
                Severity.INFO,
            )


@rule("ICM-DEADLINE-11", "2024")
def closing_begins_five_days_before(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    closed = milestones.closing(case)
    if closed is not None and GUIDEBOOK.in_earliest_text(closed.on):
        yield from lacking((milestones.closing_start(case), "종결 절차(위기도 조사나 사례회의)의 시작일"))
    limit = limits.closing_procedure(case)
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.at,
            f"{limit.start.title}({limit.start.on})의 {limit.period}인 {limit.due}부터 종결 절차를 진행해야 하는데 "
            f"{limit.done.title}({limit.done.on})부터 시작했습니다.",
            on=limit.decided_on,
        )


@rule("ICM-DEADLINE-11", "2025")
def registered_within_five_days(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    registered = milestones.registration_of_closing(case)
    if registered is not None and not GUIDEBOOK.in_earliest_text(registered.on):
        yield from lacking((milestones.closing_conference(case), "종결 사례회의 개최일"))
    limit = limits.closing_registration(case)
    if limit is not None and limit.done is not None and limit.days_late:
        yield Breach(
            limit.done.at,
            f"{limit.start.title}({limit.start.on}) 후 {limit.period} 이내({limit.due}까지)에 등록해야 하는데 "
            f"{(limit.done.on - limit.start.on).days}일째({limit.done.on})에 등록했습니다.",
            on=limit.decided_on,
        )
