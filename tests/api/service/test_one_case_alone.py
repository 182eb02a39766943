"""One odd case, or one faulty form, costs itself alone: over HTTP, on the pages and in batches."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.cases.intake import read_uploads
from api.jobs import stored_uploads
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import BatchOptions, ItemState, submit
from api.jobs.item_facts import upload_entry
from api.jobs.settings import JobSettings
from api.service.evidence_record import EvidenceRecord
from api.service.forms_zip import LEFT_OUT
from api.service.incoming import Incoming
from api.service.work import documents as work
from api.service.work import pages as work_pages
from api.service.work.audit import audit_workbook
from api.service.work.evidence import judge_upload
from forms import InternalError
from generator.document import RenderOptions
from tests.api.evidence.calls import HALF, data, enough
from tests.api.jobs.batches import case_files, short_case, work_off
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address as sheet_address
from tests.api.service.sheet_pages import boxes, kept, opened, send
from tests.api.service.test_interface import problem
from tests.api.service.test_pages import put, read, words
from tests.reading import sample
from tests.rules import OF_THE_CASE, TRIPS, add_tripping_rule


@pytest.fixture
def tripping_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the worker processes do is called here directly: a fault put in by a test does not reach them."""
    add_tripping_rule(monkeypatch)


def numbered(number: int) -> dict[str, Any]:
    return {**sample("closure_review"), "case_no": f"2025-{number:04}"}


def lines(tmp_path: Path, *cases: dict[str, Any]) -> Incoming:
    path = tmp_path / "upload.jsonl"
    path.write_bytes(b"\n".join(data(case) for case in cases))
    return Incoming(path, "셋.jsonl")


@pytest.mark.usefixtures("tripping_rule")
def test_in_check_it_is_a_finding_and_in_render_an_error_of_the_program() -> None:
    answer = work.check_body(data(numbered(2)), strict=False)
    entry = json.loads(json.dumps(answer))["files"][0]
    [found] = [one for one in entry["findings"] if one["severity"] == "error"]
    assert found["rule"] == "INTERNAL" and OF_THE_CASE not in json.dumps(answer, ensure_ascii=False)
    with pytest.raises(InternalError) as tripped:
        work.render_body(data(numbered(2)), "closure_review", "docx", RenderOptions(), None)
    assert (tripped.value.http_status, tripped.value.code) == (500, "INTERNAL")
    assert "KeyError" in tripped.value.message and OF_THE_CASE not in tripped.value.message


def test_a_writer_that_trips_is_told_with_its_place_and_not_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError(OF_THE_CASE)

    monkeypatch.setattr(work, "render", fail)
    with pytest.raises(InternalError) as tripped:
        work.render_body(data(numbered(1)), "closure_review", "docx", RenderOptions(), None)
    assert "ValueError" in tripped.value.message and OF_THE_CASE not in tripped.value.message


@pytest.mark.usefixtures("tripping_rule")
def test_a_page_shows_the_other_cases(tmp_path: Path) -> None:
    incoming = lines(tmp_path, *(numbered(n) for n in (1, 2, 3)))
    checked = work_pages.check_upload(incoming, 2, {})
    assert [line.errors for line in checked.cases] == [0, 1, 0]
    assert checked.shown is not None and not checked.shown.printable
    zipped, _ = work_pages.whole_set(incoming, None, ("pdf",), RenderOptions(), {})
    names = ZipFile(BytesIO(zipped)).namelist()
    assert {name.partition("/")[0] for name in names} == {"2025-0001", "2025-0003", LEFT_OUT}
    assert [row["까닭"] for row in left_out(zipped)] == ["만들지 못함"]


def test_the_audit_workbook_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    from api.evidence.workbook import EvidenceWorkbook

    shown = EvidenceWorkbook._item_row

    def fail(self: Any, judged: Any, *rest: Any) -> Any:
        if judged.read.case_no == TRIPS:
            raise ValueError(OF_THE_CASE)
        return shown(self, judged, *rest)

    monkeypatch.setattr(EvidenceWorkbook, "_item_row", fail)
    incoming = lines(tmp_path, *(enough(n) for n in (1, 2, 3)))
    made = audit_workbook(incoming, judge_upload(incoming, {}), "masked", EvidenceRecord())
    cells = [cell for row in load_workbook(BytesIO(made))["증빙"].iter_rows(values_only=True) for cell in row]
    assert cells.count(HALF) >= 2 and OF_THE_CASE not in cells


def test_a_batch_goes_on_where_one_case_cannot_be_put_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = stored_uploads.keep_upload

    def fail(vault: Any, batch: str, entry: str, upload: Any) -> None:
        if entry == upload_entry(2):
            raise ValueError(OF_THE_CASE)
        whole(vault, batch, entry, upload)

    monkeypatch.setattr(stored_uploads, "keep_upload", fail)
    engine = DbosEngine(JobSettings.of(str(tmp_path / "data"), None, {}))
    batch = submit(engine, read_uploads(tuple(case_files(tmp_path, 3))), BatchOptions())
    work_off(engine, batch)
    states = [(item.state, item.reason) for item in engine.items(batch)]
    assert states == [(ItemState.DONE, None), (ItemState.FAILED, "failed"), (ItemState.DONE, None)]
    message = engine.items(batch)[1].message
    assert "ValueError" in message and OF_THE_CASE not in message
    engine.close()


def two_forms(fault: Any) -> dict[str, Any]:
    """A closure review without fault beside a consent that has one."""
    case = sample("closure_review")
    consent = {**sample("consent")["forms"]["consent"][0], **fault}
    case["forms"]["consent"] = consent
    return case


# Faults of shape: a key that the form does not have, a value of another kind.
FAULTS = [{"unknown_key": 1}, {"members": "글"}]


