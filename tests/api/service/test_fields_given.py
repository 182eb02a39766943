"""What the case gives a box that is left empty: shown with where it comes from, and overridable."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.service.entry.sheets import Sheet
from api.service.work.origins import given_values
from forms import all_forms
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept, opened
from tests.reading import sample

CASE: dict[str, Any] = {
    "edition": "2025",
    "case_no": "2025-0007",
    "client": {"name": "홍길동", "resident_number": "900101-1234567", "mobile": "010-0000-1234"},
    "worker": {"name": "한가람"},
    "selection": {"household_class": "사례관리 가구", "decided_on": "2025-02-03"},
    "forms": {"solution_request": {}, "intake_sheet": {"client_name": "홍길순", "phone": "010-0000-9999"}},
}
INTAKE = "/forms/intake_sheet"


def beside(tree: Any, name: str) -> str:
    """What stands beside a box of what the case gives it; empty where nothing does."""
    [box] = tree.xpath(f"//*[@name='{name}']")
    told = [tree.xpath("//*[@id=$id]", id=id) for id in (box.get("aria-describedby") or "").split()]
    return " ".join(one[0].text_content() for one in told if one[0].get("class") == "given")


def test_an_empty_box_shows_what_is_printed_and_whence(running: Running, client: TestClient) -> None:
    tree = opened(client, kept(running, CASE), "intake_sheet")
    assert beside(tree, f"{INTAKE}/counselor_name") == (
        "사례의 담당자 성명: 한가람 비워 두면 이대로, 적으면 적은 대로 인쇄합니다."
    )
    [box] = tree.xpath(f"//*[@name='{INTAKE}/counselor_name']")
    assert (box.get("value"), box.get("placeholder")) == ("", None)
    # A value of its own wins, and the case's stays in sight.
    assert beside(tree, f"{INTAKE}/client_name") == "사례의 대상자명: 홍길동 지우면 이것을 인쇄합니다."
    # Where the case gives nothing, only where it would come from is said.
    assert beside(tree, f"{INTAKE}/address") == ""
    assert "비우면 사례의 대상자 주소를 적습니다." in tree.text_content()
    assert "1234567" not in beside(tree, f"{INTAKE}/resident_number")
    assert "900101-1******" in beside(tree, f"{INTAKE}/resident_number")


def test_values_are_worded_as_they_are_read() -> None:
    given = given_values(CASE, Sheet("solution_request"))
    assert given["/forms/solution_request/selected_on"] == "2025-02-03"
    minutes = {
        **CASE,
        "conferences": [
            {
                "kind": "내부사례회의",
                "purpose": "종결",
                "held_on": "2025-06-02",
                "attendees": ["가나", "다라"],
            }
        ],
        "forms": {"conference_minutes": {"held_on": "2025-06-02", "kind": "내부사례회의"}},
    }
    given = given_values(minutes, Sheet("conference_minutes"))
    assert given["/forms/conference_minutes/internal_attendees"] == "가나, 다라"


def test_a_case_that_is_half_filled_gives_what_it_has() -> None:
    """Neither a missing number nor a wrong date hides the rest of a case."""
    half = deepcopy(CASE)
    del half["case_no"], half["client"]["name"]
    half["client"]["birth_date"] = "2025-13-45"
    half["household"] = [{"name": "홍길서"}, {"name": "홍길북", "relation": "자"}]
    half["forms"]["intake_sheet"]["consulted_on"] = "모름"
    given = given_values(half, Sheet("intake_sheet"))
    assert given[f"{INTAKE}/counselor_name"] == "한가람"
    assert given[f"{INTAKE}/mobile"] == "010-0000-1234"
    assert f"{INTAKE}/client_name" not in given
    nothing = {"forms": {"intake_sheet": [3, {}]}}
    assert given_values(nothing, Sheet("intake_sheet", 1)) == {}


def test_the_goals_of_a_plan_stand_above_the_rows_about_them(running: Running, client: TestClient) -> None:
    """Rows are about the goals in their order, so that whoever fills them in must see these."""
    raw = sample("case_selfsufficiency")
    goals = ("평일 오후에 아이를 맡길 곳을 마련한다", "채무조정을 신청한다", "사업단에 결근 없이 다닌다")
    shown = " / ".join(f"{number}. {goal}" for number, goal in enumerate(goals, 1))

    def above(rows: list[dict[str, str]]) -> str:
        raw["forms"]["progress_check"] = [{"checked_on": "2025-04-15", "kind": "점검", "goals": rows}]
        tree = opened(client, kept(running, raw), "progress_check")
        [told] = tree.xpath("//fieldset[@id='f-forms-progress_check-0-goals']/p[@class='given']")
        return str(told.text_content())

    assert above([]) == f"앞선 ISP의 단기변화목표: {shown} 줄이 없으면 이대로 인쇄합니다."
    assert above([{"result": "달성"}]) == (
        f"앞선 ISP의 단기변화목표: {shown} 비운 칸은 같은 순서의 것을 인쇄합니다."
    )


def test_a_list_that_the_case_gives_is_told_above_its_rows(running: Running, client: TestClient) -> None:
    raw = {**CASE, "household": [{"name": "홍길서", "relation": "자"}], "forms": {"basic_interview": {}}}
    tree = opened(client, kept(running, raw), "basic_interview")
    [told] = tree.xpath("//fieldset[@id='f-forms-basic_interview-family']/p[@class='given']")
    assert "홍길서" in told.text_content() and "줄이 없으면 이대로 인쇄합니다." in told.text_content()
    assert "1234567" not in told.text_content()


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_what_is_shown_is_of_boxes_of_the_sheet(form: str) -> None:
    raw = sample(form)
    given = given_values(raw, Sheet(form))
    model = next(one.model for one in all_forms() if one.id == form)
    place = f"/forms/{form}/0" if isinstance(raw["forms"][form], list) else f"/forms/{form}"
    assert {path.rpartition("/")[0] for path in given} <= {place}
    assert {path.rpartition("/")[2] for path in given} <= set(model.model_fields)
    # The first thing that every form of the client says of them.
    if "client_name" in model.model_fields:
        assert given[f"{place}/client_name"] == raw["client"]["name"]
