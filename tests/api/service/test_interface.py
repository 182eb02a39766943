"""The interface for programs: each route as the contract has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from docx.document import Document
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.agency.store import TemplateStore
from api.cli.main import main
from tests.api.service.conftest import Running
from tests.reading import SAMPLES, docx_text, sample, squeeze
from tests.word_editing import edited, exported


def command(*arguments: str) -> bytes:
    return CliRunner().invoke(main, list(arguments)).stdout_bytes


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["detail"]
    return body


def test_a_batch_that_nobody_makes_is_told(client: TestClient, running: Running) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}
    running.engine.waiting_for_nobody = 1
    try:
        assert problem(client.get("/readyz"), 503)["code"] == "BATCHES-NOT-MADE"
        assert client.get("/healthz").status_code == 200
    finally:
        running.engine.waiting_for_nobody = 0


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200


def test_forms_and_schema_are_those_of_the_command(client: TestClient) -> None:
    assert client.get("/api/forms").json() == json.loads(command("forms", "--json"))
    assert client.get("/api/forms/usage_proof/schema").json() == json.loads(command("schema", "usage_proof"))
    assert "intake_sheet" in problem(client.get("/api/forms/receipt/schema"), 404)["detail"]


def test_check_answers_as_the_command_does(client: TestClient) -> None:
    [entry] = client.post("/api/check", json=sample("broken")).json()["files"]
    [expected] = json.loads(command("check", str(SAMPLES / "broken.json"), "--json"))["files"]
    assert {**entry, "file": None} == {**expected, "file": None}
    assert entry["ok"] is False


def test_check_with_strict_counts_warnings_of_must_clauses(client: TestClient) -> None:
    late = sample("monitor_sheet")
    expected = json.loads(command("check", str(SAMPLES / "monitor_sheet.json"), "--strict", "--json"))
    answer = client.post("/api/check?strict=true", json=late).json()
    assert answer["files"][0]["ok"] == expected["files"][0]["ok"]


@pytest.mark.parametrize("body", [b"[]", b"3", b"{", b"\xff", b'{"a": NaN}', b'{"a": 1, "a": 2}', b""])
@pytest.mark.parametrize("path", ["/api/check", "/api/evidence", "/api/forms/consent/render"])
def test_a_body_that_is_no_case_is_refused(client: TestClient, path: str, body: bytes) -> None:
    answer = problem(client.post(path, content=body, headers={"content-type": "application/json"}), 400)
    assert answer["code"].startswith("FILE-")


def test_render_gives_the_bytes_of_the_command(client: TestClient) -> None:
    made = client.post("/api/forms/closure_review/render?format=pdf", json=sample("closure_review"))
    assert made.headers["content-type"] == "application/pdf"
    file = str(SAMPLES / "closure_review.json")
    assert made.content == command("render", "closure_review", file, "-o", "-", "--format", "pdf")


def test_render_takes_its_options(client: TestClient) -> None:
    case = sample("needs_survey")
    path = "/api/forms/needs_survey/render"
    masked = client.post(f"{path}?item=1", json=case)
    full = client.post(f"{path}?item=1&privacy=full", json=case)
    read = [
        squeeze("".join(p.extract_text() for p in PdfReader(BytesIO(m.content)).pages))
        for m in (masked, full)
    ]
    assert "790412-2******" in read[0] and "790412-2345678" not in read[0]
    assert "790412-2345678" in read[1]
    docx = client.post(f"{path}?format=docx", json=case)
    assert "word/document.xml" in ZipFile(BytesIO(docx.content)).namelist()
    problem(client.post(f"{path}?item=99", json=case), 400)


def test_a_docx_is_made_from_the_agencys_own_template(client: TestClient, running: Running) -> None:
    case = sample("closure_review")
    path = "/api/forms/closure_review/render?format=docx"
    words = "이 문서는 기관에서 고친 서식입니다"
    store = TemplateStore(running.settings.data)

    def add(document: Document) -> None:
        document.add_paragraph(words)

    own = edited(exported("closure_review"), add)
    now = datetime(2025, 6, 1, tzinfo=UTC)
    store.install(own, "closure_review", case["agency"]["name"], now)
    assert squeeze(words) in docx_text(client.post(path, json=case).content)
    store.remove("closure_review", case["agency"]["name"], now)
    assert squeeze(words) not in docx_text(client.post(path, json=case).content)


@pytest.mark.parametrize(
    "query", ["format=hwp", "privacy=some", "pdf_variant=x", "draft=maybe", "item=0", "colour=red", "format="]
)
def test_an_unknown_option_is_refused_by_name(client: TestClient, query: str) -> None:
    answer = problem(client.post(f"/api/forms/consent/render?{query}", json=sample("consent")), 400)
    assert query.split("=")[0] in answer["detail"]


def test_errors_in_the_data_are_listed_and_a_draft_needs_readable_fields(client: TestClient) -> None:
    case = sample("closure_review")
    case["forms"]["closure_review"]["planned_on"] = "2025-13-01"
    answer = problem(client.post("/api/forms/closure_review/render", json=case), 422)
    assert answer["code"] == "DATA-ERRORS"
    assert "/forms/closure_review/planned_on" in [finding["path"] for finding in answer["findings"]]
    # Not the findings' text twice over.
    assert len(answer["detail"]) < 100


def test_unknown_forms_and_addresses(client: TestClient) -> None:
    assert problem(client.post("/api/forms/none/render", json={}), 404)["code"] == "FORM-UNKNOWN"
    assert problem(client.get("/api/nothing"), 404)["code"] == "NOT-FOUND"
    problem(client.get("/api/check"), 405)


def test_blank_forms(client: TestClient) -> None:
    pdf = client.get("/api/forms/consent/blank.pdf")
    assert pdf.content == command("blank", "consent", "-o", "-", "--format", "pdf")
    assert client.get("/api/forms/consent/blank.docx").content[:2] == b"PK"
    hwpx = client.get("/api/forms/consent/blank.hwpx")
    assert hwpx.content == command("blank", "consent", "-o", "-", "--format", "hwpx")
    assert hwpx.headers["content-type"] == "application/hwp+zip"
    problem(client.get("/api/forms/consent/blank.odt"), 400)


def test_evidence_answers_as_the_command_does(client: TestClient) -> None:
    [entry] = client.post("/api/evidence", json=sample("usage_proof")).json()["files"]
    [expected] = json.loads(command("evidence", str(SAMPLES / "usage_proof.json"), "--json"))["files"]
    assert {**entry, "file": None} == {**expected, "file": None}
    [without] = client.post("/api/evidence", json=sample("consent")).json()["files"]
    assert without["verdict"] is None and without["findings"][0]["severity"] == "info"


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: TestClient, running: Running) -> None:
    much = b" " * (running.settings.case_limit + 1)
    assert problem(client.post("/api/check", content=much), 413)["code"] == "FILE-LIMIT"
    # Without a declared length it is counted as it comes.
    pieces = (b" " * 50_000 for _ in range(5))
    assert problem(client.post("/api/check", content=pieces), 413)["code"] == "FILE-LIMIT"


def test_other_kinds_of_body_are_refused(client: TestClient) -> None:
    problem(client.post("/api/check", content=b"{}", headers={"content-type": "text/html"}), 415)
    problem(client.post("/api/batches", json={}), 415)


def test_strangers_are_refused(client: TestClient) -> None:
    problem(client.get("/healthz", headers={"host": "evil.example"}), 421)
    problem(client.get("/healthz", headers={"host": "localhost.evil.example:8765"}), 421)
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"sec-fetch-site": "cross-site"},
    ):
        assert problem(client.post("/api/check", json={}, headers=headers), 403)["code"] == "REFUSED"
    assert client.post("/api/check", json={}, headers={"origin": "http://localhost:8765"}).status_code == 200
    assert client.get("/healthz", headers={"host": "[::1]:8765"}).status_code == 200


def test_answers_carry_the_headers_of_safety(client: TestClient) -> None:
    headers = client.get("/healthz").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_description_is_korean_and_names_every_route_of_the_contract(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) >= {
        "/healthz",
        "/api/forms",
        "/api/forms/{form}/schema",
        "/api/forms/{form}/blank.{format}",
        "/api/check",
        "/api/forms/{form}/render",
        "/api/evidence",
        "/api/batches",
        "/api/batches/{batch}",
        "/api/batches/{batch}/events",
        "/api/batches/{batch}/print.pdf",
        "/api/batches/{batch}/packets.zip",
        "/api/batches/{batch}/manifest.json",
    }
    for operations in described["paths"].values():
        for operation in operations.values():
            assert any("가" <= letter <= "힣" for letter in operation["summary"])
            assert (
                "422" not in operation["responses"]
                or "findings" in operation["responses"]["422"]["description"]
            )


def test_metrics_count_requests_by_route_and_hold_no_case(client: TestClient) -> None:
    client.post("/api/check", json=sample("needs_survey"))
    text = client.get("/metrics").text
    assert 'route="/api/check"' in text
    assert "seosik_request_seconds_bucket" in text
    assert "박은하" not in text and "2024-0117" not in text
