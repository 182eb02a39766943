"""``seosik serve``: loopback only; a batch outlives the death of the service."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from api.casebook.cases import Casebook
from api.cli.main import main
from api.data_directory import data_directory
from api.demo import CASE, keep_samples, show
from api.jobs.vault import Vault, master_key
from api.service.door import address_key, entrance
from api.service.serve_command import allowed_hosts, listening_socket
from api.service.settings import now_in_seoul
from tests.api.service.browser import browser_page
from tests.api.service.entering import come_in_by, without_key
from tests.reading import sample
from tests.test_trust import mode

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.10", "8.8.8.8", "example.org", ""])  # noqa: S104
def test_other_addresses_than_loopback_are_refused(host: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--host", host])
    assert result.exit_code == 2
    assert "SERVE-ADDRESS" in result.stderr and "로그인" in result.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_loopback_is_served(host: str) -> None:
    with listening_socket(host, 0) as taken:
        assert taken.getsockname()[0].startswith("127.")


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 2
    assert "--port" in result.stderr


def test_an_operator_may_add_the_name_of_a_proxy() -> None:
    assert allowed_hosts({}) == ("localhost", "127.0.0.1", "::1")
    assert allowed_hosts({"SEOSIK_HOSTS": "a.example, b.example"})[3:] == ("a.example", "b.example")


def test_the_address_is_shown_without_starting(tmp_path: Path) -> None:
    def shown(*options: str) -> str:
        result = CliRunner().invoke(
            main, ["serve", "--show-address", "--data", str(tmp_path / "d"), *options]
        )
        assert result.exit_code == 0
        return result.stdout

    key = address_key(data_directory(str(tmp_path / "d")))
    assert shown() == f"http://127.0.0.1:8765/?key={key}\n"
    assert shown("--port", "9000", "--host", "::1") == f"http://[::1]:9000/?key={key}\n"
    for options, code in ((["--port", "0"], "SERVE-PORT"), (["--host", "8.8.8.8"], "SERVE-ADDRESS")):
        result = CliRunner().invoke(main, ["serve", "--show-address", "--data", str(tmp_path), *options])
        assert (result.exit_code, code in result.stderr) == (2, True)


def test_the_demo_opens_the_address_and_shows_the_key_to_no_other_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("api.demo.SERVICE", tmp_path)
    address = entrance("http://127.0.0.1:8765", tmp_path)
    show(address, {})
    assert opened == [] or sys.platform != "linux"
    opened.clear()
    show(address, {"DISPLAY": ":0"})
    page = tmp_path / "open.html"
    # Other users see the command line of a browser, and no file of ours.
    assert opened == [page.as_uri()]
    assert mode(page) == 0o600
    assert f"url={address}" in page.read_text()


@pytest.mark.slow
def test_the_printed_address_leads_in_and_its_key_is_not_logged(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, options=["--processes", "0"]) as (_, address):
        key = address_key(data)
        with httpx2.Client(base_url=address, follow_redirects=True, timeout=60) as browser:
            assert "<nav" not in browser.get("/").text
            assert "<nav" in browser.get(f"/?key={key}").text
            assert "<nav" in browser.get("/guide").text
            assert browser.get(f"/nothing?key={key}").status_code == 404
            assert browser.post(f"/batches?key={key}", data={"a": "b"}).status_code == 400
            # A line that is no request for a program that reads it.
            with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as connection:
                connection.sendall(f"GET /?key={key}\r\n\r\n".encode())
                assert b"400" in connection.recv(1000)
    log = (tmp_path / "serve.log").read_text()
    assert log.count('"event": "request"') >= 6
    assert key not in log


@contextmanager
def serving(
    data: Path, port: int = 0, options: Sequence[str] = ()
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command itself; (process, address without the key)."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "api.cli.start", "serve", "--port", str(port), "--data", str(data)]
    command += options
    with (data.parent / "serve.log").open("a") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
    try:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        assert address[0] == entrance(without_key(address[0]), data)
        yield process, without_key(address[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


def state(address: str, batch: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx2.get(f"{address}/api/batches/{batch}", timeout=30).json()
    return answer


def wait(address: str, batch: str, done: int) -> dict[str, Any]:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        now = state(address, batch)
        if now["done"] >= done or now["state"] in ("done", "failed"):
            return now
        time.sleep(0.1)
    raise AssertionError(now)


@pytest.mark.slow
def test_a_batch_goes_on_after_the_service_was_killed_and_its_page_shows_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    cases = [{**sample("closure_review"), "case_no": f"2025-{number:04}"} for number in range(20)]
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in cases).encode()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with browser_page(f"http://127.0.0.1:{port}", quiet=False) as page:
        with serving(data, port) as (process, address):
            answer = httpx2.post(f"{address}/api/batches", files={"file": ("a.jsonl", lines)}, timeout=60)
            assert answer.status_code == 202
            batch = answer.json()["id"]
            come_in_by(page, entrance(address, data))
            page.goto(f"/batches/{batch}")
            before = wait(address, batch, 3)
            assert before["state"] == "running"
            process.kill()
            process.wait()
        with serving(data, port) as (_, address):
            # Nobody touches the page: it finds the service again and tells the end.
            heading = page.get_by_role("heading", level=1)
            expect(heading).to_have_text("일괄 출력 결과", timeout=180_000)
            after = state(address, batch)
            assert (after["state"], after["done"], after["left_out"]) == ("done", 20, 0)
            printed = httpx2.get(f"{address}/api/batches/{batch}/print.pdf", timeout=60)
            assert printed.content[:5] == b"%PDF-"
    log = (tmp_path / "serve.log").read_text()
    # Neither the log nor a file name tells of a person.
    assert '"route": "/api/batches/{batch}"' in log
    for words in (sample("closure_review")["client"]["name"], batch + "/print"):
        assert words not in log
    # What waits for the first name of a case in any file name waits in vain.
    assert not [path for path in data.rglob("*") if "2025-0001" in path.name]


def test_the_demo_keeps_its_cases_once(tmp_path: Path) -> None:
    def kept() -> list[str]:
        book = Casebook.opened(tmp_path, Vault(tmp_path / "pages", master_key(tmp_path)), now_in_seoul)
        try:
            return [line.summary.case_no for line in book.lines()]
        finally:
            book.close()

    keep_samples(tmp_path)
    first = kept()
    assert first[0] == json.loads(CASE.read_text(encoding="utf-8"))["case_no"]
    keep_samples(tmp_path)
    assert kept() == first
