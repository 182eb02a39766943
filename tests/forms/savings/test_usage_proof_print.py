"""The printed checklist: the base, decisions with their clauses, the bar, the verdict."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from forms.savings.proof import UsageProof
from forms.savings.usage_proof import UsageProofPrinted, printed
from generator.document import bound_forms
from tests.forms.savings.proofs import case_data, item, proof_data, review, supports
from tests.reading import bound_text, squeeze


def paper(*evidence: dict[str, Any], **values: Any) -> str:
    """The text of the printed form, without white space."""
    case = check_case(case_data(proof_data(*evidence, **values))).case
    assert case is not None
    (bound,) = bound_forms(case, form_named("usage_proof"), "masked")
    return bound_text(bound)


def shown(*evidence: dict[str, Any], **values: Any) -> UsageProofPrinted:
    case = check_case(case_data(proof_data(*evidence, **values))).case
    assert case is not None
    (proof,) = case.all_of(UsageProof)
    return printed(proof, case)


def bar(view: UsageProofPrinted) -> str:
    return "".join(view.bar[f"c{number}"] for number in range(1, 21))


def test_the_base_and_what_is_saved() -> None:
    # W1, W2, W3 of the digest: 36 months of 100,000 and 300,000.
    view = shown(own_deposits=3_600_000, interest=0, supports=supports(36 * 300_000))
    assert (view.saved_total, view.own_and_interest, view.support_total, view.half) == (
        14_400_000,
        3_600_000,
        10_800_000,
        5_400_000,
    )


@pytest.mark.parametrize(
    ("accepted", "waiting", "cells"),
    [
        (5_400_000, 0, "■" * 10 + "□" * 10),
        (5_399_999, 0, "■" * 9 + "□" * 11),
        (5_399_999, 1, "■" * 9 + "▣" + "□" * 10),
        (0, 540_000, "▣" + "□" * 19),
        (0, 539_999, "□" * 20),
        (10_800_000, 9, "■" * 20),
        (30_000_000, 0, "■" * 20),
    ],
)
def test_the_bar_is_cut_to_twentieths(accepted: int, waiting: int, cells: str) -> None:
    evidence = [item(amount=accepted)] if accepted else []
    evidence += [item("기타", amount=waiting)] if waiting else []
    assert bar(shown(*evidence)) == cells


def test_the_figures_beside_the_bar() -> None:
    assert squeeze("인정금액 5,399,999원 ÷ 지원액 10,800,000원 = 49.99%") in paper(item(amount=5_399_999))


def test_each_decision_stands_with_its_clause() -> None:
    text = paper(
        item(amount=2_400_000),
        item("의료비", documents=["진단서", "간이영수증"], amount=10),
        item("교재비", amount=20),
    )
    for words in (
        "■인정□불인정□검토AB-HO-1",
        "□인정■불인정□검토AB-EV-04",
        "□인정□불인정■검토AB-ED-0",
        "■미충족",
    ):
        assert words in text


def test_a_persons_decision_names_who_when_and_why() -> None:
    text = paper(item("교재비", review=review("accepted", basis="영수증 원본과 같음")))
    assert squeeze("AB-REVIEW 나래 님이 2025-02-10에 인정으로 결정했습니다.") in text
    assert squeeze("나래 2025-02-10 근거 영수증 원본과 같음") in text


def test_a_decision_without_effect_is_marked() -> None:
    assert "반영안함" in paper(item(review=review("rejected")))
    assert "반영안함" not in paper(item("교재비", review=review("rejected")))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"account_type": "희망저축계좌Ⅰ"}, "출처에 없습니다. 담당자가 판단합니다."),
        ({"closure_type": "환수해지"}, "내지 않아도 되는 해지"),
    ],
)
def test_where_half_is_not_asked_for_the_paper_says_so(values: dict[str, Any], words: str) -> None:
    view = shown(item(), **values)
    assert (view.half, view.coverage_figures, bar(view)) == (None, None, "□" * 20)
    assert squeeze(words) in paper(item(), **values)


def test_the_plan_and_the_confirmation() -> None:
    plan = {
        "missing_papers": ["수강 확인서", "이체확인증"],
        "planned_uses": [{"category": "주택구입 및 임대", "item": "월세", "amount": 1_234_567}],
        "due_on": "2025-03-31",
        "signed_on": "2025-02-03",
        "payout_requirements_met": True,
    }
    text = paper(
        fulfilment_plan=plan,
        payment_confirmed=True,
        payment_confirmed_on="2025-02-12",
        household_checked_by=["지자체 협조요청"],
    )
    for words in (
        "지급요건 충족■ 예",
        "2025년 3월 31일",
        "수강 확인서이체확인증",
        "주택구입 및 임대월세1,234,567",
        "지급확정(Y)■ 예□ 아니오지급확정일2025-02-12",
        "□ 세대별 주민등록표■ 지자체 협조요청",
    ):
        assert squeeze(words) in text
