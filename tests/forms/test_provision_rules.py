"""The rules of giving data to other agencies: what no consent covers, and the reason that is true of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import drop, findings, lacking, put
from tests.consent_cases import (
    CENTRE,
    GUARDIAN,
    REFUSED,
    case,
    consent,
    found,
    member,
    referral,
    refusal,
)
from tests.reading import sample

OTHER = "새온복지관"
LETTER = "/forms/referral_letter/agency_name"


def told(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and sentence of what both clauses say."""
    return [(f.rule, f.message) for f in findings(raw) if f.rule in ("ICM-PRIV-03", "ICM-PRIV-04")]


def test_icm_priv_03_the_agency_is_named() -> None:
    assert told(case(consent(), referral_letter=referral())) == []
    other = case(consent(consented_on="2025-02-03"), referral_letter=referral(agency_name=OTHER))
    assert found(other, "ICM-PRIV-03") == [("warning", LETTER)]
    assert findings(other, "ICM-PRIV-04") == []


def test_icm_priv_03_own_and_public_offices_need_no_name() -> None:
    for agency in ("새온구청", "다온동 행정복지센터"):
        assert told(case(consent(), referral_letter=referral(agency_name=agency))) == [], agency


def test_icm_priv_03_a_refusal_holds_for_public_offices_too() -> None:
    refused = consent(third_party=REFUSED, recipients=[])
    letter = referral(agency_name="다온동 행정복지센터")
    ((rule, message),) = told(case(refused, referral_letter=letter))
    assert rule == "ICM-PRIV-03"
    assert "동의하지 않았으므로" in message
    # Nothing is given to the managing agency itself.
    assert told(case(refused, referral_letter=referral(agency_name="새온구청"))) == []


def test_icm_priv_04_an_agency_that_came_later_needs_a_new_consent() -> None:
    later = referral(agency_name=OTHER)
    raw = case(consent(), referral_letter=later)
    assert found(raw, "ICM-PRIV-04") == [("warning", LETTER)]
    assert findings(raw, "ICM-PRIV-03") == []
    again = consent(consented_on="2025-02-03", recipients=[CENTRE, OTHER])
    assert told(case(consent(), again, referral_letter=later)) == []


def test_icm_priv_04_looks_at_the_services_of_a_plan() -> None:
    service = {"name": "반찬 배달", "provider": OTHER, "started_on": "2025-02-10"}
    plan = {"established_on": "2025-02-01", "services": [service, {**service, "provider": CENTRE}]}
    (finding,) = findings(case(consent(), service_plan=plan), "ICM-PRIV-04")
    assert finding.path == "/forms/service_plan/services"
    assert f"{OTHER}(2025-02-10)" in finding.message
    assert CENTRE not in finding.message


# The letter is of 2025-02-03.
@pytest.mark.parametrize(
    ("papers", "rule", "says"),
    [
        ([refusal()], "ICM-PRIV-03", "동의하지 않았으므로(2025-01-10) 다음 기관에 정보를 제공할 수 없습니다"),
        # Agreed to, then refused, then agreed to again for others only.
        (
            [consent(), consent(consented_on="2025-02-01", third_party=REFUSED)],
            "ICM-PRIV-03",
            "동의하지 않았으므로(2025-02-01)",
        ),
        (
            [
                consent(),
                consent(consented_on="2025-01-20", third_party=REFUSED),
                consent(consented_on="2025-02-01", recipients=[OTHER]),
            ],
            "ICM-PRIV-04",
            "동의서(2025-02-01)의 제3자 제공 내역에 다음 기관이 없습니다",
        ),
        ([consent(third_party=None)], "ICM-PRIV-03", "동의했는지 표시가 없습니다"),
        (
            [consent(recipients=[])],
            "ICM-PRIV-03",
            "동의서(2025-01-10)의 제3자 제공 내역에 다음 기관이 없습니다",
        ),
        ([consent(recipients=[OTHER])], "ICM-PRIV-04", "동의서를 다시 받아야 합니다"),
        (
            [consent(consented_on="2025-02-03", recipients=[OTHER])],
            "ICM-PRIV-03",
            "동의서에 기관명을 밝히고",
        ),
        ([consent(consented_on="2025-02-04")], "ICM-PRIV-03", "동의(2025-02-04)를 괄호 안의 날보다 늦게"),
        (
            [consent(recipients=[OTHER]), consent(consented_on="2025-02-04")],
            "ICM-PRIV-04",
            "동의(2025-02-04)를 괄호 안의 날보다 늦게",
        ),
        ([consent(signer_name="오순례")], "ICM-PRIV-03", "대상자(남가람)의 제3자 제공 동의가 없습니다"),
    ],
)
def test_the_reason_is_the_one_that_is_true(papers: list[dict[str, Any]], rule: str, says: str) -> None:
    raw = case(*papers, household=(member("오순례"),), referral_letter=referral())
    ((rule_found, message),) = told(raw)
    assert rule_found == rule
    assert says in message
    assert f"{CENTRE}(2025-02-03)" in message
    # Only a paper that lists other agencies lets one speak of agencies that changed.
    assert ("바뀌거나 늘면" in message) == (rule == "ICM-PRIV-04" and "늦게" not in says)


