"""What is typed outlives the death of the service and of the browser, and is nobody else's loss."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.service.app import create_app
from api.service.door import entrance
from api.service.settings import Settings
from tests.api.service.browser import begin, chromium
from tests.api.service.conftest import TODAY
from tests.api.service.entering import come_in_by
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.api.service.test_serve import serving
from tests.reading import sample

pytestmark = pytest.mark.slow
BOX = "[name='/forms/closure_review/opinion']"
NAME = "[name='/client/name']"
STATUS = "[data-of=saved]"
# Of what is typed no more may be lost than this, in seconds.
LOST_AT_MOST = 5.0


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Casebook, str]]:
    """The cases of a service that lives on, and its address."""
    data = tmp_path_factory.mktemp("data")
    settings = Settings(data, workers=1, watch_seconds=0.05, today=lambda: TODAY)
    app = create_app(MemoryEngine(data / "engine"), settings)
    with listening(app) as address:
        yield app.state.context.casebook, address


@contextmanager
def two_browsers(address: str) -> Iterator[tuple[Page, Page]]:
    """Two people, each with a browser of their own."""
    with chromium() as browser:
        yield come_in(browser, address), come_in(browser, address)


def come_in(browser: Browser, address: str) -> Page:
    base = address.partition("?")[0].rstrip("/")
    page = browser.new_context(base_url=base, locale="ko-KR").new_page()
    page.set_default_timeout(30_000)
    come_in_by(page, address)
    return page


def opinion(book: Casebook, id: str) -> str:
    """What is kept of the box that is typed into."""
    return str(book.case(id).raw["forms"]["closure_review"].get("opinion", ""))


def until(book: Casebook, id: str, words: str) -> None:
    """Until that is kept."""
    deadline = time.monotonic() + 20
    while words not in str(book.case(id).raw):
        assert time.monotonic() < deadline, book.case(id).raw
        time.sleep(0.05)


def type_for(page: Page, seconds: float) -> list[tuple[float, int]]:
    """Type on without a rest; (when, how many characters stood there then) after each word."""
    typed = []
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        page.keyboard.type("적는다 ", delay=25)
        typed.append((time.monotonic(), len(page.locator(BOX).input_value())))
    return typed


def least(typed: list[tuple[float, int]], at: float) -> int:
    """The characters that stood there so long before that time."""
    return max((count for when, count in typed if when <= at - LOST_AT_MOST), default=0)


def id_of(page: Page) -> str:
    return page.url.split("/")[4]


@pytest.mark.parametrize("seed", range(3))
def test_the_death_of_the_service_loses_at_most_five_seconds(tmp_path: Path, seed: int) -> None:
    data = tmp_path / "data"
    seconds = random.Random(seed).uniform(6, 11)  # noqa: S311
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with chromium() as browser:
        with serving(data, port) as (process, address):
            page = come_in(browser, entrance(address, data))
            begin(page, "closure_review")
            page.locator(BOX).focus()
            typed = type_for(page, seconds)
            process.kill()
            killed = time.monotonic()
            process.wait()
        page.keyboard.type("꺼진 사이에 적는다")
        expect(page.locator(STATUS)).to_contain_text("서비스에 닿지 않아")
        whole = page.locator(BOX).input_value()
        # A button loses nothing either: the page stays.
        page.get_by_role("button", name="점검하기").click()
        expect(page.locator(STATUS)).to_contain_text("서비스에 닿지 않아")
        assert page.locator(BOX).input_value() == whole
        with serving(data, port) as (_, address):
            other = come_in(browser, entrance(address, data))
            other.goto(page.url)
            kept = other.locator(BOX).input_value()
            assert whole.startswith(kept.strip())
            assert len(kept) >= least(typed, killed) > 0
            # Nobody touches the page.
            expect(page.locator(STATUS)).to_contain_text("저장됨")
            other.reload()
            assert other.locator(BOX).input_value() == whole


@pytest.mark.parametrize("seed", range(2))
def test_the_death_of_the_browser_loses_at_most_five_seconds(
    casebook: tuple[Casebook, str], seed: int
) -> None:
    book, address = casebook
    with sync_playwright() as play:
        before = set(children("chromium"))
        with chromium(play) as browser:
            page = come_in(browser, address)
            begin(page, "closure_review")
            id = id_of(page)
            page.locator(BOX).focus()
            typed = type_for(page, random.Random(seed).uniform(6, 10))  # noqa: S311
            for one in set(children("chromium")) - before:
                os.kill(one, signal.SIGKILL)
            killed = time.monotonic()
    assert len(opinion(book, id)) >= least(typed, killed) > 0


def children(name: str) -> list[int]:
    """The processes of that name that this test has begun, however deep."""
    told = subprocess.run(["ps", "-eo", "pid,ppid,comm"], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 2) for line in told.splitlines()[1:]]
    ours = {os.getpid()}
    for _ in lines:
        more = {int(pid) for pid, parent, _ in lines if int(parent) in ours}
        if more <= ours:
            break
        ours |= more
    return [int(pid) for pid, _, called in lines if int(pid) in ours and called.startswith(name)]


def test_a_page_that_is_closed_takes_along_what_was_typed(casebook: tuple[Casebook, str]) -> None:
    book, address = casebook
    with chromium() as browser:
        page = come_in(browser, address)
        begin(page, "closure_review")
        id = id_of(page)
        page.locator(BOX).press_sequentially("곧 닫힌다")
        page.close(run_before_unload=True)
        until(book, id, "곧 닫힌다")


def test_two_people_on_one_case(casebook: tuple[Casebook, str]) -> None:
    book, address = casebook
    with two_browsers(address) as (first, second):
        begin(first, "closure_review")
        id = id_of(first)
        second.goto(first.url)
        first.locator(BOX).fill("먼저 적은 사람의 의견")
        until(book, id, "먼저 적은")
        second.locator(BOX).fill("나중에 적은 사람의 의견")
        # Told, and nothing of it gone.
        expect(second.locator("#overtaken")).to_be_visible()
        expect(second.locator(BOX)).to_have_value("나중에 적은 사람의 의견")
        assert opinion(book, id) == "먼저 적은 사람의 의견"
        second.get_by_role("button", name="이 화면에 적은 것을 새 사례로 두기").click()
        second.get_by_role("link", name="따로 둔 내용 열기").click()
        expect(second.locator(BOX)).to_have_value("나중에 적은 사람의 의견")
        assert id_of(second) != id
        assert opinion(book, id) == "먼저 적은 사람의 의견"
        # A button on an old page tells first, and then does what it says.
        third = second.context.new_page()
        third.goto(first.url)
        first.locator(BOX).fill("먼저 적은 사람이 고친 의견")
        until(book, id, "고친 의견")
        third.locator(NAME).evaluate(
            "box => { box.value = '가나다'; box.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
        third.get_by_role("button", name="점검하기").click()
        expect(third.locator("#overtaken")).to_be_visible()
        expect(third.locator(NAME)).to_have_value("가나다")


def slowly(route: Route) -> None:
    """A saving that takes its time."""
    time.sleep(0.5)
    route.continue_()


def test_a_link_waits_for_what_is_being_saved(casebook: tuple[Casebook, str]) -> None:
    book, address = casebook
    with chromium() as browser:
        page = come_in(browser, address)
        begin(page, "closure_review")
        id = id_of(page)
        page.route("**/sheets/closure_review/1", slowly)
        page.locator(BOX).fill("가는 길에")
        page.wait_for_timeout(1400)
        page.locator(BOX).fill("가는 길에 더 적은 것")
        page.get_by_role("link", name="사례 정보").first.click()
        page.wait_for_url(f"**/cases/{id}")
        assert opinion(book, id) == "가는 길에 더 적은 것"
        page.locator(NAME).fill("가나다")
        page.get_by_role("link", name="종결심사서").first.click()
        page.wait_for_url("**/sheets/closure_review/1")
        expect(page.locator(NAME)).to_have_value("가나다")
        page.unroute_all()
        # Shown anew, it shows what was typed last, whichever of the two came first to the service.
        for words in ("첫째", "둘째", "셋째"):
            page.locator(BOX).fill(words)
            page.reload()
            expect(page.locator(BOX)).to_have_value(words)
            expect(page.locator("#page")).not_to_have_attribute("inert", "")
        # Back again, what is shown is what is kept, and typing goes on from it.
        page.locator(BOX).fill("세 번째로 적은 것")
        page.go_back()
        until(book, id, "세 번째로")
        expect(page.locator(NAME)).to_have_value("가나다")
        page.locator(NAME).fill("라마바")
        until(book, id, "라마바")
        page.go_forward()
        expect(page.locator(BOX)).to_have_value("세 번째로 적은 것")
        page.locator(BOX).fill("네 번째로 적은 것")
        until(book, id, "네 번째로")
        expect(page.locator("#overtaken")).to_be_hidden()


def test_what_another_has_saved_is_not_hidden_by_what_a_browser_remembers(
    casebook: tuple[Casebook, str],
) -> None:
    book, address = casebook
    with two_browsers(address) as (first, second):
        begin(first, "closure_review")
        id = id_of(first)
        first.locator(BOX).fill("옛 의견")
        first.locator("[name='/forms/closure_review/result']").select_option(index=1)
        until(book, id, "옛 의견")
        first.goto("/guide")
        second.goto(f"/cases/{id}/sheets/closure_review/1")
        second.locator(BOX).fill("새 의견")
        second.locator("[name='/forms/closure_review/result']").select_option(index=2)
        chosen = second.locator("[name='/forms/closure_review/result']").input_value()
        until(book, id, chosen)
        until(book, id, "새 의견")
        first.go_back()
        expect(first.locator(BOX)).to_have_value("새 의견")
        expect(first.locator("[name='/forms/closure_review/result']")).to_have_value(chosen)


def test_enter_in_a_box_saves_and_a_button_pressed_twice_is_sent_once(
    casebook: tuple[Casebook, str],
) -> None:
    book, address = casebook
    with chromium() as browser:
        page = come_in(browser, address)
        begin(page, "monitor_sheet")
        id = id_of(page)
        page.locator(NAME).fill("가나다")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert book.case(id).raw["client"]["name"] == "가나다"
        page.get_by_text("이 서식 한 장 더, 빈 서식, 빼기").click()
        page.get_by_role("button", name="마지막 장을 복사해 한 장 더").dblclick()
        page.wait_for_url("**/sheets/monitor_sheet/2")
        assert len(book.case(id).raw["forms"]["monitor_sheet"]) == 2


def test_a_page_that_is_reloaded_fetches_its_paper_once(casebook: tuple[Casebook, str]) -> None:
    book, address = casebook
    raw = sample("closure_review")
    id = book.add(raw, summary_of(raw, ())).id
    fetched = []
    with chromium() as browser:
        page = come_in(browser, address)
        page.on("download", lambda one: fetched.append(one.suggested_filename))
        page.goto(f"/cases/{id}/sheets/closure_review/1")
        with page.expect_download():
            page.get_by_role("button", name="PDF 받기").click()
        page.reload()
        page.wait_for_timeout(1500)
        assert len(fetched) == 1
