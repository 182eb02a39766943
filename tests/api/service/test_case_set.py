"""한 벌: the forms of a case together, masked, deidentified or whole; what is left out is told, never silently."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.casebook.kept_case import EventKind, KeptCase
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from forms import all_forms
from generator.examine import examine
from generator.privacy.deidentify import uncertain
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, kept, text_of
from tests.api.service.test_one_case_alone import FAULTS, left_out, two_forms
from tests.api.service.test_pages import read, words
from tests.changing import put
from tests.reading import sample

BROWSER = {"accept": "text/html"}


def shown(client: TestClient, case: KeptCase, privacy: str = "masked") -> Any:
    return read(client.get(f"/cases/{case.id}/set?privacy={privacy}"))


def make(client: TestClient, case: KeptCase, tree: Any, headers: Any = None, **changes: Any) -> Any:
    """Press the button of the page, with other ticks than it has."""
    form = "//form[@data-makes]//input"
    sent: dict[str, list[str]] = {}
    for box in tree.xpath(f"{form}[@type='hidden' or @checked]"):
        sent.setdefault(box.get("name"), []).append(box.get("value"))
    return client.post(f"/cases/{case.id}/set", data={**sent, **changes}, headers=headers)


def papers(answer: Any) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.text
    with ZipFile(BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_every_form_of_the_case_comes_in_one_file(running: Running, client: TestClient) -> None:
    raw = sample("case_full")
    case = kept(running, raw)
    answer = make(client, case, shown(client, case), format=["pdf", "docx", "hwpx"])
    made = papers(answer)
    expected = {
        f"{raw['case_no']}/{form}.{kind}" for form in raw["forms"] for kind in ("pdf", "docx", "hwpx")
    }
    assert set(made) == expected
    # The very bytes that the file route prints.
    direct = client.post("/api/forms/consent/render?format=docx", json=raw)
    assert made[f"{raw['case_no']}/consent.docx"] == direct.content
    [event, *_] = running.app.state.context.casebook.history(case.id)
    kinds = len(raw["forms"])
    assert (event.kind, event.detail) == (EventKind.PRINTED, f"한 벌(마스킹): 서식 {kinds}종 PDF, DOCX, HWPX")


def test_one_chosen_form_comes_as_itself(running: Running, client: TestClient) -> None:
    case = kept(running, sample("case_full"))
    answer = make(client, case, shown(client, case), sheet=["closure_review"])
    alone = client.get(f"{address(case, 'closure_review')}/document.pdf?revision=1")
    assert answer.content == alone.content
    assert answer.headers["content-disposition"] == alone.headers["content-disposition"]
    two = papers(make(client, case, shown(client, case), sheet=["closure_review", "consent"]))
    assert {name.rpartition("/")[2] for name in two} == {"closure_review.pdf", "consent.pdf"}


def test_a_deidentified_set_names_nobody_and_asks_for_a_look_first(
    running: Running, client: TestClient
) -> None:
    """The link stands on every page of the case; then a tick and the button."""
    raw = sample("case_full")
    case = kept(running, raw)
    for page in (f"/cases/{case.id}", address(case, "consent"), f"/cases/{case.id}/findings"):
        [link] = read(client.get(page)).xpath("//nav//a[contains(., '비식별 한 벌')]/@href")
    tree = read(client.get(link))
    doubts = uncertain(examine(raw))
    told = words(tree)
    assert doubts and f"살펴볼 곳 {len(doubts)}곳" in told
    assert all(doubt.text in told and doubt.why in told for doubt in doubts)
    for there in tree.xpath("//section[@aria-labelledby='doubts-name']//li/a/@href"):
        assert "#f-" in client.get(there, follow_redirects=False).headers["location"]
    refused = read(make(client, case, tree, BROWSER), 422)
    assert "살펴보았습니다" in refused.xpath("string(//*[@id='summary'])")
    answer = make(client, case, tree, looked="true")
    assert "%EB%B9%84%EC%8B%9D%EB%B3%84" in answer.headers["content-disposition"]
    for name, pdf in papers(answer).items():
        for hidden in (raw["client"]["name"], raw["client"]["resident_number"]):
            assert hidden not in text(pdf), name


def test_places_of_the_case_itself_are_told_beside_those_of_its_forms(
    running: Running, client: TestClient
) -> None:
    raw = sample("closure_review")
    raw["client"]["address"] = "가온로 12, 문의 010-0000-4321, 3층 5544-332211"
    raw["client"]["occupation"] = "김가람 가게 7788-990011"
    raw["forms"]["closure_review"]["opinion"] += " 문의 5566-778899."
    case = kept(running, raw)
    checked = CaseReport.of(Upload("-", raw)).checked
    assert checked is not None
    forms = [one.form for one in uncertain(checked)]
    assert None in forms and "closure_review" in forms
    tree = shown(client, case, "deidentified")
    told = tree.xpath("//section[@aria-labelledby='doubts-name']/h3/text()")
    assert sorted(told) == ["사례", "사례관리 종결심사서"]
    assert len(tree.xpath("//section[@aria-labelledby='doubts-name']//li")) == len(forms)


def test_masked_and_whole_differ_in_the_number(running: Running, client: TestClient) -> None:
    raw = sample("case_full")
    case = kept(running, raw)
    number = raw["client"]["resident_number"]
    whole = make(client, case, shown(client, case, "full"), sheet=["intake_sheet"])
    masked = make(client, case, shown(client, case), sheet=["intake_sheet"])
    assert number in text_of(whole) and number not in text_of(masked)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_one_form_is_told_and_costs_that_form_alone(
    running: Running, client: TestClient, fault: dict[str, Any]
) -> None:
    case = kept(running, two_forms(fault))
    tree = shown(client, case)
    why = tree.xpath("string(//*[@id='why-consent'])")
    assert "오류" in why and "빠집니다" in why
    assert not tree.xpath("//*[@id='why-closure_review']")
    made = make(client, case, tree)
    assert {name.rpartition("/")[2] for name in papers(made)} == {"closure_review.pdf", "만들지 않은 것.csv"}
    [row] = left_out(made.content)
    assert "동의서" in row["서식"] and row["내용"]
    alone = make(client, case, tree, sheet=["consent"])
    assert alone.status_code == 422 and "동의서" in alone.json()["detail"]


def test_a_form_with_an_error_is_made_as_a_draft_if_asked(running: Running, client: TestClient) -> None:
    raw = put(sample("case_full"), "forms/closure_review/opinion", "한 줄")
    put(raw, "forms/closure_review/closure_type", "단기목표 달성")
    case = kept(running, raw)
    tree = shown(client, case)
    assert "초안" in tree.xpath("string(//*[@id='why-closure_review'])")
    without = papers(make(client, case, tree))
    number = raw["case_no"]
    assert f"{number}/closure_review.pdf" not in without
    drafts = papers(make(client, case, tree, drafts="true"))
    assert "초안" in text(drafts[f"{number}/closure_review.pdf"])
    # The others stay as they are.
    assert drafts[f"{number}/intake_sheet.pdf"] == without[f"{number}/intake_sheet.pdf"]


def test_deidentified_needs_the_whole_case_readable(running: Running, client: TestClient) -> None:
    """What cannot be read may name a person whom another form speaks of."""
    case = kept(running, two_forms(FAULTS[0]))
    tree = shown(client, case, "deidentified")
    assert "사례 전체에 오류가 없어야" in words(tree)
    assert tree.xpath(f"//main//a[@href='/cases/{case.id}/findings']")
    assert not tree.xpath("//form[@data-makes]")
    sent = {"revision": "1", "privacy": "deidentified", "looked": "true", "sheet": "closure_review"}
    assert client.post(f"/cases/{case.id}/set", data={**sent, "format": "pdf"}).status_code == 422


def test_nothing_is_made_of_another_revision_than_the_page_shows(
    running: Running, client: TestClient
) -> None:
    raw = sample("closure_review")
    case = kept(running, raw)
    tree = shown(client, case)
    casebook = running.app.state.context.casebook
    casebook.keep(casebook.case(case.id), case.summary)
    renamed = kept(running, {**raw, "client": {**raw["client"], "name": "다른사람"}})
    changed = casebook.case(case.id)
    changed.raw["client"] = renamed.raw["client"]
    assert casebook.keep(changed, case.summary).revision == 2
    assert make(client, case, tree).status_code == 409
    again = read(make(client, case, tree, BROWSER), 409)
    assert again.xpath("//form[@data-makes]//input[@name='revision']/@value") == ["2"]


def test_something_must_be_chosen(running: Running, client: TestClient) -> None:
    case = kept(running, sample("closure_review"))
    tree = shown(client, case)
    assert "서식을 하나 이상" in words(read(make(client, case, tree, BROWSER, sheet=[]), 422))
    assert "PDF, DOCX, HWPX" in make(client, case, tree, format=[]).json()["detail"]
    assert make(client, case, tree, privacy="none").status_code == 400
    assert make(client, case, tree, sheet=["none"]).status_code == 404


def test_an_empty_case_and_one_of_empty_sheets_say_what_is_to_do(
    running: Running, client: TestClient
) -> None:
    empty = kept(running, {"edition": "2025", "forms": {}})
    assert "아직 서식이 없습니다" in words(shown(client, empty))
    sheets = kept(running, {"edition": "2025", "forms": {form.id: {} for form in all_forms()}})
    assert "오류를 먼저 고치세요" in words(shown(client, sheets))
