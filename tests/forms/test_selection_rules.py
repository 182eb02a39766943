"""The rules of selection, each with a case that it accepts and one that it does not."""

from __future__ import annotations

import re
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


def unjudged(case: dict[str, Any]) -> set[str]:
    """The clauses that NOT-JUDGED names."""
    told = " ".join(finding.message for finding in findings(case, "NOT-JUDGED"))
    return set(re.findall(r"ICM-[A-Z]+-\w+", told))


@pytest.mark.parametrize(
    ("scores", "lacking"),
    [
        ({"1": 2, "3": 1}, False),
        # Question 3 may be what makes it 해당; once another does, nothing is open.
        ({"1": 2}, True),
        ({"1": 3}, False),
        # 해당 사항 없음 is an answer.
        ({"1": 2, "3": None}, False),
    ],
)
def test_icm_select_09_a_question_that_is_not_scored(scores: dict[str, int | None], lacking: bool) -> None:
    assert ("ICM-SELECT-09a" in unjudged(surveyed("경제", scores))) is lacking


def test_icm_select_09_an_area_that_is_not_scored() -> None:
    told = unjudged(surveyed("경제", {"1": 1, "3": 1}))
    assert "ICM-SELECT-09a" not in told
    assert {"ICM-SELECT-09", "ICM-SELECT-09b", "ICM-SELECT-09j"} <= told
    # One area that applies is enough for the selection.
    assert "ICM-SELECT-09" not in unjudged(surveyed("경제", {"1": 3}))


def test_icm_select_09_a_resurvey_may_do_without_scores() -> None:
    survey = {"surveyed_on": "2025-03-10", "survey_kind": "재조사"}
    assert "ICM-SELECT-09" not in unjudged(case_with(forms={"needs_survey": survey}))
    assert "ICM-SELECT-09" in unjudged(case_with(forms={"needs_survey": {**survey, "survey_kind": "신규"}}))


REFUSED = {
    "household_class": "미선정 가구",
    "decided_on": "2025-03-10",
    "reason": "욕구조사를 거부함",
    "notified_in_writing_on": "2025-03-11",
}
CLOSED = {
    "result": "종결",
    "closure_type": "자체종결",
    "closure_reviewed_on": "2025-06-02",
    "approved_on": "2025-06-04",
}


@pytest.mark.parametrize(
    ("forms", "warned"),
    [
        ({}, False),
        ({"needs_survey": {"surveyed_on": "2025-03-03"}}, False),
        ({"service_plan": {"established_on": "2025-03-24"}}, True),
        ({"service_plan": {"established_on": "2025-03-03"}}, True),
        ({"closure_review": CLOSED}, True),
        ({"service_plan": {"established_on": "2024-03-04"}, "closure_review": CLOSED}, True),
        # Closed first, and refused when it applied again.
        (
            {
                "service_plan": {"established_on": "2024-03-04"},
                "closure_review": {
                    **CLOSED,
                    "closure_reviewed_on": "2024-12-02",
                    "approved_on": "2024-12-04",
                },
            },
            False,
        ),
    ],
)
def test_nothing_follows_a_refusal_that_stands(forms: dict[str, Any], warned: bool) -> None:
    case = case_with(selection=REFUSED, forms=forms)
    found = findings(case, "OWN-STANDING-DECISION")
    assert [(f.severity.value, f.path) for f in found] == (
        [("warning", "/selection/household_class")] if warned else []
    )
    # Refused and later selected is the intended way.
    selected = {**REFUSED, "household_class": "사례관리 가구", "decided_on": "2025-09-01"}
    assert findings({**case, "selection": selected}, "OWN-STANDING-DECISION") == []
