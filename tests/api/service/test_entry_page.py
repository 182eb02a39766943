"""직접 입력: what is typed becomes the case file that the file route would have checked."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from forms import all_forms
from tests.api.service.entering import as_another_browser
from tests.api.service.test_pages import read, words
from tests.reading import sample


def boxes(tree: Any) -> list[tuple[str, str]]:
    """What a browser would send of the form as it stands."""
    sent: list[tuple[str, str]] = []
    for element in tree.xpath("//form[@id='entry']//*[self::input or self::select or self::textarea]"):
        name, tag = element.get("name"), element.tag
        if tag == "select":
            chosen = element.xpath("./option[@selected]/@value")
            sent.append((name, chosen[0] if chosen else ""))
        elif tag == "textarea":
            sent.append((name, (element.text or "").removeprefix("\n")))
        elif element.get("type") in ("checkbox", "radio"):
            if element.get("checked") is not None:
                sent.append((name, element.get("value")))
        else:
            sent.append((name, element.get("value")))
    return sent


def given(value: Any, key: str = "") -> Any:
    """What a case says: a key whose value is null says nothing, but of a question (해당 사항 없음)."""
    if isinstance(value, dict):
        return {k: given(v, k) for k, v in value.items() if v is not None or key == "scores"}
    return [given(one) for one in value] if isinstance(value, list) else value


def send(client: TestClient, form: str, sent: list[tuple[str, str]], do: str) -> Any:
    data: dict[str, list[str]] = {"do": [do]}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    return client.post(f"/entry/{form}", data=data)


def load(client: TestClient, form: str, case: dict[str, Any]) -> Any:
    file = {"file": ("case.json", json.dumps(case, ensure_ascii=False).encode())}
    return read(client.post(f"/entry/{form}/load", files=file))


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_a_sample_survives_the_boxes_unchanged(client: TestClient, form: str) -> None:
    """Loaded, sent as a browser sends it and saved: the findings and the printed form stay the same."""
    case = sample(form)
    tree = load(client, form, case)
    read(send(client, form, boxes(tree), "check"))
    saved = client.get(f"/entry/{form}/case.json").json()
    assert given(saved) == given(case)
    before, after = (client.post("/api/check", json=one).json()["files"][0] for one in (case, saved))
    assert after["findings"] == before["findings"]
    # DOCX is written in an instant, from the same bound form as the PDF.
    path = f"/api/forms/{form}/render?format=docx&privacy=full"
    assert client.post(path, json=saved).content == client.post(path, json=case).content


def test_an_empty_form_names_what_is_missing_beside_the_boxes(client: TestClient) -> None:
    tree = read(client.get("/entry/closure_review"))
    tree = read(send(client, "closure_review", boxes(tree), "check"))
    assert "고칠 곳" in words(tree)
    for address in tree.xpath("//div[@id='summary']//a/@href"):
        assert tree.xpath("//*[@id=$id]", id=address.removeprefix("#")), address
    number = tree.xpath("//*[@name='/case_no']")[0]
    assert number.get("aria-invalid") == "true"
    assert "오류" in tree.find(".//title").text


def test_what_was_typed_survives_an_error_and_a_new_session(client: TestClient) -> None:
    tree = read(client.get("/entry/closure_review"))
    sent = [(name, "2025-13-45" if name.endswith("/planned_on") else value) for name, value in boxes(tree)]
    sent = [(name, "<홍>&" if name == "/client/name" else value) for name, value in sent]
    read(send(client, "closure_review", sent, "check"))
    # The browser is closed; its cookies last.
    cookies = dict(client.cookies)
    client.cookies.clear()
    client.cookies.update(cookies)
    tree = read(client.get("/entry/closure_review"))
    assert tree.xpath("//*[@name='/client/name']/@value") == ["<홍>&"]
    assert tree.xpath("//*[@name='/forms/closure_review/planned_on']/@value") == ["2025-13-45"]
    read(send(client, "closure_review", boxes(tree), "clear"))
    assert read(client.get("/entry/closure_review")).xpath("//*[@name='/client/name']/@value") == [""]


def test_rows_are_added_and_removed_without_javascript(client: TestClient) -> None:
    at = "/forms/usage_proof/evidence"
    tree = load(client, "usage_proof", sample("usage_proof"))
    count = len(sample("usage_proof")["forms"]["usage_proof"]["evidence"])
    answer = send(client, "usage_proof", boxes(tree), f"add:{at}")
    assert answer.history[0].headers["location"].endswith(f"#f-forms-usage_proof-evidence-{count}")
    tree = read(answer)
    assert tree.xpath(f"//input[@name='{at}#']/@value") == [str(count + 1)]
    first = tree.xpath(f"//*[@name='{at}/0/id']/@value")
    second = tree.xpath(f"//*[@name='{at}/1/id']/@value")
    tree = read(send(client, "usage_proof", boxes(tree), f"remove:{at}/0"))
    assert tree.xpath(f"//*[@name='{at}/0/id']/@value") == second != first
    tree = read(send(client, "usage_proof", boxes(tree), "add:/household"))
    assert tree.xpath("//*[@name='/household/0/relation']")
    # An address of no list changes nothing and harms nothing.
    for wrong in ("add:/nothing/1", "remove:/forms/usage_proof/evidence/99", "add:", "item:999"):
        tree = read(send(client, "usage_proof", boxes(tree), wrong))


def test_totals_are_those_of_the_evidence(client: TestClient) -> None:
    case = sample("usage_proof")
    tree = load(client, "usage_proof", case)
    [judged] = client.post("/api/evidence", json=case).json()["files"]
    shown = words(tree)
    assert f"{judged['accepted_total']:,}원" in shown and judged["verdict"] in shown
    sent = [(name, "1" if name.endswith("/supports/0/amount") else value) for name, value in boxes(tree)]
    live = client.post("/entry/usage_proof/totals", data=dict(sent)).json()
    expected = 1 + sum(one["amount"] for one in case["forms"]["usage_proof"]["supports"][1:])
    assert live["support"] == f"{expected:,}원"


def test_amounts_may_be_typed_with_commas(client: TestClient) -> None:
    tree = load(client, "usage_proof", sample("usage_proof"))
    sent = [(n, "3,600,000원" if n.endswith("/own_deposits") else v) for n, v in boxes(tree)]
    sent = [(n, "천원" if n.endswith("/interest") else v) for n, v in sent]
    tree = read(send(client, "usage_proof", sent, "check"))
    saved = client.get("/entry/usage_proof/case.json").json()["forms"]["usage_proof"]
    assert (saved["own_deposits"], saved["interest"]) == (3_600_000, "천원")
    assert tree.xpath("//*[@name='/forms/usage_proof/interest']/@aria-invalid") == ["true"]


def test_dates_and_rounds_may_be_typed_as_people_write_them(client: TestClient) -> None:
    tree = load(client, "intake_sheet", sample("intake_sheet"))
    at = "/forms/intake_sheet"
    if not tree.xpath(f"//*[@name='{at}/consulted_on']"):
        at += "/0"
    typed = {f"{at}/consulted_on": "2025년 6월 2일", f"{at}/round": "1차"}
    sent = [(name, typed.get(name, value)) for name, value in boxes(tree)]
    tree = read(send(client, "intake_sheet", sent, "check"))
    assert tree.xpath(f"//*[@name='{at}/consulted_on']/@value") == ["2025-06-02"]
    assert tree.xpath(f"//*[@name='{at}/round']/@value") == ["1"]


def test_the_typed_form_is_printed_as_the_file_route_prints_it(client: TestClient) -> None:
    tree = load(client, "closure_review", sample("closure_review"))
    assert tree.xpath("//a[contains(@href, 'document.pdf')]")
    made = client.get("/entry/closure_review/document.pdf").content
    assert made == client.post("/api/forms/closure_review/render", json=sample("closure_review")).content


def test_a_file_that_is_no_case_is_told_and_loses_nothing(client: TestClient) -> None:
    load(client, "consent", sample("consent"))
    for content in (b"[]", b'{"forms": 3}', b"\xff"):
        tree = read(client.post("/entry/consent/load", files={"file": ("a.json", content)}))
        assert "파일을 읽지 못했습니다" in words(tree)
    assert tree.xpath("//*[@name='/client/name']/@value") == [sample("consent")["client"]["name"]]
    # Odd but readable files must not break the page either.
    for odd in ({"forms": {"consent": 3}}, {"client": 3, "forms": {"consent": [3]}}, {"household": "x"}):
        load(client, "consent", odd)


# Of two people, as two tabs would type them.
FIRST = {"/case_no": "X-1", "/client/name": "가나다", "/forms/monitor_sheet/visited_on": "2025-06-18"}
SECOND = {"/case_no": "Y-2", "/client/name": "라마바", "/forms/monitor_sheet/visited_on": "2025-07-01"}


def typed(tree: Any, values: dict[str, str]) -> list[tuple[str, str]]:
    """The boxes of a page with other values in some of them."""
    return [(name, values.get(name, value)) for name, value in boxes(tree)]


def pdf_of(client: TestClient, tree: Any) -> Any:
    [link] = tree.xpath("//a[contains(@href, 'document.pdf')]/@href")
    return client.get(link)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_each_of_two_tabs_prints_the_person_that_it_shows(client: TestClient) -> None:
    form = "monitor_sheet"
    first = read(send(client, form, typed(read(client.get(f"/entry/{form}")), FIRST), "check"))
    # The other tab opens what was typed last, clears the boxes and types another person.
    second = read(client.get(f"/entry/{form}"))
    assert second.xpath("//*[@name='/client/name']/@value") == ["가나다"]
    second = read(send(client, form, typed(second, SECOND), "check"))
    assert "가나다" in text_of(pdf_of(client, first))
    assert "라마바" in text_of(pdf_of(client, second))
    # Both can be opened again.
    [other] = second.xpath("//summary[contains(., '다른 사례 적기')]/..//a[contains(., 'X-1')]/@href")
    assert read(client.get(other)).xpath("//*[@name='/client/name']/@value") == ["가나다"]


def test_a_page_that_is_no_longer_the_latest_prints_and_keeps_nothing_over_it(client: TestClient) -> None:
    form = "monitor_sheet"
    first = read(send(client, form, typed(read(client.get(f"/entry/{form}")), FIRST), "check"))
    # In another tab the same case is corrected.
    corrected = {"/client/name": "가나라"}
    latest = read(send(client, form, typed(read(client.get(f"/entry/{form}")), corrected), "check"))
    answer = pdf_of(client, first)
    assert answer.status_code == 409
    assert "가나라" in text_of(pdf_of(client, latest))
    stale = send(client, form, typed(first, {"/client/phone": "010-0000-7777"}), "check")
    tree = read(stale, 409)
    assert read(client.get(f"/entry/{form}?id={dict(boxes(latest))['id']}")).xpath(
        "//*[@name='/client/name']/@value"
    ) == ["가나라"]
    # What was typed on the old page is not lost.
    [copy] = tree.xpath("//a[contains(., '따로 둔 내용')]/@href")
    assert read(client.get(copy)).xpath("//*[@name='/client/phone']/@value") == ["010-0000-7777"]
    assert send(client, form, boxes(first), "clear").status_code == 409


def test_a_draft_of_another_browser_is_refused(client: TestClient) -> None:
    form = "monitor_sheet"
    first = read(send(client, form, typed(read(client.get(f"/entry/{form}")), FIRST), "check"))
    as_another_browser(client)
    assert pdf_of(client, first).status_code == 409
    id = dict(boxes(first))["id"]
    for address in (f"/entry/{form}?id={id}", f"/entry/{form}/case.json?id={id}", f"/entry/{form}/case.json"):
        answer = client.get(address)
        assert answer.status_code == 409 and "가나다" not in answer.text


def test_a_loaded_case_is_one_of_its_own(client: TestClient) -> None:
    """A whole case in one tab leaves no part of itself in what another tab has typed."""
    form = "monitor_sheet"
    first = read(send(client, form, typed(read(client.get(f"/entry/{form}")), FIRST), "check"))
    whole = sample("case_full")
    loaded = load(client, form, whole)
    saved = read(send(client, form, typed(first, {"/client/phone": "010-0000-1111"}), "save"))
    id = dict(boxes(saved))["id"]
    case = client.get(f"/entry/{form}/case.json?id={id}").json()
    assert (case["case_no"], case["client"]["name"]) == ("X-1", "가나다")
    assert list(case["forms"]) == [form] and "household" not in case
    # The loaded one is whole, and where another person is typed over it, nothing of it goes along.
    other = {f"{dict(boxes(loaded))['place']}/visited_on": "2025-07-01", **SECOND}
    apart = read(
        send(
            client,
            form,
            [
                (n, other.get(n, "0" if n.endswith("#") else "")) if n[0] == "/" else (n, v)
                for n, v in boxes(loaded)
            ],
            "check",
        )
    )
    case = client.get(f"/entry/{form}/case.json?id={dict(boxes(apart))['id']}").json()
    assert case["client"] == {"name": "라마바"}
    assert list(case["forms"]) == [form] and case["forms"][form]["visited_on"] == "2025-07-01"
    kept = client.get(f"/entry/{form}/case.json?id={dict(boxes(loaded))['id']}").json()
    assert kept["client"]["name"] == whole["client"]["name"] and list(kept["forms"]) == list(whole["forms"])


def test_a_new_case_is_begun_beside_the_others(client: TestClient) -> None:
    form = "monitor_sheet"
    read(send(client, form, typed(read(client.get(f"/entry/{form}")), FIRST), "save"))
    fresh = read(client.get(f"/entry/{form}?new=true"))
    assert fresh.xpath("//*[@name='/client/name']/@value") == [""]
    read(send(client, form, typed(fresh, SECOND), "save"))
    names = read(client.get(f"/entry/{form}")).xpath("//a[contains(@href, '?id=')]/text()")
    assert names == ["X-1"]
