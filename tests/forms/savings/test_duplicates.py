"""House rules on evidence used twice: DUP-1 and DUP-2 within a case, DUP-3 across cases."""

from __future__ import annotations

import tracemalloc
import unicodedata
from typing import Any

import pytest

from forms.savings.evidence import claims_of, evaluate
from forms.savings.proof import UsageProof
from forms.savings.receipt_index import ReceiptIndex
from forms.savings.terms import Decision
from tests.forms.savings.proofs import decided, item, proof_data, result, review, rules_of

ACCEPTED: tuple[Decision, list[str]] = ("accepted", ["AB-HO-1"])
Decided = list[tuple[Decision, list[str]]]


def numbered(**values: Any) -> dict[str, Any]:
    return item(**{"document_no": "가-1", **values})


def test_dup_1_the_same_document_counts_once() -> None:
    assert decided(numbered(), numbered(), numbered()) == [
        ACCEPTED,
        ("rejected", ["DUP-1"]),
        ("rejected", ["DUP-1"]),
    ]
    assert result(numbered(), numbered()).accepted_total == 2_400_000


def test_dup_1_whatever_else_differs() -> None:
    other = numbered(name="의료비", dated_on="2023-05-05")
    assert decided(numbered(), other)[1] == ("rejected", ["DUP-1"])


@pytest.mark.parametrize("change", [{"document_no": "가-2"}, {"payee": "△△상사"}])
def test_another_number_or_payee_is_another_document(change: dict[str, Any]) -> None:
    assert decided(numbered(), numbered(**change)) == [ACCEPTED, ACCEPTED]


@pytest.mark.parametrize(
    ("number", "payee"),
    [
        ("가-１", "○○상사"),
        ("가 - 1", "○○상사"),
        ("가－1", "○○상사"),
        (unicodedata.normalize("NFD", "가-1"), "○○상사"),
        ("가-1", "○○ 상사"),
        ("가-1", "○○\u3000상사"),
        (" 가-1", " ○○상 사 "),
    ],
)
def test_the_same_paper_typed_differently_is_one_paper(number: str, payee: str) -> None:
    again = numbered(document_no=number, payee=payee)
    assert decided(numbered(), again) == [ACCEPTED, ("rejected", ["DUP-1"])]
    assert result(numbered(), again).accepted_total == 2_400_000
    assert decided(numbered(), {**again, "amount": 1}) == [("review", ["DUP-2"])] * 2


@pytest.mark.parametrize(
    ("one", "other"), [("AB-12", "AB12"), ("AB-12", "ab-12"), ("AB-12", "Ab–1２"), ("2024-031", "2024031")]
)
def test_numbers_that_differ_in_hyphens_or_case_alone_are_a_question(one: str, other: str) -> None:
    found = result(numbered(document_no=one), numbered(document_no=other, amount=100))
    assert [(item.decision, rules_of(item)) for item in found.items] == [("review", ["DUP-2"])] * 2
    assert "증빙 2번과" in found.items[0].reasons[0].message
    # Of another payee it is another document.
    assert decided(numbered(document_no=one), numbered(document_no=other, payee="△△상사")) == [ACCEPTED] * 2


def test_a_copy_beside_a_number_in_question_still_counts_once() -> None:
    # 1 and 2 are one document, 3 may be it, too.
    found = result(numbered(), numbered(), numbered(document_no="가1"))
    assert [(one.decision, rules_of(one)) for one in found.items] == [
        ("review", ["DUP-2"]),
        ("rejected", ["DUP-1"]),
        ("review", ["DUP-2"]),
    ]
    assert "3번" in found.items[0].reasons[0].message
    assert "2번" not in found.items[0].reasons[0].message


def test_dup_1_keeps_what_is_accepted() -> None:
    members = [
        {"name": "가람", "relation": "본인", "current_member": True},
        {"name": "나래", "relation": "모"},
    ]
    waiting = numbered(user="나래")
    assert decided(waiting, numbered(), members=members) == [("rejected", ["DUP-1"]), ACCEPTED]


def test_dup_1_keeps_the_larger_counted_amount() -> None:
    small, large = numbered(countable_amount=100), numbered(countable_amount=200)
    assert decided(small, large) == [("rejected", ["DUP-1"]), ACCEPTED]
    assert result(small, large).accepted_total == result(large, small).accepted_total == 200


def test_dup_1_keeps_the_larger_amount_under_review() -> None:
    small, large = numbered(name="기타", countable_amount=100), numbered(name="기타", countable_amount=200)
    assert result(small, large).review_total == result(large, small).review_total == 200


def test_dup_1_keeps_the_earlier_of_equals() -> None:
    assert decided(numbered(id="b"), numbered(id="a"))[0] == ACCEPTED


def test_dup_1_keeps_the_copy_that_a_person_lets_count() -> None:
    plain, settled = numbered(name="기타"), numbered(name="기타", review=review("accepted"))
    assert decided(plain, settled) == [
        ("rejected", ["DUP-1"]),
        ("accepted", ["AB-OT-0", "AB-REVIEW"]),
    ]
    assert decided(settled, plain)[1] == ("rejected", ["DUP-1"])


