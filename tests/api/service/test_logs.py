"""What reaches a log: our own words, kinds and places; never the words of an exception or of a library."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.app import answer_of
from api.service.door import COOKIE
from api.service.logs import JsonLines, Observed
from api.service.metrics import Metrics
from tests.api.jobs.batches import wait_until
from tests.api.service.entering import known_client
from tests.api.service.test_serve import ROOT, serving

NAME = "홍길동"
# Everything that may say something in a process, with a person's name in it.
TALK = """
import asyncio, logging, sys, threading, warnings
{quiet}
def fail():
    raise ValueError("홍길동")
async def lost():
    asyncio.get_running_loop().create_task(asyncio.to_thread(fail))
    await asyncio.sleep(0.2)
class Cleaned:
    def __del__(self):
        fail()
logging.getLogger("pypdf").error("홍길동 %s", 1)
logging.getLogger("uvicorn.error").error("홍길동", exc_info=ValueError("홍길동"))
logging.getLogger("dbos").warning("홍길동")
warnings.warn("홍길동")
threading.Thread(target=fail).start()
asyncio.run(lost())
Cleaned()
import gc; gc.collect()
fail()
"""


@pytest.mark.parametrize("module", ["api.service.logs", "api.jobs.executor"])
def test_nothing_that_speaks_in_a_process_is_quoted(module: str) -> None:
    code = TALK.format(quiet=f"from {module} import log_to_stderr; log_to_stderr()")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 1
    assert NAME not in run.stderr and "Traceback" not in run.stderr
    # All of them are told of, with their place or kind.
    for word in ("pypdf error", "uvicorn.error", "dbos warning", "py.warnings", "asyncio"):
        assert word in run.stderr, word
    for word in ("a thread failed", "cleaning up failed", "the program failed"):
        assert word in run.stderr, word
    assert run.stderr.count("ValueError") >= 5


def test_a_logged_failure_tells_its_kind_and_place_and_not_its_words() -> None:
    try:
        json.loads(NAME)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, (type(error), error, None))
    line = JsonLines().format(record)
    assert "JSONDecodeError in" in line and NAME not in line


def observed(app: ASGIApp, caplog: pytest.LogCaptureFixture) -> tuple[list[Message], list[dict[str, Any]]]:
    """(what was sent, what was logged) of one request to an application."""
    caplog.set_level(logging.INFO, "seosik.service")
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "path": "/api/check", "method": "POST", "headers": []}
    asyncio.run(Observed(app, Metrics(), answer_of)(scope, receive, send))
    return sent, [json.loads(JsonLines().format(record)) for record in caplog.records]


def test_a_dropped_upload_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def dropped(scope: Scope, receive: Receive, send: Send) -> None:
        raise ClientDisconnect

    sent, lines = observed(dropped, caplog)
    assert sent == []
    assert [(line["event"], line["status"], line["level"]) for line in lines] == [("request", 499, "info")]


def test_a_fault_is_answered_and_its_words_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError(NAME)

    sent, lines = observed(failing, caplog)
    assert sent[0]["status"] == 500
    assert NAME not in json.dumps([str(sent), lines], ensure_ascii=False)
    assert [line["event"] for line in lines] == ["failed", "request"]
    assert lines[0]["error"].startswith("ValueError in ")


@pytest.mark.slow
def test_a_service_tells_of_a_dropped_upload_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path / "data", options=["--processes", "0"]) as (_, address):
        with known_client(address, tmp_path / "data") as browser:
            cookie = f"Cookie: {COOKIE}={browser.cookies[COOKIE]}\r\n"
        host, _, port = address.removeprefix("http://").partition(":")
        for path in ("/api/batches", "/uploads/results", "/api/check"):
            with socket.create_connection((host, int(port))) as connection:
                head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}Content-Length: 100000\r\n"
                kind = "Content-Type: multipart/form-data; boundary=b\r\n" if path != "/api/check" else ""
                connection.sendall(f"{head}{kind}\r\n--b\r\n".encode() + b"x" * 5000)
        log = tmp_path / "serve.log"
        wait_until(lambda: log.read_text().count('"status": 499') == 3)
    lines = log.read_text().splitlines()
    # The one sentence of a service that was told to end follows its log.
    assert [line for line in lines if not line.startswith("{")] == ["멈추었습니다."]
    dropped = [json.loads(line)["route"] for line in lines if "499" in line]
    assert sorted(dropped) == ["/api/batches", "/api/check", "/uploads/{view}"]
    assert not [line for line in lines if '"level": "error"' in line or "Traceback" in line]
