"""Every item word and every clause of the proof of use, each with a case for every outcome it allows.

The words are the contract's, the clauses those of 자산형성지원사업 사례관리 (AB-EV, AB-HO, AB-OT, AB-NO,
AB-IP). A word or clause that has no case here fails.
"""

from __future__ import annotations

from typing import Any, get_args

import pytest

from forms import Severity, all_rules, check_case
from forms.clause import ids_in
from forms.savings.papers import items_of
from forms.savings.terms import Category
from tests.forms.savings.proofs import (
    EXCLUDED,
    LISTED,
    UNLISTED,
    case_data,
    item,
    member,
    proof_data,
    result,
    review,
    rules_of,
    supports,
)

WORDS = {
    "주택구입 및 임대": "자가구입 · 임대보증금 · 월세 · 주택대출금 및 이자 상환 · 주택건축 · 주택 유지보수 · 기숙사비"
    " · 주거안정 월세 대출 상환",
    "본인·자녀의 고등교육·기술훈련": "등록금 · 교재비 · 기술훈련비 · 사설학원비 · 개인과외 · 어학연수비용"
    " · 워킹홀리데이 비용 · 기타 교육",
    "사업의 창업": "점포 임대 · 설비·물품 구입 · 기타 창업 · 자활기업 창업자금 등으로 구매 · 택시면허 거래"
    " · 유흥주점·사행성 산업 창업",
    "그밖의 자립자활에 필요한 용도": "의료비 · 미용목적 의료비 · 양·한약 조제비 · 안경구입비 · 사회보험 본인부담금"
    " · ISA·적금 가입 · 가구원 돌봄(요양원·재가요양) · 가구원 돌봄(어린이집) · 결혼자금 · 혼수 예단 · 장례비용 · 기타",
}


def test_the_words_are_those_of_the_contract() -> None:
    assert set(WORDS) == set(get_args(Category))
    for category, words in WORDS.items():
        assert items_of(category) == tuple(words.split(" · "))


@pytest.mark.parametrize("word", [word for words in WORDS.values() for word in words.split(" · ")])
def test_every_item_word_meets_each_outcome_it_allows(word: str) -> None:
    late = {"dated_on": "2025-02-04"}
    if word in EXCLUDED:
        (_, clause) = EXCLUDED[word]
        wanted = [(item(word), "rejected", clause), (item(word, review=review()), "rejected", clause)]
    elif word in UNLISTED:
        wanted = [
            (item(word, review=review()), "accepted", "AB-REVIEW"),
            (item(word), "review", clause_of_no_list(word)),
            (item(word, **late), "rejected", "AB-EV-05"),
        ]
    else:
        (_, papers, clause) = LISTED[word]
        wanted = [
            (item(word), "accepted", clause),
            (item(word, documents=[*papers[1:], "기타 입증서류"]), "review", "AB-EV-03"),
            (item(word, documents=papers[1:]), "rejected", clause),
            (item(word, **late), "rejected", "AB-EV-05"),
        ]
    for entry, decision, rule in wanted:
        (one,) = result(entry).items
        assert one.decision == decision, entry
        assert rule in rules_of(one)


def clause_of_no_list(word: str) -> str:
    return {"본": "AB-ED-0", "사": "AB-BZ-0", "그": "AB-OT-0"}[UNLISTED[word][0]]


# Clauses on one item: (outcome, the item, what else the proof says). Where the digest splits a clause
# in letters, a letter that only defines or routes is shown by the clause that decides with it.

Example = tuple[str, dict[str, Any], dict[str, Any]]
HK1 = {"account_type": "희망키움통장Ⅰ"}
GONE = {"current_member": False, "member_during_account": False, "contributed_to_incentive": False}


def household(**flags: bool | None) -> dict[str, Any]:
    return {"members": [member(**flags)]}


