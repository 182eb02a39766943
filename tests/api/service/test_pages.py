"""The pages: every route answers with a whole, safe page, and says what the interface says."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from forms import all_forms
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.reading import SAMPLES, sample


def read(response: Any, status: int = 200) -> Any:
    """The page as a tree, after the checks that hold for every page."""
    assert response.status_code == status, response.text[:2000]
    assert response.headers["content-type"].startswith("text/html")
    tree: Any = html.fromstring(response.text)
    assert tree.get("lang") == "ko"
    assert len(tree.findall(".//h1")) == 1
    assert tree.find(".//main").get("id") == "main"
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1][:5]
    for element in tree.iter("input", "select", "textarea"):
        if element.get("type") != "hidden":
            assert tree.xpath("//label[@for=$id]", id=element.get("id")), element.get("name")
        for told in (element.get("aria-describedby") or "").split():
            assert told in ids
    # Nothing inline, nothing from outside: the policy would stop it.
    assert not tree.xpath("//@style | //style | //script[not(@src)] | //@onclick")
    for address in tree.xpath("//@src | //link/@href"):
        assert address.startswith("/") or ":" not in address
    return tree


def words(tree: Any) -> str:
    return re.sub(r"\s+", " ", tree.find(".//main").text_content())


def put(client: TestClient, value: object, view: str = "results", name: str = "case.json") -> str:
    """Upload a case and return the address of its page."""
    data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    answer = client.post(f"/uploads/{view}", files={"file": (name, data)}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/check",
        "/check?missing=true",
        "/batches",
        "/evidence",
        "/deadlines",
        "/deadlines?missing=true",
        "/guide",
    ],
)
def test_every_opening_page(client: TestClient, address: str) -> None:
    read(client.get(address))


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_every_form_has_a_guide(client: TestClient, form: str) -> None:
    read(client.get(f"/guide/{form}"))


def test_stylesheet_and_script_are_our_own(client: TestClient) -> None:
    assert client.get("/static/seosik.css").headers["content-type"].startswith("text/css")
    assert client.get("/static/seosik.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/static/base.html").status_code == 404
    assert client.get("/favicon.ico").status_code == 204


def test_errors_are_pages_for_people(client: TestClient) -> None:
    browser = {"accept": "text/html"}
    assert "쓸 수 있는 서식" in words(read(client.get("/guide/none", headers=browser), 404))
    read(client.get("/nothing", headers=browser), 404)
    read(client.get(f"/results/{'x' * 22}", headers=browser), 404)
    read(client.post("/uploads/results", data={}, headers={**browser, "origin": "http://x"}), 403)
    read(client.get("/batches/none", headers=browser), 404)


def test_an_upload_without_a_file_is_asked_for_again(client: TestClient) -> None:
    tree = read(client.post("/uploads/results", data={"file": ""}))
    assert "파일을 고르" in words(tree)
    assert tree.xpath("//input[@id='file']/@aria-invalid") == ["true"]


def test_findings_of_a_bad_case_can_be_read_and_filtered(client: TestClient) -> None:
    address = put(client, sample("broken"))
    tree = read(client.get(address))
    [expected] = client.post("/api/check", json=sample("broken")).json()["files"]
    rows = tree.xpath("//table[contains(@class, 'findings')]/tbody/tr")
    assert len(rows) == len(expected["findings"])
    for row, finding in zip(rows, expected["findings"], strict=True):
        text = re.sub(r"\s+", " ", row.text_content())
        assert finding["label"] in text and finding["rule"] in text
        assert {"error": "오류", "warning": "주의", "info": "참고"}[finding["severity"]] in text
    form = next(finding["form"] for finding in expected["findings"] if finding["form"])
    filtered = read(client.get(f"{address}?form={form}"))
    left = filtered.xpath("//table[contains(@class, 'findings')]/tbody/tr")
    assert len(left) == sum(finding["form"] == form for finding in expected["findings"]) < len(rows)


def test_forms_of_a_good_case_are_previewed_and_fetched(client: TestClient) -> None:
    address = put(client, sample("case_full"))
    tree = read(client.get(address))
    assert "인쇄할 수 있습니다" in words(tree) or "이상 없습니다" in words(tree)
    previewed = read(client.get(f"{address}/1/closure_review/preview"))
    pictures = previewed.xpath("//img/@src")
    image = client.get(f"{address}/1/closure_review/{pictures[0]}")
    assert image.headers["content-type"] == "image/png" and image.content[:4] == b"\x89PNG"
    pdf = client.get(f"{address}/1/closure_review/document.pdf")
    assert len(PdfReader(BytesIO(pdf.content)).pages) == len(pictures)
    assert pdf.content == client.post("/api/forms/closure_review/render", json=sample("case_full")).content
    assert client.get(f"{address}/1/closure_review/document.docx").content[:2] == b"PK"
    assert client.get(f"{address}/1/closure_review/page-99.png").status_code == 404
    names = ZipFile(BytesIO(client.get(f"{address}/forms.zip?case=1").content)).namelist()
    number = sample("case_full")["case_no"]
    assert f"{number}/closure_review.pdf" in names and f"{number}/closure_review.docx" in names


def test_a_case_with_errors_prints_as_a_draft_only(client: TestClient) -> None:
    case = sample("closure_review")
    del case["forms"]["closure_review"]["opinion"]
    address = put(client, case)
    tree = read(client.get(address))
    assert "초안" in words(tree)
    assert client.get(f"{address}/1/closure_review/document.pdf").status_code == 422
    assert client.get(f"{address}/1/closure_review/document.pdf?draft=true").status_code == 200


def test_a_workbook_comes_back_with_its_mistakes_marked(client: TestClient) -> None:
    address = put(client, (SAMPLES / "closure.xlsx").read_bytes(), name="closure.xlsx")
    read(client.get(address))
    marked = client.get(f"{address}/annotated.xlsx")
    assert load_workbook(BytesIO(marked.content)).sheetnames
    assert client.get(put(client, sample("consent")) + "/annotated.xlsx").status_code == 400


def test_several_cases_are_listed_and_chosen(client: TestClient) -> None:
    lines = (SAMPLES / "closures.jsonl").read_bytes()
    address = put(client, lines, name="closures.jsonl")
    tree = read(client.get(f"{address}?case=2"))
    second = json.loads(lines.splitlines()[1])["case_no"]
    assert second in tree.find(".//h2").text_content()
    assert client.get(f"{address}?case=999").status_code == 404


def test_what_one_browser_brings_another_cannot_open(client: TestClient) -> None:
    address = put(client, sample("consent"))
    assert client.get(address).status_code == 200
    as_another_browser(client)
    assert client.get(address).status_code == 404


def test_an_upload_is_kept_encrypted_and_forgotten_on_request(client: TestClient, running: Running) -> None:
    address = put(client, sample("needs_survey"), name="박은하.json")
    assert "박은하.json" in words(read(client.get(address)))
    for path in running.settings.data.rglob("*"):
        assert "박은하" not in path.name
        if path.is_file() and "engine" not in path.parts:
            assert "박은하".encode() not in path.read_bytes()
    client.post(f"{address}/forget")
    assert client.get(address).status_code == 404


def test_entry_workbooks_and_samples(client: TestClient) -> None:
    assert "가구원" in load_workbook(BytesIO(client.get("/workbook/usage_proof.xlsx").content)).sheetnames
    assert client.get("/workbook/none.xlsx").status_code == 404
    assert client.get("/sample/closure.json").json() == sample("case_full")


def test_deadlines_and_their_calendar(client: TestClient) -> None:
    address = put(client, sample("case_full"), "deadlines")
    tree = read(client.get(address))
    assert "2025년 6월 20일 기준" in words(tree)
    assert tree.xpath("//tbody/tr")
    assert client.get(f"{address}/calendar.ics").content.startswith(b"BEGIN:VCALENDAR")


def test_hostile_names_stay_text(client: TestClient) -> None:
    case = sample("consent")
    case["client"]["name"] = "<script>alert(1)</script>"
    case["case_no"] = "<b>"
    for view in ("results", "evidence", "deadlines"):
        address = put(client, case, view, name="<img src=x onerror=alert(1)>.json")
        tree = read(client.get(address))
        assert not tree.xpath("//main//script | //main//img | //main//b")


def test_a_workbook_is_offered_for_each_programme_and_none_for_every_form(client: TestClient) -> None:
    offered = [
        link for link in read(client.get("/guide")).xpath("//a/@href") if link.startswith("/workbook/")
    ]
    for title in ("통합사례관리", "자산형성지원사업"):
        assert f"/workbook/{quote(title)}.xlsx" in offered
        assert client.get(f"/workbook/{title}.xlsx").content[:2] == b"PK"
    assert client.get("/workbook/all.xlsx").status_code == 404
