"""What ``check`` says of a proof of use: results are no faults, payment without proof is."""

from __future__ import annotations

from typing import Any

import pytest

from forms import Finding
from tests.changing import findings
from tests.forms.savings.proofs import case_data, item, proof_data, review, supports
from tests.reading import sample

PLAN = {"payout_requirements_met": True, "signed_on": "2025-02-03"}
ENOUGH = item(amount=5_400_000)
WAITING = item("기타", amount=5_400_000)


def found(*evidence: dict[str, Any], **values: Any) -> list[Finding]:
    # What is not entered of the account's keeping is told apart.
    told = findings(case_data(proof_data(*evidence, **values)))
    return [finding for finding in told if finding.rule != "NOT-JUDGED"]


def of_severity(all_findings: list[Finding], severity: str) -> list[str]:
    return [finding.rule for finding in all_findings if finding.severity == severity]


def test_a_proof_that_holds_has_no_finding() -> None:
    assert found(ENOUGH) == []


def test_the_sample_shows_all_three_decisions_and_no_error() -> None:
    assert {finding.severity.value for finding in findings(sample("usage_proof"))} == {"info"}


def test_a_rejected_item_is_information_with_its_clause() -> None:
    (finding,) = found(ENOUGH, item("월세", documents=["임대차계약서"], amount=1))
    assert (finding.rule, finding.severity, finding.path) == (
        "AB-HO-1",
        "info",
        "/forms/usage_proof/evidence/1",
    )
    assert finding.label == "사용용도 증빙서류 2번"
    assert "불인정" in finding.message
    assert "이체확인증" in finding.message
    assert finding.source == "자산형성지원사업 사례관리, 사용용도 증빙서류 예시① 주택구입 및 임대"


def test_each_rejected_or_open_item_is_one_finding() -> None:
    late = item(dated_on="2021-01-01", user="나래", documents=[])
    rest = found(ENOUGH, late, item("등록금", payee="△△대학교"))
    assert of_severity(rest, "info") == ["AB-EV-03", "AB-ED-0"]
    assert "AB-EV-06" in rest[0].message


def test_our_own_checks_are_marked_as_ours() -> None:
    (finding,) = found(ENOUGH, item("등록금"))
    assert finding.source is not None
    assert finding.source.startswith("서식 점검 규칙(자체)")


def test_what_a_person_accepted_is_no_finding() -> None:
    assert found(item("등록금", amount=5_400_000, review=review())) == []
    refused = item("등록금", amount=1, review=review("rejected"))
    assert of_severity(found(ENOUGH, refused), "info") == ["AB-ED-0"]


def test_a_decision_without_effect_is_told() -> None:
    (finding,) = found({**ENOUGH, "review": review("rejected")})
    assert (finding.rule, finding.severity) == ("OWN-REVIEW-UNUSED", "info")
    assert finding.path == "/forms/usage_proof/evidence/0/review"


@pytest.mark.parametrize("evidence", [[], [WAITING], [item(amount=5_399_999)]])
def test_a_verdict_short_of_half_is_one_warning(evidence: list[dict[str, Any]]) -> None:
    short = found(*evidence)
    assert of_severity(short, "warning") == ["AB-EV-02"]
    assert of_severity(short, "error") == []


def test_no_rule_is_one_warning_of_ours() -> None:
    silent = found(item(amount=1), account_type="희망저축계좌Ⅰ", payment_confirmed=True)
    assert of_severity(silent, "warning") == ["OWN-EVIDENCE-NO-RULE"]
    # 지급확정 may be set: a person decides.
    assert of_severity(silent, "error") == []
    assert [finding.must for finding in silent] == [False]


@pytest.mark.parametrize(
    "values",
    [
        {"closure_type": "환수해지"},
        {"supports": []},
        {"account_type": "희망키움통장Ⅰ", "closure_type": "일부지급해지"},
    ],
)
def test_where_no_proof_is_asked_for_there_is_no_warning(values: dict[str, Any]) -> None:
    assert found(payment_confirmed=True, **values) == []


@pytest.mark.parametrize("evidence", [[], [WAITING]])
@pytest.mark.parametrize(
    "plan",
    [
        None,
        {"payout_requirements_met": True},
        {"signed_on": "2025-02-03"},
        {"signed_on": "2025-02-03", "payout_requirements_met": False},
    ],
)
def test_ab_ip_1_payment_confirmed_without_proof_or_plan(
    evidence: list[dict[str, Any]], plan: dict[str, Any] | None
) -> None:
    paid = found(*evidence, payment_confirmed=True, fulfilment_plan=plan)
    assert [(f.rule, f.path) for f in paid if f.severity == "error"] == [
        ("AB-IP-1", "/forms/usage_proof/payment_confirmed")
    ]
    assert of_severity(paid, "warning") == ["AB-EV-02"]


@pytest.mark.parametrize("evidence", [[], [WAITING]])
def test_ab_ip_1_a_signed_plan_allows_payment(evidence: list[dict[str, Any]]) -> None:
    paid = found(*evidence, payment_confirmed=True, fulfilment_plan=PLAN)
    assert of_severity(paid, "error") == []
    assert of_severity(paid, "warning") == ["AB-EV-02"]


def test_payment_confirmed_with_proof() -> None:
    assert found(ENOUGH, payment_confirmed=True) == []


def test_ab_ip_1_no_plan_without_the_payout_requirements() -> None:
    plan = {**PLAN, "payout_requirements_met": False}
    (finding,) = found(ENOUGH, fulfilment_plan=plan)
    assert (finding.rule, finding.severity) == ("AB-IP-1", "warning")
    assert found(ENOUGH, fulfilment_plan=PLAN) == []


def test_ab_ip_2_the_matching_account_without_a_plan() -> None:
    (finding,) = found(ENOUGH, private_matching_processed=False)
    assert (finding.rule, finding.severity) == ("AB-IP-2", "warning")
    assert found(ENOUGH, private_matching_processed=False, fulfilment_plan=PLAN) == []
    assert found(ENOUGH, private_matching_processed=True) == []
    assert found(ENOUGH) == []


@pytest.mark.parametrize("account", ["희망키움통장Ⅰ", "청년희망키움통장"])
def test_ab_ac_2_incentives_in_thousands(account: str) -> None:
    # E-06: divisible by a thousand under every reading of the rounding rule.
    odd = [{"name": "근로소득장려금", "amount": 10_800_001}]
    (finding,) = found(item(amount=5_400_001), account_type=account, supports=odd)
    assert (finding.rule, finding.severity, finding.path) == (
        "AB-AC-2",
        "warning",
        "/forms/usage_proof/supports/0/amount",
    )
    assert found(item(amount=5_400_001), supports=odd) == []
    assert found(item(amount=1), account_type=account, supports=supports(1)) == []
