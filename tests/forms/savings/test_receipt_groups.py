"""Groups of receipts that are alike: the likenesses of DUP-1 to DUP-3, over any number of cases."""

from __future__ import annotations

from typing import Any

from forms.savings.evidence import claims_of
from forms.savings.proof import UsageProof
from forms.savings.receipt_groups import ReceiptGroups
from tests.forms.savings.proofs import item, proof_data


def groups(*cases: list[dict[str, Any]]) -> list[list[tuple[int, int]]]:
    made = ReceiptGroups()
    for number, items in enumerate(cases, 1):
        made.add(number, claims_of(UsageProof.model_validate(proof_data(*items))))
    return [list(group) for group in made.groups()]


def test_one_number_of_one_payee_in_two_cases() -> None:
    assert groups([item(document_no="가-77")], [item(document_no="가77")]) == [[(1, 0), (2, 0)]]
    assert groups([item(document_no="가-77")], [item(document_no="가-77", payee="다른 곳")]) == []


def test_of_two_numbers_only_the_number_tells() -> None:
    """Equal day, payee, amount and user, but two numbers: two receipts. One without a number joins both."""
    apart = [item(document_no="1")], [item(document_no="2")]
    assert groups(*apart) == []
    assert groups(*apart, [item()]) == [[(1, 0), (2, 0), (3, 0)]]


def test_within_one_case_and_in_the_order_of_the_cases() -> None:
    two = [item(document_no="5", payee="나"), item(document_no="5", payee="나")]
    assert groups([item()], two, [item()]) == [[(1, 0), (3, 0)], [(2, 0), (2, 1)]]


def test_what_a_clause_rejects_is_in_no_group() -> None:
    assert groups([item()], [item(documents=["간이영수증"])]) == []
