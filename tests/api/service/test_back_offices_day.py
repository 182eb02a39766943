"""A back office's day on the screen: thirty cases, three of them broken, mended and printed in one order.

``SEOSIK_PICTURES`` names a folder for a picture of every state; without it they go into the test's own.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.service.app import create_app
from api.service.settings import Settings
from api.workbook.command import entry_workbook_of
from tests.api.evidence.calls import write
from tests.api.jobs.batches import short_case, with_errors
from tests.api.service.browser import browser_page
from tests.api.service.clicking import Clicking
from tests.api.service.conftest import TODAY
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.api.service.test_caseworkers_day import Day

# Twenty-five files, then five cases of a workbook; 4 is a kept case, too, 11 and 20 are mended as files.
FILES, BROKEN = 25, (4, 11, 20)
IN_EXCEL = [f"2025-9{number:03}" for number in range(1, 6)]
ORDER = [*(f"2025-{number:04}" for number in range(1, FILES + 1)), *IN_EXCEL]


class Office(NamedTuple):
    """A service, and what stands behind it."""

    address: str
    engine: MemoryEngine
    book: Casebook


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(tmp_path / "data", workers=2, watch_seconds=0.05, today=lambda: TODAY)
    settings.data.mkdir()
    engine = MemoryEngine(tmp_path / "engine", step_at_once=False)
    app = create_app(engine, settings)
    with listening(app) as address:
        yield Office(address, engine, app.state.context.casebook)


def workbook_of(numbers: list[str]) -> bytes:
    """An entry workbook with the sample's case under each of the numbers."""
    book: Workbook = load_workbook(BytesIO(entry_workbook_of(("closure_review",), sample=True)))
    for sheet in book.worksheets:
        head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        if not str(head[0]).startswith("사례번호"):
            continue
        typed = [row for row in rows if row[0]]
        sheet.delete_rows(2, max(1, len(rows)))
        for number in numbers:
            for row in typed:
                sheet.append([number, *row[1:]])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def brought(tmp_path: Path) -> list[str]:
    """The files in the order in which they are chosen."""
    made = [
        write(tmp_path / f"{number:02}.json", with_errors(number) if number in BROKEN else short_case(number))
        for number in range(1, FILES + 1)
    ]
    book = tmp_path / "종결 명부.xlsx"
    book.write_bytes(workbook_of(IN_EXCEL))
    return [*made, str(book)]


def work_off(engine: MemoryEngine, batch: str) -> None:
    while engine.advance(batch):
        pass


def fetched(page: Page, hand: Clicking, name: str) -> bytes:
    """What a link brings."""
    with page.expect_download() as download:
        hand.link(name)
    return download.value.path().read_bytes()


def rows_of(manifest: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(manifest.decode("utf-8-sig"), newline="")))


def in_stream(stream: bytes) -> list[str]:
    """The case numbers of a print stream in the order of its pages, each once: they stand on every cover."""
    found: list[str] = []
    for page in pypdfium2.PdfDocument(stream):
        text = page.get_textpage().get_text_bounded()
        found += [one for one in ORDER if one in text and one not in found]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_back_offices_day(office: Office, tmp_path: Path, width: int) -> None:
    folder = Path(os.environ.get("SEOSIK_PICTURES") or tmp_path / "pictures") / "office"
    folder.mkdir(parents=True, exist_ok=True)
    broken = with_errors(BROKEN[0])
    kept = office.book.add(broken, summary_of(broken, ()))
    # The connection is cut on purpose, which the console tells of.
    with browser_page(office.address, width, quiet=False) as page:
        day, hand = Day(page, folder, width), Clicking(page)
        page.set_default_timeout(40_000)
        page.goto("/batches")
        day.look("start")
        page.set_input_files("#file", brought(tmp_path))
        hand.button("올려서 살펴보기")
        look = page.locator("#look")
        expect(look).to_contain_text("30건 가운데 27건을 만듭니다")
        expect(look).to_contain_text("빠지는 사례 3건: 오류 있음")
        expect(look).to_contain_text("한 면에 찍으면")
        day.look("looked")
        page.get_by_label("작업의 이름").fill("6월 종결")
        hand.button("27건 만들기")
        expect(page.get_by_role("heading", name="6월 종결")).to_be_visible()
        batch = page.url.rpartition("/")[2]
        for _ in range(12):
            office.engine.advance(batch)
        expect(page.locator("#count")).to_have_text("30건 가운데 10건 만듦, 2건 빠짐")
        expect(page.get_by_role("heading", level=2).first).to_have_text("6월 종결: 만드는 중")
        day.look("running")
        lost_and_found(page, day)
        work_off(office.engine, batch)
        expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과")
        assert left_out(page) == [ORDER[number - 1] for number in BROKEN]
        day.look("left-out")
        to_the_print = hand.count
        first = fetched(page, hand, "인쇄할 파일 받기(PDF)")
        assert in_stream(first) == [one for one in ORDER if int(one[-4:]) not in BROKEN]
        mended_as_a_kept_case(page, hand, day, office, kept.id, batch)
        mended_as_files(page, hand, day, office, tmp_path, batch)
        # Printed again in the first order, as stream, manifest and the table of the page have it.
        stream = fetched(page, hand, "인쇄할 파일 받기(PDF)")
        rows = rows_of(fetched(page, hand, "목록(CSV)"))
        manifest = json.loads(office.engine.manifest(batch))
        assert in_stream(stream) == ORDER
        assert [one["case_no"] for one in manifest["packets"]] == ORDER
        assert [row["관리번호"] for row in rows] == ORDER
        shown = page.locator("section[aria-labelledby=printed-name] tbody th").all_inner_texts()
        assert shown == ORDER
        assert (manifest["left_out"], sum(one["pages"] for one in manifest["packets"])) == (
            [],
            len(PdfReader(BytesIO(stream)).pages),
        )
        print(
            f"\n{width}: {to_the_print} clicks to the first print, {hand.count} until all thirty are printed in order"
        )
        cancelled(page, hand, day, office)
        tasks(page, hand, day, office)
    assert day.found == {}


