"""What ``check`` says of assessments, plans, sessions and logs of 자립지원.

Sources: 자립기술평가 (조사), 자립지원계획 (계획), 서비스 제공. What the system refused is a warning, since the past
stays printable; a field that its 【필수】 asks for is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.date_order import breaches
from forms.finding import Breach, Location, Severity, Unjudged
from forms.form import Form
from forms.particles import with_particle
from forms.record import FormModel
from forms.rule import rule
from forms.youth.assessment_years import assessment_years, begins, protection_ended_on
from forms.youth.care import care_of
from forms.youth.independence_plan import ASKED, IndependencePlan, assessment_before
from forms.youth.independence_plan import FORM as PLAN
from forms.youth.protection_end import ProtectionEnd
from forms.youth.session_report import FORM as SESSION
from forms.youth.session_report import SessionReport
from forms.youth.skill_areas import DAILY_LIVING, area_score
from forms.youth.skill_assessment import FORM as ASSESSMENT
from forms.youth.skill_assessment import SkillAssessment
from forms.youth.youth_case_log import FORM as LOG
from forms.youth.youth_case_log import TABS, YouthCaseLog


@rule("CS-ST-3")
def sessions_are_not_in_a_closed_period(form: SessionReport, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.cutoff_on is None:
        yield SESSION.lacks(form, "cutoff_on")
        return
    for key in ("written_on", "held_on"):
        yield from _closed(SESSION, form, key, form.cutoff_on, "마감일")


@rule("CS-ST-4")
def logs_are_not_in_a_closed_period(form: YouthCaseLog, case: CaseFile) -> Iterator[Breach | Unjudged]:
    care = care_of(case)
    if care is None or care.cutoff_on is None:
        yield Unjudged("마감일자")
    else:
        yield from _closed(LOG, form, "logged_on", care.cutoff_on, "마감일자")


def _closed(
    sheet: Form, form: FormModel, key: str, cutoff_on: date, called: str
) -> Iterator[Breach | Unjudged]:
    """A day before the one up to which the system is closed."""
    on = getattr(form, key)
    title = sheet.model.model_fields[key].title or key
    if on is None:
        yield sheet.lacks(form, key)
    elif on < cutoff_on:
        yield Breach(
            (key,), f"{title} {on}: {called} {cutoff_on}보다 이전 날짜는 시스템에 저장할 수 없습니다."
        )


@rule("CS-SK-0")
def scores_are_those_of_the_answers(form: SkillAssessment, case: CaseFile) -> Iterator[Breach]:
    answers = form.daily_living.answers if form.daily_living is not None else ()
    if answers and len(answers) != len(DAILY_LIVING):
        yield Breach(
            ("daily_living", "answers"),
            f"일상생활기술의 응답이 {len(answers)}개입니다. {len(DAILY_LIVING)}문항에 모두 답해야 저장됩니다.",
            Severity.ERROR,
        )
    for key, area in form.areas:
        if area is None or not area.answers or area.score is None:
            continue
        computed = area_score(area.answers)
        if computed != area.score:
            yield Breach(
                (key, "score"),
                f"응답으로 계산하면 {computed}점인데 {area.score}점으로 적혀 있습니다. 적은 점수를 인쇄합니다. "
                "점수계산방법이 출처에 없으므로 시스템의 점수를 확인하세요.",
            )


@rule("CS-SK-1")
def skills_are_assessed_every_year(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    # A file that holds neither is about something else.
    if not case.all_of(SkillAssessment) and case.last_of(ProtectionEnd) is None:
        return
    if begins(case) is None:
        yield Unjudged("대상자 생년월일")
        return
    ended = protection_ended_on(case) is not None
    years = list(assessment_years(case))
    # While protection lasts the last of them is still to come, which deadlines tell.
    for year in years if ended else years[:-1]:
        if year.done is None:
            yield Breach(
                ("forms", ASSESSMENT.id),
                f"{year.due.year}년의 자립기술평가가 없습니다. 만 15세부터 보호종료 전까지 매년 평가합니다.",
            )


@rule("CS-PL-1")
def a_plan_holds_what_its_kind_asks_for(
    form: IndependencePlan, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.kind is None:
        yield PLAN.lacks(form, "kind")
        return
    for key in ASKED[form.kind]:
        if getattr(form, key) is None:
            title = with_particle(str(PLAN.model.model_fields[key].title), "이(가)")
            yield Breach((key,), f"{title} 비어 있습니다. 자립계획 구분이 '{form.kind}'이면 필수입니다.")


@rule("CS-PL-2")
def courses_end_after_they_begin(form: IndependencePlan, case: CaseFile) -> Iterator[Breach]:
    yield from breaches(case, "CS-PL-2", form)


@rule("CS-PL-3")
def a_plan_rests_on_an_assessment(form: IndependencePlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.planned_on is None:
        yield PLAN.lacks(form, "planned_on")
    elif assessment_before(case, form) is None:
        yield Breach(
            ("planned_on",),
            "계획일자까지의 자립기술평가가 이 파일에 없습니다. 계획은 자립기술평가에 기초하여 세웁니다.",
        )


@rule("CS-LOG-1")
def a_log_fills_the_tab_of_its_field(form: YouthCaseLog, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.field is None:
        yield LOG.lacks(form, "field")
        return
    for field, keys in TABS.items():
        filled = [key for key in keys if getattr(form, key) not in (None, ())]
        if field != form.field and filled:
            at: Location = (filled[0],)
            yield Breach(
                at,
                f"사례관리분야가 '{form.field}'인데 {field} 칸이 적혀 있습니다. 그 칸은 인쇄하지 않습니다.",
            )
