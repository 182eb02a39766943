"""Every item word of the proof of use, with a case for every outcome it allows; what no person overturns.

The words are the contract's. The cases of the clauses stand beside them (tests/forms/test_every_rule.py).
"""

from __future__ import annotations

from typing import get_args

import pytest

from forms.savings.evidence import evaluate
from forms.savings.papers import items_of
from forms.savings.proof import UsageProof
from forms.savings.terms import Category
from tests.clause_cases import Changed, clause_cases
from tests.forms.savings.proofs import EXCLUDED, LISTED, UNLISTED, item, member, result, review, rules_of

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


REJECTED = [
    pytest.param(one, id=id)
    for (id, _), cases in clause_cases().items()
    for one in cases.refused
    if cases.topic == "evidence" and one.word("says") == " 불인정: " and id not in ("AB-REVIEW", "DUP-1")
]


@pytest.mark.parametrize("one", REJECTED)
def test_what_a_clause_rejects_no_person_overturns(one: Changed) -> None:
    proof = one.case()["forms"]["usage_proof"]
    proof["evidence"][0]["review"] = review("accepted", countable_amount=1)
    (judged,) = evaluate(UsageProof.model_validate(proof)).items
    assert (judged.decision, judged.counted) == ("rejected", 0)
    assert "AB-REVIEW" not in rules_of(judged)


# AB-EV-06d: 보장가구원 is who the resident register and the common household make one; the case file
# tells the outcome of that check, and a flag left out is a check not made.


@pytest.mark.parametrize(("known", "outcome"), [(True, "accepted"), (False, "rejected"), (None, "review")])
def test_ab_ev_06d_the_household_is_what_was_checked(known: bool | None, outcome: str) -> None:
    members = [member(current_member=known, member_during_account=known)]
    (one,) = result(item(), members=members).items
    assert one.decision == outcome
