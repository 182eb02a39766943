"""The periods of the case process: what is due when, and whether it was done.

Each function reads one clause of the guidebook (digest ids ICM-DEADLINE-…) from the case; rules and
``forms.deadlines`` say the same because both ask here. What follows closing is in ``after_care``.
None: the case does not hold what starts it. The text in force on the day that starts a period decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from forms.case import CaseFile
from forms.figures import figure, standing_in
from forms.finding import Location
from forms.icm import milestones
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.sources import GUIDEBOOK
from forms.limit import Limit, Step, in_time_order
from forms.periods import days_after, months_after
from forms.working_days import counted_deadline


def consultations(case: CaseFile) -> Iterator[Limit]:
    """ICM-DEADLINE-03: the first consultation, where somebody asked for it."""
    for at, sheet in in_time_order(case, IntakeSheet):
        days = figure("icm", "consultation_days", sheet.referred_on) if sheet.referred_on else None
        if sheet.referred_on is None or days is None:
            continue
        yield Limit(
            "ICM-DEADLINE-03",
            "초기상담",
            Step(sheet.referred_on, "초기상담 의뢰일", (*at, "referred_on")),
            _days("consultation_days", days, sheet.referred_on),
            days_after(sheet.referred_on, days),
            _step(sheet.consulted_on, "초기상담", (*at, "consulted_on")),
            (*at, "consulted_on"),
        )


def reception(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-04: at once, that is on the first working day from the request on (our reading)."""
    asked = milestones.request(case)
    if asked is None or case.received_on is None:
        return None
    return Limit(
        "ICM-DEADLINE-04",
        "대상자 접수",
        asked,
        "즉시",
        counted_deadline(asked.on, 1),
        Step(case.received_on, "대상자 접수", ("received_on",)),
        ("received_on",),
    )


