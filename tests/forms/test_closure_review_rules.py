"""The rules of 서식 7, each with a case that it accepts and one that it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.periods import months_after
from tests.changing import drop, findings, put, severities
from tests.reading import sample

REVIEW = "forms/closure_review"


@pytest.fixture
def case() -> dict[str, Any]:
    """The guidebook's worked example."""
    return sample("closure_review")


def review(case: dict[str, Any], **values: object) -> dict[str, Any]:
    for name, value in values.items():
        put(case, f"{REVIEW}/{name}", value)
    return case


def test_the_worked_example_has_no_finding_but_information(case: dict[str, Any]) -> None:
    assert [f for f in findings(case) if f.severity != "info"] == []


@pytest.mark.parametrize(
    "opinion",
    [
        "단기목표 달성",
        "단기목표 달성으로 종결함.",
        "단기 목표를 달성하여 사례관리를 종결함.",
        "단기목표 달성만으로 종결하기로 결정함",
        "없음",
        # Longer, and still no reason.
        "서비스 제공계획에 따른 단기목표를 모두 성공적으로 달성하였으므로 사례회의 결과 통합사례관리를 종결하고자 합니다.",
        "○ 종결 사유: 없음.\n○ 사후관리: 6월과 9월 방문 예정.",
        "○ 종결 사유: 없음\n○ 대상자에게 종결을 안내하고 의뢰기관에 통보함.",
        "○ 특이사항: 없음",
        "사례회의 결과 단기목표를 모두 달성하여 팀장의 승인을 받아 종결 처리하기로 결정함.",
        "단기목표 달성으로 종결함. 사후관리는 다온동에서 6월과 9월에 방문하여 실시함.",
    ],
)
def test_icm_state_16_wants_more_than_the_types_own_words(case: dict[str, Any], opinion: str) -> None:
    (finding,) = findings(review(case, opinion=opinion), "ICM-STATE-16")
    assert (finding.severity, finding.path, finding.form) == (
        "error",
        "/forms/closure_review/opinion",
        "closure_review",
    )
    assert finding.label == "종결심사 의견"
    assert finding.source == "2025 찾아가는 보건·복지서비스 업무안내, 종결 4 수행방안(종결 유형)"


def test_icm_state_16_counts_a_missing_opinion_too(case: dict[str, Any]) -> None:
    assert severities(drop(case, f"{REVIEW}/opinion"), "ICM-STATE-16") == ["error"]


@pytest.mark.parametrize(
    "opinion",
    [
        "타 지역 취업으로 이사하게 되어 단기목표 달성으로 종결하고 사후관리는 전입지에서 실시함.",
        # 종결심사의견_특이사항 is where the reason belongs.
        "○ 종결 사유: 없음\n○ 특이사항: 대상자가 일을 시작하여 나머지는 스스로 하겠다고 함",
        "단기목표 달성, 급한 위기가 풀림",
    ],
)
def test_icm_state_16_accepts_a_reason(case: dict[str, Any], opinion: str) -> None:
    assert severities(review(case, opinion=opinion), "ICM-STATE-16") == []


def test_icm_state_16_speaks_of_short_goals_alone(case: dict[str, Any]) -> None:
    assert severities(review(case, closure_type="장기목표 달성", opinion="종결함"), "ICM-STATE-16") == []


def test_icm_state_09_resurvey_has_no_closure_type(case: dict[str, Any]) -> None:
    assert severities(review(case, result="재조사"), "ICM-STATE-09") == ["error"]
    assert severities(review(case, closure_type=None), "ICM-STATE-09") == []


def test_closing_needs_a_type(case: dict[str, Any]) -> None:
    assert severities(review(case, closure_type=None), "OWN-CLOSURE-TYPE") == ["error"]


def test_icm_state_17_death_closes_a_single_household_only(case: dict[str, Any]) -> None:
    review(case, closure_type="이사또는사망", moved_or_died="사망")
    assert severities(case, "ICM-STATE-17") == []
    case["household"] = [{"relation": "자", "name": "□□□", "living_together": True}]
    (finding,) = findings(case, "ICM-STATE-17")
    assert finding.severity == "warning"
    assert "함께 사는 가구원이 1명" in finding.message
    assert severities(review(case, moved_or_died="이사"), "ICM-STATE-17") == []


