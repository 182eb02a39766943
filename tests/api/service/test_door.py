"""Who sees the pages: browsers that came by the address with the key; everybody else sees one page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from starlette.routing import BaseRoute

from api.service.app import create_app
from api.service.door import COOKIE, KEY_FILE, address_key, entrance, is_open
from api.service.settings import Settings
from forms import InputError
from tests.api.service.browser import barriers, browser_page
from tests.api.service.conftest import Running
from tests.api.service.entering import come_in, come_in_by, without_key
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.reading import sample
from tests.test_trust import mode

# What stays open, as the issue names it.
OPEN = ("/healthz", "/readyz", "/metrics", "/openapi.json", "/favicon.ico", "/static/{name}")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def stranger(running: Running) -> TestClient:
    """The client of the service as a browser that it never saw."""
    running.client.cookies.clear()
    return running.client


@contextmanager
def service(data: Path) -> Iterator[TestClient]:
    """Another start of the service on a data folder. Its workers are never started."""
    data.mkdir(exist_ok=True)
    app = create_app(MemoryEngine(data / "engine"), Settings(data, workers=1))
    yield TestClient(app, base_url="http://localhost:8765", follow_redirects=False)
    app.state.context.casebook.close()
    app.state.context.pool.close()


def routes_of(app: FastAPI) -> Iterator[APIRoute]:
    """Every route, in whatever router it stands."""

    def below(routes: list[BaseRoute]) -> Iterator[APIRoute]:
        for route in routes:
            if isinstance(route, APIRoute):
                yield route
            else:
                # Nothing else may be there: a socket or a mount would pass by the door unseen.
                inner = getattr(getattr(route, "original_router", None), "routes", None)
                assert inner is not None, route
                yield from below(inner)

    yield from below(app.routes)


def page_of(stranger: TestClient) -> bytes:
    return stranger.get("/").content


def test_a_stranger_is_told_where_the_address_is_and_nothing_else(stranger: TestClient) -> None:
    answer = stranger.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert re.findall("<title>(.*)</title>", answer.text) == ["서식"]
    assert "seosik serve" in answer.text
    # Neither a way on nor a box.
    assert not re.findall("<a |<form|<input|<nav", answer.text)


def test_every_page_is_closed_to_a_stranger_by_every_method(running: Running, stranger: TestClient) -> None:
    told = page_of(stranger)
    closed = 0
    for route in routes_of(running.app):
        if route.path in OPEN or route.path.startswith("/api/"):
            continue
        closed += 1
        # An open address never leads to it: its first part is a word of its own.
        assert not route.path.startswith("/{"), route.path
        for method in METHODS:
            address = re.sub(r"{[^}]+}", "1", route.path)
            answer = stranger.request(method, address, content=b"x" * 100)
            assert (answer.status_code, "set-cookie" in answer.headers) == (200, False), (method, address)
            assert answer.content == (b"" if method == "HEAD" else told), (method, address)
    assert closed > 30


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/static/",
        "/static/base.html",
        "/static/../cases",
        "/healthz/",
        "/api",
        "/apiary",
        "//api/forms",
        "/guide/closure_review",
        "/guide/none",
        "/docs",
    ],
)
def test_what_exists_and_what_does_not_looks_the_same(stranger: TestClient, address: str) -> None:
    answer = stranger.get(f"http://localhost:8765{address}")
    assert (answer.status_code, answer.content) == (200, page_of(stranger))


def test_what_a_stranger_sends_changes_nothing(
    running: Running, stranger: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> set[Path]:
        return set(running.settings.data.rglob("*"))

    before, batches = held(), dict(running.engine.batches)
    key = address_key(running.settings.data)
    file = {"file": ("case.json", b"{}")}
    for address in ("/uploads/results", "/batches", f"/uploads/results?key={key}", f"/batches?key={key}"):
        answer = stranger.post(address, files=file, follow_redirects=False)
        assert (answer.status_code, answer.content) == (200, page_of(stranger))
    assert (held(), running.engine.batches) == (before, batches)
    # The same from a known browser is kept.
    come_in(stranger)
    assert stranger.post("/uploads/results", files=file, follow_redirects=False).status_code == 303
    assert held() != before


def test_programs_need_no_key(stranger: TestClient) -> None:
    assert stranger.get("/healthz").json() == {"status": "ok"}
    assert "seosik_request_seconds_bucket" in stranger.get("/metrics").text
    assert "/api/check" in stranger.get("/openapi.json").json()["paths"]
    assert len(stranger.get("/api/forms").json()) > 0
    assert stranger.post("/api/check", json=sample("closure_review")).status_code == 200
    assert stranger.get("/api/nothing", headers={"accept": "text/html"}).status_code == 404
    assert stranger.get("/static/seosik.css").headers["content-type"].startswith("text/css")
    assert stranger.get("/static/seosik.js").headers["content-type"].startswith("text/javascript")
    assert stranger.get("/favicon.ico").status_code == 204


def test_the_key_makes_a_browser_known_and_leaves_the_address(stranger: TestClient, running: Running) -> None:
    key = address_key(running.settings.data)
    answer = stranger.get(f"/guide/consent?a=%26&key={key}&b=%EA%B0%80", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/guide/consent?a=%26&b=%EA%B0%80"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    name, *rest = answer.headers["set-cookie"].split("; ")
    assert sorted(rest) == ["HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=strict"]
    assert "개인정보" in stranger.get("/guide/consent").text
    # What the browser holds opens no address, and the key is no cookie.
    token = name.removeprefix(f"{COOKIE}=")
    assert key not in name
    stranger.cookies.clear()
    assert stranger.get(f"/?key={token}").content == page_of(stranger)
    stranger.cookies.set(COOKIE, key)
    assert stranger.get("/").content == page_of(stranger)


@pytest.mark.parametrize(
    ("path", "location"),
    [("/", "/"), ("//evil.example/a", "/evil.example/a"), ("/가 나?x=1", "/%EA%B0%80%20%EB%82%98?x=1")],
)
def test_the_key_leads_to_no_other_host(running: Running, path: str, location: str) -> None:
    mark = "&" if "?" in path else "?"
    address = f"http://localhost:8765{path}{mark}key={address_key(running.settings.data)}"
    answer = running.client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, location)


@pytest.mark.parametrize(
    "query", ["key=", "key", "key=x", "key=%ff%00", "Key={key}", "x={key}", "key={key}x"]
)
def test_another_key_is_none(running: Running, stranger: TestClient, query: str) -> None:
    key = address_key(running.settings.data)
    assert stranger.get("/?" + query.format(key=key)).content == page_of(stranger)
    assert not stranger.cookies


def test_a_known_browser_is_known_after_a_restart_and_by_no_other_folder(tmp_path: Path) -> None:
    with service(tmp_path / "a") as client:
        come_in(client)
        cookie = client.cookies[COOKIE]
    for folder, known in (("a", True), ("b", False)):
        with service(tmp_path / folder) as client:
            client.cookies.set(COOKIE, cookie)
            assert ("<nav" in client.get("/").text) is known
    # Without its file all browsers are strangers, and the old address opens nothing.
    old = address_key(tmp_path / "a")
    (tmp_path / "a" / KEY_FILE).unlink()
    with service(tmp_path / "a") as client:
        client.cookies.set(COOKIE, cookie)
        assert "<nav" not in client.get("/").text
        assert client.get(f"/?key={old}").status_code == 200
        client.cookies.clear()
        come_in(client)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    key = address_key(tmp_path)
    assert address_key(tmp_path) == key
    assert mode(tmp_path / KEY_FILE) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    assert entrance("http://127.0.0.1:8765", tmp_path) == f"http://127.0.0.1:8765/?key={key}"
    for text in ("", "short", "가" * 43):
        (tmp_path / KEY_FILE).write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=KEY_FILE):
            address_key(tmp_path)


def test_the_key_reaches_neither_log_nor_metrics(
    running: Running, stranger: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = address_key(running.settings.data)
    # Right, from another site, by another name, to an address that fails, and where it is not looked at.
    stranger.get(f"/?key={key}")
    stranger.get(f"/results/none?key={key}")
    stranger.post(f"/batches?key={key}", headers={"sec-fetch-site": "cross-site"})
    stranger.get(f"/?key={key}", headers={"host": "evil.example"})
    stranger.get(f"/api/forms?key={key}")
    ours = [record for record in caplog.records if not record.name.startswith("http")]
    assert len([record for record in ours if record.name == "seosik.service"]) >= 5
    for record in ours:
        assert key not in f"{record.getMessage()} {vars(record)}"
    assert key not in stranger.get("/metrics").text


@pytest.mark.parametrize(
    ("path", "open_"),
    [
        ("/api/forms", True),
        ("/static/seosik.css", True),
        ("/static/seosik.js", True),
        ("/", False),
        ("/cases/1", False),
        ("/static/door.html", False),
        ("/a.css", False),
        ("/healthzz", False),
    ],
)
def test_what_is_open(path: str, open_: bool) -> None:
    assert is_open(path) is open_


@pytest.fixture(scope="module")
def way_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address with the key of a service that listens."""
    data = tmp_path_factory.mktemp("listening")
    with listening(create_app(MemoryEngine(data / "engine"), Settings(data, workers=1))) as address:
        yield address


