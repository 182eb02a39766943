"""AB-EV-01, AB-EV-02 and where they apply: half of the support, to the won."""

from __future__ import annotations

from typing import get_args

import pytest

from forms.savings.evidence import evaluate
from forms.savings.proof import UsageProof
from forms.savings.terms import AccountType, ClosureType
from forms.savings.verdict import HalfRule, half_rule
from tests.forms.savings.proofs import item, proof_data, result, supports

ASKED = [
    ("희망키움통장Ⅰ", "지급해지"),
    ("희망키움통장Ⅱ", "지급해지"),
    ("내일키움통장", "지급해지"),
    ("청년희망키움통장", "지급해지"),
    ("내일키움통장", "일부지급해지"),
]
EXEMPT = [
    ("희망키움통장Ⅰ", "일부지급해지"),
    ("청년희망키움통장", "일부지급해지"),
    *((account, "환수해지") for account in get_args(AccountType)),
]
NO_RULE = [
    ("희망키움통장Ⅱ", "일부지급해지"),
    *(
        (account, closure)
        for account in ("희망저축계좌Ⅰ", "희망저축계좌Ⅱ", "청년내일저축계좌")
        for closure in ("지급해지", "일부지급해지")
    ),
]


def test_every_account_and_closure_is_tested_here() -> None:
    every = {(account, closure) for account in get_args(AccountType) for closure in get_args(ClosureType)}
    assert {*ASKED, *EXEMPT, *NO_RULE} == every
    assert len(ASKED) + len(EXEMPT) + len(NO_RULE) == len(every)


# Digest 2, A.2.3
@pytest.mark.parametrize(
    ("support", "accepted", "passes"),
    [
        (10_800_000, 5_400_000, True),  # exactly half
        (10_800_000, 5_399_999, False),  # would show as 50.0 %
        (10_800_001, 5_400_000, False),  # odd: 5,400,001 are needed
        (10_800_001, 5_400_001, True),
        (1, 1, True),
        (2, 1, True),
        (3, 1, False),
    ],
)
def test_the_half_to_the_won(support: int, accepted: int, passes: bool) -> None:
    found = result(item(amount=accepted), supports=supports(support))
    assert found.verdict == ("충족" if passes else "미충족")
    assert found.required == support // 2 + support % 2
    assert found.shortfall == max(0, found.required - accepted)
    assert found.applies is True


def test_the_base_leaves_own_deposits_and_interest_out() -> None:
    # 36 months of 100,000 own deposits and 300,000 incentive are 14,400,000; the base is 10,800,000.
    found = result(
        item(amount=5_400_000),
        own_deposits=36 * 100_000,
        interest=500_000,
        supports=supports(36 * 300_000),
    )
    assert (found.support_total, found.required, found.verdict) == (10_800_000, 5_400_000, "충족")


def test_the_base_is_every_part_of_the_support() -> None:
    # E-16: only own deposits and interest are excluded.
    found = result(item(amount=1), supports=supports(10_800_000, 7_200_000, 0, 1))
    assert (found.support_total, found.required) == (18_000_001, 9_000_001)


@pytest.mark.parametrize(
    ("support", "accepted", "coverage"),
    [
        (10_800_000, 2_400_000, "0.2222"),
        (10_800_000, 5_399_999, "0.4999"),
        (10_800_000, 5_400_000, "0.5000"),
        (10_800_000, 10_799_999, "0.9999"),
        (3, 2, "0.6666"),
        (3, 9_000_000_000, "3000000000.0000"),
    ],
)
def test_coverage_is_cut_never_rounded(support: int, accepted: int, coverage: str) -> None:
    assert result(item(amount=accepted), supports=supports(support)).coverage == coverage


def test_the_contracts_example() -> None:
    found = result(item(amount=2_400_000))
    entry = found.as_json("a.json", "0" * 64)
    assert list(entry) == [
        "file",
        "case_no",
        "edition",
        "data_sha256",
        "applies",
        "support_total",
        "required",
        "accepted_total",
        "review_total",
        "coverage",
        "verdict",
        "shortfall",
        "items",
    ]
    reasons = entry["items"][0].pop("reasons")
    assert entry == {
        "file": "a.json",
        "case_no": "2025-0001",
        "edition": "2025",
        "data_sha256": "0" * 64,
        "applies": True,
        "support_total": 10_800_000,
        "required": 5_400_000,
        "accepted_total": 2_400_000,
        "review_total": 0,
        "coverage": "0.2222",
        "verdict": "미충족",
        "shortfall": 3_000_000,
        "items": [{"id": "1", "decision": "accepted", "counted": 2_400_000}],
    }
    assert [sorted(reason) for reason in reasons] == [["message", "rule"]]
    assert reasons[0]["rule"] == "AB-HO-1"


