"""The day of a caseworker of a 지역자활센터 on the screen: a participant from the first interview to the closing.

``SEOSIK_PICTURES`` names a folder for a picture of every state; without it they go into the test's own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.browser import browser_page
from tests.api.service.clicking import Clicking, typed_of
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.api.service.sheet_pages import boxes
from tests.api.service.test_back_offices_day import work_off
from tests.api.service.test_caseworkers_day import Day, pages
from tests.reading import sample

# Each sheet as the day takes it up; a number tells which of several.
SHEETS = [
    ("basic_interview", 1),
    ("assessment_sheet", 1),
    ("iap", 1),
    ("isp", 1),
    ("outcome_record", 1),
    ("progress_check", 1),
    ("outcome_record", 2),
    ("closure_report", 1),
]


class Center(NamedTuple):
    """A service, and what stands behind it."""

    address: str
    engine: MemoryEngine
    book: Casebook


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    # A month after the sample's closing on 20 December 2025.
    settings = Settings(tmp_path / "data", workers=1, watch_seconds=0.05, today=lambda: date(2026, 1, 20))
    settings.data.mkdir()
    engine = MemoryEngine(tmp_path / "engine", step_at_once=False)
    app = create_app(engine, settings)
    with listening(app) as address:
        yield Center(address, engine, app.state.context.casebook)


def type_all(hand: Clicking, typed: dict[str, list[str]]) -> None:
    """Type into a page, with as many rows in its lists as there are to be typed."""
    place = hand.page.locator("#page [name=place]").input_value()
    for name in typed:
        path = name if name.startswith("/") else f"{place}/{name}"
        parts = path.removeprefix(f"{place}/" if place else "/").split("/")
        for at, part in enumerate(parts):
            if part.isdigit():
                rows = "/".join([place, *parts[:at]])
                more = hand.page.locator(f'button[value="add:{rows}"]')
                while more.count() and not hand.page.locator(f'[name^="{rows}/{part}"]').count():
                    with hand.page.expect_navigation():
                        hand.press(more)
    hand.type(typed)


def of_participation(page: Page, book: Casebook) -> dict[str, list[str]]:
    """What the sample states once of household and participation, as its page of 사례 정보 holds it."""
    raw = sample("case_selfsufficiency")
    case = book.add(raw, summary_of(raw, ()))
    typed: dict[str, list[str]] = {}
    for name, value in boxes(html.fromstring(page.request.get(f"/cases/{case.id}").text())):
        if name.startswith(("/participation/", "/household/")) and not name.endswith("#"):
            typed.setdefault(name, []).append(value)
    return typed


def sheets_of(page: Page, book: Casebook) -> list[tuple[str, int, dict[str, list[str]]]]:
    """(form, number, what is typed) of each sheet; the heads are typed on the first alone."""
    raw = sample("case_selfsufficiency")
    made: list[tuple[str, int, dict[str, list[str]]]] = []
    for form, number in SHEETS:
        held = raw["forms"][form]
        one = {**raw, "forms": {form: held[number - 1] if isinstance(held, list) else held}}
        typed = typed_of(page, book, one, form)
        if made:
            typed = {name: value for name, value in typed.items() if not name.startswith("/")}
        made.append((form, number, typed))
    return made


def checked(page: Page, hand: Clicking) -> None:
    with page.expect_navigation():
        hand.button("점검하기")
    expect(page.locator("#summary")).to_be_visible()


def beside(page: Page, part: str) -> str:
    """What a list of the sheet is given by the case, as it is told above its rows."""
    return page.locator(f"fieldset[id$={part}] > .given").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280])
def test_a_participants_way(center: Center, tmp_path: Path, width: int) -> None:
    folder = Path(os.environ.get("SEOSIK_PICTURES") or tmp_path / "pictures") / "participant"
    folder.mkdir(parents=True, exist_ok=True)
    with browser_page(center.address, width) as page:
        day, hand = Day(page, folder, width), Clicking(page)
        participation, sheets = of_participation(page, center.book), sheets_of(page, center.book)
        with center.book.database.begin() as connection:
            connection.exec_driver_sql("DELETE FROM cases")
        page.goto("/")
        hand.fold("다른 서식부터 적기")
        hand.press(page.get_by_role("button", name="기본면접기록지", exact=True))
        page.wait_for_url("**/sheets/basic_interview/1")
        case = page.url.split("/")[4]
        for form, number, typed in sheets:
            if form != "basic_interview":
                hand.fold("서식 더하기")
                hand.press(page.locator(f"#adding button[name=form][value={form}]"))
                page.wait_for_url(f"**/sheets/{form}/{number}")
            told_beside(page, form)
            type_all(hand, typed)
            checked(page, hand)
            day.look(form)
            narrow = page.locator(".boxes select").evaluate_all("all => all.map(one => one.clientWidth)")
            # Two or three words of a list, with its arrow.
            assert all(wide >= 80 for wide in narrow), form
            if form == "basic_interview":
                expect(page.locator("#summary")).to_contain_text("사례의 자활 참여 의뢰 경로에 적어도 됩니다")
                pages(hand, "사례 정보")
                type_all(hand, participation)
                checked(page, hand)
                day.look("participation")
            else:
                expect(page.locator("#summary")).to_contain_text("이 서식에는 오류가 없습니다")
        filled_in = hand.count
        look_back(page, hand, day, case)
        print_with_chart(page, hand, day, center)
        print(
            f"\n{width}: {filled_in} clicks until all sheets are filled in, {hand.count} until they are printed"
        )
    assert day.found == {}


def told_beside(page: Page, form: str) -> None:
    """What earlier sheets give, told before anything is typed."""
    if form == "iap":
        expect(page.locator("main")).to_contain_text("앞선 자활사정지의 합의된 욕구: 오전 9시부터")
    elif form == "progress_check":
        assert beside(page, "goals").startswith(
            "앞선 ISP의 단기변화목표: 1. 평일 오후에 아이를 맡길 곳을 마련한다 / 2. 채무조정을 신청한다 / 3. "
        )
    elif form == "closure_report":
        assert "3. 중기 · 건물위생관리 관련 자격을 딴다" in beside(page, "iap_goals")
        assert "1. 평일 오후에 아이를 맡길 곳을 마련한다 · 달성 · 3월 3일부터 이용" in beside(
            page, "isp_goals"
        )


def look_back(page: Page, hand: Clicking, day: Day, case: str) -> None:
    """The findings, the change and the deadlines of what was typed: of two checks in a year, one was typed."""
    pages(hand, "점검 결과")
    expect(page.locator("main")).to_contain_text("2025-08-10까지 달성 평가가 없습니다")
    day.look("findings")
    pages(hand, "사례 정보")
    change = page.locator("#change")
    expect(change).to_contain_text("이어진 성과 1개, 새로 적은 성과 5개, 처음 기록에만 있는 성과 2개")
    day.look("change")
    page.goto("/deadlines")
    # Half a year after 10 February, and twelve months after 20 December 2025.
    due = page.locator("tbody td[data-label='기한']:visible").all_inner_texts()
    assert due == ["2025-08-10", "2026-12-20"]
    day.look("tasks")


def print_with_chart(page: Page, hand: Clicking, day: Day, center: Center) -> None:
    """The packet of the closing, its last page the chart of what changed."""
    page.goto("/batches")
    hand.link("내 사례에서 골라 만들기")
    hand.link("보이는 사례 모두 고르기")
    hand.button("고른 사례 살펴보기")
    expect(page.locator("#look")).to_contain_text("1건 가운데 1건을 만듭니다")
    hand.press(page.get_by_label("묶음 끝에 변화 도표 넣기"))
    day.look("looked")
    hand.button("1건 만들기")
    expect(page.locator("#count")).to_be_visible()
    work_off(center.engine, page.url.rpartition("/")[2])
    expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과")
    day.look("printed")
    with page.expect_download() as download:
        hand.link("인쇄할 파일 받기(PDF)")
    texts = [one.extract_text() for one in PdfReader(download.value.path()).pages]
    assert "위탁 종결보고서" in "".join(texts) and "변화 도표" in texts[-1]
