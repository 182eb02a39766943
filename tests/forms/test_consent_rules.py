"""The rules of consent, person by person: who is covered by which paper, from when, and what is told else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.changing import drop, findings, lacking, put
from tests.consent_cases import (
    GUARDIAN,
    REFUSED,
    case,
    consent,
    found,
    member,
    refusal,
)
from tests.reading import sample

SURVEY = {"surveyed_on": "2025-01-10"}
# Fourteen on 2025-01-11, the day after the papers.
CHILD = member("주봄이", "2011-01-11")


def told(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and place of every warning of the clauses of consent."""
    rules = ("ICM-PRIV-01", "ICM-PRIV-02", "ICM-PRIV-15")
    return sorted((f.rule, f.path) for f in findings(raw) if f.rule in rules and f.severity == "warning")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("needs_survey", "surveyed_on"),
        ("service_plan", "established_on"),
        ("referral_letter", "written_on"),
        ("referral_letter", "referred_on"),
    ],
)
def test_icm_priv_01_no_intervention_before_the_consent(form: str, key: str) -> None:
    raw = put(case(consent()), f"forms/{form}", {key: "2025-01-10"})
    assert found(raw, "ICM-PRIV-01") == []
    put(raw, f"forms/{form}", {key: "2025-01-09"})
    assert found(raw, "ICM-PRIV-01") == [("warning", f"/forms/{form}/{key}")]


def test_icm_priv_01_a_day_that_only_the_closing_tells_counts() -> None:
    review = {"result": "종결", "needs_surveyed_on": "2025-01-09", "closure_reviewed_on": "2025-06-09"}
    assert found(case(consent(), closure_review=review), "ICM-PRIV-01") == [
        ("warning", "/forms/closure_review/needs_surveyed_on")
    ]


def test_icm_priv_01_a_file_without_a_consent_is_told_once() -> None:
    survey, plan = {"surveyed_on": "2025-01-14"}, {"established_on": "2025-02-01"}
    without = case(needs_survey=survey, service_plan=plan)
    (finding,) = findings(without, "ICM-PRIV-01")
    assert (finding.severity, finding.path) == ("info", "/forms/consent")
    assert "이 파일에는" in finding.message
    assert told(without) == []
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
    raw = case(consent(**values), needs_survey={"surveyed_on": "2025-01-14"})
    assert found(raw, "ICM-PRIV-01") == ([("warning", f"/forms/consent/0/{path}")] if path else [])


def test_icm_priv_01_what_nobody_signed_covers_nobody() -> None:
    raw = case(consent(signed=False), consent(consented_on="2025-02-01"), needs_survey=SURVEY)
    assert [path for _, path in found(raw, "ICM-PRIV-01")] == [
        "/forms/consent/0/signed",
        "/forms/needs_survey/surveyed_on",
    ]


@pytest.mark.parametrize("consented_on", ["2024-10-10", "2025-03-01"])
def test_the_paper_of_a_child_does_not_cover_the_client(consented_on: str) -> None:
    raw = put(sample("case_full"), "forms/consent/0/consented_on", consented_on)
    (client,) = findings(raw, "ICM-PRIV-01")
    assert (client.severity, client.path) == ("warning", "/forms/needs_survey/0/surveyed_on")
    assert f"욕구조사(2024-09-10) 뒤에 대상자(남가람)의 개인정보 동의({consented_on})를" in client.message
    # Those who signed together count on its day, too.
    (members,) = findings(raw, "ICM-PRIV-02")
    assert (members.severity, members.path) == ("warning", "/forms/consent/0/consented_on")
    assert "가구원(오순례, 주이든)의 개인정보 동의" in members.message


def test_the_client_is_named_among_those_without_a_consent() -> None:
    raw = sample("case_full")
    del raw["forms"]["consent"][0]
    (finding,) = findings(raw, "ICM-PRIV-02")
    assert finding.severity == "warning"
    assert "3명 있습니다(대상자 남가람, 오순례, 주이든)" in finding.message


