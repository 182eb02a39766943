"""The rules of consent and privacy, each with a case that it accepts and one that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import drop, findings, put, severities

AGREED, REFUSED = "동의함", "동의하지 않음"
BOXES = ("general", "unique_identifiers", "sensitive", "third_party")
CENTRE = "새온구정신건강복지센터"


def consent(**values: Any) -> dict[str, Any]:
    agreed = dict.fromkeys(BOXES, AGREED)
    signed = {"consented_on": "2025-01-10", "signer_name": "남가람", "signed": True, "recipients": [CENTRE]}
    return {**agreed, **signed, **values}


def referral(**values: Any) -> dict[str, Any]:
    return {"written_on": "2025-02-03", "referred_on": "2025-02-03", "agency_name": CENTRE, **values}


def case(*consents: dict[str, Any], **forms: Any) -> dict[str, Any]:
    return {
        "case_no": "2025-0001",
        "agency": {"name": "새온구청", "unit": "희망복지지원단"},
        "client": {"name": "남가람", "birth_date": "1983-07-14"},
        "forms": {**({"consent": list(consents)} if consents else {}), **forms},
    }


def member(name: str, born: str = "1981-08-02", **values: Any) -> dict[str, Any]:
    return {"relation": "자", "name": name, "birth_date": born, **values}


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("needs_survey", "surveyed_on"),
        ("service_plan", "established_on"),
        ("referral_letter", "written_on"),
    ],
)
def test_icm_priv_01_no_intervention_before_the_consent(form: str, key: str) -> None:
    assert findings(case(consent(), **{form: {key: "2025-01-10"}}), "ICM-PRIV-01") == []
    (finding,) = findings(case(consent(), **{form: {key: "2025-01-09"}}), "ICM-PRIV-01")
    assert (finding.severity, finding.path) == ("warning", f"/forms/{form}/{key}")


def test_icm_priv_01_a_file_without_a_consent_is_told_once() -> None:
    survey, plan = {"surveyed_on": "2025-01-14"}, {"established_on": "2025-02-01"}
    found = case(needs_survey=survey, service_plan=plan, referral_letter=referral())
    (finding,) = findings(found, "ICM-PRIV-01")
    assert (finding.severity, finding.path) == ("info", "/forms/consent")
    assert "이 파일에는" in finding.message
    assert [f for f in findings(found) if f.rule in ("ICM-PRIV-02", "ICM-PRIV-03", "ICM-PRIV-04")] == []
    assert findings(case(), "ICM-PRIV-01") == []


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"signed": False}, "signed"),
        ({"general": None}, "general"),
        ({"general": REFUSED}, "general"),
        ({}, None),
    ],
)
def test_icm_priv_01_the_consent_is_signed_and_agrees(values: dict[str, Any], path: str | None) -> None:
    found = findings(case(consent(**values), needs_survey={"surveyed_on": "2025-01-14"}), "ICM-PRIV-01")
    assert [(f.severity, f.path) for f in found] == (
        [("warning", f"/forms/consent/0/{path}")] if path else []
    )


def test_icm_priv_02_every_member_consents() -> None:
    found = case(consent(members=["주이든"]))
    found["household"] = [member("주이든"), member("오순례")]
    (finding,) = findings(found, "ICM-PRIV-02")
    assert (finding.severity, finding.path) == ("warning", "/forms/consent/0/members")
    assert "1명 있습니다(오순례)" in finding.message
    assert findings(put(found, "forms/consent/0/members", ["주이든", "오순례"]), "ICM-PRIV-02") == []


def test_icm_priv_02_a_consent_of_their_own_or_another_house() -> None:
    found = case(consent(), consent(signer_name="오순례"))
    found["household"] = [member("오순례"), member("주이든", living_together=False)]
    assert findings(found, "ICM-PRIV-02") == []


def test_icm_priv_03_the_agency_is_named() -> None:
    assert findings(case(consent(), referral_letter=referral()), "ICM-PRIV-03") == []
    other = case(consent(consented_on="2025-02-03"), referral_letter=referral(agency_name="새온복지관"))
    (finding,) = findings(other, "ICM-PRIV-03")
    assert (finding.severity, finding.path) == ("warning", "/forms/referral_letter/agency_name")
    assert findings(other, "ICM-PRIV-04") == []


def test_icm_priv_03_sharing_needs_the_box_of_third_parties() -> None:
    found = case(consent(third_party=REFUSED, recipients=[]), referral_letter=referral())
    assert severities(found, "ICM-PRIV-03") == ["warning"]


def test_icm_priv_03_a_later_refusal_ends_it() -> None:
    withdrawn = consent(consented_on="2025-02-01", third_party=REFUSED, recipients=[])
    found = case(consent(), withdrawn, referral_letter=referral())
    assert len(findings(found, "ICM-PRIV-03")) + len(findings(found, "ICM-PRIV-04")) == 1


def test_icm_priv_03_own_and_public_offices_need_no_name() -> None:
    for agency in ("새온구청", "다온동 행정복지센터"):
        found = case(consent(), referral_letter=referral(agency_name=agency))
        assert [f for f in findings(found) if f.rule in ("ICM-PRIV-03", "ICM-PRIV-04")] == [], agency


@pytest.mark.parametrize(
    ("items", "boxes", "beyond"),
    [
        (["성명", "연락처", "주소"], {}, None),
        (["성명", "건강상태"], {}, None),
        (["성명", "건강상태"], {"sensitive": REFUSED}, "건강상태"),
        (["주민등록번호"], {}, None),
        (["주민등록번호"], {"unique_identifiers": REFUSED}, "주민등록번호"),
        (["성명", "소득·재산"], {}, "소득·재산"),  # 서식 2 does not let a third party have it
    ],
)
def test_icm_priv_03_the_items_are_those_agreed_to(
    items: list[str], boxes: dict[str, str], beyond: str | None
) -> None:
    found = findings(case(consent(**boxes), referral_letter=referral(shared_items=items)), "ICM-PRIV-03")
    assert [f.path for f in found] == (["/forms/referral_letter/shared_items"] if beyond else [])
    assert all(f.message.endswith(f": {beyond}") for f in found)


def test_icm_priv_04_an_agency_that_came_later_needs_a_new_consent() -> None:
    later = referral(agency_name="새온복지관")
    (finding,) = findings(case(consent(), referral_letter=later), "ICM-PRIV-04")
    assert (finding.severity, finding.path) == ("warning", "/forms/referral_letter/agency_name")
    assert findings(case(consent(), referral_letter=later), "ICM-PRIV-03") == []
    again = consent(consented_on="2025-02-03", recipients=[CENTRE, "새온복지관"])
    assert findings(case(consent(), again, referral_letter=later), "ICM-PRIV-04") == []


def test_icm_priv_04_looks_at_the_services_of_a_plan() -> None:
    service = {"name": "반찬 배달", "provider": "새온복지관", "started_on": "2025-02-10"}
    plan = {"established_on": "2025-02-01", "services": [service, {**service, "provider": CENTRE}]}
    (finding,) = findings(case(consent(), service_plan=plan), "ICM-PRIV-04")
    assert finding.path == "/forms/service_plan/services"
    assert "새온복지관(2025-02-10)" in finding.message
    assert CENTRE not in finding.message


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


GUARDIAN = {
    "guardian_name": "남가람",
    "guardian_consented_on": "2025-01-10",
    "guardian_signed": True,
    **{f"guardian_{box}": True for box in BOXES},
}


# Fourteen on 2025-01-10.
@pytest.mark.parametrize(
    ("born", "values", "expected"),
    [
        ("2011-01-10", {}, []),
        ("2011-01-11", {}, ["warning"]),
        ("2011-01-11", GUARDIAN, []),
        ("2011-01-11", {**GUARDIAN, "guardian_signed": False}, ["warning"]),
        ("2011-01-11", {**GUARDIAN, "guardian_sensitive": False}, ["warning"]),
        ("1951-02-18", {"guardian_needed": True}, ["warning"]),
        ("1951-02-18", {"guardian_needed": True, **GUARDIAN}, []),
    ],
)
def test_icm_priv_15_a_legal_representative(born: str, values: dict[str, Any], expected: list[str]) -> None:
    found = case(consent(), consent(signer_name="주봄이", **values))
    found["household"] = [member("주봄이", born)]
    assert severities(found, "ICM-PRIV-15") == expected


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