def test_a_real_browser_comes_in_once_and_sends_the_key_nowhere_else(way_in: str) -> None:
    key = way_in.rpartition("=")[2]
    with browser_page(without_key(way_in)) as page:
        sent: list[tuple[str, dict[str, str]]] = []
        page.on("request", lambda one: sent.append((one.url, one.all_headers())))
        come_in_by(page, way_in)
        expect(page.locator("nav")).to_be_visible()
        page.goto("/guide")
        expect(page.locator("nav")).to_be_visible()
        with_key = [url for url, headers in sent if key in f"{url} {headers}"]
        assert with_key == [way_in]
        # Going back leads to the address without it.
        page.go_back()
        assert page.url == f"{without_key(way_in)}/"


@pytest.mark.parametrize("known_before", [False, True])
def test_a_link_on_another_page_leads_in(way_in: str, known_before: bool) -> None:
    """A browser shows no strict cookie to where another site's link leads: it is asked once more."""
    base = without_key(way_in)
    with browser_page(way_in if known_before else base) as page:
        page.goto(f"data:text/html,<a href='{base}/guide' id=plain>a</a> <a href='{way_in}' id=key>b</a>")
        page.locator("#plain" if known_before else "#key").click()
        expect(page.locator("nav")).to_be_visible()
        assert page.url == (f"{base}/guide" if known_before else f"{base}/")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_a_stranger_has_no_barrier_and_stays_as_it_is(way_in: str, width: int) -> None:
    base = without_key(way_in)
    with browser_page(base, width) as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        # From another site, too, it is asked for once more and then left.
        page.goto(f"data:text/html,<a href='{base}/guide' id=plain>a</a>")
        page.locator("#plain").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("서식")
        page.wait_for_timeout(1000)
        assert asked.count(f"{base}/guide") == 2
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