@pytest.mark.parametrize("fault", FAULTS)
def test_another_forms_fault_does_not_spoil_this_one(
    running: Running, client: TestClient, fault: dict[str, Any]
) -> None:
    case = two_forms(fault)
    assert not client.post("/api/check", json=case).json()["files"][0]["ok"]
    made = client.post("/api/forms/closure_review/render?format=docx", json=case)
    assert made.status_code == 200, made.text
    spoiled = problem(client.post("/api/forms/consent/render?format=docx", json=case), 422)
    assert {one["form"] for one in spoiled["findings"] if one["severity"] == "error"} == {"consent"}
    # The same on the page of the upload and on that of the sheet.
    address = put(client, case)
    tree = read(client.get(address))
    row = "//tr[th[contains(., $title)]]//a/@href"
    assert len(tree.xpath(row, title="종결심사서")) == 4
    for link in tree.xpath(row, title="종결심사서")[1:]:
        assert client.get(link).status_code == 200
    assert tree.xpath(row, title="동의서") == []
    here = kept(running, case)
    sheet = opened(client, here, "closure_review")
    sheet = read(send(client, sheet_address(here, "closure_review"), boxes(sheet), "docx"))
    [link] = sheet.xpath("//*[@id='papers']//a/@href")
    assert client.get(link).content == made.content


def left_out(zipped: bytes) -> list[dict[str, str]]:
    with ZipFile(BytesIO(zipped)) as archive:
        if LEFT_OUT not in archive.namelist():
            return []
        text = archive.read(LEFT_OUT).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_zip_of_all_forms_lists_what_is_not_in_it(client: TestClient) -> None:
    nameless = {**numbered(2), "client": {**numbered(2)["client"], "name": ""}}
    namesake = {**numbered(1), "client": {**numbered(1)["client"], "name": "다른사람"}}
    partly = {**two_forms(FAULTS[0]), "case_no": "2025-0004"}
    upload = b"\n".join(data(case) for case in (numbered(1), nameless, namesake, partly))
    address = put(client, upload, name="네건.jsonl")
    tree = read(client.get(address))
    assert "관리번호가 같은 사례가 있습니다: 2025-0001" in words(tree) and LEFT_OUT in words(tree)
    zipped = client.get(f"{address}/forms.zip").content
    names = ZipFile(BytesIO(zipped)).namelist()
    expected = [
        f"{case}/closure_review.{kind}" for case in ("2025-0001", "2025-0004") for kind in ("pdf", "docx")
    ]
    assert sorted(names) == sorted([*expected, LEFT_OUT])
    rows = left_out(zipped)
    assert [(row["파일"], row["관리번호"], row["까닭"]) for row in rows] == [
        ("네건.jsonl:2", "2025-0002", "오류 있음"),
        ("네건.jsonl:3", "2025-0001", "관리번호 중복"),
        ("네건.jsonl:4", "2025-0004", "오류 있음"),
    ]
    assert "동의서" in rows[2]["서식"] and all(row["내용"] for row in rows)
    # As files for 한글 alone, with the same list.
    hangul = client.get(f"{address}/forms.zip?format=hwpx&format=hwpx").content
    assert sorted(ZipFile(BytesIO(hangul)).namelist()) == sorted(
        [*(f"{case}/closure_review.hwpx" for case in ("2025-0001", "2025-0004")), LEFT_OUT]
    )
    assert left_out(hangul) == rows
    assert client.get(f"{address}/forms.zip?format=exe").status_code == 400
    # Where nothing is left out there is no list, and where nothing can be made there is no ZIP.
    whole = client.get(f"{address}/forms.zip?case=1").content
    assert left_out(whole) == []
    assert client.get(f"{address}/forms.zip?case=2").status_code == 422
    assert client.get(f"{address}/forms.zip?case=9").status_code == 404


def named(answer: Any, name: str, plain: str) -> None:
    assert answer.status_code == 200, answer.text
    expected = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    assert answer.headers["content-disposition"] == expected


def test_downloads_are_named_by_case_and_form(running: Running, client: TestClient) -> None:
    case = sample("closure_review")
    title, plain = "2025-0001_사례관리 종결심사서", "2025-0001_closure_review"
    path = "/api/forms/closure_review/render?format=docx"
    for query, ending in (("", ""), ("&privacy=full", "_전체"), ("&privacy=deidentified", "_비식별")):
        named(client.post(f"{path}{query}", json=case), f"{title}{ending}.docx", f"{plain}.docx")
    address = put(client, case)
    named(client.get(f"{address}/1/closure_review/document.docx"), f"{title}.docx", f"{plain}.docx")
    full = client.get(f"{address}/1/closure_review/document.pdf?privacy=full")
    named(full, f"{title}_전체.pdf", f"{plain}.pdf")
    assert client.get(f"{address}/1/case.json").headers["content-disposition"].endswith('"2025-0001.json"')
    named(client.get(f"{address}/forms.zip?case=1"), "2025-0001_서식.zip", "2025-0001_forms.zip")
    link = f"{sheet_address(kept(running, case), 'closure_review')}/document.docx?revision=1"
    named(client.get(link), f"{title}.docx", f"{plain}.docx")
    # A number of Korean letters alone leaves the form's id.
    korean = client.post(path, json={**case, "case_no": "가나-1"})
    named(korean, "가나-1_사례관리 종결심사서.docx", "-1_closure_review.docx")


def test_a_name_tells_of_no_person(client: TestClient) -> None:
    case = short_case(1)
    answer = client.post("/api/forms/closure_review/render?format=docx", json=case)
    assert quote(case["client"]["name"]) not in answer.headers["content-disposition"]
