"""The packet 보호종료 서류: what it prints, and what its checklist asks before the end is saved for good."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import put
from tests.closure_papers import items, plan
from tests.reading import sample

END = "forms/protection_end/"


def test_it_prints_its_list_and_never_a_counselling() -> None:
    raw = sample("case_youth")
    raw["forms"]["protection_extension"] = sample("protection_extension")["forms"]["protection_extension"][:1]
    assert raw["forms"]["youth_counseling"]
    made = plan(raw)
    assert made.title == "보호종료 서류"
    assert (made.day.title, str(made.day.on)) == ("종료일", "2025-02-28")
    assert list(dict.fromkeys(form.id for form, _ in made.forms)) == [
        "youth_registration",
        "skill_assessment",
        "independence_plan",
        "youth_case_log",
        "protection_extension",
        "youth_minutes",
        "settlement_plan",
        "protection_end",
    ]


def test_the_checklist_of_the_whole_case() -> None:
    found = items(sample("case_youth"))
    assert {state for state, _ in found.values()} == {"갖춤"}
    assert found["사용계획의 합계와 자립정착금 총액"] == (
        "갖춤",
        "합계 15,000,000원, 자립정착금 15,000,000원",
    )
    assert found["사례회의(보호종료점검)와 자립준비도 점검척도"][0] == "갖춤"
    assert found["자립수당 신청"] == ("갖춤", "신청")


@pytest.mark.parametrize(
    ("place", "value", "title", "state"),
    [
        (END + "written_on", None, "보호종료관리(보호종료카드)", "확인 필요"),
        ("forms/settlement_plan", [], "자립정착금 사용계획서", "없음"),
        ("forms/settlement_plan", [], "사용계획의 합계와 자립정착금 총액", "확인 필요"),
        ("forms/settlement_plan/applied_on", "2025-03-01", "자립정착금 사용계획서", "확인 필요"),
        ("forms/settlement_plan/uses/0/amount", 8_999_999, "사용계획의 합계와 자립정착금 총액", "확인 필요"),
        ("forms/youth_minutes/attachments", [], "사례회의(보호종료점검)와 자립준비도 점검척도", "없음"),
        (END + "attachments", ["자립교육 수료증"], "사후관리 동의서", "없음"),
        (END + "attachments", ["사후관리 동의서"], "보호종료아동 자립교육 수료증", "없음"),
        (END + "aftercare_consent", "미동의", "사후관리 동의서", "해당 없음"),
        (END + "course", "미수료", "보호종료아동 자립교육 수료증", "확인 필요"),
        ("forms/skill_assessment", [], "자립기술평가", "없음"),
        ("forms/skill_assessment/2/assessed_on", "2022-05-01", "자립기술평가", "확인 필요"),
        ("forms/independence_plan", [], "자립지원계획서", "없음"),
        ("forms/youth_case_log", [], "사례관리일지(1건 이상)", "없음"),
        (END + "allowance", "미신청", "자립수당 신청", "확인 필요"),
    ],
)
def test_one_thing_missing_at_a_time(place: str, value: Any, title: str, state: str) -> None:
    raw = sample("case_youth")
    assert items(raw)[title][0] == "갖춤"
    put(raw, place, value)
    assert items(raw)[title][0] == state


def test_a_paper_may_be_an_attachment_of_the_case() -> None:
    raw = sample("case_youth")
    raw["forms"] = {name: raw["forms"][name] for name in ("protection_end", "settlement_plan")}
    names = ("자립기술평가", "자립지원계획서", "사례관리일지(1건 이상)")
    assert {items(raw)[name][0] for name in names} == {"없음"}
    raw["attachments"] = [
        {"title": "자립기술평가 2022~2024", "file": "a.pdf"},
        {"title": "자립지원 계획서", "file": "b.pdf"},
        {"title": "사례관리일지", "file": "c.pdf"},
    ]
    assert {items(raw)[name][0] for name in names} == {"갖춤"}


@pytest.mark.parametrize("reason", ["중간종료", "일시중지"])
def test_what_only_a_full_end_asks_for(reason: str) -> None:
    raw = sample("case_youth")
    put(raw, END + "reason", reason)
    found = items(raw)
    asked = {title for title, (state, _) in found.items() if state == "해당 없음"}
    assert {
        "자립정착금 사용계획서",
        "사용계획의 합계와 자립정착금 총액",
        "보호종료아동 자립교육 수료증",
        "자립수당 신청",
    } <= asked
    assert found["자립수당 신청"][1] == f"보호종료사유가 {reason}입니다."
    assert found["사후관리 동의서"][0] == "갖춤"
