"""Rules of the closure review: 업무안내 제2부 종결, 부록 서식 7 작성 방법, 참고 6 다빈도 오류 사례."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach
from forms.icm import conferences
from forms.icm.closure_review import ClosureReview
from forms.icm.goal_wording import complaint_about_goal
from forms.icm.words import clauses_of, found_in, patterns, sentences
from forms.rule import rule


@rule("ICM-MEET-01")
def closing_needs_a_conference(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result != "종결":
        return
    if conferences.last(case, "종결") is None:
        yield Breach(
            ("closure_reviewed_on",),
            "종결 사례회의가 사례회의 목록에 없습니다. 종결에는 사례회의가 필수이며 서면으로 대신할 수 있습니다.",
        )
    if review.selection_conference_on is None:
        yield Breach(
            ("selection_conference_on",),
            "대상자 선정 사례회의 날짜가 없습니다. 사례회의는 선정과 종결에 최소 2회입니다.",
        )


@rule("ICM-ERR-08", "closure_review")
def goals_are_goals(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    for name, goals in (("short_goals", review.short_goals), ("long_goals", review.long_goals)):
        for index, goal in enumerate(goals):
            complaint = complaint_about_goal(goal.text or "")
            if complaint is not None:
                yield Breach((name, index, "text"), complaint)


@rule("ICM-ERR-12", "ended_service")
def the_end_of_a_service_is_no_ground(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "종결" and any(map(_rests_on_a_services_end, sentences(review.opinion or ""))):
        yield Breach(
            ("opinion",), "서비스가 끝난 것은 사례관리의 종결 근거가 아닙니다. 목표 달성 등 근거를 적으세요."
        )


def _rests_on_a_services_end(sentence: str) -> bool:
    """Whether a sentence closes the case because a service ended and names no ground beside it."""
    _, service_end = patterns("service_end_patterns")[0]
    return service_end.search(sentence) is not None and found_in(sentence, "closing_grounds") is None


@rule("ICM-ERR-14")
def closing_plans_aftercare(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    # Who died or moved away is no longer this office's to look after.
    if review.result != "종결" or review.closure_type == "이사또는사망":
        return
    if not review.after_care and not speaks_of_aftercare(review):
        yield Breach(
            ("after_care",), "사후관리 계획이 없고 종결심사 의견에도 사후관리에 관한 내용이 없습니다."
        )


def speaks_of_aftercare(review: ClosureReview) -> bool:
    """Whether the opinion says that something follows the closure; that nothing does is no plan."""
    return any(
        found_in(clause, "aftercare_words") is not None and found_in(clause, "denials") is None
        for clause in clauses_of(review.opinion or "")
    )
