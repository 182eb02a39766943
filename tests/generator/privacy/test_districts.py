"""The 시, 군 or 구 of an office among those who attended: it stays, and is nobody's name (docs/privacy.md)."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from generator.document import bound_forms
from generator.privacy.deidentify import uncertain
from tests.changing import put
from tests.reading import bound_text, sample, squeeze

ATTENDEES = "conferences/6/attendees"
MINUTES = "selfsufficiency_minutes"


def with_attendees(*attendees: str) -> dict[str, Any]:
    """마루한's external conference of 2025-05-20 with these attendees; its minutes are the third of four."""
    raw = put(sample("case_selfsufficiency"), ATTENDEES, ["○○지역자활센터 자활사례관리사", *attendees])
    return put(raw, f"forms/{MINUTES}/2/place", "김포시청 소회의실")


def printed(raw: dict[str, Any]) -> str:
    case = check_case(raw).case
    assert case is not None
    (page,) = bound_forms(case, form_named(MINUTES), "deidentified", 3)
    return squeeze(bound_text(page))


@pytest.mark.parametrize(
    "attendee",
    [
        "김포시 자활팀 담당자",
        "안양시 희망복지지원단 팀장",
        "오산시 보건소 간호사",
        "가평군 복지정책과 주무관",
        "강남구 생활보장과 주무관",
    ],
)
def test_a_district_before_its_office_is_kept_and_told(attendee: str) -> None:
    raw = with_attendees(attendee)
    assert squeeze(attendee) in printed(raw)
    assert "김포시청소회의실" in printed(raw)
    told = [one for one in uncertain(check_case(raw)) if one.path == f"/{ATTENDEES}/1"]
    rare = attendee.startswith("가평군")
    assert [one.why for one in told] == ([] if rare else ["시·군·구의 이름으로 보고 그대로 두었습니다."])


@pytest.mark.parametrize(
    ("attendee", "name"),
    [
        ("정민구 팀장", "정민구"),
        ("다온동 행정복지센터 정민구", "정민구"),
        ("정민구 다온종합복지관 팀장", "정민구"),
        ("김포시 자활팀 정민구 주무관", "정민구"),
        ("김은시 담당자", "김은시"),
    ],
)
def test_who_is_called_like_a_district_is_replaced(attendee: str, name: str) -> None:
    assert name not in printed(with_attendees(attendee))


def test_a_known_person_before_a_unit_is_replaced_and_not_told_to_be_a_district() -> None:
    raw = with_attendees("정민구 자활팀 담당자")
    raw["worker"]["name"] = "정민구"
    assert "정민구" not in printed(raw)
    assert not [one for one in uncertain(check_case(raw)) if one.path == f"/{ATTENDEES}/1"]
