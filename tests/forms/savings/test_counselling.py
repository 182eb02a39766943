"""상담일지, 중간점검지, 교육 이수 이력: what counts, what the proof of use takes from them, and where a finding stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import check_case
from forms.counseling_log import CounselingLog, half_year_of, printed
from forms.deadlines import deadlines
from forms.savings.contacts import contacts_due, full_months, interim_check_dates
from forms.savings.interim_check import InterimCheck
from forms.savings.interim_check import printed as printed_check
from forms.savings.proof import UsageProof
from tests.changing import findings, put
from tests.reading import sample

JOINED = date(2022, 1, 3)
CLOSED = date(2025, 2, 3)


def whole() -> dict[str, Any]:
    """The whole case: joined on 3 January 2022, six contacts, two interim checks, four courses, two in a group."""
    return sample("case_savings")


def proof_of(raw: dict[str, Any]) -> UsageProof:
    case = check_case(raw).case
    assert case is not None
    proof = case.last_of(UsageProof)
    assert proof is not None
    return proof


def shown(raw: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    """What is printed of each counselling, in time order: the count, and the half-year."""
    case = check_case(raw).case
    assert case is not None
    pages = [printed(log, case) for log in case.all_of(CounselingLog)]
    return [(page.counted, page.half_year) for page in pages]


def log(day: str, **values: Any) -> dict[str, Any]:
    """A counselling that counts, unless a test says otherwise."""
    return {
        "counselled_on": day,
        "topics": ["재무설계"],
        "content": "지출을 나누어 적음",
        "completed": True,
        "registered_on": day,
        **values,
    }


def logs(*counsellings: dict[str, Any], **account: Any) -> dict[str, Any]:
    """A case that holds these counsellings alone."""
    return {
        "case_no": "2025-0102",
        "client": {"name": "나보람"},
        "worker": {"name": "한결이"},
        "account": {"type": "희망키움통장Ⅱ", "membership_started_on": "2022-01-03", **account},
        "forms": {"counseling_log": list(counsellings)},
    }


def test_what_is_due_of_the_worked_example() -> None:
    # From 3 January 2022 to 3 February 2025: three years and one month.
    assert full_months(JOINED, CLOSED) == 3 * 12 + 1
    # 37 // 6 = 6
    assert contacts_due(37, CLOSED) == 6
    assert interim_check_dates(JOINED, CLOSED) == (date(2023, 1, 3), date(2024, 1, 3))


@pytest.mark.parametrize(
    ("topics", "counts"),
    [
        (["중간점검지 작성"], True),
        (["본인적립금 납입독려"], True),
        (["미납관리"], True),
        (["지침변동사항 안내"], True),
        (["재무설계"], True),
        (["채무조정"], True),
        (["기타"], True),
        (["통장만기 안내"], False),
        (["자립역량교육 안내"], False),
        (["압류/가압류"], False),
        (["통장만기 안내", "미납관리"], True),
    ],
)
def test_ab_cm_4_the_topics_that_count(topics: list[str], counts: bool) -> None:
    assert shown(logs(log("2022-05-11", topics=topics)))[0][0] == ("1 / 누계 1" if counts else "0 / 누계 0")


def test_ab_cm_4_completed_and_entered_both_are_asked_for() -> None:
    raw = logs(
        log("2022-05-11"),
        log("2022-06-11", completed=False),
        log("2022-07-11", registered_on=None),
        log("2022-08-11"),
    )
    assert [count for count, _ in shown(raw)] == ["1 / 누계 1", "0 / 누계 1", "0 / 누계 1", "1 / 누계 2"]


def test_contacts_are_counted_in_time_order_whatever_the_order_of_the_file() -> None:
    raw = logs(log("2022-11-16"), log("2022-05-11"))
    case = check_case(raw).case
    assert case is not None
    later, earlier = case.entered("counseling_log")
    assert isinstance(later, CounselingLog)
    assert isinstance(earlier, CounselingLog)
    assert (printed(earlier, case).counted, printed(later, case).counted) == ("1 / 누계 1", "1 / 누계 2")


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2022-01-02", None),
        ("2022-01-03", 1),
        ("2022-07-03", 1),
        ("2022-07-04", 2),
        ("2023-01-03", 2),
        ("2023-07-03", 3),
        ("2024-01-03", 4),
        ("2024-07-03", 5),
        ("2024-07-04", 6),
        ("2026-01-01", 6),
    ],
)
def test_the_half_years_since_joining(day: str, number: int | None) -> None:
    assert half_year_of(date.fromisoformat(day), JOINED) == number


def test_the_half_year_is_printed_with_the_words_of_the_table() -> None:
    assert shown(logs(log("2023-05-24")))[0][1] == "3번째 반기(1년 이상 ~ 1년 6개월 이내)"
    assert shown(logs(log("2023-05-24"), membership_started_on=None))[0][1] is None
    # Without a start of the membership, from the opening of the account.
    opened = logs(log("2023-05-24"), membership_started_on=None, opened_on="2023-01-10")
    assert shown(opened)[0][1] == "1번째 반기(6개월 이내)"


def test_the_proof_of_use_takes_its_unprinted_lists_from_the_forms() -> None:
    proof = proof_of(whole())
    assert [day.isoformat() for day in proof.contacted_on] == [
        "2022-05-11",
        "2022-11-16",
        "2023-05-24",
        "2023-11-15",
        "2024-06-12",
        "2024-12-04",
    ]
    assert proof.interim_checked_on == (date(2023, 1, 12), date(2024, 1, 10))
    assert (proof.education_count, proof.group_education_count) == (4, 2)


def test_only_contacts_that_count_are_taken() -> None:
    raw = put(whole(), "forms/counseling_log/1/registered_on", None)
    assert date(2022, 11, 16) not in proof_of(raw).contacted_on
    assert len(proof_of(raw).contacted_on) == 5


def test_courses_after_the_closing_are_not_taken() -> None:
    raw = put(whole(), "forms/education_record/courses/0/held_on", "2025-02-04")
    raw = put(raw, "forms/education_record/courses/0/registered_on", "2025-02-05")
    # The first was one of the two held in a group.
    assert (proof_of(raw).education_count, proof_of(raw).group_education_count) == (3, 1)


@pytest.mark.parametrize(
    ("path", "value", "rule", "at"),
    [
        ("forms/counseling_log/5/registered_on", None, "AB-CM-1", "/forms/counseling_log"),
        (
            "forms/usage_proof/contacted_on",
            ["2022-05-11", "2022-11-16", "2023-05-24"],
            "AB-CM-1",
            "/forms/usage_proof/contacted_on",
        ),
        (
            "forms/education_record/courses/3/completed",
            False,
            "AB-CM-2",
            "/forms/education_record/courses",
        ),
        ("forms/usage_proof/education_count", 3, "AB-CM-2", "/forms/usage_proof/education_count"),
        (
            "forms/interim_check",
            [
                {
                    "round": "만 1년",
                    "checked_on": "2023-01-12",
                    "client_change": "저축이 이어짐",
                    "environment_change": "같음",
                }
            ],
            "AB-CM-8",
            "/forms/interim_check",
        ),
        (
            "forms/usage_proof/interim_checked_on",
            ["2023-01-12"],
            "AB-CM-8",
            "/forms/usage_proof/interim_checked_on",
        ),
    ],
)
def test_a_finding_stands_once_at_the_form_that_states_the_value(
    path: str, value: Any, rule: str, at: str
) -> None:
    assert [finding.path for finding in findings(put(whole(), path, value), rule)] == [at]


def test_days_that_the_proof_states_otherwise_are_told() -> None:
    raw = put(whole(), "forms/usage_proof/contacted_on", ["2022-05-11"])
    (finding,) = findings(raw, "CASE-DIFFERENCE")
    assert finding.path == "/forms/usage_proof/contacted_on"
    assert "상담일지" in finding.message
    same = ["2024-12-04", "2022-05-11", "2022-11-16", "2023-05-24", "2023-11-15", "2024-06-12"]
    assert findings(put(whole(), "forms/usage_proof/contacted_on", same), "CASE-DIFFERENCE") == []


def test_without_a_proof_the_closure_application_says_when_counting_ends() -> None:
    raw = logs(log("2022-05-11"))
    raw["forms"]["closure_application"] = {
        "closure_type": "지급해지",
        "other_reason": "만기",
        "applied_on": "2025-02-03",
    }
    (finding,) = findings(raw, "AB-CM-1")
    assert (finding.path, finding.message[:7]) == ("/forms/counseling_log", "사례관리 1회")
    # Nothing is said of what no form tells.
    assert findings(raw, "AB-CM-2") == []
    assert any("AB-CM-2" in finding.message for finding in findings(raw, "NOT-JUDGED"))


def due(raw: dict[str, Any], rule: str) -> list[tuple[str, str, str]]:
    """Day, state and place of the deadlines of a rule."""
    case = check_case(raw).case
    assert case is not None
    return [
        (str(one.due), one.state.value, one.path) for one in deadlines(case, None, raw) if one.rule == rule
    ]


def test_a_kept_account_is_told_what_is_due() -> None:
    raw = logs(log("2022-05-11"), log("2023-01-04"))
    assert due(raw, "AB-CM-3") == [
        ("2022-07-03", "done", "/forms/counseling_log/0/counselled_on"),
        ("2023-01-03", "late", "/forms/counseling_log/1/counselled_on"),
        ("2023-07-03", "due", "/forms/counseling_log"),
        ("2024-01-03", "due", "/forms/counseling_log"),
        ("2024-07-03", "due", "/forms/counseling_log"),
        ("2025-01-03", "due", "/forms/counseling_log"),
    ]
    assert due(raw, "AB-CM-8") == [
        ("2023-01-03", "due", "/forms/interim_check"),
        ("2024-01-03", "due", "/forms/interim_check"),
    ]
    # 2022-01-03 and 36 months, for the courses and those in a group.
    assert [day for day, _, _ in due(raw, "AB-CM-2")] == ["2025-01-03", "2025-01-03"]


def test_a_check_is_that_of_its_round() -> None:
    raw = whole()
    del raw["forms"]["interim_check"][0]
    assert due(raw, "AB-CM-8") == [
        ("2023-01-03", "due", "/forms/interim_check"),
        ("2024-01-03", "late", "/forms/interim_check/0/checked_on"),
    ]


def test_a_check_prints_its_day_and_what_the_first_counselling_noted() -> None:
    raw = whole()
    case = check_case(raw).case
    assert case is not None
    second = case.all_of(InterimCheck)[1]
    page = printed_check(second, case)
    assert page.due_on == date(2024, 1, 3)
    intake, check = raw["forms"]["savings_intake"], raw["forms"]["interim_check"][1]
    assert [(row.name, row.before, row.now) for row in page.compared] == [
        ("근로현황", intake["work"], check["work"]),
        ("주거현황", intake["housing"], check["housing"]),
        ("재무현황", intake["finance"], check["finance"]),
        ("사례관리서비스 욕구", intake["service_needs"], check["service_needs"]),
    ]


def test_a_sheet_that_cannot_be_read_leaves_only_its_own_count_unjudged() -> None:
    raw = put(whole(), "forms/counseling_log/2/counselled_on", "2023-02-30")
    raw = put(raw, "forms/education_record/courses/3/completed", False)
    assert [finding.path for finding in findings(raw, "AB-CM-2")] == ["/forms/education_record/courses"]
    (untold,) = findings(raw, "NOT-JUDGED")
    assert "(AB-CM-1)" in untold.message
    assert "(AB-CM-2)" not in untold.message
    assert "(AB-CM-8)" not in untold.message
