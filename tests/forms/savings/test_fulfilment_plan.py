"""이행계획서 as a form of its own: what it takes from the proof of use, and what it decides."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.registry import form_named
from generator.document import bound_forms
from tests.changing import findings
from tests.reading import bound_text, sample, squeeze


def text(case: dict[str, Any]) -> str:
    filled = check_case(case).case
    assert filled is not None
    (bound,) = bound_forms(filled, form_named("fulfilment_plan"), "masked")
    return bound_text(bound)


def with_record(form: dict[str, Any] | None = None, **record: Any) -> dict[str, Any]:
    """A proof of use that falls short, with a plan of its own and, where given, the form beside it."""
    case = sample("usage_proof")
    case["forms"]["usage_proof"]["evidence"] = []
    case["forms"]["usage_proof"]["fulfilment_plan"] |= record
    if form is not None:
        case["forms"]["fulfilment_plan"] = form
    return case


def test_an_empty_form_prints_what_the_proof_of_use_holds() -> None:
    # {} reads as held: a form given as one object.
    shown = text(with_record({}))
    assert squeeze("미비 증빙서류 기술훈련비 수강 확인서정든솔 님의 보장가구원 확인(지자체 회신)") in shown
    assert squeeze("주택구입 및 임대 임대보증금 3,000,000") in shown
    assert squeeze("제출 예정일 2025-03-31 서명일 2025-02-03 가입자 서명 : 나보람") in shown


def test_the_proof_of_use_stands_beside_it() -> None:
    # Support of 7,200,000: half is 3,600,000, 2,960,000 are accepted and 640,000 are missing.
    shown = text(sample("fulfilment_plan"))
    assert squeeze("지원액 7,200,000 지원금의 50% 3,600,000 인정금액 2,960,000 부족금액 640,000") in shown


def test_without_a_proof_of_use_nothing_stands_beside_it() -> None:
    case = sample("fulfilment_plan")
    del case["forms"]["usage_proof"]
    assert squeeze("지원액 지원금의 50% 인정금액 부족금액 미비") in text(case)


def test_own_values_win_and_a_difference_is_told() -> None:
    case = with_record({"due_on": "2025-04-30"})
    assert squeeze("제출 예정일 2025-04-30") in text(case)
    assert [f.path for f in findings(case, "CASE-DIFFERENCE")] == ["/forms/fulfilment_plan/due_on"]


@pytest.mark.parametrize(
    ("form", "record", "said"),
    [
        # Without the form, as ever.
        (None, {}, []),
        (None, {"payout_requirements_met": False}, [("usage_proof", "error")]),
        # The form over the record.
        ({"payout_requirements_met": True}, {"payout_requirements_met": False}, []),
        ({"payout_requirements_met": False}, {}, [("usage_proof", "error")]),
        ({"signed_on": "2025-02-04"}, {"signed_on": None}, []),
        ({}, {"signed_on": None}, [("usage_proof", "error")]),
    ],
)
def test_ab_ip_1_payment_follows_the_form_where_it_is_held(
    form: dict[str, Any] | None, record: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    found = findings(with_record(form, **record), "AB-IP-1")
    assert [(f.form, f.severity) for f in found] == said


@pytest.mark.parametrize(
    ("form", "record", "said"),
    [
        ({}, {"payout_requirements_met": False}, ["usage_proof"]),
        ({"payout_requirements_met": False}, {"payout_requirements_met": False}, ["usage_proof"]),
        ({"payout_requirements_met": False}, {"payout_requirements_met": None}, ["fulfilment_plan"]),
        ({"payout_requirements_met": False}, {}, ["fulfilment_plan"]),
        ({"payout_requirements_met": True}, {"payout_requirements_met": False}, []),
    ],
)
def test_ab_ip_1_a_plan_that_may_not_be_used_is_told_once(
    form: dict[str, Any], record: dict[str, Any], said: list[str]
) -> None:
    case = with_record(form, **record)
    case["forms"]["usage_proof"] |= {"payment_confirmed": None, "payment_confirmed_on": None}
    assert [f.form for f in findings(case, "AB-IP-1")] == said


def test_a_form_is_a_plan_for_the_matching_account_too() -> None:
    case = sample("usage_proof")
    case["forms"]["usage_proof"] |= {"fulfilment_plan": None, "private_matching_processed": False}
    assert len(findings(case, "AB-IP-2")) == 1
    case["forms"]["fulfilment_plan"] = {"payout_requirements_met": True, "signed_on": "2025-02-03"}
    assert findings(case, "AB-IP-2") == []
