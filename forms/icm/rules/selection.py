"""Rules of selection: 업무안내 제2부 대상자 구분 및 선정, 부록 서식 3 사례관리 대상자 선정 기준표."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.date_order import breaches
from forms.finding import Breach, Unjudged
from forms.icm import crisis, milestones, nonselection_notice
from forms.icm.closure_review import ClosureReview
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.need_areas import NeedArea
from forms.icm.needs_survey import FORM, NeedsSurvey
from forms.icm.nonselection_notice import NonselectionNotice, refusal
from forms.icm.service_plan import ServicePlan
from forms.limit import in_time_order
from forms.particles import with_particle
from forms.rule import BoundCheck, rule


def _cut_off_rule(id: str, area: NeedArea) -> BoundCheck:
    """The rule of one row of the table: which of its sentences the scores hit."""

    @rule(id)
    def check(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach | Unjudged]:
        yield from _unscored(survey, area)
        for index, entry in enumerate(survey.crisis):
            hits = crisis.assess(area, entry.scores).hits if entry.area == area else ()
            if hits:
                sentences = ", ".join(clause.sentence for clause in hits)
                yield Breach(("crisis", index, "scores"), f"{area} 영역은 '해당'입니다({sentences}).")

    return check


CUT_OFF_RULES = tuple(_cut_off_rule(cut_off.rule, cut_off.area) for cut_off in crisis.cut_offs())


def _unscored(survey: NeedsSurvey, area: NeedArea) -> Iterator[Unjudged]:
    """What of an area's scores is lacking to say that it is not 해당.

    Crisis is scored with the first survey and before closing; in between a resurvey may do without.
    """
    day = f"({survey.surveyed_on})" if survey.surveyed_on is not None else ""
    if not survey.crisis:
        if survey.survey_kind != "재조사":
            yield FORM.lacks(survey, "crisis")
        return
    scores = next((entry.scores for entry in survey.crisis if entry.area == area), None)
    if scores is None:
        yield Unjudged(f"{FORM.title}{day}의 {area} 영역 위기도 점수")
        return
    assessed = crisis.assess(area, scores)
    named = (
        {number for clause in assessed.cut_off.clauses for number in clause.questions}
        if assessed.cut_off
        else set()
    )
    open_ = sorted(number for number in named if str(number) not in scores)
    if open_ and not assessed.hits:
        numbers = ", ".join(f"{number}번" for number in open_)
        yield Unjudged(f"{FORM.title}{day}의 {area} 영역 {numbers} 문항 점수")


def applying_areas(survey: NeedsSurvey) -> tuple[NeedArea, ...]:
    """The areas that the crisis scores of a survey mark as 해당, in the survey's order."""
    return tuple(entry.area for entry in survey.crisis if crisis.assess(entry.area, entry.scores).applies)


@rule("ICM-SELECT-09")
def any_area_selects(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach | Unjudged]:
    areas = applying_areas(survey)
    if not areas:
        for cut_off in crisis.cut_offs():
            yield from _unscored(survey, cut_off.area)
    else:
        yield Breach(
            ("crisis",),
            f"{len(areas)}개 영역({', '.join(areas)})이 '해당'이므로 (잠재적) 통합사례관리 대상자입니다. "
            "대상자 구분은 사례회의에서 정합니다.",
        )


@rule("ICM-SELECT-06")
def refusal_is_explained_in_writing(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    selection, notices = refusal(case), in_time_order(case, NonselectionNotice)
    if selection is not None:
        if selection.reason is None and not any(notice.reason for _, notice in notices):
            yield Breach(
                ("selection", "reason"),
                "미선정 가구인데 미선정 사유가 없습니다. 사유를 명확하게 적으세요.",
            )
        if selection.notified_in_writing_on is None and not notices:
            yield Breach(
                ("selection", "notified_in_writing_on"),
                "미선정 사유를 서면으로 통보한 날이 없습니다. 이의신청을 할 수 있도록 서면으로 통보해야 합니다.",
            )
    for at, notice in notices:
        if notice.notified_on is None:
            yield nonselection_notice.FORM.lacks(notice, "notified_on")
        # Who was refused and later selected is selected, on another day.
        chosen = case.selection if selection is None else None
        if chosen is not None and notice.decided_on is not None and chosen.decided_on == notice.decided_on:
            yield Breach(
                (*at, "decided_on"),
                f"미선정을 통보하는데 같은 날({notice.decided_on})의 대상자 구분이 {chosen.household_class}입니다. "
                "뒤에 다시 선정했다면 미선정을 결정한 날을 적으세요.",
            )
    yield from breaches(case, "ICM-SELECT-06")


@rule("ICM-SELECT-07")
def selection_follows_survey_and_conference(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    # A conference that was not held at all is ICM-MEET-01's matter.
    refused = case.selection is not None and case.selection.household_class == "미선정 가구"
    chosen = case.selection is not None or case.first_of(ServicePlan) or case.first_of(ClosureReview)
    if chosen and not refused:
        steps = (
            (milestones.survey(case), "욕구 및 위기도 조사일"),
            (milestones.selection(case), "대상자 선정일"),
        )
        lacking = [name for step, name in steps if step is None]
        if lacking:
            yield Unjudged(", ".join(lacking))
    yield from breaches(case, "ICM-SELECT-07")


@rule("OWN-STANDING-DECISION")
def nothing_follows_a_refusal(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    """``selection`` is the decision that stands: who was refused and later selected is selected.

    A household that was closed before may be refused when it applies again.
    """
    selection = case.selection
    if selection is None or selection.household_class != "미선정 가구":
        return
    planned, closing = milestones.plan(case), milestones.closing(case)
    later = [
        title
        for title, given, step in (
            ("서비스 제공계획", case.first_of(ServicePlan), planned),
            ("종결심사", case.first_of(ClosureReview), closing),
        )
        if given is not None
        and (
            closing is None or step is None or selection.decided_on is None or step.on >= selection.decided_on
        )
    ]
    if later:
        yield Breach(
            ("selection", "household_class"),
            f"대상자 구분이 미선정 가구인데 {with_particle(', '.join(later), '이(가)')} 있습니다. 뒤에 다시 선정했다면 "
            "대상자 구분과 선정일을 다시 선정한 것으로 적으세요.",
        )


@rule("ICM-SELECT-11")
def not_applicable_means_no_information(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach | Unjudged]:
    known = dict.fromkeys(need.area for need in survey.needs if need.content or need.phenomena)
    scored = {entry.area for entry in survey.crisis}
    for area in known:
        if area not in scored:
            yield from _unscored(survey, area)
    for index, entry in enumerate(survey.crisis):
        if entry.area in known and all(score is None for score in entry.scores.values()):
            yield Breach(
                ("crisis", index, "scores"),
                f"{entry.area} 영역의 욕구를 조사하여 적었는데 위기도는 모두 '해당 사항 없음'입니다. "
                "문제가 더 심각한 가구원을 중심으로 점수를 매기세요.",
            )


@rule("ICM-SELECT-15")
def safety_and_mental_health_make_a_hard_case(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    if {"안전", "정신건강"} <= set(sheet.main_problems):
        yield Breach(
            ("main_problems",),
            "주요문제에 안전과 정신건강이 모두 있는 고난도 사례이므로, 사전협의를 거쳐 희망복지지원단에 요청할 수 있습니다.",
        )
