"""A sheet of a case: what is typed becomes the case file that the file route would have checked."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from forms import all_forms
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send, text_of, typed
from tests.api.service.test_pages import read, words
from tests.reading import sample

# Of two people, as two tabs would type them.
FIRST = {"/case_no": "X-1", "/client/name": "가나다", "/forms/monitor_sheet/visited_on": "2025-06-18"}
SECOND = {"/case_no": "Y-2", "/client/name": "라마바", "/forms/monitor_sheet/visited_on": "2025-07-01"}


def given(value: Any, key: str = "") -> Any:
    """What a case says: null and an empty record say nothing, but null of a question (해당 사항 없음)."""
    if isinstance(value, dict):
        return {k: given(v, k) for k, v in value.items() if v not in (None, {}) or key == "scores"}
    return [given(one) for one in value] if isinstance(value, list) else value


def new(running: Running, form: str) -> Any:
    return kept(running, {"edition": "2025", "forms": {form: {}}})


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_a_sample_survives_the_boxes_unchanged(running: Running, client: TestClient, form: str) -> None:
    """Opened, sent as a browser sends it and kept: the findings and the printed form stay the same."""
    raw = sample(form)
    case = kept(running, raw)
    tree = opened(client, case, form)
    read(send(client, address(case, form), boxes(tree), "check"))
    heads = read(client.get(f"/cases/{case.id}"))
    read(send(client, f"/cases/{case.id}", boxes(heads), "save"))
    saved = now(running, case.id).raw
    assert given(saved) == given(raw)
    before, after = (client.post("/api/check", json=one).json()["files"][0] for one in (raw, saved))
    assert after["findings"] == before["findings"]
    # DOCX is written in an instant, from the same bound form as the PDF.
    path = f"/api/forms/{form}/render?format=docx&privacy=full"
    assert client.post(path, json=saved).content == client.post(path, json=raw).content


def test_an_empty_sheet_names_what_is_missing_beside_the_boxes(running: Running, client: TestClient) -> None:
    case = new(running, "closure_review")
    tree = opened(client, case, "closure_review")
    # Until that is asked, it is being written and not wrong.
    assert "고칠 곳" not in words(tree)
    tree = read(send(client, address(case, "closure_review"), boxes(tree), "check"))
    assert "고칠 곳" in words(tree)
    for target in tree.xpath("//div[@id='summary']//a/@href"):
        assert tree.xpath("//*[@id=$id]", id=target.removeprefix("#")), target
    number = tree.xpath("//*[@name='/case_no']")[0]
    assert number.get("aria-invalid") == "true"
    assert "오류" in tree.find(".//title").text


def test_what_was_typed_survives_an_error_and_another_browser(running: Running, client: TestClient) -> None:
    case = new(running, "closure_review")
    values = {"/forms/closure_review/planned_on": "2025-13-45", "/client/name": "<홍>&"}
    tree = opened(client, case, "closure_review")
    read(send(client, address(case, "closure_review"), typed(tree, values), "check"))
    as_another_browser(client)
    tree = opened(client, case, "closure_review")
    assert tree.xpath("//*[@name='/client/name']/@value") == ["<홍>&"]
    assert tree.xpath("//*[@name='/forms/closure_review/planned_on']/@value") == ["2025-13-45"]


def test_rows_are_added_and_removed_without_javascript(running: Running, client: TestClient) -> None:
    at = "/forms/usage_proof/evidence"
    raw = sample("usage_proof")
    case = kept(running, raw)
    to = address(case, "usage_proof")
    count = len(raw["forms"]["usage_proof"]["evidence"])
    answer = send(client, to, boxes(opened(client, case, "usage_proof")), f"add:{at}")
    assert answer.history[0].headers["location"].endswith(f"#f-forms-usage_proof-evidence-{count}")
    tree = read(answer)
    assert tree.xpath(f"//input[@name='{at}#']/@value") == [str(count + 1)]
    first = tree.xpath(f"//*[@name='{at}/0/id']/@value")
    second = tree.xpath(f"//*[@name='{at}/1/id']/@value")
    tree = read(send(client, to, boxes(tree), f"remove:{at}/0"))
    assert tree.xpath(f"//*[@name='{at}/0/id']/@value") == second != first
    heads = read(client.get(f"/cases/{case.id}"))
    heads = read(send(client, f"/cases/{case.id}", boxes(heads), "add:/household"))
    assert heads.xpath("//*[@name='/household/0/relation']")
    # An address of no list changes nothing and harms nothing.
    tree = opened(client, case, "usage_proof")
    for wrong in ("add:/nothing/1", "remove:/forms/usage_proof/evidence/99", "add:", "unknown:9"):
        tree = read(send(client, to, boxes(tree), wrong))


def test_totals_are_those_of_the_evidence(running: Running, client: TestClient) -> None:
    raw = sample("usage_proof")
    case = kept(running, raw)
    tree = opened(client, case, "usage_proof")
    [judged] = client.post("/api/evidence", json=raw).json()["files"]
    shown = words(tree)
    assert f"{judged['accepted_total']:,}원" in shown and judged["verdict"] in shown
    sent = [(name, "1" if name.endswith("/supports/0/amount") else value) for name, value in boxes(tree)]
    live = client.post(f"{address(case, 'usage_proof')}/totals", data=dict(sent)).json()
    expected = 1 + sum(one["amount"] for one in raw["forms"]["usage_proof"]["supports"][1:])
    assert live["support"] == f"{expected:,}원"
    # Nothing was kept by looking.
    assert now(running, case.id).revision == 1


def test_amounts_may_be_typed_with_commas(running: Running, client: TestClient) -> None:
    case = kept(running, sample("usage_proof"))
    at = "/forms/usage_proof"
    values = {f"{at}/own_deposits": "3,600,000원", f"{at}/interest": "천원"}
    tree = opened(client, case, "usage_proof")
    tree = read(send(client, address(case, "usage_proof"), typed(tree, values), "check"))
    saved = now(running, case.id).raw["forms"]["usage_proof"]
    assert (saved["own_deposits"], saved["interest"]) == (3_600_000, "천원")
    assert tree.xpath(f"//*[@name='{at}/interest']/@aria-invalid") == ["true"]


def test_dates_and_rounds_may_be_typed_as_people_write_them(running: Running, client: TestClient) -> None:
    case = kept(running, sample("intake_sheet"))
    tree = opened(client, case, "intake_sheet")
    [at] = tree.xpath("//input[@name='place']/@value")
    values = {f"{at}/consulted_on": "2025년 6월 2일", f"{at}/round": "1차"}
    tree = read(send(client, address(case, "intake_sheet"), typed(tree, values), "check"))
    assert tree.xpath(f"//*[@name='{at}/consulted_on']/@value") == ["2025-06-02"]
    assert tree.xpath(f"//*[@name='{at}/round']/@value") == ["1"]


@pytest.mark.parametrize("format", ["pdf", "docx", "hwpx"])
def test_one_press_gives_the_paper_that_the_file_route_prints(
    running: Running, client: TestClient, format: str
) -> None:
    case = kept(running, sample("closure_review"))
    tree = opened(client, case, "closure_review")
    tree = read(send(client, address(case, "closure_review"), boxes(tree), format))
    # The page that follows fetches it by itself, and offers it as a link besides.
    [refresh] = tree.xpath("//meta[@http-equiv='refresh']/@content")
    target = refresh.partition("url=")[2]
    assert target in tree.xpath("//*[@id='papers']//a/@href")
    made = client.get(target)
    direct = client.post(f"/api/forms/closure_review/render?format={format}", json=sample("closure_review"))
    assert made.content == direct.content
    assert made.headers["content-disposition"] == direct.headers["content-disposition"]


def test_a_faulty_sheet_is_printed_as_a_draft_alone(running: Running, client: TestClient) -> None:
    raw = sample("closure_review")
    raw["forms"]["closure_review"]["opinion"] = ""
    case = kept(running, raw)
    tree = opened(client, case, "closure_review")
    tree = read(send(client, address(case, "closure_review"), boxes(tree), "pdf"))
    assert not tree.xpath("//meta[@http-equiv='refresh']")
    [draft] = tree.xpath("//*[@id='summary']//a[contains(., '초안 PDF')]/@href")
    assert "초안" in text_of(client.get(draft))
    assert client.get(draft.replace("&draft=true", "")).status_code == 422


def test_each_of_two_tabs_prints_the_person_that_it_shows(running: Running, client: TestClient) -> None:
    form = "monitor_sheet"
    papers = []
    cases = [new(running, form), new(running, form)]
    pages = [opened(client, case, form) for case in cases]
    for case, tree, values in zip(cases, pages, (FIRST, SECOND), strict=True):
        tree = read(send(client, address(case, form), typed(tree, values), "check"))
        papers.append(
            f"{address(case, form)}/document.pdf?draft=true&revision={dict(boxes(tree))['revision']}"
        )
    assert "가나다" in text_of(client.get(papers[0]))
    assert "라마바" in text_of(client.get(papers[1]))


def test_a_page_that_is_no_longer_the_latest_prints_and_keeps_nothing_over_it(
    running: Running, client: TestClient
) -> None:
    form = "monitor_sheet"
    case = new(running, form)
    to = address(case, form)
    first = read(send(client, to, typed(opened(client, case, form), FIRST), "check"))
    # In another tab the same case is corrected.
    read(send(client, to, typed(opened(client, case, form), {"/client/name": "가나라"}), "check"))
    assert client.get(f"{to}/document.pdf?revision={dict(boxes(first))['revision']}").status_code == 409
    late = typed(first, {"/client/phone": "010-0000-7777"})
    # Saved by itself it is refused, and nothing else comes of it.
    lines = len(running.app.state.context.casebook.lines())
    assert send(client, to, late, "autosave").status_code == 409
    assert len(running.app.state.context.casebook.lines()) == lines
    # Sent by a button it is kept as a case of its own.
    tree = read(send(client, to, late, "save"), 409)
    assert now(running, case.id).raw["client"] == {"name": "가나라"}
    [copy] = tree.xpath("//a[contains(., '따로 둔 내용')]/@href")
    assert read(client.get(copy)).xpath("//*[@name='/client/phone']/@value") == ["010-0000-7777"]


def test_what_is_typed_on_a_sheet_that_was_taken_out_is_not_lost(
    running: Running, client: TestClient
) -> None:
    form = "monitor_sheet"
    case = new(running, form)
    to = address(case, form)
    tree = opened(client, case, form)
    read(send(client, to, boxes(tree), "out"))
    tree = read(send(client, to, typed(tree, FIRST), "save"), 409)
    [copy] = tree.xpath("//a[contains(., '따로 둔 내용')]/@href")
    assert read(client.get(copy)).xpath("//*[@name='/forms/monitor_sheet/visited_on']/@value") == [
        "2025-06-18"
    ]


def test_what_is_typed_on_a_case_that_was_removed_is_not_lost(running: Running, client: TestClient) -> None:
    form = "monitor_sheet"
    case = new(running, form)
    to = address(case, form)
    tree = opened(client, case, form)
    client.post(f"/cases/{case.id}/remove")
    # Nothing was typed, and so there is nothing to keep.
    lines = len(running.app.state.context.casebook.lines())
    assert send(client, to, boxes(tree), "save").status_code == 404
    assert send(client, to, typed(tree, FIRST), "autosave").status_code == 404
    assert len(running.app.state.context.casebook.lines()) == lines
    tree = read(send(client, to, typed(tree, FIRST), "save"), 404)
    [copy] = tree.xpath("//a[contains(., '따로 둔 내용')]/@href")
    assert read(client.get(copy)).xpath("//*[@name='/client/name']/@value") == ["가나다"]
    assert client.get(to).status_code == 404


def test_a_button_that_is_pressed_twice_does_once_what_it_says(running: Running, client: TestClient) -> None:
    form = "monitor_sheet"
    case = kept(running, {"edition": "2025", "forms": {form: [{}, {}, {}]}})
    tree = opened(client, case, form, 2)
    for _ in range(2):
        read(send(client, address(case, form, 2), boxes(tree), "out"))
    left = now(running, case.id)
    assert (left.raw["forms"][form], len(left.aside)) == ([{}, {}], 1)
    tree = opened(client, case, form)
    for _ in range(2):
        read(send(client, f"/cases/{case.id}/sheets", boxes(tree), "save", form=form))
    assert len(now(running, case.id).raw["forms"][form]) == 3
    heads = read(client.get(f"/cases/{case.id}"))
    for _ in range(2):
        read(send(client, f"/cases/{case.id}/sheets", boxes(heads), "save", back="0"))
    assert len(now(running, case.id).raw["forms"][form]) == 4


def test_an_old_page_on_which_nothing_was_typed_makes_no_case(running: Running, client: TestClient) -> None:
    form = "monitor_sheet"
    case = new(running, form)
    to = address(case, form)
    tree = opened(client, case, form)
    for name in ("가나", "다라"):
        read(send(client, to, typed(opened(client, case, form), {"/client/phone": name}), "save"))
    late = opened(client, case, form)
    read(send(client, to, typed(opened(client, case, form), {"/client/address": "가온로 1"}), "save"))
    read(send(client, to, typed(opened(client, case, form), {"/client/address": ""}), "save"))
    lines = len(running.app.state.context.casebook.lines())
    # It shows what stands now, and nothing else came of it.
    shown = read(send(client, to, boxes(late), "save"))
    assert shown.xpath("//*[@name='/client/phone']/@value") == ["다라"]
    assert len(running.app.state.context.casebook.lines()) == lines
    read(send(client, to, boxes(tree), "save"), 409)


def test_a_page_saves_by_itself(running: Running, client: TestClient) -> None:
    form = "monitor_sheet"
    case = new(running, form)
    tree = opened(client, case, form)
    told = send(client, address(case, form), typed(tree, FIRST), "autosave").json()
    assert (told["revision"], told["title"]) == (2, "X-1 가○다")
    assert told["marks"][address(case, form)] == ["작성 중", "begun"]
    # The same once more, since its answer was lost.
    assert send(client, address(case, form), typed(tree, FIRST), "autosave").json()["revision"] == 2
    assert now(running, case.id).raw["forms"][form]["visited_on"] == "2025-06-18"


def test_a_page_says_which_revision_it_shows(running: Running, client: TestClient) -> None:
    case = new(running, "consent")
    for revision in ("", "-1", "x", "²", "9" * 12):
        assert client.post(address(case, "consent"), data={"revision": revision}).status_code == 400
    for place in ("/client", "/forms/../x", "/forms/consent/x"):
        data = {"revision": "1", "place": place}
        assert client.post(address(case, "consent"), data=data).status_code == 400
    assert now(running, case.id).raw == case.raw


def test_what_is_not_there_is_not_found(running: Running, client: TestClient) -> None:
    case = new(running, "consent")
    for wrong in (
        f"/cases/{'0' * 32}",
        f"/cases/{'0' * 32}/sheets/consent/1",
        address(case, "consent", 2),
        address(case, "closure_review"),
        f"/cases/{case.id}/sheets/nothing/1",
    ):
        assert client.get(wrong).status_code == 404, wrong


@pytest.mark.parametrize(
    "odd",
    [
        {"forms": {"consent": 3}},
        {"client": 3, "forms": {"consent": [3]}},
        {"household": "x", "forms": {"consent": {}}},
        {"forms": {"consent": [[], {}]}},
    ],
)
def test_odd_but_readable_cases_do_not_break_the_page(
    running: Running, client: TestClient, odd: dict[str, Any]
) -> None:
    case = kept(running, odd)
    tree = opened(client, case, "consent")
    read(send(client, address(case, "consent"), boxes(tree), "check"))
    read(client.get(f"/cases/{case.id}"))
