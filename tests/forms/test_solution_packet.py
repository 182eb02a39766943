"""The packet 솔루션회의 자료: what opens it, what it prints in which order, what must be there before."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.checklist import ChecklistItem
from forms.packets import PacketPlan, packet_plan
from tests.changing import drop, put
from tests.reading import sample

Case = dict[str, Any]


def plan(raw: Case, name: str = "solution") -> PacketPlan | None:
    case = check_case(raw).readable
    assert case is not None
    return packet_plan(case, name)


def item(raw: Case, title: str) -> ChecklistItem:
    made = plan(raw)
    assert made is not None
    (found,) = (one for one in made.checklist if one.title == title)
    return found


def test_a_request_opens_it_and_minutes_alone_do_not() -> None:
    made = plan(sample("case_solution"))
    assert made is not None
    assert (made.title, made.day.title, str(made.day.on)) == ("솔루션회의 자료", "요청일", "2025-03-11")
    assert plan(sample("conference_minutes")) is None
    assert plan(drop(sample("case_solution"), "forms/solution_request")) is None


def test_it_prints_the_last_survey_between_request_and_plan() -> None:
    raw = sample("case_full")
    raw["forms"]["solution_request"] = sample("solution_request")["forms"]["solution_request"]
    raw["forms"]["conference_minutes"] = [{"conference": 1, "content": "논의함."}]
    raw["forms"]["solution_minutes"] = sample("solution_minutes")["forms"]["solution_minutes"]
    made = plan(raw)
    assert made is not None
    assert [form.id for form, _ in made.forms] == [
        "solution_request",
        "needs_survey",
        "service_plan",
        "conference_minutes",
        "solution_minutes",
    ]
    surveys = raw["forms"]["needs_survey"]
    assert len(surveys) > 1
    last = max(survey["surveyed_on"] for survey in surveys)
    assert [str(one.own_date) for form, one in made.forms if form.id == "needs_survey"] == [last]
    closing = plan(raw, "closure")
    assert closing is not None
    order = list(dict.fromkeys(form.id for form, _ in closing.forms))
    assert order[2:5] == ["needs_survey", "conference_minutes", "service_plan"]


@pytest.mark.parametrize(
    ("held_on", "state"),
    [("2025-03-11", "갖춤"), ("2025-03-12", "없음")],
    ids=["the same day", "a day later"],
)
def test_the_joint_conference_comes_first(held_on: str, state: str) -> None:
    raw = put(sample("case_solution"), "conferences/1/held_on", held_on)
    put(raw, "forms/conference_minutes/1/held_on", held_on)
    assert item(raw, "앞서 연 통합사례회의").state == state


def test_without_a_paper_the_consent_is_missing() -> None:
    raw = sample("case_solution")
    raw["forms"].pop("consent", None)
    assert item(raw, "개인정보 활용 동의서").state == "없음"
