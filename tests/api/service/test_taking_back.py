"""Whatever a page removes, replaces or cancels asks first or can be undone: every route that changes something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.service.entry.aside_values import value_at, with_value_back
from api.service.problems import NotFound
from tests.api.evidence.calls import case
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send, typed
from tests.api.service.test_case_findings import act, shown
from tests.api.service.test_evidence_page import DECISION, OPEN
from tests.api.service.test_old_drafts import ONE
from tests.api.service.test_old_drafts import typed as draft_typed
from tests.api.service.test_pages import put, read, words
from tests.forms.savings.proofs import item
from tests.reading import sample


class Adds(NamedTuple):
    """It adds something, which has a route of its own to go again, and takes nothing away."""

    what: str


class Asks(NamedTuple):
    """A page of its own asks first, and says what goes."""

    page: str
    what: str


class Undone(NamedTuple):
    """What it takes away is put back by a button that is offered afterwards: its route, and what it says."""

    route: str
    button: str
    what: str


class Nothing(NamedTuple):
    """It removes and replaces nothing that is kept."""

    what: str


_SHEET = "/cases/{id}/sheets/{form}/{number}"
ANSWERS: dict[str, tuple[Adds | Asks | Undone | Nothing, ...]] = {
    # --- cases
    "/cases": (Adds("a case"),),
    "/cases/{id}/copy": (Adds("a case"),),
    "/cases/{id}/remove": (Undone("/cases/{id}/restore", "되살리기", "a case, for seven days"),),
    "/cases/{id}/restore": (Undone("/cases/{id}/remove", "지우기", "the removal"),),
    "/cases/take": (Adds("cases"),),
    "/cases/take/roster": (Adds("an upload"),),
    "/cases/take/roster/{id}": (
        Adds("cases, all that were chosen or none"),
        Nothing("of columns only what was chosen for them; the list itself stays, and is matched anew"),
    ),
    "/cases/drafts": (
        Adds("cases; a draft goes once its case is kept"),
        Undone("/cases/drafts", "다시 묻기", "being asked"),
    ),
    "/cases/{id}": (
        Undone("/cases/{id}", "되돌리기", "a row of a list; what is typed into a box is typed over"),
    ),
    _SHEET: (
        Undone("/cases/{id}/sheets", "되살리기", "the sheet"),
        Undone(_SHEET, "되돌리기", "a row of a list; what is typed into a box is typed over"),
    ),
    f"{_SHEET}/totals": (Nothing("it counts"),),
    f"{_SHEET}/counts": (Adds("numbers into empty boxes, to be emptied there; what is entered stays"),),
    "/cases/{id}/sheets": (Adds("a sheet, or puts one back"),),
    "/cases/{id}/findings": (
        Undone("/cases/{id}/findings", "되돌리기", "an explanation, or what no box stands for"),
    ),
    "/cases/{id}/set": (Nothing("it makes papers"),),
    # --- files that are looked at
    "/uploads/{view}": (Adds("an upload"),),
    "/results/{id}/{case}/take": (Adds("a case"),),
    "/results/{id}/forget": (Asks("/results/{id}/forget", "an upload, its decisions and draws"),),
    "/evidence/{id}/{number:int}/{position:int}": (
        Undone("/evidence/{id}/{number:int}/{position:int}", "결정 취소하기", "that an item is open"),
        Adds("an entry of the log, which keeps what was taken back"),
    ),
    "/evidence/{id}/draws": (Adds("a draw; none is ever taken out"),),
    # --- settings
    "/settings": (Undone("/settings", "되돌리기", "what was set before"),),
    "/templates": (Adds("an upload"),),
    "/templates/check/{id}": (Undone("/templates/restore", "다시 쓰기", "the edition in use before"),),
    "/templates/remove": (Undone("/templates/restore", "다시 쓰기", "the use of a template"),),
    "/templates/restore": (Undone("/templates/restore", "다시 쓰기", "the use of another edition"),),
    # --- batches
    "/batches": (Adds("a batch that is held"),),
    "/batches/cases": (Adds("a batch that is held"),),
    "/batches/{batch}/start": (Undone("/batches/{batch}/{action}", "취소", "that it waits"),),
    "/batches/{batch}/name": (Nothing("but the name, which is typed over"),),
    "/batches/{batch}/correct": (Adds("corrected cases, in places where nothing was made"),),
    "/batches/{batch}/correct-kept": (Adds("corrected cases, in places where nothing was made"),),
    "/batches/{batch}/{action}": (
        Undone("/batches/{batch}/{action}", "만들기", "the rest of a batch: what was made stays"),
        Asks("/batches/{batch}/purge", "files and results of a batch"),
    ),
}


def walked(routes: Any) -> Iterator[Any]:
    """Every route of the application, those of its routers among them."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner.routes)
        elif hasattr(route, "methods"):
            yield route


