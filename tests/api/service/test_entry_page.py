"""직접 입력: what is typed becomes the case file that the file route would have checked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from forms import all_forms
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
        elif element.get("type") == "checkbox":
            if element.get("checked") is not None:
                sent.append((name, element.get("value")))
        else:
            sent.append((name, element.get("value")))
    return sent


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
    # The browser is closed; its cookie lasts.
    cookie = client.cookies["seosik"]
    client.cookies.clear()
    client.cookies.set("seosik", cookie)
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
        read(send(client, "usage_proof", boxes(tree), wrong))


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
