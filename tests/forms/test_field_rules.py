"""What a form must say, each rule with a form that it accepts and one that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import drop, findings, put, severities
from tests.reading import sample

INTAKE = "forms/intake_sheet/0"
REVIEW = "forms/closure_review"


@pytest.fixture
def intake() -> dict[str, Any]:
    return sample("intake_sheet")


# The mother is asked for everything, the daughter of twelve not for occupation and telephone.
@pytest.mark.parametrize(
    "path",
    [f"household/0/{key}" for key in ("education", "occupation", "health", "problem", "mobile")]
    + [f"household/1/{key}" for key in ("education", "health", "problem")],
)
def test_icm_field_01_every_member_is_asked(intake: dict[str, Any], path: str) -> None:
    assert findings(intake, "ICM-FIELD-01") == []
    found = findings(drop(intake, path), "ICM-FIELD-01")
    assert {finding.severity.value for finding in found} == {"warning"}
    assert found[0].path == "/forms/intake_sheet/0/family"


def test_icm_field_01_asks_less_of_children() -> None:
    # Thirteen on 2025-01-14: neither occupation nor telephone; fourteen: both.
    child = {
        "relation": "자",
        "name": "정하늘",
        "education": "중학교 재학",
        "health": "보통",
        "problem": "없음",
    }
    for born, expected in (("2011-01-15", 0), ("2011-01-14", 1)):
        changed = sample("intake_sheet")
        changed["household"].append({**child, "birth_date": born})
        changed["forms"]["intake_sheet"] = changed["forms"]["intake_sheet"][:1]
        found = findings(changed, "ICM-FIELD-01")
        assert len(found) == expected
        assert all("정하늘: 직업, 연락처" in finding.message for finding in found)


def test_icm_field_01_an_age_that_is_not_known(intake: dict[str, Any]) -> None:
    intake["forms"]["intake_sheet"] = intake["forms"]["intake_sheet"][:1]
    for name in ("resident_number", "occupation"):
        drop(intake, f"household/0/{name}")
    # Whether the member is a child, who is not asked, is not known.
    assert findings(intake, "ICM-FIELD-01") == []
    (told,) = findings(intake, "NOT-JUDGED")
    assert "ICM-FIELD-01" in told.message
    # Health is asked of children too.
    (finding,) = findings(drop(intake, "household/0/health"), "ICM-FIELD-01")
    assert "건강상태" in finding.message
    assert "직업" not in finding.message


def test_icm_field_02_the_clients_own_wishes(intake: dict[str, Any]) -> None:
    assert findings(intake, "ICM-FIELD-02") == []
    (finding,) = findings(drop(intake, f"{INTAKE}/wanted_help"), "ICM-FIELD-02")
    assert (finding.severity, finding.path) == ("warning", f"/{INTAKE}/wanted_help")


@pytest.mark.parametrize(
    "key", ["consultation_no", "round", "referral_route", "housing_type", "tenure", "judgement"]
)
def test_icm_field_03_nothing_is_left_out(intake: dict[str, Any], key: str) -> None:
    assert findings(intake, "ICM-FIELD-03") == []
    found = findings(drop(intake, f"{INTAKE}/{key}"), "ICM-FIELD-03")
    assert [(f.severity, f.path) for f in found] == [("warning", f"/{INTAKE}/{key}")]


@pytest.mark.parametrize(
    ("opinion", "lacking"),
    [
        ("① 욕구: 계속 일하기를 원함. ② 자원: 이웃이 도움. ③ 지원 방향: 치료를 먼저 시작함.", None),
        ("② 자원: 이웃이 도움. ③ 방향: 치료를 먼저 시작함.", "욕구"),
        ("① 욕구: 계속 일하기를 원함. ③ 방향: 치료를 먼저 시작함.", "자원"),
        ("① 욕구: 계속 일하기를 원함. ② 자원: 이웃이 곁에 있음.", "사례관리 지원 방향"),
    ],
)
def test_icm_field_05_an_opinion_has_three_parts(opinion: str, lacking: str | None) -> None:
    survey = put(sample("needs_survey"), "forms/needs_survey/0/overall_opinion", opinion)
    found = findings(survey, "ICM-FIELD-05")
    assert [f.path for f in found] == (["/forms/needs_survey/0/overall_opinion"] if lacking else [])
    assert all(f.message.startswith(f"종합의견에서 {lacking}에") for f in found)


def test_icm_field_07_the_client_can_be_reached(intake: dict[str, Any]) -> None:
    assert findings(intake, "ICM-FIELD-07") == []
    intake["forms"]["intake_sheet"] = intake["forms"]["intake_sheet"][:1]
    for key in ("address", "phone", "mobile"):
        drop(intake, f"client/{key}")
    assert [(f.severity, f.path) for f in findings(intake, "ICM-FIELD-07")] == [
        ("warning", f"/{INTAKE}/address"),
        ("warning", f"/{INTAKE}/phone"),
    ]
    put(intake, f"{INTAKE}/judgement", "사회보장급여 신청")
    assert findings(intake, "ICM-FIELD-07") == []


@pytest.mark.parametrize(
    ("purpose", "registered", "expected"),
    [
        ("서비스 제공계획", False, ["warning"]),
        ("종결", False, ["warning"]),
        ("종결", True, []),
        ("종결", None, []),
        ("점검", False, []),
    ],
)
def test_icm_field_08_minutes_are_registered(
    intake: dict[str, Any], purpose: str, registered: bool | None, expected: list[str]
) -> None:
    meeting = {"kind": "내부사례회의", "purpose": purpose, "held_on": "2025-03-10", "registered": registered}
    assert severities({**intake, "conferences": [meeting]}, "ICM-FIELD-08") == expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("밑반찬 배달 주 2회", []),
        ("병원 동행", []),
        ("도배", []),
        ("서비스 지원 요청", ["warning"]),
        ("맞춤형 복지 서비스 연계를 요청함", ["warning"]),
        ("각종 지원을 받을 수 있도록 의뢰드림", ["warning"]),
        ("빠른 시일 내에 적절한 복지 서비스를 지원하여 주시기 바랍니다.", ["warning"]),
    ],
)
def test_icm_field_09_the_requested_service_is_clear(service: str, expected: list[str]) -> None:
    letter = put(sample("referral_letter"), "forms/referral_letter/problems/1/service", service)
    found = findings(letter, "ICM-FIELD-09")
    assert [f.severity.value for f in found] == expected
    assert all(f.path == "/forms/referral_letter/problems/1/service" for f in found)


@pytest.mark.parametrize("key", ["achievement", "result"])
def test_icm_field_10_goals_are_evaluated(key: str) -> None:
    review = sample("closure_review")
    assert findings(review, "ICM-FIELD-10") == []
    (finding,) = findings(drop(review, f"{REVIEW}/short_goals/1/{key}"), "ICM-FIELD-10")
    assert (finding.severity, finding.path) == ("warning", f"/{REVIEW}/short_goals")
    assert finding.message.startswith("2번 목표")


def test_icm_field_10_a_closing_without_goals_is_told_so() -> None:
    review = put(put(sample("closure_review"), f"{REVIEW}/short_goals", []), f"{REVIEW}/long_goals", [])
    (finding,) = findings(review, "ICM-FIELD-10")
    assert (finding.severity, finding.path) == ("warning", f"/{REVIEW}/short_goals")


def test_icm_field_10_the_goals_are_those_of_the_plan() -> None:
    review = sample("closure_review")
    texts = {name: [goal["text"] for goal in review["forms"]["closure_review"][name]] for name in GOALS}
    plan = {name: [{"area": "경제", "text": text} for text in texts[name]] for name in GOALS}
    review["forms"]["service_plan"] = plan
    assert findings(review, "ICM-FIELD-10") == []
    plan["short_goals"][0]["text"] = "월세를 밀리지 않고 내기"
    (finding,) = findings(review, "ICM-FIELD-10")
    assert (finding.severity, finding.path) == ("info", f"/{REVIEW}/short_goals")
    assert texts["short_goals"][0] in finding.message


GOALS = ("short_goals", "long_goals")
