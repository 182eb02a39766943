"""What the plans of a participant take from the sheets before them, and by when they are due."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from forms import check_case
from forms.deadlines import deadlines
from forms.registry import form_named
from forms.selfsufficiency.assessment_sheet import AssessmentSheet
from forms.selfsufficiency.iap import Iap
from forms.selfsufficiency.isp import Isp
from forms.selfsufficiency.progress_check import ProgressCheck
from generator.document import bound_forms, render
from tests.changing import findings, put
from tests.reading import bound_text, sample


def filled(raw: dict[str, Any], kind: type[Any]) -> Any:
    case = check_case(raw).case
    assert case is not None
    return case.last_of(kind)


def printed(raw: dict[str, Any], form_id: str) -> str:
    case = check_case(raw).case
    assert case is not None
    return "".join(bound_text(one) for one in bound_forms(case, form_named(form_id), "masked"))


def two_assessments() -> dict[str, Any]:
    """Plans of 2025-02-10 that leave out the needs, between an assessment of 2025-01-28 and one of 2026-01-12."""
    raw = sample("isp")
    del raw["forms"]["iap"]["summary"]
    raw["forms"]["assessment_sheet"] = sample("assessment_sheet")["forms"]["assessment_sheet"]
    return raw


def test_plans_take_the_needs_of_the_assessment_before_them() -> None:
    raw = two_assessments()
    earlier, later = raw["forms"]["assessment_sheet"]
    assert filled(raw, Iap).summary == earlier["agreed_need"]
    assert filled(raw, Isp).need == earlier["participant_need"]
    assert filled(raw, Isp).agreed_need == earlier["agreed_need"]
    raw["forms"]["isp"]["written_on"] = "2026-01-12"
    assert filled(raw, Isp).agreed_need == later["agreed_need"]


def test_a_plan_in_its_own_words_is_no_difference() -> None:
    raw = two_assessments()
    raw["forms"]["iap"]["summary"] = "돌봄을 마련하고 청소 일을 배움."
    assert filled(raw, Iap).summary == "돌봄을 마련하고 청소 일을 배움."
    assert [one for one in findings(raw) if one.rule == "CASE-DIFFERENCE"] == []


def test_a_plan_without_an_assessment_says_from_where_its_summary_could_come() -> None:
    raw = sample("iap")
    del raw["forms"]["assessment_sheet"], raw["forms"]["iap"]["summary"]
    (missing,) = [one for one in findings(raw) if one.rule == "FIELD-MISSING"]
    assert missing.path == "/forms/iap/summary"
    assert "앞선 자활사정지의 합의된 욕구에 적어도 됩니다" in missing.message


def test_a_check_takes_the_goals_of_the_plan_before_it() -> None:
    raw = sample("progress_check")
    goals = [goal["goal"] for goal in raw["forms"]["isp"]["goals"]]
    again = {**raw["forms"]["isp"], "written_on": "2025-09-01"}
    again["goals"] = [{"priority": 1, "goal": "종일 일자리에 지원한다", "tasks": ["이력서를 씀"]}]
    raw["forms"]["isp"] = [raw["forms"]["isp"], again]
    put(raw, "forms/progress_check/1/goals", [{"result": "달성"}])
    assert [row.goal for row in filled(raw, ProgressCheck).goals] == goals
    # A check that ends in a new plan of the same day is about the plan before it.
    put(raw, "forms/progress_check/1/checked_on", "2025-09-01")
    assert [row.goal for row in filled(raw, ProgressCheck).goals] == goals
    put(raw, "forms/progress_check/1/checked_on", "2025-09-02")
    put(raw, "forms/progress_check/1/goals", None)
    assert [row.goal for row in filled(raw, ProgressCheck).goals] == ["종일 일자리에 지원한다"]


def test_a_check_of_the_day_of_the_only_plan_is_about_that_plan() -> None:
    raw = sample("progress_check")
    goals = [goal["goal"] for goal in raw["forms"]["isp"]["goals"]]
    put(raw, "forms/progress_check/1/checked_on", raw["forms"]["isp"]["written_on"])
    raw["forms"]["progress_check"] = raw["forms"]["progress_check"][1:]
    assert [row.goal for row in filled(raw, ProgressCheck).goals] == goals


def test_a_result_stands_beside_its_goal_in_whatever_words() -> None:
    raw = sample("progress_check")
    put(
        raw, "forms/progress_check/1/goals", [{"goal": "돌봄을 마련함", "result": "달성"}, {"result": "진행"}]
    )
    rows = filled(raw, ProgressCheck).goals
    planned = [goal["goal"] for goal in raw["forms"]["isp"]["goals"]]
    assert [row.goal for row in rows] == ["돌봄을 마련함", *planned[1:]]
    assert [row.result for row in rows] == ["달성", "진행", None]


def test_a_reassessment_has_no_score_but_its_own() -> None:
    raw = sample("assessment_sheet")
    first, again = raw["forms"]["assessment_sheet"]
    assert again["kind"] == "재사정"
    for sheet in (first, again):
        sheet.pop("capability_score", None)
    raw["participation"]["capability_score"] = 62
    case = check_case(raw).case
    assert case is not None
    assert [one.capability_score for one in case.all_of(AssessmentSheet)] == [62, None]
    again["capability_score"] = 71
    assert filled(raw, AssessmentSheet).capability_score == 71


def test_the_assessment_sets_the_views_side_by_side() -> None:
    raw = sample("assessment_sheet")
    put(
        raw,
        "forms/assessment_sheet",
        {
            "assessed_on": "2025-01-28",
            "kind": "사정",
            "participant_need": "가",
            "worker_need": "나",
            "agreed_need": "다",
        },
    )
    text = printed(raw, "assessment_sheet")
    assert "욕구사정참여자욕구사례관리자욕구합의된욕구가나다자원사정" in text


@pytest.mark.parametrize(
    ("agency", "center"),
    [
        ({"name": "○○지역자활센터", "unit": "사례관리팀"}, "○○지역자활센터"),
        ({"name": "○○시청", "unit": "○○지역자활센터"}, "○○지역자활센터"),
        ({"unit": "○○자활관"}, "○○자활관"),
    ],
)
def test_the_centre_is_the_agency_or_its_unit(agency: dict[str, str], center: str) -> None:
    raw = sample("isp")
    raw["agency"] = agency
    assert filled(raw, Isp).center == center


def due(raw: dict[str, Any], today: date | None = None) -> list[tuple[str, str, str, bool]]:
    case = check_case(raw).case
    assert case is not None
    return [(one.rule, str(one.due), one.state.value, one.firm) for one in deadlines(case, today)]


def test_what_is_due_of_a_participant() -> None:
    # Two months after 2025-01-06 and after 2025-01-13, six after 2025-02-10 and after 2025-08-08.
    assert due(sample("progress_check"), date(2026, 2, 9)) == [
        ("SS-PR-2", "2025-03-06", "done", False),
        ("SS-PR-2", "2025-03-06", "done", False),
        ("SS-PR-1", "2025-03-13", "done", True),
        ("SS-PR-5", "2025-08-10", "done", False),
        ("SS-PR-5", "2026-02-08", "overdue", False),
    ]


def test_an_extended_gateway_has_a_month_more() -> None:
    raw = sample("basic_interview")
    raw["participation"]["gateway"] = [{"started_on": "2025-01-13", "extended": True}]
    assert ("SS-PR-1", "2025-04-13", "due", True) in due(raw)


def test_a_gateway_without_an_end_is_due_only_while_somebody_takes_part() -> None:
    raw = sample("basic_interview")
    raw["participation"]["gateway"] = [{"started_on": "2025-01-13"}]
    gateway = ("SS-PR-1", "2025-03-13", "due", True)
    assert gateway in due(raw)
    raw["participation"]["ended_on"] = "2025-03-13"
    assert gateway not in due(raw)
    raw["participation"]["ended_on"] = "2025-03-14"
    assert gateway in due(raw)


def test_plans_are_due_while_somebody_takes_part() -> None:
    raw = sample("basic_interview")
    plans = ("SS-PR-2", "2025-03-06", "due", False)
    assert due(raw).count(plans) == 2
    raw["participation"]["ended_on"] = "2025-03-05"
    assert plans not in due(raw)
    del raw["participation"]["ended_on"]
    raw["forms"]["basic_interview"]["decision"] = "미참여"
    assert plans not in due(raw)


def test_nothing_is_judged_after_participation_ended() -> None:
    raw = sample("progress_check")
    raw["participation"]["ended_on"] = "2026-02-08"
    assert [one[1] for one in due(raw) if one[0] == "SS-PR-5"] == ["2025-08-10"]
    raw["participation"]["ended_on"] = "2026-02-09"
    assert [one[1] for one in due(raw) if one[0] == "SS-PR-5"] == ["2025-08-10", "2026-02-08"]
    raw["participation"]["ended_on"] = "2026-02-08"
    raw["forms"]["progress_check"].append({**raw["forms"]["progress_check"][-1], "checked_on": "2026-02-09"})
    assert [one[1] for one in due(raw) if one[0] == "SS-PR-5"] == ["2025-08-10"]
    # What was done on the last day was still asked for.
    raw["forms"]["progress_check"][-1]["checked_on"] = "2026-02-08"
    assert [one[1] for one in due(raw) if one[0] == "SS-PR-5"] == ["2025-08-10", "2026-02-08"]


@pytest.mark.parametrize("lines", range(9, 14))
def test_who_sign_a_plan_stand_together_below_its_day(lines: int) -> None:
    """With eleven or twelve lines the page has room for one of the two."""
    raw = sample("isp")
    plan = raw["forms"]["isp"]
    plan["agreed_goal"] = "\n".join(["청소사업단에 꾸준히 다님."] * lines)
    for goal in plan["goals"]:
        goal["tasks"] = ["출근 시각을 스스로 적음"]
    case = check_case(raw).case
    assert case is not None
    with pdfplumber.open(BytesIO(render(case, form_named("isp"), "pdf"))) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    (signed,) = [page for page in pages if "참여자 :" in page]
    assert "합의일" in signed
    assert "사례관리자 :" in signed


@pytest.mark.parametrize(
    ("form_id", "item"), [("isp", None), *(("selfsufficiency_minutes", item) for item in range(1, 5))]
)
def test_what_is_filled_in_a_few_words_stays_on_one_page(form_id: str, item: int | None) -> None:
    """Nobody signs, and no result stands, alone on a page of its own."""
    case = check_case(sample("case_selfsufficiency")).case
    assert case is not None
    with pdfplumber.open(BytesIO(render(case, form_named(form_id), "pdf", item=item))) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_check_is_read_on_any_day_of_the_calendar(day: str) -> None:
    raw = sample("case_selfsufficiency")
    raw["forms"]["progress_check"][0]["checked_on"] = day
    assert check_case(raw).findings