ITEM_CLAUSES: dict[str, list[Example]] = {
    "AB-EV-03": [
        ("accepted", item("월세"), {}),
        ("review", item("월세", documents=["임대차계약서", "기타 입증서류"]), {}),
        ("rejected", item("월세", documents=[]), {}),
    ],
    "AB-EV-04": [
        ("accepted", item("월세", documents=["임대차계약서", "이체확인증", "간이영수증"]), {}),
        ("rejected", item("안경구입비", documents=["간이영수증"]), {}),
        ("rejected", item("장례비용", documents=["개인간확인증"]), {}),
    ],
    "AB-EV-05": [
        ("accepted", item(dated_on="2022-01-10"), {}),
        ("accepted", item(dated_on="2025-02-03"), {}),
        ("rejected", item(dated_on="2022-01-09"), {}),
        ("rejected", item(dated_on="2025-02-04"), {}),
    ],
    "AB-EV-06": [("accepted", item(), {}), ("rejected", item(user="나래"), {})],
    "AB-EV-06a": [
        ("accepted", item(), {**HK1, **household(current_member=False, contributed_to_incentive=True)}),
        ("rejected", item(), {**HK1, **household(**{**GONE, "member_during_account": True})}),
    ],
    "AB-EV-06b": [
        ("accepted", item(), household(current_member=False, member_during_account=True)),
        ("rejected", item(), household(**GONE)),
    ],
    "AB-EV-06c": [
        ("accepted", item(), {"account_type": "청년희망키움통장", **household(member_during_account=True)}),
        ("rejected", item(), {"account_type": "청년희망키움통장", **household(**GONE)}),
    ],
    "AB-EV-06e": [("accepted", item(), {}), ("review", item(), household())],
    "AB-HO-1": [
        *(("accepted", item(name), {}) for name in ("자가구입", "임대보증금", "월세")),
        ("rejected", item("월세", documents=["임대차계약서"]), {}),
        ("rejected", item("자가구입", documents=["임대차계약서", "이체확인증"]), {}),
    ],
    "AB-HO-2": [
        ("accepted", item("주택대출금 및 이자 상환"), {}),
        ("review", item("주택대출금 및 이자 상환", housing_loan=None), {}),
        ("rejected", item("주택대출금 및 이자 상환", housing_loan=False), {}),
    ],
    "AB-HO-3": [
        ("accepted", item("주택건축"), {}),
        ("accepted", item("주택 유지보수"), {}),
        ("rejected", item("주택건축", documents=["견적서"]), {}),
        ("rejected", item("주택 유지보수", documents=["영수증"]), {}),
    ],
    "AB-HO-4": [
        ("accepted", item("기숙사비"), {}),
        ("review", item("기숙사비", countable_amount=None), {}),
        ("rejected", item("기숙사비", documents=["견적서"]), {}),
    ],
    "AB-HO-5": [
        ("accepted", item("주거안정 월세 대출 상환"), {}),
        ("rejected", item("주거안정 월세 대출 상환", documents=["견적서"]), {}),
    ],
    "AB-OT-1": [("accepted", item("의료비"), {}), ("rejected", item("의료비", documents=["영수증"]), {})],
    "AB-OT-2": [
        ("accepted", item("양·한약 조제비"), {}),
        ("rejected", item("양·한약 조제비", documents=["영수증"]), {}),
    ],
    "AB-OT-3": [
        ("accepted", item("안경구입비"), {}),
        ("rejected", item("안경구입비", documents=["소견서"]), {}),
    ],
    "AB-OT-4": [
        ("accepted", item("사회보험 본인부담금"), {}),
        ("review", item("사회보험 본인부담금", countable_amount=None), {}),
        ("rejected", item("사회보험 본인부담금", documents=["영수증"]), {}),
    ],
    "AB-OT-5": [
        ("accepted", item("ISA·적금 가입"), {}),
        ("rejected", item("ISA·적금 가입", documents=["소견서"]), {}),
    ],
    "AB-OT-6": [
        ("accepted", item("가구원 돌봄(요양원·재가요양)"), {}),
        ("accepted", item("가구원 돌봄(어린이집)"), {}),
        ("review", item("가구원 돌봄(어린이집)", countable_amount=None), {}),
        ("rejected", item("가구원 돌봄(요양원·재가요양)", documents=["소견서"]), {}),
    ],
    "AB-OT-7": [
        ("accepted", item("결혼자금"), {}),
        ("accepted", item("장례비용"), {}),
        ("rejected", item("결혼자금", documents=["견적서"]), {}),
    ],
    "AB-NO-1": [
        ("accepted", item("임대보증금", cash_without_third_party=False), {}),
        ("rejected", item("임대보증금", cash_without_third_party=True), {}),
    ],
    # 형제간(2촌) 주택거래는 가능
    "AB-NO-2": [
        ("accepted", item("자가구입", kinship_degree=2), {}),
        ("rejected", item("자가구입", kinship_degree=1), {}),
    ],
    "AB-NO-3": [("rejected", item("개인과외"), {})],
    "AB-NO-4": [
        ("review", item("사설학원비", documents=["영수증"]), {}),
        ("rejected", item("사설학원비", documents=["간이영수증"]), {}),
        ("rejected", item("어학연수비용"), {}),
    ],
    "AB-NO-5": [("rejected", item("워킹홀리데이 비용"), {})],
    "AB-NO-6": [("rejected", item("자활기업 창업자금 등으로 구매"), {})],
    "AB-NO-7": [("rejected", item("택시면허 거래"), {})],
    "AB-NO-8": [("rejected", item("유흥주점·사행성 산업 창업"), {})],
    "AB-NO-9": [("accepted", item("의료비"), {}), ("rejected", item("미용목적 의료비"), {})],
    "AB-NO-10": [("accepted", item("결혼자금"), {}), ("rejected", item("혼수 예단"), {})],
}
EXAMPLES = [(rule, *example) for rule, examples in ITEM_CLAUSES.items() for example in examples]


