"""The numbers of the monitoring indicators counted over cases, with the cases behind each, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from forms.counting import CountedNumber, Tally, evidence_line, why_untold
from tests.changing import drop, put
from tests.indicator_cases import EXPECTED, SHEET, township
from tests.reading import sample

FORM = "township_indicators"


def counted(cases: list[dict[str, Any]]) -> dict[str, CountedNumber]:
    """Every number by its key, over cases without an error."""
    counting, sheet = form_named(FORM).counting, check_case(SHEET).case
    assert counting is not None
    assert sheet is not None
    tally = Tally(counting)
    for raw in cases:
        checked = check_case(raw)
        assert checked.ok, checked.findings
        assert checked.case is not None
        tally.add(checked.case.case_no, counting.adds(sheet.entered(FORM)[0], checked.case))
    return {number.key: number for number in tally.numbers()}


def behind(number: CountedNumber) -> list[tuple[str, int]]:
    return [(one.case_no, one.number) for one in number.cases]


def untold(number: CountedNumber) -> list[tuple[str, str]]:
    return [(one.case_no, one.lacks) for one in number.untold]


def test_seven_cases_come_to_what_was_worked_out() -> None:
    assert {key: number.number for key, number in counted(township()).items()} == EXPECTED


def test_every_number_bears_the_cases_behind_it() -> None:
    numbers = counted(township())
    assert behind(numbers["requested"]) == [
        ("2025-0001", 1),
        ("2025-0002", 1),
        ("2025-0003", 1),
        ("2025-0007", 1),
    ]
    assert behind(numbers["checks"]) == [("2025-0001", 3), ("2025-0004", 1), ("2025-0005", 1)]
    assert behind(numbers["needs"]) == [("2025-0001", 2), ("2025-0004", 1), ("2025-0005", 1)]
    assert behind(numbers["workers"]) == [("2025-0001", 1), ("2025-0004", 1), ("2025-0005", 1)]
    assert behind(numbers["closed_well"]) == [("2025-0004", 1)]
    assert behind(numbers["agency_checks"]) == []


@pytest.mark.parametrize(
    ("requested_on", "number"),
    [("2025-03-31", 3), ("2025-04-01", 4), ("2025-06-30", 4), ("2025-07-01", 3)],
)
def test_a_request_counts_from_the_first_to_the_last_day(requested_on: str, number: int) -> None:
    cases = township()
    cases[1] |= {"requested_on": requested_on, "received_on": requested_on}
    assert counted(cases)["requested"].number == number


@pytest.mark.parametrize(
    ("approved_on", "managed", "closed"),
    [("2025-03-31", 3, 2), ("2025-04-01", 4, 3), ("2025-06-30", 4, 3), ("2025-07-01", 4, 2)],
)
def test_a_household_is_managed_to_the_day_of_its_closing(
    approved_on: str, managed: int, closed: int
) -> None:
    cases = township()
    put(cases[5], "forms/closure_review/approved_on", approved_on)
    numbers = counted(cases)
    assert (numbers["managed"].number, numbers["closed"].number) == (managed, closed)


@pytest.mark.parametrize(
    ("planned_on", "number"),
    # 30 counted days from 2 April, Saturdays and holidays left out (5 and 6 May): the last is 15 May.
    [("2025-05-15", 2), ("2025-05-16", 1)],
)
def test_a_plan_is_in_time_as_its_deadline_says(planned_on: str, number: int) -> None:
    cases = township()
    put(cases[0], "forms/service_plan/established_on", planned_on)
    assert counted(cases)["planned_in_time"].number == number


def test_the_day_of_reception_stands_for_a_request_that_is_not_entered() -> None:
    cases = township()
    drop(cases[2], "requested_on")
    assert counted(cases)["requested"].number == 4


def test_a_number_to_which_a_case_may_add_is_not_filled_in() -> None:
    cases = township()
    drop(cases[2], "requested_on")
    drop(cases[2], "received_on")
    number = counted(cases)["requested"]
    assert (number.known, number.number) == (3, None)
    assert untold(number) == [("2025-0003", "통합사례관리 요청일")]
    assert why_untold(number) == (
        "통합사례관리 요청일이 없어 셀 수 없는 사례가 1건 있으므로 채우지 않았습니다(2025-0003). "
        "그 사례를 고치거나 수를 직접 적으세요."
    )


def test_a_visit_of_which_the_place_is_not_entered_is_of_no_kind_and_a_check_all_the_same() -> None:
    cases = township()
    drop(cases[0], "forms/service_plan/checks/0/visited")
    numbers = counted(cases)
    assert (numbers["home_checks"].number, numbers["agency_checks"].number) == (None, None)
    assert (numbers["checks"].number, numbers["phone_checks"].number) == (5, 2)
    assert untold(numbers["agency_checks"]) == [("2025-0001", "방문한 곳")]


def two_needs_of_one_area() -> list[dict[str, Any]]:
    cases = township()
    need = {"area": "경제", "sub_area": "재정관리"}
    cases[0]["forms"]["needs_survey"]["needs"].append(need)
    return cases


def test_a_service_of_an_area_with_two_needs_may_be_for_either() -> None:
    numbers = counted(two_needs_of_one_area())
    assert (numbers["needs"].number, numbers["served"].number) == (5, None)


def test_a_service_that_names_the_need_is_for_that_one() -> None:
    cases = two_needs_of_one_area()
    put(cases[0], "forms/service_plan/services/0/sub_area", "재정관리")
    assert counted(cases)["served"].number == 2


def test_a_need_found_twice_is_one_need() -> None:
    cases = township()
    survey = cases[0]["forms"]["needs_survey"]
    cases[0]["forms"]["needs_survey"] = [
        survey,
        {**survey, "surveyed_on": "2025-06-02", "survey_kind": "재조사"},
    ]
    assert counted(cases)["needs"].number == EXPECTED["needs"]


def test_a_service_carried_out_counts_whatever_day_it_was_to_begin() -> None:
    cases = township()
    cases[0]["forms"]["service_plan"]["checks"].append(
        {"service": "임대주택", "checked_on": "2025-06-20", "method": "전화", "status": "이행 중"}
    )
    assert counted(cases)["served"].number == 3


def test_names_of_workers_count_once_however_they_are_spaced() -> None:
    cases = township()
    cases[4]["worker"]["name"] = "유 하늬"
    assert counted(cases)["workers"].number == 2


def test_a_case_of_another_programme_adds_nothing_and_lacks_nothing() -> None:
    numbers = counted([sample("case_savings")])
    assert {number.number for number in numbers.values()} == {0}


def test_the_papers_name_ten_cases_and_count_the_rest() -> None:
    cases = [{**township()[2], "case_no": f"2025-1{number:03}"} for number in range(12)]
    line = evidence_line([counted(cases)["requested"]])
    assert line == f"사례 12건: {', '.join(f'2025-1{number:03}' for number in range(10))} 외 2건"
    assert evidence_line([counted(cases)["closed"]]) is None
