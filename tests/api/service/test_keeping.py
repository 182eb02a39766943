"""What the pages keep: for how long, for whom, and what a log says of it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.jobs.vault import Vault
from api.service.app import answer_of
from api.service.evidence_record import Decided, Done
from api.service.incoming import Incoming, shown_name
from api.service.kept import Kept
from api.service.limits import Limits
from api.service.logs import JsonLines
from api.service.problems import NotFound, Stale
from api.service.settings import Settings
from tests.reading import sample


def kept(folder: Path) -> Kept:
    return Kept(Vault(folder / "pages", bytes(32)))


def test_what_is_old_is_swept_and_what_is_in_use_stays(tmp_path: Path) -> None:
    keeping = kept(tmp_path)
    file = tmp_path / "upload.json"
    file.write_text("{}")
    old = keeping.keep_upload("a", Incoming(file, "old.json"))
    long_ago = time.time() - 8 * 24 * 3600
    for folder in (tmp_path / "pages").iterdir():
        os.utime(folder, (long_ago, long_ago))
    new = keeping.keep_upload("a", Incoming(file, "new.json"))
    assert keeping.sweep(datetime.now(UTC), timedelta(days=7)) == 1
    with pytest.raises(NotFound):
        keeping.upload("a", old)
    assert keeping.upload("a", new).name == "new.json"


def entry(done: Done) -> Decided:
    """An entry of the log, of nobody in particular."""
    return Decided("2025-06-20T09:00:00+09:00", 1, 0, done, "한가람", "봄", "", None, "", "", 0, 0)


def test_decisions_made_at_once_are_all_kept(tmp_path: Path) -> None:
    keeping = kept(tmp_path)
    file = tmp_path / "upload.json"
    file.write_text("{}")
    id = keeping.keep_upload("a", Incoming(file, "a.json"))
    # Every page shows the upload as it was before anybody decided.
    shown = keeping.upload("a", id)
    start = threading.Barrier(8)

    def decide(number: int) -> None:
        start.wait()
        keeping.decide("a", shown, f"1/{number}", {"basis": str(number)}, entry("accepted"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(decide, range(8)))
    assert keeping.upload("a", id).decisions == {f"1/{n}": {"basis": str(n)} for n in range(8)}
    # The same item, decided otherwise meanwhile: the first decision stays, and the second is told.
    with pytest.raises(Stale):
        keeping.decide("a", shown, "1/0", {"basis": "other"}, entry("accepted"))
    keeping.decide("a", shown, "1/0", {"basis": "0"}, entry("accepted"))
    keeping.withdraw("a", shown, "1/0", entry("withdrawn"))
    keeping.decide("a", shown, "1/0", {"basis": "other"}, entry("accepted"))
    found = keeping.upload("a", id)
    assert found.decisions["1/0"] == {"basis": "other"}
    # Eight at once, the taking back and the new one; what was refused or sent twice is no entry.
    assert [one.done for one in found.record.log] == [*["accepted"] * 8, "withdrawn", "accepted"]
    keeping.forget("a", id)
    with pytest.raises(NotFound):
        keeping.decide("a", shown, "1/1", {"basis": "1"}, entry("accepted"))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a.json", "a.json"),
        ("C:\\cases\\홍길동.xlsx", "홍길동.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00\u202ejson", "ajson"),
        ("", "file"),
        (None, "file"),
        ("..", "file"),
        ("가" * 300 + ".json", "가" * 115 + ".json"),
    ],
)
def test_file_names_are_made_fit_to_show(given: str | None, shown: str) -> None:
    assert shown_name(given) == shown


def test_the_log_names_routes_and_no_case(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "seosik.service")
    case = sample("needs_survey")
    data = json.dumps(case, ensure_ascii=False).encode()
    answer = client.post("/uploads/results", files={"file": ("박은하.json", data)})
    client.post("/api/forms/needs_survey/render", json=case)
    client.post("/api/check", content=b'{"case_no": NaN}')
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "seosik.service"]
    routes = [json.loads(line).get("route") for line in lines]
    assert "/results/{id}" in routes and "/api/forms/{form}/render" in routes
    secret = answer.url.path.rpartition("/")[2]
    for words in ("박은하", "790412", "2024-0117", secret):
        assert words not in "\n".join(lines)


def test_a_body_that_does_not_arrive_in_time_is_given_up(tmp_path: Path) -> None:
    async def endless() -> Message:
        await asyncio.sleep(60)
        raise AssertionError("never")

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    settings = Settings(tmp_path, upload_seconds=0.05)
    limits = Limits(reading, settings, lambda path: False, answer_of)
    scope = {"type": "http", "path": "/api/check", "method": "POST", "headers": []}
    asyncio.run(limits(scope, endless, send))
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["code"] == "UPLOAD-TIME"
