"""The referral packet: the PHQ-9 sheet goes along under a whole consent of the letter's day or before (ICM-PHQ-03)."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.filling import filled
from forms.packets import packet_plan
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


def test_a_letter_to_others_is_told_where_the_sheet_goes_along() -> None:
    raw = sample("screening_consent")
    raw["forms"] = {
        "referral_letter": [LETTER, LETTER | {"agency_name": "새온구노인복지관"}],
        "screening_consent": CONSENT | {"signed_on": "2025-06-05"},
        "depression_screening": TEST,
    }
    case = check_case(raw).case
    assert case is not None
    plan = packet_plan(filled(case), "referral")
    assert plan is not None
    (item,) = plan.checklist
    assert item.state == "확인 필요"
    assert item.detail.endswith("함께 보내지 않습니다: 새온구노인복지관.")
