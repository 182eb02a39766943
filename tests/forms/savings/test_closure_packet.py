"""The packet 자산형성지원사업 해지 서류: what opens it, and what it prints in which order."""

from __future__ import annotations

from typing import Any

from forms import check_case
from forms.packets import PacketPlan, packet_plan
from tests.reading import sample

TITLE = "자산형성지원사업 해지 서류"


def plan(raw: dict[str, Any]) -> PacketPlan | None:
    case = check_case(raw).case
    assert case is not None
    return packet_plan(case, "closure")


def test_an_application_opens_it_without_a_proof_of_use() -> None:
    made = plan(sample("closure_application"))
    assert made is not None
    assert (made.title, made.day.title, str(made.day.on)) == (TITLE, "해지신청일", "2025-03-04")
    assert [form.id for form, _ in made.forms] == ["closure_application"]


def test_a_proof_of_use_opens_it_without_an_application() -> None:
    made = plan(sample("usage_proof"))
    assert made is not None
    assert (made.title, str(made.day.on)) == (TITLE, "2025-02-03")


def test_no_other_paper_of_a_closing_opens_it() -> None:
    assert plan(sample("payout_request")) is None
    assert plan(sample("savings_satisfaction")) is None


def test_the_papers_stand_in_the_order_of_the_closing() -> None:
    raw = sample("fulfilment_plan")
    raw["forms"] |= {
        "savings_satisfaction": {"surveyed_on": "2025-02-03", "method": "전화"},
        "payout_request": {},
        "closure_application": {"other_reason": "만기"},
        "asset_sheet": [{"as_of": "2025-01-20"}],
    }
    made = plan(raw)
    assert made is not None
    assert [form.id for form, _ in made.forms] == [
        "closure_application",
        "payout_request",
        "usage_proof",
        "fulfilment_plan",
        "savings_satisfaction",
    ]