def test_every_route_of_the_pages_that_changes_something_has_an_answer(running: Running) -> None:
    routes = [one for one in walked(running.app.routes) if not one.path.startswith("/api/")]
    changing = {one.path for one in routes if one.methods - {"GET", "HEAD"}}
    assert changing - set(ANSWERS) == set(), "what does it take away, and how does that come back?"
    assert set(ANSWERS) - changing == set()
    opens = {one.path for one in routes if "GET" in one.methods}
    for answers in ANSWERS.values():
        for one in answers:
            assert not isinstance(one, Asks) or one.page in opens
            assert not isinstance(one, Undone) or one.route in changing


def test_no_page_changes_anything_by_being_opened(running: Running) -> None:
    """Nothing is removed by a link that a browser may follow ahead."""
    routes = [one for one in walked(running.app.routes) if "GET" in one.methods]
    named = {
        one.path for one in routes if one.path.rpartition("/")[2] in ("remove", "forget", "purge", "cancel")
    }
    assert named == {one.page for answers in ANSWERS.values() for one in answers if isinstance(one, Asks)}


def test_an_upload_is_asked_for_before_it_is_removed(client: TestClient) -> None:
    evidence = put(client, case(item(**OPEN)), "evidence")
    client.post(f"{evidence}/1/0", data=DECISION)
    client.post(f"{evidence}/draws", data={"count": "1", "seed": "7"})
    [link] = read(client.get(evidence)).xpath("//a[text()='올린 파일 지금 지우기']/@href")
    asked = read(client.get(link))
    assert "되돌릴 수 없습니다" in words(asked)
    assert "결정 1건, 결정 기록 1건, 다시 점검할 사례를 뽑은 1번" in words(asked)
    assert asked.xpath("//a[text()='지우지 않기']/@href") == [evidence]
    # Asked only: it is still there.
    assert client.get(evidence).status_code == 200
    [form] = asked.xpath("//main//form")
    client.post(form.get("action"))
    assert client.get(evidence).status_code == client.get(link).status_code == 404


def test_a_row_that_was_taken_out_is_put_back_with_what_was_typed_since(
    running: Running, client: TestClient, book: Casebook
) -> None:
    held = kept(running, sample("usage_proof"))
    to, at = address(held, "usage_proof"), "/forms/usage_proof/evidence"
    before = now(running, held.id).raw["forms"]["usage_proof"]["evidence"]
    tree = read(send(client, to, boxes(opened(client, held, "usage_proof")), f"remove:{at}/1"))
    left = now(running, held.id).raw["forms"]["usage_proof"]["evidence"]
    assert left == [*before[:1], *before[2:]]
    [button] = tree.xpath("//button[@value='put-back']")
    assert "뺀 줄 되돌리기" in button.text
    # What is typed meanwhile stays.
    tree = read(send(client, to, typed(tree, {f"{at}/0/payee": "다른 곳"}), "save"))
    tree = read(send(client, to, boxes(tree), "put-back"))
    there = now(running, held.id).raw["forms"]["usage_proof"]["evidence"]
    assert there == [{**before[0], "payee": "다른 곳"}, *before[1:]]
    assert not tree.xpath("//button[@value='put-back']")
    # Once: sent again it changes nothing.
    read(send(client, to, boxes(tree), "put-back"))
    assert now(running, held.id).raw["forms"]["usage_proof"]["evidence"] == there


def test_a_member_of_the_household_and_the_last_row_of_a_list_come_back(
    running: Running, client: TestClient, book: Casebook
) -> None:
    raw = {**sample("consent"), "household": [{"relation": "자녀", "name": "하늬"}]}
    held = kept(running, raw)
    page = f"/cases/{held.id}"
    tree = read(send(client, page, boxes(read(client.get(page))), "remove:/household/0"))
    assert not now(running, held.id).raw.get("household")
    read(send(client, page, boxes(tree), "put-back"))
    assert now(running, held.id).raw["household"] == raw["household"]
    # An empty row is no loss, and nothing is offered for it.
    tree = read(send(client, page, boxes(read(client.get(page))), "add:/household"))
    tree = read(send(client, page, boxes(tree), "remove:/household/1"))
    assert not tree.xpath("//button[@value='put-back']")


