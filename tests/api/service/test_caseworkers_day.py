"""A caseworker's day on the screen, at a desk and on a narrow screen; each state is looked at by axe.

``SEOSIK_PICTURES`` names a folder for a picture of every state; without it they go into the test's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from api.casebook.cases import Casebook
from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.browser import barriers, browser_page
from tests.api.service.clicking import Clicking, typed_of
from tests.api.service.conftest import TODAY
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.reading import sample

NUMBER = "2025-0042"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[tuple[Casebook, str]]:
    settings = Settings(tmp_path / "data", workers=1, watch_seconds=0.05, today=lambda: TODAY)
    settings.data.mkdir()
    app = create_app(MemoryEngine(tmp_path / "engine"), settings)
    with listening(app) as address:
        yield app.state.context.casebook, address


class Day:
    """A page that is looked at after each step."""

    def __init__(self, page: Page, folder: Path, width: int) -> None:
        self.page, self.folder, self.width, self.count = page, folder, width, 0
        self.found: dict[str, object] = {}

    def look(self, name: str) -> None:
        """A picture of what is shown; what keeps people out, or stands wider than the screen, is noted."""
        self.count += 1
        self.page.wait_for_load_state()
        name = f"{self.width}-{self.count:02}-{name}"
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        # The bar of buttons is no taller than its buttons, however it was drawn before.
        bar = self.page.locator(".actbar")
        if self.width > 1000 and bar.count() and (tall := bar.bounding_box()) and tall["height"] > 90:
            self.found[f"{name}: bar"] = tall["height"]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.found[f"{name}: width"] = wide
        if told := barriers(self.page):
            self.found[name] = told


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_caseworkers_day(book: tuple[Casebook, str], tmp_path: Path, width: int) -> None:
    casebook, address = book
    folder = Path(os.environ.get("SEOSIK_PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with browser_page(address, width) as page:
        day = Day(page, folder, width)
        page.set_default_timeout(40_000)
        hand = Clicking(page)
        typed = {
            form: typed_of(page, casebook, sample(form), form)
            for form in ("intake_sheet", "consent", "closure_review")
        }
        with casebook.database.begin() as connection:
            connection.exec_driver_sql("DELETE FROM cases")
        page.goto("/")
        day.look("empty")
        # Who one is and where one works is entered once.
        hand.link("설정")
        page.get_by_label("이 브라우저를 쓰는 사람").fill("유하늬")
        page.locator("#agency-name").fill("가온시 희망복지지원단")
        page.locator("#worker-name").fill("유하늬")
        day.look("settings")
        hand.button("저장")
        day.look("settings-saved")
        page.goto("/")
        hand.press(page.get_by_role("button", name="새 사례"))
        page.wait_for_url("**/sheets/intake_sheet/1")
        day.look("new-case")
        hand.type(typed["intake_sheet"] | {"/case_no": [NUMBER]})
        expect(page.locator("[data-of=saved]")).to_contain_text("저장됨")
        day.look("intake")
        case = page.url.split("/")[4]
        add(hand, "consent")
        hand.type({name: one for name, one in typed["consent"].items() if not name.startswith("/")})
        hand.button("점검하기")
        expect(page.locator("#summary")).to_be_visible()
        day.look("consent")
        # The crisis survey, answered one by one.
        add(hand, "needs_survey")
        asked = page.locator(".answers")
        for number in range(4):
            hand.press(asked.nth(number).locator("label.answer").first)
        expect(page.locator("[data-of=saved]")).to_contain_text("저장됨")
        day.look("survey")
        hand.button("점검하기")
        expect(page.locator("#summary")).to_be_visible()
        day.look("survey-checked")
        # A finding is followed to its box and fixed.
        add(hand, "closure_review")
        closing = {name: one for name, one in typed["closure_review"].items() if not name.startswith("/")}
        hand.type({**closing, "opinion": [""]})
        hand.button("점검하기")
        expect(page.locator("#summary")).to_be_visible()
        day.look("closure-checked")
        pages(hand, "점검 결과")
        day.look("findings")
        fix = page.locator(".finding").get_by_role("link", name="심사 의견 고치기")
        if not fix.count():
            fix = page.locator("#closure_review, .found").get_by_role("link", name="고치기").first
        hand.press(fix.first)
        box = page.locator("[name='/forms/closure_review/opinion']")
        expect(box).to_be_in_viewport()
        page.screenshot(path=folder / f"{width}-box.png")
        hand.type({"opinion": closing["opinion"]})
        with page.expect_download() as download:
            hand.button("PDF 받기")
        pdf = PdfReader(download.value.path())
        assert "사례관리 종결심사서" in pdf.pages[0].extract_text()
        day.look("printed")
        page.goto(f"/cases/{case}")
        day.look("case")
        pages(hand, "비식별 한 벌")
        day.look("deidentified")
        page.goto(f"/cases/{case}/set")
        day.look("set")
        page.goto(f"/cases/{case}/history")
        day.look("history")
        page.goto("/deadlines")
        day.look("tasks")
        # Removed, put back, exported and taken in again.
        page.goto("/")
        day.look("list")
        hand.press(page.get_by_role("button", name=f"{NUMBER} 지우기"))
        expect(page.get_by_role("status")).to_contain_text("지웠습니다")
        day.look("removed")
        hand.press(page.get_by_role("button", name=f"{NUMBER} 되살리기").first)
        expect(page.get_by_role("status")).to_contain_text("되살렸습니다")
        day.look("restored")
        with page.expect_download() as download:
            hand.press(page.get_by_role("link", name="모두 내보내기"))
        target = tmp_path / "cases.zip"
        download.value.save_as(target)
        with ZipFile(target) as archive:
            [name] = archive.namelist()
            assert json.loads(archive.read(name)) == casebook.case(case).raw
        casebook.remove(case)
        page.goto("/cases/take")
        day.look("take")
        page.set_input_files("#file", target)
        hand.button("가져오기")
        page.wait_for_url("**/cases/take/*")
        day.look("taken")
        [line] = casebook.lines()
        assert casebook.case(line.id).raw == casebook.case(case, removed=True).raw
        assert casebook.history(line.id)[0].by == "유하늬"
    assert day.found == {}


def add(hand: Clicking, form: str) -> None:
    """Add a form to the case."""
    hand.fold("서식 더하기")
    hand.press(hand.page.locator(f"#adding button[name=form][value={form}]"))
    hand.page.wait_for_url(f"**/sheets/{form}/1")


def pages(hand: Clicking, name: str) -> None:
    """On to another page of the case, of which a narrow screen shows the list when asked."""
    link = hand.page.locator("nav.tabs").get_by_role("link", name=name).first
    if not link.is_visible():
        hand.fold("이 사례의 서식과 화면")
    with hand.page.expect_navigation():
        hand.press(link)