def unjudged(case: dict[str, Any], rule: str) -> bool:
    return any(f"({rule})" in finding.message for finding in findings(case, "NOT-JUDGED"))


@pytest.mark.parametrize(
    ("living", "warned", "lacking"),
    [
        ([True, False], 1, False),
        ([False, False], 0, False),
        ([None, False], 0, True),
        ([None, True], 1, False),
        ([], 0, False),
    ],
)
def test_icm_state_17_counts_those_who_live_there(
    case: dict[str, Any], living: list[bool | None], warned: int, lacking: bool
) -> None:
    review(case, closure_type="이사또는사망", moved_or_died="사망")
    case["household"] = [
        {"relation": "자", "name": f"{number}째", "living_together": with_client}
        for number, with_client in enumerate(living, 1)
    ]
    assert len(findings(case, "ICM-STATE-17")) == warned
    assert unjudged(case, "ICM-STATE-17") is lacking


def test_icm_state_18_contact_lost_for_three_months(case: dict[str, Any]) -> None:
    # The review is of 2025-06-05: three months before it is 2025-03-05.
    review(case, closure_type="연락두절", contact_lost_since="2025-03-05")
    assert severities(case, "ICM-STATE-18") == []
    assert severities(review(case, contact_lost_since="2025-03-06"), "ICM-STATE-18") == ["warning"]
    # After the review it is the dates that are wrong, not the period.
    assert severities(review(case, contact_lost_since="2025-06-06"), "ICM-STATE-18") == []
    assert severities(case, "FIELD-DATE-ORDER") == ["warning"]
    assert severities(review(case, contact_lost_since=None), "ICM-STATE-18") == ["warning"]


def test_icm_deadline_11_registered_within_five_days_of_the_conference(case: dict[str, Any]) -> None:
    # The closing conference was held on 2025-06-02.
    assert severities(review(case, closure_reviewed_on="2025-06-07"), "ICM-DEADLINE-11") == []
    (finding,) = findings(review(case, closure_reviewed_on="2025-06-08"), "ICM-DEADLINE-11")
    assert finding.severity == "warning"
    assert finding.must
    assert "2025-06-07" in finding.message


def test_icm_meet_01_wants_a_conference_for_selection_and_for_closing(case: dict[str, Any]) -> None:
    assert severities(case, "ICM-MEET-01") == []
    case["conferences"] = case["conferences"][:1]
    assert [f.path for f in findings(case, "ICM-MEET-01")] == ["/forms/closure_review/closure_reviewed_on"]
    case["conferences"] = []
    assert severities(case, "ICM-MEET-01") == ["warning", "warning"]


def test_the_conference_box_is_that_of_selection(case: dict[str, Any]) -> None:
    from forms import check_case
    from forms.icm.closure_review import ClosureReview

    filled = check_case(case).case
    assert filled is not None
    form = filled.first_of(ClosureReview)
    assert form is not None
    assert form.selection_conference_on == date(2024, 9, 20)


def test_icm_state_20_and_select_18_the_crisis_survey_at_closing(case: dict[str, Any]) -> None:
    assert severities(case, "ICM-STATE-20") == []
    drop(case, f"{REVIEW}/closing_crisis_survey_on")
    assert severities(case, "ICM-STATE-20") == ["warning"]
    assert severities(case, "ICM-SELECT-18") == []
    review(case, closure_type="거절이나 포기", refusal_note="서비스 거절")
    assert severities(case, "ICM-STATE-20") == []
    assert severities(case, "ICM-SELECT-18") == ["info"]


def test_icm_state_20_the_steps_of_closing_in_order(case: dict[str, Any]) -> None:
    assert severities(review(case, closing_crisis_survey_on="2025-06-03"), "ICM-STATE-20") == ["warning"]


def test_icm_state_01_process_dates_in_order(case: dict[str, Any]) -> None:
    # Checks go on from the plan (2024-10-07) until the closing is approved (2025-06-09).
    for checked_on in ("2024-10-07", "2025-06-09"):
        assert severities(review(case, service_checked_on=checked_on), "ICM-STATE-01") == []
    for checked_on in ("2024-10-06", "2025-06-10"):
        (finding,) = findings(review(case, service_checked_on=checked_on), "ICM-STATE-01")
        assert (finding.severity, finding.path) == ("warning", "/forms/closure_review/service_checked_on")
    drop(case, f"{REVIEW}/service_checked_on")
    (finding,) = findings(review(case, planned_on="2024-09-22"), "ICM-STATE-01")
    assert finding.severity == "warning"
    assert finding.path == "/forms/closure_review/planned_on"


