"""What amounts come to is not held to the limit of one amount."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from forms import check_case
from forms.fields import WON_LIMIT
from forms.registry import form_named
from generator.document import bound_forms
from tests.reading import bound_text, sample


def amounts(node: Any) -> Iterator[dict[str, Any]]:
    """The records of a form that hold an amount of money."""
    if isinstance(node, dict):
        if "amount" in node and "name" in node:
            yield node
        for value in node.values():
            yield from amounts(value)
    elif isinstance(node, list):
        for value in node:
            yield from amounts(value)


# 10^12 won each: two parts of the support or debts make twice as much.
@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("asset_sheet", "총부채2,000,000,000,000"),
        ("budget_sheet", "총수입2,000,000,000,000"),
        # With 1,400,000 of own deposits and 21,300 of interest.
        ("payout_request", "2,000,001,421,300"),
        ("usage_proof", "2,000,000,000,000"),
    ],
)
def test_a_sum_of_the_largest_amounts_is_printed(form: str, printed: str) -> None:
    raw = sample(form)
    for record in amounts(raw["forms"][form]):
        record["amount"] = WON_LIMIT
    case = check_case(raw).case
    assert case is not None
    assert printed in bound_text(bound_forms(case, form_named(form), "masked")[0])


def test_the_plan_prints_the_support_of_the_proof_whole() -> None:
    raw = sample("fulfilment_plan")
    proof = raw["forms"]["usage_proof"]
    proof["supports"] = [{"name": f"지원금 {number}", "amount": WON_LIMIT} for number in (1, 2)]
    proof["payment_confirmed"] = None
    case = check_case(raw).case
    assert case is not None
    text = bound_text(bound_forms(case, form_named("fulfilment_plan"), "masked")[0])
    # Half of twice 10^12.
    assert "지원액2,000,000,000,000지원금의50%1,000,000,000,000" in text
