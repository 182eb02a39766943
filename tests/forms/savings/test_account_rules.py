"""Contacts, courses, interim checks and pauses: what is asked for, and what is late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.savings.contacts import contacts_due, full_months
from tests.forms.savings.accounts import counted, due, of_notice, pause, told

# 2022-01-10 to 2025-02-03: three years and 24 days.
SIX_DAYS = ["2022-03-02", "2022-09-01", "2023-03-02", "2023-09-01", "2024-03-04", "2024-09-02"]


def severities(proof: dict[str, Any], rule: str) -> list[str]:
    return [finding.severity.value for finding in told(proof, rule)]


@pytest.mark.parametrize(
    ("months", "least"),
    # The table of the source, read as E-05 reads its boundaries: 6 months ask for the first contact.
    [(0, 0), (5, 0), (6, 1), (11, 1), (12, 2), (17, 2), (18, 3), (24, 4), (30, 5), (35, 5), (36, 6), (60, 6)],
)
def test_ab_cm_3_the_steps_of_the_table(months: int, least: int) -> None:
    assert contacts_due(months, date(2025, 1, 1)) == least


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2022-01-10", "2022-07-09", 5),
        ("2022-01-10", "2022-07-10", 6),
        ("2022-08-31", "2023-02-27", 5),
        ("2022-08-31", "2023-02-28", 6),
        ("2022-01-10", "2021-01-10", 0),
    ],
)
def test_full_months(start: str, end: str, months: int) -> None:
    assert full_months(date.fromisoformat(start), date.fromisoformat(end)) == months


@pytest.mark.parametrize("account", ["희망키움통장Ⅱ", "내일키움통장"])
def test_ab_cm_1_six_contacts(account: str) -> None:
    assert severities(counted(account_type=account, contact_count=6), "AB-CM-1") == []
    assert severities(counted(account_type=account, contact_count=5), "AB-CM-1") == ["warning"]
    assert severities(counted(account_type=account), "AB-CM-1") == []


def test_ab_cm_1_counts_the_days_up_to_the_closing() -> None:
    assert told(counted(contacted_on=SIX_DAYS), "AB-CM-1") == []
    (finding,) = told(counted(contacted_on=[*SIX_DAYS[:5], "2025-02-04"]), "AB-CM-1")
    assert finding.path == "/forms/usage_proof/contacted_on"
    assert "사례관리 5회" in finding.message


@pytest.mark.parametrize("account", ["희망키움통장Ⅰ", "청년희망키움통장", "희망저축계좌Ⅰ", "희망저축계좌Ⅱ"])
def test_no_counts_for_other_accounts(account: str) -> None:
    # E-36: the source names 희망Ⅱ and 내일키움통장.
    proof = counted(account_type=account, contact_count=0, education_count=0, group_education_count=0)
    assert [rule for rule in ("AB-CM-1", "AB-CM-2", "AB-CM-3") if told(proof, rule)] == []


@pytest.mark.parametrize(
    ("courses", "in_group", "paths"),
    [
        (4, 2, []),
        (3, 2, ["education_count"]),
        (4, 1, ["group_education_count"]),
        (3, 1, ["education_count", "group_education_count"]),
        (None, None, []),
        (9, 9, []),
    ],
)
def test_ab_cm_2_four_courses_two_in_a_group(
    courses: int | None, in_group: int | None, paths: list[str]
) -> None:
    found = told(counted(education_count=courses, group_education_count=in_group), "AB-CM-2")
    assert [(f.severity.value, f.path) for f in found] == [
        ("warning", f"/forms/usage_proof/{path}") for path in paths
    ]


def test_ab_cm_2_asks_only_where_all_is_paid_out() -> None:
    assert told(counted(education_count=0, closure_type="환수해지"), "AB-CM-2") == []


@pytest.mark.parametrize(
    ("applied_on", "contacts", "late"),
    [("2022-07-09", 0, False), ("2022-07-10", 0, True), ("2022-07-10", 1, False), ("2023-07-10", 2, True)],
)
def test_ab_cm_3_behind_at_the_closing(applied_on: str, contacts: int, late: bool) -> None:
    proof = counted(closure_applied_on=applied_on, contact_count=contacts, closure_type="환수해지")
    assert severities(proof, "AB-CM-3") == (["warning"] if late else [])


def test_ab_cm_3_counts_from_the_start_of_membership() -> None:
    proof = counted(
        closure_applied_on="2022-07-10",
        membership_started_on="2022-01-11",
        contact_count=0,
        closure_type="환수해지",
    )
    assert told(proof, "AB-CM-3") == []


def test_ab_cm_3_deadlines_every_six_months() -> None:
    late = ["2022-03-02", "2023-01-11"]
    found = due(counted(contacted_on=late), "AB-CM-3")
    assert [(d.due.isoformat(), d.state.value) for d in found] == [
        ("2022-07-10", "done"),
        ("2023-01-10", "late"),
        ("2023-07-10", "due"),
        ("2024-01-10", "due"),
        ("2024-07-10", "due"),
        ("2025-01-10", "due"),
    ]
    assert found[0].source == "자산형성지원사업 사례관리, 사례관리/ 자립역량교육 횟수 관리"


def test_ab_cm_3_deadlines_from_the_number_alone() -> None:
    assert [d.title for d in due(counted(contact_count=4), "AB-CM-3")] == ["사례관리 5회째", "사례관리 6회째"]
    assert due(counted(), "AB-CM-3") == []


def test_ab_cm_2_deadlines_are_the_three_years() -> None:
    (missing,) = due(counted(education_count=3, group_education_count=2), "AB-CM-2")
    assert (missing.title, missing.due.isoformat(), missing.state.value) == (
        "자립역량교육 4회",
        "2025-01-10",
        "due",
    )


@pytest.mark.parametrize(
    ("days", "applied_on", "short"),
    [
        (["2023-01-10", "2024-01-10"], "2025-02-03", False),
        (["2023-01-10"], "2025-02-03", True),
        (["2023-01-10"], "2024-01-09", False),
        ([], "2025-02-03", False),
    ],
)
def test_ab_cm_8_interim_checks_after_one_and_two_years(
    days: list[str], applied_on: str, short: bool
) -> None:
    proof = counted(interim_checked_on=days, closure_applied_on=applied_on)
    assert severities(proof, "AB-CM-8") == (["warning"] if short else [])


def test_ab_cm_8_deadlines_are_no_firm_days() -> None:
    found = due(counted(interim_checked_on=["2023-01-10"]), "AB-CM-8")
    assert [(d.due.isoformat(), d.state.value, d.firm) for d in found] == [
        ("2023-01-10", "done", False),
        ("2024-01-10", "due", False),
    ]


HALF_A_YEAR = [pause("2023-01-01", "2023-02-28"), pause("2023-06-01", "2023-09-30")]


def test_ab_ps_1_six_months_in_three_pauses() -> None:
    assert told(counted(pauses=HALF_A_YEAR), "AB-PS-1") == []
    three = [pause(f"2023-0{month}-01", f"2023-0{month}-28") for month in (1, 3, 5)]
    assert told(counted(pauses=three), "AB-PS-1") == []


def test_ab_ps_1_a_seventh_month() -> None:
    (finding,) = told(counted(pauses=[*HALF_A_YEAR, pause("2024-01-01", "2024-01-31")]), "AB-PS-1")
    assert (finding.severity, finding.path) == ("warning", "/forms/usage_proof/pauses")
    assert "7개월" in finding.message


def test_ab_ps_1_a_fourth_pause() -> None:
    four = [pause(f"2023-0{month}-01", f"2023-0{month}-28") for month in (1, 3, 5, 7)]
    (finding,) = told(counted(pauses=four), "AB-PS-1")
    assert "4회" in finding.message


def test_a_month_of_two_pauses_is_one_month() -> None:
    both = [pause("2023-01-01", "2023-03-10"), pause("2023-03-20", "2023-06-30")]
    assert told(counted(pauses=both), "AB-PS-1") == []


def test_a_pause_without_an_end_lasts_until_the_closing() -> None:
    assert told(counted(pauses=[pause("2024-09-01")]), "AB-PS-1") == []
    (finding,) = told(counted(pauses=[pause("2024-08-01")]), "AB-PS-1")
    assert "7개월" in finding.message


def test_hs1_ps_1_six_months_by_the_notice() -> None:
    pauses = [pause("2024-01-01", "2024-06-30")]
    assert told(of_notice(pauses=pauses), "HS1-PS-1") == []
    longer = of_notice(pauses=[pause("2024-01-01", "2024-07-01")])
    assert severities(longer, "HS1-PS-1") == ["warning"]
    assert told(longer, "AB-PS-1") == []
    assert told(counted(pauses=[pause("2024-01-01", "2024-07-01")]), "HS1-PS-1") == []


def test_e_19_the_number_of_pauses_is_looked_at_for_every_account() -> None:
    four = [pause(f"2024-0{month}-01", f"2024-0{month}-28") for month in (1, 3, 5, 7)]
    assert severities(of_notice(pauses=four), "AB-PS-1") == ["warning"]


def test_deadlines_a_pause_ends_where_the_six_months_are_used_up() -> None:
    # Two months before it leave four for the second pause: June to September.
    pauses = [pause("2023-01-01", "2023-02-28"), pause("2023-06-15", "2023-10-02")]
    assert [(d.due.isoformat(), d.state.value) for d in due(counted(pauses=pauses), "AB-PS-1")] == [
        ("2023-06-30", "done"),
        ("2023-09-30", "late"),
    ]
    (of_the_notice,) = due(of_notice(pauses=[pause("2024-03-01", "2024-03-31")]), "HS1-PS-1")
    assert of_the_notice.source.startswith("2024 희망저축계좌Ⅰ 사업 안내문")


@pytest.mark.parametrize(
    ("account", "closure", "before", "refused"),
    [
        ("희망키움통장Ⅰ", "일부지급해지", True, True),
        ("청년희망키움통장", "일부지급해지", True, True),
        ("희망키움통장Ⅰ", "일부지급해지", False, False),
        ("희망키움통장Ⅰ", "지급해지", True, False),
        # E-40: the notice has no such limit.
        ("희망저축계좌Ⅰ", "일부지급해지", True, False),
    ],
)
def test_ab_cl_5_the_success_payment_comes_once(
    account: str, closure: str, before: bool, refused: bool
) -> None:
    proof = counted(account_type=account, closure_type=closure, success_payment_before=before)
    assert severities(proof, "AB-CL-5") == (["warning"] if refused else [])


def test_counts_that_do_not_agree() -> None:
    rule = "OWN-CONTACT-COUNT"
    assert told(counted(contacted_on=SIX_DAYS, contact_count=6), rule) == []
    (contacts,) = told(counted(contacted_on=SIX_DAYS, contact_count=7), rule)
    assert (contacts.severity, contacts.path) == ("warning", "/forms/usage_proof/contact_count")
    assert told(counted(education_count=2, group_education_count=2), rule) == []
    (courses,) = told(counted(education_count=2, group_education_count=3), rule)
    assert courses.path == "/forms/usage_proof/group_education_count"
