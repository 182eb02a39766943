"""적립중지 신청서: the months asked for, what is used with them, and the limits of both."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from forms import check_case
from forms.registry import form_named
from generator.document import bound_forms
from tests.changing import findings
from tests.reading import sample, squeeze


def application(first: str, last: str, **values: Any) -> dict[str, Any]:
    """An application for the months of two days, handed in before them."""
    return {
        "kind": "중지신청",
        "applied_on": "2024-12-20",
        "from_month": first,
        "to_month": last,
        "reason": "실직",
        **values,
    }


def case_of(*applications: dict[str, Any], pauses: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A file of applications for an account that was paused in June and July 2024, unless a test says otherwise."""
    raw = sample("pause_application")
    if pauses is not None:
        raw["account"]["pauses"] = pauses
    raw["forms"]["pause_application"] = list(applications)
    return raw


def rows(raw: dict[str, Any], position: int = 0) -> list[list[str]]:
    """The cells of each row that an application prints, without blanks."""
    case = check_case(raw).case
    assert case is not None
    bound = bound_forms(case, form_named("pause_application"), "masked")
    tree: ElementTree.Element = bound[position].tree
    return [[squeeze("".join(cell.itertext())) for cell in row] for row in tree.iter("tr")]


def test_months_and_pauses_are_counted_with_those_of_the_account() -> None:
    # Two months of 2024 and four of 2025; two pauses.
    shown = rows(case_of(application("2025-05-17", "2025-08-02")))
    assert ["적립중지기간", "2025년5월~2025년8월", "신청개월", "4개월"] in shown
    assert ["누적개월", "6개월/총6개월", "누적횟수", "2회/총3회"] in shown


def test_an_application_for_a_pause_that_the_account_holds_is_not_counted_again() -> None:
    # July is asked for by the account's own pause: August alone comes to it.
    shown = rows(case_of(application("2024-07-01", "2024-08-31", applied_on="2024-05-20")))
    assert ["누적개월", "3개월/총6개월", "누적횟수", "1회/총3회"] in shown


def test_later_pauses_and_applications_do_not_count() -> None:
    raw = case_of(
        application("2025-02-01", "2025-02-28"),
        application("2025-05-01", "2025-05-31", applied_on="2025-04-20"),
        pauses=[{"started_on": "2025-09-01", "ended_on": "2025-09-30"}],
    )
    assert ["누적개월", "1개월/총6개월", "누적횟수", "1회/총3회"] in rows(raw, 0)
    assert ["누적개월", "2개월/총6개월", "누적횟수", "2회/총3회"] in rows(raw, 1)


def test_a_pause_that_was_lifted_lasted_to_the_month_of_its_lifting() -> None:
    # June and July 2024; May to July 2025 of the four months asked for; October.
    raw = sample("pause_application")
    raw["forms"]["pause_application"].append(application("2025-10-01", "2025-10-31", applied_on="2025-09-22"))
    assert ["누적개월", "6개월/총6개월", "누적횟수", "2회/총3회"] in rows(raw, 0)
    assert ["누적개월", "6개월/총6개월", "누적횟수", "3회/총3회"] in rows(raw, 2)
    assert findings(raw, "HS1-PS-1") == []


def test_months_that_two_applications_ask_for_count_once() -> None:
    raw = case_of(
        application("2025-02-01", "2025-04-30"),
        application("2025-04-01", "2025-05-31", applied_on="2025-03-20"),
        pauses=[],
    )
    assert ["누적개월", "4개월/총6개월", "누적횟수", "2회/총3회"] in rows(raw, 1)


def test_a_lifting_prints_no_months() -> None:
    shown = rows(sample("pause_application"), 1)
    assert ["적립중지기간", "", "신청개월", ""] in shown
    assert ["해제일", "2025-07-15"] in shown


@pytest.mark.parametrize(("last", "beyond"), [("2025-08-31", False), ("2025-09-01", True)])
def test_the_seventh_month_is_told_once_at_the_application_that_asks_for_it(last: str, beyond: bool) -> None:
    raw = case_of(
        application("2025-05-01", last, applied_on="2025-04-28"),
        application("2025-11-01", "2025-11-30", applied_on="2025-10-20"),
    )
    (finding,) = findings(raw, "HS1-PS-1")
    at = 0 if beyond else 1
    assert finding.path == f"/forms/pause_application/{at}/to_month"
    assert "모두 7개월" in finding.message


def test_what_the_proof_of_use_counts_beyond_the_limit_is_told_there_alone() -> None:
    raw = case_of(application("2025-03-01", "2025-03-31", applied_on="2025-02-20"))
    raw["account"]["pauses"] = [{"started_on": "2024-04-01", "ended_on": "2024-10-31"}]
    assert [finding.form for finding in findings(raw, "HS1-PS-1")] == ["pause_application"]
    proof = sample("usage_proof")["forms"]["usage_proof"]
    raw["forms"]["usage_proof"] = proof | {
        "account_type": "희망저축계좌Ⅰ",
        "account_opened_on": "2024-01-10",
        "closure_applied_on": "2025-04-10",
        "pauses": [],
    }
    assert [finding.form for finding in findings(raw, "HS1-PS-1")] == ["usage_proof"]


def test_the_reasons_of_the_other_accounts_are_their_own() -> None:
    raw = case_of(application("2025-05-01", "2025-05-31"))
    raw["account"]["type"] = "내일키움통장"
    assert [finding.path for finding in findings(raw, "FIELD-MISSING")] == [
        "/forms/pause_application/0/other_reason"
    ]


def test_other_accounts_may_be_applied_for_in_the_month_itself() -> None:
    given = application("2025-05-01", "2025-05-31", applied_on="2025-05-03", other_reason="근로소득 미달")
    raw = case_of(given | {"reason": None})
    raw["account"]["type"] = "내일키움통장"
    assert findings(raw, "HS1-PS-2") == []


def test_a_lifting_asks_for_its_day_and_an_application_for_its_months() -> None:
    raw = case_of(
        {"kind": "중지해제", "applied_on": "2024-07-01"}, {"kind": "중지신청", "applied_on": "2024-08-01"}
    )
    assert sorted(finding.path for finding in findings(raw, "FIELD-MISSING")) == [
        "/forms/pause_application/0/lifted_on",
        "/forms/pause_application/1/from_month",
        "/forms/pause_application/1/reason",
        "/forms/pause_application/1/to_month",
    ]


@pytest.mark.parametrize("day", ["2024-10-01", "2024-10-15", "2024-10-31"])
def test_any_day_of_the_last_month_counts_the_same(day: str) -> None:
    # The account's own pause begins within the last month asked for: September, October and November, one pause.
    held = [{"started_on": "2024-10-15", "ended_on": "2024-11-30", "reason": "실직"}]
    shown = rows(case_of(application("2024-09-01", day, applied_on="2024-08-20"), pauses=held))
    assert ["누적개월", "3개월/총6개월", "누적횟수", "1회/총3회"] in shown
