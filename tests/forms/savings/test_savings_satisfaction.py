"""만족도 조사 기록: the interim checks beside it, and the day of the papers that fills it."""

from __future__ import annotations

from typing import Any

from forms import check_case
from forms.registry import form_named
from generator.document import bound_forms
from tests.changing import findings
from tests.reading import bound_text, sample, squeeze


def text(case: dict[str, Any]) -> str:
    filled = check_case(case).case
    assert filled is not None
    (bound,) = bound_forms(filled, form_named("savings_satisfaction"), "masked")
    return bound_text(bound)


def checked(round: str, on: str, satisfaction: str | None) -> dict[str, Any]:
    return {
        "round": round,
        "checked_on": on,
        "client_change": "저축을 이어 감",
        "environment_change": "이사함",
        "satisfaction": satisfaction,
    }


def test_the_interim_checks_stand_beside_it_in_time_order() -> None:
    case = sample("savings_satisfaction")
    case["forms"]["interim_check"] = [
        checked("만 2년", "2024-01-15", "만족"),
        checked("만 1년", "2023-01-12", "보통"),
    ]
    beside = "중간점검지의 사업참여 만족도 만 1년(2023-01-12): 보통 만 2년(2024-01-15): 만족 중간점검 시"
    assert squeeze(beside) in text(case)
    longest = "가" * 500
    case["forms"]["interim_check"] = [checked("만 1년", "2023-01-12", longest)]
    assert f"만1년(2023-01-12):{longest}" in text(case)
    case["forms"]["interim_check"] = [checked("만 1년", "2023-01-12", None)]
    assert squeeze("중간점검지의 사업참여 만족도 중간점검 시") in text(case)


def test_the_day_of_the_papers_comes_from_the_application() -> None:
    case = sample("closure_application")
    case["forms"]["savings_satisfaction"] = {"surveyed_on": "2025-03-05", "method": "전화"}
    assert squeeze("해지서류 접수일 2025-03-05") in text(case)
    assert findings(case, "AB-CL-9") == []
    case["forms"]["savings_satisfaction"]["surveyed_on"] = "2025-03-04"
    assert [f.path for f in findings(case, "AB-CL-9")] == ["/forms/savings_satisfaction/surveyed_on"]
