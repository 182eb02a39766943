"""Rules of after-care and of the satisfaction survey: 업무안내 제2부 사후관리, 부록 서식 8·9, 참고 6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.finding import Breach, Location, Severity, Unjudged
from forms.icm import closure_review, milestones, monitor_sheet, needs_survey, satisfaction_survey
from forms.icm.closure_review import MOVED, ClosureReview
from forms.icm.limits import is_linked
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.rules.closure_review import speaks_of_aftercare
from forms.icm.rules.selection import applying_areas
from forms.icm.satisfaction_survey import SURVEY_ITEMS, SatisfactionSurvey, surveys_made
from forms.icm.sources import GUIDEBOOK
from forms.particles import with_particle
from forms.rule import rule
from forms.working_days import counted_deadline

# Who may be spared the survey, where the household cannot answer either (from the edition of 2025 on).
SPARED = ("정신질환", "지적장애")


@rule("ICM-AFTER-01", "monitor_sheet")
def monitor_consultations_are_visits(sheet: MonitorSheet, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if sheet.contact_method is None:
        yield monitor_sheet.FORM.lacks(sheet, "contact_method")
    if sheet.contact_method in ("전화", "내방"):
        yield Breach(
            ("contact_method",),
            f"모니터 상담을 {with_particle(sheet.contact_method, '(으)로')} 하였습니다. 방문상담이 원칙입니다.",
        )
    reported, visited = sheet.remarks_reported_on, sheet.visited_on
    if sheet.remarks is not None and reported is None:
        yield Breach(
            ("remarks_reported_on",),
            "특이사항이 있는데 보고한 날이 없습니다. 희망복지지원단 또는 찾아가는 보건복지팀에 즉시 보고하고 보고일을 적으세요.",
        )
    # 즉시: on the day of the visit, after a Saturday or a holiday on the next working day (our reading).
    elif reported is not None and visited is not None and reported > counted_deadline(visited, 1):
        yield Breach(
            ("remarks_reported_on",),
            f"특이사항을 방문한 날({visited}) 즉시 보고해야 하는데 {reported}에 보고했습니다.",
        )


@rule("ICM-AFTER-01", "closure_review")
def planned_consultations_are_visits(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, planned in enumerate(review.after_care):
        if planned.method is None:
            yield Unjudged(f"{planned.planned_on} 모니터 상담계획의 방법")
        if planned.method in ("전화", "내방"):
            yield Breach(
                ("after_care", index, "method"),
                f"{planned.planned_on} 모니터 상담을 {with_particle(planned.method, '(으)로')} 계획하였습니다. 방문상담이 원칙입니다.",
            )


@rule("ICM-AFTER-03")
def households_at_risk_have_dates(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    # A closure that says nothing of after-care at all is ICM-ERR-14's matter.
    survey = case.last_of(NeedsSurvey)
    if review.result != "종결" or review.after_care or not speaks_of_aftercare(review) or survey is None:
        return
    areas = dict.fromkeys((*applying_areas(survey), *(n.area for n in survey.needs if n.area == "안전")))
    if not areas and not survey.crisis:
        yield needs_survey.FORM.lacks(survey, "crisis")
    if areas:
        yield Breach(
            ("after_care",),
            f"마지막 조사({survey.surveyed_on})에서 {', '.join(areas)} 영역이 아직 위기에 해당하므로 재발에 대비해 "
            "모니터 상담의 예정일과 방법을 정해야 합니다.",
        )


@rule("ICM-AFTER-04")
def the_new_office_looks_after_those_who_move(
    review: ClosureReview, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if review.closure_type != "이사또는사망" or not review.after_care:
        return
    if review.moved_or_died is None:
        yield closure_review.FORM.lacks(review, "moved_or_died")
    elif review.moved_or_died == "이사":
        yield Breach(("after_care",), MOVED)


@rule("ICM-SURVEY-01", "monitor_sheet")
def satisfaction_is_asked_once(sheet: MonitorSheet, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if _says_surveyed(sheet):
        yield from _asked_of_closed_households(("satisfaction_surveyed",), case)
        yield from _asked_before(sheet.visited_on, ("satisfaction_surveyed",), case, sheet)


@rule("ICM-SURVEY-01", "satisfaction_survey")
def the_survey_is_made_once(survey: SatisfactionSurvey, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if _stands_for_itself(survey, case):
        yield from _asked_of_closed_households(("surveyed_on",), case)
        yield from _asked_before(survey.surveyed_on, ("surveyed_on",), case, None)


def _asked_of_closed_households(at: Location, case: CaseFile) -> Iterator[Breach | Unjudged]:
    # Who was closed by a review was no 서비스 연계 가구.
    if case.selection is None and case.service_link is None and case.first_of(ClosureReview) is None:
        yield Unjudged("대상자 구분")
    if is_linked(case):
        yield Breach(at, "서비스 연계 가구는 만족도 조사에서 제외되는데 설문을 하였습니다.")


def _asked_before(
    on: date | None, at: Location, case: CaseFile, sheet: MonitorSheet | None
) -> Iterator[Breach]:
    """A breach where another survey is the first of the case; ``sheet`` None is the survey paper."""
    first = surveys_made(case)[0]
    own = first.sheet is sheet if sheet is not None else first.at[1] == satisfaction_survey.FORM.id
    if not own:
        yield Breach(at, f"만족도 조사를 이미 하였습니다({first.on}). 한 가구에 한 번만 합니다.")


@rule("ICM-SURVEY-02")
def satisfaction_may_be_skipped(sheet: MonitorSheet, case: CaseFile) -> Iterator[Breach]:
    reason = sheet.satisfaction_skip_reason
    if reason in SPARED:
        yield Breach(
            ("satisfaction_skip_reason",),
            f"{with_particle(reason, '(으)로')} 가구원(법적 보호자)을 통해서도 조사하기 어려우면 만족도 설문을 생략할 수 있습니다.",
            on=sheet.visited_on,
        )
    elif reason is not None:
        yield Breach(
            ("satisfaction_skip_reason",),
            f"만족도 설문은 {with_particle(' 또는 '.join(SPARED), '(으)로')} 가구원을 통해서도 어려운 경우에만 생략할 수 있습니다.",
            Severity.WARNING,
            on=sheet.visited_on,
        )


@rule("ICM-SURVEY-03", "monitor_sheet")
def satisfaction_is_asked_first(sheet: MonitorSheet, case: CaseFile) -> Iterator[Breach]:
    if is_linked(case):
        return
    sheets, made = case.all_of(MonitorSheet), surveys_made(case)
    if sheet is not sheets[0]:
        if _says_surveyed(sheet) and all(one.sheet is sheet for one in made):
            yield Breach(
                ("satisfaction_surveyed",),
                f"만족도 설문은 종결 후 최초 모니터 상담({sheets[0].visited_on}) 때 등록해야 합니다.",
            )
        return
    if any(one.sheet is sheet for one in made):
        return
    # A survey paper of another day is spoken of where it stands.
    if any(one.at[1] == satisfaction_survey.FORM.id for one in made):
        return
    if sheet.satisfaction_skip_reason is not None and knows_exemption(sheet, case):
        return
    if sheet.satisfaction_surveyed is None and sheet.satisfaction_skip_reason is None:
        yield Breach(
            ("satisfaction_surveyed",),
            "최초 모니터 상담에서 만족도 설문을 하였는지 적혀 있지 않습니다.",
            Severity.INFO,
        )
    else:
        yield Breach(
            ("satisfaction_surveyed",),
            "최초 모니터 상담인데 만족도 설문을 하지 않았습니다. 이때 한 번 등록합니다.",
        )


@rule("ICM-SURVEY-03", "satisfaction_survey")
def the_survey_is_of_the_first_consultation(
    survey: SatisfactionSurvey, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if is_linked(case) or not _stands_for_itself(survey, case):
        return
    closed = milestones.closing(case)
    visits = milestones.visits(case, closed.on) if closed is not None else milestones.visits(case)
    if survey.surveyed_on is None:
        yield satisfaction_survey.FORM.lacks(survey, "surveyed_on")
    elif not visits:
        yield Unjudged("최초 모니터 상담일")
    elif survey.surveyed_on != visits[0].on:
        yield Breach(
            ("surveyed_on",),
            f"만족도 설문은 종결 후 최초 모니터 상담({visits[0].on}) 때 등록해야 하는데 설문일이 {survey.surveyed_on}입니다.",
            on=survey.surveyed_on,
        )


@rule("ICM-SURVEY-04")
def satisfaction_has_twelve_answers(sheet: MonitorSheet, case: CaseFile) -> Iterator[Breach | Unjudged]:
    given = len(sheet.satisfaction_answers)
    on_paper = any(survey.answers for survey in case.all_of(SatisfactionSurvey))
    if given == 0 and sheet.satisfaction_surveyed and not on_paper:
        yield monitor_sheet.FORM.lacks(sheet, "satisfaction_answers")
    if given not in (0, SURVEY_ITEMS):
        yield Breach(
            ("satisfaction_answers",),
            f"만족도 설문은 {SURVEY_ITEMS}문항(서비스 내용 8, 사례관리자 태도 4)인데 응답이 {given}개입니다.",
        )


def knows_exemption(sheet: MonitorSheet, case: CaseFile) -> bool:
    """Whether the text of the day of the consultation lets some be spared the satisfaction survey.

    That of 2024 does not; from 2025 on, ICM-SURVEY-02 judges the reason.
    """
    if sheet.visited_on is None:
        return case.edition != GUIDEBOOK.earliest_text
    return not GUIDEBOOK.in_earliest_text(sheet.visited_on)


def _says_surveyed(sheet: MonitorSheet) -> bool:
    return bool(sheet.satisfaction_surveyed or sheet.satisfaction_answers)


def _stands_for_itself(survey: SatisfactionSurvey, case: CaseFile) -> bool:
    """Whether no monitor sheet speaks of the survey, so that the rules of the sheets do not either."""
    return any(one.at[1] == satisfaction_survey.FORM.id for one in surveys_made(case))
