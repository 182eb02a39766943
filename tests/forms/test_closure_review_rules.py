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
    assert finding.source == "2025 찾아가는 보건·복지서비스 업무안내, 종결"


def test_icm_state_16_counts_a_missing_opinion_too(case: dict[str, Any]) -> None:
    assert severities(drop(case, f"{REVIEW}/opinion"), "ICM-STATE-16") == ["error"]


def test_icm_state_16_accepts_a_reason(case: dict[str, Any]) -> None:
    opinion = "타 지역 취업으로 이사하게 되어 단기목표 달성으로 종결하고 사후관리는 전입지에서 실시함."
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
    case["household"] = [{"relation": "자", "name": "□□□"}]
    assert severities(case, "ICM-STATE-17") == ["warning"]
    assert severities(review(case, moved_or_died="이사"), "ICM-STATE-17") == []


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


@pytest.mark.parametrize(
    "text", ["탈빈곤", "정서적 안정", "정서적 안정(부)", "○○○서비스 지원", "도시락 서비스 제공"]
)
def test_icm_err_08_services_and_bare_abstractions_are_no_goals(case: dict[str, Any], text: str) -> None:
    put(case, f"{REVIEW}/long_goals/1/text", text)
    (finding,) = findings(case, "ICM-ERR-08")
    assert (finding.severity, finding.path) == ("warning", "/forms/closure_review/long_goals/1/text")
    assert finding.label == "장기성과 목표 2번 목표내용"


def test_icm_err_12_closing_has_grounds(case: dict[str, Any]) -> None:
    assert severities(case, "ICM-ERR-12") == []
    for goal in case["forms"]["closure_review"]["short_goals"]:
        goal["achievement"] = "기대수준 이하로 달성"
    assert severities(case, "ICM-ERR-12") == ["warning"]


def test_icm_err_12_the_end_of_a_service_is_no_ground(case: dict[str, Any]) -> None:
    opinion = "도시락 배달 서비스가 종료되어 사례를 종결함. 사후관리는 분기마다 실시함."
    review(case, closure_type="장기목표 달성", opinion=opinion)
    assert severities(case, "ICM-ERR-12") == ["warning"]


def test_icm_err_14_aftercare_is_planned_or_spoken_of(case: dict[str, Any]) -> None:
    drop(case, f"{REVIEW}/after_care")
    assert severities(case, "ICM-ERR-14") == []  # the opinion speaks of 모니터링
    review(case, opinion="취업하여 소득이 안정되었고 가족이 함께 지내므로 종결함.")
    assert severities(case, "ICM-ERR-14") == ["warning"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (None, ["warning"]),
        ("위기도 점수 하락", ["warning"]),
        ("위기도 점수 12점에서 5점으로 감소", ["warning"]),
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
