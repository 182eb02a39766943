"""The frequent errors of 참고 6, each with a case that it accepts and one that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import drop, findings, put, severities
from tests.reading import sample

INTAKE = "forms/intake_sheet/0"
SURVEY = "forms/needs_survey/0"
COPIED = "허리 통증으로 작년 9월부터 일을 하지 못해 월세가 3개월 밀렸고, 집주인이 이달 말까지 비워 달라고 함."


@pytest.fixture
def intake() -> dict[str, Any]:
    return sample("intake_sheet")


@pytest.fixture
def survey() -> dict[str, Any]:
    return sample("needs_survey")


def conferred(case: dict[str, Any], **values: object) -> dict[str, Any]:
    case["conferences"] = [
        {"kind": "내부사례회의", "purpose": "대상자 선정", "held_on": "2025-01-24", **values}
    ]
    return case


# The first two are the guidebook's own bad examples.
@pytest.mark.parametrize(
    "opinion",
    [
        "○○서비스 지원요청",
        "○○통장이 도움이 필요하다고 함",
        "지원 바람",
        # Longer, and they say no more.
        "○○통장이 도움이 필요하다고 하여 통합사례관리를 의뢰하오니 조속히 검토하여 주시기 바랍니다.",
        "심리상담 서비스 지원을 요청드리오니 빠른 시일 내에 연계하여 주시기 바랍니다.",
        "대상자에게 다양한 복지 서비스 지원이 필요하다고 판단되어 적극적인 협조를 부탁드립니다.",
    ],
)
def test_icm_err_01_the_opinion_says_enough(intake: dict[str, Any], opinion: str) -> None:
    assert findings(intake, "ICM-ERR-01") == []
    (finding,) = findings(put(intake, f"{INTAKE}/overall_opinion", opinion), "ICM-ERR-01")
    assert (finding.severity, finding.path) == ("warning", "/forms/intake_sheet/0/overall_opinion")


def test_icm_err_01_a_short_reason_is_one(intake: dict[str, Any]) -> None:
    opinion = "실직 뒤 월세가 석 달 밀려 생계와 취업 지원이 필요함"
    assert findings(put(intake, f"{INTAKE}/overall_opinion", opinion), "ICM-ERR-01") == []


def test_icm_err_01_what_the_household_is_and_needs(intake: dict[str, Any]) -> None:
    for name in ("concerns", "identified_problems", "main_problems"):
        drop(intake, f"{INTAKE}/{name}")
    (finding,) = findings(intake, "ICM-ERR-01")
    assert finding.path == "/forms/intake_sheet/0/concerns"
    assert "주요문제" in finding.message
    assert findings(put(intake, f"{INTAKE}/judgement", "사회보장급여 신청"), "ICM-ERR-01") == []


@pytest.mark.parametrize(
    ("opinion", "expected"),
    [
        ("요양병원 입원을 위하여 사례관리를 의뢰함. 보호자가 없어 절차를 도와야 함.", ["warning"]),
        ("쌀과 라면 등 후원물품을 꾸준히 지원받기를 원하여 의뢰함.", ["warning"]),
        ("매일 찾아오는 고질민원인을 달래기 위하여 사례관리를 요청함.", ["warning"]),
        ("기초생활수급 신청에 따라 사례관리를 함께 의뢰함.", ["warning"]),
        (
            "기초생활수급을 4월에 새로 신청한 가구로서 절차에 따라 빠짐없이 통합사례관리를 함께 의뢰함.",
            ["warning"],
        ),
        ("요양병원에 장기 입원하기를 가족이 원하여 사례관리를 의뢰함.", ["warning"]),
        ("실직 뒤 체납이 이어져 생계와 취업을 함께 지원할 필요가 있어 의뢰함.", []),
    ],
)
def test_icm_err_02_who_is_no_case_for_case_management(
    intake: dict[str, Any], opinion: str, expected: list[str]
) -> None:
    put(put(intake, f"{INTAKE}/overall_opinion", opinion), f"{INTAKE}/main_problems", ["경제"])
    assert severities(intake, "ICM-ERR-02") == expected
    put(intake, f"{INTAKE}/main_problems", ["경제", "돌봄"])
    assert findings(intake, "ICM-ERR-02") == []


def test_icm_err_03_history_and_strengths(survey: dict[str, Any]) -> None:
    assert findings(survey, "ICM-ERR-03") == []
    drop(drop(survey, f"{SURVEY}/family_history"), f"{SURVEY}/strengths")
    assert [f.path for f in findings(survey, "ICM-ERR-03")] == [
        "/forms/needs_survey/0/family_history",
        "/forms/needs_survey/0/strengths",
    ]


def test_icm_err_03_care_rests_on_social_support(survey: dict[str, Any]) -> None:
    put(survey, f"{SURVEY}/obstacles", "○ 지역 자원에 대한 정보가 부족함.")
    (finding,) = findings(survey, "ICM-ERR-03")
    assert (finding.severity, finding.path) == ("warning", "/forms/needs_survey/0/needs/2")
    put(survey, f"{SURVEY}/obstacles", "○ 도와줄 이웃이 없음.")
    assert findings(survey, "ICM-ERR-03") == []


def test_icm_err_03_the_survey_goes_beyond_the_intake(intake: dict[str, Any]) -> None:
    survey = sample("needs_survey")["forms"]["needs_survey"][0]
    survey["family"] = []
    survey["needs"] = [{"area": "경제", "content": COPIED}]
    intake["forms"]["needs_survey"] = [survey]
    assert [f.path for f in findings(intake, "ICM-ERR-03")] == ["/forms/needs_survey/0/needs/0/content"]
    survey["needs"][0]["content"] = f"{COPIED} 2월부터는 긴급복지 주거지원으로 월세를 내고 있음."
    assert findings(intake, "ICM-ERR-03") == []


def test_icm_err_03_a_need_says_what_it_is(survey: dict[str, Any]) -> None:
    put(survey, f"{SURVEY}/needs/0", {"area": "경제", "priority": 1})
    found = findings(survey, "ICM-ERR-03")
    assert ("warning", "/forms/needs_survey/0/needs/0/content") in [(f.severity.value, f.path) for f in found]


def test_icm_err_04_the_survey_is_assessed(survey: dict[str, Any]) -> None:
    assert findings(survey, "ICM-ERR-04") == []
    drop(drop(survey, f"{SURVEY}/review_opinion"), f"{SURVEY}/overall_opinion")
    assert severities(survey, "ICM-ERR-04") == ["warning", "warning"]


def test_icm_err_05_a_conference_comes_to_a_result(intake: dict[str, Any]) -> None:
    conferred(intake, topic="대상자 구분", result="사례관리 가구로 선정하고 월세 체납부터 돕기로 함.")
    assert findings(intake, "ICM-ERR-05") == []
    (finding,) = findings(conferred(intake, topic="대상자 구분"), "ICM-ERR-05")
    assert (finding.severity, finding.path) == ("warning", "/conferences/0/result")


OPINION = sample("intake_sheet")["forms"]["intake_sheet"][0]["overall_opinion"]


@pytest.mark.parametrize(
    "result",
    [
        COPIED,
        OPINION,
        # Cut, grown by a formula, and with a word changed here and there.
        COPIED[:30],
        f"{COPIED} 이와 같이 논의함.",
        f"○ 사례회의 결과 다음과 같이 확인함. {COPIED}",
        COPIED.replace("월세가", "월세를").replace("이달 말까지", "월말까지"),
    ],
)
def test_icm_err_05_a_result_is_not_copied(intake: dict[str, Any], result: str) -> None:
    (finding,) = findings(conferred(intake, result=result), "ICM-ERR-05")
    assert (finding.severity, finding.path) == ("warning", "/conferences/0/result")


def test_icm_err_05_a_result_of_its_own(intake: dict[str, Any]) -> None:
    result = f"{COPIED} 긴급복지 주거지원을 먼저 신청하고 사례관리 가구로 선정하기로 함."
    assert findings(conferred(intake, result=result), "ICM-ERR-05") == []


def test_icm_err_05_the_days_alone_are_no_minutes(intake: dict[str, Any]) -> None:
    conferred(intake)["conferences"].append(
        {"kind": "내부사례회의", "purpose": "종결", "held_on": "2025-09-01"}
    )
    (finding,) = findings(intake, "ICM-ERR-05")
    assert (finding.severity, finding.path) == ("info", "/conferences")


def test_icm_err_06_special_problems_need_a_joint_conference(survey: dict[str, Any]) -> None:
    assert findings(conferred(survey), "ICM-ERR-06") == []
    put(survey, f"{SURVEY}/needs/0", {"area": "안전", "sub_area": "가족 내 안전"})
    (finding,) = findings(survey, "ICM-ERR-06")
    assert (finding.severity, finding.path) == ("warning", "/conferences")
    put(survey, f"{SURVEY}/needs/0", {"area": "관계", "content": "배우자의 알코올 의존으로 다툼이 잦음."})
    assert severities(survey, "ICM-ERR-06") == ["warning"]
    assert findings(conferred(survey, kind="통합사례회의"), "ICM-ERR-06") == []
    survey["conferences"] = []
    assert findings(survey, "ICM-ERR-06") == []


def test_icm_err_07_simple_services_are_no_case_management() -> None:
    case = sample("service_plan")
    case["selection"] = {"household_class": "사례관리 가구"}
    case["forms"]["service_plan"]["services"] = [
        {"name": name, "area": "경제", "provider": "○○복지관", "frequency": "1회", "simple": True}
        for name in ("도시락 배달", "도배")
    ]
    (finding,) = findings(case, "ICM-ERR-07")
    assert (finding.severity, finding.path) == ("warning", "/selection/household_class")
    # Where it is not entered, the names tell: 도배 gives neither goods nor information.
    del case["forms"]["service_plan"]["services"][0]["simple"]
    assert severities(case, "ICM-ERR-07") == ["warning"]
    del case["forms"]["service_plan"]["services"][1]["simple"]
    assert findings(case, "ICM-ERR-07") == []
    put(case, "selection/household_class", "서비스 연계 가구")
    assert findings(case, "ICM-ERR-07") == []


def test_icm_err_07_needs_are_known(survey: dict[str, Any]) -> None:
    survey["selection"] = {"household_class": "사례관리 가구"}
    assert findings(survey, "ICM-ERR-07") == []
    put(survey, f"{SURVEY}/overall_opinion", "요양원 입소를 기다리고 있음.")
    put(survey, f"{SURVEY}/needs", survey["forms"]["needs_survey"][0]["needs"][:1])
    assert severities(survey, "ICM-ERR-07") == ["warning"]
    put(put(survey, f"{SURVEY}/overall_opinion", "욕구를 확인하지 못함."), f"{SURVEY}/needs", [])
    assert severities(survey, "ICM-ERR-07") == ["warning"]


def test_icm_err_13_a_finished_case_is_closed(survey: dict[str, Any]) -> None:
    assert findings(survey, "ICM-ERR-13") == []
    last = survey["forms"]["needs_survey"][1]
    last.update(needs=[], crisis=[{"area": "일자리", "scores": {"1": 1}}])
    assert severities(survey, "ICM-ERR-13") == ["info"]
    closure = sample("closure_review")["forms"]["closure_review"]
    survey["forms"]["closure_review"] = closure
    assert findings(survey, "ICM-ERR-13") == []
    closure.update(result="재조사", closure_type=None)
    (finding,) = findings(survey, "ICM-ERR-13")
    assert (finding.severity, finding.path) == ("warning", "/forms/needs_survey/1/needs")
