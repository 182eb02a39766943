"""An auditor's day on the screen: twelve cases with scans, decided by keyboard alone, and the same numbers everywhere.

``SEOSIK_PICTURES`` names a folder for a picture of every state; without it they go into the test's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from api.service.app import create_app
from api.service.settings import Settings
from tests.api.evidence.calls import case, data, enough, judged
from tests.api.service.browser import browser_page
from tests.api.service.clicking import Clicking
from tests.api.service.conftest import TODAY
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.api.service.test_caseworkers_day import Day
from tests.api.service.test_evidence_page import OPEN, TWICE, zipped
from tests.forms.savings.proofs import item

ARCHIVE = "증빙 6월.zip"
# Keys for a decision after the first: to the item, the answer, kept.
KEYS_A_DECISION = 3
SEED, DRAWN = 20250620, 4


def receipt(words: str, pages: int = 1, kind: str = "PNG") -> bytes:
    """A scan of a receipt."""
    made = []
    for page in range(1, pages + 1):
        picture = Image.new("RGB", (620, 877), "white")
        pen = ImageDraw.Draw(picture)
        pen.rectangle((60, 60, 560, 820), outline="black", width=3)
        pen.text((100, 100), f"RECEIPT {words}  {page}/{pages}", fill="black", font_size=28)
        for line in range(12):
            pen.line((100, 200 + 45 * line, 520, 200 + 45 * line), fill="gray", width=2)
        made.append(picture)
    target = BytesIO()
    made[0].save(target, kind, **({"save_all": True, "append_images": made[1:]} if kind == "PDF" else {}))
    return target.getvalue()


def files() -> dict[str, Any]:
    """Twelve cases: three satisfy, four wait with scans, two share a receipt, one falls short, two are not asked."""
    opened = {
        number: case(
            *(
                item(**OPEN, payee=f"상점 {number}-{at}", file=f"{number}-{at}.{ending}")
                for at, ending in scans
            ),
            number=number,
        )
        for number, scans in {
            4: ((0, "png"),),
            5: ((0, "pdf"), (1, "png")),
            6: ((0, "jpg"),),
            7: ((0, "png"), (1, "pdf")),
        }.items()
    }
    cases = {
        **{number: enough(number) for number in (1, 2, 3)},
        **opened,
        **{number: case(item(**TWICE), number=number) for number in (8, 9)},
        10: case(item(amount=100_000, document_no="차-1"), number=10),
        11: case(item(document_no="카-1"), number=11, closure_type="환수해지"),
        12: case(item(document_no="타-1"), number=12, account_type="희망저축계좌Ⅰ"),
    }
    return {f"{number:02}.json": value for number, value in cases.items()}


@cache
def scans() -> dict[str, bytes]:
    """The files that the items name; a PDF bears the time at which it was made, so they are made once."""
    return {
        "4-0.png": receipt("4-0"),
        "5-0.pdf": receipt("5-0", 2, "PDF"),
        "5-1.png": receipt("5-1"),
        "6-0.jpg": receipt("6-0", kind="JPEG"),
        "7-0.png": receipt("7-0"),
        "7-1.pdf": receipt("7-1", 1, "PDF"),
    }


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    settings = Settings(tmp_path / "data", workers=2, watch_seconds=0.05, today=lambda: TODAY)
    settings.data.mkdir()
    with listening(create_app(MemoryEngine(tmp_path / "engine"), settings)) as address:
        yield address


class Keyboard:
    """Keys that are pressed, and how many that were; what is typed into a box is no key here."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def keep(self) -> None:
        """Save the answer, and wait for what it changed."""
        with self.page.expect_navigation(url="**changed=*"):
            self.press("Control+Enter")
        self.page.wait_for_load_state()

    def tab_to(self, name: str) -> None:
        """To the next button of that name."""
        for _ in range(30):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.textContent").startswith(name):
                return
        raise AssertionError(name)


def at_open_item(page: Page) -> None:
    """An open item has the focus."""
    expect(page.locator(".item[data-open]:focus")).to_have_count(1)


