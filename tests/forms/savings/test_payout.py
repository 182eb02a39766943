"""What is paid out: the worked examples W1 to W8 of the digest, each sum written out."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from forms.savings.payout import payout_of, success_payment
from forms.savings.proof import UsageProof
from generator.document import bound_forms
from tests.forms.savings.accounts import of_notice, told
from tests.forms.savings.proofs import case_data
from tests.reading import bound_text, squeeze

MONTHS = 36
# W1: 100,000 won saved and 300,000 won of 근로소득장려금 in each of 36 months.
W1: dict[str, Any] = {
    "account_opened_on": "2024-01-02",
    "closure_applied_on": "2027-06-30",
    "own_deposits": MONTHS * 100_000,
    "interest": 0,
    "supports": [{"name": "근로소득장려금", "amount": MONTHS * 300_000}],
}
EXTRAS = [
    {"name": "내일키움장려금", "amount": MONTHS * 200_000},
    {"name": "내일키움수익금", "amount": MONTHS * 150_000},
]


def proof(**values: Any) -> UsageProof:
    return UsageProof.model_validate(of_notice(**{**W1, **values}))


def paper(**values: Any) -> str:
    case = check_case(case_data(of_notice(**{**W1, **values}))).case
    assert case is not None
    (bound,) = bound_forms(case, form_named("usage_proof"), "masked")
    return bound_text(bound)


def test_w1_all_that_was_saved_and_its_interest() -> None:
    assert payout_of(proof()).total == 14_400_000
    assert payout_of(proof(interest=120_000)).total == 14_520_000


def test_w2_own_deposits() -> None:
    assert squeeze("본인적립금 3,600,000 이자 0") in paper()


def test_w3_the_base_of_the_half_rule_is_the_support_alone() -> None:
    assert proof().support_total == 10_800_000
    # 5,400,000 is half of it; on paper only where the rule applies, as for 희망키움통장Ⅱ.
    assert squeeze("지원액 10,800,000 지원금의 50% 5,400,000") in paper(account_type="희망키움통장Ⅱ")


def test_w4_with_the_extras_of_a_participant() -> None:
    supports = [*W1["supports"], *EXTRAS]
    # 36 x (100,000 + 300,000 + 200,000 + 150,000)
    assert payout_of(proof(supports=supports)).total == 27_000_000


def test_w5_the_success_payment_is_five_percent_of_the_work_incentive() -> None:
    # 10,800,000 x 5 % = 540,000; extras do not count, own deposits come with it.
    paid = payout_of(proof(closure_type="일부지급해지", supports=[*W1["supports"], *EXTRAS]))
    assert paid.success_payment == 540_000
    assert paid.total == 3_600_000 + 540_000
    assert "만기성공금 이자 별도" in paid.working


def test_w5_the_interest_of_the_success_payment_is_an_amount_of_its_own() -> None:
    # E-02: its rate is nowhere given.
    paid = payout_of(proof(closure_type="일부지급해지", success_payment_interest=1_234))
    assert (paid.success_payment, paid.total) == (540_000, 3_600_000 + 540_000 + 1_234)
    assert "별도" not in paid.working


def test_w6_recovery_pays_own_deposits_and_interest() -> None:
    assert payout_of(proof(closure_type="환수해지")).total == 3_600_000
    assert payout_of(proof(closure_type="환수해지", interest=120_000)).total == 3_720_000


def test_w7_the_largest_deposit() -> None:
    # 36 x (500,000 + 300,000)
    assert payout_of(proof(own_deposits=MONTHS * 500_000)).total == 28_800_000


def test_w8_six_paused_months() -> None:
    # 30 x 400,000
    supports = [{"name": "근로소득장려금", "amount": 30 * 300_000}]
    assert payout_of(proof(own_deposits=30 * 100_000, supports=supports)).total == 12_000_000


def test_a_success_payment_that_is_no_whole_won_is_left_to_a_person() -> None:
    assert (success_payment(20, 5), success_payment(19, 5)) == (1, None)
    paid = payout_of(
        proof(closure_type="일부지급해지", supports=[{"name": "근로소득장려금", "amount": 10_800_001}])
    )
    assert (paid.total, paid.success_payment) == (None, None)
    assert "출처에 없습니다" in paid.working


@pytest.mark.parametrize(
    ("account", "closure", "stated"),
    [
        ("희망키움통장Ⅰ", "지급해지", True),
        ("희망키움통장Ⅱ", "지급해지", True),
        ("내일키움통장", "지급해지", True),
        ("청년희망키움통장", "지급해지", True),
        ("희망저축계좌Ⅰ", "지급해지", True),
        ("희망저축계좌Ⅱ", "지급해지", False),
        ("청년내일저축계좌", "지급해지", False),
        ("내일키움통장", "일부지급해지", False),
        ("희망키움통장Ⅰ", "일부지급해지", False),
        ("희망키움통장Ⅱ", "환수해지", False),
    ],
)
def test_where_the_sources_are_silent_nothing_is_computed(account: str, closure: str, stated: bool) -> None:
    paid = payout_of(proof(account_type=account, closure_type=closure))
    assert (paid.total == 14_400_000) is stated
    assert ("출처에 없습니다" in paid.working) is not stated


def test_the_checklist_shows_the_sum() -> None:
    text = paper(interest=120_000)
    assert squeeze("지급액 14,520,000") in text
    assert (
        squeeze("지급액 계산 본인적립금 3,600,000원 + 이자 120,000원 + 지원금 10,800,000원 = 14,520,000원")
        in text
    )


def test_the_checklist_shows_the_success_payment() -> None:
    text = paper(closure_type="일부지급해지", success_payment_interest=1_234)
    assert squeeze("만기성공금 540,000 만기성공금 이자 1,234 지급액 4,141,234") in text
    assert squeeze("만기성공금(근로소득장려금 10,800,000원의 5%) 540,000원") in text


@pytest.mark.parametrize(
    ("rule", "name", "most"),
    [
        ("HS1-SU-1", "근로소득장려금", 10_800_000),
        ("HS1-SU-2", "내일키움장려금", 7_200_000),
        ("HS1-SU-3", "내일키움수익금", 5_400_000),
    ],
)
def test_hs1_su_a_support_has_its_monthly_limit(rule: str, name: str, most: int) -> None:
    def found(amount: int, **values: Any) -> list[tuple[str, str]]:
        supports = [{"name": name, "amount": amount - 1}, {"name": f"{name}(추가)", "amount": 1}]
        return [(f.severity.value, f.path) for f in told(of_notice(supports=supports, **values), rule)]

    assert found(most) == []
    assert found(most + 1) == [("warning", "/forms/usage_proof/supports/1/amount")]
    assert found(most + 1, account_type="희망저축계좌Ⅱ") == []


def test_a_year_whose_percentage_is_not_known_has_no_success_payment() -> None:
    paid = payout_of(
        proof(closure_type="일부지급해지", account_opened_on="2022-05-02", closure_applied_on="2023-10-02")
    )
    assert (paid.total, paid.success_payment) == (None, None)
    assert paid.working == "2023년의 만기성공금 비율은 출처에 없습니다."
