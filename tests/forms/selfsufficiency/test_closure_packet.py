"""The packet 자활사례관리 종결 서류: what it prints, and what its checklist says of the papers of each step."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.packets import packet_plan
from generator.document import bound_forms
from tests.changing import put
from tests.closure_papers import items, plan
from tests.reading import bound_text, sample

REPORT = "forms/closure_report/"


def test_it_prints_its_list_and_nothing_about_the_worker() -> None:
    raw = sample("case_selfsufficiency")
    assert raw["forms"]["self_evaluation"]
    assert raw["forms"]["counseling_log"]
    made = plan(raw)
    assert made.title == "자활사례관리 종결 서류"
    assert (made.day.title, str(made.day.on)) == ("종결일", "2025-12-20")
    assert list(dict.fromkeys(form.id for form, _ in made.forms)) == [
        "basic_interview",
        "assessment_sheet",
        "iap",
        "isp",
        "progress_check",
        "selfsufficiency_minutes",
        "closure_report",
        "outcome_record",
        "aftercare_record",
    ]


def test_only_a_report_opens_it() -> None:
    raw = sample("case_selfsufficiency")
    del raw["forms"]["closure_report"]
    case = check_case(raw).case
    assert case is not None
    assert packet_plan(case, "closure") is None


def test_the_checklist_of_the_whole_case() -> None:
    found = items(sample("case_selfsufficiency"))
    assert list(found) == [
        "기본면접기록지",
        "자활사정지",
        "개인별 자립경로(IAP)",
        "개인별 자활지원계획(ISP)",
        "점검 기록과 달성 평가",
        "사례회의(내부사례회의, 외부통합사례회의)",
        "위탁 종결보고서",
        "종결점검지",
        "사후관리 계획",
        "사후관리 기록",
    ]
    # Of the last paper the source has no form, and the case no attachment.
    assert {title for title, (state, _) in found.items() if state != "갖춤"} == {"종결점검지"}
    assert found["종결점검지"] == (
        "확인 필요",
        "출처에 서식이 없습니다. 따로 작성하였으면 첨부하세요.",
    )
    assert found["점검 기록과 달성 평가"][1] == "2건(2025-04-15, 2025-08-08), 달성 평가 1건"
    assert found["사례회의(내부사례회의, 외부통합사례회의)"][1] == "내부사례회의 12회, 외부통합사례회의 5회"


@pytest.mark.parametrize(
    ("place", "value", "title", "state"),
    [
        ("forms/basic_interview", [], "기본면접기록지", "없음"),
        ("forms/assessment_sheet", [], "자활사정지", "없음"),
        ("forms/iap", [], "개인별 자립경로(IAP)", "없음"),
        ("forms/isp", [], "개인별 자활지원계획(ISP)", "없음"),
        ("forms/progress_check", [], "점검 기록과 달성 평가", "없음"),
        ("forms/progress_check/1/kind", "점검", "점검 기록과 달성 평가", "확인 필요"),
        ("participation/ended_on", None, "위탁 종결보고서", "확인 필요"),
        (REPORT + "aftercare_plan", [], "사후관리 계획", "없음"),
        (REPORT + "aftercare", False, "사후관리 계획", "해당 없음"),
        (REPORT + "aftercare", None, "사후관리 계획", "확인 필요"),
        ("forms/aftercare_record/checked_on", "2026-12-21", "사후관리 기록", "확인 필요"),
    ],
)
def test_one_thing_missing_at_a_time(place: str, value: Any, title: str, state: str) -> None:
    raw = sample("case_selfsufficiency")
    assert items(raw)[title][0] == "갖춤"
    put(raw, place, value)
    assert items(raw)[title][0] == state


@pytest.mark.parametrize(
    ("kinds", "state"),
    [({"내부사례회의"}, "확인 필요"), ({"외부통합사례회의"}, "확인 필요"), (set(), "없음")],
)
def test_conferences_of_both_kinds_are_looked_for(kinds: set[str], state: str) -> None:
    raw = sample("case_selfsufficiency")
    raw["forms"]["selfsufficiency_minutes"] = []
    raw["conferences"] = [one for one in raw["conferences"] if one["kind"] in kinds]
    assert items(raw)["사례회의(내부사례회의, 외부통합사례회의)"][0] == state


@pytest.mark.parametrize(
    ("issued_at", "state"),
    [
        (None, "확인 필요"),
        ("2026-12-20T09:00:00+09:00", "확인 필요"),
        ("2026-12-21T09:00:00+09:00", "없음"),
    ],
)
def test_aftercare_is_lacking_only_after_its_twelve_months(issued_at: str | None, state: str) -> None:
    raw = sample("case_selfsufficiency")
    raw["forms"]["aftercare_record"] = []
    raw["issued_at"] = issued_at
    found = items(raw)["사후관리 기록"]
    assert found[0] == state
    assert ("2026-12-20까지 점검합니다" in found[1]) is (state == "확인 필요")


def test_what_was_looked_at_before_the_closing_is_no_aftercare() -> None:
    raw = put(sample("case_selfsufficiency"), "forms/aftercare_record/checked_on", "2025-12-19")
    assert items(raw)["사후관리 기록"] == ("확인 필요", "1건(2025-12-19). 종결일 뒤의 점검이 없습니다.")
    put(raw, "forms/aftercare_record/checked_on", "2025-12-20")
    assert items(raw)["사후관리 기록"][0] == "갖춤"


def test_those_without_aftercare_need_no_record_of_it() -> None:
    raw = sample("case_selfsufficiency")
    raw["forms"]["aftercare_record"] = []
    put(raw, REPORT + "aftercare", False)
    assert items(raw)["사후관리 기록"][0] == "해당 없음"


@pytest.mark.parametrize(
    ("form_id", "attachment", "title"),
    [
        ("basic_interview", "기본 면접지 스캔", "기본면접기록지"),
        ("assessment_sheet", "자활 사정지", "자활사정지"),
        ("iap", "개인별 자립계획", "개인별 자립경로(IAP)"),
        ("isp", "ISP 서명본", "개인별 자활지원계획(ISP)"),
        ("progress_check", "IAP/ISP 달성 평가", "점검 기록과 달성 평가"),
        ("aftercare_record", "사후관리 기록지", "사후관리 기록"),
    ],
)
def test_a_paper_may_be_an_attachment_of_the_case(form_id: str, attachment: str, title: str) -> None:
    raw = sample("case_selfsufficiency")
    raw["forms"][form_id] = []
    raw["attachments"] = [{"title": attachment, "file": "a.pdf"}]
    assert items(raw)[title] == ("갖춤", f"첨부: {attachment}")


def test_the_closing_check_is_an_attachment() -> None:
    raw = sample("case_selfsufficiency")
    raw["attachments"] = [{"title": "종결 점검지", "file": "a.pdf"}]
    assert items(raw)["종결점검지"] == ("갖춤", "첨부: 종결 점검지")


def test_the_papers_of_a_closing_name_nobody_when_deidentified() -> None:
    raw = sample("case_selfsufficiency")
    told = "노다올이 마루한과 마누리를 만나고 010-0000-0502로 전화함."
    raw["forms"]["closure_report"]["process"] = told
    raw["forms"]["selfsufficiency_minutes"][0]["progress"] = told
    raw["forms"]["outcome_record"][1]["items"][0]["evidence"] = told
    raw["forms"]["aftercare_record"]["progress"] = told
    case = check_case(raw).case
    assert case is not None
    papers = dict.fromkeys(form for form, _ in plan(raw).forms)
    text = "".join(bound_text(one) for form in papers for one in bound_forms(case, form, "deidentified"))
    for name in ("마루한", "노다올", "마누리", "010-0000"):
        assert name not in text
    assert text.count("대상자와자녀를만나고") == 4