def test_icm_priv_02_every_member_consents() -> None:
    raw = case(consent(members=["주이든"]), household=(member("주이든"), member("오순례")))
    (finding,) = findings(raw, "ICM-PRIV-02")
    assert (finding.severity, finding.path) == ("warning", "/forms/consent/0/members")
    assert "1명 있습니다(오순례)" in finding.message
    assert findings(put(raw, "forms/consent/0/members", ["주이든", "오순례"]), "ICM-PRIV-02") == []


def test_icm_priv_02_a_consent_of_their_own_or_another_house() -> None:
    elsewhere = member("주이든", living_together=False)
    raw = case(consent(), consent(signer_name="오순례"), household=(member("오순례"), elsewhere))
    assert told(raw) == []


@pytest.mark.parametrize("written", ["오 순례", "오\N{NO-BREAK SPACE}순례", "\u110b\u1169순례"])
def test_a_name_typed_differently_is_the_same_name(written: str) -> None:
    papers = consent(members=[written]), consent(signer_name=written)
    for paper in papers:
        raw = case(consent(), paper, household=(member("오순례"),), needs_survey=SURVEY)
        assert told(raw) == []


def test_each_member_is_covered_before_the_first_step() -> None:
    own = consent(signer_name="오순례", consented_on="2025-01-11")
    raw = case(consent(), own, household=(member("오순례"),), needs_survey=SURVEY)
    assert found(raw, "ICM-PRIV-02") == [("warning", "/forms/consent/1/consented_on")]
    assert told(put(raw, "forms/consent/1/consented_on", "2025-01-10")) == []


# The first plan is of 2025-03-10, after the day of birth or of moving in.
@pytest.mark.parametrize(("day", "late"), [("2025-03-10", False), ("2025-03-11", True)])
@pytest.mark.parametrize(
    "newcomer", [member("주봄이", "2025-03-01"), member("주봄이", moved_in_on="2025-03-01")]
)
def test_a_newcomer_is_covered_before_the_next_step(newcomer: dict[str, Any], day: str, late: bool) -> None:
    own = consent(
        signer_name="주봄이", consented_on="2025-03-05", **{**GUARDIAN, "guardian_consented_on": day}
    )
    if "moved_in_on" in newcomer:
        own = consent(signer_name="주봄이", consented_on=day)
    plan = {"established_on": "2025-03-10"}
    raw = case(consent(), own, household=(newcomer,), needs_survey=SURVEY, service_plan=plan)
    key = "consented_on" if "moved_in_on" in newcomer else "guardian_consented_on"
    assert told(raw) == ([("ICM-PRIV-02", f"/forms/consent/1/{key}")] if late else [])


def test_who_comes_when_all_is_done_needs_none() -> None:
    newborn = member("주봄이", "2025-03-01")
    assert told(case(consent(), household=(newborn,), needs_survey=SURVEY)) == []
    plan = {"established_on": "2025-03-10"}
    before = case(consent(), household=(newborn,), needs_survey=SURVEY, service_plan=plan)
    assert found(before, "ICM-PRIV-02") == [("warning", "/forms/consent/0/members")]


def test_a_member_who_refuses_is_said_to_refuse() -> None:
    raw = case(consent(), refusal(signer_name="오순례"), household=(member("오순례"),), needs_survey=SURVEY)
    (finding,) = findings(raw, "ICM-PRIV-02")
    assert (finding.severity, finding.path) == ("warning", "/forms/consent/1/general")
    assert "가구원(오순례)이" in finding.message
    assert "동의하지 않았습니다(2025-01-10)" in finding.message


def test_the_refusal_of_the_client_says_what_was_done_all_the_same() -> None:
    refused = case(refusal(), needs_survey={"surveyed_on": "2025-01-14"})
    (finding,) = findings(refused, "ICM-PRIV-01")
    assert (finding.severity, finding.path) == ("warning", "/forms/consent/0/general")
    assert "욕구조사(2025-01-14)를 하였습니다" in finding.message
    (alone,) = findings(case(refusal()), "ICM-PRIV-01")
    assert "하였습니다" not in alone.message
    assert "동의하지 않았으므로(2025-01-10)" in alone.message


