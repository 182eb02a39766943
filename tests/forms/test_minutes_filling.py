"""What 서식 4, 10 and 11 take from the case: the conference that is meant, and what stands beside it."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.icm.conference_minutes import ConferenceMinutes, printed
from forms.icm.solution_minutes import SolutionMinutes
from forms.icm.solution_request import SolutionRequest
from tests.changing import drop, findings, put
from tests.reading import sample

Case = dict[str, Any]
INSIDE = ["희망복지지원단 팀장", "다온동 행정복지센터 주무관"]
OUTSIDE = ["새온복지관 사회복지사", "대상자의 이웃", "새온정신건강복지센터 전문요원"]


def case(*minutes: Case, **more: Any) -> Case:
    """Two conferences of one day and one of another day, with minutes of them."""
    internal = {
        "kind": "내부사례회의",
        "purpose": "점검",
        "held_on": "2025-03-04",
        "number": 2,
        "started_at": "10:00",
        "topic": "점검 결과",
        "result": "그대로 이어 감.",
        "next_on": "2025-04-01",
        "next_at": "09:30",
        "attendees": INSIDE + OUTSIDE,
    }
    joint = {"kind": "통합사례회의", "purpose": "점검", "held_on": "2025-03-04", "topic": "역할 나누기"}
    solution = {
        "kind": "솔루션회의",
        "purpose": "기타",
        "held_on": "2025-03-20",
        "attendees": INSIDE + OUTSIDE,
    }
    return {
        "case_no": "2025-0054",
        "client": {"name": "도이랑", "birth_date": "1979-05-16", "sex": "여"},
        "conferences": [internal, joint, solution],
        "forms": {"conference_minutes": list(minutes)},
        **more,
    }


def minutes_of(raw: Case) -> ConferenceMinutes:
    checked = check_case(raw)
    filled = checked.readable
    assert filled is not None
    (minutes,) = filled.all_of(ConferenceMinutes)
    return minutes


def test_the_chosen_conference_fills_the_minutes() -> None:
    minutes = minutes_of(case({"conference": 1, "content": "논의함."}))
    assert (minutes.kind, minutes.number, str(minutes.held_on), minutes.started_at) == (
        "내부사례회의",
        2,
        "2025-03-04",
        "10:00",
    )
    assert (minutes.title, minutes.result) == ("점검 결과", "그대로 이어 감.")
    assert (str(minutes.next_on), minutes.next_at) == ("2025-04-01", "09:30")


def test_attendees_of_other_offices_and_of_the_case_stand_apart() -> None:
    minutes = minutes_of(case({"conference": 1, "content": "논의함."}))
    assert list(minutes.internal_attendees) == INSIDE
    assert [person.organisation for person in minutes.external_attendees] == OUTSIDE


def test_an_expert_is_not_named_twice() -> None:
    expert = {"organisation": "새온정신건강복지센터", "position": "전문요원"}
    minutes = minutes_of(case({"conference": 1, "content": "논의함.", "experts": [expert]}))
    assert [person.organisation for person in minutes.external_attendees] == OUTSIDE[:2]


@pytest.mark.parametrize(
    ("own", "title"),
    [
        ({"held_on": "2025-03-04", "kind": "통합사례회의"}, "역할 나누기"),
        ({"held_on": "2025-03-04"}, None),  # two of that day
        ({"held_on": "2025-03-05", "kind": "통합사례회의"}, None),
        ({"conference": 2}, "역할 나누기"),
        ({"conference": 1, "title": "따로 적은 제목"}, "따로 적은 제목"),
    ],
)
def test_without_a_choice_day_and_kind_tell_the_conference(own: Case, title: str | None) -> None:
    assert minutes_of(case({"content": "논의함.", **own})).title == title


@pytest.mark.parametrize(("place", "wrong"), [(0, True), (1, False), (3, False), (4, True)])
def test_a_conference_beyond_the_list_is_an_error(place: int, wrong: bool) -> None:
    found = [
        f for f in findings(case({"conference": place, "content": "논의함."})) if f.rule == "FIELD-RANGE"
    ]
    assert [(f.severity, f.path) for f in found] == (
        [("error", "/forms/conference_minutes/0/conference")] if wrong else []
    )


def told_beyond(usual: Case, raw: Case) -> list[tuple[str, str]]:
    """Rule and place of what is found in a case and not in the usual one."""
    known = {(f.rule, f.path) for f in findings(usual)}
    return [(f.rule, f.path) for f in findings(raw) if (f.rule, f.path) not in known]


@pytest.mark.parametrize(
    "path",
    ["conference_minutes/0", "conference_minutes/1", "solution_minutes"],
    ids=["first", "second", "11"],
)
def test_a_choice_that_points_nowhere_is_one_fault(path: str) -> None:
    raw = put(sample("case_solution"), f"forms/{path}/conference", 9)
    drop(raw, f"forms/{path}/held_on")
    assert told_beyond(sample("case_solution"), raw) == [("FIELD-RANGE", f"/forms/{path}/conference")]


def test_what_no_conference_fills_is_still_missing_beside_it() -> None:
    raw = put(sample("case_solution"), "forms/conference_minutes/0/conference", 9)
    drop(raw, "forms/conference_minutes/0/content")
    told = told_beyond(sample("case_solution"), raw)
    assert ("FIELD-MISSING", "/forms/conference_minutes/0/content") in told


def test_two_conferences_of_a_day_ask_for_a_choice_and_for_nothing_else() -> None:
    raw = sample("case_solution")
    raw["conferences"].append({**raw["conferences"][1], "topic": "같은 날의 다른 안건"})
    known = sample("case_solution")
    known["conferences"] = raw["conferences"]
    put(known, "forms/conference_minutes/1/conference", 2)
    assert told_beyond(known, raw) == [("FIELD-MISSING", "/forms/conference_minutes/1/conference")]
    (finding,) = [f for f in findings(raw) if f.rule == "FIELD-MISSING"]
    assert "2025-03-04" in finding.message
    assert "2건" in finding.message
    # Minutes that state all of it themselves need no conference.
    put(raw, "forms/conference_minutes/1/title", "안건")
    put(raw, "forms/conference_minutes/1/result", "정한 것을 적음.")
    put(raw, "forms/conference_minutes/1/internal_attendees", INSIDE)
    assert "FIELD-MISSING" not in [f.rule for f in findings(raw)]


def test_nobody_came_is_said_only_where_somebody_inside_is_entered() -> None:
    raw = case({"conference": 2, "content": "논의함.", "result": "이어 감."})
    filled = check_case(raw).readable
    assert filled is not None
    assert [row.nobody for row in printed(minutes_of(raw), filled).outside] == [None, None]
    raw["conferences"][1]["attendees"] = INSIDE
    filled = check_case(raw).readable
    assert filled is not None
    assert [row.nobody for row in printed(minutes_of(raw), filled).outside] == ["-", "-"]


def test_another_title_than_the_conferences_is_told() -> None:
    found = findings(case({"conference": 1, "content": "논의함.", "title": "다른 제목"}))
    assert [f.path for f in found if f.rule == "CASE-DIFFERENCE"] == ["/forms/conference_minutes/0/title"]


def test_many_from_outside_stand_four_to_a_row_under_the_same_label() -> None:
    persons = [{"organisation": f"새온복지관 {number}팀"} for number in range(9)]
    raw = case({"conference": 1, "content": "논의함.", "external_attendees": persons})
    filled = check_case(raw).readable
    assert filled is not None
    rows = printed(minutes_of(raw), filled).outside
    assert [(row.label[0], len(row.persons), row.nobody) for row in rows] == [
        ("⑦", 4, None),
        ("⑦", 4, None),
        ("⑦", 1, None),
        ("⑧", 0, "-"),
    ]


def lacking(raw: Case) -> list[str]:
    return [f.path.rsplit("/", 1)[1] for f in findings(raw) if f.rule == "FIELD-MISSING"]


def test_a_conference_in_writing_has_no_attendees() -> None:
    written = {"kind": "내부사례회의", "purpose": "종결", "held_on": "2025-05-02"}
    raw = case({"conference": 4, "content": "논의함."})
    raw["conferences"].append(written)
    assert "internal_attendees" in lacking(raw)
    put(raw, "conferences/3/in_writing", True)
    assert "internal_attendees" not in lacking(raw)


def test_the_solution_papers_take_from_conference_request_client_and_household() -> None:
    raw = sample("case_solution")
    drop(raw, "forms/solution_minutes/internal_attendees")
    drop(raw, "forms/solution_minutes/external_attendees")
    filled = check_case(raw).case
    assert filled is not None
    request, minutes = filled.last_of(SolutionRequest), filled.last_of(SolutionMinutes)
    assert request is not None
    assert minutes is not None
    assert (request.client_name, request.age, request.marital_status) == ("도이랑", 45, "사별")
    assert minutes.request == request.request
    assert minutes.result == raw["conferences"][2]["result"]
    assert minutes.external_attendees == tuple(raw["conferences"][2]["attendees"][3:])


@pytest.mark.parametrize(("said", "printed"), [("사별", "사별"), ("재혼", None), ("미혼(동거)", None)])
def test_only_the_words_of_the_form_are_ticked(said: str, printed: str | None) -> None:
    filled = check_case(put(sample("solution_request"), "client/marital_status", said)).case
    assert filled is not None
    request = filled.last_of(SolutionRequest)
    assert request is not None
    assert request.marital_status == printed
