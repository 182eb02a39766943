"""Rules of the closure review: 업무안내 제2부 종결, 부록 서식 7 작성 방법, 참고 6 다빈도 오류 사례."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Severity
from forms.icm.closure_review import ClosureReview, GoalResult
from forms.particles import quoted_with_particle, with_particle
from forms.periods import months_after
from forms.rule import Strength, rule

CLOSURE = "종결"
FREQUENT_ERRORS = "참고 6 다빈도 오류 사례(종결 및 사후관리)"
REACHED = ("기대한 정도의 목표 달성", "기대 이상의 목표달성")
# 위기도 조사 예외사항: 전출, 사망(1인가구), 거절·포기, 3개월 이상 연락두절, 자체 종결 (ICM-SELECT-18).
SURVEY_EXEMPT = ("이사또는사망", "거절이나 포기", "연락두절", "자체종결")
# What must be left of a sentence, once the type's own words are gone, to count as a reason.
REASON_LETTERS = 6


@cache
def _words(name: str) -> tuple[str, ...]:
    table = tomllib.loads(files("forms.icm").joinpath("words.toml").read_text(encoding="utf-8"))
    return tuple(sorted(table[name], key=len, reverse=True))


def _letters_beyond(text: str, words: tuple[str, ...]) -> int:
    for word in words:
        text = text.replace(word, " ")
    return len(re.findall(r"[가-힣A-Za-z]", text))


@rule(
    "ICM-STATE-16",
    "단기목표 달성만으로 종결하면 사유를 적는다",
    form="closure_review",
    section=CLOSURE,
    severity=Severity.ERROR,
)
def short_goals_alone_need_a_reason(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closure_type != "단기목표 달성":
        return
    if _letters_beyond(review.opinion or "", _words("closure_type_words")) < REASON_LETTERS:
        yield Breach(
            ("opinion",),
            "장기목표 달성 없이 단기목표 달성만으로 종결하는 사유를 종결심사 의견(특이사항)에 적어야 합니다. "
            "종결 유형의 이름만으로는 사유가 되지 않습니다.",
        )


@rule(
    "ICM-STATE-09",
    "재조사이면 종결 유형을 고르지 않는다",
    form="closure_review",
    section=CLOSURE,
    strength=Strength.INFO,
    severity=Severity.ERROR,
)
def resurvey_excludes_a_closure_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "재조사" and review.closure_type is not None:
        yield Breach(
            ("closure_type",),
            f"종결심사 결과가 재조사이면 사례가 인적정보 단계부터 다시 시작하므로 종결 유형('{review.closure_type}')을 비워야 합니다.",
        )


@rule(
    "OWN-CLOSURE-TYPE",
    "종결이면 종결 유형을 고른다",
    form="closure_review",
    section="서식 7",
    strength=Strength.OURS,
    severity=Severity.ERROR,
)
def closing_needs_a_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "종결" and review.closure_type is None:
        yield Breach(("closure_type",), "종결심사 결과가 종결이면 종결 유형을 하나 골라야 합니다.")


@rule(
    "OWN-CLOSURE-NOTE",
    "괄호 안의 글은 고른 종결 유형에만 적는다",
    form="closure_review",
    section="서식 7",
    strength=Strength.OURS,
)
def notes_belong_to_their_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    for name, note, kind in (
        ("improvement_note", review.improvement_note, "상황호전"),
        ("refusal_note", review.refusal_note, "거절이나 포기"),
    ):
        if note is not None and review.closure_type != kind:
            yield Breach(
                (name,), f"종결 유형이 {with_particle(kind, '이(가)')} 아닌데 괄호 안에 글이 있습니다."
            )


@rule("ICM-STATE-17", "사망 종결은 1인 가구인 경우에만 해당한다", form="closure_review", section=CLOSURE)
def death_closes_single_households_only(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closure_type == "이사또는사망" and review.moved_or_died == "사망" and case.others:
        yield Breach(
            ("closure_type",),
            f"사망 종결은 1인 가구에만 해당합니다. 다른 가구원이 {len(case.others)}명 있으므로 사례관리를 이어갈 수 있습니다.",
        )


@rule("ICM-STATE-18", "연락두절 종결은 3개월 이상이어야 한다", form="closure_review", section=CLOSURE)
def lost_contact_lasts_three_months(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closure_type != "연락두절" or review.closure_reviewed_on is None:
        return
    months = figure("icm", "contact_lost_months", review.closure_reviewed_on)
    if months is None:
        return
    if review.contact_lost_since is None:
        yield Breach(
            ("contact_lost_since",), f"연락두절은 {months}개월 이상이어야 합니다. 연락이 끊긴 날을 적으세요."
        )
    elif review.contact_lost_since > review.closure_reviewed_on:
        return  # The dates themselves are wrong, and told so.
    elif review.closure_reviewed_on < months_after(review.contact_lost_since, months):
        yield Breach(
            ("contact_lost_since",),
            f"연락이 끊긴 지 {months}개월이 되지 않았습니다"
            f"({review.contact_lost_since} ~ {review.closure_reviewed_on}).",
        )


@rule("ICM-MEET-01", "대상자 선정과 종결에는 사례회의를 연다", form="closure_review", section="사례회의")
def closing_needs_a_conference(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result != "종결":
        return
    if case.last_conference("종결") is None:
        yield Breach(
            ("closure_reviewed_on",),
            "종결 사례회의가 사례회의 목록에 없습니다. 종결에는 사례회의가 필수이며 서면으로 대신할 수 있습니다.",
        )
    if review.selection_conference_on is None:
        yield Breach(
            ("selection_conference_on",),
            "대상자 선정 사례회의 날짜가 없습니다. 사례회의는 선정과 종결에 최소 2회입니다.",
        )


@rule(
    "ICM-SELECT-18",
    "일부 종결 유형은 위기도 조사를 생략할 수 있다",
    form="closure_review",
    section="욕구 및 위기도 조사",
    strength=Strength.INFO,
    severity=Severity.INFO,
)
def some_closures_skip_the_survey(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closing_crisis_survey_on is None and review.closure_type in SURVEY_EXEMPT:
        yield Breach(
            ("closing_crisis_survey_on",),
            f"종결 유형이 {review.closure_type}이므로 종결 위기도 조사를 생략할 수 있습니다.",
        )


@rule(
    "ICM-ERR-08",
    "목표는 서비스 이름이나 막연한 말이 아니어야 한다",
    form="closure_review",
    section="참고 6 다빈도 오류 사례(목표 및 서비스 제공계획 수립)",
    strength=Strength.ERR,
)
def goals_are_goals(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    for name, goals in (("short_goals", review.short_goals), ("long_goals", review.long_goals)):
        for index, goal in enumerate(goals):
            complaint = complaint_about_goal(goal.text or "")
            if complaint is not None:
                yield Breach((name, index, "text"), complaint)


def complaint_about_goal(text: str) -> str | None:
    """Why a goal is none (ICM-ERR-08): a service name or a bare abstraction; None if it is one."""
    # The guidebook's example marks whose goal it is: "…치료 및 관리(부)".
    plain = re.sub(r"\([^)]*\)\s*$", "", text).strip(" .·-")
    if any(plain.replace(" ", "") == word.replace(" ", "") for word in _words("abstract_goals")):
        return (
            f"{quoted_with_particle(text, '은(는)')} 막연합니다. 측정하거나 확인할 수 있는 변화로 적으세요."
        )
    if any(plain.endswith(ending) for ending in _words("service_endings")):
        return f"{quoted_with_particle(text, '은(는)')} 제공할 서비스입니다. 서비스로 이루려는 변화를 목표로 적으세요."
    return None


@rule(
    "ICM-ERR-12",
    "종결 근거를 분명히 제시한다",
    form="closure_review",
    section=FREQUENT_ERRORS,
    strength=Strength.ERR,
)
def closing_has_grounds(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result != "종결":
        return
    for kind, name, goals in (
        ("장기목표 달성", "long_goals", review.long_goals),
        ("단기목표 달성", "short_goals", review.short_goals),
    ):
        if review.closure_type == kind and not _any_reached(goals):
            yield Breach(
                (name,), f"종결 유형은 {kind}인데 '기대한 정도의 목표 달성' 이상으로 평가된 목표가 없습니다."
            )
    pattern = _words("service_end_patterns")[0]
    if review.opinion is not None and re.search(pattern, review.opinion):
        yield Breach(
            ("opinion",), "서비스가 끝난 것은 사례관리의 종결 근거가 아닙니다. 목표 달성 등 근거를 적으세요."
        )


def _any_reached(goals: tuple[GoalResult, ...]) -> bool:
    return any(goal.achievement in REACHED for goal in goals)


@rule(
    "ICM-ERR-14",
    "종결할 때 사후관리 계획을 세운다",
    form="closure_review",
    section=FREQUENT_ERRORS,
    strength=Strength.ERR,
)
def closing_plans_aftercare(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    spoken_of = any(word in (review.opinion or "") for word in _words("aftercare_words"))
    if review.result == "종결" and not review.after_care and not spoken_of:
        yield Breach(
            ("after_care",), "사후관리 계획이 없고 종결심사 의견에도 사후관리에 관한 내용이 없습니다."
        )


@rule(
    "ICM-SELECT-10",
    "위기도 총점의 높낮이로 종결하지 않는다",
    form="closure_review",
    section="위기도 조사지 활용 방법",
)
def improvement_is_more_than_a_score(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closure_type != "상황호전":
        return
    if review.improvement_note is None:
        yield Breach(("improvement_note",), "상황호전의 내용(취업, 환경 변화 등)을 괄호 안에 적어야 합니다.")
    elif _letters_beyond(re.sub(r"\d", "", review.improvement_note), _words("score_words")) < 2:
        yield Breach(
            ("improvement_note",),
            "위기도 점수만으로는 종결할 수 없습니다. 취업 또는 환경 변화 등 나아진 상황을 적으세요.",
        )