def plan(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-01: the plan within 30 counted days of reception."""
    start, done = milestones.reception(case), milestones.plan(case)
    days = figure("icm", "plan_days", start.on) if start is not None else None
    if start is None or days is None:
        return None
    return Limit(
        "ICM-DEADLINE-01",
        "서비스 제공계획 수립",
        start,
        _period(f"{days}일", "plan_days", start.on, "첫날 포함", "공휴일·토요일 제외"),
        counted_deadline(start.on, days),
        done,
        done.at if done is not None else ("forms", "service_plan"),
        note=f"달력 날짜로 {days}일을 세면 {days_after(start.on, days)}",
    )


def survey(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-05: the survey about 10 days after the request."""
    return _guide(
        case,
        "ICM-DEADLINE-05",
        "욕구 및 위기도 조사",
        milestones.request(case) or milestones.reception(case),
        "survey_days",
        milestones.survey(case),
        ("forms", "needs_survey"),
    )


def survey_entries(case: CaseFile) -> Iterator[Limit]:
    """ICM-DEADLINE-06: each survey in the system by the next day."""
    for at, form in in_time_order(case, NeedsSurvey):
        days = figure("icm", "survey_entry_days", form.surveyed_on) if form.surveyed_on else None
        if form.surveyed_on is None or days is None or form.entered_on is None:
            continue
        yield Limit(
            "ICM-DEADLINE-06",
            "욕구조사 시스템 입력",
            Step(form.surveyed_on, "욕구조사", (*at, "surveyed_on")),
            _period("다음 날", "survey_entry_days", form.surveyed_on),
            days_after(form.surveyed_on, days),
            Step(form.entered_on, "시스템 입력", (*at, "entered_on")),
            (*at, "entered_on"),
        )


def selection(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-07: the selection about 5 days after the survey's results were registered."""
    return _guide(
        case,
        "ICM-DEADLINE-07",
        "대상자 구분 및 선정",
        milestones.survey_registration(case),
        "selection_days",
        milestones.selection(case),
        ("selection", "decided_on"),
    )


def plan_after_selection(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-08: the plan about 15 days after the selection."""
    return _guide(
        case,
        "ICM-DEADLINE-08",
        "서비스 제공계획 수립",
        milestones.selection(case),
        "plan_after_selection_days",
        milestones.plan(case),
        ("forms", "service_plan"),
    )


def link_start(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-09: 서비스 연계 가구, linked within 30 days of the selection."""
    start = milestones.selection(case)
    days = figure("icm", "link_days", start.on) if start is not None else None
    if not is_linked(case) or start is None or days is None:
        return None
    return Limit(
        "ICM-DEADLINE-09",
        "서비스 연계",
        start,
        _days("link_days", days, start.on),
        days_after(start.on, days),
        _step(case.service_link.started_on if case.service_link else None, "서비스 연계 시작", _LINK_START),
        _LINK_START,
    )


def link_check(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-10: 서비스 연계 가구, checked within one to three months of the link's start."""
    link = case.service_link
    months = figure("icm", "link_check_months", link.started_on) if link and link.started_on else None
    if link is None or link.started_on is None or months is None:
        return None
    return Limit(
        "ICM-DEADLINE-10",
        "서비스 연계 점검",
        Step(link.started_on, "서비스 연계 시작일", _LINK_START),
        f"{months}개월",
        months_after(link.started_on, months),
        _step(link.checked_on, "서비스 연계 점검", _LINK_CHECK),
        _LINK_CHECK,
    )


def closing_registration(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-11 of 2025: the closure review registered within 5 days of the conference."""
    start = milestones.closing_conference(case)
    days = figure("icm", "closure_registration_days", start.on) if start is not None else None
    if start is None or days is None:
        return None
    return Limit(
        "ICM-DEADLINE-11",
        "종결심사 등록",
        start,
        f"{days}일",
        days_after(start.on, days),
        milestones.registration_of_closing(case),
        _CLOSURE_REVIEWED,
    )


def closing_procedure(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-11 of 2024: the procedure of closing begins 5 days before the closure."""
    closed, started = milestones.closing(case), milestones.closing_start(case)
    # One of the two texts judges a closing: that of the day of its conference, else of the closing.
    decided = milestones.closing_conference(case) or closed
    if closed is None or started is None or decided is None or not GUIDEBOOK.in_earliest_text(decided.on):
        return None
    days = figure("icm", "closure_procedure_days", decided.on)
    if days is None:
        return None
    return Limit(
        "ICM-DEADLINE-11",
        "종결 절차 시작",
        closed,
        f"{_days('closure_procedure_days', days, decided.on)} 전",
        closed.on - timedelta(days=min(days, (closed.on - date.min).days)),
        started,
        started.at,
        applied_on=decided.on,
    )


def retention(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-16: personal data are kept no longer than 5 years after closing."""
    closed = milestones.closing(case)
    years = figure("icm", "retention_years", closed.on) if closed is not None else None
    if closed is None or years is None:
        return None
    return Limit(
        "ICM-DEADLINE-16",
        "개인정보 파기",
        closed,
        f"{years}년",
        months_after(closed.on, 12 * years),
        None,
        closed.at,
    )


def is_linked(case: CaseFile) -> bool:
    """Whether the household is a 서비스 연계 가구, as the selection or the link's own dates say."""
    if case.selection is not None:
        return case.selection.household_class == "서비스 연계 가구"
    return case.service_link is not None


_LINK_START: Location = ("service_link", "started_on")
_LINK_CHECK: Location = ("service_link", "checked_on")
_CLOSURE_REVIEWED: Location = ("forms", "closure_review", 0, "closure_reviewed_on")


def _guide(
    case: CaseFile,
    rule: str,
    title: str,
    start: Step | None,
    days_name: str,
    done: Step | None,
    at: Location,
) -> Limit | None:
    """A period that the guidebook gives as usual (내외)."""
    days = figure("icm", days_name, start.on) if start is not None else None
    if start is None or days is None:
        return None
    due = days_after(start.on, days)
    return Limit(
        rule,
        title,
        start,
        f"{_days(days_name, days, start.on)} 내외",
        due,
        done,
        done.at if done else at,
        firm=False,
    )


def _days(name: str, days: int, on: date) -> str:
    return _period(f"{days}일", name, on)


def _period(words: str, name: str, on: date, *notes: str) -> str:
    """A period as messages tell it; its notes, and the year of a number that stands for ``on``, in brackets."""
    told = ", ".join(filter(None, (*notes, standing_in("icm", name, on))))
    return f"{words}({told})" if told else words


def _step(day: date | None, title: str, at: Location) -> Step | None:
    return Step(day, title, at) if day is not None else None
