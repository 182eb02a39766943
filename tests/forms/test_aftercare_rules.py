"""The rules of after-care and satisfaction, each with a case that it accepts and one that it does not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.changing import drop, findings, put, severities
from tests.reading import sample

REVIEW = "forms/closure_review"


def monitored(*sheets: dict[str, Any], **values: Any) -> dict[str, Any]:
    days = ("2025-08-11", "2025-10-13", "2025-12-08")
    dated = [{"visited_on": day, **sheet} for day, sheet in zip(days, sheets, strict=False)]
    return {"case_no": "2025-0001", "client": {"name": "○○○"}, "forms": {"monitor_sheet": dated}, **values}


def moved(**values: object) -> dict[str, Any]:
    case = sample("closure_review")
    case["forms"]["closure_review"].update(closure_type="이사또는사망", moved_or_died="이사", **values)
    return case


@pytest.mark.parametrize(("method", "expected"), [("방문", []), ("전화", ["warning"]), ("내방", ["warning"])])
def test_icm_after_01_consultations_are_visits(method: str, expected: list[str]) -> None:
    assert severities(monitored({"contact_method": method}), "ICM-AFTER-01") == expected


@pytest.mark.parametrize(
    ("visited_on", "reported_on", "expected"),
    [
        ("2025-08-11", None, ["warning"]),  # a Monday
        ("2025-08-11", "2025-08-11", []),
        ("2025-08-11", "2025-08-12", ["warning"]),
        ("2025-08-09", "2025-08-11", []),  # a Saturday: on the next working day
        ("2025-08-09", "2025-08-12", ["warning"]),
    ],
)
def test_icm_after_01_remarks_are_reported_at_once(
    visited_on: str, reported_on: str | None, expected: list[str]
) -> None:
    sheet = {
        "visited_on": visited_on,
        "remarks": "음주 문제가 다시 시작됨",
        "remarks_reported_on": reported_on,
    }
    found = findings(monitored(sheet), "ICM-AFTER-01")
    assert [f.severity for f in found] == expected
    assert all(f.path == "/forms/monitor_sheet/0/remarks_reported_on" for f in found)


def test_icm_after_01_a_report_without_the_day_of_the_visit_is_not_judged_late() -> None:
    sheet = {"visited_on": None, "remarks": "음주 문제가 다시 시작됨", "remarks_reported_on": "2025-08-12"}
    assert findings(monitored(sheet), "ICM-AFTER-01") == []


def test_icm_after_01_planned_consultations_are_visits() -> None:
    case = sample("closure_review")
    assert findings(case, "ICM-AFTER-01") == []
    (finding,) = findings(put(case, f"{REVIEW}/after_care/1/method", "전화"), "ICM-AFTER-01")
    assert (finding.severity, finding.path) == ("info", "/forms/closure_review/after_care/1/method")


def test_icm_after_03_a_household_at_risk_has_dates() -> None:
    case = drop(sample("closure_review"), f"{REVIEW}/after_care")
    assert findings(case, "ICM-AFTER-03") == []  # no survey in the file
    survey = {"surveyed_on": "2025-05-26", "crisis": [{"area": "경제", "scores": {"1": 3}}]}
    case["forms"]["needs_survey"] = survey
    (finding,) = findings(case, "ICM-AFTER-03")
    assert (finding.severity, finding.path) == ("warning", "/forms/closure_review/after_care")
    put(case, "forms/needs_survey/crisis/0/scores", {"1": 2})
    assert findings(case, "ICM-AFTER-03") == []
    put(case, "forms/needs_survey/needs", [{"area": "안전"}])
    assert severities(case, "ICM-AFTER-03") == ["warning"]
    put(case, f"{REVIEW}/after_care", [{"planned_on": "2025-07-01"}])
    assert findings(case, "ICM-AFTER-03") == []


def test_icm_after_04_the_new_office_looks_after_those_who_move() -> None:
    assert severities(moved(), "ICM-AFTER-04") == ["info"]
    assert findings(moved(after_care=[]), "ICM-AFTER-04") == []
    assert findings(sample("closure_review"), "ICM-AFTER-04") == []


SURVEYED = {"satisfaction_surveyed": True}


def test_icm_survey_01_satisfaction_is_asked_once() -> None:
    assert findings(monitored(SURVEYED, {}), "ICM-SURVEY-01") == []
    (finding,) = findings(monitored(SURVEYED, SURVEYED), "ICM-SURVEY-01")
    assert (finding.severity, finding.path) == ("warning", "/forms/monitor_sheet/1/satisfaction_surveyed")
    assert findings(monitored(SURVEYED, SURVEYED), "ICM-SURVEY-03") == []


def test_icm_survey_01_linked_households_are_not_asked() -> None:
    linked = {"household_class": "서비스 연계 가구"}
    assert severities(monitored(SURVEYED, selection=linked), "ICM-SURVEY-01") == ["warning"]
    assert findings(monitored({}, selection=linked), "ICM-SURVEY-01") == []
    assert findings(monitored({}, selection=linked), "ICM-SURVEY-03") == []


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("정신질환", ["info"]), ("지적장애", ["info"]), ("기타", ["warning"]), (None, [])],
)
def test_icm_survey_02_who_may_be_spared(reason: str | None, expected: list[str]) -> None:
    sheet = {"satisfaction_surveyed": False, "satisfaction_skip_reason": reason}
    assert severities(monitored(sheet), "ICM-SURVEY-02") == expected


def test_icm_survey_02_the_exemption_is_new_in_2025() -> None:
    sheet = {"satisfaction_surveyed": False, "satisfaction_skip_reason": "지적장애"}
    sheet_2025, sheet_2024 = {**sheet, "visited_on": "2025-01-01"}, {**sheet, "visited_on": "2024-12-31"}
    assert severities(monitored(sheet_2025), "ICM-SURVEY-03") == []
    assert severities(monitored(sheet_2024), "ICM-SURVEY-02") == []
    assert severities(monitored(sheet_2024), "ICM-SURVEY-03") == ["warning"]


def test_icm_survey_03_at_the_first_consultation() -> None:
    assert findings(monitored(SURVEYED, {}), "ICM-SURVEY-03") == []
    assert severities(monitored({}), "ICM-SURVEY-03") == ["info"]
    assert severities(monitored({"satisfaction_surveyed": False}), "ICM-SURVEY-03") == ["warning"]
    late = findings(monitored({"satisfaction_surveyed": False}, SURVEYED), "ICM-SURVEY-03")
    assert [f.path.split("/")[3] for f in late] == ["0", "1"]


@pytest.mark.parametrize(("answers", "expected"), [(12, []), (11, ["warning"]), (13, ["warning"])])
def test_icm_survey_04_twelve_answers(answers: int, expected: list[str]) -> None:
    case = monitored({"satisfaction_answers": [4] * answers})
    assert severities(case, "ICM-SURVEY-04") == expected
    assert findings(case, "ICM-SURVEY-03") == []


def test_icm_survey_04_five_points() -> None:
    found = findings(monitored({"satisfaction_answers": [6] * 12}))
    assert [f.severity for f in found if f.form == "monitor_sheet"] == ["error"] * 12


def test_what_is_not_entered_of_a_visit_is_not_judged() -> None:
    told = findings(monitored({"satisfaction_surveyed": True}), "NOT-JUDGED")[0].message
    assert {"ICM-AFTER-01", "ICM-SURVEY-01", "ICM-SURVEY-04"} <= set(re.findall(r"ICM-[A-Z]+-\d+", told))
    known = {"contact_method": "방문", "satisfaction_surveyed": True, "satisfaction_answers": [4] * 12}
    selected = {"household_class": "사례관리 가구", "decided_on": "2024-09-13"}
    told = findings(monitored(known, selection=selected), "NOT-JUDGED")[0].message
    assert not {"ICM-AFTER-01", "ICM-SURVEY-01", "ICM-SURVEY-04"} & set(re.findall(r"ICM-[A-Z]+-\d+", told))
