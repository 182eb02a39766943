"""The dated steps of a case, wherever the case file holds them: what periods begin and end with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from forms.case import CaseFile
from forms.icm import conferences
from forms.icm.closure_review import ClosureReview
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.service_plan import ServicePlan
from forms.limit import Step, in_time_order


def request(case: CaseFile) -> Step | None:
    """통합사례관리 요청: the case's own date, else that of the closure review."""
    if case.requested_on is not None:
        return Step(case.requested_on, "통합사례관리 요청일", ("requested_on",))
    return _of_review(case, "requested_on", "요청일자")


def reception(case: CaseFile) -> Step | None:
    """대상자 접수; a request is received at once, so that its day serves where none is given."""
    if case.received_on is not None:
        return Step(case.received_on, "대상자 접수일", ("received_on",))
    return request(case)


def survey(case: CaseFile) -> Step | None:
    """The first 욕구 및 위기도 조사; surveys marked 재조사 are none."""
    surveys = in_time_order(case, NeedsSurvey)
    first = [
        Step(form.surveyed_on, "욕구조사", (*at, "surveyed_on"))
        for at, form in surveys
        if form.surveyed_on is not None and form.survey_kind != "재조사"
    ]
    in_review = _of_review(case, "needs_surveyed_on", "욕구조사")
    if in_review is not None and all(form.surveyed_on != in_review.on for _, form in surveys):
        first.append(in_review)
    return _earliest(first)


def survey_registration(case: CaseFile) -> Step | None:
    """욕구조사 결과 등록 완료 of the first survey."""
    return _earliest(
        Step(form.registered_on, "욕구조사 결과 등록 완료일", (*at, "registered_on"))
        for at, form in in_time_order(case, NeedsSurvey)
        if form.registered_on is not None and form.survey_kind != "재조사"
    )


def selection(case: CaseFile) -> Step | None:
    """대상자 선정."""
    if case.selection is not None and case.selection.decided_on is not None:
        return Step(case.selection.decided_on, "대상자 선정일", ("selection", "decided_on"))
    return _of_review(case, "selected_on", "대상자 선정")


def plan(case: CaseFile) -> Step | None:
    """The first 서비스 제공계획."""
    plans = [
        Step(form.established_on, "서비스 제공계획 수립", (*at, "established_on"))
        for at, form in in_time_order(case, ServicePlan)
        if form.established_on is not None
    ]
    in_review = _of_review(case, "planned_on", "제공계획")
    return _earliest([*plans, in_review])


def closing_start(case: CaseFile) -> Step | None:
    """The first step of closing that is known: the closing crisis survey or the conference."""
    crisis_survey = _of_review(case, "closing_crisis_survey_on", "종결 위기도 조사")
    return _earliest([crisis_survey, closing_conference(case)])


def closing_conference(case: CaseFile) -> Step | None:
    """The last 종결 사례회의."""
    held_so_far = [
        Step(conference.held_on, "종결 사례회의", ("conferences", index, "held_on"))
        for index, conference in conferences.held(case)
        if conference.purpose == "종결"
    ]
    return max(held_so_far, key=_day, default=None)


def registration_of_closing(case: CaseFile) -> Step | None:
    """종결심사 등록."""
    return _of_review(case, "closure_reviewed_on", "종결심사 등록")


def closing(case: CaseFile) -> Step | None:
    """종결: the approval of a review that closes the case, or its registration until then."""
    review = case.last_of(ClosureReview)
    if review is None or review.result != "종결":
        return None
    return _of_review(case, "approved_on", "종결 승인일") or registration_of_closing(case)


def visits(case: CaseFile, since: date = date.min) -> tuple[Step, ...]:
    """The monitor consultations from ``since`` on, in time order."""
    made = [
        Step(sheet.visited_on, "모니터 상담", (*at, "visited_on"))
        for at, sheet in in_time_order(case, MonitorSheet)
        if sheet.visited_on is not None and sheet.visited_on >= since
    ]
    return tuple(sorted(made, key=_day))


def planned_visits(case: CaseFile) -> tuple[Step, ...]:
    """The monitor consultations that the closure review plans, in time order."""
    planned = [
        Step(visit.planned_on, "사후관리 예정일", (*at, "after_care", index, "planned_on"))
        for at, review in in_time_order(case, ClosureReview)
        for index, visit in enumerate(review.after_care)
    ]
    return tuple(sorted(planned, key=_day))


def _day(step: Step) -> date:
    return step.on


def _earliest(steps: Iterable[Step | None]) -> Step | None:
    return min((step for step in steps if step is not None), key=_day, default=None)


def _of_review(case: CaseFile, name: str, title: str) -> Step | None:
    for at, review in in_time_order(case, ClosureReview):
        day = getattr(review, name)
        if isinstance(day, date):
            return Step(day, title, (*at, name))
    return None
