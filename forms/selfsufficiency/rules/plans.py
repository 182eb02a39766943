"""What ``check`` says of assessing, planning and checking. Source: 계획수립단계, 자활사례관리의 단계별 과업."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach, Severity, Unjudged
from forms.form import Form
from forms.limit import issued_after
from forms.particles import with_particle
from forms.periods import months_after
from forms.rule import rule
from forms.selfsufficiency.basic_interview import FORM as INTERVIEW
from forms.selfsufficiency.basic_interview import BasicInterview
from forms.selfsufficiency.closure_report import ClosureReport
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.iap import FORM as IAP
from forms.selfsufficiency.iap import LONG_YEARS, SHORT_YEARS, Iap
from forms.selfsufficiency.isp import FORM as ISP
from forms.selfsufficiency.isp import Isp
from forms.selfsufficiency.milestones import declined, ended_on, referred
from forms.selfsufficiency.participation import participation_of
from forms.selfsufficiency.plan_deadlines import PLAN_MONTHS, achievement_limits
from forms.selfsufficiency.yearly import ENTERED, ENTERED_FROM, began_on, stayed

# How near to the end a first ISP counts as written for the closing: ours.
BEFORE_CLOSING = 30


@rule("SS-PR-2", "iap")
def a_path_is_planned_in_time(form: Iap, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _planned_in_time(form, IAP, case)


@rule("SS-PR-2", "isp")
def support_is_planned_in_time(form: Isp, case: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _planned_in_time(form, ISP, case)


@rule("SS-PR-2", "closing")
def what_is_closed_was_planned(form: ClosureReport, case: CaseFile) -> Iterator[Breach]:
    for plan in (IAP, ISP):
        if not case.entered(plan.id):
            yield Breach(("closed_on",), f"{with_particle(plan.title, '이(가)')} 이 파일에 없습니다.")


def _planned_in_time(plan: Iap | Isp, form: Form, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """Of several plans the first: a later one follows a reassessment."""
    if plan is not case.first_of(type(plan)):
        return
    start = referred(case)
    if plan.written_on is None:
        yield form.lacks(plan, "written_on")
    elif start is None:
        yield Unjudged("의뢰일")
    elif plan.written_on > (due := months_after(start.on, PLAN_MONTHS)):
        yield Breach(
            ("written_on",),
            f"작성일 {plan.written_on}이 의뢰 후 {PLAN_MONTHS}개월({due})보다 늦습니다. 의뢰일은 {start.on}입니다.",
        )


@rule("SS-PR-2b")
def the_first_plan_is_not_written_for_the_closing(form: Isp, case: CaseFile) -> Iterator[Breach | Unjudged]:
    ended = ended_on(case)
    if form is not case.first_of(Isp) or ended is None:
        return
    start = referred(case)
    if form.written_on is None:
        yield ISP.lacks(form, "written_on")
    elif start is not None and form.written_on <= months_after(start.on, PLAN_MONTHS):
        # Written in time: it is participation that was short.
        return
    elif (ended - form.written_on).days <= BEFORE_CLOSING:
        yield Breach(
            ("written_on",),
            f"첫 ISP의 작성일 {form.written_on}이 참여 종료일 {ended}에 가깝거나 그 뒤입니다. 계획은 종결할 때가 아니라 의뢰 후에 세웁니다.",
        )


@rule("SS-PR-3")
def goals_lie_within_their_years(form: Iap, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.written_on is None:
        yield IAP.lacks(form, "written_on")
        return
    for key, years in (("short_goals", SHORT_YEARS), ("long_goals", LONG_YEARS)):
        last = months_after(form.written_on, 12 * years)
        for at, goal in enumerate(getattr(form, key)):
            if goal.by_on is None:
                yield Unjudged("IAP 목표의 달성 예정일")
            elif goal.by_on > last:
                yield Breach(
                    (key, at, "by_on"),
                    f"달성 예정일 {goal.by_on}이 작성일부터 {years}년({last})을 넘습니다.",
                )


@rule("SS-PR-5")
def achievement_is_judged_every_half_year(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    ended = ended_on(case)
    for limit in achievement_limits(case):
        asked = f"{limit.start.title}({limit.start.on}) 뒤 {limit.due}까지"
        if limit.done is not None:
            if limit.days_late:
                yield Breach(limit.at, f"달성 평가를 {limit.done.on}에 했습니다. {asked} 해야 합니다.")
        elif ended is not None:
            yield Breach(limit.at, f"{asked} 달성 평가가 없습니다. 참여는 {ended}에 끝났습니다.")
        elif isinstance(issued := issued_after(case, limit), Unjudged):
            yield issued
        elif issued is not None:
            yield Breach(limit.at, f"{asked} 달성 평가가 없습니다.")


@rule("SS-PR-9")
def those_who_stay_are_interviewed_and_assessed(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    participation = participation_of(case)
    lacking = [form for form in ENTERED if not case.entered(form.id)]
    if not lacking or (participation is None and not case.all_of(ParticipantForm)):
        return
    if began_on(case) is None:
        # Who decided against it has not begun.
        if not declined(case):
            yield Unjudged("자활사업 참여 시작일")
    elif stayed(case):
        for form in lacking:
            yield Breach(
                ("forms", form.id),
                f"{with_particle(form.title, '이(가)')} 이 파일에 없습니다. {ENTERED_FROM}일 이상 참여한 참여자는 기본 면접지와 자활 사정지를 입력합니다.",
                None if case.all_of(ParticipantForm) else Severity.INFO,
            )


@rule("SS-PR-11")
def support_is_planned_after_the_interview(form: Isp, case: CaseFile) -> Iterator[Breach | Unjudged]:
    first = case.first_of(BasicInterview)
    if first is None:
        return
    if form.written_on is None:
        yield ISP.lacks(form, "written_on")
    elif first.interviewed_on is None:
        yield INTERVIEW.lacks(first, "interviewed_on")
    elif form.written_on < first.interviewed_on:
        yield Breach(
            ("written_on",),
            f"작성일 {form.written_on}이 기본면접의 면접일 {first.interviewed_on}보다 앞섭니다.",
        )
