"""What is due in a case, what was done and what came late; days counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.checking import check_case
from forms.deadlines import Deadline, DeadlineState, deadlines
from tests.changing import moved
from tests.reading import sample

TODAY = date(2025, 7, 1)


def case(forms: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    return {"case_no": "2025-0001", "client": {"name": "가나다"}, "forms": forms or {}, **values}


def told(raw: dict[str, Any], today: date | None = TODAY) -> tuple[Deadline, ...]:
    read = check_case(raw).case
    assert read is not None
    return deadlines(read, today, raw)


def one(raw: dict[str, Any], rule: str, today: date | None = TODAY) -> Deadline:
    (found,) = (deadline for deadline in told(raw, today) if deadline.rule == rule)
    return found


def test_a_case_without_dates_has_none() -> None:
    assert told(case()) == ()


# Received on 2025-06-09, the plan is due on the 30th counted day: 9-13 June (5), 16-20 (10), 23-27 (15),
# 30 June - 4 July (20), 7-11 (25), 14-18 (30).
RECEIVED: dict[str, Any] = {"received_on": "2025-06-09"}


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2025, 7, 1), DeadlineState.DUE, 17),
        (date(2025, 7, 18), DeadlineState.DUE, 0),
        (date(2025, 7, 19), DeadlineState.OVERDUE, -1),
        (None, DeadlineState.DUE, None),
    ],
)
def test_what_is_still_to_be_done(today: date | None, state: DeadlineState, left: int | None) -> None:
    plan = one(case(**RECEIVED), "ICM-DEADLINE-01", today)
    assert (plan.due, plan.state, plan.days_left) == (date(2025, 7, 18), state, left)
    assert (plan.done_on, plan.firm) == (None, True)
    assert plan.note == "달력 날짜로 30일을 세면 2025-07-09"
    assert (plan.form, plan.path) == ("service_plan", "/forms/service_plan")
    assert plan.source.startswith("2025 찾아가는 보건·복지서비스 업무안내, ")


@pytest.mark.parametrize(
    ("established_on", "state"), [("2025-07-18", DeadlineState.DONE), ("2025-07-21", DeadlineState.LATE)]
)
def test_what_was_done(established_on: str, state: DeadlineState) -> None:
    raw = case({"service_plan": {"established_on": established_on}}, **RECEIVED)
    plan = one(raw, "ICM-DEADLINE-01", date(2026, 1, 1))
    assert (plan.state, plan.done_on, plan.days_left) == (state, date.fromisoformat(established_on), None)
    assert plan.path == "/forms/service_plan/established_on"


def test_usual_periods_are_marked_as_such() -> None:
    raw = case({"needs_survey": {"surveyed_on": "2025-06-18"}}, requested_on="2025-06-09")
    survey = one(raw, "ICM-DEADLINE-05")
    assert (survey.due, survey.state, survey.firm) == (date(2025, 6, 19), DeadlineState.DONE, False)


def test_a_linked_household() -> None:
    selection = {"household_class": "서비스 연계 가구", "decided_on": "2025-06-20"}
    linking = one(case(selection=selection), "ICM-DEADLINE-09")
    assert (linking.due, linking.path) == (date(2025, 7, 20), "/service_link/started_on")
    raw = case(selection=selection, service_link={"started_on": "2025-06-24", "ended_on": "2025-06-30"})
    by_rule = {deadline.rule: deadline for deadline in told(raw)}
    assert by_rule["ICM-DEADLINE-09"].state is DeadlineState.DONE
    assert by_rule["ICM-DEADLINE-10"].due == date(2025, 9, 24)
    assert by_rule["ICM-DEADLINE-19"].due == date(2025, 9, 30)
    assert "ICM-DEADLINE-12" not in by_rule


def closed(*visits: str, edition: str = "2025") -> dict[str, Any]:
    review = {
        "result": "종결",
        "closure_type": "장기목표 달성",
        "closure_reviewed_on": "2025-06-05",
        "approved_on": "2025-06-09",
    }
    conference = {"kind": "내부사례회의", "purpose": "종결", "held_on": "2025-06-02"}
    sheets = [{"visited_on": day} for day in visits]
    forms = {"closure_review": review, **({"monitor_sheet": sheets} if sheets else {})}
    return case(forms, edition=edition, conferences=[conference])


def of_closing(raw: dict[str, Any], today: date = TODAY) -> list[tuple[str, str, str]]:
    titles = ("사후관리 1회", "사후관리 2회", "만족도 설문", "개인정보 파기")
    return [(d.title, d.due.isoformat(), d.state.value) for d in told(raw, today) if d.title in titles]


def test_after_care_and_deletion_follow_the_closing() -> None:
    # Closed on 2025-06-09: visits within 3 and 9 months, deletion after 5 years; the survey goes with the first.
    assert of_closing(closed()) == [
        ("사후관리 1회", "2025-09-09", "due"),
        ("만족도 설문", "2025-09-09", "due"),
        ("사후관리 2회", "2026-03-09", "due"),
        ("개인정보 파기", "2030-06-09", "due"),
    ]
    assert one(closed(), "ICM-DEADLINE-16", date(2030, 6, 10)).state is DeadlineState.OVERDUE


def test_visits_are_taken_in_turn() -> None:
    raw = closed("2025-09-10")
    first, second = (d for d in told(raw) if d.rule == "ICM-DEADLINE-12")
    assert (first.state, first.path) == (DeadlineState.LATE, "/forms/monitor_sheet/0/visited_on")
    assert (second.state, second.note) == (
        DeadlineState.DUE,
        "앞 상담에서 한 달이 지난 2025-10-10부터",
    )
    both = [d.state for d in told(closed("2025-08-11", "2025-10-13")) if d.rule == "ICM-DEADLINE-12"]
    assert both == [DeadlineState.DONE, DeadlineState.DONE]


def test_a_visit_before_the_closing_is_to_be_looked_at_and_takes_its_turn() -> None:
    first, second = (d for d in told(closed("2025-06-08")) if d.rule == "ICM-DEADLINE-12")
    assert (first.state, first.note) == (DeadlineState.DONE, "종결 전 날짜이므로 확인 필요")
    assert (second.state, second.due) == (DeadlineState.DUE, date(2026, 3, 9))


def test_a_visit_on_a_planned_day_is_not_still_to_come() -> None:
    raw = closed("2025-12-08")
    raw["forms"]["closure_review"]["after_care"] = [
        {"planned_on": "2025-08-11"},
        {"planned_on": "2025-12-08"},
    ]
    first, second = (d for d in told(raw) if d.rule == "ICM-DEADLINE-12")
    assert (first.state, first.done_on) == (DeadlineState.LATE, date(2025, 12, 8))
    assert (second.state, second.note) == (DeadlineState.DUE, "앞 상담에서 한 달이 지난 2026-01-08부터")


def test_the_closing_of_each_text() -> None:
    registration = one(closed(), "ICM-DEADLINE-11")
    assert (registration.due, registration.state) == (date(2025, 6, 7), DeadlineState.DONE)
    procedure = one(moved(closed(), -1), "ICM-DEADLINE-11")
    # Five days before the approval of 9 June; the conference of 2 June began it.
    assert (procedure.title, procedure.due, procedure.state) == (
        "종결 절차 시작",
        date(2024, 6, 4),
        DeadlineState.DONE,
    )


def test_a_case_that_is_surveyed_anew_is_not_closed() -> None:
    raw = closed()
    raw["forms"]["closure_review"].update(result="재조사", closure_type=None)
    assert of_closing(raw) == []


def test_the_complete_case_has_only_its_deletion_left() -> None:
    found = told(sample("case_full"), date(2025, 12, 31))
    assert [d.due for d in found] == sorted(d.due for d in found)
    assert [d.title for d in found if d.state.open] == ["개인정보 파기"]
    assert [d.title for d in found if d.state is DeadlineState.LATE] == []


def test_a_file_of_another_programme_has_no_periods_of_case_management() -> None:
    asked: dict[str, Any] = {"requested_on": "2025-01-06"}
    assert {d.rule[:3] for d in told(case(None, **asked))} == {"ICM"}
    proof = {**sample("usage_proof"), "conferences": [], **asked}
    assert {d.rule[:3] for d in told(proof)} <= {"AB-", "HS1"}
