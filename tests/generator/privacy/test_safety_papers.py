"""The papers of safety and of joint management tell nobody's name where they are de-identified."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from generator.document import RenderOptions, bound_forms
from generator.packets.packet import make_packet
from tests.reading import bound_text, pdf_text, sample, squeeze

# Who stands in a field of the paper, by the role that stands for the person there.
NAMES = {
    "visit_safety_check": ("도이랑", "유하늬", "길마루", "서라온"),
    "workplace_safety_check": ("서라온",),
    "incident_report": ("도이랑", "유하늬", "방나래", "서라온"),
    "joint_management": ("도이랑", "유하늬", "길마루", "봄한결"),
}


def text(form_id: str, raw: dict[str, Any], privacy: Any) -> str:
    case = check_case(raw).case
    assert case is not None
    return "".join(bound_text(one) for one in bound_forms(case, form_named(form_id), privacy))


@pytest.mark.parametrize("form_id", NAMES)
def test_every_name_is_gone(form_id: str) -> None:
    whole, gone = (text(form_id, sample(form_id), privacy) for privacy in ("full", "deidentified"))
    assert [name for name in NAMES[form_id] if name not in whole] == []
    assert [name for name in NAMES[form_id] if name in gone] == []


def test_the_account_of_an_accident_names_who_was_there_by_their_part() -> None:
    raw = sample("incident_report")
    raw["forms"]["incident_report"]["summary"] = (
        "하늬 씨가 이랑씨를 말리는 사이 방나래 님이 112에 알림. 라온 팀장이 10분 뒤에 도착함."
    )
    gone = text("incident_report", raw, "deidentified")
    assert "방나래" not in gone
    assert "이랑씨" not in gone
    assert squeeze("112에 알림") in gone


def test_the_packet_names_nobody() -> None:
    raw = sample("incident_report")
    options = RenderOptions(packet="safety", privacy="deidentified")
    made = pdf_text(make_packet(check_case(raw), (), options).data, [])
    assert squeeze("안전 서류") in made
    assert [name for name in NAMES["incident_report"] if name in made] == []