def test_items_under_review_may_reach_half() -> None:
    waiting = item("기타", amount=3_000_000)
    found = result(item(amount=2_400_000), waiting)
    assert (found.verdict, found.accepted_total, found.review_total) == ("검토필요", 2_400_000, 3_000_000)
    assert found.shortfall == 3_000_000
    one_short = result(item(amount=2_400_000), item("기타", amount=2_999_999))
    assert one_short.verdict == "미충족"
    enough = result(item(amount=5_400_000), waiting)
    assert (enough.verdict, enough.shortfall) == ("충족", 0)


def test_what_waits_adds_its_countable_amount() -> None:
    waiting = item("기타", amount=3_000_000, countable_amount=1_000_000)
    assert result(waiting).review_total == 1_000_000


def test_no_evidence_at_all() -> None:
    found = result()
    assert (found.verdict, found.coverage, found.shortfall, found.items) == (
        "미충족",
        "0.0000",
        5_400_000,
        (),
    )


@pytest.mark.parametrize(("account", "closure"), ASKED)
def test_where_half_is_asked_for(account: str, closure: str) -> None:
    found = result(item(), account_type=account, closure_type=closure)
    assert (found.applies, found.verdict, found.required) == (True, "미충족", 5_400_000)


@pytest.mark.parametrize(("account", "closure"), EXEMPT)
def test_where_a_clause_asks_for_no_proof(account: str, closure: str) -> None:
    found = result(item(), account_type=account, closure_type=closure)
    assert (found.applies, found.verdict) == (False, "해당없음")
    assert (found.required, found.shortfall, found.coverage) == (0, 0, None)
    # The items are judged all the same.
    assert (found.items[0].decision, found.accepted_total) == ("accepted", 2_400_000)


@pytest.mark.parametrize(("account", "closure"), NO_RULE)
def test_where_the_sources_hold_no_rule(account: str, closure: str) -> None:
    found = result(item(), account_type=account, closure_type=closure)
    assert (found.applies, found.verdict) == (None, "규정없음")
    assert (found.required, found.shortfall, found.coverage) == (0, 0, None)
    assert (found.items[0].decision, found.accepted_total) == ("accepted", 2_400_000)


@pytest.mark.parametrize(("account", "closure"), [*ASKED, *EXEMPT, *NO_RULE])
@pytest.mark.parametrize("amounts", [(), (0,), (0, 0)])
def test_without_support_there_is_nothing_to_prove(
    account: str, closure: str, amounts: tuple[int, ...]
) -> None:
    # 해당없음 is asked before 규정없음.
    found = result(item(), account_type=account, closure_type=closure, supports=supports(*amounts))
    assert (found.applies, found.verdict, found.coverage) == (False, "해당없음", None)


@pytest.mark.parametrize(("account", "closure"), NO_RULE)
def test_a_setting_turns_the_rule_on_where_the_sources_are_silent(account: str, closure: str) -> None:
    given = half_rule("2025")
    assert given.turned_on == frozenset()
    proof = UsageProof.model_validate(
        proof_data(item(amount=5_400_000), account_type=account, closure_type=closure)
    )
    turned_on = HalfRule(given.asked, given.exempt, frozenset({(closure, account)}))
    found = evaluate(proof, rule=turned_on)
    assert (found.applies, found.verdict, found.required) == (True, "충족", 5_400_000)


def test_a_plan_never_changes_the_verdict() -> None:
    plan = {"payout_requirements_met": True, "signed_on": "2025-02-03"}
    without, within = result(item()), result(item(), fulfilment_plan=plan, payment_confirmed=True)
    assert without == within


def test_a_case_of_an_edition_without_a_rule_of_its_own_follows_the_nearest() -> None:
    assert half_rule("2024") == half_rule("2025") == half_rule("2031")
    proof = UsageProof.model_validate(proof_data(item(amount=5_400_000)))
    assert evaluate(proof, edition="2024").verdict == "충족"
