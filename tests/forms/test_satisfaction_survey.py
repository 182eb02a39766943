"""The satisfaction survey (서식 9): what it takes from an older file, and where the rules look for it."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.deadlines import deadlines
from forms.filling import filled
from tests.changing import findings, put, severities
from tests.reading import sample

ANSWERS = [5, 4, 4, 5, 5, 4, 4, 5, 5, 5, 5, 5]
FIRST, SECOND = "2025-06-18", "2025-09-24"


def surveyed(**survey: Any) -> dict[str, Any]:
    """The whole case with a survey paper, and nothing of it on the monitor sheets."""
    raw = sample("case_full")
    for sheet in raw["forms"]["monitor_sheet"]:
        sheet.pop("satisfaction_surveyed", None)
        sheet.pop("satisfaction_answers", None)
    raw["forms"]["satisfaction_survey"] = {"answers": ANSWERS, "surveyed_on": FIRST, **survey}
    return raw


def test_an_empty_survey_takes_the_answers_of_the_first_sheet_that_holds_twelve() -> None:
    raw = sample("case_full")
    raw["forms"]["satisfaction_survey"] = {}
    case = check_case(raw).case
    assert case is not None
    survey = filled(case).entered("satisfaction_survey")[0]
    assert survey.answers == tuple(ANSWERS)  # type: ignore[attr-defined]
    assert str(survey.own_date) == FIRST
    assert [f for f in findings(raw) if f.rule.startswith("ICM-SURVEY")] == []


def test_a_survey_paper_of_the_first_consultation_is_enough() -> None:
    assert [f.rule for f in findings(surveyed()) if f.rule.startswith("ICM-SURVEY")] == []


def test_a_survey_of_another_day_is_warned_of_once() -> None:
    found = [f for f in findings(surveyed(surveyed_on=SECOND)) if f.rule.startswith("ICM-SURVEY")]
    assert [(f.rule, f.severity.value, f.path) for f in found] == [
        ("ICM-SURVEY-03", "warning", "/forms/satisfaction_survey/surveyed_on")
    ]


def test_a_survey_beside_one_of_another_day_is_the_second() -> None:
    raw = put(sample("case_full"), "forms/satisfaction_survey", {"answers": [3] * 12, "surveyed_on": SECOND})
    assert severities(raw, "ICM-SURVEY-01") == ["warning"]


def test_the_period_of_the_survey_counts_the_paper() -> None:
    case = check_case(surveyed()).case
    assert case is not None
    (period,) = [one for one in deadlines(case) if one.rule == "ICM-SURVEY-03"]
    assert str(period.done_on) == FIRST


def test_answers_that_differ_from_the_sheet_are_told_item_by_item() -> None:
    raw = sample("case_full")
    # Item 3: 4 on the sheet, 5 on the paper; item 12 is left open.
    raw["forms"]["satisfaction_survey"] = {
        "answers": [5, 4, 5, 5, 5, 4, 4, 5, 5, 5, 5, None],
        "surveyed_on": FIRST,
    }
    found = findings(raw, "CASE-DIFFERENCE")
    assert [f.path for f in found] == ["/forms/satisfaction_survey/answers/2"]
    assert "'5'" in found[0].message
    assert "'4'" in found[0].message


@pytest.mark.parametrize("count", [11, 13])
def test_a_survey_has_twelve_answers(count: int) -> None:
    assert severities(surveyed(answers=[4] * count), "FIELD-SURVEY-ANSWERS") == ["error"]


def test_an_answer_is_one_to_five_or_left_open() -> None:
    assert [f for f in findings(surveyed(answers=[1, 5, None] * 4)) if f.severity == "error"] == []
    assert [f.path for f in findings(surveyed(answers=[0] + [4] * 11)) if f.severity == "error"] == [
        "/forms/satisfaction_survey/answers/0"
    ]
