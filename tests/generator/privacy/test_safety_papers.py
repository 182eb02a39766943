"""The papers of safety and of joint management tell nobody's name where they are de-identified."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from generator.document import RenderOptions, bound_forms
from generator.packets.packet import make_packet
from generator.privacy.deidentify import uncertain
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


def test_persons_who_are_told_in_a_sentence_are_known_too() -> None:
    raw = sample("incident_report")
    raw["forms"]["incident_report"]["persons"] = "선우진석과 김다정씨가 도이랑을 말림\n오토바이 수리점 주인"
    gone = text("incident_report", raw, "deidentified")
    assert [name for name in ("선우진석", "김다정", "도이랑") if name in gone] == []
    assert "오토바이" in gone


@pytest.mark.parametrize("post", ["위원장", "소방관", "목격자", "신고자", "지점장"])
def test_a_post_is_no_name(post: str) -> None:
    raw = sample("visit_safety_check")
    visit = raw["forms"]["visit_safety_check"][0]
    visit |= {"companion": f"다온동 지역사회보장협의체 {post} 서다솔", "note": f"{post} 한 사람이 더 옴."}
    gone = text("visit_safety_check", raw, "deidentified")
    assert "서다솔" not in gone
    assert gone.count(post) == 2


def test_somebody_of_whom_no_field_tells_is_listed_by_a_part_in_an_accident() -> None:
    raw = sample("incident_report")
    raw["forms"]["incident_report"]["outcome"] = "경찰관 이도윤과 위원장 최고봉이 다녀감."
    listed = [one.text for one in uncertain(check_case(raw), form_named("incident_report"))]
    assert "이도윤" in listed
    assert "최고봉" in listed


def test_a_bracket_before_a_telephone_number_stays() -> None:
    raw = sample("incident_report")
    raw["forms"]["incident_report"]["outcome"] = "팀장(010-0000-0031)에게 알림. 사무실은 (02)000-0000."
    gone = text("incident_report", raw, "deidentified")
    assert squeeze("팀장([전화번호])에게 알림. 사무실은 [전화번호].") in squeeze(gone)


def test_the_packet_names_nobody() -> None:
    raw = sample("incident_report")
    options = RenderOptions(packet="safety", privacy="deidentified")
    made = pdf_text(make_packet(check_case(raw), (), options).data, [])
    assert squeeze("안전 서류") in made
    assert [name for name in NAMES["incident_report"] if name in made] == []
