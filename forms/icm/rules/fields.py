"""Rules of what a form must say: 업무안내 제2부 초기상담부터 종결까지, 참고 6."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.chosen_conference import chosen
from forms.family import FamilyMember, family_of
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.icm import conferences
from forms.icm.attendees import lacking as not_known
from forms.icm.closure_review import ClosureReview, GoalResult
from forms.icm.conference_minutes import ConferenceMinutes
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.referral_letter import ReferralLetter
from forms.icm.service_plan import ServicePlan
from forms.icm.solution_minutes import SolutionMinutes
from forms.icm.words import left_of, letters, patterns
from forms.rule import rule

ASKED_OF_EVERYONE = ("education", "occupation", "health", "problem", "phone")
# A child's own occupation and telephone are not asked for (our reading).
ASKED_OF_CHILDREN = ("education", "health", "problem")
MEMBER_TITLES = {name: str(FamilyMember.model_fields[name].title) for name in ASKED_OF_EVERYONE}
# What is left of a request, once its general words are gone, when it names a service.
SERVICE_LETTERS = 2


@rule("ICM-FIELD-01")
def every_member_is_asked(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach | Unjudged]:
    lacking = []
    for member in sheet.family or family_of(case, on=sheet.consulted_on):
        asked = _asked_of(member, sheet)
        empty = [name for name in asked if getattr(member, name) is None]
        who = member.name or member.relation
        if member.age is None:
            # Whether a child is spared the rest is not known.
            adult = [name for name in empty if name not in ASKED_OF_CHILDREN]
            empty = [name for name in empty if name in ASKED_OF_CHILDREN]
            if adult:
                yield Unjudged(f"가구원({who})의 나이")
        if empty:
            lacking.append(f"{who}: {', '.join(MEMBER_TITLES[name] for name in empty)}")
    if lacking:
        yield Breach(
            ("family",), f"가구원별로 반드시 확인해야 하는 항목이 비어 있습니다. {' / '.join(lacking)}"
        )


def _asked_of(member: FamilyMember, sheet: IntakeSheet) -> tuple[str, ...]:
    of_age = figure("icm", "own_consent_age", sheet.consulted_on) if sheet.consulted_on else None
    if member.age is not None and of_age is not None and member.age < of_age:
        return ASKED_OF_CHILDREN
    # The sheet itself says what the client is worried about and wants.
    if member.relation == "본인" and (sheet.concerns or sheet.wanted_help):
        return tuple(name for name in ASKED_OF_EVERYONE if name != "problem")
    return ASKED_OF_EVERYONE


@rule("ICM-FIELD-02")
def the_clients_own_wishes_are_asked(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    # Problems that are not named at all are ICM-ERR-01's matter.
    if sheet.main_problems and sheet.wanted_help is None:
        yield Breach(
            ("wanted_help",),
            "주요문제는 있으나 대상자·가족이 원하는 도움 또는 지원이 비어 있습니다. 필요한 지원과 우선순위에 대한 "
            "대상자의 의견을 확인하세요.",
        )


@rule("ICM-FIELD-03")
def intake_is_filled_in(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    names = ("consultation_no", "round", "referral_route", "housing_type", "tenure", "judgement")
    empty = [name for name in names if getattr(sheet, name) is None]
    if empty:
        titles = ", ".join(str(IntakeSheet.model_fields[name].title) for name in empty)
        yield Breach((empty[0],), f"비어 있는 칸이 있습니다: {titles}. 초기상담 내용은 누락 없이 기입합니다.")


@rule("ICM-FIELD-05")
def overall_opinion_has_three_parts(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach]:
    # An empty opinion is ICM-ERR-04's matter.
    opinion = survey.overall_opinion
    if opinion is None:
        return
    lacking = [part for part, pattern in patterns("overall_opinion_parts") if not pattern.search(opinion)]
    if lacking:
        yield Breach(
            ("overall_opinion",),
            f"종합의견에서 {', '.join(lacking)}에 관한 내용을 찾지 못했습니다. ① 욕구 ② 자원 ③ 사례관리 지원 방향을 "
            "적어야 합니다.",
        )


@rule("ICM-FIELD-07")
def referred_client_can_be_reached(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    # Household, problems and opinion are ICM-ERR-01's matter, housing is ICM-FIELD-03's.
    if sheet.judgement != "서비스 연계·통합사례관리":
        return
    if sheet.address is None:
        yield Breach(("address",), "사례관리를 의뢰하는데 대상자의 주소가 없습니다.")
    if sheet.phone is None and sheet.mobile is None:
        yield Breach(("phone",), "사례관리를 의뢰하는데 대상자의 연락처가 없습니다.")


@rule("ICM-FIELD-08")
def minutes_are_registered(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    kept = case.all_of(ConferenceMinutes)
    every: tuple[ConferenceMinutes | SolutionMinutes, ...] = (*kept, *case.all_of(SolutionMinutes))
    written = [chosen(case, minutes) for minutes in every]
    # Minutes that choose a conference which is not there are told of by themselves (FIELD-RANGE).
    astray = any(
        minutes.conference is not None and one is None for minutes, one in zip(every, written, strict=True)
    )
    unwritten = []
    for index, conference in conferences.held(case):
        if conference.purpose not in ("서비스 제공계획", "종결"):
            continue
        if not any(conference is one for one in written):
            unwritten.append(conference)
        if conference.registered is None:
            yield not_known(conference, "회의록 등록 여부")
        elif not conference.registered:
            yield Breach(
                ("conferences", index, "registered"),
                f"{conference.held_on} {conference.purpose} 사례회의의 내용이 시스템에 등록되지 않았습니다.",
            )
    if unwritten and kept and not astray:
        # An office that keeps no minutes in its files has them elsewhere; one that does may have missed these.
        named = ", ".join(f"{one.held_on} {one.purpose}" for one in unwritten)
        yield Breach(
            ("conferences",),
            f"사례회의({named})의 회의록이 이 파일에 없습니다. 사례회의록에 적었는지 확인하세요.",
            Severity.INFO,
        )


@rule("ICM-FIELD-09")
def requested_service_is_clear(letter: ReferralLetter, case: CaseFile) -> Iterator[Breach]:
    for index, asked in enumerate(letter.problems):
        if len(left_of(asked.service, "unclear_service_words")) < SERVICE_LETTERS:
            yield Breach(
                ("problems", index, "service"),
                f"'{asked.service}'만으로는 무엇을 의뢰하는지 알 수 없습니다. 서비스의 내용을 명확히 적으세요.",
            )


@rule("ICM-FIELD-10")
def closing_evaluates_the_goals(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "종결" and not (review.short_goals or review.long_goals):
        yield Breach(("short_goals",), "평가한 목표가 하나도 없습니다. 당초 목표에 견주어 평가하세요.")
    plans = case.all_of(ServicePlan)
    for name, goals, planned in (
        ("short_goals", review.short_goals, [goal for plan in plans for goal in plan.short_goals]),
        ("long_goals", review.long_goals, [goal for plan in plans for goal in plan.long_goals]),
    ):
        if review.result == "종결" and _numbers_without_result(goals):
            yield Breach(
                (name,),
                f"{_numbers_without_result(goals)} 목표의 성과구분이나 성과내역이 비어 있습니다. 당초 목표에 견주어 "
                "평가하세요.",
            )
        known = {letters(goal.text) for goal in planned}
        added = [goal.text for goal in goals if goal.text and known and letters(goal.text) not in known]
        if added:
            yield Breach(
                (name,),
                f"서비스 제공계획에 없는 목표를 평가했습니다: {', '.join(added)}. 원래 수립했던 목표에 견주어 평가합니다.",
                Severity.INFO,
            )


def _numbers_without_result(goals: tuple[GoalResult, ...]) -> str:
    lacking = [number for number, goal in enumerate(goals, 1) if not (goal.achievement and goal.result)]
    return ", ".join(f"{number}번" for number in lacking)
