"""The periods of an account that is kept: deposit months as they begin, pauses, and the grace after maturity."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.casebook.summary import next_due, summary_of
from forms import check_case
from forms.deadlines import Deadline, deadlines
from tests.forms.savings.accounts import pause, saved
from tests.reading import sample


def kept(**account: Any) -> dict[str, Any]:
    """A 희망저축계좌Ⅰ opened on 10 January 2024, first deposited in January and February, and no proof of use."""
    raw = sample("hs1_deposits")
    raw["account"] = {
        "type": "희망저축계좌Ⅰ",
        "opened_on": "2024-01-10",
        "deposits": saved("2024-01-15", "2024-02-15"),
        **account,
    }
    return raw


def due(raw: dict[str, Any], rule: str, today: str | None) -> list[Deadline]:
    case = check_case(raw).case
    assert case is not None
    on = date.fromisoformat(today) if today is not None else None
    return [deadline for deadline in deadlines(case, on, raw) if deadline.rule == rule]


# The window of March ends on the 22nd, that of April begins on the 23rd of March and ends on the 22nd.
@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2024-03-22", [("2024-01-22", "done"), ("2024-02-22", "done"), ("2024-03-22", "due")]),
        (
            "2024-03-23",
            [
                ("2024-01-22", "done"),
                ("2024-02-22", "done"),
                ("2024-03-22", "overdue"),
                ("2024-04-22", "due"),
            ],
        ),
    ],
)
def test_deposit_months_are_told_as_they_begin(today: str, told: list[tuple[str, str]]) -> None:
    found = due(kept(), "HS1-DP-3", today)
    assert [(one.due.isoformat(), one.state.value) for one in found] == told
    assert found[-1].path == "/account/deposits"


def test_every_month_to_maturity_is_held_where_no_day_is_asked_of() -> None:
    found = due(kept(), "HS1-DP-3", None)
    assert (len(found), found[-1].title) == (36, "2026년 12월분 본인적립금")


def test_a_case_that_is_kept_counts_its_months_on_the_day_that_it_is_looked_at() -> None:
    summary = summary_of(kept(), ())
    assert [one.due.isoformat() for one in summary.begun(date(2024, 3, 1)) if one.rule == "HS1-DP-3"] == [
        "2024-01-22",
        "2024-02-22",
        "2024-03-22",
    ]
    first = next_due(summary, date(2024, 3, 1))
    assert first is not None
    assert (first[0].title, first[1]) == ("2024년 3월분 본인적립금", 21)


def test_nothing_is_told_of_deposits_where_none_is_entered() -> None:
    assert due(kept(deposits=[]), "HS1-DP-3", "2024-06-01") == []


def test_paused_months_ask_for_nothing() -> None:
    found = due(kept(pauses=[pause("2024-03-01", "2024-03-31")]), "HS1-DP-3", "2024-04-01")
    assert [one.due.isoformat() for one in found] == ["2024-01-22", "2024-02-22", "2024-04-22"]


# Six months from 1 March: to the end of August.
def test_an_open_pause_ends_when_its_months_are_used_up() -> None:
    (one,) = due(kept(pauses=[pause("2024-03-01")]), "HS1-PS-1", "2024-09-01")
    assert (one.due.isoformat(), one.state.value, one.path) == (
        "2024-08-31",
        "overdue",
        "/account/pauses/0/ended_on",
    )


def test_the_months_of_an_earlier_pause_are_taken_off() -> None:
    held = [pause("2024-03-01", "2024-04-30"), pause("2024-08-01")]
    last = due(kept(pauses=held), "HS1-PS-1", "2024-09-01")[-1]
    assert (last.due.isoformat(), last.state.value) == ("2024-11-30", "due")


def test_another_account_is_paused_under_the_rule_of_all() -> None:
    raw = kept(type="내일키움통장", pauses=[pause("2024-03-01", "2024-04-30")])
    assert due(raw, "HS1-PS-1", "2024-09-01") == []
    assert [one.state.value for one in due(raw, "AB-PS-1", "2024-09-01")] == ["done"]
    assert due(raw, "HS1-DP-3", "2024-09-01") == due(raw, "HS1-CL-1", "2024-09-01") == []


# 36 months after 10 January 2024 it is the 10th of January 2027, six months later the 10th of July.
@pytest.mark.parametrize(
    ("left", "today", "state"),
    [
        (None, "2027-07-10", "due"),
        (None, "2027-07-11", "overdue"),
        ("2027-07-10", "2027-08-01", "done"),
        ("2027-07-11", "2027-08-01", "late"),
    ],
)
def test_the_grace_after_maturity_lasts_six_months(left: str | None, today: str, state: str) -> None:
    (one,) = due(kept(left_benefits_on=left), "HS1-CL-1", today)
    assert (one.due.isoformat(), one.state.value) == ("2027-07-10", state)
    assert one.note == "만기 2027-01-10"
    assert one.path == "/account/left_benefits_on"


def test_a_closed_account_has_no_grace_and_no_month_after_its_closing() -> None:
    raw = kept()
    raw["forms"] = {"closure_application": sample("closure_application")["forms"]["closure_application"]}
    raw["forms"]["closure_application"]["applied_on"] = "2024-04-01"
    assert due(raw, "HS1-CL-1", "2027-07-11") == []
    assert [one.due.isoformat() for one in due(raw, "HS1-DP-3", "2025-01-01")] == [
        "2024-01-22",
        "2024-02-22",
        "2024-03-22",
    ]


def test_an_account_beside_a_proof_of_use_is_told_once() -> None:
    raw = kept(pauses=[pause("2024-03-01", "2024-04-30")])
    proof = sample("usage_proof")["forms"]["usage_proof"]
    raw["forms"]["usage_proof"] = proof | {
        "account_type": "희망저축계좌Ⅰ",
        "account_opened_on": "2024-01-10",
        "closure_applied_on": "2024-06-10",
        "pauses": [],
    }
    assert [one.form for one in due(raw, "HS1-PS-1", "2024-07-01")] == ["usage_proof"]
    # January, February and May, whose window ends on the 22nd; March and April are paused.
    assert [one.due.isoformat() for one in due(raw, "HS1-DP-3", "2024-07-01")] == [
        "2024-01-22",
        "2024-02-22",
        "2024-05-22",
    ]
