"""Deposit months of 희망저축계좌Ⅰ: the printed windows of 2024, and what was saved in each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from forms.savings.deposits import deposit_window, window_of
from tests.forms.savings.accounts import due, of_notice, pause, saved, told

# 2024년 월별 본인 저축액 납입 일정 of the notice, with the days of each window counted by hand.
WINDOWS_2024 = [
    (1, "2023-12-23", "2024-01-22", 31),
    (2, "2024-01-23", "2024-02-22", 31),
    (3, "2024-02-23", "2024-03-22", 29),
    (4, "2024-03-23", "2024-04-22", 31),
    (5, "2024-04-23", "2024-05-22", 30),
    (6, "2024-05-23", "2024-06-24", 33),
    (7, "2024-06-25", "2024-07-22", 28),
    (8, "2024-07-23", "2024-08-22", 31),
    (9, "2024-08-23", "2024-09-23", 32),
    (10, "2024-09-24", "2024-10-22", 29),
    (11, "2024-10-23", "2024-11-22", 31),
    (12, "2024-11-23", "2024-12-23", 31),
]
# One deposit in each of the twelve windows, on the 20th (auto-transfers are set between the 1st and 20th).
EVERY_MONTH = [f"2024-{month:02d}-20" for month in range(1, 13)]


@pytest.mark.parametrize(("month", "starts", "ends", "days"), WINDOWS_2024)
def test_the_windows_that_the_notice_prints(month: int, starts: str, ends: str, days: int) -> None:
    window = deposit_window(date(2024, month, 1))
    assert window is not None
    assert (window.starts.isoformat(), window.ends.isoformat(), window.days) == (starts, ends, days)


def test_the_windows_leave_no_day_out() -> None:
    day = date(2023, 12, 23)
    while day <= date(2024, 12, 23):
        window = window_of(day)
        assert window is not None
        assert window.starts <= day <= window.ends
        day += timedelta(days=1)


def test_a_weekday_holiday_moves_the_end() -> None:
    # 설날 2026 is 17 February; 22 February is a Sunday. 22 May 2026 is a Friday, 25 May the
    # substitute of 부처님오신날: neither moves May. 22 September 2029 is the day of 추석, a Saturday;
    # Sunday and the substitute Monday follow, so the window ends on Tuesday the 25th.
    ends = {month: deposit_window(month) for month in (date(2026, 2, 1), date(2026, 5, 1), date(2029, 9, 1))}
    assert [window.ends.isoformat() if window else None for window in ends.values()] == [
        "2026-02-23",
        "2026-05-22",
        "2029-09-25",
    ]


def test_the_notice_says_nothing_of_earlier_months() -> None:
    assert deposit_window(date(2023, 12, 1)) is None
    assert window_of(date(2023, 12, 22)) is None
    assert deposit_window(date(2025, 1, 1)) is not None
    assert deposit_window(date(1, 1, 1)) is None


def test_hs1_dp_2_every_month_saved() -> None:
    assert told(of_notice(deposits=saved(*EVERY_MONTH)), "HS1-DP-2") == []


def test_hs1_dp_2_a_month_without_a_deposit() -> None:
    days = [day for day in EVERY_MONTH if day not in ("2024-03-20", "2024-09-20")]
    (finding,) = told(of_notice(deposits=saved(*days)), "HS1-DP-2")
    assert (finding.severity, finding.path) == ("warning", "/forms/usage_proof/deposits")
    assert "미납 2개월: 2024년 3월, 2024년 9월." in finding.message
    assert finding.source == "2024 희망저축계좌Ⅰ 사업 안내문, 유의사항(매월 10만원 이상 저축)"


@pytest.mark.parametrize(("day", "missed"), [("2024-06-24", []), ("2024-06-25", ["2024년 6월"])])
def test_hs1_dp_2_on_the_last_day_and_after_it(day: str, missed: list[str]) -> None:
    days = [day, *(other for other in EVERY_MONTH if other != "2024-06-20")]
    found = told(of_notice(deposits=saved(*days)), "HS1-DP-2")
    assert [finding.message for finding in found] == [f"미납 1개월: {month}." for month in missed]


def test_hs1_dp_2_asks_nothing_where_no_deposit_is_entered() -> None:
    assert told(of_notice(), "HS1-DP-2") == []


def test_hs1_dp_2_speaks_of_that_account_alone() -> None:
    proof = of_notice(deposits=saved("2024-01-20"), account_type="희망저축계좌Ⅱ")
    assert told(proof, "HS1-DP-2") == []


def test_hs1_dp_2_paused_months_ask_for_nothing() -> None:
    days = [day for day in EVERY_MONTH if day not in ("2024-03-20", "2024-04-20")]
    proof = of_notice(deposits=saved(*days), pauses=[pause("2024-03-01", "2024-04-30")])
    assert told(proof, "HS1-DP-2") == []


def test_the_months_of_an_account_begin_with_its_opening_and_last_three_years() -> None:
    # Opened in the window of March 2024: 36 months later comes February 2027, not March.
    proof = of_notice(
        account_opened_on="2024-02-23", closure_applied_on="2027-06-30", deposits=saved("2024-03-05")
    )
    (finding,) = told(proof, "HS1-DP-2")
    assert finding.message.startswith("미납 35개월: 2024년 4월, ")
    assert finding.message.endswith(", 2027년 2월.")


@pytest.mark.parametrize(
    ("amounts", "refused"),
    [
        ([100_000], False),
        ([99_999], True),
        ([60_000, 40_000], False),
        ([500_000], False),
        # E-18: told, never cut down to the limit.
        ([500_001], True),
        ([300_000, 200_001], True),
    ],
)
def test_hs1_dp_1_between_100_000_and_500_000_won(amounts: list[int], refused: bool) -> None:
    deposits = saved(*(day for day in EVERY_MONTH if day != "2024-05-20"))
    deposits += [deposit for amount in amounts for deposit in saved("2024-05-02", amount=amount)]
    found = told(of_notice(deposits=deposits), "HS1-DP-1")
    last = 10 + len(amounts)
    assert [(finding.severity, finding.path) for finding in found] == (
        [("warning", f"/forms/usage_proof/deposits/{last}/amount")] if refused else []
    )


def test_hs1_dp_3_a_deposit_after_the_window_counts_for_the_next_month() -> None:
    proof = of_notice(deposits=saved("2024-06-24", "2024-06-25"))
    (finding,) = told(proof, "HS1-DP-3")
    assert (finding.severity, finding.path) == ("info", "/forms/usage_proof/deposits/1/deposited_on")
    assert "2024년 7월분(2024-06-25 ~ 2024-07-22)" in finding.message


@pytest.mark.parametrize(
    ("count", "closure", "reason"),
    [(12, "지급해지", True), (11, "지급해지", False), (12, "환수해지", False)],
)
def test_hs1_cl_6_twelve_missed_months(count: int, closure: str, reason: bool) -> None:
    # Fourteen months from January 2024 to February 2025, all saved but the first ``count`` after January.
    days = [
        "2024-01-20",
        *([f"2024-{month:02d}-20" for month in range(2, 13)] + ["2025-01-20", "2025-02-20"]),
    ]
    kept = [days[0], *days[1 + count :]]
    proof = of_notice(closure_applied_on="2025-03-03", closure_type=closure, deposits=saved(*kept))
    found = told(proof, "HS1-CL-6")
    assert [finding.severity.value for finding in found] == (["warning"] if reason else [])


def test_deadlines_name_each_month_with_the_day_it_was_saved() -> None:
    proof = of_notice(closure_applied_on="2024-04-01", deposits=saved("2024-01-20", "2024-03-22"))
    assert [(d.title, d.due.isoformat(), d.state.value, d.done_on) for d in due(proof, "HS1-DP-3")] == [
        ("2024년 1월분 본인적립금", "2024-01-22", "done", date(2024, 1, 20)),
        ("2024년 2월분 본인적립금", "2024-02-22", "due", None),
        ("2024년 3월분 본인적립금", "2024-03-22", "done", date(2024, 3, 22)),
    ]
    assert due(proof, "HS1-DP-3")[0].source == (
        "2024 희망저축계좌Ⅰ 사업 안내문, 유의사항(매월 10만원 이상 저축)"
    )


def test_deadlines_a_month_is_saved_when_the_minimum_is_reached() -> None:
    deposits: list[dict[str, Any]] = [
        *saved("2024-01-05", amount=60_000),
        *saved("2024-01-19", amount=40_000),
    ]
    proof = of_notice(closure_applied_on="2024-02-01", deposits=deposits)
    assert [deadline.done_on for deadline in due(proof, "HS1-DP-3")] == [date(2024, 1, 19)]


def test_days_at_the_end_of_the_calendar_are_held() -> None:
    proof = of_notice(closure_applied_on="9999-12-31", deposits=saved("9999-12-31", "0001-01-01"))
    assert len(told(proof, "HS1-DP-2")) == 1
