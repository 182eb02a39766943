"""미선정 통보서 and 종결 안내문: what they take from the case, the sentences they print, what they settle.

업무안내 제2부, 대상자 구분 및 선정 4 수행방안; 종결, 참고 종결 시 고려사항; 사후관리 3 시기.
"""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.filling import filled
from forms.packets import packet_plan
from forms.registry import form_named
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample, squeeze

OBJECTION = "미선정 처리에 대하여 이의신청을 제기할 수 있습니다."
AGAIN = "통합사례관리를 다시 신청할 수 있습니다."
TOLD = (
    "종결 이후에도 필요한 경우 주사례관리자에게 도움을 요청할 수 있습니다.",
    # 9개월 내 2회 실시. 단, 최초 1회는 3개월 이내 실시.
    "종결 이후 9개월 내 2회, 최초 1회는 3개월 이내에 사후관리를 실시합니다.",
    "문제가 재발하거나 새로운 욕구가 발생하면 알려 주시기 바랍니다.",
)


def page(form_id: str, raw: dict[str, Any]) -> str:
    case = check_case(raw).case
    assert case is not None
    return "".join(bound_text(one) for one in bound_forms(case, form_named(form_id), "masked"))


def blank(form_id: str) -> str:
    form = form_named(form_id)
    return bound_text(bind(form, "2025", blank_view(form)))


def test_a_refusal_fills_its_notice() -> None:
    raw = sample("nonselection_notice")
    raw["forms"]["nonselection_notice"] = {"apply_again": True}
    text = page("nonselection_notice", raw)
    for said in (
        "모아름",
        "■ 미선정 가구",
        "2025-03-18",
        "기한 내에 욕구조사를 수행하지 못함",
        OBJECTION,
        "2025년 3월 20일",
    ):
        assert squeeze(said) in text, said
    # A letter bears no number of the case, and nothing of how or by when one objects.
    assert "2025-0041" not in text and "기한까지" not in text


@pytest.mark.parametrize(("again", "printed"), [(True, True), (False, False), (None, False)])
def test_applying_again_is_told_where_it_is_said(again: bool | None, printed: bool) -> None:
    raw = put(sample("nonselection_notice"), "forms/nonselection_notice/apply_again", again)
    text = page("nonselection_notice", raw)
    assert (squeeze(AGAIN) in text) == printed
    assert "□" not in text
    assert squeeze(f"□ {AGAIN}") in blank("nonselection_notice")


def test_who_was_selected_later_is_told_of_the_refusal_alone() -> None:
    """미선정 처리 후, 재신청 유도: the case's decision is the later one, and no difference from the notice."""
    raw = sample("nonselection_notice")
    raw["selection"] = {
        "household_class": "사례관리 가구",
        "decided_on": "2025-05-12",
        "reason": "복합적인 욕구",
    }
    raw["forms"]["nonselection_notice"] = {
        "decided_on": "2025-03-18",
        "reason": "연락두절",
        "notified_on": "2025-03-20",
    }
    found = [one.rule for one in findings(raw)]
    assert "CASE-DIFFERENCE" not in found and "ICM-SELECT-06" not in found
    text = page("nonselection_notice", raw)
    assert "2025-03-18" in text and "2025-05-12" not in text and squeeze("사례관리 가구") not in text
    del raw["forms"]["nonselection_notice"]["decided_on"]
    assert [one.path for one in findings(raw, "FIELD-MISSING")] == ["/forms/nonselection_notice/decided_on"]


def test_a_notice_before_its_decision_is_told_once() -> None:
    raw = sample("nonselection_notice")
    raw["selection"]["notified_in_writing_on"] = "2025-03-17"
    assert [one.path for one in findings(raw, "ICM-SELECT-06")] == ["/selection/notified_in_writing_on"]
    del raw["selection"]
    raw["forms"]["nonselection_notice"] = {
        "decided_on": "2025-03-18",
        "reason": "연락두절",
        "notified_on": "2025-03-17",
    }
    (found,) = findings(raw, "ICM-SELECT-06")
    assert found.path == "/forms/nonselection_notice/notified_on"


def test_a_closing_fills_its_notice_and_stands_in_its_packet() -> None:
    raw = sample("closure_review")
    raw["forms"]["closure_notice"] = {"told_on": "2025-05-26"}
    text = page("closure_notice", raw)
    for said in ("2025-06-09", *TOLD, "2025-08-11", "2025-12-08", "2025년 5월 26일"):
        assert squeeze(said) in text, said
    case = check_case(raw).case
    assert case is not None
    plan = packet_plan(filled(case), "closure")
    assert plan is not None
    assert [form.id for form, _ in plan.forms] == ["closure_review", "closure_notice"]


def test_the_blank_notice_bears_the_sentences_in_their_order() -> None:
    text = blank("closure_notice")
    places = [text.find(squeeze(sentence)) for sentence in TOLD]
    assert -1 not in places and places == sorted(places)


