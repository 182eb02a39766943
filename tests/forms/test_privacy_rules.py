"""The rules of privacy beside consent itself, each with a case that it accepts and one that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import drop, findings, lacking, put, severities
from tests.consent_cases import (
    REFUSED,
    case,
    consent,
    found,
    member,
    refusal,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-0001 사례의 서비스를 점검함.", []),
        ("2025-0001과 2025-0044 사례의 서비스를 점검함.", ["warning"]),
        ("2024-2025년의 변화를 살핌.", []),
        ("연락처 02-0000-0044로 알리기로 함.", []),
    ],
)
def test_icm_priv_05_minutes_hold_this_case_alone(text: str, expected: list[str]) -> None:
    meeting = {"kind": "내부사례회의", "purpose": "점검", "held_on": "2025-03-10", "result": text}
    assert severities({**case(consent()), "conferences": [meeting]}, "ICM-PRIV-05") == expected


@pytest.mark.parametrize(("told", "expected"), [(True, []), (None, []), (False, ["warning"])])
def test_icm_priv_06_confidentiality_is_told(told: bool | None, expected: list[str]) -> None:
    assert severities(case(intake_sheet={"confidentiality_told": told}), "ICM-PRIV-06") == expected


@pytest.mark.parametrize(
    ("own", "other"),
    [("X-0021", "X-0022"), ("사례-001", "사례-002"), ("AB001", "AB002"), ("A2024-0012", "A2024-0013")],
)
def test_icm_priv_05_knows_numbers_of_any_lettered_shape(own: str, other: str) -> None:
    meeting = {
        "kind": "내부사례회의",
        "purpose": "점검",
        "held_on": "2025-03-10",
        "result": f"{own}의 서비스를 점검함.",
    }
    raw = {**case(consent()), "case_no": own, "conferences": [meeting]}
    assert found(raw, "ICM-PRIV-05") == []
    put(raw, "conferences/0/result", f"{own}과 {other}의 서비스를 점검함.")
    assert found(raw, "ICM-PRIV-05") == [("warning", "/conferences/0/result")]
    # A number of figures alone could be anything.
    put(raw, "case_no", "20250001")
    assert found(raw, "ICM-PRIV-05") == []
    assert lacking(raw, "ICM-PRIV-05") == ["다른 글과 구별되는 모양의 관리번호"]


def test_icm_priv_06_says_when_nobody_entered_it() -> None:
    for told, lacks in ((None, ["초기상담지의 비밀보장·기록 고지"]), (True, []), (False, [])):
        assert lacking(case(intake_sheet={"confidentiality_told": told}), "ICM-PRIV-06") == lacks


# Closed on 2025-06-09: kept until 2030-06-09.
@pytest.mark.parametrize(("visited_on", "expected"), [("2030-06-09", []), ("2030-06-10", ["warning"])])
def test_icm_priv_16_the_consent_lasts_five_years(visited_on: str, expected: list[str]) -> None:
    review = {"result": "종결", "approved_on": "2025-06-09"}
    found = case(consent(), closure_review=review, monitor_sheet={"visited_on": visited_on})
    assert severities(found, "ICM-PRIV-16") == expected
    renewed = case(
        consent(),
        consent(consented_on="2030-06-10"),
        closure_review=review,
        monitor_sheet={"visited_on": visited_on},
    )
    assert findings(renewed, "ICM-PRIV-16") == []


@pytest.mark.parametrize(
    ("box", "path", "value"),
    [
        ("general", "mobile", "010-0000-0317"),
        ("unique_identifiers", "resident_number", "830714-2000001"),
        ("sensitive", "illness", "우울증"),
    ],
)
def test_icm_priv_17_refused_items_are_not_kept(box: str, path: str, value: str) -> None:
    found = put(case(consent(**{box: REFUSED})), f"client/{path}", value)
    (finding,) = findings(found, "ICM-PRIV-17")
    assert (finding.severity, finding.path) == ("info", f"/forms/consent/0/{box}")
    assert value not in finding.message
    assert findings(drop(found, f"client/{path}"), "ICM-PRIV-17") == []
    assert findings(put(case(consent()), f"client/{path}", value), "ICM-PRIV-17") == []


def test_icm_priv_17_a_refusal_is_the_refusal_of_who_made_it() -> None:
    child = member("주봄이", "2016-05-30", resident_number="160530-4000004")
    raw = case(consent(), refusal(signer_name="주봄이"), household=(child,))
    put(raw, "client/resident_number", "830714-2000001")
    (finding,) = findings(raw, "ICM-PRIV-17")
    assert finding.path == "/forms/consent/1/unique_identifiers"
    assert "(주봄이)" in finding.message
    assert findings(drop(raw, "household/0/resident_number"), "ICM-PRIV-17") == []
    # Who joined a paper that refuses, and who agreed again later.
    together = case(refusal(members=["오순례"]), household=(member("오순례", illness="고혈압"),))
    assert found(together, "ICM-PRIV-17") == [("info", "/forms/consent/0/sensitive")]
    again = case(refusal(), consent(consented_on="2025-02-01"))
    assert findings(put(again, "client/illness", "우울증"), "ICM-PRIV-17") == []


def test_icm_priv_17_without_a_date_the_last_word_is_not_known() -> None:
    raw = put(case(refusal(consented_on=None)), "client/illness", "우울증")
    assert findings(raw, "ICM-PRIV-17") == []
    assert lacking(raw, "ICM-PRIV-17") == ["동의일"]
    agreed = put(case(consent(consented_on=None)), "client/illness", "우울증")
    assert lacking(agreed, "ICM-PRIV-17") == []


# Closed on 2025-06-09; the visit is a day after the five years.
@pytest.mark.parametrize(
    ("paper", "renewed"),
    [
        (consent(consented_on="2030-06-10"), True),
        (consent(consented_on="2030-06-11"), False),
        (refusal(consented_on="2030-06-10"), False),
        (consent(consented_on="2030-06-10", signer_name="오순례"), False),
        (consent(consented_on="2030-06-10", signer_name="오순례", members=["남가람"]), True),
        (consent(consented_on="2025-06-09"), False),
    ],
)
def test_icm_priv_16_only_a_consent_of_the_client_renews(paper: dict[str, Any], renewed: bool) -> None:
    review = {"result": "종결", "approved_on": "2025-06-09"}
    raw = case(consent(), paper, closure_review=review, monitor_sheet={"visited_on": "2030-06-10"})
    assert found(raw, "ICM-PRIV-16") == ([] if renewed else [("warning", "/forms/monitor_sheet/visited_on")])


@pytest.mark.parametrize(
    ("paper", "review", "visited_on", "lacks"),
    [
        (consent(), {}, "2030-06-10", ["종결일"]),
        (consent(), {"approved_on": "2025-06-09"}, None, ["모니터 상담의 방문일시"]),
        (consent(consented_on=None), {"approved_on": "2025-06-09"}, "2030-06-10", ["동의일"]),
        (consent(signer_name=None), {"approved_on": "2025-06-09"}, "2030-06-10", ["동의서의 본인 성명"]),
        # Within the five years nothing else is asked.
        (consent(consented_on=None), {"approved_on": "2025-06-09"}, "2030-06-09", []),
        # Not closed.
        (consent(), {"result": "재조사"}, "2030-06-10", []),
    ],
)
def test_icm_priv_16_what_is_not_known_is_named(
    paper: dict[str, Any], review: dict[str, str], visited_on: str | None, lacks: list[str]
) -> None:
    visit = {"visited_on": visited_on}
    raw = case(paper, closure_review={"result": "종결", **review}, monitor_sheet=visit)
    assert lacking(raw, "ICM-PRIV-16") == lacks
    assert findings(raw, "ICM-PRIV-16") == []
