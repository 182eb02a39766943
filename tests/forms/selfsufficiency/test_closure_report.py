"""위탁 종결보고서: what it takes from the plans, the checks and the counselling, and what stays the report's own."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.deadlines import deadlines
from forms.selfsufficiency.closure_report import FORM, ClosureReport, contacts
from generator.document import bound_forms
from tests.changing import findings, put
from tests.reading import bound_text, sample

REPORT = "forms/closure_report/"
GOALS = ("평일 오후에 아이를 맡길 곳을 마련한다", "채무조정을 신청한다", "사업단에 결근 없이 다닌다")


def report(raw: dict[str, Any]) -> ClosureReport:
    case = check_case(raw).case
    assert case is not None
    [made] = case.all_of(ClosureReport)
    return made


def isp_rows(raw: dict[str, Any]) -> list[tuple[str | None, str | None, str | None]]:
    return [(row.goal, row.result, row.note) for row in report(raw).isp_goals]


def test_the_days_are_those_of_the_participation() -> None:
    made = report(sample("closure_report"))
    assert [str(day) for day in (made.referred_on, made.started_on, made.closed_on)] == [
        "2025-01-06",
        "2025-01-13",
        "2025-12-20",
    ]


def test_goals_of_the_last_isp_come_with_what_the_last_check_found() -> None:
    raw = put(sample("closure_report"), REPORT + "isp_goals", None)
    assert isp_rows(raw) == [
        (GOALS[0], "달성", "계속 이용함"),
        (GOALS[1], "진행", "7월에 신청하여 심사를 받고 있음"),
        (GOALS[2], "달성", "결근 없음"),
    ]


def test_what_the_report_states_itself_stands_and_the_rest_is_filled() -> None:
    raw = put(sample("closure_report"), REPORT + "isp_goals", [{}, {"result": "미달성"}])
    rows = isp_rows(raw)
    assert rows[0] == (GOALS[0], "달성", "계속 이용함")
    # The remark of the check is about another result.
    assert rows[1] == (GOALS[1], "미달성", None)


def test_a_goal_that_no_check_judged_has_no_result() -> None:
    raw = put(sample("closure_report"), REPORT + "isp_goals", None)
    raw["forms"]["progress_check"] = []
    assert isp_rows(raw) == [(goal, None, None) for goal in GOALS]


def test_only_checks_of_the_plan_until_the_closing_tell_how_far_its_goals_came() -> None:
    raw = put(sample("closure_report"), REPORT + "isp_goals", None)
    last = raw["forms"]["progress_check"][-1]
    rows = [{"goal": GOALS[1], "result": "달성", "note": "확정됨"}]
    raw["forms"]["progress_check"].append({**last, "checked_on": "2025-12-21", "goals": rows})
    assert isp_rows(raw)[1] == (GOALS[1], "진행", "7월에 신청하여 심사를 받고 있음")
    put(raw, "forms/progress_check/2/checked_on", "2025-12-20")
    assert isp_rows(raw)[1] == (GOALS[1], "달성", "확정됨")
    # The same goal in a later plan is open anew; a check of the day on which it was made is about the one before.
    raw["forms"]["isp"] = [raw["forms"]["isp"], {**raw["forms"]["isp"], "written_on": "2025-12-19"}]
    assert isp_rows(raw) == [(GOALS[0], None, None), (GOALS[1], "달성", "확정됨"), (GOALS[2], None, None)]
    raw["forms"]["isp"][1]["written_on"] = "2025-12-20"
    assert isp_rows(raw) == [(goal, None, None) for goal in GOALS]


def test_a_plan_after_the_closing_is_not_the_one_that_is_evaluated() -> None:
    raw = put(sample("closure_report"), REPORT + "isp_goals", None)
    later = {**raw["forms"]["isp"], "written_on": "2026-01-05"}
    later["goals"] = [{"priority": 1, "goal": "다시 온 뒤의 목표", "tasks": ["과업"]}]
    raw["forms"]["isp"] = [raw["forms"]["isp"], later]
    assert [goal for goal, _, _ in isp_rows(raw)] == list(GOALS)
    put(raw, REPORT + "iap_goals", None)
    raw["forms"]["iap"] = [raw["forms"]["iap"], {**raw["forms"]["iap"], "written_on": "2026-01-05"}]
    raw["forms"]["iap"][1]["short_goals"] = [{"text": "다시 온 뒤의 목표"}]
    assert report(raw).iap_goals[0].goal == "결근 없이 청소사업단에 다닌다"
    put(raw, "participation/ended_on", "2026-01-05")
    assert report(raw).iap_goals[0].goal == "다시 온 뒤의 목표"


def test_the_goals_of_the_iap_bear_their_terms() -> None:
    made = report(sample("closure_report"))
    assert [(row.term, row.goal, row.result) for row in made.iap_goals] == [
        ("단기", "결근 없이 청소사업단에 다닌다", "달성"),
        ("단기", "채무조정을 신청하여 확정받는다", "달성"),
        ("중기", "건물위생관리 관련 자격을 딴다", "진행"),
        ("장기", "청소업체에 취업하여 생계급여에서 벗어난다", "진행"),
    ]


def test_a_report_without_plans_is_filled_by_hand() -> None:
    raw = sample("closure_report")
    raw["forms"] = {"closure_report": raw["forms"]["closure_report"]}
    raw["forms"]["closure_report"] |= {
        "iap_goals": [],
        "isp_goals": [{"goal": "손으로 적은 목표", "result": "달성"}],
    }
    made = report(raw)
    assert made.iap_goals == ()
    assert [row.goal for row in made.isp_goals] == ["손으로 적은 목표"]


def test_a_goal_without_words_in_no_plan_is_told() -> None:
    raw = sample("closure_report")
    put(raw, REPORT + "isp_goals", [{}, {}, {}, {"result": "달성"}])
    [found] = findings(raw, "FIELD-MISSING")
    assert found.path == "/forms/closure_report/isp_goals/3/goal"


def test_counsellings_are_counted_by_year() -> None:
    raw = sample("closure_report")
    # Five of 2025; one of them was not completed, and one of 2026 follows.
    logs = raw["forms"]["counseling_log"]
    logs[0]["completed"] = False
    logs.append({**logs[1], "counselled_on": "2026-01-20", "registered_on": "2026-01-20"})
    case = check_case(raw).case
    assert case is not None
    assert contacts(case) == {2025: 4, 2026: 1}
    text = "".join(bound_text(one) for one in bound_forms(case, FORM, "masked"))
    assert "연도별상담횟수2025년4회,2026년1회(모두5회)" in text


def test_without_a_log_nothing_is_counted() -> None:
    raw = sample("closure_report")
    del raw["forms"]["counseling_log"]
    case = check_case(raw).case
    assert case is not None
    text = "".join(bound_text(one) for one in bound_forms(case, FORM, "masked"))
    assert "연도별상담횟수평가" in text


@pytest.mark.parametrize(("aftercare", "number"), [(True, 1), (False, 0), (None, 0)])
def test_a_closing_begins_twelve_months_of_aftercare(aftercare: bool | None, number: int) -> None:
    raw = put(sample("closure_report"), REPORT + "aftercare", aftercare)
    case = check_case(raw).case
    assert case is not None
    due = [limit for limit in deadlines(case) if limit.rule == "SS-PR-7"]
    assert [(str(one.due), one.done_on, one.firm) for one in due] == [("2026-12-20", None, True)] * number


def test_the_first_look_after_the_closing_is_told() -> None:
    case = check_case(sample("case_selfsufficiency")).case
    assert case is not None
    [due] = [limit for limit in deadlines(case) if limit.rule == "SS-PR-7"]
    assert str(due.done_on) == "2026-03-16"


def test_a_report_alone_ends_the_participation() -> None:
    raw = put(sample("closure_report"), "participation/ended_on", None)
    put(raw, REPORT + "closed_on", "2025-12-20")
    assert findings(raw, "SS-PR-2b") == []
    # Thirty days before the closing are 2025-11-20.
    put(raw, "forms/isp/written_on", "2025-11-20")
    [found] = findings(raw, "SS-PR-2b")
    assert "2025-12-20" in found.message