def test_icm_err_08_services_and_bare_abstractions_are_no_goals(case: dict[str, Any]) -> None:
    put(case, f"{REVIEW}/long_goals/1/text", "정서적 안정(부)")
    (finding,) = findings(case, "ICM-ERR-08")
    assert (finding.severity, finding.path) == ("warning", "/forms/closure_review/long_goals/1/text")
    assert finding.label == "장기성과 목표 2번 목표내용"


TYPE = "/forms/closure_review/closure_type"
BELOW = ("전혀 달성하지 못함", "기대수준 이하로 달성", "보통수준")


def grounds(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f.severity.value, f.path) for f in findings(case, "ICM-ERR-12")]


@pytest.mark.parametrize("grade", BELOW)
@pytest.mark.parametrize(
    ("kind", "term", "warned"),
    [
        ("장기목표 달성", "short_goals", True),
        ("장기목표 달성", "long_goals", True),
        ("단기목표 달성", "short_goals", True),
        # The book's own closing on 단기목표 has a long goal at 보통수준.
        ("단기목표 달성", "long_goals", False),
        ("자체종결", "short_goals", False),
    ],
)
def test_icm_err_12_the_goals_of_the_type_are_reached(
    case: dict[str, Any], kind: str, term: str, warned: bool, grade: str
) -> None:
    review(case, closure_type=kind)
    for goal in (
        *case["forms"]["closure_review"]["short_goals"],
        *case["forms"]["closure_review"]["long_goals"],
    ):
        goal["achievement"] = "기대한 정도의 목표 달성"
    assert grounds(case) == []
    put(case, f"{REVIEW}/{term}/0/achievement", grade)
    assert grounds(case) == ([("warning", TYPE)] if warned else [])
    if warned:
        named = {"short_goals": "단기목표 1번", "long_goals": "장기목표 1번"}[term]
        assert f"{named}({grade})" in findings(case, "ICM-ERR-12")[0].message


def test_icm_err_12_a_type_needs_its_goals(case: dict[str, Any]) -> None:
    (finding,) = findings(review(case, closure_type="장기목표 달성", long_goals=[]), "ICM-ERR-12")
    assert finding.path == TYPE
    assert "장기목표가 하나도 없습니다" in finding.message


def test_icm_err_12_a_goal_without_a_grade_is_not_judged(case: dict[str, Any]) -> None:
    put(case, f"{REVIEW}/short_goals/0/achievement", None)
    assert grounds(case) == []
    assert unjudged(case, "ICM-ERR-12")


def surveyed(case: dict[str, Any], *scores: dict[str, dict[str, int | None]]) -> dict[str, Any]:
    """The example closed on 상황호전, with a survey of these scores at the beginning and later."""
    review(case, closure_type="상황호전", improvement_note="취업")
    case["forms"]["needs_survey"] = [
        {
            "surveyed_on": day,
            "survey_kind": kind,
            "crisis": [{"area": area, "scores": of_area} for area, of_area in areas.items()],
        }
        for (day, kind), areas in zip(
            [("2024-09-11", "신규"), ("2025-01-08", "재조사"), ("2025-05-26", "재조사")], scores, strict=False
        )
    ]
    return case


@pytest.mark.parametrize(
    ("first", "last", "warned"),
    [
        ({"경제": {"1": 3}, "주거": {"1": 2}}, {"경제": {"1": 1}, "주거": {"1": 2}}, False),  # 5, 3
        ({"경제": {"1": 3}, "주거": {"1": 2}}, {"경제": {"1": 2}, "주거": {"1": 3}}, True),  # 5, 5
        ({"경제": {"1": 1}}, {"경제": {"1": 2}}, True),
        # Only what both surveys scored is compared: 2 and 2.
        ({"경제": {"1": 2}, "주거": {"1": 3}}, {"경제": {"1": 2}}, True),
    ],
)
def test_icm_err_12_a_better_situation_has_lower_scores(
    case: dict[str, Any],
    first: dict[str, dict[str, int | None]],
    last: dict[str, dict[str, int | None]],
    warned: bool,
) -> None:
    assert grounds(surveyed(case, first, last)) == ([("warning", TYPE)] if warned else [])


