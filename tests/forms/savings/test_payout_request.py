"""적립금 지급요구서: the worked examples of the notice on paper, and the amount that is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.registry import form_named
from forms.savings.payout_request import PayoutRequest
from generator.document import bound_forms
from tests.changing import findings
from tests.reading import bound_text, sample, squeeze

MONTHS = 36
INCENTIVE = {"name": "근로소득장려금", "amount": MONTHS * 300_000}
EXTRAS = [
    {"name": "내일키움장려금", "amount": MONTHS * 200_000},
    {"name": "내일키움수익금", "amount": MONTHS * 150_000},
]


def request(**values: Any) -> dict[str, Any]:
    """W1: 36 x 100,000 saved, 36 x 300,000 of 근로소득장려금, no interest, 지급해지, unless values say otherwise."""
    case = sample("payout_request")
    case["forms"]["payout_request"] = {
        "closure_type": "지급해지",
        "own_deposits": MONTHS * 100_000,
        "interest": 0,
        "supports": [INCENTIVE],
        "requested_on": "2027-03-02",
        **values,
    }
    return case


def text(case: dict[str, Any]) -> str:
    filled = check_case(case).case
    assert filled is not None
    (bound,) = bound_forms(filled, form_named("payout_request"), "masked")
    return bound_text(bound)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        # W1: 36 x (100,000 + 300,000)
        ({}, "본인적립금 3,600,000 이자 0 근로소득장려금 10,800,000 지급액 14,400,000"),
        # W4: 36 x (100,000 + 300,000 + 200,000 + 150,000)
        (
            {"supports": [INCENTIVE, *EXTRAS]},
            "내일키움장려금 7,200,000 내일키움수익금 5,400,000 지급액 27,000,000",
        ),
        # W5: 3,600,000 + 5 % of 10,800,000, which is 540,000; its interest beside it
        (
            {"closure_type": "일부지급해지"},
            "만기성공금 540,000 만기성공금 이자 지급액 4,140,000 지급액 계산 본인적립금 3,600,000원 + 이자 0원 + "
            "만기성공금(근로소득장려금 10,800,000원의 5%) 540,000원 = 4,140,000원 (만기성공금 이자 별도)",
        ),
        # W5 with interest of its own
        (
            {"closure_type": "일부지급해지", "success_payment_interest": 1_234},
            "만기성공금 540,000 만기성공금 이자 1,234 지급액 4,141,234",
        ),
        # W6: own deposits and interest
        ({"closure_type": "환수해지"}, "지급액 3,600,000 지급액 계산 본인적립금 3,600,000원 + 이자 0원"),
        # W7: 36 x (500,000 + 300,000)
        ({"own_deposits": MONTHS * 500_000}, "지급액 28,800,000"),
    ],
    ids=["W1", "W4", "W5", "W5 interest", "W6", "W7"],
)
def test_the_worked_examples_on_paper(values: dict[str, Any], shown: str) -> None:
    assert squeeze(shown) in text(request(**values))


def test_where_no_source_says_what_is_paid_the_paper_says_so() -> None:
    case = request(closure_type="환수해지")
    case["account"]["type"] = "희망키움통장Ⅱ"
    shown = text(case)
    assert squeeze("지급액 지급액 계산 이 통장과 해지 유형의 지급액은 출처에 없습니다.") in shown


def test_without_the_amounts_nothing_is_summed_up() -> None:
    shown = text(request(own_deposits=None))
    assert squeeze("지급액 지급액 계산 요구금액") in shown


def test_the_proof_of_use_fills_it_and_own_values_win() -> None:
    case = sample("usage_proof")
    case["account"] = {"bank": "○○은행", "number": "110-000-000102", "holder": "나보람"}
    case["forms"]["payout_request"] = {"interest": 120_001}
    checked = check_case(case)
    assert checked.case is not None
    made = checked.case.last_of(PayoutRequest)
    assert made is not None
    assert (made.own_deposits, made.interest, made.pay_bank) == (3_600_000, 120_001, "○○은행")
    assert str(made.requested_on) == "2025-02-03"
    # 3,600,000 + 120,001 + 10,800,000 + 360,000
    assert squeeze("지급액 14,880,001") in text(case)
    assert [f.path for f in checked.findings if f.rule == "CASE-DIFFERENCE"] == [
        "/forms/payout_request/interest"
    ]


def test_the_application_fills_it_where_no_proof_of_use_is_held() -> None:
    case = sample("closure_application")
    case["forms"]["payout_request"] = {"own_deposits": 1_400_000, "interest": 0}
    checked = check_case(case)
    assert checked.case is not None
    made = checked.case.last_of(PayoutRequest)
    assert made is not None
    assert (made.account_type, made.closure_type) == ("희망저축계좌Ⅰ", "지급해지")
    assert (str(made.requested_on), made.requester_name) == ("2025-03-04", "서가온")


@pytest.mark.parametrize(("amount", "found"), [(14_400_000, 0), (14_399_999, 1), (14_400_001, 1)])
def test_hs1_pay_1_one_won_off(amount: int, found: int) -> None:
    assert len(findings(request(requested_amount=amount), "HS1-PAY-1")) == found


def test_an_amount_that_no_source_computes_is_not_judged_by_one() -> None:
    case = request(closure_type="환수해지", requested_amount=1)
    case["account"]["type"] = "희망키움통장Ⅱ"
    assert findings(case, "OWN-PAYOUT-AMOUNT") == []
    assert findings(case, "HS1-PAY-3") == []


@pytest.mark.parametrize(
    ("lacking", "rule"),
    [
        ({"own_deposits": None}, "HS1-PAY-1"),
        ({"interest": None}, "HS1-PAY-1"),
        ({"closure_type": None, "requested_amount": 1}, "OWN-PAYOUT-AMOUNT"),
        ({"account_type": None, "requested_amount": 1}, "OWN-PAYOUT-AMOUNT"),
    ],
)
def test_a_request_of_which_the_sum_cannot_be_made_says_so(lacking: dict[str, Any], rule: str) -> None:
    case = request(**lacking)
    if "account_type" in lacking:
        del case["account"]["type"]
    (found,) = findings(case, "NOT-JUDGED")
    title = PayoutRequest.model_fields[next(iter(lacking))].title
    assert f"적립금 지급요구서의 {title}" in found.message
    assert rule in found.message