def test_dup_1_counts_what_a_person_accepted_as_accepted() -> None:
    # Accepted without a question 100, accepted by a person 200: the larger is kept.
    small = numbered(countable_amount=100)
    settled = numbered(name="기타", review=review("accepted", countable_amount=200))
    for order in ((small, settled), (settled, small)):
        assert result(*order).accepted_total == 200
    less = numbered(name="기타", review=review("accepted", countable_amount=50))
    for order in ((small, less), (less, small)):
        assert result(*order).accepted_total == 100


def test_dup_1_keeps_an_open_copy_before_one_that_a_person_refused() -> None:
    refused = numbered(name="기타", review=review("rejected"))
    waiting = numbered(name="기타", countable_amount=1)
    for order in ((refused, waiting), (waiting, refused)):
        found = result(*order)
        assert (found.accepted_total, found.review_total) == (0, 1)


def test_dup_1_cannot_be_settled_by_a_person() -> None:
    assert decided(numbered(), numbered(review=review("accepted")))[1] == ("rejected", ["DUP-1"])


def test_dup_2_the_same_document_with_different_amounts() -> None:
    items = [numbered(id="1"), numbered(id="2", amount=2_400_001), numbered(id="3")]
    found = result(*items)
    assert [(one.decision, rules_of(one)) for one in found.items] == [("review", ["DUP-2"])] * 3
    for position, others in enumerate((("2", "3"), ("1", "3"), ("1", "2"))):
        message = found.items[position].reasons[0].message
        assert all(f"{number}번" in message for number in others)
        assert f"{position + 1}번" not in message
    assert found.review_total == 2_400_000 + 2_400_001 + 2_400_000


@pytest.mark.parametrize("numbers", [(None, None), (None, "가-1"), ("가-1", None)])
def test_dup_2_alike_without_a_number(numbers: tuple[str | None, str | None]) -> None:
    first, second = numbers
    found = decided(item(document_no=first), item(document_no=second))
    assert found == [("review", ["DUP-2"]), ("review", ["DUP-2"])]


def test_two_numbers_that_differ_are_two_documents() -> None:
    assert decided(item(document_no="가-1"), item(document_no="가-2")) == [ACCEPTED, ACCEPTED]


@pytest.mark.parametrize(
    "change",
    [{"dated_on": "2024-03-03"}, {"payee": "△△상사"}, {"amount": 2_400_001}, {"user": "나래"}],
)
def test_dup_2_wants_date_payee_amount_and_user(change: dict[str, Any]) -> None:
    members = [{"name": name, "current_member": True} for name in ("가람", "나래")]
    assert decided(item(), item(**change), members=members) == [ACCEPTED, ACCEPTED]


@pytest.mark.parametrize("change", [{"payee": "○ ○상사"}, {"user": "가 람"}, {"user": "가\u3000람"}])
def test_dup_2_is_found_however_payee_and_user_are_typed(change: dict[str, Any]) -> None:
    assert decided(item(), item(**change)) == [("review", ["DUP-2"])] * 2


def test_dup_2_only_the_unnumbered_are_like_the_numbered() -> None:
    # 1 and 2 bear different numbers; 3 is like both of them.
    found = result(item(document_no="가-1"), item(document_no="가-2"), item())
    assert [rules_of(one) for one in found.items] == [["DUP-2"]] * 3
    assert "2번" not in found.items[0].reasons[0].message
    assert "3번" in found.items[0].reasons[0].message


def test_what_a_clause_rejects_is_not_compared() -> None:
    late = numbered(dated_on="2025-02-04")
    assert decided(numbered(), late) == [ACCEPTED, ("rejected", ["AB-EV-05"])]
    excluded = item("개인과외")
    assert decided(excluded, item("기타 교육"))[1] == ("review", ["AB-ED-0"])


def test_dup_2_is_settled_by_a_person() -> None:
    mine = item(review=review("accepted"))
    other = item(review=review("rejected"))
    assert decided(mine, other) == [
        ("accepted", ["DUP-2", "AB-REVIEW"]),
        ("rejected", ["DUP-2", "AB-REVIEW"]),
    ]


def test_a_clause_and_dup_2_both_stand() -> None:
    assert decided(item("기타"), item("기타")) == [("review", ["AB-OT-0", "DUP-2"])] * 2


def test_the_copy_that_nobody_asks_about_is_kept() -> None:
    # 3 is like 1 alone, so that 2, the other copy of the document of 1, stays free of doubt.
    found = [numbered(), numbered(dated_on="2024-04-04"), item()]
    assert decided(*found) == [("rejected", ["DUP-1"]), ACCEPTED, ("review", ["DUP-2"])]
    one, two, three = found
    assert decided(two, three, one) == [ACCEPTED, ("review", ["DUP-2"]), ("rejected", ["DUP-1"])]


