"""Rules of the closure type: 업무안내 제2부 종결, 부록 서식 7 작성 방법 ⑥."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.icm import crisis
from forms.icm.closure_review import FORM, ClosureReview, GoalResult
from forms.icm.needs_survey import NeedsSurvey
from forms.icm.words import clauses_of, found_in, left_of, patterns, sentences
from forms.particles import with_particle
from forms.periods import months_after
from forms.rule import rule

REACHED = ("기대한 정도의 목표 달성", "기대 이상의 목표달성")
# 위기도 조사 예외사항: 전출, 사망(1인가구), 거절·포기, 3개월 이상 연락두절, 자체 종결 (ICM-SELECT-18).
SURVEY_EXEMPT = ("이사또는사망", "거절이나 포기", "연락두절", "자체종결")
# What must be left of an opinion, once the type's own words are gone, to count as a reason.
REASON_LETTERS = 6
# What must be left of 상황호전's note, once the words of the score are gone.
SITUATION_LETTERS = 2


@rule("ICM-STATE-16")
def short_goals_alone_need_a_reason(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closure_type == "단기목표 달성" and not _gives_a_reason(review.opinion or ""):
        yield Breach(
            ("opinion",),
            "장기목표 달성 없이 단기목표 달성만으로 종결하는 사유를 종결심사 의견(특이사항)에 적어야 합니다. "
            "종결 유형의 이름만으로는 사유가 되지 않습니다.",
        )


def _gives_a_reason(opinion: str) -> bool:
    """Whether an opinion says more than the type's own words and what follows the closure.

    Where it says itself that there is no reason, only what stands under 특이사항 may be one.
    """
    said = sentences(opinion)
    _, none = patterns("no_reason_patterns")[0]
    if any(none.search(sentence) for sentence in said):
        said = [sentence for sentence in said if "특이사항" in sentence and not none.search(sentence)]
    parts = [part for part in clauses_of("\n".join(said)) if found_in(part, "aftercare_words") is None]
    return len(left_of("\n".join(parts), "closure_type_words")) >= REASON_LETTERS


@rule("ICM-ERR-12", "results")
def results_bear_out_the_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if review.result != "종결":
        return
    short, long = ("단기", review.short_goals), ("장기", review.long_goals)
    if review.closure_type == "장기목표 달성":
        yield from _goals_reached(review, "장기", (short, long))
    elif review.closure_type == "단기목표 달성":
        yield from _goals_reached(review, "단기", (short,))
    elif review.closure_type == "상황호전":
        yield from _scores_fell(case)


def _goals_reached(
    review: ClosureReview, kind: str, goals: tuple[tuple[str, tuple[GoalResult, ...]], ...]
) -> Iterator[Breach | Unjudged]:
    if not dict(goals)[kind]:
        yield Breach(
            ("closure_type",),
            f"종결 유형은 {review.closure_type}인데 종결심사서에 {kind}목표가 하나도 없습니다.",
        )
        return
    graded = [
        (f"{term}목표 {number}번", goal.achievement)
        for term, held in goals
        for number, goal in enumerate(held, 1)
    ]
    below = [f"{named}({grade})" for named, grade in graded if grade is not None and grade not in REACHED]
    if below:
        yield Breach(
            ("closure_type",),
            f"종결 유형은 {review.closure_type}인데 '{REACHED[0]}'에 못 미친 목표가 있습니다: {', '.join(below)}.",
        )
    elif any(grade is None for _, grade in graded):
        yield Unjudged(f"{FORM.title}의 목표별 성과구분")


def _scores_fell(case: CaseFile) -> Iterator[Breach | Unjudged]:
    """Over the areas that both surveys scored: no number of points is printed by how much they must fall."""
    scored = [survey for survey in case.all_of(NeedsSurvey) if survey.crisis]
    if len(scored) < 2:
        yield Unjudged("사례관리 전과 종결 때의 위기도 점수")
        return
    first, last = scored[0], scored[-1]
    before, after = _points(first), _points(last)
    areas = before.keys() & after.keys()
    total, now = (sum(points[area] for area in areas) for points in (before, after))
    if not areas:
        yield Unjudged("같은 영역의 사례관리 전과 종결 때의 위기도 점수")
    elif now >= total:
        yield Breach(
            ("closure_type",),
            f"종결 유형은 상황호전인데 위기도 점수가 낮아지지 않았습니다({first.surveyed_on} {total}점, "
            f"{last.surveyed_on} {now}점). 상황호전은 위기도 점수가 낮아지고 취업이나 환경의 변화가 있는 경우입니다.",
        )


def _points(survey: NeedsSurvey) -> dict[str, int]:
    return {entry.area: crisis.total(entry.scores) for entry in survey.crisis}


@rule("ICM-STATE-09")
def resurvey_excludes_a_closure_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "재조사" and review.closure_type is not None:
        yield Breach(
            ("closure_type",),
            f"종결심사 결과가 재조사이면 사례가 인적정보 단계부터 다시 시작하므로 종결 유형('{review.closure_type}')을 비워야 합니다.",
        )


@rule("OWN-CLOSURE-TYPE")
def closing_needs_a_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "종결" and review.closure_type is None:
        yield Breach(("closure_type",), "종결심사 결과가 종결이면 종결 유형을 하나 골라야 합니다.")


@rule("OWN-CLOSURE-NOTE")
def notes_belong_to_their_type(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    for name, note, kind in (
        ("improvement_note", review.improvement_note, "상황호전"),
        ("refusal_note", review.refusal_note, "거절이나 포기"),
    ):
        if note is not None and review.closure_type != kind:
            yield Breach(
                (name,), f"종결 유형이 {with_particle(kind, '이(가)')} 아닌데 괄호 안에 글이 있습니다."
            )


@rule("ICM-STATE-17")
def death_closes_single_households_only(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    with_client = [member for member in case.others if member.living_together is not False]
    known = [member for member in with_client if member.living_together]
    if review.closure_type != "이사또는사망" or review.moved_or_died == "이사" or not with_client:
        return
    if review.moved_or_died is None:
        yield FORM.lacks(review, "moved_or_died")
    elif known:
        yield Breach(
            ("closure_type",),
            f"사망 종결은 1인 가구에만 해당합니다. 함께 사는 가구원이 {len(known)}명 있으므로 사례관리를 이어갈 수 있습니다.",
        )
    else:
        yield Unjudged("가구원의 동거 여부")


@rule("ICM-STATE-18")
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


@rule("ICM-SELECT-18")
def some_closures_skip_the_survey(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closing_crisis_survey_on is None and review.closure_type in SURVEY_EXEMPT:
        yield Breach(
            ("closing_crisis_survey_on",),
            f"종결 유형이 {review.closure_type}이므로 종결 위기도 조사를 생략할 수 있습니다.",
        )


@rule("ICM-SELECT-10")
def improvement_is_more_than_a_score(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.closure_type != "상황호전":
        return
    if review.improvement_note is None:
        yield Breach(("improvement_note",), "상황호전의 내용(취업, 환경 변화 등)을 괄호 안에 적어야 합니다.")
    elif len(left_of(review.improvement_note, "score_words")) < SITUATION_LETTERS:
        yield Breach(
            ("improvement_note",),
            "위기도 점수만으로는 종결할 수 없습니다. 취업 또는 환경 변화 등 나아진 상황을 적으세요.",
        )
