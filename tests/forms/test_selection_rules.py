"""The rules of selection, each with a case that it accepts and one that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import findings, put, severities


def case_with(**values: Any) -> dict[str, Any]:
    return {"case_no": "2025-0001", "client": {"name": "○○○"}, **values}


def surveyed(area: str, scores: dict[str, int | None], **values: object) -> dict[str, Any]:
    survey = {"surveyed_on": "2025-01-10", "crisis": [{"area": area, "scores": scores}], **values}
    return case_with(forms={"needs_survey": survey})


# 사례관리 대상자 선정 기준표: the least score that is 해당, and the highest that is not.
@pytest.mark.parametrize(
    ("rule", "area", "hit", "missed"),
    [
        ("ICM-SELECT-09a", "경제", {"1": 3}, {"1": 2, "2": 3, "3": 1}),
        ("ICM-SELECT-09a", "경제", {"3": 2}, {"3": None}),
        ("ICM-SELECT-09b", "돌봄", {"2": 1}, {"1": 0, "2": 0, "3": 1}),
        ("ICM-SELECT-09c", "신체적 건강", {"4": 3}, {"1": 2, "2": 2, "3": 2}),
        ("ICM-SELECT-09d", "정신적 건강", {"5": 2}, {"1": 1, "2": 1, "3": 1}),
        ("ICM-SELECT-09e", "주거", {"1": 1, "2": 1, "3": 2}, {"1": 1, "2": 1, "3": 1, "4": 1}),
        ("ICM-SELECT-09e", "주거", {"4": 2}, {"4": 1}),
        ("ICM-SELECT-09f", "일자리", {"2": 2}, {"1": 1, "2": 1}),
        ("ICM-SELECT-09g", "보육 및 교육", {"3": 1}, {"1": 1, "2": 1, "3": 0}),
        ("ICM-SELECT-09h", "관계", {"3": 2}, {"1": 2, "2": 3, "3": 1}),
        ("ICM-SELECT-09i", "안전", {"2": 3}, {"1": 2, "2": 2}),
        ("ICM-SELECT-09j", "법률 및 권익보장", {"1": 2}, {"1": 1, "2": 1}),
    ],
)
def test_icm_select_09_the_cut_offs(
    rule: str, area: str, hit: dict[str, int | None], missed: dict[str, int | None]
) -> None:
    (finding,) = findings(surveyed(area, hit), rule)
    assert finding.severity == "info"
    assert finding.path == "/forms/needs_survey/crisis/0/scores"
    assert severities(surveyed(area, hit), "ICM-SELECT-09") == ["info"]
    assert severities(surveyed(area, missed), rule) == []
    assert severities(surveyed(area, missed), "ICM-SELECT-09") == []


def test_icm_select_09_leisure_selects_nobody() -> None:
    assert severities(surveyed("문화 및 여가", {"1": 3}), "ICM-SELECT-09") == []


def test_icm_select_06_a_refusal_is_explained_in_writing() -> None:
    refused = {
        "household_class": "미선정 가구",
        "decided_on": "2025-01-20",
        "reason": "욕구조사를 거부함",
        "notified_in_writing_on": "2025-01-21",
    }
    case = case_with(selection=refused)
    assert findings(case, "ICM-SELECT-06") == []
    put(case, "selection/notified_in_writing_on", "2025-01-19")
    assert severities(case, "ICM-SELECT-06") == ["warning"]
    case = case_with(selection={"household_class": "미선정 가구"})
    assert [f.path for f in findings(case, "ICM-SELECT-06")] == [
        "/selection/notified_in_writing_on",
        "/selection/reason",
    ]
    assert findings(put(case, "selection/household_class", "사례관리 가구"), "ICM-SELECT-06") == []


@pytest.mark.parametrize(
    ("decided_on", "expected"),
    [("2025-01-15", 0), ("2025-01-14", 1), ("2025-01-09", 2)],
)
def test_icm_select_07_selection_follows_survey_and_conference(decided_on: str, expected: int) -> None:
    case = case_with(
        selection={"household_class": "사례관리 가구", "decided_on": decided_on},
        conferences=[{"kind": "내부사례회의", "purpose": "대상자 선정", "held_on": "2025-01-15"}],
        forms={"needs_survey": {"surveyed_on": "2025-01-10"}},
    )
    assert severities(case, "ICM-SELECT-07") == ["warning"] * expected


def test_icm_select_11_not_applicable_means_no_information() -> None:
    needs = [{"area": "일자리", "content": "2024년 8월에 실직하여 일자리를 찾고 있음."}]
    case = surveyed("일자리", {"1": None, "2": None}, needs=needs)
    (finding,) = findings(case, "ICM-SELECT-11")
    assert (finding.severity, finding.path) == ("warning", "/forms/needs_survey/crisis/0/scores")
    assert findings(surveyed("일자리", {"1": 1, "2": None}, needs=needs), "ICM-SELECT-11") == []
    assert findings(surveyed("일자리", {"1": None}), "ICM-SELECT-11") == []


@pytest.mark.parametrize(
    ("problems", "expected"), [(["안전", "정신건강", "경제"], ["info"]), (["안전", "신체건강"], [])]
)
def test_icm_select_15_safety_and_mental_health_together(problems: list[str], expected: list[str]) -> None:
    case = case_with(forms={"intake_sheet": {"main_problems": problems}})
    assert severities(case, "ICM-SELECT-15") == expected
