"""The clauses of 사용용도 증빙서류, each with items that it accepts and items that it does not."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from forms.clause import ids_in
from forms.savings.papers import paper_table
from forms.savings.terms import Item
from tests.forms.savings.proofs import (
    CATEGORY,
    EDUCATION,
    EXCLUDED,
    LISTED,
    PARTIAL,
    UNLISTED,
    decided,
    item,
    member,
    result,
    review,
)

one_of_three = ["영수증", "이체확인증", "기타 계약서", "현금영수증", "세금계산서"]
any_of_three = [
    name
    for name in LISTED
    if name
    in (
        "기숙사비",
        "주거안정 월세 대출 상환",
        "ISA·적금 가입",
        "가구원 돌봄(요양원·재가요양)",
        "가구원 돌봄(어린이집)",
        "결혼자금",
        "장례비용",
    )
]


def test_every_item_word_is_tested_here() -> None:
    assert set(CATEGORY) == set(get_args(Item)) == set(paper_table().items)


# Papers: AB-HO-1 … AB-OT-7, AB-EV-03, AB-EV-04


@pytest.mark.parametrize("name", LISTED)
def test_complete_papers_are_accepted_by_the_items_own_clause(name: str) -> None:
    clause = LISTED[name][2]
    (one,) = result(item(name)).items
    expected = 2_000_000 if name in PARTIAL else 2_400_000
    assert (one.decision, one.counted, [reason.rule for reason in one.reasons]) == (
        "accepted",
        expected,
        [clause],
    )


@pytest.mark.parametrize(
    ("name", "left_out"), [(name, paper) for name, (_, papers, _) in LISTED.items() for paper in papers]
)
def test_a_missing_paper_is_named_by_the_items_own_clause(name: str, left_out: str) -> None:
    _, papers, clause = LISTED[name]
    left = [paper for paper in papers if paper != left_out]
    ((decision, rules),) = decided(item(name, documents=left))
    assert decision == "rejected"
    assert rules == ([clause] if left else ["AB-EV-03", clause])


def test_the_message_names_the_missing_paper() -> None:
    (one,) = result(item("월세", documents=["임대차계약서"])).items
    assert "이체확인증" in one.reasons[0].message


@pytest.mark.parametrize("name", LISTED)
def test_no_paper_at_all_is_rejected(name: str) -> None:
    ((decision, rules),) = decided(item(name, documents=[]))
    assert decision == "rejected"
    assert "AB-EV-03" in rules


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("refused", ["간이영수증", "개인간확인증"])
def test_papers_that_count_for_nothing(name: str, refused: str) -> None:
    _, papers, clause = LISTED[name]
    # Alone, and in place of a paper asked for.
    for documents in ([refused], [*papers[1:], refused]):
        ((decision, rules),) = decided(item(name, documents=documents))
        assert (decision, rules) == ("rejected", ["AB-EV-04", clause])
    # Beside complete papers.
    assert decided(item(name, documents=[*papers, refused])) == [("accepted", [clause])]


@pytest.mark.parametrize("name", LISTED)
def test_other_proof_in_place_of_a_paper_is_reviewed(name: str) -> None:
    _, papers, clause = LISTED[name]
    assert decided(item(name, documents=[*papers[1:], "기타 입증서류"])) == [("review", ["AB-EV-03"])]
    assert decided(item(name, documents=[*papers, "기타 입증서류"])) == [("accepted", [clause])]
    # What counts for nothing changes neither.
    assert decided(item(name, documents=[*papers[1:], "기타 입증서류", "간이영수증"])) == [
        ("review", ["AB-EV-03"])
    ]


@pytest.mark.parametrize(
    "name", [name for name, (_, papers, _) in LISTED.items() if "영수증" in papers or name in any_of_three]
)
@pytest.mark.parametrize("serving", ["현금영수증", "세금계산서"])
def test_receipts_of_other_kinds_serve_too(name: str, serving: str) -> None:
    _, papers, clause = LISTED[name]
    documents = [paper for paper in papers if paper not in ("영수증", "이체확인증")] + [serving]
    assert decided(item(name, documents=documents)) == [("accepted", [clause])]


@pytest.mark.parametrize("name", any_of_three)
@pytest.mark.parametrize("paper", one_of_three)
def test_one_of_receipt_transfer_or_contract_is_enough(name: str, paper: str) -> None:
    assert decided(item(name, documents=[paper])) == [("accepted", [LISTED[name][2]])]


@pytest.mark.parametrize(
    ("name", "documents", "accepted"),
    [
        ("자가구입", ["임대차계약서", "이체확인증"], False),  # E-12: a lease proves no purchase
        ("자가구입", ["기타 계약서", "이체확인증"], False),
        ("월세", ["매매계약서", "이체확인증"], False),
        ("월세", ["임대차계약서", "영수증"], False),
        ("주택대출금 및 이자 상환", ["영수증"], True),
        ("주택대출금 및 이자 상환", ["현금영수증"], True),
        ("주택건축", ["공사계약서", "영수증"], False),
        ("주택 유지보수", ["기타 계약서", "영수증"], True),
        ("주택 유지보수", ["견적서", "영수증"], False),
        ("의료비", ["소견서", "영수증"], True),
        ("의료비", ["진단서", "이체확인증"], False),
        ("양·한약 조제비", ["영수증", "진단서"], False),
        ("안경구입비", ["이체확인증"], False),
        ("사회보험 본인부담금", ["영수증"], False),
        ("기숙사비", ["임대차계약서"], False),
    ],
)
def test_which_papers_serve_which_item(name: str, documents: list[str], accepted: bool) -> None:
    ((decision, rules),) = decided(item(name, documents=documents))
    assert (decision, rules) == ("accepted" if accepted else "rejected", [LISTED[name][2]])


# AB-HO-2, AB-HO-4, AB-OT-4, AB-OT-6: what only counts in part, or only for housing


@pytest.mark.parametrize(
    ("housing_loan", "decision"), [(True, "accepted"), (None, "review"), (False, "rejected")]
)
def test_ab_ho_2_only_housing_loans(housing_loan: bool | None, decision: str) -> None:
    loan = item("주택대출금 및 이자 상환", housing_loan=housing_loan)
    assert decided(loan) == [(decision, ["AB-HO-2"])]


@pytest.mark.parametrize("name", PARTIAL)
def test_without_the_countable_part_a_person_decides(name: str) -> None:
    assert decided(item(name, countable_amount=None)) == [("review", [LISTED[name][2]])]
    assert result(item(name, countable_amount=None)).review_total == 2_400_000
    assert result(item(name, countable_amount=1)).accepted_total == 1


@pytest.mark.parametrize("name", ["월세", "의료비", "가구원 돌봄(요양원·재가요양)"])
def test_other_items_count_whole_unless_a_part_is_given(name: str) -> None:
    assert result(item(name)).accepted_total == 2_400_000
    assert result(item(name, countable_amount=900_000)).accepted_total == 900_000


# AB-NO: listed exclusions


@pytest.mark.parametrize("name", EXCLUDED)
def test_listed_exclusions_are_rejected(name: str) -> None:
    _, clause = EXCLUDED[name]
    for documents in (["세금계산서", "이체확인증"], ["기타 입증서류"], []):
        assert decided(item(name, documents=documents)) == [("rejected", [clause])]


@pytest.mark.parametrize("name", EXCLUDED)
def test_a_listed_exclusion_is_never_overturned(name: str) -> None:
    ((decision, rules),) = decided(item(name, review=review("accepted")))
    assert (decision, rules) == ("rejected", [EXCLUDED[name][1]])


@pytest.mark.parametrize("name", [name for name, (category, _, _) in LISTED.items() if "주택" in category])
def test_ab_no_1_cash_without_a_third_party(name: str) -> None:
    assert decided(item(name, cash_without_third_party=True)) == [("rejected", ["AB-NO-1"])]
    assert decided(item(name, cash_without_third_party=False)) == [("accepted", [LISTED[name][2]])]


@pytest.mark.parametrize(("degree", "decision"), [(1, "rejected"), (0, "accepted"), (2, "accepted")])
def test_ab_no_2_first_degree_kin_only(degree: int, decision: str) -> None:
    # 형제간(2촌) 주택거래는 가능
    rules = ["AB-NO-2"] if decision == "rejected" else ["AB-HO-1"]
    assert decided(item("자가구입", kinship_degree=degree)) == [(decision, rules)]


@pytest.mark.parametrize("name", [name for name in CATEGORY if "주택" not in CATEGORY[name]])
def test_kinship_and_cash_matter_under_housing_alone(name: str) -> None:
    plain, dealt = item(name), item(name, kinship_degree=1, cash_without_third_party=True)
    assert decided(dealt) == decided(plain)


def test_ab_no_4_names_private_academies_simple_receipts_alone() -> None:
    # E-14: neither the academy nor its proper receipt is excluded.
    academy = "사설학원비"
    assert decided(item(academy, documents=["간이영수증"])) == [("rejected", ["AB-EV-04", "AB-NO-4"])]
    assert decided(item(academy, documents=["개인간확인증"])) == [("rejected", ["AB-EV-04"])]
    assert decided(item(academy, documents=["영수증", "간이영수증"])) == [("review", ["AB-ED-0"])]


# E-13, E-41: no accepted list


@pytest.mark.parametrize("name", UNLISTED)
def test_items_without_an_accepted_list_go_to_a_person(name: str) -> None:
    clause = {"본": "AB-ED-0", "사": "AB-BZ-0", "그": "AB-OT-0"}[UNLISTED[name][0]]
    assert decided(item(name)) == [("review", [clause])]
    assert decided(item(name, documents=[])) == [("review", [clause])]
    assert decided(item(name, documents=["기타 입증서류"])) == [("review", [clause])]


@pytest.mark.parametrize("name", UNLISTED)
def test_items_without_an_accepted_list_still_obey_the_clauses(name: str) -> None:
    assert decided(item(name, documents=["개인간확인증"]))[0] == ("rejected", ["AB-EV-04"])
    assert decided(item(name, dated_on="2025-02-04"))[0] == ("rejected", ["AB-EV-05"])
    assert decided(item(name, user="나래"))[0] == ("rejected", ["AB-EV-06"])


@pytest.mark.parametrize(
    ("relation", "asked"),
    [
        ("본인", False),
        ("자녀", False),
        ("장녀", False),
        ("배우자", True),
        ("형제", True),
        (None, True),
    ],
)
def test_e_41_education_of_others_than_holder_and_children_is_asked_about(
    relation: str | None, asked: bool
) -> None:
    pupil = {"name": "다온", "relation": relation, "current_member": True}
    study = item("등록금", user="다온")
    expected = ["AB-ED-0", "AB-ED-1"] if asked else ["AB-ED-0"]
    assert decided(study, members=[pupil]) == [("review", expected)]


def test_relations_matter_in_education_alone() -> None:
    sibling = {"name": "다온", "relation": "형제", "current_member": True}
    assert decided(item("의료비", user="다온"), members=[sibling]) == [("accepted", ["AB-OT-1"])]


# AB-EV-05: the window, both ends included


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2022-01-09", False), ("2022-01-10", True), ("2025-02-03", True), ("2025-02-04", False)],
)
def test_ab_ev_05_from_opening_to_application(day: str, inside: bool) -> None:
    expected = ("accepted", ["AB-HO-1"]) if inside else ("rejected", ["AB-EV-05"])
    assert decided(item(dated_on=day)) == [expected]
    assert decided(item(dated_on=day), membership_started_on="2023-01-01") == [expected]


@pytest.mark.parametrize("name", ["주택대출금 및 이자 상환", "사회보험 본인부담금"])
@pytest.mark.parametrize(
    ("membership", "day", "inside"),
    [
        # Without a membership period: the general window.
        ({}, "2022-01-10", True),
        ({}, "2022-01-09", False),
        # Each end that is given replaces that end of the window (E-11).
        ({"membership_started_on": "2021-12-01"}, "2021-12-01", True),
        ({"membership_started_on": "2021-12-01"}, "2021-11-30", False),
        ({"membership_started_on": "2021-12-01"}, "2025-02-03", True),
        ({"membership_started_on": "2021-12-01"}, "2025-02-04", False),
        ({"membership_started_on": "2022-03-01"}, "2022-02-01", False),
        ({"membership_ended_on": "2025-03-31"}, "2025-03-31", True),
        ({"membership_ended_on": "2025-03-31"}, "2025-04-01", False),
        ({"membership_ended_on": "2025-01-10"}, "2025-01-11", False),
        ({"membership_ended_on": "2025-01-10"}, "2022-01-10", True),
        ({"membership_ended_on": "2025-01-10"}, "2022-01-09", False),
    ],
)
def test_loans_and_insurance_follow_the_membership(
    name: str, membership: dict[str, str], day: str, inside: bool
) -> None:
    ((decision, rules),) = decided(item(name, dated_on=day), **membership)
    if inside:
        assert (decision, rules) == ("accepted", [LISTED[name][2]])
    else:
        assert decision == "rejected"
        assert "AB-EV-05" in rules


def test_the_clause_that_sets_the_window_is_named_with_it() -> None:
    loan = item("주택대출금 및 이자 상환", dated_on="2025-01-11")
    assert decided(loan, membership_ended_on="2025-01-10") == [("rejected", ["AB-EV-05", "AB-HO-2"])]
    # Here the end that was crossed is the general one.
    early = item("주택대출금 및 이자 상환", dated_on="2022-01-09")
    assert decided(early, membership_ended_on="2025-01-10") == [("rejected", ["AB-EV-05"])]


# AB-EV-06: the household

Flags = dict[str, Any]


@pytest.mark.parametrize(
    ("flags", "decision"),
    [
        ({"current_member": True}, "accepted"),
        ({"contributed_to_incentive": True}, "accepted"),
        ({"current_member": False, "contributed_to_incentive": True}, "accepted"),
        ({"current_member": False, "contributed_to_incentive": None}, "review"),
        ({}, "review"),
        ({"member_during_account": True}, "review"),
        ({"current_member": False, "contributed_to_incentive": False}, "rejected"),
        # E-03: having been a member is not enough where the account asks for a contribution.
        (
            {"current_member": False, "contributed_to_incentive": False, "member_during_account": True},
            "rejected",
        ),
    ],
)
def test_ab_ev_06a_huimang_one(flags: Flags, decision: str) -> None:
    rules = {
        "accepted": ["AB-HO-1"],
        "review": ["AB-EV-06e"],
        "rejected": ["AB-EV-06", "AB-EV-06a"],
    }[decision]
    found = decided(item(), account_type="희망키움통장Ⅰ", members=[member(**flags)])
    assert found == [(decision, rules)]


@pytest.mark.parametrize(
    ("account", "clause"),
    [
        ("희망키움통장Ⅱ", "AB-EV-06b"),
        ("내일키움통장", "AB-EV-06b"),
        ("청년희망키움통장", "AB-EV-06c"),
        ("희망저축계좌Ⅰ", "AB-EV-06c"),
        ("희망저축계좌Ⅱ", "AB-EV-06c"),
        ("청년내일저축계좌", "AB-EV-06c"),
    ],
)
@pytest.mark.parametrize(
    ("flags", "decision"),
    [
        ({"current_member": True}, "accepted"),
        ({"member_during_account": True}, "accepted"),
        ({"current_member": False, "member_during_account": True}, "accepted"),
        ({"current_member": False}, "review"),
        ({"contributed_to_incentive": True}, "review"),
        ({"current_member": False, "member_during_account": False}, "rejected"),
        (
            {"current_member": False, "member_during_account": False, "contributed_to_incentive": True},
            "rejected",
        ),
    ],
)
def test_ab_ev_06b_the_other_accounts(account: str, clause: str, flags: Flags, decision: str) -> None:
    rules = {"accepted": ["AB-HO-1"], "review": ["AB-EV-06e"], "rejected": ["AB-EV-06", clause]}[decision]
    assert decided(item(), account_type=account, members=[member(**flags)]) == [(decision, rules)]


def test_ab_ev_06_somebody_who_is_not_listed() -> None:
    assert decided(item(user="나래")) == [("rejected", ["AB-EV-06"])]
    # A name is found however it is spaced.
    assert decided(item(user="가 람")) == decided(item(user="가람"))
    assert decided(item(), members=[]) == [("rejected", ["AB-EV-06"])]


# Several clauses at once


def test_reasons_hold_every_clause_that_decided_and_no_other() -> None:
    bad = item("월세", documents=["간이영수증"], dated_on="2021-12-31", user="나래", kinship_degree=1)
    assert decided(bad) == [("rejected", ["AB-NO-2", "AB-EV-04", "AB-HO-1", "AB-EV-05", "AB-EV-06"])]
    # What would only have been reviewed decides nothing once a clause rejects.
    mixed = item("기숙사비", countable_amount=None, dated_on="2021-12-31")
    assert decided(mixed) == [("rejected", ["AB-EV-05"])]
    open_twice = item("기숙사비", countable_amount=None)
    assert decided(open_twice, members=[member()]) == [("review", ["AB-EV-06e", "AB-HO-4"])]


def test_every_reason_is_a_known_clause_with_a_message() -> None:
    awkward = [
        item(name, documents=documents, dated_on=day, user=user)
        for name in CATEGORY
        for documents in ([], ["간이영수증"], ["기타 입증서류"])
        for day in ("2021-01-01", "2024-01-01")
        for user in ("가람", "나래")
    ]
    for one in result(*awkward).items:
        assert one.reasons
        for reason in one.reasons:
            assert reason.rule in ids_in("forms.savings", "evidence")
            assert reason.message


# A person's decision


def test_a_person_settles_an_item_under_review() -> None:
    rent = item("등록금", review=review("accepted"))
    found = result(rent)
    assert decided(rent) == [("accepted", ["AB-ED-0", "AB-REVIEW"])]
    assert (found.accepted_total, found.review_total) == (2_400_000, 0)
    refused = item("등록금", review=review("rejected"))
    assert decided(refused) == [("rejected", ["AB-ED-0", "AB-REVIEW"])]
    assert (result(refused).accepted_total, result(refused).review_total) == (0, 0)


def test_the_reason_says_who_decided_and_when() -> None:
    (one,) = result(item("기타", review=review("accepted"))).items
    assert "나래" in one.reasons[-1].message
    assert "2025-02-10" in one.reasons[-1].message
    assert "인정" in one.reasons[-1].message


@pytest.mark.parametrize(
    ("own", "of_review", "counted"),
    [
        (None, None, 2_400_000),
        (900_000, None, 900_000),
        (None, 700_000, 700_000),
        (900_000, 700_000, 700_000),
        (900_000, 0, 0),
    ],
)
def test_counted_is_the_reviews_then_the_items_then_the_amount(
    own: int | None, of_review: int | None, counted: int
) -> None:
    settled = item("기타", countable_amount=own, review=review("accepted", countable_amount=of_review))
    assert result(settled).accepted_total == counted


def test_a_person_settles_nothing_else() -> None:
    late = item(dated_on="2025-02-04", review=review("accepted"))
    assert decided(late) == [("rejected", ["AB-EV-05"])]
    fine = item(review=review("rejected"))
    assert decided(fine) == [("accepted", ["AB-HO-1"])]
    assert result(item(review=review("accepted", countable_amount=5))).accepted_total == 2_400_000


def test_education_is_the_category_of_the_contract() -> None:
    assert paper_table().items["등록금"].category == EDUCATION
