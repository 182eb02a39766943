"""What stands once in a case of a programme, whose conferences are whose, and files that name nobody."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.belonging import programmes_in
from forms.savings.proof import UsageProof
from tests.changing import drop, findings, put
from tests.reading import sample

ACCOUNT = {
    "type": "희망저축계좌Ⅰ",
    "number": "110-000-000000",
    "household_size": 3,
    "deposits": [{"deposited_on": "2024-01-15", "amount": 100000}],
    "pauses": [{"started_on": "2024-05-01", "ended_on": "2024-06-30"}],
}


def proof_of(case: dict[str, Any]) -> UsageProof:
    checked = check_case(case)
    assert checked.case is not None, checked.findings
    (proof,) = checked.case.all_of(UsageProof)
    return proof


def test_the_account_fills_the_unprinted_lists_of_the_proof() -> None:
    case = drop(sample("usage_proof"), "forms/usage_proof/pauses")
    assert (proof_of(case).deposits, proof_of(case).pauses) == ((), ())
    filled = proof_of({**case, "account": ACCOUNT})
    assert [deposit.amount for deposit in filled.deposits] == [100000]
    assert filled.household_size == 3
    assert [pause.ended_on.isoformat() for pause in filled.pauses if pause.ended_on] == ["2024-06-30"]


def test_what_the_proof_states_itself_wins() -> None:
    case = put(sample("usage_proof"), "forms/usage_proof/household_size", 5)
    assert proof_of({**case, "account": ACCOUNT}).household_size == 5


def test_an_account_of_another_kind_is_a_difference_and_changes_nothing() -> None:
    case = {**sample("usage_proof"), "account": ACCOUNT}
    (difference,) = [f for f in findings(case, "CASE-DIFFERENCE") if f.path.endswith("account_type")]
    assert (difference.severity, difference.path) == ("warning", "/forms/usage_proof/account_type")
    assert proof_of(case).account_type == sample("usage_proof")["forms"]["usage_proof"]["account_type"]


def test_the_account_never_gives_what_the_proof_requires() -> None:
    case = {**sample("usage_proof"), "account": ACCOUNT}
    del case["forms"]["usage_proof"]["account_type"]
    (missing,) = [finding for finding in findings(case) if finding.severity == "error"]
    assert missing.path == "/forms/usage_proof/account_type"


# domain 4, row 4: a conference of a 지역자활센터 beside a proof of use is none of 통합사례관리.
CENTRE = {
    "kind": "내부사례회의",
    "purpose": "점검",
    "held_on": "2024-05-02",
    "attendees": ["지역자활센터 센터장", "게이트웨이 전담관리자"],
}


def test_a_case_meets_the_rules_of_the_programmes_that_it_holds_something_of() -> None:
    case = {**sample("usage_proof"), "conferences": [CENTRE]}
    assert [f.rule for f in findings(case) if f.rule.startswith("ICM-")] == []


# A conference of 자활사례관리, by its kind, or since it says so.
FOREIGN = [{"kind": "외부통합사례회의"}, {"kind": "내부사례회의", "program": "자활사례관리"}]


@pytest.mark.parametrize("foreign", FOREIGN)
def test_the_closing_conference_of_another_programme_satisfies_nothing(foreign: dict[str, Any]) -> None:
    case = sample("closure_review")
    own = [dict(held) for held in case["conferences"] if held["purpose"] != "종결"]
    assert len(own) < len(case["conferences"])
    closing = {"purpose": "종결", "held_on": "2025-06-02", **foreign}
    found = [f.rule for f in findings({**case, "conferences": [*own, closing]})]
    without = [f.rule for f in findings({**case, "conferences": own})]
    assert "ICM-MEET-01" in found
    assert found == without


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_conference_of_another_programme_is_not_judged_by_this_one(foreign: dict[str, Any]) -> None:
    """Nobody attends, nothing is decided, the minutes tell a number: each would be a finding of its own."""
    case = sample("closure_review")
    bare = {
        "purpose": "점검",
        "held_on": "2025-04-01",
        "in_writing": True,
        "result": "연락처 010-0000-0001",
        "separate_minutes": False,
        "registered": False,
        "decided_joint_management": True,
        **foreign,
    }
    own = {**bare, "kind": "내부사례회의", "program": "통합사례관리"}
    case["conferences"].append(own)
    judged = {
        f.rule for f in findings(case) if f.path.startswith(f"/conferences/{len(case['conferences']) - 1}")
    }
    assert {"ICM-MEET-12", "ICM-MEET-13", "ICM-MEET-14", "ICM-MEET-16"} <= judged
    case["conferences"][-1] = bare
    said = [f for f in findings(case) if f.path.startswith(f"/conferences/{len(case['conferences']) - 1}")]
    assert said == []


def test_a_conference_names_a_programme_that_there_is() -> None:
    meeting = {"kind": "내부사례회의", "purpose": "점검", "held_on": "2024-05-02", "program": "자활 사례관리"}
    case = {"case_no": "1", "client": {"name": "나보람"}, "conferences": [meeting]}
    (finding,) = [finding for finding in findings(case) if finding.severity == "error"]
    assert (finding.rule, finding.path) == ("FIELD-CODE", "/conferences/0/program")
    assert "자활사례관리" in finding.message


@pytest.mark.parametrize(
    ("conference", "forms", "programmes"),
    [
        ({"kind": "외부통합사례회의"}, {}, ["자활사례관리"]),
        ({"kind": "자립지원 사례회의", "purpose": "보호종료점검"}, {}, ["아동자립지원"]),
        ({"kind": "솔루션회의"}, {}, ["통합사례관리"]),
        ({"kind": "내부사례회의"}, {}, ["통합사례관리"]),
        ({"kind": "내부사례회의", "program": "자활사례관리"}, {}, ["자활사례관리"]),
        ({"kind": "내부사례회의"}, {"usage_proof": True}, ["자산형성지원사업"]),
        ({"kind": "통합사례회의"}, {"usage_proof": True}, ["통합사례관리", "자산형성지원사업"]),
        (None, {}, ["통합사례관리"]),
    ],
)
def test_whose_a_case_is(
    conference: dict[str, Any] | None, forms: dict[str, bool], programmes: list[str]
) -> None:
    held = {"usage_proof": sample("usage_proof")["forms"]["usage_proof"]} if forms else {}
    meetings = [{"purpose": "점검", "held_on": "2024-05-02", **conference}] if conference else []
    checked = check_case(
        {"case_no": "1", "client": {"name": "나보람"}, "forms": held, "conferences": meetings}
    )
    assert checked.case is not None, checked.findings
    assert [programme.title for programme in programmes_in(checked.case)] == programmes


PARTICIPATION = {"participation": {"route": "본인요청"}}
EXTERNAL = {"conferences": [{"kind": "외부통합사례회의", "purpose": "점검", "held_on": "2024-05-02"}]}
INTERNAL = {"conferences": [{"kind": "내부사례회의", "purpose": "점검", "held_on": "2024-05-02"}]}


@pytest.mark.parametrize(
    ("beside", "others", "programmes"),
    [
        ({}, (), ["자산형성지원사업"]),
        (INTERNAL, (), ["자산형성지원사업"]),
        (PARTICIPATION, (), ["자활사례관리"]),
        (PARTICIPATION | INTERNAL, (), ["자활사례관리"]),
        (EXTERNAL, (), ["자활사례관리"]),
        ({}, ("basic_interview",), ["자활사례관리"]),
        (PARTICIPATION, ("interim_check",), ["자산형성지원사업", "자활사례관리"]),
        # What neither of the two opens: the form counts as one of its first.
        ({}, ("monitor_sheet",), ["통합사례관리", "자산형성지원사업"]),
    ],
)
def test_a_form_of_several_programmes_opens_those_that_the_file_holds_otherwise(
    beside: dict[str, Any], others: tuple[str, ...], programmes: list[str]
) -> None:
    held = {id_: sample(id_)["forms"][id_] for id_ in ("counseling_log", *others)}
    checked = check_case({"case_no": "1", "client": {"name": "마루한"}, "forms": held, **beside})
    assert checked.case is not None, checked.findings
    assert [programme.title for programme in programmes_in(checked.case)] == programmes


def test_a_participants_counselling_is_not_counted_as_an_accounts() -> None:
    log = put(sample("counseling_log"), "forms/counseling_log/0/registered_on", None)["forms"][
        "counseling_log"
    ]
    case = {"case_no": "1", "client": {"name": "마루한"}, "forms": {"counseling_log": log}}
    assert any(found.rule.startswith("AB-") for found in findings(case))
    judged = findings({**case, **PARTICIPATION})
    assert not [found for found in judged if found.rule.startswith("AB-") or "AB-" in found.message]


def test_a_case_that_states_an_account_is_one_of_its_programme() -> None:
    checked = check_case({"case_no": "1", "client": {"name": "나보람"}, "account": ACCOUNT})
    assert checked.case is not None, checked.findings
    assert [programme.title for programme in programmes_in(checked.case)] == ["자산형성지원사업"]


def test_a_time_of_day_has_hours_and_minutes() -> None:
    meeting = {"kind": "내부사례회의", "purpose": "점검", "held_on": "2024-05-02", "started_at": "25:00"}
    case = {"case_no": "1", "client": {"name": "나보람"}, "conferences": [meeting]}
    (finding,) = [finding for finding in findings(case) if finding.severity == "error"]
    assert (finding.rule, finding.path) == ("FIELD-TIME", "/conferences/0/started_at")


def test_a_file_without_a_client_is_refused() -> None:
    case = sample("usage_proof")
    del case["client"]
    assert ("error", "/client") in [(f.severity, f.path) for f in findings(case)]
