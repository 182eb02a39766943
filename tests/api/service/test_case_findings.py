"""점검 결과 of a case: everything at once, sheet by sheet, each finding leading to its box or explained."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.casebook.kept_case import KeptCase
from forms import form_named
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import put as put_up
from tests.api.service.test_pages import read, words
from tests.changing import put
from tests.reading import sample

# Registered on 2025-04-20, six days after the conference of the 14th.
LATE = {"rule": "ICM-DEADLINE-11", "path": "/forms/closure_review/closure_reviewed_on"}


def late_case() -> dict[str, Any]:
    whole = put(sample("case_full"), "forms/closure_review/closure_reviewed_on", "2025-04-20")
    return put(whole, "forms/closure_review/approved_on", "2025-04-21")


def shown(client: TestClient, case: KeptCase) -> Any:
    return read(client.get(f"/cases/{case.id}/findings"))


def act(client: TestClient, case: KeptCase, do: str, revision: int | str = 1, **more: str) -> Any:
    data = {"revision": str(revision), "do": do, **more}
    return client.post(f"/cases/{case.id}/findings", data=data)


def severities(group: Any) -> list[str]:
    return list(group.xpath(".//li//p[1]/span[contains(@class, 'mark')]/text()"))


def test_everything_is_told_at_the_first_look_sheet_by_sheet(running: Running, client: TestClient) -> None:
    raw = sample("broken")
    case = kept(running, raw)
    tree = shown(client, case)
    [expected] = client.post("/api/check", json=raw).json()["files"]
    told = words(tree)
    for finding in expected["findings"]:
        assert finding["rule"] in told
    assert len(tree.xpath("//li[contains(@class, 'finding')]")) == len(expected["findings"])
    order = ["오류", "주의", "참고"]
    for group in tree.xpath("//section[contains(@class, 'found')]"):
        ranks = [order.index(one) for one in severities(group)]
        assert ranks == sorted(ranks)
        # 참고 is folded.
        assert len(group.xpath(".//details[summary[contains(., '참고')]]//li")) == ranks.count(2)
    titles = tree.xpath("//section[contains(@class, 'found')]/h2/a/text()")
    assert titles[0] == "사례 정보"
    assert {form_named(one["form"]).title for one in expected["findings"] if one["form"]} == {
        title.rstrip(" 0123456789") for title in titles[1:]
    }


def test_a_fault_of_shape_hides_nothing_of_another_form(running: Running, client: TestClient) -> None:
    """In one form a word stands for a date; the other is judged by the rules all the same."""
    raw = put(late_case(), "forms/service_plan", {"planned_on": "언젠가"})
    case = kept(running, raw)
    tree = shown(client, case)
    told = words(tree)
    assert "FIELD-" in tree.xpath("string(//section[@id='g-service_plan-1'])")
    assert LATE["rule"] in tree.xpath("string(//section[@id='g-closure_review-1'])")
    assert "오류가 없는 서식은 지금도 인쇄할 수 있습니다" in told


def test_each_finding_leads_to_its_box_with_its_message(running: Running, client: TestClient) -> None:
    """Also where nobody has asked to check that sheet before."""
    case = kept(running, sample("broken"))
    links = shown(client, case).xpath("//a[contains(., '고치기')]/@href")
    assert len(links) > 20
    pages: dict[str, Any] = {}
    for link in links:
        there = client.get(link, follow_redirects=False).headers["location"]
        page, _, anchor = there.partition("#")
        if page not in pages:
            pages[page] = read(client.get(page))
        assert pages[page].xpath("//*[@id=$id]", id=anchor), link
    [wrong] = shown(client, case).xpath("//section[@id='g-usage_proof-1']//li[.//span='오류'][1]")
    link = wrong.xpath(".//a/@href")[0]
    [path] = parse_qs(urlsplit(link).query)["at"]
    tree = read(client.get(link))
    box = tree.xpath("//*[@name=$path]", path=path)[0]
    message = wrong.xpath("string(./p[2])")
    described = " ".join(
        tree.xpath("string(//*[@id=$id])", id=id) for id in box.get("aria-describedby").split()
    )
    assert box.get("aria-invalid") == "true" and message in described


def test_what_a_page_told_stays_asked_once_it_is_saved(running: Running, client: TestClient) -> None:
    raw = put(sample("closure_review"), "forms/closure_review/opinion", "")
    case = kept(running, raw)
    at = f"{address(case, 'closure_review')}?at=/forms/closure_review/opinion"
    assert "고칠 곳" not in words(opened(client, case, "closure_review"))
    tree = read(client.get(at))
    assert "고칠 곳" in words(tree)
    # Looking changes nothing: no other window is overtaken by it.
    assert now(running, case.id).revision == 1
    tree = read(send(client, address(case, "closure_review"), boxes(tree), "save"))
    assert "고칠 곳" in words(tree)


def test_the_tab_counts_the_errors(running: Running, client: TestClient) -> None:
    faulty = kept(running, put(sample("closure_review"), "forms/closure_review/opinion", ""))
    sound = kept(running, sample("closure_review"))
    [count] = client.post("/api/check", json=faulty.raw).json()["files"]
    errors = sum(one["severity"] == "error" for one in count["findings"])
    mark = "//nav[@aria-label='이 사례의 화면']//a[contains(., '점검 결과')]/span/text()"
    assert shown(client, faulty).xpath(mark) == [f"오류 {errors}"]
    assert shown(client, sound).xpath(mark) == ["오류 없음"]


def test_a_finding_is_explained_and_the_explanation_taken_back(running: Running, client: TestClient) -> None:
    case = kept(running, late_case())
    item = f"//li[contains(., '{LATE['rule']}')]"
    before = shown(client, case).xpath(item)[0]
    assert severities(before.getparent()).count("주의") >= 1
    answer = act(client, case, "note", **LATE, reason="담당자 병가", by="유하늬")
    assert answer.history[0].headers["location"].endswith("#g-closure_review-1")
    tree = read(answer)
    note = {**LATE, "reason": "담당자 병가", "by": "유하늬", "on": "2025-06-20"}
    assert now(running, case.id).raw["acknowledged"] == [note]
    after = tree.xpath(item)[0]
    assert after.xpath("./p[1]/span/text()") == ["참고"]
    assert "[확인: 담당자 병가 — 유하늬, 2025-06-20]" in after.text_content()
    # Only that, and only once more the other way.
    assert not after.xpath(".//textarea")
    [back] = after.xpath(".//button[contains(., '확인 거두기')]/@value")
    tree = read(act(client, case, back, 2))
    assert tree.xpath(item)[0].xpath("./p[1]/span/text()") == ["주의"]
    assert "acknowledged" not in now(running, case.id).raw


def test_an_explanation_needs_a_reason_and_a_name(running: Running, client: TestClient) -> None:
    case = kept(running, late_case())
    tree = read(act(client, case, "note", **LATE, reason=" ", by="유하늬"))
    [wrong] = tree.xpath("//textarea[@aria-invalid='true']")
    assert "사유" in tree.xpath("string(//*[@id=$id])", id=wrong.get("aria-describedby"))
    assert "오류" in tree.find(".//title").text
    tree = read(act(client, case, "note", **LATE, reason="담당자 병가", by=""))
    # What was typed stands there still.
    assert tree.xpath("//textarea[@aria-invalid='true']")[0].text.strip() == "담당자 병가"
    assert now(running, case.id).revision == 1


def test_an_error_is_not_explained_away(running: Running, client: TestClient) -> None:
    raw = put(sample("closure_review"), "forms/closure_review/opinion", "")
    case = kept(running, raw)
    errors = shown(client, case).xpath("//li[contains(@class, 'finding')][.//span='오류']")
    assert errors and not any(one.xpath(".//textarea") for one in errors)
    found, *_ = [
        one
        for one in client.post("/api/check", json=raw).json()["files"][0]["findings"]
        if one["severity"] == "error"
    ]
    answer = act(client, case, "note", rule=found["rule"], path=found["path"], reason="괜찮음", by="유하늬")
    assert answer.status_code == 404
    assert act(client, case, "note", rule="NONE", path="/x", reason="a", by="b").status_code == 404
    assert now(running, case.id).raw == raw


def test_a_page_that_is_no_longer_the_latest_explains_nothing(running: Running, client: TestClient) -> None:
    case = kept(running, late_case())
    read(act(client, case, "note", **LATE, reason="담당자 병가", by="유하늬"))
    # The note is taken back from the page that has not seen it, and the reason is typed on it anew.
    assert act(client, case, "take-back:0").status_code == 409
    read(act(client, case, "take-back:0", 2))
    tree = read(act(client, case, "note", 1, **LATE, reason="다른 까닭", by="유하늬"), 409)
    assert "acknowledged" not in now(running, case.id).raw
    assert "다른 까닭" in [(one.text or "").strip() for one in tree.xpath("//textarea")]
    assert tree.xpath("//input[@name='revision']/@value")[0] == "3"


def test_what_has_no_box_can_be_taken_out(running: Running, client: TestClient) -> None:
    """A key that no form knows and a note without its reason came in a file, and no page shows a box for them."""
    raw = sample("closure_review")
    raw["forms"]["closure_review"]["의견"] = "예전 칸"
    raw["forms"]["없는_서식"] = {}
    raw["acknowledged"] = [{**LATE, "by": "유하늬", "on": "2025-06-01"}]
    case = kept(running, raw)
    revision = 1
    while removes := shown(client, case).xpath("//button[starts-with(@value, 'remove:')]/@value"):
        read(act(client, case, removes[0], revision))
        revision += 1
    assert revision == 4
    assert now(running, case.id).raw == {**sample("closure_review"), "acknowledged": []}
    # Nothing else is taken out that way.
    for path in ("/client", "/forms/closure_review", "", "/forms/closure_review/opinion"):
        assert act(client, case, f"remove:{path}", revision).status_code == 404
    assert now(running, case.id).revision == revision


def test_an_explanation_of_what_is_mended_is_listed_and_can_go(running: Running, client: TestClient) -> None:
    note = {**LATE, "reason": "담당자 병가", "by": "유하늬", "on": "2025-06-01"}
    case = kept(running, {**sample("closure_review"), "acknowledged": [note]})
    tree = shown(client, case)
    [idle] = tree.xpath("//section[@aria-labelledby='idle-name']//li")
    assert "담당자 병가" in idle.text_content()
    read(act(client, case, idle.xpath(".//button/@value")[0]))
    assert now(running, case.id).raw == sample("closure_review")


def test_a_form_is_added_from_there_and_nothing_else_of_the_case_changes(
    running: Running, client: TestClient
) -> None:
    case = kept(running, sample("closure_review"))
    tree = shown(client, case)
    answer = send(client, f"/cases/{case.id}/sheets", boxes(tree), "save", form="consent")
    assert answer.history[0].headers["location"] == address(case, "consent")
    assert now(running, case.id).raw["client"] == case.raw["client"]


@pytest.mark.parametrize("do", ["", "save", "take-back:x", "take-back:", "note:1x"])
def test_an_odd_button_does_nothing(running: Running, client: TestClient, do: str) -> None:
    case = kept(running, sample("closure_review"))
    assert act(client, case, do).status_code in (400, 404)
    assert client.post(f"/cases/{case.id}/findings", data={"do": "note"}).status_code == 400
    assert now(running, case.id).revision == 1


def test_a_finding_of_a_file_that_was_only_checked_leads_to_its_box(
    running: Running, client: TestClient
) -> None:
    raw = {**put(sample("closure_review"), "forms/closure_review/opinion", ""), "case_no": "2025-7001"}
    upload = put_up(client, raw)
    row = "//table[contains(@class, 'findings')]//tr[contains(., '종결심사 의견')]//form"
    [form, *_] = read(client.get(upload)).xpath(row)
    sent = {box.get("name"): box.get("value") for box in form.xpath(".//input")}
    tree = read(client.post(form.get("action"), data=sent))
    box = tree.xpath("//*[@name='/forms/closure_review/opinion']")[0]
    assert box.get("aria-invalid") == "true"
    # Followed once more, the case is there already: it is opened at the box, or kept twice if wished.
    asked = client.post(form.get("action"), data=sent, follow_redirects=False)
    [there] = read(asked).xpath("//a[contains(., '보관한 사례 열기')]/@href")
    assert read(client.get(there)).xpath("//*[@name='/forms/closure_review/opinion'][@aria-invalid='true']")
    [again] = read(asked).xpath("//form[.//button[contains(., '하나 더')]]")
    more = {box.get("name"): box.get("value") for box in again.xpath(".//input")}
    answer = client.post(again.get("action"), data=more, follow_redirects=False)
    assert "at=%2Fforms%2Fclosure_review%2Fopinion" in answer.headers["location"]
    lines = running.app.state.context.casebook.lines()
    assert sum(line.summary.case_no == "2025-7001" for line in lines) == 2
