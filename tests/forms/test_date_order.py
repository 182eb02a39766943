"""Which dates may not lie before which, each pair made by hand: what is an error, where, and told once."""

from __future__ import annotations

from typing import Any

import pytest

from forms import Finding
from forms.checking import check_case
from tests.changing import changed, findings, put
from tests.reading import sample

ORDER, FAR = "FIELD-DATE-ORDER", "FIELD-DATE-FAR"


def case(forms: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    return {"case_no": "2025-0001", "client": {"name": "가나다"}, "forms": forms or {}, **values}


def told(raw: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The findings about dates that are not in a clause's own rule, as (rule, severity, path)."""
    return [(f.rule, f.severity.value, f.path) for f in findings(raw) if f.rule.startswith("FIELD-DATE")]


def one(raw: dict[str, Any], rule: str = ORDER) -> Finding:
    (finding,) = findings(raw, rule)
    return finding


def reviewed(**values: Any) -> dict[str, Any]:
    return case({"closure_review": {"result": "종결", "closure_type": "자체종결", **values}})


def proof(**values: Any) -> dict[str, Any]:
    raw = sample("usage_proof")
    raw["forms"]["usage_proof"].update(values)
    return raw


# What cannot be. The first day is the last that can be, the second the first that cannot.
IMPOSSIBLE: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "an end before its start": (
        case({"service_plan": {"services": [{"name": "상담", "started_on": "2024-11-01"}]}}),
        "forms/service_plan/services/0/ended_on",
        "2024-11-01",
        "2024-10-31",
    ),
    "the end of a link": (
        case(service_link={"started_on": "2025-01-31"}),
        "service_link/ended_on",
        "2025-01-31",
        "2025-01-30",
    ),
    "a report before its visit": (
        case({"monitor_sheet": {"visited_on": "2025-09-24", "remarks": "낙상"}}),
        "forms/monitor_sheet/remarks_reported_on",
        "2025-09-24",
        "2025-09-23",
    ),
    "a closing before its beginning": (
        reviewed(requested_on="2025-02-03"),
        "forms/closure_review/closure_reviewed_on",
        "2025-02-03",
        "2025-02-02",
    ),
    "an approval before the beginning": (
        reviewed(requested_on="2025-02-03"),
        "forms/closure_review/approved_on",
        "2025-02-03",
        "2025-02-02",
    ),
    "a closing before the reception": (
        {**reviewed(), "received_on": "2025-02-03"},
        "forms/closure_review/closure_reviewed_on",
        "2025-02-03",
        "2025-02-02",
    ),
    "a payment before the application": (
        proof(
            closure_applied_on="2025-02-03", fulfilment_plan=None, household_checked_on=None, reviewed_on=None
        ),
        "forms/usage_proof/payment_confirmed_on",
        "2025-02-03",
        "2025-02-02",
    ),
    "a next conference before this one": (
        case(conferences=[{"kind": "통합사례회의", "purpose": "점검", "held_on": "2025-05-20"}]),
        "conferences/0/next_on",
        "2025-05-20",
        "2025-05-19",
    ),
    "the end of a participation": (
        case(participation={"started_on": "2025-01-13"}),
        "participation/ended_on",
        "2025-01-13",
        "2025-01-12",
    ),
    "the end of a gateway": (
        case(participation={"gateway": [{"started_on": "2025-01-13"}]}),
        "participation/gateway/0/ended_on",
        "2025-01-13",
        "2025-01-12",
    ),
    "the end of care": (
        case(care={"admitted_on": "2024-03-05"}),
        "care/ended_on",
        "2024-03-05",
        "2024-03-04",
    ),
    "the end of a membership in the account": (
        case(account={"membership_started_on": "2022-01-03"}),
        "account/membership_ended_on",
        "2022-01-03",
        "2022-01-02",
    ),
    "the end of a membership": (
        proof(membership_started_on="2022-01-03"),
        "forms/usage_proof/membership_ended_on",
        "2022-01-03",
        "2022-01-02",
    ),
    "the end of a pause": (
        proof(pauses=[{"started_on": "2023-08-01", "ended_on": "2023-09-30"}]),
        "forms/usage_proof/pauses/0/ended_on",
        "2023-08-01",
        "2023-07-31",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_an_error(name: str) -> None:
    raw, path, last, first = IMPOSSIBLE[name]
    assert [entry for entry in told(put(raw, path, last)) if entry[1] == "error"] == []
    errors = [entry for entry in told(put(raw, path, first)) if entry[1] == "error"]
    assert errors == [(ORDER, "error", f"/{path}")]


def test_an_account_closed_before_it_was_opened_stays_an_error() -> None:
    raw = proof(account_opened_on="2025-02-04", closure_applied_on="2025-02-03")
    assert told(raw) == [(ORDER, "error", "/forms/usage_proof/closure_applied_on")]


# Every other pair: the change to the complete case, and where it is told.
OUT_OF_ORDER: list[tuple[dict[str, object], str]] = [
    ({"I/referred_on": "2024-09-04"}, "I/consulted_on"),  # consulted on 09-03
    ({"S/0/registered_on": "2024-09-09"}, "S/0/registered_on"),  # surveyed on 09-10
    ({"S/0/registered_on": "2024-09-10"}, "S/0/registered_on"),  # entered on 09-11
    ({"S/0/survey_kind": "신규", "S/0/surveyed_on": "2025-04-09"}, "S/1/surveyed_on"),
    ({"P/short_goals/0/target_on": "2024-09-25"}, "P/short_goals/0/target_on"),  # planned on 09-26
    ({"P/long_goals/0/target_on": "2024-09-25"}, "P/long_goals/0/target_on"),
    ({"P/consented_on": "2024-09-25"}, "P/consented_on"),
    ({"P/services/7/started_on": "2024-09-25"}, "P/services/7/started_on"),
    ({"P/checks/2/checked_on": "2024-10-13"}, "P/checks/2/checked_on"),  # the service began on 10-14
    ({"P/checks/2/checked_on": "2025-04-19"}, "P/checks/2/checked_on"),  # closed on 04-18
    (
        {
            "P/services/9/name": "점검하지 않은 서비스",
            "P/services/9/started_on": "2025-04-19",
            "P/services/9/ended_on": None,
        },
        "P/services/9/started_on",
    ),
    ({"L/0/written_on": "2024-10-03"}, "L/0/referred_on"),  # referred on 10-02
    ({"L/0/written_on": "2024-09-02"}, "L/0/written_on"),  # consulted on 09-03
    ({"R/referrer_notified_on": "2025-04-15"}, "R/referrer_notified_on"),  # reviewed on 04-16
    ({"R/contact_lost_since": "2025-04-17"}, "R/contact_lost_since"),
    ({"R/refused_since": "2024-09-04"}, "R/refused_since"),  # requested on 09-05
    ({"R/after_care/0/planned_on": "2025-04-17"}, "R/after_care/0/planned_on"),
    ({"M/0/visited_on": "2025-04-17"}, "M/0/visited_on"),
    ({"conferences/1/held_on": "2024-09-04"}, "conferences/1/held_on"),
    ({"conferences/2/held_on": "2025-04-19"}, "conferences/2/held_on"),
    ({"service_link": {"started_on": "2024-09-12"}}, "service_link/started_on"),  # selected on 09-13
    ({"service_link": {"started_on": "2024-10-02", "checked_on": "2024-10-01"}}, "service_link/checked_on"),
]
FORMS = {"I": "intake_sheet", "S": "needs_survey", "P": "service_plan", "L": "referral_letter"}
FORMS |= {"R": "closure_review", "M": "monitor_sheet"}


@pytest.mark.parametrize(("changes", "at"), OUT_OF_ORDER, ids=lambda value: str(value))
def test_every_other_pair_is_a_warning_told_once(changes: dict[str, object], at: str) -> None:
    first, rest = at.split("/", 1)
    path = f"/forms/{FORMS[first]}/{rest}" if first in FORMS else f"/{at}"
    assert told(changed(sample("case_full"), changes)) == [(ORDER, "warning", path)]


OF_ACCOUNTS: list[tuple[dict[str, Any], str]] = [
    # membership from 2022-01-03, applied on 2025-02-03, confirmed on 2025-02-12
    ({"contacted_on": ["2022-01-02"], "contact_count": None}, "contacted_on/0"),
    ({"interim_checked_on": ["2022-01-02", "2024-01-03"]}, "interim_checked_on/0"),
    ({"pauses": [{"started_on": "2022-01-02", "ended_on": "2022-02-01"}]}, "pauses/0/started_on"),
    ({"pauses": [{"started_on": "2025-02-04"}]}, "pauses/0/started_on"),
    ({"deposits": [{"deposited_on": "2022-01-02", "amount": 1}]}, "deposits/0/deposited_on"),
    ({"deposits": [{"deposited_on": "2025-02-04", "amount": 1}]}, "deposits/0/deposited_on"),
    ({"membership_started_on": "2025-02-04", "membership_ended_on": None, "contacted_on": [],
      "interim_checked_on": [], "pauses": []}, "membership_started_on"),
    ({"reviewed_on": "2025-02-02"}, "reviewed_on"),
    ({"reviewed_on": "2025-02-13"}, "payment_confirmed_on"),
    ({"household_checked_on": "2025-02-13"}, "payment_confirmed_on"),
    ({"fulfilment_plan": {"signed_on": "2025-02-13", "payout_requirements_met": True}}, "payment_confirmed_on"),
    ({"fulfilment_plan": {"signed_on": "2025-02-03", "due_on": "2025-02-02",
      "payout_requirements_met": True}}, "fulfilment_plan/due_on"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "at"), OF_ACCOUNTS, ids=lambda value: str(value))
def test_the_dates_of_an_account(values: dict[str, Any], at: str) -> None:
    assert told(proof(**values)) == [(ORDER, "warning", f"/forms/usage_proof/{at}")]


def test_a_decision_on_evidence_follows_the_application() -> None:
    raw = put(proof(), "forms/usage_proof/evidence/3/review/decided_on", "2025-02-02")
    assert told(raw) == [(ORDER, "warning", "/forms/usage_proof/evidence/3/review/decided_on")]


def test_the_message_names_both_dates_in_korean_with_their_days() -> None:
    raw = case(
        {
            "service_plan": {
                "services": [{"name": "상담", "started_on": "2024-11-01", "ended_on": "2024-10-01"}]
            }
        }
    )
    finding = one(raw)
    assert finding.message.startswith(
        "서비스 종료일자(2024-10-01)가 서비스 시작일자(2024-11-01)보다 빠릅니다."
    )
    assert (finding.label, finding.source) == ("서비스 제공계획 1번 서비스 종료일자", "서식 점검 규칙(자체)")


def test_a_date_of_another_form_is_named_with_its_form() -> None:
    raw = changed(sample("case_full"), {"M/0/visited_on": "2025-04-17"})
    assert one(raw).message == (
        "방문일시(2025-04-17)가 사례관리 종결심사서 종결심사 승인일자(2025-04-18)보다 빠릅니다. "
        "사후관리는 종결한 뒤에 합니다."
    )


def test_a_row_of_several_and_a_chosen_conference_are_told_apart() -> None:
    raw = changed(sample("case_full"), {"P/checks/2/checked_on": "2024-10-13"})
    assert "서비스 제공계획 3번 서비스 시작일자(2024-10-14)" in one(raw).message
    raw = changed(sample("case_full"), {"selection/decided_on": "2024-09-12"})
    assert one(raw, "ICM-SELECT-07").message.startswith(
        "선정일(2024-09-12)이 대상자 선정 사례회의 개최일(2024-09-13)보다 빠릅니다."
    )


# The pairs of clauses, each told by its clause, at the place that its paper shows, and by nothing else.
OF_CLAUSES: list[tuple[str, dict[str, object], str]] = [
    ("ICM-DEADLINE-04", {"received_on": "2024-09-04"}, "/received_on"),
    ("ICM-DEADLINE-01a", {"P/established_on": "2024-09-04", "P/approved_on": "2024-09-04"},
     "/forms/service_plan/established_on"),
    ("ICM-DEADLINE-06", {"S/0/entered_on": "2024-09-09"}, "/forms/needs_survey/0/entered_on"),
    ("ICM-SELECT-07", {"selection/decided_on": "2024-09-12"}, "/selection/decided_on"),
    ("ICM-STATE-04", {"P/approved_on": "2024-09-25"}, "/forms/service_plan/approved_on"),
    ("ICM-STATE-14", {"worker/changed_on": "2025-01-06", "worker/change_told_on": "2025-01-07"},
     "/worker/change_told_on"),
    ("ICM-STATE-20", {"S/1/surveyed_on": "2025-04-15", "S/1/entered_on": "2025-04-15",
     "S/1/registered_on": "2025-04-15"}, "/forms/closure_review/closing_crisis_survey_on"),
    ("ICM-STATE-20", {"R/closure_reviewed_on": "2025-04-13"}, "/forms/closure_review/closure_reviewed_on"),
    ("ICM-STATE-01", {"R/profiled_on": "2024-09-04"}, "/forms/closure_review/profiled_on"),
    ("ICM-STATE-01", {"R/approved_on": "2025-04-15"}, "/forms/closure_review/approved_on"),
    ("ICM-STATE-01", {"R/service_checked_on": "2025-04-19"}, "/forms/closure_review/service_checked_on"),
    ("ICM-STATE-01", {"I/consulted_on": "2024-09-06", "I/referred_on": None}, "/requested_on"),
    ("ICM-STATE-01", {"conferences/0/held_on": "2024-09-09"}, "/conferences/0/held_on"),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "changes", "path"), OF_CLAUSES, ids=lambda value: str(value))
def test_the_order_that_a_clause_states_is_told_by_the_clause(
    clause: str, changes: dict[str, object], path: str
) -> None:
    found = [f for f in findings(changed(sample("case_full"), changes)) if f.path == path]
    (finding,) = (f for f in found if f.rule == clause)
    assert finding.severity == "warning"
    assert "업무안내" in (finding.source or "")
    assert all(f.rule != ORDER for f in found)


def test_a_form_that_takes_a_date_from_elsewhere_does_not_tell_it_again() -> None:
    # The closure review prints the conference of selection and the day of selection from the case.
    raw = changed(sample("case_full"), {"selection/decided_on": "2024-09-12"})
    assert [f.path for f in findings(raw) if "2024-09-12" in f.message] == ["/selection/decided_on"]
    # What it says itself, it tells itself.
    raw = changed(sample("case_full"), {"R/selected_on": "2024-09-12"})
    assert [f.path for f in findings(raw, "ICM-STATE-01")] == ["/forms/closure_review/selected_on"]


def test_a_check_after_the_closing_is_told_at_the_check_alone() -> None:
    raw = changed(sample("case_full"), {"P/checks/0/checked_on": "2025-05-10"})
    assert [f.path for f in findings(raw) if "2025-05-10" in f.message] == [
        "/forms/service_plan/checks/0/checked_on"
    ]


def test_one_wrong_date_is_one_finding() -> None:
    # The plan of 2042 is after all eleven services and twelve checks: it is told at the plan, once.
    raw = changed(sample("case_full"), {"P/established_on": "2042-09-26", "P/approved_on": "2042-09-27"})
    (finding,) = findings(raw, ORDER)[:1]
    assert [f.path for f in findings(raw, ORDER) if "/services/" in f.path or "/checks/" in f.path] == []
    assert "수립일(2042-09-26)이" in finding.message
    assert "서비스 시작일자 11건(2024-10-02 ~ 2024-12-07)보다 늦습니다." in " ".join(
        f.message for f in findings(raw, ORDER)
    )


def test_a_closing_before_all_checks_is_told_at_the_closing() -> None:
    raw = changed(sample("case_full"), {"R/approved_on": "2024-10-01", "R/closure_reviewed_on": "2024-10-01"})
    paths = {f.path for f in findings(raw, ORDER)}
    assert "/forms/closure_review/approved_on" in paths
    assert not any("/checks/" in path or "/monitor_sheet/" in path for path in paths)


def test_what_is_missing_between_two_dates_hides_nothing() -> None:
    check, service = {"service": "상담", "checked_on": "2025-01-09"}, {"name": "상담"}
    plan: dict[str, Any] = {"established_on": "2025-01-10", "services": [service], "checks": [check]}
    assert one(case({"service_plan": plan})).path == "/forms/service_plan/checks/0/checked_on"
    plan["services"] = [{**service, "started_on": "2025-01-10"}]
    assert "서비스 시작일자(2025-01-10)" in one(case({"service_plan": plan})).message


def test_a_check_is_held_against_the_service_of_its_name_however_it_is_typed() -> None:
    def checked(name: str) -> list[tuple[str, str, str]]:
        services = [
            {"name": "개별 상담(주 1회)", "started_on": "2025-02-03"},
            {"name": "학습", "started_on": "2025-01-13"},
        ]
        checks = [{"service": name, "checked_on": "2025-01-31"}]
        return told(case({"service_plan": {"services": services, "checks": checks}}))

    assert [severity for _, severity, _ in checked("개별상담 (주1회)")] == ["warning"]
    assert checked("학습") == checked("다른 서비스") == []


def test_a_later_plan_may_go_on_with_services_of_the_first() -> None:
    service = {"name": "상담", "started_on": "2025-01-13"}
    plans = [{"established_on": day, "services": [service]} for day in ("2025-01-10", "2025-05-12")]
    assert told(case({"service_plan": plans})) == []
    assert told(case({"service_plan": plans[1:]})) != []


def test_the_conferences_of_other_programmes_are_not_those_of_the_closing() -> None:
    meeting = {"kind": "내부사례회의", "purpose": "점검", "held_on": "2025-05-20"}
    whole = sample("case_full")  # closed on 2025-04-18
    whole["conferences"].append({**meeting, "program": "자활사례관리"})
    assert told(whole) == []
    whole["conferences"][-1]["program"] = "통합사례관리"
    assert told(whole) == [(ORDER, "warning", "/conferences/4/held_on")]


def test_what_a_form_takes_from_the_account_is_told_at_the_account() -> None:
    account = {"pauses": [{"started_on": "2023-08-01", "ended_on": "2023-07-31"}]}
    assert told({**proof(pauses=[]), "account": account}) == [(ORDER, "error", "/account/pauses/0/ended_on")]


def test_a_form_that_cannot_be_read_leaves_its_clauses_unjudged() -> None:
    raw = changed(sample("case_full"), {"R/selected_on": "2024-09-12", "S/0/surveyed_on": "어제"})
    assert findings(raw, "ICM-STATE-01") == []
    assert "ICM-STATE-01" in one(raw, "NOT-JUDGED").message
    # What does not hang on it is told all the same.
    raw = changed(raw, {"P/services/0/ended_on": "2024-10-01", "received_on": "2024-09-04"})
    assert told(raw)[1:] == [(ORDER, "error", "/forms/service_plan/services/0/ended_on")]
    assert len(findings(raw, "ICM-DEADLINE-04")) == 1


def test_only_a_closing_ends_a_case() -> None:
    review = {"result": "재조사", "closure_reviewed_on": "2025-06-05"}
    raw = case({"closure_review": review, "monitor_sheet": {"visited_on": "2025-06-04"}})
    assert told(raw) == []
    put(
        raw,
        "forms/closure_review",
        {"result": "종결", "closure_type": "자체종결", "closure_reviewed_on": "2025-06-05"},
    )
    assert told(raw) == [(ORDER, "warning", "/forms/monitor_sheet/visited_on")]


def test_it_is_the_first_survey_that_comes_before_the_selection() -> None:
    raw = changed(sample("case_full"), {"S/0/surveyed_on": "2042-09-10"})
    assert "작성일자(2042-09-10)" in one(raw, "ICM-SELECT-07").message


def test_a_refused_household_may_have_had_no_survey_yet() -> None:
    raw = case(
        {"needs_survey": {"surveyed_on": "2025-03-10"}},
        selection={"household_class": "미선정 가구", "decided_on": "2025-03-07"},
    )
    assert findings(raw, "ICM-SELECT-07") == []
    assert len(findings(put(raw, "selection/household_class", "사례관리 가구"), "ICM-SELECT-07")) == 1


def test_an_error_refuses_its_own_form_alone() -> None:
    raw = changed(sample("case_full"), {"P/services/0/ended_on": "2024-10-01"})
    checked = check_case(raw)
    assert checked.case is not None
    assert {f.form for f in checked.findings if f.severity == "error"} == {"service_plan"}