def test_a_linked_household_is_told_of_one_visit() -> None:
    """사후관리는 서비스 연계 종료 후 3개월 이내 1회 실시."""
    raw = sample("closure_notice")
    raw["selection"] = {"household_class": "서비스 연계 가구"}
    text = page("closure_notice", raw)
    assert squeeze("서비스 연계 종료 후 3개월 이내에 1회 사후관리를 실시합니다.") in text
    assert squeeze("9개월") not in text
    assert findings(raw, "ICM-DEADLINE-12") == []
    # Three months from which day? The file does not say when the link ended.
    (unjudged,) = findings(raw, "NOT-JUDGED")
    assert "서비스 연계 종료일" in unjudged.message
    assert "ICM-DEADLINE-19" in unjudged.message


def test_an_empty_notice_promises_a_linked_household_no_second_visit() -> None:
    raw = sample("closure_notice")
    raw["selection"] = {"household_class": "서비스 연계 가구"}
    form, case = form_named("closure_notice"), check_case(raw).case
    assert case is not None
    text = bound_text(bind(form, "2025", blank_view(form, filled(case))))
    assert squeeze("서비스 연계 종료 후 3개월 이내에 1회 사후관리를 실시합니다.") in text
    assert squeeze("9개월") not in text


@pytest.mark.parametrize(("ended_on", "late"), [("2025-05-11", False), ("2025-05-10", True)])
def test_the_visit_that_a_linked_household_is_told_of_is_within_three_months(
    ended_on: str, late: bool
) -> None:
    raw = sample("closure_notice")
    raw["selection"] = {"household_class": "서비스 연계 가구"}
    raw["service_link"] = {"ended_on": ended_on}
    raw["forms"]["closure_notice"]["after_care"] = [{"planned_on": "2025-08-11", "method": "방문"}]
    told = [one for one in findings(raw, "ICM-DEADLINE-19") if one.form == "closure_notice"]
    assert bool(told) is late


@pytest.mark.parametrize(("moved_or_died", "printed"), [("이사", True), ("사망", False), (None, True)])
def test_a_household_that_left_is_promised_no_visit(moved_or_died: str | None, printed: bool) -> None:
    raw = sample("closure_review")
    raw["forms"]["closure_review"] |= {
        "closure_type": "이사또는사망",
        "after_care": [],
        "moved_or_died": moved_or_died,
    }
    raw["forms"]["closure_notice"] = {"told_on": "2025-05-26"}
    text = page("closure_notice", raw)
    assert squeeze(TOLD[1]) not in text
    assert (squeeze("전입한 주소지를 관할하는 읍면동에서 실시합니다.") in text) == printed


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2025-06-12", "2025-09-10"], None),
        (["2025-06-12", "2025-07-01"], "간격은 1개월"),
        (["2025-08-11"], "2회 가운데 1회"),
        # Three months from 2025-06-09 end on 2025-09-09, nine on 2026-03-09.
        (["2025-09-09", "2026-03-09"], None),
        (["2025-09-10", "2026-03-09"], "첫 회는 2025-09-09까지"),
        (["2025-09-09", "2026-03-10"], "2회째는 2026-03-09까지"),
    ],
)
def test_the_plan_that_a_notice_tells_is_judged(days: list[str], said: str | None) -> None:
    raw = put(
        sample("closure_notice"), "forms/closure_notice/after_care", [{"planned_on": day} for day in days]
    )
    found = findings(raw, "ICM-DEADLINE-12")
    assert [one.path for one in found] == (["/forms/closure_notice/after_care"] if said else [])
    assert all(said is not None and said in one.message for one in found)


@pytest.mark.parametrize(
    ("path", "day"), [("told_on", "2025-06-10"), ("after_care/0/planned_on", "2025-06-08")]
)
def test_a_closing_is_foretold_and_followed_by_its_after_care(path: str, day: str) -> None:
    raw = put(sample("closure_notice"), f"forms/closure_notice/{path}", day)
    (found,) = findings(raw, "FIELD-DATE-ORDER")
    assert (found.path, found.severity) == (f"/forms/closure_notice/{path}", "warning")


def test_a_plan_is_judged_once() -> None:
    """What the notice takes from the review is told of at the review."""
    raw = sample("closure_review")
    raw["forms"]["closure_notice"] = {"told_on": "2025-05-26"}
    raw["forms"]["closure_review"]["after_care"] = [{"planned_on": "2025-08-11", "method": "방문"}]
    assert [one.path for one in findings(raw, "ICM-DEADLINE-12")] == ["/forms/closure_review/after_care"]


@pytest.mark.parametrize(
    ("told_on", "state"), [("2025-05-26", "갖춤"), ("2025-06-09", "갖춤"), ("2025-06-10", "확인 필요")]
)
def test_the_notice_answers_the_checklist(told_on: str, state: str) -> None:
    raw = sample("closure_review")
    raw["forms"]["closure_notice"] = {"told_on": told_on}
    case = check_case(raw).readable
    assert case is not None
    plan = packet_plan(filled(case), "closure")
    assert plan is not None
    (item,) = [item for item in plan.checklist if item.title == "대상자에게 종결과 사후관리 계획 고지"]
    assert (item.state, told_on in item.detail) == (state, True)