def answered(page: Page, keyboard: Keyboard, answer: str) -> None:
    """The next open item, wherever that is, answered with the name and the basis that stand ready."""
    keyboard.press("j")
    at_open_item(page)
    keyboard.press(answer)
    expect(page.locator("textarea:focus")).to_have_value("영수증과 대조함")
    keyboard.keep()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_an_auditors_day(address: str, tmp_path: Path, width: int) -> None:
    folder = Path(os.environ.get("SEOSIK_PICTURES") or tmp_path / "pictures") / "auditor"
    folder.mkdir(parents=True, exist_ok=True)
    given = files()
    archive = tmp_path / ARCHIVE
    archive.write_bytes(zipped({**given, **scans()}))
    with browser_page(address, width) as page:
        day, hand, keyboard = Day(page, folder, width), Clicking(page), Keyboard(page)
        page.set_default_timeout(40_000)
        page.goto("/evidence")
        day.look("start")
        page.set_input_files("#file", archive)
        hand.button("올려서 증빙 점검하기")
        page.wait_for_url("**/evidence/*")
        upload = page.url
        day.look("table")
        assert counts(page) == {
            "전체": 12,
            "열린 것이 있음": 6,
            "검토필요": 6,
            "미충족": 1,
            "충족": 3,
            "해당없음·규정없음": 2,
        }
        # The receipt of two cases stands in one group, each leading to its item.
        group = page.locator("tbody.group")
        expect(group).to_have_count(1)
        expect(group.get_by_role("link")).to_have_text(["2025-0008의 증빙 1번", "2025-0009의 증빙 1번"])
        hand.press(page.get_by_role("link", name="열린 것이 있음"))
        day.look("open")
        hand.press(page.locator("td[data-label='열린 것'] a").first)
        at_open_item(page)
        expect(page.locator("figure.paper img").first).to_be_visible()
        day.look("case")
        to_the_first = hand.count
        # The first decision: name and basis are typed once.
        keyboard.press("a")
        page.keyboard.type("한가람")
        keyboard.press("Tab", "Tab")
        page.keyboard.type("영수증과 대조함")
        keyboard.keep()
        expect(page.locator("figure.paper img").first).to_have_js_property("complete", True)
        day.look("decided")
        first = keyboard.count
        # Five more with scans, then one of the receipt that two cases hold; its other stays open for now.
        for answer in ("a", "r", "a", "a", "r", "a"):
            answered(page, keyboard, answer)
        assert keyboard.count - first == 6 * KEYS_A_DECISION
        day.look("duplicate")
        # Taken back by keyboard, too, and decided otherwise.
        keyboard.tab_to("결정 취소하기")
        with page.expect_navigation(url="**changed=8*"):
            keyboard.press("Enter")
        page.wait_for_load_state()
        expect(page.locator("[role=status]").first).to_contain_text("결정을 취소했습니다")
        day.look("taken-back")
        at_open_item(page)
        keyboard.press("r")
        keyboard.keep()
        answered(page, keyboard, "a")
        day.look("all-decided")
        with page.expect_download() as download:
            hand.link("점검표 PDF 받기")
        text = "".join(one.extract_text() for one in PdfReader(download.value.path()).pages)
        assert "영수증과 대조함" in text and "한가람" in text
        page.goto(upload)
        expect(page.locator("td[data-label='열린 것'] a")).to_have_count(0)
        day.look("table-decided")
        page.locator("#count").fill(str(DRAWN))
        page.locator("#seed").fill(str(SEED))
        hand.button("뽑기")
        drawn = page.locator("ol.drawn li")
        expect(drawn).to_contain_text(f"씨앗 {SEED}")
        expected = sorted(Random(SEED).sample(range(1, 13), DRAWN))  # noqa: S311 - told on the page
        links = drawn.get_by_role("link").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert [int(link.rpartition("/")[2]) for link in links] == expected
        day.look("drawn")
        with page.expect_download() as download:
            hand.link("감사용 엑셀 받기")
        workbook = load_workbook(BytesIO(download.value.path().read_bytes()))
        shown = table(page)
        decided = {name: told(page, upload, number) for number, name in enumerate(given, 1)}
        log = [row[4] for row in workbook["결정 기록"].iter_rows(min_row=2, values_only=True)]
        assert log == [
            "인정",
            "인정",
            "불인정",
            "인정",
            "인정",
            "불인정",
            "인정",
            "결정 취소",
            "불인정",
            "인정",
        ]
        rows = list(workbook["재점검"].iter_rows(min_row=2, values_only=True))
        assert [(row[2], row[5]) for row in rows] == [(SEED, number) for number in expected]
        # To the first open item: the upload, the filter, the item; then no click until the sheet.
        print(
            f"\n{width}: {to_the_first} clicks to the first item, {keyboard.count} keys for 9 decisions, {hand.count} clicks in all"
        )
        assert to_the_first == 3 and hand.count == to_the_first + 3
    assert day.found == {}
    same_numbers(tmp_path, decided, shown, workbook)


def counts(page: Page) -> dict[str, int]:
    """The filters, and how many cases each takes."""
    texts = page.locator(".filters a").all_inner_texts()
    return {text.rpartition(" ")[0].strip(): int(text.rpartition(" ")[2]) for text in texts}


def table(page: Page) -> list[list[str]]:
    """Number, verdict and sums of each case, as the page shows them."""
    found: list[list[str]] = page.locator("table.cases tbody tr").evaluate_all(
        "rows => rows.map(row => ['판정', '지원액', '필요', '인정', '검토', '부족']"
        ".map(label => row.querySelector(`[data-label='${label}']`).textContent.trim()))"
    )
    return found


def told(page: Page, upload: str, number: int) -> Any:
    """The case file with the decisions in it, as the page of the case gives it."""
    address = upload.replace("/evidence/", "/results/")
    return json.loads(page.request.get(f"{address}/{number}/case.json").body())


def same_numbers(tmp_path: Path, decided: dict[str, Any], shown: list[list[str]], workbook: Any) -> None:
    """Page, command and workbook, cell by cell: the command judges the files that hold the decisions."""
    folder = tmp_path / "again"
    folder.mkdir()
    archive, target = folder / ARCHIVE, folder / "audit.xlsx"
    with ZipFile(archive, "w") as made:
        for name, value in {**decided, **scans()}.items():
            made.writestr(name, value if isinstance(value, bytes) else data(value))
    _, entries = judged(str(archive), "--xlsx", str(target))
    assert shown == [
        [
            entry["verdict"],
            f"{entry['support_total']:,}",
            f"{entry['required']:,}" if entry["applies"] else "-",
            f"{entry['accepted_total']:,}",
            f"{entry['review_total']:,}",
            f"{entry['shortfall']:,}" if entry["applies"] else "-",
        ]
        for entry in entries
    ]
    by_command = load_workbook(target)
    compared = 0
    for name in by_command.sheetnames:
        ours, theirs = (
            [[without(cell, folder) for cell in row] for row in book[name].iter_rows(values_only=True)]
            for book in (workbook, by_command)
        )
        assert ours == theirs
        compared += sum(map(len, ours))
    assert by_command.sheetnames == ["사례", "증빙", "중복"] and compared > 12 * 25


def without(cell: object, folder: Path) -> object:
    """A cell without the folder that the command names."""
    return cell.replace(f"{folder}/", "") if isinstance(cell, str) else cell
