"""월별 본인 저축액 납입 현황: 36 months with their days, what was saved in each, and what is added for it."""

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

# 2024년 월별 본인 저축액 납입 일정.
SCHEDULE_2024 = [
    "'23.12.23(토)~'24.1.22(월)", "1.23(화)~2.22(목)", "2.23(금)~3.22(금)", "3.23(토)~4.22(월)", "4.23(화)~5.22(수)",
    "5.23(목)~6.24(월)", "6.25(화)~7.22(월)", "7.23(화)~8.22(목)", "8.23(금)~9.23(월)", "9.24(화)~10.22(화)",
    "10.23(수)~11.22(금)", "11.23(토)~12.23(월)",
]  # fmt: skip


def sheet(account: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """The sample with changes: of 2024, two months paused, the last day of the year."""
    raw = sample("hs1_deposits")
    raw["account"] |= account or {}
    raw["forms"]["hs1_deposits"] |= values
    return raw


def rows(raw: dict[str, Any]) -> list[list[str]]:
    """The cells of each row that the sheet prints, without blanks."""
    case = check_case(raw).case
    assert case is not None
    tree: ElementTree.Element = bound_forms(case, form_named("hs1_deposits"), "masked")[0].tree
    return [[squeeze("".join(cell.itertext())) for cell in row] for row in tree.iter("tr")]


def months(raw: dict[str, Any]) -> list[list[str]]:
    """The rows of months alone."""
    return [row for row in rows(raw) if len(row) == 8 and row[0].isdigit()]


def test_the_months_are_36_and_those_of_2024_are_the_schedule_of_the_notice() -> None:
    shown = months(sheet())
    assert [row[0] for row in shown] == [str(number) for number in range(1, 37)]
    assert [row[2] for row in shown[:12]] == SCHEDULE_2024
    assert (shown[0][1], shown[12][1], shown[35][1]) == ("2024년1월", "2025년1월", "2026년12월")
    # 22 December 2024 is a Sunday: January 2025 begins on the 24th.
    assert shown[12][2] == "'24.12.24(화)~'25.1.22(수)"


def test_each_month_says_what_was_saved_and_what_is_added() -> None:
    shown = months(sheet())
    assert shown[3][3:] == ["150,000", "2024-04-15", "적립", "300,000", "200,000"]
    # 60,000 on the 8th and 40,000 on the 20th.
    assert shown[4][3:] == ["100,000", "2024-05-20", "적립", "300,000", "200,000"]
    assert shown[5][3:] == ["", "", "적립중지", "", ""]
    assert shown[12][3:] == ["", "", "기한전", "", ""]


# 9 x 100,000 and 150,000 won in ten months; 10 x (300,000 + 200,000).
def test_the_sums_are_those_of_the_months() -> None:
    shown = rows(sheet())
    assert ["본인적립금계", "1,050,000", "장려금계", "5,000,000"] in shown
    assert ["누적미납", "0개월/12개월"] in shown


@pytest.mark.parametrize("work_type", ["인턴·도우미형", "근로유지형", None])
def test_the_tomorrow_incentive_is_of_those_who_take_part(work_type: str | None) -> None:
    raw = sheet({"work_type": work_type})
    assert months(raw)[0][6:] == ["300,000", ""]
    assert ["본인적립금계", "1,050,000", "장려금계", "3,000,000"] in rows(raw)


@pytest.mark.parametrize(
    ("amount", "incentive"), [(99_999, ""), (100_000, "300,000"), (500_000, "300,000"), (500_001, "")]
)
def test_the_incentive_is_added_within_the_limits_alone(amount: int, incentive: str) -> None:
    deposits = [{"deposited_on": "2024-01-15", "amount": amount}]
    row = months(sheet({"deposits": deposits}, through_on="2024-02-01"))[0]
    assert row[3:7] == [f"{amount:,}", "2024-01-15", "적립", incentive]


# The window of March ends on Friday the 22nd.
@pytest.mark.parametrize(("day", "state"), [("2024-03-21", "기한전"), ("2024-03-22", "미납")])
def test_a_month_is_missed_when_its_window_has_ended(day: str, state: str) -> None:
    raw = sheet(
        {"deposits": [{"deposited_on": "2024-02-15", "amount": 100_000}], "pauses": []}, through_on=day
    )
    shown = months(raw)
    assert [row[5] for row in shown[:4]] == ["미납", "적립", state, "기한전"]
    assert ["누적미납", f"{2 if state == '미납' else 1}개월/12개월"] in rows(raw)


def test_what_was_deposited_after_the_day_is_not_counted_yet() -> None:
    shown = months(sheet(through_on="2024-03-14"))
    assert [row[5] for row in shown[:3]] == ["적립", "적립", "기한전"]


def test_without_deposits_it_is_the_schedule_to_hand_out() -> None:
    shown = months(sheet({"deposits": []}, through_on="2024-01-10"))
    assert len(shown) == 36
    assert [row[2] for row in shown[:12]] == SCHEDULE_2024
    assert {tuple(row[3:]) for row in shown} == {("", "", "", "", "")}


def test_months_of_which_the_notice_does_not_speak_are_left_out() -> None:
    # Opened in October 2023: the fourth month is January 2024, the last September 2026.
    shown = months(sheet({"opened_on": "2023-10-10"}))
    assert (shown[0][0], shown[0][1], shown[-1][0], shown[-1][1]) == ("4", "2024년1월", "36", "2026년9월")


def test_another_account_has_no_such_months() -> None:
    raw = sheet({"type": "희망저축계좌Ⅱ"}, through_on="2024-12-31")
    assert [row for row in months(raw) if row[1]] == []
    assert findings(raw, "HS1-DP-2") == []


def test_what_the_proof_of_use_states_is_said_there_once() -> None:
    raw = sheet({"pauses": []})
    assert [finding.form for finding in findings(raw, "HS1-DP-2")] == ["hs1_deposits"]
    raw["forms"]["usage_proof"] = {
        "account_type": "희망저축계좌Ⅰ",
        "closure_type": "지급해지",
        "account_opened_on": "2024-01-10",
        "closure_applied_on": "2025-01-06",
        "own_deposits": 1_050_000,
        "interest": 0,
        "supports": [],
        "members": [HOLDER],
        "evidence": [],
    }
    assert [finding.form for finding in findings(raw, "HS1-DP-2")] == ["usage_proof"]