@pytest.mark.parametrize(
    ("papers", "steps", "place"),
    [
        # Withdrawn after all was done, then with a plan after it.
        ((consent(), refusal(consented_on="2025-02-01")), ("2025-01-10",), None),
        ((consent(), refusal(consented_on="2025-02-01")), ("2025-01-10", "2025-02-01"), "1/general"),
        # Refused at first, agreed to before anything was done.
        ((refusal(consented_on="2025-01-06"), consent()), ("2025-01-10",), None),
        ((refusal(consented_on="2025-01-06"), consent()), ("2025-01-08", "2025-01-10"), "0/general"),
    ],
)
def test_the_answer_in_force_on_the_day_counts(
    papers: tuple[dict[str, Any], ...], steps: tuple[str, ...], place: str | None
) -> None:
    raw = case(*papers, needs_survey=[{"surveyed_on": day} for day in steps])
    assert found(raw, "ICM-PRIV-01") == ([("warning", f"/forms/consent/{place}")] if place else [])


# Fourteen on 2025-01-10.
@pytest.mark.parametrize(
    ("born", "values", "expected"),
    [
        ("2011-01-10", {}, False),
        ("2011-01-11", {}, True),
        ("2011-01-11", GUARDIAN, False),
        ("2011-01-11", {**GUARDIAN, "guardian_signed": False}, True),
        ("2011-01-11", {**GUARDIAN, "guardian_sensitive": False}, True),
        ("2011-01-11", {**GUARDIAN, "guardian_consented_on": None}, True),
        ("2011-01-11", {**GUARDIAN, "guardian_name": "주 봄이"}, True),
        ("2011-01-11", {**GUARDIAN, "guardian_name": "주이든"}, True),  # himself thirteen
        ("1951-02-18", {"guardian_needed": True}, True),
        ("1951-02-18", {"guardian_needed": True, **GUARDIAN}, False),
        ("1951-02-18", {"guardian_needed": True, **GUARDIAN, "guardian_name": "주봄이"}, True),
    ],
)
def test_icm_priv_15_a_legal_representative(born: str, values: dict[str, Any], expected: bool) -> None:
    sibling = member("주이든", "2011-01-12", living_together=False)
    raw = case(
        consent(), consent(signer_name="주봄이", **values), household=(member("주봄이", born), sibling)
    )
    assert told(raw) == ([("ICM-PRIV-15", "/forms/consent/1/guardian_name")] if expected else [])


def test_icm_priv_15_says_what_is_lacking() -> None:
    values = {**GUARDIAN, "guardian_name": "주봄이", "guardian_third_party": False, "guardian_signed": False}
    raw = case(consent(), consent(signer_name="주봄이", **values), household=(CHILD,))
    (finding,) = findings(raw, "ICM-PRIV-15")
    assert finding.message.startswith("주봄이: 동의일(2025-01-10)에 만 13세로 만 14세 미만이므로")
    assert finding.message.endswith(
        ": 본인이 아닌 법정대리인, 법정대리인 서명 또는 인, 법정대리인의 동의(제3자 제공)('아니오'로 표시)"
    )


def test_icm_priv_15_judges_also_days_before_the_guidebook() -> None:
    raw = sample("case_full")
    for key in [key for key in raw["forms"]["consent"][1] if key.startswith("guardian_")]:
        drop(raw, f"forms/consent/1/{key}")
    put(raw, "forms/consent/1/consented_on", "2023-05-30")
    # Born on 2016-05-30.
    (finding,) = findings(raw, "ICM-PRIV-15")
    assert (finding.severity, "만 7세" in finding.message) == ("warning", True)


