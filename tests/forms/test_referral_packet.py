"""The referral packet: the PHQ-9 sheet goes along under a whole consent of the letter's day or before (ICM-PHQ-03)."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.filling import filled
from forms.packets import packet_plan
from tests.changing import findings
from tests.reading import sample

LETTER = {
    "kind": "신청",
    "written_on": "2025-06-05",
    "agency_name": "새온구정신건강복지센터",
    "problems": [{"service": "상담 주 1회"}],
}
CONSENT = {"provision": "동의함", "sensitive": "동의함", "guidance": "동의함", "signer_name": "도이랑"}
TEST = {"tested_on": "2025-06-04", "mode": "자기기입", "answers": [2, 2, 1, 2, 1, 2, 1, 0, 0]}


@pytest.mark.parametrize(
    ("consent", "goes_along"),
    [
        ({"signed_on": "2025-06-05"}, True),
        ({"signed_on": "2025-06-06"}, False),
        ({"signed_on": "2025-06-05", "guidance": "동의하지 않음"}, False),
    ],
)
def test_the_sheet_goes_along_under_a_whole_consent_alone(consent: dict[str, Any], goes_along: bool) -> None:
    raw = sample("screening_consent")
    raw["forms"] = {
        "referral_letter": LETTER,
        "screening_consent": CONSENT | consent,
        "depression_screening": TEST,
    }
    case = check_case(raw).case
    assert case is not None
    plan = packet_plan(filled(case), "referral")
    assert plan is not None
    whole = ["referral_letter", "screening_consent", "depression_screening"]
    assert [form.id for form, _ in plan.forms] == (whole if goes_along else whole[:2])
    state = "갖춤" if goes_along else "없음"
    assert [(item.state, item.rule) for item in plan.checklist] == [(state, "ICM-PHQ-03")]


def packet(consent: dict[str, Any], *letters: dict[str, Any], **test: Any) -> tuple[bool, str, str]:
    """Whether the sheet is printed, and state and detail of its line in the checklist."""
    raw = sample("screening_consent")
    raw["client"]["name"] = "도이랑"
    raw["forms"] = {
        "referral_letter": [LETTER | letter for letter in letters],
        "screening_consent": CONSENT | {"signed_on": "2025-06-05"} | consent,
        "depression_screening": TEST | test,
    }
    case = check_case(raw).readable
    assert case is not None
    plan = packet_plan(filled(case), "referral")
    assert plan is not None
    (item,) = plan.checklist
    return "depression_screening" in [form.id for form, _ in plan.forms], item.state, item.detail


def test_a_letter_to_others_is_told_where_the_sheet_goes_along() -> None:
    goes, state, detail = packet({}, {}, {"agency_name": "새온구노인복지관"})
    assert (goes, state) == (True, "확인 필요")
    assert "함께 보내는 의뢰서: 새온구정신건강복지센터(2025-06-05)" in detail
    assert detail.endswith("함께 보내지 않습니다: 새온구노인복지관.")


@pytest.mark.parametrize(
    ("consent", "letter", "test", "why"),
    [
        # 본인 거주 지역 정신건강의학과 병·의원, 정신건강복지센터, 자살예방센터
        ({}, {"agency_name": "새온의원"}, {}, "제공받은 기관"),
        ({}, {"agency_name": "새온구노인복지관"}, {}, "제공받은 기관"),
        # 우울증 선별검사(PHQ-9) 결과, 귀하께 보다 전문적인 진단과 서비스가 필요하다고 판단되어
        ({"signed_on": "2025-06-03"}, {}, {}, "2025-06-03"),
        ({"signer_name": "안누리"}, {}, {}, "안누리"),
        ({}, {}, {"tested_on": None}, "검사일이 없어"),
    ],
    ids=["a surgery", "another office", "before the test", "another signer", "no day of test"],
)
def test_what_is_not_known_is_asked_and_the_sheet_stays(
    consent: dict[str, Any], letter: dict[str, Any], test: dict[str, Any], why: str
) -> None:
    goes, state, detail = packet(consent, letter, **test)
    assert (goes, state) == (False, "확인 필요")
    assert why in detail


def test_the_office_that_the_consent_names_gets_the_sheet() -> None:
    assert packet({"recipient": "새온 의원"}, {"agency_name": "새온의원"})[:2] == (True, "갖춤")


@pytest.mark.parametrize(
    ("consent", "day", "goes"),
    [
        ({}, "2027-06-05", True),  # ④ 개인정보 보유 및 이용기간: 2년
        ({}, "2027-06-06", False),
        ({"destroyed_on": "2025-07-01"}, "2025-07-02", False),
        ({"signed": False}, "2025-06-05", False),
    ],
)
def test_a_consent_holds_for_its_time(consent: dict[str, Any], day: str, goes: bool) -> None:
    printed, state, _ = packet(consent, {"written_on": day})
    assert (printed, state) == ((True, "갖춤") if goes else (False, "없음"))


def test_a_letter_before_the_test_takes_no_sheet() -> None:
    goes, state, detail = packet({}, {"written_on": "2025-06-03"})
    assert (goes, state) == (False, "없음")
    assert "이 검사에 이어 보내는 의뢰서가 없어" in detail


def test_a_letter_takes_the_last_test_before_it_and_is_told_of_once() -> None:
    raw = sample("screening_consent")
    raw["forms"] = {
        "referral_letter": LETTER,
        "screening_consent": CONSENT | {"signed_on": "2025-06-05"},
        "depression_screening": [TEST | {"tested_on": "2025-01-10"}, TEST],
    }
    case = check_case(raw).case
    assert case is not None
    plan = packet_plan(filled(case), "referral")
    assert plan is not None
    printed = [str(one.own_date) for form, one in plan.forms if form.id == "depression_screening"]
    assert printed == ["2025-06-04"]
    assert [item.state for item in plan.checklist] == ["없음", "갖춤"]
    del raw["forms"]["screening_consent"]
    told = [finding.path for finding in findings(raw, "ICM-PHQ-03")]
    assert told == ["/forms/depression_screening/1/referral_wanted"]
