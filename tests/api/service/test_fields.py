"""What a box says of itself: what is needed, how much it takes, what a calendar may write into it."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from api.service.entry.fields import Box, form_parts
from api.service.entry.view import ShownBox, view
from forms.fields import LINE_LIMIT, NARRATIVE_LIMIT
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import read
from tests.reading import sample


def box(form: str, key: str, value: Any = None) -> ShownBox:
    [part] = [part for part in form_parts(form) if part.key == key]
    [shown] = view((part,), {key: value}, f"/forms/{form}", {})
    assert isinstance(shown, ShownBox)
    return shown


def test_what_is_needed_is_said_and_holds_nothing_back(running: Running, client: TestClient) -> None:
    case = kept(running, {"edition": "2025", "forms": {"intake_sheet": {}}})
    tree = opened(client, case, "intake_sheet")
    [day] = tree.xpath("//*[@name='/forms/intake_sheet/consulted_on']")
    assert day.get("aria-required") == "true"
    assert "(필수)" in tree.xpath("//label[@for=$id]", id=day.get("id"))[0].text_content()
    [round] = tree.xpath("//*[@name='/forms/intake_sheet/round']")
    assert round.get("aria-required") is None
    # A page that is half filled can be kept: no browser stops it.
    assert tree.xpath("//*[@required]") == []


def test_a_long_text_tells_its_limit_and_a_short_one_none() -> None:
    assert box("intake_sheet", "concerns").limit == NARRATIVE_LIMIT
    assert box("intake_sheet", "address").limit is None
    [part] = [part for part in form_parts("intake_sheet") if part.key == "address"]
    assert isinstance(part, Box) and part.limit == LINE_LIMIT


def test_dates_and_times_have_the_calendar_of_their_kind() -> None:
    assert box("intake_sheet", "consulted_on").pick == "date"
    assert box("usage_proof", "contacted_on").pick == "date"
    assert box("intake_sheet", "client_name").pick == ""


def test_text_that_may_break_over_lines_keeps_its_lines(running: Running, client: TestClient) -> None:
    """A browser takes line ends out of a box of one line; an address stands in one of several."""
    assert box("intake_sheet", "address").look == "breaks"
    assert box("intake_sheet", "client_name").look == "line"
    # What is wrongly of several lines stays so, for its finding to tell.
    assert box("intake_sheet", "client_name", "가\n나").look == "breaks"
    case = sample("closure_review")
    case["client"]["address"] = "한빛구 새싹로 12\n3동 204호"
    held = kept(running, case)
    tree = opened(client, held, "closure_review")
    assert tree.xpath("//textarea[@name='/client/address']")
    read(send(client, address(held, "closure_review"), boxes(tree), "save"))
    assert now(running, held.id).raw["client"]["address"] == "한빛구 새싹로 12\n3동 204호"
