"""The fields of a proof of use: what is required, limits, and what contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest

from forms.savings.proof import EvidenceItem, UsageProof
from tests.changing import drop, findings, put
from tests.forms.savings.proofs import HOLDER, PARTIAL, case_data, item, proof_data, review

AT = "forms/usage_proof"


@pytest.fixture
def case() -> dict[str, Any]:
    return case_data(proof_data(item()))


def errors(case: dict[str, Any]) -> list[tuple[str, str]]:
    """Field errors as (rule, path below the form)."""
    return [
        (finding.rule, finding.path.removeprefix("/forms/usage_proof/"))
        for finding in findings(case)
        if finding.severity == "error"
    ]


def test_the_contracts_shape_is_accepted() -> None:
    everything = {
        **item(amount=2_400_000),
        "countable_amount": None,
        "document_no": None,
        "kinship_degree": None,
        "cash_without_third_party": False,
        "housing_loan": None,
        "file": None,
        "review": None,
        "note": None,
    }
    proof = proof_data(
        everything,
        membership_started_on=None,
        membership_ended_on=None,
        payment_confirmed=False,
        payment_confirmed_on=None,
        fulfilment_plan=None,
    )
    assert errors(case_data(proof)) == []


def test_required_keys_are_the_contracts() -> None:
    required = {name for name, field in UsageProof.model_fields.items() if field.is_required()}
    assert required == {
        "account_type",
        "closure_type",
        "account_opened_on",
        "closure_applied_on",
        "own_deposits",
        "interest",
        "supports",
        "members",
        "evidence",
    }
    required = {name for name, field in EvidenceItem.model_fields.items() if field.is_required()}
    assert required == {
        "id",
        "category",
        "item",
        "documents",
        "dated_on",
        "user",
        "payee",
        "amount",
    }


@pytest.mark.parametrize(
    "key", [name for name, field in UsageProof.model_fields.items() if field.is_required()]
)
def test_a_required_key_that_is_missing(case: dict[str, Any], key: str) -> None:
    assert ("FIELD-MISSING", key) in errors(drop(case, f"{AT}/{key}"))


@pytest.mark.parametrize(
    "key", [name for name, field in EvidenceItem.model_fields.items() if field.is_required()]
)
def test_a_required_key_of_an_item_that_is_missing(case: dict[str, Any], key: str) -> None:
    assert ("FIELD-MISSING", f"evidence/0/{key}") in errors(drop(case, f"{AT}/evidence/0/{key}"))


def test_lists_may_be_empty_and_amounts_nothing() -> None:
    proof = proof_data(own_deposits=0, interest=0, supports=[{"name": "근로소득장려금", "amount": 0}])
    assert errors(case_data(proof)) == []
    assert errors(case_data(proof_data(supports=[]))) == []
    assert errors(case_data(proof_data(item(documents=[])))) == []


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("evidence/0/amount", 0, "FIELD-RANGE"),
        ("evidence/0/amount", 1, None),
        ("evidence/0/amount", 10_000_000_000, None),
        ("evidence/0/amount", 10_000_000_001, "FIELD-RANGE"),
        ("evidence/0/amount", -1, "FIELD-RANGE"),
        ("evidence/0/amount", 1.0, "FIELD-TYPE"),
        ("evidence/0/amount", "1", "FIELD-TYPE"),
        ("evidence/0/amount", True, "FIELD-TYPE"),
        ("own_deposits", 10**12, None),
        ("own_deposits", 10**12 + 1, "FIELD-RANGE"),
        ("own_deposits", -1, "FIELD-RANGE"),
        ("interest", 10**12 + 1, "FIELD-RANGE"),
        ("supports/0/amount", 10**12, None),
        ("supports/0/amount", 10**12 + 1, "FIELD-RANGE"),
        ("evidence/0/countable_amount", 2_400_000, None),
        ("evidence/0/countable_amount", 0, None),
        ("evidence/0/countable_amount", 2_400_001, "FIELD-OVER-AMOUNT"),
        ("evidence/0/item", "월 세", "FIELD-CODE"),
        ("evidence/0/item", "등록금", "FIELD-ITEM-CATEGORY"),
        ("evidence/0/category", "교육", "FIELD-CODE"),
        ("evidence/0/documents/0", "계약서", "FIELD-CODE"),
        ("evidence/0/dated_on", "2024-02-30", "FIELD-DATE"),
        ("evidence/0/housing_loan", "예", "FIELD-TYPE"),
        ("evidence/0/kinship_degree", -1, "FIELD-RANGE"),
        ("account_type", "희망키움통장", "FIELD-CODE"),
        ("closure_type", "해지", "FIELD-CODE"),
        ("closure_applied_on", "2022-01-10", None),
        ("closure_applied_on", "2022-01-09", "FIELD-DATE-ORDER"),
        ("payment_confirmed", "Y", "FIELD-TYPE"),
    ],
)
def test_limits(case: dict[str, Any], path: str, value: object, rule: str | None) -> None:
    assert errors(put(case, f"{AT}/{path}", value)) == ([] if rule is None else [(rule, path)])


def test_an_item_of_another_category_names_those_that_fit(case: dict[str, Any]) -> None:
    (finding,) = findings(put(case, f"{AT}/evidence/0/item", "등록금"), "FIELD-ITEM-CATEGORY")
    assert "월세" in finding.message
    assert finding.label == "사용용도 증빙서류 1번 사용용도 항목"


def test_equal_names_among_members(case: dict[str, Any]) -> None:
    put(case, f"{AT}/members", [HOLDER, {"name": "나래"}, {"name": "가람"}])
    assert errors(case) == [("FIELD-SAME-NAME", "members/2/name")]
    put(case, f"{AT}/members", [HOLDER, {"name": "나래"}, {"name": "가 람"}])
    assert errors(case) == [("FIELD-SAME-NAME", "members/2/name")]


def test_equal_numbers_of_items(case: dict[str, Any]) -> None:
    put(case, f"{AT}/evidence", [item(id="ㄱ"), item(id="ㄴ"), item(id="ㄱ")])
    assert errors(case) == [("FIELD-SAME-ID", "evidence/2/id")]


def test_membership_in_order(case: dict[str, Any]) -> None:
    put(case, f"{AT}/membership_started_on", "2024-01-02")
    assert errors(put(case, f"{AT}/membership_ended_on", "2024-01-02")) == []
    assert errors(put(case, f"{AT}/membership_ended_on", "2024-01-01")) == [
        ("FIELD-DATE-ORDER", "membership_ended_on")
    ]


@pytest.mark.parametrize("key", ["decision", "decided_by", "decided_on", "basis"])
def test_a_review_needs_who_when_and_why(case: dict[str, Any], key: str) -> None:
    put(case, f"{AT}/evidence/0/review", drop(review(), key))
    assert errors(case) == [("FIELD-MISSING", f"evidence/0/review/{key}")]


def test_a_review_decides_one_way_or_the_other(case: dict[str, Any]) -> None:
    put(case, f"{AT}/evidence/0/review", review("review"))
    assert errors(case) == [("FIELD-CODE", "evidence/0/review/decision")]


def test_a_review_counts_at_most_the_amount(case: dict[str, Any]) -> None:
    put(case, f"{AT}/evidence/0/review", review(countable_amount=2_400_001))
    assert errors(case) == [("FIELD-OVER-AMOUNT", "evidence/0/review/countable_amount")]
    assert errors(put(case, f"{AT}/evidence/0/review/countable_amount", 2_400_000)) == []


@pytest.mark.parametrize("name", PARTIAL)
def test_an_accepting_review_of_a_partial_item_says_how_much(name: str) -> None:
    at = "evidence/0/review/countable_amount"

    def found(own: int | None, decision: str, **values: Any) -> list[tuple[str, str]]:
        settled = item(name, countable_amount=own, review=review(decision, **values))
        return errors(case_data(proof_data(settled)))

    assert found(None, "accepted") == [("FIELD-COUNTABLE-AMOUNT", at)]
    assert found(None, "accepted", countable_amount=1) == []
    assert found(1, "accepted") == []
    assert found(None, "rejected") == []


def test_other_items_need_no_countable_amount_in_a_review() -> None:
    assert errors(case_data(proof_data(item("등록금", review=review())))) == []


def test_a_planned_use_belongs_to_its_category(case: dict[str, Any]) -> None:
    use = {"category": "사업의 창업", "item": "월세", "amount": 1}
    put(case, f"{AT}/fulfilment_plan", {"planned_uses": [use]})
    assert errors(case) == [("FIELD-ITEM-CATEGORY", "fulfilment_plan/planned_uses/0/item")]


def test_unknown_keys_are_errors_with_the_nearest(case: dict[str, Any]) -> None:
    (finding,) = findings(put(case, f"{AT}/evidence/0/amounts", 1), "FIELD-UNKNOWN")
    assert "'amount'" in finding.message


def test_long_notes_and_grounds_are_held(case: dict[str, Any]) -> None:
    put(case, f"{AT}/evidence/0/note", "가" * 10_000)
    put(case, f"{AT}/evidence/0/review", review(basis="나" * 10_000))
    assert errors(case) == []