def test_a_child_among_the_members_of_another_paper_has_not_consented() -> None:
    raw = case(consent(members=["주봄이"]), household=(CHILD,), needs_survey=SURVEY)
    assert told(raw) == [("ICM-PRIV-15", "/forms/consent/0/members")]
    grown = put(raw, "household/0/birth_date", "2011-01-10")
    assert told(grown) == []
    own = consent(signer_name="주봄이", **GUARDIAN)
    beside = case(consent(members=["주봄이"]), own, household=(CHILD,), needs_survey=SURVEY)
    assert told(beside) == []


def test_who_needs_a_guardian_needs_one_on_any_paper() -> None:
    own = consent(signer_name="오순례", guardian_needed=True)
    raw = case(own, consent(members=["오순례"]), household=(member("오순례"),), needs_survey=SURVEY)
    assert told(raw) == [("ICM-PRIV-15", "/forms/consent/0/guardian_name")]
    again = case(
        consent(),
        consent(signer_name="오순례", guardian_needed=True, **GUARDIAN),
        consent(signer_name="오순례", consented_on="2025-02-01"),
        household=(member("오순례"),),
        needs_survey=SURVEY,
    )
    assert told(again) == []


# The survey is of 2025-01-10; the child's own line stands four days before.
@pytest.mark.parametrize(("day", "late"), [("2025-01-10", False), ("2025-01-11", True)])
def test_the_day_of_the_guardian_counts(day: str, late: bool) -> None:
    values = {**GUARDIAN, "guardian_consented_on": day}
    own = consent(signer_name="주봄이", consented_on="2025-01-06", **values)
    raw = case(consent(), own, household=(CHILD,), needs_survey=SURVEY)
    assert told(raw) == ([("ICM-PRIV-02", "/forms/consent/1/guardian_consented_on")] if late else [])
    if late:
        (finding,) = findings(raw, "ICM-PRIV-02")
        assert "가구원(주봄이)에 대한 법정대리인(남가람)의 개인정보 동의(2025-01-11)" in finding.message


@pytest.mark.parametrize(("day", "expected"), [("2025-01-10", []), ("2025-01-11", ["ICM-PRIV-02"])])
def test_a_paper_without_a_guardian_is_mended_by_a_whole_one(day: str, expected: list[str]) -> None:
    first = consent(signer_name="주봄이", consented_on="2025-01-06")
    whole = consent(
        signer_name="주봄이", consented_on="2025-01-07", **{**GUARDIAN, "guardian_consented_on": day}
    )
    raw = case(consent(), first, whole, household=(CHILD,), needs_survey=SURVEY)
    assert [rule for rule, _ in told(raw)] == expected


def test_a_child_as_client_is_covered_by_its_guardian() -> None:
    raw = case(consent(**{**GUARDIAN, "guardian_name": "오순례"}), needs_survey=SURVEY)
    put(raw, "client/birth_date", "2011-01-11")
    assert told(raw) == []
    put(raw, "forms/consent/0/guardian_consented_on", "2025-01-11")
    assert told(raw) == [("ICM-PRIV-01", "/forms/needs_survey/surveyed_on")]
    put(raw, "forms/consent/0/guardian_name", "남가람")
    assert told(raw) == [("ICM-PRIV-15", "/forms/consent/0/guardian_name")]


def test_a_paper_that_only_refuses_asks_for_no_guardian() -> None:
    raw = case(consent(), refusal(signer_name="주봄이"), household=(CHILD,), needs_survey=SURVEY)
    assert told(raw) == [("ICM-PRIV-02", "/forms/consent/1/general")]


@pytest.mark.parametrize(("role", "place"), [("signer_name", "consented_on"), ("members", "members")])
def test_nobody_signs_before_their_birth(role: str, place: str) -> None:
    value: object = "주봄이" if role == "signer_name" else ["주봄이"]
    raw = case(consent(), consent(**{role: value}), household=(member("주봄이", "2025-01-11"),))
    found_now = [f for f in findings(raw, "ICM-PRIV-15") if f.path == f"/forms/consent/1/{place}"]
    assert ["생년월일보다 빠릅니다" in finding.message for finding in found_now] == [True]


