"""What holds for every proof of use, whatever is in it."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.savings.evidence import EvidenceResult, evaluate
from forms.savings.proof import UsageProof
from forms.savings.terms import DECISION_WORDS
from tests.forms.savings.proofs import CATEGORY, EXCLUDED, LISTED, item, proof_data, supports

DOCUMENTS = [
    "임대차계약서",
    "이체확인증",
    "영수증",
    "진단서",
    "간이영수증",
    "기타 입증서류",
    "가입내역 확인서",
]
NAMES = ("가람", "나래", "다온", "라온")
MEMBERS = [
    {"name": "가람", "relation": "본인", "current_member": True},
    {"name": "나래", "relation": "자녀", "current_member": False, "member_during_account": True},
    {"name": "다온", "relation": "형제"},
]
RANK = {"미충족": 0, "검토필요": 1, "충족": 2}


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An item; few values each, so that double use and shared names are common."""
    name = draw(st.sampled_from(sorted(CATEGORY)))
    amount = draw(st.sampled_from([1, 3, 600_000, 2_400_000, 5_399_999, 5_400_000]))
    countable = draw(st.none() | st.integers(0, amount))
    made = item(
        name,
        amount=amount,
        countable_amount=countable,
        dated_on=draw(st.sampled_from(["2022-01-10", "2024-03-02", "2025-02-04"])),
        user=draw(st.sampled_from(NAMES)),
        payee=draw(st.sampled_from(["○○상사", "△△상사"])),
        document_no=draw(st.sampled_from([None, "가-1", "가-2"])),
        kinship_degree=draw(st.sampled_from([None, None, 1, 2])),
        housing_loan=draw(st.sampled_from([None, True, False])),
    )
    if draw(st.booleans()):
        made["documents"] = draw(st.lists(st.sampled_from(DOCUMENTS), max_size=3, unique=True))
    if draw(st.booleans()):
        made["review"] = {
            "decision": draw(st.sampled_from(["accepted", "rejected"])),
            "countable_amount": draw(st.integers(0, amount)),
            "decided_by": "마루",
            "decided_on": "2025-02-10",
            "basis": "확인함",
        }
    return made


@st.composite
def proofs(draw: st.DrawFn) -> dict[str, Any]:
    evidence = draw(st.lists(entries(), max_size=7))
    for number, one in enumerate(evidence):
        one["id"] = f"가{number}"
    return proof_data(
        *evidence,
        account_type=draw(
            st.sampled_from(["희망키움통장Ⅰ", "희망키움통장Ⅱ", "내일키움통장", "희망저축계좌Ⅰ"])
        ),
        closure_type=draw(st.sampled_from(["지급해지", "지급해지", "일부지급해지", "환수해지"])),
        supports=supports(*draw(st.lists(st.sampled_from([0, 1, 1_200_000, 10_800_000]), max_size=2))),
        members=MEMBERS,
    )


def evaluated(data: dict[str, Any]) -> EvidenceResult:
    return evaluate(UsageProof.model_validate(data))


@given(proofs())
@settings(max_examples=300, deadline=None)
def test_the_sums_add_up(data: dict[str, Any]) -> None:
    found = evaluated(data)
    assert found.accepted_total == sum(one.counted for one in found.items)
    for entry, one in zip(data["evidence"], found.items, strict=True):
        assert one.decision in DECISION_WORDS
        assert one.reasons
        assert 0 <= one.counted <= entry["amount"]
        assert one.counted == 0 or one.decision == "accepted"
    assert found.support_total == sum(part["amount"] for part in data["supports"])


@given(proofs())
@settings(max_examples=300, deadline=None)
def test_satisfied_exactly_when_twice_the_accepted_reaches_the_support(data: dict[str, Any]) -> None:
    found = evaluated(data)
    if found.applies:
        assert (found.verdict == "충족") == (2 * found.accepted_total >= found.support_total)
        assert (found.verdict == "미충족") == (
            2 * (found.accepted_total + found.review_total) < found.support_total
        )
        # The smallest whole won that passes.
        assert 2 * found.required >= found.support_total > 2 * (found.required - 1)
        assert found.shortfall == max(0, found.required - found.accepted_total)
        assert (found.shortfall == 0) == (found.verdict == "충족")
    else:
        assert found.verdict == ("해당없음" if found.applies is False else "규정없음")
        assert (found.required, found.shortfall, found.coverage) == (0, 0, None)


@given(proofs(), st.randoms(use_true_random=False))
@settings(max_examples=500, deadline=None)
def test_order_changes_neither_totals_nor_verdict(data: dict[str, Any], random: Any) -> None:
    shuffled = {**data, "evidence": random.sample(data["evidence"], len(data["evidence"]))}
    before, after = evaluated(data), evaluated(shuffled)
    assert before.model_copy(update={"items": ()}) == after.model_copy(update={"items": ()})


@given(proofs(), st.sampled_from(sorted(LISTED)), st.integers(1, 20_000_000))
@settings(max_examples=300, deadline=None)
def test_adding_accepted_evidence_never_lowers_the_verdict(
    data: dict[str, Any], name: str, amount: int
) -> None:
    added = item(name, id="새것", payee="□□상사", document_no="새-1", amount=amount, countable_amount=amount)
    before = evaluated(data)
    after = evaluated({**data, "evidence": [*data["evidence"], added]})
    assert after.items[-1].decision == "accepted"
    assert after.items[:-1] == before.items
    assert after.accepted_total == before.accepted_total + amount
    if before.applies:
        assert RANK[after.verdict] >= RANK[before.verdict]
    else:
        assert after.verdict == before.verdict


@given(proofs())
@settings(max_examples=300, deadline=None)
def test_a_listed_exclusion_is_never_overturned(data: dict[str, Any]) -> None:
    for entry, one in zip(data["evidence"], evaluated(data).items, strict=True):
        if entry["item"] in EXCLUDED or (entry["kinship_degree"] == 1 and "주택" in entry["category"]):
            assert one.decision == "rejected"
            assert all(reason.rule != "AB-REVIEW" for reason in one.reasons)


@given(proofs())
@settings(max_examples=300, deadline=None)
def test_a_review_speaks_only_of_what_is_under_review(data: dict[str, Any]) -> None:
    without = {
        **data,
        "evidence": [
            {key: value for key, value in entry.items() if key != "review"} for entry in data["evidence"]
        ],
    }
    plain, reviewed = evaluated(without), evaluated(data)
    for entry, bare, one in zip(data["evidence"], plain.items, reviewed.items, strict=True):
        settled = any(reason.rule == "AB-REVIEW" for reason in one.reasons)
        if settled:
            assert one.decision == entry["review"]["decision"]
            assert one.reasons[:-1]
        # Only which of several equal documents is kept may follow from a person's decision.
        elif not any(reason.rule == "DUP-1" for reason in (*bare.reasons, *one.reasons)):
            assert one == bare
