"""가입·유지기준 확인서: the limits that the notice prints, those beyond it, and the result of each criterion."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from forms import check_case
from forms.registry import form_named
from generator.document import bound_forms
from tests.changing import findings
from tests.forms.savings.proofs import HOLDER
from tests.reading import sample, squeeze

# 희망저축계좌Ⅰ 사업 안내문, 가입 및 유지기준: 기준 중위소득, 소득하한 and 소득상한 of 2024.
LIMITS_2024 = [
    (1, "2,228,445", "534,827", "4,714,657"),
    (2, "3,682,609", "883,826", "4,714,657"),
    (3, "4,714,657", "1,131,518", "4,714,657"),
    (4, "5,729,913", "1,375,179", "5,729,913"),
    (5, "6,695,735", "1,606,976", "6,695,735"),
    (6, "7,618,369", "1,828,409", "7,618,369"),
    (7, "8,514,994", "2,043,599", "8,514,994"),
]


def eligibility(**values: Any) -> dict[str, Any]:
    """A file of one check for keeping the account in 2024, of three persons."""
    raw = sample("hs1_eligibility")
    raw["forms"]["hs1_eligibility"] = {"checked_on": "2024-12-31", "purpose": "유지", **values}
    return raw


def rows(raw: dict[str, Any]) -> list[list[str]]:
    """The cells of each row that the (one) check prints, without blanks."""
    case = check_case(raw).case
    assert case is not None
    tree: ElementTree.Element = bound_forms(case, form_named("hs1_eligibility"), "masked")[0].tree
    return [[squeeze("".join(cell.itertext())) for cell in row] for row in tree.iter("tr")]


@pytest.mark.parametrize("size", range(1, 8))
def test_the_limits_of_2024_are_those_of_the_notice_and_the_households_own_are_marked(size: int) -> None:
    shown = rows(eligibility(household_size=size))
    for number, median, floor, cap in LIMITS_2024:
        assert [f"{number}인가구", median, floor, cap, "●" if number == size else ""] in shown


# 8,514,994 + 896,625 = 9,411,619; 24 % of it are 2,258,788.56.
def test_eight_persons_have_a_row_of_their_own() -> None:
    shown = rows(eligibility(household_size=8))
    assert ["8인가구", "9,411,619", "2,258,789", "9,411,619", "●"] in shown
    assert ["7인가구", "8,514,994", "2,043,599", "8,514,994", ""] in shown


def test_the_year_of_the_check_decides() -> None:
    # 24 % of 5,025,353 are 1,206,084.72.
    shown = rows(eligibility(checked_on="2025-01-02"))
    assert ["3인가구", "5,025,353", "1,206,085", "5,025,353", "●"] in shown


# (1,420,000 + 1,450,000 + 1,480,001) / 3 = 1,450,000.33.
def test_the_last_month_and_the_mean_of_three_are_told() -> None:
    shown = rows(eligibility())
    assert ["마지막달", "2024년12월", "마지막달소득", "1,480,001"] in shown
    assert ["최근3개월", "2024년10월~2024년12월", "최근3개월평균", "1,450,000"] in shown
    assert ["총근로·사업소득이소득하한이상(1,131,518원)", "1,480,001원", "충족"] in shown
    assert ["최근3개월평균소득이소득상한이하(4,714,657원)", "1,450,000원", "충족"] in shown


def test_joining_asks_for_benefits_and_little_income_and_nothing_of_the_upper_limit() -> None:
    shown = rows(eligibility(purpose="가입", checked_on="2024-01-04", benefits=["의료급여"]))
    assert ["생계·의료수급가구", "의료급여", "충족"] in shown
    assert ["소득인정액이기준중위소득40%이하(1,885,863원)", "1,500,000원", "충족"] in shown
    assert not any("소득상한이하" in row[0] for row in shown)


def test_what_is_not_entered_is_said_to_be_unknown() -> None:
    raw = eligibility(earned_incomes=[{"month_of": "2024-12-15", "amount": 1131517}])
    shown = rows(raw)
    assert ["총근로·사업소득이소득하한이상(1,131,518원)", "1,131,517원", "미충족"] in shown
    assert ["최근3개월평균소득이소득상한이하(4,714,657원)", "", "자료없음"] in shown


def test_keeping_asks_for_no_recognised_income_and_joining_does() -> None:
    kept, joined = eligibility(), eligibility(purpose="가입")
    for raw in (kept, joined):
        del raw["account"]["recognised_income"]
    assert check_case(kept).ok
    assert [finding.path for finding in findings(joined, "FIELD-MISSING")] == [
        "/forms/hs1_eligibility/recognised_income"
    ]


def test_what_the_proof_of_use_states_is_said_there_once() -> None:
    raw = eligibility()
    raw["account"]["earned_incomes"][-1]["amount"] = 1_131_517
    assert [finding.form for finding in findings(raw, "HS1-EL-2")] == ["hs1_eligibility"]
    raw["forms"]["usage_proof"] = {
        "account_type": "희망저축계좌Ⅰ",
        "closure_type": "지급해지",
        "account_opened_on": "2024-01-10",
        "closure_applied_on": "2025-01-06",
        "own_deposits": 1_200_000,
        "interest": 0,
        "supports": [],
        "members": [HOLDER],
        "evidence": [],
    }
    assert [finding.form for finding in findings(raw, "HS1-EL-2")] == ["usage_proof"]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-11-30", ["마지막달", "2024년11월", "마지막달소득", "1,450,000"]),
        ("2024-12-01", ["마지막달", "2024년12월", "마지막달소득", "1,480,001"]),
    ],
)
def test_incomes_of_months_after_the_check_are_not_looked_at(day: str, shown: list[str]) -> None:
    assert shown in rows(eligibility(checked_on=day))


def test_a_check_before_every_income_knows_of_none() -> None:
    raw = eligibility(
        checked_on="2024-09-30", earned_incomes=[{"month_of": "2024-10-01", "amount": 1_420_000}]
    )
    assert ["총근로·사업소득이소득하한이상(1,131,518원)", "", "자료없음"] in rows(raw)
    (found,) = findings(raw, "NOT-JUDGED")
    assert "가구 근로·사업소득" in found.message
    assert "HS1-EL-2" in found.message


@pytest.mark.parametrize(("purpose", "rule"), [("가입", "HS1-EL-1"), ("유지", "HS1-EL-2")])
@pytest.mark.parametrize("year", [2023, 2031])
def test_a_check_in_a_year_of_no_limits_says_that_it_was_not_judged(
    year: int, purpose: str, rule: str
) -> None:
    incomes = [{"month_of": f"{year}-{month:02}-01", "amount": 1_000_000} for month in (1, 2, 3)]
    raw = eligibility(checked_on=f"{year}-03-31", purpose=purpose, earned_incomes=incomes)
    (found,) = findings(raw, "NOT-JUDGED")
    assert f"{year}년 기준 중위소득" in found.message
    assert rule in found.message
