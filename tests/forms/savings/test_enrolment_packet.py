"""The packet 통장 가입 서류: what opens it, what it prints in which order, and what its checklist asks."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.packets import PacketPlan, packet_plan
from tests.reading import sample


def plan(raw: dict[str, Any], name: str = "enrolment") -> PacketPlan | None:
    case = check_case(raw).case
    assert case is not None
    return packet_plan(case, name)


def items(raw: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """The items of the checklist by their clause: what became of each, and its details."""
    made = plan(raw)
    assert made is not None
    return {item.rule: (item.state, item.detail) for item in made.checklist}


def test_the_papers_stand_in_the_order_of_joining() -> None:
    raw = sample("case_hs1")
    raw["forms"] |= {
        "budget_sheet": sample("budget_sheet")["forms"]["budget_sheet"],
        "asset_sheet": sample("asset_sheet")["forms"]["asset_sheet"][:1],
        "hs1_notice": {"year": 2024, "center_name": "○○지역자활센터"},
        "savings_intake": {"consulted_on": "2024-01-03", "method": "대면"},
    }
    made = plan(raw)
    assert made is not None
    assert made.title == "통장 가입 서류"
    assert (made.day.title, str(made.day.on)) == ("상담일자", "2024-01-03")
    held = list(dict.fromkeys(form.id for form, _ in made.forms))
    assert held == [
        "savings_intake",
        "hs1_eligibility",
        "hs1_notice",
        "hs1_deposits",
        "asset_sheet",
        "budget_sheet",
    ]


def test_a_check_opens_it_and_neither_a_notice_nor_the_months_do() -> None:
    made = plan(sample("hs1_eligibility"))
    assert made is not None
    assert (made.day.title, str(made.day.on)) == ("확인일", "2024-01-04")
    assert plan(sample("hs1_notice")) is None
    assert plan(sample("hs1_deposits")) is None


def test_the_months_are_printed_with_a_closing_before_the_survey() -> None:
    raw = sample("case_hs1")
    raw["forms"]["savings_satisfaction"] = {"surveyed_on": "2025-03-05", "method": "전화"}
    made = plan(raw, "closure")
    assert made is not None
    assert [form.id for form, _ in made.forms] == [
        "closure_application",
        "payout_request",
        "hs1_deposits",
        "savings_satisfaction",
    ]


def test_what_is_asked_when_an_account_is_opened() -> None:
    assert items(sample("case_hs1")) == {
        "HS1-EL-1": ("갖춤", "확인일 2024-01-04: 기준을 모두 채웁니다."),
        "AB-AC-4": ("갖춤", "입금하였습니다."),
        "AB-AC-5": ("갖춤", "매월 15일"),
    }


@pytest.mark.parametrize(
    ("changes", "rule", "state"),
    [
        ({"first_deposit_made": False}, "AB-AC-4", "없음"),
        ({"first_deposit_made": None}, "AB-AC-4", "확인 필요"),
        ({"auto_transfer_day": 20}, "AB-AC-5", "갖춤"),
        ({"auto_transfer_day": 21}, "AB-AC-5", "확인 필요"),
        ({"auto_transfer_day": None}, "AB-AC-5", "확인 필요"),
        ({"recognised_income": 1_885_864}, "HS1-EL-1", "확인 필요"),
    ],
)
def test_what_is_lacking_is_told(changes: dict[str, Any], rule: str, state: str) -> None:
    raw = sample("case_hs1")
    raw["account"] |= changes
    assert items(raw)[rule][0] == state


def test_a_check_for_keeping_is_none_for_joining() -> None:
    raw = sample("case_hs1")
    raw["forms"]["hs1_eligibility"] = raw["forms"]["hs1_eligibility"][1:]
    assert items(raw)["HS1-EL-1"][0] == "없음"


def test_the_limits_are_asked_of_that_account_alone() -> None:
    assert items(sample("case_savings"))["HS1-EL-1"][0] == "해당 없음"
