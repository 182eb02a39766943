"""Batches over HTTP, against an engine in memory."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from tests.api.service.conftest import Running
from tests.api.service.test_interface import problem
from tests.reading import sample


def part(value: object, name: str = "case.json") -> tuple[str, tuple[str, bytes, str]]:
    data = json.dumps(value, ensure_ascii=False).encode()
    return "file", (name, data, "application/json")


def case(number: int) -> dict[str, Any]:
    return {**sample("closure_review"), "case_no": f"2025-{number:04}"}


def started(client: TestClient, *files: Any, **fields: str) -> Any:
    return client.post("/api/batches", files=list(files), data=fields)


def test_a_batch_from_upload_to_results(client: TestClient) -> None:
    accepted = started(
        client, part(case(1)), part(case(2)), part(sample("broken"), "b.json"), duplex="true", sort="case_no"
    )
    assert accepted.status_code == 202, accepted.text
    body = client.get(accepted.headers["location"]).json()
    assert set(body) == {"id", "state", "total", "done", "left_out", "links"}
    assert (body["state"], body["total"], body["done"], body["left_out"]) == ("done", 3, 2, 1)
    assert set(body["links"]) == {"print", "packets", "manifest", "events"}
    printed = client.get(body["links"]["print"])
    assert printed.headers["content-type"] == "application/pdf"
    assert len(PdfReader(BytesIO(printed.content)).pages) >= 4
    names = ZipFile(BytesIO(client.get(body["links"]["packets"]).content)).namelist()
    assert {"2025-0001.pdf", "2025-0002.pdf"} < set(names)
    manifest = client.get(body["links"]["manifest"]).json()
    assert [row["reason"] for row in manifest["left_out"]] == ["errors"]
    problem(client.get(body["links"]["print"] + "?part=2"), 404)
    problem(client.get(body["links"]["print"] + "?part=0"), 400)


def test_events_tell_the_progress_and_what_was_left_out(client: TestClient, running: Running) -> None:
    running.engine.step_at_once = False
    body = started(client, part(case(1)), part({"case_no": "2"}, "b.json")).json()
    assert (body["state"], body["done"]) == ("queued", 0)
    problem(client.get(body["links"]["print"]), 409)
    seen = []
    with client.stream("GET", body["links"]["events"]) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        name = ""
        # The test client hands a stream over whole: let the batch end meanwhile.
        while running.engine.advance(body["id"]):
            pass
        for line in stream.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                seen.append((name, json.loads(line.removeprefix("data: "))))
    assert seen[-1][0] == "end" and seen[-1][1]["state"] == "done"
    [left] = [value for name, value in seen if name == "left_out"]
    assert (left["number"], left["reason"]) == (2, "errors")


@pytest.mark.parametrize(
    "fields",
    [{"sort": "name"}, {"duplex": "perhaps"}, {"max_pages": "0"}, {"privacy": "none"}, {"colour": "red"}],
)
def test_an_unknown_option_is_refused(client: TestClient, running: Running, fields: dict[str, str]) -> None:
    before = len(running.engine.batches)
    answer = problem(started(client, part(case(1)), **fields), 400)
    assert next(iter(fields)) in answer["detail"]
    assert len(running.engine.batches) == before


def test_another_packet_and_a_single_programme_are_made_and_told(client: TestClient) -> None:
    letter = {**sample("referral_letter"), "case_no": "2025-0041"}
    body = started(client, part(letter), part(case(42)), packet="referral", program="통합사례관리").json()
    assert (body["state"], body["packet"], body["program"]) == ("done", "referral", "통합사례관리")
    assert client.get(f"/api/batches/{body['id']}").json() == body
    printed = client.get(body["links"]["print"])
    assert printed.headers["content-disposition"] == 'attachment; filename="referral-print.pdf"'
    assert "의뢰 서류" in PdfReader(BytesIO(printed.content)).pages[0].extract_text()
    packets = client.get(body["links"]["packets"])
    assert packets.headers["content-disposition"] == 'attachment; filename="referral-packets.zip"'
    left = client.get(body["links"]["manifest"]).json()["left_out"]
    assert [(row["case_no"], row["reason"]) for row in left] == [("2025-0042", "no_opening_form")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"packet": "letters"}, "'letters'(이)라는 묶음은 없습니다. 묶음: closure, "),
        (
            {"packet": "referral", "program": "자산형성지원사업"},
            "자산형성지원사업에는 referral 묶음을 여는 서식이",
        ),
        ({"program": "방문지원사업"}, "방문지원사업"),
    ],
)
def test_a_packet_that_cannot_be_made_is_refused_and_why(
    client: TestClient, running: Running, fields: dict[str, str], said: str
) -> None:
    before = len(running.engine.batches)
    assert said in problem(started(client, part(case(1)), **fields), 400)["detail"]
    assert len(running.engine.batches) == before


def test_an_upload_without_a_case_is_refused(client: TestClient) -> None:
    problem(client.post("/api/batches", data={"duplex": "true"}, files=[]), 400)
    problem(client.post("/api/batches", files=[("other", ("a.json", b"{}"))]), 400)
    empty = BytesIO()
    ZipFile(empty, "w").close()
    assert problem(started(client, ("file", ("e.zip", empty.getvalue()))), 400)["code"] == "JOBS-EMPTY"


def test_more_cases_than_may_wait_are_refused(client: TestClient, running: Running) -> None:
    running.engine.limit = 1
    try:
        answer = started(client, part(case(1)), part(case(2)))
        assert problem(answer, 429)["code"] == "JOBS-FULL"
        assert answer.headers["retry-after"]
    finally:
        running.engine.limit = 1000


def test_an_unknown_batch(client: TestClient) -> None:
    for rest in ("", "/events", "/print.pdf", "/packets.zip", "/manifest.json"):
        assert problem(client.get(f"/api/batches/{'0' * 32}{rest}"), 404)["code"] == "JOBS-UNKNOWN"


def test_nothing_of_an_upload_is_left_lying_about(client: TestClient, running: Running) -> None:
    started(client, part(case(7), "홍길동.json"))
    assert list((running.settings.data / "incoming").iterdir()) == []
