"""A list of many rows: its pages answer at once, and its rows are taken all or not at all, whatever is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from fastapi.testclient import TestClient
from lxml import html
from playwright.sync_api import expect

from api.casebook.cases import Casebook, NewCase, case_id
from api.casebook.kept_case import EventKind
from api.casebook.summary import summary_of
from api.jobs.vault import Vault, master_key
from api.service.app import create_app
from api.service.door import entrance
from api.service.kept import COOKIE
from api.service.rosters import Rosters
from api.service.settings import Settings, now_in_seoul
from tests.api.service.browser import barriers, browser_page
from tests.api.service.conftest import TODAY, Running
from tests.api.service.entering import come_in
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.api.service.test_pages import read, words
from tests.api.service.test_roster import bring, data_of, press, rows_told, sent, workbook
from tests.api.service.test_serve import serving
from tests.api.service.test_taking import held

WAITING = "//*[@data-look]/@data-look"


def many(rows: int) -> bytes:
    """A list without numbers, so that nothing but what was written down tells its rows taken."""
    lines = (f"하늬{n},010-0000-{n:04}" for n in range(rows))
    return "\n".join(["성명,휴대폰", *lines]).encode("cp949")


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[tuple[TestClient, Casebook]]:
    """A service whose pages never wait."""
    settings = Settings(tmp_path, workers=1, patience_seconds=0, today=lambda: TODAY)
    app = create_app(MemoryEngine(tmp_path / "engine"), settings)
    with TestClient(app, base_url="http://localhost:8765") as client:
        come_in(client)
        yield client, app.state.context.casebook


def waited(client: TestClient, address: str) -> Any:
    """The page once there is nothing more to wait for."""
    until = time.monotonic() + 60
    while (tree := read(client.get(address))).xpath(WAITING):
        assert time.monotonic() < until
        time.sleep(0.05)
    return tree


def test_the_pages_answer_at_once_and_tell_how_far_it_is(impatient: tuple[TestClient, Casebook]) -> None:
    client, book = impatient
    address = bring(client, many(60), "명단.csv")
    waiting = read(client.get(address))
    [progress] = waiting.xpath(WAITING)
    assert progress == f"{address}/reading"
    # Without JavaScript it reloads itself.
    assert waiting.xpath("//noscript//meta/@content") == ["2"]
    known = client.get(progress).json()
    assert known.keys() == {"told", "done", "total", "ready"}
    tree = waited(client, address)
    assert client.get(progress).json()["ready"] and client.get(progress).json()["total"] == 60
    answer = client.post(address, data={**sent(tree), "do": ["take"]}, follow_redirects=False)
    assert answer.headers["location"] == f"{address}/taking"
    # Found again by the list's own address while it goes on, and at its end what became of each row.
    tree = read(client.get(address))
    if tree.xpath(WAITING):
        assert tree.xpath(WAITING) == [f"{address}/taken"]
        assert client.get(f"{address}/taken").json()["total"] in (0, 60)
    told = waited(client, f"{address}/taking")
    assert "사례 60건을 가져왔습니다" in words(told)
    assert len(held(book)) == 60
    # The list can be gone on with.
    tree = waited(client, told.xpath("//a[text()='명단으로 돌아가기']/@href")[0])
    assert len(rows_told(tree)) == 60


def test_another_browser_is_told_nothing_of_how_far_it_is(impatient: tuple[TestClient, Casebook]) -> None:
    client, _ = impatient
    address = bring(client, many(60), "명단.csv")
    read(client.get(address))
    client.cookies.clear()
    come_in(client)
    for place in ("reading", "taking", "taken"):
        assert client.get(f"{address}/{place}").status_code == 404


def test_what_stops_the_taking_leaves_nothing_half_taken(
    client: TestClient, book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = bring(client, many(3), "명단.csv")
    read(client.get(address))
    note = Casebook._note

    def full(self: Casebook, connection: Any, id: str, kind: Any, by: str, detail: str) -> None:
        if detail == "명단.csv 4행":
            raise OSError(28, "full")
        note(self, connection, id, kind, by, detail)

    monkeypatch.setattr(Casebook, "_note", full)
    tree = read(client.get(address))
    answer = client.post(address, data={**sent(tree), "do": ["take"]}, headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "한 줄도 가져오지 않았습니다" in words(read(answer, 500))
    assert held(book) == []
    monkeypatch.undo()
    # The same list again; its rows are as untaken as before.
    assert rows_told(read(client.get(address))) == {}
    assert "사례 3건을 가져왔습니다" in words(press(client, address, "take"))


def begun(running: Running, client: TestClient, address: str) -> tuple[Rosters, str, list[NewCase]]:
    """A taking of three rows up to where its cases are named: what the service holds when it is killed there."""
    id = address.rpartition("/")[2]
    rosters = Rosters(running.app.state.context.kept.vault, client.cookies[COOKIE])
    assert rosters.begin_taking(id, rosters.state(id).token)
    raws = [{"client": {"name": f"하늬{n}"}, "forms": {}} for n in range(3)]
    new = [NewCase(case_id(), raw, summary_of(raw, ())) for raw in raws]
    rosters.note_taking(id, 0, {line: one.id for line, one in enumerate(new, 2)})
    return rosters, id, new


def test_killed_before_the_cases_were_kept_none_is_taken(
    running: Running, client: TestClient, book: Casebook
) -> None:
    address = bring(client, many(3), "명단.csv")
    begun(running, client, address)
    tree = read(client.get(address))
    assert "한 줄도 가져오지 않았습니다" in words(tree) and rows_told(tree) == {}
    press(client, address, "take")
    assert len(held(book)) == 3


def test_killed_after_the_cases_were_kept_none_is_taken_twice(
    running: Running, client: TestClient, book: Casebook
) -> None:
    address = bring(client, many(3), "명단.csv")
    _, _, new = begun(running, client, address)
    book.add_all(new, EventKind.TAKEN_IN)
    tree = read(client.get(address))
    assert "3줄을 모두 가져온 뒤였습니다" in words(tree)
    assert (
        all("이미 가져온 줄입니다" in told for told in rows_told(tree).values()) and len(rows_told(tree)) == 3
    )
    press(client, address, "take")
    assert len(held(book)) == 3


ROWS = 300


@pytest.mark.slow
def test_a_service_killed_while_it_takes_a_list_has_taken_all_of_it_or_nothing(tmp_path: Path) -> None:
    data, when = tmp_path / "data", Random(20250620)  # noqa: S311 - moments to kill at
    data.mkdir(mode=0o700)
    jar = httpx2.Cookies()
    address = ""
    counts: list[int] = []
    for killed in (True, True, True, False):
        with (
            serving(data) as (process, base),
            httpx2.Client(base_url=base, cookies=jar, timeout=60, follow_redirects=True) as client,
        ):
            client.get(entrance(base, data)).raise_for_status()
            address = address or bring_to(client)
            tree = at_last(client, address)
            told = words_of(tree)
            if not counts:
                assert "멈추" not in told
            elif counts[-1] == 0:
                assert "한 줄도 가져오지 않았습니다" in told
            form = urlencode([*fields_of(tree), ("do", "take")])
            client.post(address, content=form, headers={"content-type": "application/x-www-form-urlencoded"})
            if killed:
                time.sleep(when.uniform(0.2, 2.0))
                process.send_signal(signal.SIGKILL)
                process.wait(10)
            else:
                at_last(client, f"{address}/taking")
            jar = client.cookies
        counts.append(kept_in(data))
        assert counts[-1] in (0, ROWS)
    assert counts[-1] == ROWS


def bring_to(client: httpx2.Client) -> str:
    answer = client.post(
        "/cases/take/roster", files={"file": ("명단.csv", many(ROWS))}, follow_redirects=False
    )
    return str(answer.headers["location"])


def at_last(client: httpx2.Client, address: str) -> Any:
    until = time.monotonic() + 60
    while (tree := html.fromstring(client.get(address).raise_for_status().text)).xpath(WAITING):
        assert time.monotonic() < until
        time.sleep(0.1)
    return tree


def words_of(tree: Any) -> str:
    return " ".join(tree.xpath("string(//main)").split())


def fields_of(tree: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in sent(tree).items() for value in values]


def kept_in(data: Path) -> int:
    vault = Vault(data / "pages", master_key(data))
    book = Casebook.opened(data, vault, now_in_seoul)
    try:
        return len(book.lines())
    finally:
        book.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_list_of_a_thousand_rows_is_waited_for_on_the_screen(tmp_path: Path, width: int) -> None:
    folder = Path(os.environ.get("SEOSIK_PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(tmp_path / "data", workers=2, today=lambda: TODAY)
    settings.data.mkdir()
    app = create_app(MemoryEngine(tmp_path / "engine"), settings)
    file = tmp_path / "명단.xlsx"
    rows: list[list[Any]] = [
        [n, f"2025-{n:04}", f"하늬{n}", "", f"010-0000-{n:04}", "한가람", "2025-03-04", ""]
        for n in range(1, 1001)
    ]
    file.write_bytes(data_of(workbook(*rows)))
    with listening(app) as address, browser_page(address, width) as page:

        def look(name: str) -> None:
            page.screenshot(path=folder / f"{width}-roster-{name}.png", full_page=name != "columns")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert barriers(page) == []

        page.goto("/cases/take/roster")
        page.set_input_files("#file", file)
        page.get_by_role("button", name="올려서 열 맞추기").click()
        expect(page.locator("[data-of=told]")).to_contain_text("1,000줄 가운데")
        look("reading")
        # Opened anew it is still there.
        page.reload()
        expect(page.get_by_role("heading", name="가져올 줄")).to_be_visible()
        look("columns")
        page.get_by_role("button", name="가져오기", exact=True).click()
        expect(page.locator("[data-of=told]")).to_contain_text("1,000줄 가운데")
        look("taking")
        page.goto("/")
        page.goto(f"/cases/take/roster/{roster_id(page.context.cookies(), app)}")
        expect(page.get_by_role("status").first).to_contain_text("사례 1000건을 가져왔습니다", timeout=60_000)
    assert len(app.state.context.casebook.lines()) == 1000


def roster_id(cookies: Any, app: Any) -> str:
    """The id of the list that the browser brought."""
    [workspace] = [one["value"] for one in cookies if one["name"] == COOKIE]
    [line] = app.state.context.kept.uploads(workspace)
    return str(line.id)
