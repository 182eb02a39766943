"""The rules of approval and change, each with a case that it accepts and one that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import drop, findings, put, severities
from tests.reading import sample

PLAN = "forms/service_plan"
REVIEW = "forms/closure_review"


@pytest.fixture
def plan() -> dict[str, Any]:
    return sample("service_plan")


@pytest.fixture
def closure() -> dict[str, Any]:
    return sample("closure_review")


def unjudged(case: dict[str, Any], rule: str) -> bool:
    return any(f"({rule})" in finding.message for finding in findings(case, "NOT-JUDGED"))


def two_plans(plan: dict[str, Any], **second: object) -> dict[str, Any]:
    first = plan["forms"]["service_plan"]
    later = {name: value for name, value in first.items() if name != "approved_on"}
    plan["forms"]["service_plan"] = [first, {**later, "established_on": "2025-05-07", **second}]
    return plan


def test_icm_state_04_the_first_plan_is_approved(plan: dict[str, Any]) -> None:
    assert findings(plan, "ICM-STATE-04") == []  # established on 2025-01-20
    assert severities(put(plan, f"{PLAN}/approved_on", "2025-01-20"), "ICM-STATE-04") == []
    assert severities(put(plan, f"{PLAN}/approved_on", "2025-01-19"), "ICM-STATE-04") == ["warning"]
    (finding,) = findings(drop(plan, f"{PLAN}/approved_on"), "ICM-STATE-04")
    assert (finding.path, finding.must) == ("/forms/service_plan/approved_on", True)


def test_icm_state_05_later_plans_need_no_approval(plan: dict[str, Any]) -> None:
    two_plans(plan)
    assert findings(plan, "ICM-STATE-04") == []
    assert findings(plan, "ICM-STATE-05") == []
    (finding,) = findings(put(plan, f"{PLAN}/1/approved_on", "2025-05-08"), "ICM-STATE-05")
    assert (finding.severity, finding.path) == ("info", "/forms/service_plan/1/approved_on")


def test_icm_state_07_the_closure_is_approved(closure: dict[str, Any]) -> None:
    assert findings(closure, "ICM-STATE-07") == []
    assert severities(drop(closure, f"{REVIEW}/approved_on"), "ICM-STATE-07") == ["warning"]
    put(closure, f"{REVIEW}/result", "재조사")
    assert findings(put(closure, f"{REVIEW}/closure_type", None), "ICM-STATE-07") == []


def test_icm_state_11_another_programme_is_asked_once() -> None:
    case = sample("referral_letter")
    letter = {**case["forms"]["referral_letter"], "other_programme": "아동사례관리"}
    case["forms"]["referral_letter"] = [letter, {**letter, "other_programme": "의료급여사례관리"}]
    assert findings(case, "ICM-STATE-11") == []
    case["forms"]["referral_letter"].append(letter)
    (finding,) = findings(case, "ICM-STATE-11")
    assert (finding.severity, finding.path) == ("warning", "/forms/referral_letter/2/other_programme")


def test_icm_state_12_a_repeated_simple_service_stands_once(plan: dict[str, Any]) -> None:
    food = plan["forms"]["service_plan"]["services"][6]
    assert food["simple"] is True
    plan["forms"]["service_plan"]["services"].append({**food, "started_on": "2025-05-22"})
    (finding,) = findings(plan, "ICM-STATE-12")
    assert (finding.severity, finding.path) == ("warning", "/forms/service_plan/services/7/name")
    assert findings(put(plan, f"{PLAN}/services/7/provider", "○○교회"), "ICM-STATE-12") == []
    put(plan, f"{PLAN}/services/7/provider", food["provider"])
    # Where it is not entered, the name tells.
    assert severities(put(plan, f"{PLAN}/services/7/simple", None), "ICM-STATE-12") == ["warning"]
    assert findings(put(plan, f"{PLAN}/services/7/simple", False), "ICM-STATE-12") == []


def test_icm_state_13_one_check_a_day_for_each_service(plan: dict[str, Any]) -> None:
    checks = plan["forms"]["service_plan"]["checks"]
    checks.append({**checks[1], "checked_on": "2025-02-28"})
    checks.append({**checks[1], "service": "단주모임"})
    assert findings(plan, "ICM-STATE-13") == []
    checks.append(dict(checks[1]))
    assert [f.path for f in findings(plan, "ICM-STATE-13")] == ["/forms/service_plan/checks/6/checked_on"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [("2025-02-27", []), ("2025-03-01", []), ("2025-03-02", ["warning"]), (None, ["warning"])],
)
def test_icm_state_14_a_new_worker_is_announced(
    plan: dict[str, Any], told: str | None, expected: list[str]
) -> None:
    put(put(plan, "worker/changed_on", "2025-03-01"), "worker/change_told_on", told)
    assert severities(plan, "ICM-STATE-14") == expected


@pytest.mark.parametrize(
    ("client", "worker", "path"),
    [
        (True, True, None),
        (False, True, "client_signed"),
        (True, None, "worker_signed"),
        (None, None, "client_signed"),
    ],
)
def test_icm_state_15_the_plan_is_signed_by_both(
    plan: dict[str, Any], client: bool | None, worker: bool | None, path: str | None
) -> None:
    put(put(plan, f"{PLAN}/client_signed", client), f"{PLAN}/worker_signed", worker)
    found = findings(plan, "ICM-STATE-15")
    assert [f.path for f in found] == ([f"/forms/service_plan/{path}"] if path else [])
    assert all(f.severity == "warning" for f in found)


# The review is of 2025-06-05: a month before it is 2025-05-05.
@pytest.mark.parametrize(("since", "expected"), [("2025-05-05", []), ("2025-05-06", ["info"]), (None, [])])
def test_icm_state_19_refusal_for_a_month(
    closure: dict[str, Any], since: str | None, expected: list[str]
) -> None:
    put(put(closure, f"{REVIEW}/closure_type", "거절이나 포기"), f"{REVIEW}/refused_since", since)
    assert severities(closure, "ICM-STATE-19") == expected


def test_icm_state_21_records_move_with_the_client(closure: dict[str, Any]) -> None:
    put(put(closure, f"{REVIEW}/closure_type", "이사또는사망"), f"{REVIEW}/moved_or_died", "이사")
    assert severities(closure, "ICM-STATE-21") == ["warning"]
    assert findings(put(closure, f"{REVIEW}/transferred_to", "△△시"), "ICM-STATE-21") == []
    drop(closure, f"{REVIEW}/transferred_to")
    assert findings(put(closure, f"{REVIEW}/moved_or_died", "사망"), "ICM-STATE-21") == []


def test_icm_state_24_the_referring_agency_is_told(closure: dict[str, Any]) -> None:
    assert findings(closure, "ICM-STATE-24") == []  # no intake sheet in the file
    assert unjudged(closure, "ICM-STATE-24")
    closure["forms"]["intake_sheet"] = {"referral_route": "기관", "consulted_on": "2024-09-02"}
    (finding,) = findings(closure, "ICM-STATE-24")
    assert (finding.severity, finding.path) == ("warning", "/forms/closure_review/referrer_notified_on")
    assert findings(put(closure, f"{REVIEW}/referrer_notified_on", "2025-06-10"), "ICM-STATE-24") == []
    drop(closure, f"{REVIEW}/referrer_notified_on")
    assert findings(put(closure, "forms/intake_sheet/referral_route", "주민"), "ICM-STATE-24") == []