def lost_and_found(page: Page, day: Day) -> None:
    """The service is away for a moment: the page says so, and goes on by itself."""
    page.route("**/events", lambda one: one.abort())
    page.reload()
    expect(page.locator("#connection")).to_contain_text("연결이 끊겼습니다")
    day.look("lost")
    page.unroute("**/events")
    expect(page.locator("#connection")).to_have_text("")


def left_out(page: Page) -> list[str]:
    cells = page.locator("#failure-rows tr td:nth-child(2)").all_inner_texts()
    return [cell.split("의 ")[0].strip() for cell in cells]


def mended_as_a_kept_case(page: Page, hand: Clicking, day: Day, office: Office, id: str, batch: str) -> None:
    """From the batch to the findings of the case, to the box, and back: the case takes its place."""
    hand.press(page.locator("#failure-rows a").first)
    page.wait_for_url(f"**/cases/{id}/findings")
    day.look("findings")
    hand.press(
        page.locator(".finding", has=page.locator(".mark.error")).get_by_role("link", name="고치기").first
    )
    box = page.locator("[name='/forms/closure_review/result']")
    expect(box).to_be_in_viewport()
    hand.type({"result": [short_case(1)["forms"]["closure_review"]["result"]]})
    expect(page.locator("[data-of=saved]")).to_contain_text("저장됨")
    page.goto(f"/batches/{batch}")
    hand.button("내 사례에서 고친 1건 넣기")
    page.wait_for_url(f"**/batches/{batch}")
    work_off(office.engine, batch)
    expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과")
    expect(page.locator("#count")).to_have_text("30건 가운데 28건 만듦, 2건 빠짐")
    day.look("one-mended")


def mended_as_files(page: Page, hand: Clicking, day: Day, office: Office, tmp_path: Path, batch: str) -> None:
    """The other two as corrected files, found by their numbers."""
    folder = tmp_path / "고침"
    folder.mkdir()
    page.set_input_files(
        "#file", [write(folder / f"고친 {number}.json", short_case(number)) for number in BROKEN[:0:-1]]
    )
    hand.button("고친 파일 넣기")
    page.wait_for_url(f"**/batches/{batch}")
    work_off(office.engine, batch)
    expect(page.locator("#count")).to_have_text("30건 가운데 30건 만듦, 0건 빠짐")
    expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과")
    day.look("all-mended")


def cancelled(page: Page, hand: Clicking, day: Day, office: Office) -> None:
    """A batch of kept cases, cancelled on the way, prints what it made, and can be gone on with."""
    for number in (41, 42, 43):
        raw: dict[str, Any] = short_case(number)
        office.book.add(raw, summary_of(raw, ()))
    page.goto("/batches")
    hand.link("내 사례에서 골라 만들기")
    day.look("choose")
    hand.link("보이는 사례 모두 고르기")
    hand.button("고른 사례 살펴보기")
    expect(page.locator("#look")).to_contain_text("4건 가운데 4건을 만듭니다")
    day.look("kept-looked")
    hand.button("4건 만들기")
    expect(page.locator("#count")).to_have_text("4건 가운데 0건 만듦, 0건 빠짐")
    batch = page.url.rpartition("/")[2]
    made = [office.engine.advance(batch) for _ in range(2)]
    assert made == [True, True]
    hand.button("취소하기")
    expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과")
    expect(page.locator("#count")).to_contain_text("2건 만듦")
    day.look("cancelled")
    stream = fetched(page, hand, "인쇄할 파일 받기(PDF)")
    # The list shows what was changed last first.
    packets = json.loads(office.engine.manifest(batch))["packets"]
    assert [one["case_no"] for one in packets] == ["2025-0043", "2025-0042"]
    assert len(PdfReader(BytesIO(stream)).pages) == sum(one["pages"] for one in packets)
    hand.button("남은 것 마저 만들기")
    work_off(office.engine, batch)
    expect(page.locator("#count")).to_have_text("4건 가운데 4건 만듦, 0건 빠짐")
    # Removing asks.
    hand.link("올린 파일과 결과 지우기")
    expect(page.get_by_text("되돌릴 수 없습니다")).to_be_visible()
    day.look("asked")
    hand.link("지우지 않기")


def tasks(page: Page, hand: Clicking, day: Day, office: Office) -> None:
    """The deadlines of the kept cases, overdue first, and as a calendar."""
    late = short_case(50)
    # Three months after this, on 20 March, a first monitoring was due (ICM-DEADLINE-12).
    late["forms"]["closure_review"]["approved_on"] = "2024-12-20"
    office.book.add(late, summary_of(late, ()))
    page.goto("/deadlines")
    expect(page.get_by_role("heading", level=2).first).to_have_text("기한 지남 2건")
    expect(page.locator("tbody td[data-label='기한']").first).to_have_text("2025-03-20")
    day.look("tasks")
    due = page.locator("tbody td[data-label='기한']:visible").all_inner_texts()
    assert due == sorted(due) and due
    calendar = fetched(page, hand, "달력 파일 받기(.ics)").decode()
    assert calendar.startswith("BEGIN:VCALENDAR") and calendar.count("BEGIN:VEVENT") >= len(due)
