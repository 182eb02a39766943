"""What is uploaded: under which names, of which kinds, read where, and within which limits."""

from __future__ import annotations

import base64
import errno
import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.cases.upload_kinds import ending_of
from api.service.incoming import Incoming
from api.service.part_names import FIELDS_BYTES, name_given
from tests.api.service.conftest import Running
from tests.api.service.test_interface import problem
from tests.reading import sample

CASE = json.dumps(sample("closure_review"), ensure_ascii=False).encode()
ENCODED = base64.b64encode("사례.json".encode()).decode()
EXTENDED = "%EC%82%AC%EB%A1%80.json"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="사례.json"'.encode(), "사례.json"),
        ('form-data; name="file"; filename="사례.json"'.encode("cp949"), "사례.json"),
        (f"form-data; name=\"file\"; filename*=utf-8''{EXTENDED}".encode(), "사례.json"),
        (
            f"form-data; name=file; filename=\"=?utf-8?B?{ENCODED}?=\"; filename*=utf-8''{EXTENDED}".encode(),
            "사례.json",
        ),
        (f'form-data; name=file; filename="=?utf-8?B?{ENCODED}?="'.encode(), "사례.json"),
        (b"form-data; name=file; filename*0*=utf-8''%EC%82%AC; filename*1*=%EB%A1%80.json", "사례.json"),
        (b"form-data; name=file; filename*=none''a.json", "a.json"),
        (b'form-data; name=file; filename="=?none?B?x?="', "=?none?B?x?="),
        (b'form-data; name="file"; filename="a\x00b.json"', "ab.json"),
        (b'form-data; name="file"; filename=""', ""),
        (b'form-data; name="file"', None),
    ],
)
def test_the_name_of_a_part(disposition: bytes, name: str | None) -> None:
    assert name_given(disposition) == name


def sent(client: TestClient, disposition: bytes, data: bytes, address: str = "/api/batches") -> Any:
    body = b"--bb\r\nContent-Disposition: form-data; " + disposition + b"\r\n\r\n" + data + b"\r\n--bb--\r\n"
    return client.post(
        address,
        content=body,
        headers={"content-type": "multipart/form-data; boundary=bb"},
        follow_redirects=False,
    )


def workbook() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", "")
    return target.getvalue()


def zipped(data: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("a.json", data)
    return target.getvalue()


@pytest.mark.parametrize(
    "name", [b"case", b"case.json (1)", b"case.json.txt", b"CASE.JSON", b"=?utf-8?Q?case?="]
)
@pytest.mark.parametrize("data", [CASE, zipped(CASE)])
def test_without_a_known_ending_the_content_decides(client: TestClient, name: bytes, data: bytes) -> None:
    if name == b"CASE.JSON" and data != CASE:
        name = b"CASE.ZIP"
    answer = sent(client, b'name="file"; filename="' + name + b'"', data)
    assert answer.status_code == 202, answer.text
    assert answer.json()["done"] == 1


def test_a_part_named_in_the_extended_form_alone_is_a_file(client: TestClient) -> None:
    disposition = f"name=\"file\"; filename*=utf-8''{EXTENDED}".encode()
    assert sent(client, disposition, CASE).json()["done"] == 1
    location = sent(client, disposition, CASE, "/uploads/results").headers["location"]
    assert "사례.json" in client.get(location).text


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b'{"case_no": "1"}', ".json"),
        (b'\xef\xbb\xbf\n {\n "case_no": "1"}', ".json"),
        (b'{"case_no": "1"}\n\n', ".json"),
        (b'{"case_no": "1"}\n{"case_no": "2"}\n', ".jsonl"),
        (zipped(b"{}"), ".zip"),
        (b"PK\x03\x04 and no more", ".zip"),
        (workbook(), ".xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".xls"),
        (b"words", None),
        (b"", None),
    ],
)
def test_kinds_of_content(tmp_path: Path, data: bytes, ending: str | None) -> None:
    path = tmp_path / "upload"
    path.write_bytes(data)
    assert ending_of(path) == ending


def test_a_file_that_takes_too_long_is_read_as_far_as_that(tmp_path: Path) -> None:
    path = tmp_path / "upload.jsonl"
    # Most of a second of reading at least; a tenth of one is allowed.
    line = json.dumps({"case_no": "1", "rows": [{"a": 1}] * 20}) + "\n"
    path.write_text(line * 10_000)
    cases = list(Incoming(path, "긴 파일.jsonl", seconds=0.1).uploads())
    assert 1 < len(cases) < 10_000
    assert all(case.unreadable is None for case in cases[:-1])
    assert cases[-1].unreadable is not None
    assert (cases[-1].unreadable.rule, cases[-1].file) == ("FILE-TIME", "긴 파일.jsonl")


def test_a_full_queue_is_told_before_the_body_is_looked_at(client: TestClient, running: Running) -> None:
    running.engine.limit = 0
    try:
        answer = client.post("/api/batches", content=b"not a form", headers={"content-type": "text/plain"})
        assert problem(answer, 429)["code"] == "JOBS-FULL"
        page = client.post("/batches", content=b"", headers={"accept": "text/html"})
        assert page.status_code == 429
    finally:
        running.engine.limit = 1000


def test_a_full_data_folder_is_told_before_the_body_is_looked_at(
    client: TestClient, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.app.state.context.quota, "limit", 1000)
    for address in ("/api/batches", "/uploads/results"):
        answer = client.post(address, content=b"x" * 1001, headers={"content-type": "text/plain"})
        told = problem(answer, 507)
        assert told["code"] == "DATA-FULL" and "한도" in told["detail"]


def test_a_full_disk_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("api.service.incoming.shutil.copyfileobj", full)
    for address in ("/api/batches", "/uploads/results"):
        told = problem(sent(client, b'name="file"; filename="a.json"', CASE, address), 507)
        assert told["code"] == "DISK-FULL" and "가득" in told["detail"]


def test_fields_that_are_no_files_may_not_fill_the_memory(client: TestClient) -> None:
    part = b'--bb\r\nContent-Disposition: form-data; name="basis"\r\n\r\n' + b"x" * 900_000 + b"\r\n"
    body = part * (FIELDS_BYTES // 900_000 + 2) + b"--bb--\r\n"
    answer = client.post(
        "/batches", content=body, headers={"content-type": "multipart/form-data; boundary=bb"}
    )
    # The tests' own limit of an upload is below it.
    assert answer.status_code in (400, 413)


def test_uploads_are_read_in_no_other_process_than_a_worker(
    client: TestClient, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*arguments: object) -> None:
        raise AssertionError(f"read in the service's own process, {os.getpid()}")

    for place in (
        "api.cases.intake.parse_json",
        "api.cases.intake.archive_of",
        "api.service.incoming.read_file",
    ):
        monkeypatch.setattr(place, never)
    monkeypatch.setattr("api.service.work.documents.parse_json", never)
    assert sent(client, b'name="file"; filename="a.json"', CASE).json()["done"] == 1
    assert client.post("/api/check", content=CASE).json()["files"][0]["ok"]
    for view in ("results", "deadlines", "evidence"):
        location = sent(client, b'name="file"; filename="a.json"', CASE, f"/uploads/{view}").headers[
            "location"
        ]
        assert client.get(location).status_code == 200
