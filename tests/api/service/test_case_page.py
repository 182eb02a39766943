"""A case on the screen: heads once, its sheets as tabs, added, copied, taken out and put back."""

from __future__ import annotations

from datetime import timedelta

from fastapi.testclient import TestClient

from api.casebook.kept_case import EventKind
from api.service.pages.case_frame import frame_of
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send, typed
from tests.api.service.test_pages import read, words
from tests.reading import sample


def test_what_is_typed_once_stands_on_every_sheet(running: Running, client: TestClient) -> None:
    case = kept(running, {"edition": "2025", "forms": {"consent": {}, "monitor_sheet": {}}})
    heads = read(client.get(f"/cases/{case.id}"))
    values = {"/case_no": "2025-0042", "/client/name": "마바사"}
    heads = read(send(client, f"/cases/{case.id}", typed(heads, values), "save"))
    assert "2025-0042 마○사" in words(heads)
    for form in ("consent", "monitor_sheet"):
        assert opened(client, case, form).xpath("//*[@name='/client/name']/@value") == ["마바사"]


def test_the_tabs_tell_how_far_each_sheet_is(running: Running, client: TestClient) -> None:
    raw = sample("closure_review")
    raw["forms"]["consent"] = {}
    raw["forms"]["intake_sheet"] = {"round": 1}
    case = kept(running, raw)
    tree = opened(client, case, "intake_sheet")

    def mark(form: str) -> str:
        return str(tree.xpath("//*[@data-mark=$at]/text()", at=address(case, form))[0])

    assert (mark("closure_review"), mark("consent"), mark("intake_sheet")) == (
        "인쇄 가능",
        "비어 있음",
        "작성 중",
    )
    tree = read(send(client, address(case, "intake_sheet"), boxes(tree), "check"))
    assert mark("intake_sheet").startswith("고칠 곳 ")
    current = tree.xpath("//nav[@aria-label='이 사례의 화면']//a[@aria-current='page']/@href")
    assert current == [address(case, "intake_sheet")]


def test_a_form_is_added_and_what_stood_in_the_boxes_is_kept(running: Running, client: TestClient) -> None:
    case = kept(running, {"edition": "2025", "forms": {"consent": {}}})
    tree = opened(client, case, "consent")
    sent = typed(tree, {"/client/name": "마바사"})
    answer = send(client, f"/cases/{case.id}/sheets", sent, "save", form="closure_review")
    assert answer.history[0].headers["location"] == address(case, "closure_review")
    assert read(answer).xpath("//*[@name='/client/name']/@value") == ["마바사"]
    assert list(now(running, case.id).raw["forms"]) == ["consent", "closure_review"]


def test_one_more_sheet_is_empty_or_as_the_last_one(running: Running, client: TestClient) -> None:
    raw = sample("monitor_sheet")
    held = raw["forms"]["monitor_sheet"]
    raw["forms"]["monitor_sheet"] = held[0] if isinstance(held, list) else held
    case = kept(running, raw)
    tree = opened(client, case, "monitor_sheet")
    answer = send(client, f"/cases/{case.id}/sheets", boxes(tree), "save", copy="monitor_sheet")
    assert answer.history[0].headers["location"] == address(case, "monitor_sheet", 2)
    first, second = now(running, case.id).raw["forms"]["monitor_sheet"]
    assert first == second
    tree = read(answer)
    read(send(client, f"/cases/{case.id}/sheets", boxes(tree), "save", form="monitor_sheet"))
    assert now(running, case.id).raw["forms"]["monitor_sheet"][2] == {}
    # Typed on the second, it is the second alone that changes.
    tree = opened(client, case, "monitor_sheet", 2)
    values = {"/forms/monitor_sheet/1/visited_on": "2025-07-09"}
    read(send(client, address(case, "monitor_sheet", 2), typed(tree, values), "save"))
    sheets = now(running, case.id).raw["forms"]["monitor_sheet"]
    assert (sheets[0], sheets[1]["visited_on"], sheets[2]) == (first, "2025-07-09", {})


