"""Income limits of 희망저축계좌Ⅰ: the fourteen that the notice prints, and what follows from them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import all_rules
from forms.savings.incomes import income_cap, income_floor, median_income, recognised_income_limit
from tests.forms.savings.accounts import lacking, of_notice, pause, saved, told

IN_2024 = date(2024, 6, 1)
# 희망저축계좌Ⅰ 사업 안내문, 가입 및 유지기준: size, median, lower and upper limit, as printed.
PRINTED = [
    (1, 2_228_445, 534_827, 4_714_657),
    (2, 3_682_609, 883_826, 4_714_657),
    (3, 4_714_657, 1_131_518, 4_714_657),
    (4, 5_729_913, 1_375_179, 5_729_913),
    (5, 6_695_735, 1_606_976, 6_695_735),
    (6, 7_618_369, 1_828_409, 7_618_369),
    (7, 8_514_994, 2_043_599, 8_514_994),
]


@pytest.mark.parametrize(("size", "median", "floor", "cap"), PRINTED)
def test_the_fourteen_limits_that_the_notice_prints(size: int, median: int, floor: int, cap: int) -> None:
    assert median_income(size, IN_2024) == median
    assert income_floor(size, IN_2024) == floor
    assert income_cap(size, IN_2024) == cap


@pytest.mark.parametrize(
    ("size", "median", "floor"),
    # 8,514,994 + 896,625 for each person beyond seven; 24 % of it, half up.
    [(8, 9_411_619, 2_258_789), (9, 10_308_244, 2_473_979), (10, 11_204_869, 2_689_169)],
)
def test_hs1_el_3_households_of_more_than_seven(size: int, median: int, floor: int) -> None:
    assert (median_income(size, IN_2024), income_cap(size, IN_2024)) == (median, median)
    assert income_floor(size, IN_2024) == floor


@pytest.mark.parametrize(
    ("size", "on", "median"),
    [
        (1, "2025-01-01", 2_392_013),
        (3, "2025-12-31", 5_025_353),
        (7, "2025-06-01", 8_988_428),
        # The notice of the ministry prints 9,912,051 for eight persons.
        (8, "2025-06-01", 9_912_051),
        (1, "2026-01-01", 2_564_238),
        (4, "2026-06-01", 6_494_738),
        (7, "2026-12-31", 9_515_150),
        (8, "2026-06-01", 10_474_348),
        (9, "2026-06-01", 10_474_348 + 959_198),
    ],
)
def test_the_median_income_is_that_of_the_year(size: int, on: str, median: int) -> None:
    assert median_income(size, date.fromisoformat(on)) == median


@pytest.mark.parametrize("on", ["2023-12-31", "2027-01-01", "9999-12-31", "0001-01-01"])
def test_years_without_a_figure_have_no_limit(on: str) -> None:
    day = date.fromisoformat(on)
    limits = (median_income, recognised_income_limit, income_floor, income_cap)
    assert [limit(3, day) for limit in limits] == [None] * 4


def test_the_limit_for_joining_is_forty_percent() -> None:
    # 2,228,445 x 40 % = 891,378.0; 4,714,657 x 40 % = 1,885,862.8
    assert recognised_income_limit(1, IN_2024) == 891_378
    assert recognised_income_limit(3, IN_2024) == 1_885_863


def incomes(*amounts: int, start: int = 1, year: int = 2024) -> list[dict[str, Any]]:
    return [
        {"month_of": f"{year}-{month:02d}-15", "amount": amount}
        for month, amount in enumerate(amounts, start)
    ]


@pytest.mark.parametrize(("income", "severities"), [(1_885_863, []), (1_885_864, ["warning"])])
def test_hs1_el_1_income_at_joining(income: int, severities: list[str]) -> None:
    found = told(of_notice(household_size=3, recognised_income=income), "HS1-EL-1")
    assert [finding.severity.value for finding in found] == severities


def test_hs1_el_1_the_year_of_joining_counts() -> None:
    # 40 % of 2,392,013 (2025) is 956,805: more than in 2024.
    proof = of_notice(household_size=1, recognised_income=956_805)
    assert len(told(proof, "HS1-EL-1")) == 1
    later = {**proof, "membership_started_on": "2025-01-02"}
    assert told(later, "HS1-EL-1") == []


def test_hs1_el_1_needs_size_and_income() -> None:
    assert told(of_notice(household_size=3), "HS1-EL-1") == []
    assert told(of_notice(recognised_income=10**9), "HS1-EL-1") == []


def test_a_year_without_a_median_income_is_told() -> None:
    proof = of_notice(
        account_opened_on="2022-05-02",
        household_size=3,
        recognised_income=1,
        earned_incomes=incomes(1, year=2023),
    )
    for rule, year in (("HS1-EL-1", 2022), ("HS1-EL-2", 2023)):
        assert told(proof, rule) == []
        assert lacking(proof, rule) >= {f"{year}년 기준 중위소득"}


@pytest.mark.parametrize(
    ("amount", "severity"),
    [(1_131_517, "warning"), (1_131_518, None), (4_714_657, None), (4_714_658, "info")],
)
def test_hs1_el_2_between_the_limits(amount: int, severity: str | None) -> None:
    found = told(of_notice(household_size=3, earned_incomes=incomes(amount)), "HS1-EL-2")
    assert [finding.severity.value for finding in found] == ([severity] if severity else [])
    assert all(finding.path == "/forms/usage_proof/earned_incomes/0/amount" for finding in found)


def test_hs1_el_2_speaks_of_that_account_alone() -> None:
    proof = of_notice(household_size=3, earned_incomes=incomes(0), account_type="청년내일저축계좌")
    assert told(proof, "HS1-EL-2") == []


LOW, ENOUGH, HIGH = 1_131_517, 1_131_518, 4_714_657


@pytest.mark.parametrize(
    ("amounts", "reasons"),
    [
        ([LOW] * 6, 1),
        ([LOW] * 5, 0),
        ([LOW] * 5 + [ENOUGH] + [LOW] * 5, 0),
        ([LOW] * 12, 1),
        ([ENOUGH] + [LOW] * 6, 1),
    ],
)
def test_hs1_cl_5_six_low_months_in_a_row(amounts: list[int], reasons: int) -> None:
    found = told(of_notice(household_size=3, earned_incomes=incomes(*amounts)), "HS1-CL-5")
    assert [finding.severity.value for finding in found] == ["warning"] * reasons


def test_hs1_cl_5_a_month_not_entered_ends_the_row() -> None:
    entered = [*incomes(LOW, LOW, LOW), *incomes(LOW, LOW, LOW, start=5)]
    assert told(of_notice(household_size=3, earned_incomes=entered), "HS1-CL-5") == []


def test_hs1_cl_5_paused_months_do_not_count() -> None:
    six = of_notice(household_size=3, earned_incomes=incomes(*[LOW] * 6))
    assert told({**six, "pauses": [pause("2024-03-01", "2024-03-31")]}, "HS1-CL-5") == []
    seven = of_notice(household_size=3, earned_incomes=incomes(*[LOW] * 7))
    assert len(told({**seven, "pauses": [pause("2024-03-01", "2024-03-31")]}, "HS1-CL-5")) == 1


@pytest.mark.parametrize(
    ("amounts", "judged"),
    [
        # Of the twelve months of 2024 seven are not known: six of them may have been low.
        ([LOW] * 5, False),
        # Five unknown months in a row are too few, wherever they stand.
        ([ENOUGH] * 7, True),
        ([ENOUGH, *[LOW] * 4, ENOUGH], False),
        ([LOW] * 6, True),
    ],
)
def test_hs1_cl_5_months_that_are_not_known_may_make_up_the_row(amounts: list[int], judged: bool) -> None:
    proof = of_notice(household_size=3, earned_incomes=incomes(*amounts))
    assert (lacking(proof, "HS1-CL-5") == set()) is judged


def test_hs1_cl_5_is_no_news_at_that_closure() -> None:
    proof = of_notice(household_size=3, earned_incomes=incomes(*[LOW] * 6), closure_type="환수해지")
    assert told(proof, "HS1-CL-5") == []


@pytest.mark.parametrize(
    ("amounts", "over"),
    [
        ([HIGH, HIGH, HIGH + 1], True),
        ([HIGH, HIGH, HIGH], False),
        ([HIGH + 9, HIGH, HIGH - 9], False),
        ([HIGH * 9, HIGH, HIGH, HIGH], False),
        ([HIGH + 1, HIGH + 1], False),
    ],
)
def test_hs1_cl_3_the_mean_of_three_months_over_the_upper_limit(amounts: list[int], over: bool) -> None:
    found = told(of_notice(household_size=3, earned_incomes=incomes(*amounts)), "HS1-CL-3")
    assert [finding.severity.value for finding in found] == (["info"] if over else [])


def test_an_account_of_which_everything_is_known_is_judged() -> None:
    known = of_notice(
        household_size=3,
        recognised_income=1_800_000,
        earned_incomes=incomes(*[2_000_000] * 12),
        deposits=saved(*(f"2024-{month:02d}-10" for month in range(1, 13))),
        pauses=[pause("2024-03-01", "2024-03-31")],
    )
    rules = [rule.id for rule in all_rules() if rule.id.startswith(("HS1-", "AB-CM-", "AB-PS-", "AB-CL-"))]
    assert {rule: told for rule in rules if (told := lacking(known, rule))} == {
        # One year after joining lies on the day of the closing.
        "AB-CM-8": {"사용용도 증빙서류 점검표의 중간점검지 작성일이나 중간점검지"}
    }
