"""Rules of goals, services and checks: 업무안내 제2부 서비스 제공계획 수립, 서비스 제공 및 점검, 참고 6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.icm import milestones
from forms.icm.goal_wording import complaint_about_goal
from forms.icm.need_areas import NeedArea
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.service_plan import FORM, Goal, ServicePlan
from forms.icm.simple_services import is_simple
from forms.icm.words import found_in, joined, letters
from forms.particles import quoted_with_particle, with_particle
from forms.periods import months_after
from forms.rule import rule


def _goals(plan: ServicePlan) -> Iterator[tuple[str, int, Goal]]:
    for name, goals in (("short_goals", plan.short_goals), ("long_goals", plan.long_goals)):
        for index, goal in enumerate(goals):
            yield name, index, goal


def _goal_areas(plan: ServicePlan) -> dict[NeedArea, tuple[str, int]]:
    """Each area that has a goal, with the place of its first."""
    places: dict[NeedArea, tuple[str, int]] = {}
    for name, index, goal in _goals(plan):
        places.setdefault(goal.area, (name, index))
    return places


def survey_behind(plan: ServicePlan, case: CaseFile) -> NeedsSurvey | None:
    """The survey that a plan rests on: the last one up to the day it was made, else the first."""
    made = plan.established_on
    surveys = case.all_of(NeedsSurvey)
    before = [s for s in surveys if made is not None and s.surveyed_on is not None and s.surveyed_on <= made]
    return before[-1] if before else next(iter(surveys), None)


@rule("ICM-PLAN-01")
def goals_lie_within_their_terms(plan: ServicePlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    start = _start(plan)
    if start is None:
        yield FORM.lacks(plan, "established_on")
        return
    if any(goal.target_on is None for _, _, goal in _goals(plan)):
        yield Unjudged(f"{FORM.title}({plan.established_on or start})의 목표별 달성 예정일")
    for name, index, goal in _goals(plan):
        if goal.target_on is not None:
            complaint = _term(name, start, goal.target_on)
            if complaint is not None:
                yield Breach((name, index, "target_on"), *complaint)


def _start(plan: ServicePlan) -> date | None:
    """The first day of service, from which both terms count; until it is known, the plan's day."""
    return min((s.started_on for s in plan.services if s.started_on), default=plan.established_on)


def _term(name: str, start: date, target: date) -> tuple[str, Severity] | None:
    short, long, least = (
        figure("icm", key, start)
        for key in ("short_goal_months", "long_goal_months", "long_goal_months_of_form")
    )
    if short is None or long is None or least is None:
        return None
    if name == "short_goals" and target > months_after(start, short):
        return (
            f"단기목표의 달성 예정일({target})이 서비스 시작({start}) 후 {short}개월을 넘습니다.",
            Severity.WARNING,
        )
    if name == "long_goals" and target < months_after(start, long):
        # 서식 5's own guide asks for 3 to 6 months, the text and 참고 6 for 6 months and more.
        severity = Severity.INFO if target >= months_after(start, least) else Severity.WARNING
        return (
            f"장기목표의 달성 예정일({target})이 서비스 시작({start}) 후 {long}개월이 되지 않습니다.",
            severity,
        )
    return None