def test_messages_name_a_few_of_many() -> None:
    found = result(*(item() for _ in range(40)))
    assert all(rules_of(one) == ["DUP-2"] for one in found.items)
    assert all(len(one.reasons[0].message) < 200 for one in found.items)


# DUP-3: across the cases of one call


def across(*proofs: dict[str, Any]) -> list[Decided]:
    """Every case decided in the light of the others."""
    cases = [UsageProof.model_validate(proof) for proof in proofs]
    index = ReceiptIndex()
    for number, case in enumerate(cases):
        index.add(f"2025-{number}", claims_of(case))
    found = []
    for number, case in enumerate(cases):
        shared = index.shared(number, claims_of(case))
        found.append([(one.decision, rules_of(one)) for one in evaluate(case, shared=shared).items])
    return found


REVIEWED: Decided = [("review", ["DUP-3"])]


def test_dup_3_the_same_document_in_two_cases() -> None:
    assert across(proof_data(numbered()), proof_data(numbered())) == [REVIEWED, REVIEWED]
    # Amounts may differ here: both are asked about.
    assert across(proof_data(numbered()), proof_data(numbered(amount=1))) == [REVIEWED, REVIEWED]


def test_dup_3_alike_without_a_number() -> None:
    assert across(proof_data(numbered()), proof_data(item())) == [REVIEWED, REVIEWED]
    assert across(proof_data(item()), proof_data(item())) == [REVIEWED, REVIEWED]


@pytest.mark.parametrize("change", [{"document_no": "가-１"}, {"document_no": "가1"}, {"payee": "○○ 상사"}])
def test_dup_3_however_the_document_is_typed(change: dict[str, Any]) -> None:
    assert across(proof_data(numbered()), proof_data(numbered(**change))) == [REVIEWED, REVIEWED]
    # Without a number the other likeness tells.
    assert across(proof_data(item()), proof_data(item(user="가 람"))) == [REVIEWED, REVIEWED]


def test_different_documents_of_two_cases() -> None:
    assert across(proof_data(numbered()), proof_data(numbered(document_no="나-2"))) == [[ACCEPTED]] * 2
    assert across(proof_data(item()), proof_data(item(amount=1))) == [[ACCEPTED]] * 2


def test_dup_3_leaves_alone_what_a_clause_rejects() -> None:
    late = proof_data(numbered(dated_on="2025-02-04"))
    assert across(late, proof_data(numbered())) == [[("rejected", ["AB-EV-05"])], [ACCEPTED]]


def test_dup_3_is_settled_by_a_person() -> None:
    settled = proof_data(numbered(review=review("accepted")))
    assert across(settled, proof_data(numbered())) == [
        [("accepted", ["DUP-3", "AB-REVIEW"])],
        REVIEWED,
    ]


def test_dup_3_and_a_copy_within_the_case() -> None:
    twice, once = proof_data(numbered(), numbered()), proof_data(numbered())
    assert across(twice, once) == [[("review", ["DUP-3"]), ("rejected", ["DUP-1"])], REVIEWED]


def test_dup_3_names_the_others() -> None:
    cases = [UsageProof.model_validate(proof_data(numbered(id=f"ㄱ{n}"))) for n in range(6)]
    index = ReceiptIndex()
    for number, case in enumerate(cases):
        index.add(f"2025-{number}", claims_of(case))
    shared = index.shared(1, claims_of(cases[1]))
    assert shared == {
        0: ("2025-0의 증빙 ㄱ0번", "2025-2의 증빙 ㄱ2번", "2025-3의 증빙 ㄱ3번", "그 밖의 증빙")
    }
    message = evaluate(cases[1], shared=shared).items[0].reasons[0].message
    assert "2025-0의 증빙 ㄱ0번" in message


def test_the_index_keeps_below_one_kilobyte_a_receipt() -> None:
    receipts = 6_000
    tracemalloc.start()
    index = ReceiptIndex()
    base, _ = tracemalloc.get_traced_memory()
    for number in range(receipts // 12):
        evidence = [
            numbered(document_no=f"{number}-{n}" * 20, payee="상" * 300, amount=1 + n, id=f"{n}" * 100)
            if n % 2
            else item(payee="상" * 300, amount=number * 100 + n + 1, id=f"{n}" * 100)
            for n in range(12)
        ]
        index.add(f"2025-{number:05}", claims_of(UsageProof.model_validate(proof_data(*evidence))))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (held - base) / receipts < 1024


def test_many_spellings_of_one_number_are_judged_and_named_in_short() -> None:
    numbers = [f"{'-' * (n % 60)}A{'-' * (n // 60)}" for n in range(1_800)]
    found = result(*(numbered(document_no=number, amount=n + 1) for n, number in enumerate(numbers)))
    assert {one.decision for one in found.items} == {"review"}
    assert all(len(one.reasons[0].message) < 200 for one in found.items)