def test_icm_err_12_the_first_and_the_last_scores_count(case: dict[str, Any]) -> None:
    assert grounds(surveyed(case, {"경제": {"1": 2}}, {"경제": {"1": 3}}, {"경제": {"1": 1}})) == []


@pytest.mark.parametrize("scores", [(), ({"경제": {"1": 2}},), ({"경제": {"1": 2}}, {"주거": {"1": 1}})])
def test_icm_err_12_scores_that_are_not_known_are_not_judged(
    case: dict[str, Any], scores: tuple[dict[str, dict[str, int | None]], ...]
) -> None:
    surveyed(case, *scores)
    assert grounds(case) == []
    assert unjudged(case, "ICM-ERR-12")


@pytest.mark.parametrize(
    ("sentence", "warned"),
    [
        ("도시락 배달 서비스가 종료되어 사례를 종결함.", True),
        (
            "서비스가 예정대로 끝나 더 이상 계획된 것이 없으므로 사례회의를 거쳐 통합사례관리를 종결하기로 함.",
            True,
        ),
        ("모든 지원이 2025년 5월 말에 완료되었으며 이에 따라 사례관리를 종결함.", True),
        ("서비스가 종료되었고 장기목표를 모두 달성하여 종결함.", False),
        ("밑반찬 배달은 5월에 종료됨. 취업하여 소득이 안정되었으므로 종결함.", False),
    ],
)
def test_icm_err_12_the_end_of_a_service_is_no_ground(
    case: dict[str, Any], sentence: str, warned: bool
) -> None:
    review(case, closure_type="자체종결", opinion=f"{sentence} 사후관리는 분기마다 실시함.")
    assert grounds(case) == ([("warning", "/forms/closure_review/opinion")] if warned else [])


def test_icm_err_14_aftercare_is_planned_or_spoken_of(case: dict[str, Any]) -> None:
    drop(case, f"{REVIEW}/after_care")
    assert severities(case, "ICM-ERR-14") == []  # the opinion speaks of 모니터링
    review(case, opinion="취업하여 소득이 안정되었고 가족이 함께 지내므로 종결함.")
    assert severities(case, "ICM-ERR-14") == ["warning"]
    # Who died or moved away is not looked after here.
    assert severities(review(case, closure_type="이사또는사망"), "ICM-ERR-14") == []


@pytest.mark.parametrize(
    ("opinion", "planned"),
    [
        ("사후관리는 다온동에서 분기마다 실시함.", True),
        ("사후관리 계획 없음.", False),
        ("가족이 함께 지내고 있어 사후관리는 필요 없다고 보아 생략하고 종결함.", False),
        ("따로 사후관리를 하지 않고, 어려울 때 재상담하기로 함.", True),
    ],
)
def test_icm_err_14_a_plan_is_one_that_something_follows(
    case: dict[str, Any], opinion: str, planned: bool
) -> None:
    drop(case, f"{REVIEW}/after_care")
    review(case, opinion=f"취업하여 소득이 안정되었으므로 종결함. {opinion}")
    assert severities(case, "ICM-ERR-14") == ([] if planned else ["warning"])


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (None, ["warning"]),
        ("위기도 점수 하락", ["warning"]),
        ("위기도 점수 12점에서 5점으로 감소", ["warning"]),
        (
            "경제와 주거 영역의 위기도 점수가 초기 12점에 비해 종결 시 5점으로 크게 낮아져 상황이 호전됨",
            ["warning"],
        ),
        ("취업", []),
        ("위기도 점수가 낮아지고 상시 일자리에 취업함", []),
    ],
)
def test_icm_select_10_improvement_is_more_than_a_score(
    case: dict[str, Any], note: str | None, expected: list[str]
) -> None:
    assert (
        severities(review(case, closure_type="상황호전", improvement_note=note), "ICM-SELECT-10") == expected
    )


def test_months_end_with_the_month() -> None:
    assert months_after(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert months_after(date(2025, 12, 5), 3) == date(2026, 3, 5)