def test_a_consent_without_a_date_raises_its_own_error_alone() -> None:
    full = sample("case_full")
    before = [(f.rule, f.path) for f in findings(full) if f.severity != "info"]
    undated = drop(drop(deepcopy(full), "forms/consent/0/consented_on"), "forms/consent/1/consented_on")
    after = [(f.rule, f.path) for f in findings(undated) if f.severity != "info"]
    assert sorted(set(after) - set(before)) == [
        ("FIELD-MISSING", f"/forms/consent/{index}/consented_on") for index in (0, 1)
    ]
    for rule in ("ICM-PRIV-01", "ICM-PRIV-02", "ICM-PRIV-03", "ICM-PRIV-04", "ICM-MEET-13"):
        assert lacking(undated, rule) == ["동의일"]


@pytest.mark.parametrize(
    ("raw", "rule", "lacks"),
    [
        (case(consent(consented_on=None), needs_survey=SURVEY), "ICM-PRIV-01", ["동의일"]),
        # A later paper alone would be late, but the one without a day may be earlier.
        (
            case(consent(consented_on=None), consent(consented_on="2025-02-01"), needs_survey=SURVEY),
            "ICM-PRIV-01",
            ["동의일"],
        ),
        # The dated one is in time whatever the other's day.
        (case(consent(), consent(consented_on=None), needs_survey=SURVEY), "ICM-PRIV-01", []),
        (
            case(consent(), needs_survey={"survey_kind": "신규"}),
            "ICM-PRIV-01",
            ["욕구 및 위기도 통합조사표의 작성일자"],
        ),
        (case(consent(), referral_letter={"kind": "신청"}), "ICM-PRIV-01", ["서비스 의뢰서의 작성 일자"]),
        (case(consent(signer_name=None), needs_survey=SURVEY), "ICM-PRIV-02", ["동의서의 본인 성명"]),
        (case(consent(), household=({"relation": "자"},)), "ICM-PRIV-02", ["가구원의 성명"]),
        (
            case(consent(), consent(signer_name="주봄이"), household=(member("주봄이", None),)),
            "ICM-PRIV-15",
            ["동의인의 생년월일"],
        ),
        (
            case(consent(members=["주봄이"]), household=(member("주봄이", None),)),
            "ICM-PRIV-15",
            ["함께 동의한 가구원의 생년월일"],
        ),
        (case(consent(signer_name=None)), "ICM-PRIV-15", ["동의서의 본인 성명"]),
        (case(consent(consented_on=None)), "ICM-PRIV-15", ["동의일"]),
        # Said not to need a guardian, or with a whole consent of one: judged without the birth.
        *(
            (
                case(consent(), consent(signer_name="주봄이", **values), household=(member("주봄이", None),)),
                "ICM-PRIV-15",
                [],
            )
            for values in ({"guardian_needed": False}, GUARDIAN)
        ),
    ],
)
def test_what_is_not_known_is_named(raw: dict[str, Any], rule: str, lacks: list[str]) -> None:
    assert lacking(raw, rule) == lacks
    assert told(raw) == []


def test_the_row_of_the_client_tells_the_birth_too() -> None:
    raw = case(consent(), needs_survey=SURVEY)
    drop(raw, "client/birth_date")
    raw["household"] = [{"relation": "본인", "birth_date": "2011-01-11"}]
    assert told(raw) == [("ICM-PRIV-15", "/forms/consent/0/guardian_name")]


def test_everything_about_consent_is_a_warning() -> None:
    household = (CHILD, member("오순례"))
    raw = case(refusal(), consent(signer_name="주봄이"), household=household, needs_survey=SURVEY)
    severities = {f.rule: f.severity.value for f in findings(raw) if f.rule.startswith("ICM-PRIV")}
    assert severities == dict.fromkeys(("ICM-PRIV-01", "ICM-PRIV-02", "ICM-PRIV-15"), "warning")
