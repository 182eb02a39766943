"""자립기술평가: the scores of the manual's sample, the years that ask for one, and what a plan takes from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import check_case
from forms.deadlines import deadlines
from forms.youth.skill_areas import AREAS, area_score, whole_score
from forms.youth.skill_assessment import SkillAssessment
from tests.changing import findings, put
from tests.reading import sample

# The scores and the answers that the manual's own screen shows (자립기술평가 (조사)).
SHOWN = (78, 100, 90, 55, 86, 71)
ANSWERS = (2, 4, 3, 3, 4, 3, 3, 3)


def test_the_answers_of_the_manual_give_its_score() -> None:
    assert sum(ANSWERS) == 25
    assert 100 * 25 / (4 * 8) == 78.125
    assert area_score(ANSWERS) == 78


def test_the_scores_of_the_manual_give_its_mean() -> None:
    assert sum(SHOWN) / 6 == 80
    assert whole_score(SHOWN) == 80


def test_half_a_point_is_rounded_up() -> None:
    # 5 of 8 points are 62.5; 3 of 6 areas one point better than the rest are half a point.
    assert area_score((2, 3)) == 63
    assert whole_score((71, 71, 71, 70, 70, 70)) == 71


def assessments(*days: str, **care: str) -> dict[str, Any]:
    case = sample("skill_assessment")
    one = case["forms"]["skill_assessment"]
    case["forms"]["skill_assessment"] = [{**one, "assessed_on": day} for day in days]
    case["client"]["birth_date"] = "2007-03-02"
    case["care"] |= {"admitted_on": "2012-03-05", "registered_on": "2022-03-02", **care}
    return case


def test_the_areas_at_or_below_the_mean_are_to_be_supported_more() -> None:
    case = check_case(sample("skill_assessment")).case
    assert case is not None
    (held,) = case.all_of(SkillAssessment)
    assert held.whole == 80
    assert held.focus_areas == tuple(
        area for area, score in zip(AREAS, SHOWN, strict=True) if score in (78, 55, 71)
    )


def test_without_a_score_there_is_no_mean() -> None:
    case = put(sample("skill_assessment"), "forms/skill_assessment/money", None)
    found = findings(case, "FIELD-MISSING")
    assert [one.path for one in found] == ["/forms/skill_assessment/money"]


@pytest.mark.parametrize(
    ("days", "ended_on", "missing"),
    [
        # Fifteen on 2 March 2022; 2025 was not over when protection ended.
        (("2022-05-02", "2023-03-03", "2024-03-05"), "2025-02-28", []),
        (("2022-05-02", "2024-03-05"), "2025-02-28", ["2023"]),
        (("2022-05-02", "2023-03-03", "2024-03-05"), "2025-12-31", ["2025"]),
        (("2024-03-05",), "2025-02-28", ["2022", "2023"]),
    ],
)
def test_each_year_until_protection_ends_asks_for_one(
    days: tuple[str, ...], ended_on: str, missing: list[str]
) -> None:
    found = findings(assessments(*days, ended_on=ended_on), "CS-SK-1")
    assert [one.message[:4] for one in found] == missing


@pytest.mark.parametrize("states_the_day", ["care", "protection_end"])
def test_the_papers_of_an_end_ask_for_every_year(states_the_day: str) -> None:
    case = sample("protection_end")
    day = case["care"].pop("ended_on")
    if states_the_day == "care":
        case["care"]["ended_on"] = day
    else:
        case["forms"]["protection_end"]["ended_on"] = day
    assert findings(case, "CS-SK-1") == []
    # Fifteen on 14 September 2021, ended on 28 February 2025.
    del case["forms"]["skill_assessment"]
    assert [one.message[:4] for one in findings(case, "CS-SK-1")] == ["2021", "2022", "2023", "2024"]


def test_protection_that_is_suspended_has_not_ended() -> None:
    case = sample("protection_end")
    case["forms"]["protection_end"] |= {"reason": "일시중지", "ended_on": case["care"].pop("ended_on")}
    del case["forms"]["skill_assessment"]
    assert findings(case, "CS-SK-1") == []


def test_a_file_of_neither_is_not_asked() -> None:
    case = sample("protection_end")
    del case["forms"]["skill_assessment"], case["forms"]["protection_end"]
    assert findings(case, "CS-SK-1") == []


def told(case: dict[str, Any], rule: str, today: date) -> list[tuple[str, str]]:
    checked = check_case(case).case
    assert checked is not None
    return [(one.due.isoformat(), one.state) for one in deadlines(checked, today) if one.rule == rule]


def test_the_year_after_the_last_assessment_is_the_next_in_turn() -> None:
    case = assessments("2022-05-02", "2023-03-03")
    assert told(case, "CS-SK-1", date(2024, 6, 1))[-1][0] == "2024-12-31"
    assert len(told(case, "CS-SK-1", date(2024, 6, 1))) == 3


def test_registration_is_due_at_fifteen_and_not_in_foster_care() -> None:
    case = assessments("2022-05-02")
    assert [due for due, _ in told(case, "CS-AGE-15", date(2022, 6, 1))] == ["2022-03-02"]
    assert told(put(case, "care/facility_kind", "가정위탁"), "CS-AGE-15", date(2022, 6, 1)) == []


def test_a_child_admitted_later_is_asked_for_from_then_on() -> None:
    case = assessments("2024-03-05", admitted_on="2024-01-10", registered_on="2024-01-15")
    assert findings(case, "CS-SK-1") == []
    assert [due for due, _ in told(case, "CS-AGE-15", date(2024, 6, 1))] == ["2024-01-10"]


def test_a_plan_takes_the_areas_of_the_assessment_before_it() -> None:
    checked = check_case(sample("independence_plan")).case
    assert checked is not None
    (plan,) = checked.entered("independence_plan")
    assert plan.model_dump()["focus_areas"] == ("일상생활기술", "돈관리기술", "진로탐색")
