"""The frequent errors of consultation, survey, conference, selection and closing: 업무안내 참고 6."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.echo import echoed
from forms.finding import Breach, Severity, Unjudged
from forms.icm import conferences
from forms.icm.closure_review import ClosureReview
from forms.icm.conference_minutes import ConferenceMinutes
from forms.icm.conference_texts import minutes_texts
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.needs_survey import Need, NeedsSurvey
from forms.icm.rules.selection import applying_areas
from forms.icm.service_plan import ServicePlan
from forms.icm.simple_services import is_simple
from forms.icm.words import copied, found_in, joined, left_of, patterns
from forms.particles import with_particle
from forms.rule import rule

# Consultations that end here ask for no case management, so that a short opinion may do.
ENDS_HERE = ("사회보장급여 신청", "서비스 제외 대상자")
# What an opinion must say beyond "○○서비스 지원요청" and "○○통장이 도움이 필요하다고 함"; the number is our reading.
OPINION_LETTERS = 12
# A shorter account of a conference may well be in the words of the survey (our reading).
MINUTES_LETTERS = 100
# 정신질환·알코올 and 가족폭력, as the sub-areas of 서식 3 name them.
SPECIAL_SUB_AREAS = ("정신적 질환 관리", "가족 내 안전")


@rule("ICM-ERR-01")
def intake_says_enough(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    if sheet.judgement in ENDS_HERE:
        return
    names = ("household_type", "concerns", "identified_problems", "main_problems", "overall_opinion")
    empty = [name for name in names if not getattr(sheet, name)]
    if empty:
        titles = ", ".join(str(IntakeSheet.model_fields[name].title) for name in empty)
        yield Breach((empty[0],), f"초기상담 내용이 불충분합니다. 비어 있는 칸: {titles}")
    opinion = sheet.overall_opinion
    if opinion is not None and len(left_of(opinion, "unsaid_opinion_words")) < OPINION_LETTERS:
        yield Breach(
            ("overall_opinion",),
            f"상담자 종합의견('{echoed(opinion)}')에서 사례관리 요청사유와 필요한 서비스를 알 수 없습니다. 구체적으로 적으세요.",
        )


@rule("ICM-ERR-02")
def referral_suits_case_management(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach]:
    # Several problems at once are what case management is for, whatever else is asked.
    if sheet.judgement in ENDS_HERE or len(sheet.main_problems) > 1:
        return
    for title, pattern in patterns("unfit_referrals"):
        if pattern.search(sheet.overall_opinion or ""):
            yield Breach(
                ("overall_opinion",),
                f"의뢰 사유가 {with_particle(title, '(으)로')} 보입니다. 복합적인 욕구가 있는 가구인지 확인하고 그 사유를 적으세요.",
            )
            return


@rule("ICM-ERR-03")
def survey_goes_deeper_than_intake(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach]:
    for name, title in (("family_history", "가족력"), ("strengths", "강점")):
        if getattr(survey, name) is None:
            yield Breach(
                (name,),
                f"{with_particle(title, '이(가)')} 비어 있습니다. 욕구조사에는 가족력, 강점, 사회적 지지체계를 적으세요.",
            )
    care = next((index for index, need in enumerate(survey.needs) if need.area == "돌봄"), None)
    if care is not None and found_in(_text_of(survey), "support_words") is None:
        yield Breach(
            ("needs", care),
            "돌봄 욕구가 있는데 사회적 지지체계(부양의무자, 이웃, 종교단체 등)에 관한 내용이 없습니다.",
        )
    intake = _intake_text(case)
    for index, need in enumerate(survey.needs):
        if need.content is None and not need.phenomena:
            yield Breach(
                ("needs", index, "content"), f"{need.area} 영역의 욕구 내용과 주요 현상이 비어 있습니다."
            )
        elif need.content is not None and copied(need.content, intake):
            yield Breach(
                ("needs", index, "content"),
                f"{need.area} 영역의 욕구 내용이 초기상담지의 글과 같습니다. 조사에서 새로 확인한 것을 적으세요.",
            )


def _intake_text(case: CaseFile) -> str:
    sheets = case.all_of(IntakeSheet)
    return joined(
        text
        for sheet in sheets
        for text in (sheet.concerns, sheet.wanted_help, sheet.identified_problems, sheet.overall_opinion)
    )


def _text_of(survey: NeedsSurvey) -> str:
    needs = (text for need in survey.needs for text in (need.content, need.cause))
    return joined(
        (
            *needs,
            survey.strengths,
            survey.obstacles,
            survey.family_history,
            survey.personal_history,
            survey.review_opinion,
            survey.overall_opinion,
        )
    )


@rule("ICM-ERR-04")
def survey_is_assessed(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach]:
    for name, title in (("review_opinion", "검토 의견"), ("overall_opinion", "종합의견")):
        if getattr(survey, name) is None:
            yield Breach(
                (name,),
                f"{with_particle(title, '이(가)')} 비어 있습니다. 조사한 것에 대한 사례관리자의 전문적 판단을 적으세요.",
            )


@rule("ICM-ERR-05")
def conferences_come_to_a_result(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    earlier = joined((_intake_text(case), *map(_text_of, case.all_of(NeedsSurvey))))
    unrecorded = []
    written = {minutes.held_on for minutes in case.all_of(ConferenceMinutes) if minutes.result}
    yield from _minutes_of_their_own(case, earlier)
    for index, conference in conferences.held(case):
        at = ("conferences", index, "result")
        if conference.result is not None:
            wrong = _no_result_of_its_own(conference.result, earlier)
            if wrong is not None:
                yield Breach(at, f"{conference.held_on} 사례회의의 {wrong}")
        elif conference.topic or conference.attendees:
            yield Breach(at, f"{conference.held_on} 사례회의의 결과가 없습니다. 회의에서 정한 것을 적으세요.")
        elif conference.held_on not in written:
            unrecorded.append(conference.held_on.isoformat())
    if unrecorded:
        # Only the day is held here; the minutes are a paper of their own (서식 4).
        yield Breach(
            ("conferences",),
            f"사례회의({', '.join(unrecorded)})의 결과는 이 파일에 없습니다. 사례회의록에 적었는지 확인하세요.",
            Severity.INFO,
        )


def _no_result_of_its_own(result: str, earlier: str) -> str | None:
    """What is wrong with a result that says nothing, or nothing new; the end of a Korean sentence, or None."""
    if not left_of(result, "minutes_words", "unsaid_result_words"):
        return f"결과('{echoed(result)}')에 정한 것이 적혀 있지 않습니다. 회의에서 정한 것을 적으세요."
    if copied(result, earlier):
        return "결과가 초기상담이나 욕구조사의 글을 옮긴 것입니다."
    return None


def _minutes_of_their_own(case: CaseFile, earlier: str) -> Iterator[Breach]:
    for at, paper, text in minutes_texts(case):
        if at[-1] == "result":
            wrong = _no_result_of_its_own(text, earlier)
            if wrong is not None:
                yield Breach(at, f"{paper}의 회의 {wrong}")
        elif at[-1] == "content" and len(text) >= MINUTES_LETTERS and copied(text, earlier):
            yield Breach(
                at,
                f"{paper}의 회의 내용이 초기상담이나 욕구조사의 글을 옮긴 것입니다. 회의에서 나눈 말을 적으세요.",
            )


@rule("ICM-ERR-06")
def special_problems_need_a_joint_conference(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    held = [conference.kind for _, conference in conferences.held(case)]
    if not held or any(kind != "내부사례회의" for kind in held):
        return
    needs = (need for survey in case.all_of(NeedsSurvey) for need in survey.needs)
    problem = next((name for need in needs if (name := _special_problem(need)) is not None), None)
    if problem is not None:
        yield Breach(
            ("conferences",),
            f"'{problem}'의 욕구가 있는데 내부사례회의만 열었습니다. 민관이 함께하는 통합사례회의가 바람직합니다.",
        )


def _special_problem(need: Need) -> str | None:
    if need.sub_area in SPECIAL_SUB_AREAS:
        return need.sub_area
    return found_in(joined((need.content, need.cause)), "special_problem_words")


@rule("ICM-ERR-07")
def selection_suits_the_household(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    plan, survey = case.first_of(ServicePlan), case.first_of(NeedsSurvey)
    if case.selection is None and (plan is not None or case.first_of(ClosureReview) is not None):
        yield Unjudged("대상자 구분")
    if case.selection is None or case.selection.household_class != "사례관리 가구":
        return
    at = ("selection", "household_class")
    if plan is not None and plan.services and all(map(is_simple, plan.services)):
        yield Breach(
            at, "사례관리 가구인데 계획한 서비스가 모두 단순 서비스입니다. 서비스 연계 가구인지 살펴보세요."
        )
    if survey is None:
        return
    if not survey.needs:
        yield Breach(at, f"사례관리 가구인데 욕구조사({survey.surveyed_on})에서 확인된 욕구가 없습니다.")
    title, pattern = patterns("unfit_referrals")[0]
    if len(survey.needs) < 2 and pattern.search(survey.overall_opinion or ""):
        yield Breach(
            at, f"욕구조사의 종합의견이 {title} 대상임을 말합니다. 사례관리 가구에 알맞은지 살펴보세요."
        )


@rule("ICM-ERR-13")
def finished_cases_are_closed(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach]:
    surveys = case.all_of(NeedsSurvey)
    if len(surveys) < 2 or survey is not surveys[-1] or survey.needs or applying_areas(survey):
        return
    review = case.last_of(ClosureReview)
    if review is None:
        yield Breach(
            ("needs",),
            f"재조사({survey.surveyed_on})에서 남은 욕구가 없습니다. 이 파일에는 종결심사서가 없으니 종결할지 살펴보세요.",
            Severity.INFO,
        )
    elif review.result != "종결":
        yield Breach(
            ("needs",),
            f"재조사({survey.surveyed_on})에서 남은 욕구가 없는데 종결심사 결과가 {review.result}입니다. "
            "더 필요하지 않은 사례를 종결하지 않고 있는지 살펴보세요.",
        )
