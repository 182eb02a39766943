"""Dates far from every other date of a case, and the day of a time in Seoul."""

from __future__ import annotations

import pytest

from tests.changing import changed, findings, put
from tests.forms.test_date_order import FAR, ORDER, case, one, told
from tests.reading import sample


# More than ten years from every other date; the nearest others are of 2024-09-02 and 2025-09-24.
@pytest.mark.parametrize(
    ("day", "far"),
    [("2035-09-24", False), ("2035-09-25", True), ("2014-09-02", False), ("2014-09-01", True)],
)
def test_a_date_far_from_every_other_is_told(day: str, far: bool) -> None:
    raw = changed(sample("case_full"), {"R/contact_lost_since": day})
    del raw["forms"]["usage_proof"]
    assert [f.path for f in findings(raw, FAR)] == (
        ["/forms/closure_review/contact_lost_since"] if far else []
    )


def test_the_message_of_a_far_date_names_the_nearest() -> None:
    days = {"requested_on": "2025-01-15", "received_on": "2025-01-16"}
    finding = one(case({"intake_sheet": {"consulted_on": "1025-01-14"}}, **days), FAR)
    assert (finding.path, finding.severity) == ("/forms/intake_sheet/consulted_on", "warning")
    assert finding.message == (
        "상담일자(1025-01-14)가 사례의 다른 어느 날짜와도 10년 넘게 떨어져 있습니다"
        "(가장 가까운 날짜 2025-01-15). 연도를 확인하세요."
    )


def test_births_and_free_dates_neither_are_far_nor_make_others_near() -> None:
    raw = changed(sample("case_full"), {"client/birth_date": "1983-07-14"})
    raw["acknowledged"] = [
        {"rule": "ICM-ERR-05", "path": "/x", "reason": "확인함", "by": "유하늬", "on": "2060-01-01"}
    ]
    raw["issued_at"] = "2075-01-01T09:00:00+09:00"
    assert told(raw) == []
    put(raw, "forms/usage_proof/evidence/0/dated_on", "1999-01-01")
    assert told(raw) == []


def test_an_admission_may_lie_far_back() -> None:
    care = {"admitted_on": "2008-03-05", "registered_on": "2022-04-11", "ended_on": "2025-02-28"}
    assert told(case(care=care)) == []
    # It makes nothing else near, and stays in its pairs.
    found = told(case(care={**care, "registered_on": "2008-03-04"}))
    assert (FAR, "warning", "/care/registered_on") in found
    assert (ORDER, "warning", "/care/registered_on") in found


def test_a_consent_is_far_too_though_it_stands_in_no_pair() -> None:
    raw = changed(sample("case_full"), {"C/1/consented_on": "2042-09-06"})
    assert [f.path for f in findings(raw, FAR)] == ["/forms/consent/1/consented_on"]


def test_two_dates_alone_are_both_told() -> None:
    raw = case({"intake_sheet": {"consulted_on": "2014-01-14"}}, received_on="2025-01-15")
    assert [f.path for f in findings(raw, FAR)] == ["/received_on", "/forms/intake_sheet/consulted_on"]
    assert findings(case(received_on="1014-01-15"), FAR) == []


def test_the_day_of_a_time_is_that_in_seoul() -> None:
    # Closed on 2025-04-18: kept until 2030-04-18. 16:00 in Greenwich is the next day in Seoul.
    whole = sample("case_full")
    for issued_at, late in (
        ("2030-04-18T14:59:59+00:00", False),
        ("2030-04-18T15:00:00+00:00", True),
        ("2030-04-19T00:30:00+10:00", False),
        ("2030-04-18T23:59:59+09:00", False),
    ):
        assert bool(findings(put(whole, "issued_at", issued_at), "ICM-DEADLINE-16")) is late


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00"])
def test_times_at_the_ends_of_the_calendar_are_judged(moment: str) -> None:
    findings(put(sample("case_full"), "issued_at", moment))