def test_a_row_of_a_sheet_that_was_taken_out_itself_is_offered_no_longer(
    running: Running, client: TestClient, book: Casebook
) -> None:
    held = kept(running, sample("usage_proof"))
    to = address(held, "usage_proof")
    tree = read(
        send(client, to, boxes(opened(client, held, "usage_proof")), "remove:/forms/usage_proof/evidence/0")
    )
    read(send(client, to, boxes(tree), "out"))
    assert now(running, held.id).value is None
    assert [one.form for one in now(running, held.id).aside] == ["usage_proof"]


def test_what_has_no_box_and_a_note_come_back_to_the_page_of_findings(
    running: Running, client: TestClient, book: Casebook
) -> None:
    raw = sample("closure_review")
    raw["forms"]["closure_review"]["의견"] = "예전 칸"
    held = kept(running, raw)
    [remove] = shown(client, held).xpath("//button[starts-with(@value, 'remove:')]/@value")
    tree = read(act(client, held, remove))
    assert tree.xpath("//button[@value='put-back']")
    read(act(client, held, "put-back", 2))
    assert now(running, held.id).raw == raw
    # There once: a button of an older page does nothing.
    assert act(client, held, "put-back", 3).status_code == 400
    note = {"rule": "X-1", "path": "/x", "reason": "까닭", "by": "유하늬", "on": "2025-06-01"}
    held = kept(running, {**sample("closure_review"), "acknowledged": [note]})
    read(act(client, held, "take-back:0"))
    assert "acknowledged" not in now(running, held.id).raw
    read(act(client, held, "put-back", 2))
    assert now(running, held.id).raw["acknowledged"] == [note]


def test_values_come_back_to_lists_and_mappings_and_overwrite_nothing() -> None:
    raw = {"a": [{"n": 1}, {"n": 2}], "b": {"12": 3, "7": 4}}
    row, entry = value_at(raw, "/a/1"), value_at(raw, "/b/1")
    assert row is not None and entry is not None
    assert (row.key, row.record) == (None, {"n": 2}) and (entry.key, entry.record) == ("7", 4)
    assert with_value_back({"a": [{"n": 1}], "b": {}}, row)["a"] == raw["a"]
    # The list that it stood in is gone, or shorter: it is the last of what is there.
    assert with_value_back({}, row) == {"a": [{"n": 2}]}
    assert with_value_back({"b": {"12": 3}}, entry)["b"] == raw["b"]
    taken_places: tuple[dict[str, Any], ...] = ({"b": {"7": 5}}, {"b": []})
    for taken in taken_places:
        with pytest.raises(NotFound):
            with_value_back(taken, entry)
    assert value_at(raw, "/a/9") is value_at(raw, "/c/0") is None


def test_whoever_asked_not_to_be_asked_is_asked_again(
    client: TestClient, book: Casebook, running: Running
) -> None:
    draft_typed(running, client, "consent", ONE)
    tree = read(client.post("/cases/drafts", data={"do": "stop"}))
    assert tree.xpath("//button[@value='ask']")
    tree = read(client.post("/cases/drafts", data={"do": "ask"}))
    assert "서식 1건을 사례로 옮길 수 있습니다" in words(tree)


def test_settings_that_were_typed_over_come_back(client: TestClient, book: Casebook) -> None:
    first = {"user-name": "나래", "agency-name": "가온시", "months": "12"}
    client.post("/settings", data=first)
    tree = read(client.post("/settings", data={"user-name": "하늬", "months": "24"}))
    assert tree.xpath("//button[@value='undo']")

    def set_now() -> dict[str, str]:
        tree = read(client.get("/settings"))
        return {name: tree.xpath(f"string(//input[@name='{name}']/@value)") for name in first}

    assert set_now() == {"user-name": "하늬", "agency-name": "", "months": "24"}
    tree = read(client.post("/settings", data={"do": "undo"}))
    assert "되돌렸습니다" in words(tree) and set_now() == first
    # And back again.
    client.post("/settings", data={"do": "undo"})
    assert set_now() == {"user-name": "하늬", "agency-name": "", "months": "24"}