def test_a_form_of_which_a_case_holds_one_is_opened_as_it_stands(
    running: Running, client: TestClient
) -> None:
    raw = sample("closure_review")
    case = kept(running, raw)
    tree = opened(client, case, "closure_review")
    read(send(client, f"/cases/{case.id}/sheets", boxes(tree), "save", form="closure_review"))
    assert (
        now(running, case.id).raw["forms"]["closure_review"]["result"]
        == raw["forms"]["closure_review"]["result"]
    )


def test_a_sheet_that_was_taken_out_is_put_back_as_it_was(running: Running, client: TestClient) -> None:
    raw = sample("closure_review")
    case = kept(running, raw)
    read(send(client, address(case, "closure_review"), boxes(opened(client, case, "closure_review")), "save"))
    before = now(running, case.id).raw["forms"]["closure_review"]
    tree = opened(client, case, "closure_review")
    heads = read(send(client, address(case, "closure_review"), boxes(tree), "out"))
    assert now(running, case.id).raw["forms"] == {}
    [back] = heads.xpath("//section[@id='aside']//button/@value")
    read(send(client, f"/cases/{case.id}/sheets", boxes(heads), "save", back=back))
    kept_now = now(running, case.id)
    assert kept_now.raw["forms"] == {"closure_review": before}
    assert kept_now.aside == ()


def test_the_history_tells_what_was_done_on_the_pages(running: Running, client: TestClient) -> None:
    case = kept(running, sample("closure_review"))
    read(client.get(f"/cases/{case.id}"))
    tree = opened(client, case, "closure_review")
    read(send(client, address(case, "closure_review"), typed(tree, {"/client/name": "마바사"}), "save"))
    assert client.get(f"{address(case, 'closure_review')}/document.pdf?revision=2").status_code == 200
    told = [(one.kind, one.detail) for one in running.app.state.context.casebook.history(case.id)]
    assert told == [
        (EventKind.PRINTED, "사례관리 종결심사서 PDF"),
        (EventKind.CHANGED, "사례관리 종결심사서"),
        (EventKind.CREATED, ""),
    ]


def test_a_finding_leads_to_its_box(running: Running, client: TestClient) -> None:
    raw = sample("closure_review")
    case = kept(running, raw)
    there = client.get(
        f"{address(case, 'closure_review')}?at=/forms/closure_review/opinion", follow_redirects=False
    )
    # With what is wrong there, also where nobody has asked for that yet.
    assert there.headers["location"] == (
        f"{address(case, 'closure_review')}?asked=true#f-forms-closure_review-opinion"
    )
    # A path that no box stands for leads to the least that holds it.
    for path, box in (("/client/birth/odd", "client"), ("/household/7/name", "household")):
        at = client.get(f"/cases/{case.id}?at={path}", follow_redirects=False).headers["location"]
        assert at == f"/cases/{case.id}?asked=true#f-{box}"


def test_a_page_can_ask_whether_it_is_the_latest(running: Running, client: TestClient) -> None:
    case = kept(running, sample("closure_review"))
    tree = opened(client, case, "closure_review")
    [ask] = tree.xpath("//form[@id='page']/@data-latest")
    assert client.get(ask).json() == {"revision": 1}
    read(send(client, address(case, "closure_review"), typed(tree, {"/client/name": "마바사"}), "save"))
    assert client.get(ask).json() == {"revision": 2}


def test_the_day_of_the_last_change_is_told_where_it_was_not_today(
    running: Running, client: TestClient
) -> None:
    case = kept(running, sample("closure_review"))
    assert f"저장됨 {case.changed_at:%H:%M}" in words(opened(client, case, "closure_review"))
    assert frame_of(case, case.changed_at + timedelta(days=1)).saved == f"{case.changed_at:%Y-%m-%d %H:%M}"