def test_every_clause_on_items_has_its_cases() -> None:
    wanted = {
        *(f"AB-EV-0{number}" for number in (3, 4, 5, 6)),
        *(f"AB-EV-06{letter}" for letter in "abce"),
        *(f"AB-HO-{number}" for number in range(1, 6)),
        *(f"AB-OT-{number}" for number in range(1, 8)),
        *(f"AB-NO-{number}" for number in range(1, 11)),
    }
    assert set(ITEM_CLAUSES) == wanted
    assert wanted <= set(ids_in("forms.savings", "evidence")) <= {*wanted, *OUR_OWN, *VERDICTS}
    for rule, examples in ITEM_CLAUSES.items():
        outcomes = {outcome for outcome, _, _ in examples}
        # A word that is nothing but an exclusion has one outcome; every other clause has two or three.
        assert len(outcomes) > 1 or rule in {clause for _, clause in EXCLUDED.values()}, rule


OUR_OWN = {
    "AB-ED-0",
    "AB-ED-1",
    "AB-BZ-0",
    "AB-OT-0",
    "DUP-1",
    "DUP-2",
    "DUP-3",
    "AB-REVIEW",
}


@pytest.mark.parametrize(("rule", "outcome", "entry", "rest"), EXAMPLES)
def test_every_clause_decides_as_it_says(
    rule: str, outcome: str, entry: dict[str, Any], rest: dict[str, Any]
) -> None:
    (one,) = result(entry, **rest).items
    assert one.decision == outcome
    if rule.startswith("AB-NO"):
        assert (rule in rules_of(one)) == (outcome == "rejected")
    elif outcome != "accepted":
        assert rule in rules_of(one)


@pytest.mark.parametrize(
    ("rule", "entry", "rest"), [(rule, entry, rest) for rule, o, entry, rest in EXAMPLES if o == "rejected"]
)
def test_what_a_clause_rejects_no_person_overturns(
    rule: str, entry: dict[str, Any], rest: dict[str, Any]
) -> None:
    (one,) = result({**entry, "review": review("accepted", countable_amount=1)}, **rest).items
    assert (one.decision, one.counted) == ("rejected", 0)
    assert "AB-REVIEW" not in rules_of(one)


# Clauses on the proof as a whole: (verdict, accepted amount, what the proof says)