@rule("ICM-PLAN-03")
def services_say_who_and_how_often(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    for index, service in enumerate(plan.services):
        lacking = [
            (name, title)
            for name, title, value in (
                ("provider", "제공기관", service.provider),
                ("frequency", "횟수", service.frequency),
            )
            if value is None
        ]
        if lacking:
            titles = ", ".join(title for _, title in lacking)
            yield Breach(
                ("services", index, lacking[0][0]),
                f"'{service.name}'의 {with_particle(titles, '이(가)')} 비어 있습니다. 서비스 제공자, 내용, 제공 횟수·시간을 반드시 적어야 합니다.",
            )


@rule("ICM-PLAN-04")
def one_term_may_do(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    for name, title, given, other in (
        ("long_goals", "단기목표", plan.short_goals, plan.long_goals),
        ("short_goals", "장기목표", plan.long_goals, plan.short_goals),
    ):
        if given and not other:
            yield Breach((name,), f"{title}만 있습니다. 문제영역의 특성상 {title}만 세울 수도 있습니다.")


@rule("ICM-ERR-08", "service_plan")
def planned_goals_are_goals(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    if not (plan.short_goals or plan.long_goals):
        yield Breach(("short_goals",), "단기목표도 장기목표도 없습니다. 이루려는 변화를 목표로 적으세요.")
    short = {(goal.area, letters(goal.text)) for goal in plan.short_goals}
    for name, index, goal in _goals(plan):
        complaint = complaint_about_goal(goal.text)
        if complaint is not None:
            yield Breach((name, index, "text"), complaint)
        elif name == "long_goals" and (goal.area, letters(goal.text)) in short:
            yield Breach(
                (name, index, "text"),
                f"{quoted_with_particle(goal.text, '이(가)')} 단기목표에도 있습니다. 단기목표와 장기목표를 나누어 세우세요.",
            )


@rule("ICM-ERR-09")
def needs_and_goals_match(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    survey = survey_behind(plan, case)
    if survey is None:
        return
    needs = dict.fromkeys(need.area for need in survey.needs)
    goals = _goal_areas(plan)
    taken_on = f"욕구조사({survey.surveyed_on})"
    for area in needs:
        if area not in goals:
            yield Breach(
                ("short_goals",), f"{taken_on}에서 확인한 {area} 영역의 욕구에 대한 목표가 없습니다."
            )
    for area, (name, index) in goals.items():
        if area not in needs:
            yield Breach(
                (name, index, "area"), f"{area} 영역의 목표가 있으나 {taken_on}에서 확인한 욕구가 아닙니다."
            )
    for index, service in enumerate(plan.services):
        if service.area is not None and service.area not in needs and service.area not in goals:
            yield Breach(
                ("services", index, "area"),
                f"{service.area} 영역의 서비스('{service.name}')가 있으나 {taken_on}에서 확인한 욕구가 아닙니다.",
            )


@rule("ICM-ERR-10")
def goals_have_services(plan: ServicePlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not plan.services:
        yield Breach(("services",), "서비스가 하나도 없습니다. 목표마다 제공할 서비스를 적으세요.")
        return
    served = {service.area for service in plan.services}
    unserved = {area: place for area, place in _goal_areas(plan).items() if area not in served}
    # A service without an area may serve any goal.
    if unserved and None in served:
        yield Unjudged(f"{FORM.title}의 서비스별 욕구영역")
    elif unserved:
        for area, (name, index) in unserved.items():
            yield Breach((name, index, "area"), f"{area} 영역의 목표에 대한 서비스가 없습니다.")
    if all(map(is_simple, plan.services)):
        yield Breach(
            ("services",),
            "물품지원, 정보제공 등 단편적인 서비스뿐입니다. 목표를 이룰 다른 서비스도 계획하세요.",
        )


def _unchecked(plan: ServicePlan, case: CaseFile) -> Iterator[Unjudged]:
    """The last plan of a closed case that holds no check at all: what was checked is not known."""
    checked = any(held.checks for held in case.all_of(ServicePlan))
    if plan is case.last_of(ServicePlan) and not checked and milestones.closing(case) is not None:
        yield FORM.lacks(plan, "checks")


@rule("OWN-CHECKED-SERVICE")
def checked_services_are_planned(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    planned = {letters(service.name) for service in plan.services}
    for index, check in enumerate(plan.checks):
        if letters(check.service) not in planned:
            yield Breach(
                ("checks", index, "service"),
                f"점검한 {quoted_with_particle(check.service, '이(가)')} 서비스 제공계획에 없습니다. 계획의 서비스명과 같게 적으세요.",
            )


@rule("ICM-CHECK-01")
def checks_say_what_was_provided(plan: ServicePlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _unchecked(plan, case)
    # What is missing about the client is ICM-ERR-11's matter.
    for index, check in enumerate(plan.checks):
        if check.status is None and check.provided_count is None:
            yield Breach(
                ("checks", index, "status"),
                f"'{check.service}' {check.checked_on} 점검에 이행여부와 제공횟수가 없습니다. 계획과 실제 제공이 맞는지 적으세요.",
            )


@rule("ICM-CHECK-02")
def checks_say_how_and_why(plan: ServicePlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _unchecked(plan, case)
    for index, check in enumerate(plan.checks):
        when = f"'{check.service}' {check.checked_on} 점검"
        if check.method is None:
            yield Breach(("checks", index, "method"), f"{when}의 점검방법(전화, 내방, 방문)이 없습니다.")
        # Where the count is missing too, ICM-CHECK-01 says both.
        if check.status is None and check.provided_count is not None:
            yield Breach(
                ("checks", index, "status"), f"{when}의 이행여부(이행 종료, 이행 중, 불이행)가 없습니다."
            )
        if check.reason is None and (check.changes is not None or check.status == "불이행"):
            what = "변경내용이 있는데" if check.changes is not None else "이행하지 않았는데"
            yield Breach(("checks", index, "reason"), f"{when}에서 {what} 변경사유가 없습니다.")


@rule("ICM-ERR-11")
def checks_look_at_the_client(plan: ServicePlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _unchecked(plan, case)
    for index, check in enumerate(plan.checks):
        if check.client_change is None:
            yield Breach(
                ("checks", index, "client_change"),
                f"'{check.service}' {check.checked_on} 점검에 대상자 실태 및 변화가 없습니다. 서비스의 제공 여부만으로는 부족합니다.",
            )
    survey = survey_behind(plan, case)
    needs = {need.area for need in survey.needs} if survey is not None else set()
    if plan.checks and "안전" in {*needs, *_goal_areas(plan)}:
        seen = joined(text for check in plan.checks for text in (check.client_change, check.changes))
        if found_in(seen, "safety_words") is None:
            yield Breach(
                ("checks",), "안전 욕구가 있는데 어느 점검에도 대상자의 안전을 확인한 내용이 없습니다."
            )