def test_a_refusal_in_a_whole_case_is_told_as_one() -> None:
    raw = put(sample("case_full"), "forms/consent/0/third_party", REFUSED)
    messages = [message for _, message in told(raw)]
    # The plan and both letters; the child's own paper still covers what it names.
    assert len(messages) == 3
    assert all("동의하지 않았으므로(2024-09-06)" in message for message in messages)
    assert all("바뀌" not in message and "더해진" not in message for message in messages)
    assert all("햇살지역아동센터" not in message for message in messages)


@pytest.mark.parametrize("change", ["late", "absent"])
def test_no_agency_is_said_to_have_been_added(change: str) -> None:
    raw = sample("case_full")
    if change == "late":
        put(raw, "forms/consent/0/consented_on", "2025-03-01")
    else:
        del raw["forms"]["consent"][0]
    assert {rule for rule, _ in told(raw)} == {"ICM-PRIV-03"}


def test_a_letter_is_judged_by_the_consent_of_whom_it_names() -> None:
    child = member("주봄이", "2016-05-30")
    own = consent(signer_name="주봄이", recipients=[OTHER], **GUARDIAN)
    letter = referral(agency_name=OTHER, client_name="주 봄이")
    assert told(case(consent(), own, household=(child,), referral_letter=letter)) == []
    of_client = case(consent(), own, household=(child,), referral_letter=referral(agency_name=OTHER))
    assert found(of_client, "ICM-PRIV-04") == [("warning", LETTER)]
    ((_, message),) = told(case(consent(), household=(child,), referral_letter=letter))
    assert "서비스 대상자(주 봄이)의 제3자 제공 동의가 없습니다" in message


def test_a_service_is_covered_by_whoever_of_the_household_agreed_to_it() -> None:
    child = member("주봄이", "2016-05-30")
    own = consent(signer_name="주봄이", recipients=[OTHER], **GUARDIAN)
    service = {"name": "방과 후 돌봄", "provider": OTHER, "started_on": "2025-02-10"}
    plan = {"established_on": "2025-02-01", "services": [service]}
    assert told(case(consent(), own, household=(child,), service_plan=plan)) == []
    put(own, "third_party", REFUSED)
    assert found(case(consent(), own, household=(child,), service_plan=plan), "ICM-PRIV-04") == [
        ("warning", "/forms/service_plan/services")
    ]


@pytest.mark.parametrize(
    ("items", "boxes", "says"),
    [
        (["성명", "연락처", "주소"], {}, None),
        (["성명", "건강상태"], {}, None),
        (["성명", "건강상태"], {"sensitive": REFUSED}, "동의하지 않은 개인정보를 제공했습니다: 건강상태"),
        (["성명", "건강상태"], {"sensitive": None}, "표시가 없는 개인정보를 제공했습니다: 건강상태"),
        (["주민등록번호"], {}, None),
        (
            ["주민등록번호"],
            {"unique_identifiers": REFUSED},
            "동의하지 않은 개인정보를 제공했습니다: 주민등록번호",
        ),
        # 서식 2 does not let a third party have it.
        (["성명", "소득·재산"], {}, "제공하는 항목에 없는 개인정보를 제공했습니다: 소득·재산"),
    ],
)
def test_icm_priv_03_the_items_are_those_agreed_to(
    items: list[str], boxes: dict[str, str], says: str | None
) -> None:
    raw = case(consent(**boxes), referral_letter=referral(shared_items=items))
    of_items = [f for f in findings(raw, "ICM-PRIV-03") if f.path == "/forms/referral_letter/shared_items"]
    assert [f.message.endswith(says or "") for f in of_items] == ([True] if says else [])
    assert told(raw) == [(f.rule, f.message) for f in of_items]


SERVICE = {"name": "반찬 배달", "provider": OTHER, "started_on": "2025-02-10"}


@pytest.mark.parametrize(
    ("raw", "lacks"),
    [
        (case(consent(consented_on=None), referral_letter=referral()), ["동의일"]),
        (case(consent(signer_name=None), referral_letter=referral()), ["동의서의 본인 성명"]),
        # The paper without a day is another's; it cannot speak for the client.
        (case(consent(), consent(signer_name="오순례", consented_on=None), referral_letter=referral()), []),
        (case(consent(), referral_letter=drop(referral(), "agency_name")), ["서비스 의뢰서의 의뢰기관"]),
        (case(consent(), referral_letter={"agency_name": CENTRE}), ["서비스 의뢰서의 작성 일자"]),
        (case(consent(), service_plan={"services": [drop({**SERVICE}, "provider")]}), ["서비스의 제공기관"]),
        (case(consent(), service_plan={"services": [drop({**SERVICE}, "started_on")]}), ["서비스 시작일자"]),
        # For the household's services any paper may be the one that names the agency.
        (
            case(
                consent(),
                consent(signer_name="오순례", consented_on=None),
                service_plan={"services": [SERVICE]},
            ),
            ["동의일"],
        ),
    ],
)
def test_what_is_not_known_is_named(raw: dict[str, Any], lacks: list[str]) -> None:
    assert lacking(raw, "ICM-PRIV-03") == lacking(raw, "ICM-PRIV-04") == lacks
    assert told(raw) == []


def test_without_a_consent_in_the_file_nothing_is_said() -> None:
    raw = case(referral_letter=referral(), service_plan={"services": [SERVICE]})
    assert told(raw) == []
    assert lacking(raw, "ICM-PRIV-03") == []