HALF = 5_400_000
VERDICTS: dict[str, list[tuple[str, int, dict[str, Any]]]] = {
    # Own deposits of 3,600,000 won are no part of the base of 10,800,000.
    "AB-EV-01": [
        ("충족", HALF, {"own_deposits": 3_600_000}),
        ("미충족", HALF, {"supports": supports(14_400_000)}),
        ("해당없음", HALF, {"supports": supports(0)}),
    ],
    "AB-EV-02": [
        ("충족", HALF, {}),
        ("미충족", HALF - 1, {}),
        ("미충족", HALF, {"supports": supports(10_800_001)}),
        ("충족", HALF + 1, {"supports": supports(10_800_001)}),
        ("해당없음", 1, {"supports": []}),
    ],
    "AB-EV-02a": [("충족", HALF, HK1), ("미충족", 1, HK1)],
    "AB-EV-02b": [
        (verdict, amount, {"account_type": "내일키움통장", "closure_type": "일부지급해지"})
        for verdict, amount in (("충족", HALF), ("미충족", 1))
    ],
    "AB-EV-02c": [
        ("해당없음", 1, {"account_type": account, "closure_type": "일부지급해지"})
        for account in ("희망키움통장Ⅰ", "청년희망키움통장")
    ],
    "AB-EV-02d": [("해당없음", 1, {"closure_type": "환수해지"})],
    "AB-EV-02e": [("규정없음", HALF, {"account_type": "희망키움통장Ⅱ", "closure_type": "일부지급해지"})],
}


@pytest.mark.parametrize(
    ("rule", "verdict", "amount", "rest"),
    [(rule, *example) for rule, examples in VERDICTS.items() for example in examples],
)
def test_every_clause_on_the_whole_decides_as_it_says(
    rule: str, verdict: str, amount: int, rest: dict[str, Any]
) -> None:
    assert result(item(amount=amount), **rest).verdict == verdict


def test_every_clause_on_the_whole_has_its_cases() -> None:
    assert set(VERDICTS) == {"AB-EV-01", "AB-EV-02", *(f"AB-EV-02{letter}" for letter in "abcde")}


# AB-EV-06d: 보장가구원 is who the resident register and the common household make one; the case file
# tells the outcome of that check, and a flag left out is a check not made.


@pytest.mark.parametrize(("known", "outcome"), [(True, "accepted"), (False, "rejected"), (None, "review")])
def test_ab_ev_06d_the_household_is_what_was_checked(known: bool | None, outcome: str) -> None:
    (one,) = result(item(), **household(current_member=known, member_during_account=known)).items
    assert one.decision == outcome


# AB-IP: the fulfilment plan. (severity of the finding or None, what the proof says)

PLAN = {"signed_on": "2025-02-03", "payout_requirements_met": True}
PLANS: dict[str, list[tuple[Severity | None, dict[str, Any]]]] = {
    "AB-IP-1": [
        (None, {"payment_confirmed": True, "fulfilment_plan": PLAN}),
        (Severity.ERROR, {"payment_confirmed": True}),
        (
            Severity.ERROR,
            {"payment_confirmed": True, "fulfilment_plan": {**PLAN, "payout_requirements_met": False}},
        ),
        (Severity.WARNING, {"fulfilment_plan": {**PLAN, "payout_requirements_met": False}}),
    ],
    "AB-IP-2": [
        (None, {"private_matching_processed": True}),
        (None, {"private_matching_processed": False, "fulfilment_plan": PLAN}),
        (Severity.WARNING, {"private_matching_processed": False}),
    ],
}


@pytest.mark.parametrize(
    ("rule", "severity", "rest"), [(rule, *example) for rule, rows in PLANS.items() for example in rows]
)
def test_every_clause_on_the_plan(rule: str, severity: Severity | None, rest: dict[str, Any]) -> None:
    checked = check_case(case_data(proof_data(item(), **rest)))
    assert checked.entered is not None, checked.findings
    found = [finding.severity for finding in checked.findings if finding.rule == rule]
    assert found == ([] if severity is None else [severity])


def test_every_rule_of_the_checker_is_shown_here() -> None:
    families = ("AB-EV", "AB-HO", "AB-OT", "AB-NO", "AB-IP")
    checker = {rule.id for rule in all_rules() if rule.id.startswith(families)}
    assert checker <= {*ITEM_CLAUSES, *VERDICTS, *PLANS, *OUR_OWN}
