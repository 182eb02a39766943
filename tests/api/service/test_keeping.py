"""What the pages keep: for how long, for whom, and what a log says of it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.jobs.vault import Vault
from api.service.app import answer_of
from api.service.entry.drafts import Drafts, new_draft
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
        keeping.decide("a", shown, f"1/{number}", {"basis": str(number)})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(decide, range(8)))
    assert keeping.upload("a", id).decisions == {f"1/{n}": {"basis": str(n)} for n in range(8)}
    # The same item, decided otherwise meanwhile: the first decision stays, and the second is told.
    with pytest.raises(Stale):
        keeping.decide("a", shown, "1/0", {"basis": "other"})
    keeping.decide("a", shown, "1/0", {"basis": "0"})
    keeping.withdraw("a", shown, "1/0")
    keeping.decide("a", shown, "1/0", {"basis": "other"})
    assert keeping.upload("a", id).decisions["1/0"] == {"basis": "other"}
    keeping.forget("a", id)
    with pytest.raises(NotFound):
        keeping.decide("a", shown, "1/1", {"basis": "1"})


def drafts(folder: Path, workspace: str = "a", form: str = "consent") -> Drafts:
    return Drafts(kept(folder).vault, workspace, form)


def test_drafts_belong_to_a_workspace_and_a_form(tmp_path: Path) -> None:
    draft = drafts(tmp_path).keep(new_draft("consent", {"client": {"name": "홍길동"}}))
    assert drafts(tmp_path, workspace="b").find(draft.id) is None
    assert drafts(tmp_path, form="intake_sheet").find(draft.id) is None
    assert drafts(tmp_path).find(draft.id) == draft
    for path in (tmp_path / "pages").rglob("*"):
        assert not path.is_file() or "홍길동".encode() not in path.read_bytes()
    drafts(tmp_path).forget(draft.id)
    assert drafts(tmp_path).find(draft.id) is None
    assert drafts(tmp_path).listed() == []


def test_a_draft_is_kept_on_its_latest_revision_alone(tmp_path: Path) -> None:
    own = drafts(tmp_path)
    first = own.keep(new_draft("consent", {"case_no": "1"}))
    second = own.keep(replace(first, raw={"case_no": "2"}))
    assert (first.revision, second.revision) == (1, 2)
    with pytest.raises(Stale):
        own.keep(replace(first, raw={"case_no": "3"}))
    with pytest.raises(Stale):
        own.shown(first.id, first.revision)
    assert own.shown(first.id, 2) == own.shown(first.id) == second
    for foreign in ("x" * 22, "../../etc", ""):
        with pytest.raises(Stale):
            own.shown(foreign)


def test_of_many_drafts_the_oldest_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.service.entry.drafts.KEPT_AT_MOST", 3)
    own = drafts(tmp_path)
    made = [own.keep(new_draft("consent", {"case_no": str(number)})) for number in range(4)]
    own.keep(made[1])
    assert [line.case_no for line in own.listed()] == ["1", "3", "2"]
    latest = own.latest()
    assert latest is not None and latest.case_no == "1"
    assert own.find(made[0].id) is None


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
