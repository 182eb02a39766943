"""How many clicks each path costs. Before the case stood on the screen: 4, 15, about 48, none, about 109."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.browser import browser_page
from tests.api.service.clicking import Clicking, typed_of
from tests.api.service.conftest import TODAY
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.reading import sample

pytestmark = pytest.mark.slow
# (path, clicks or actions before, clicks allowed)
PATHS = {
    "first": ("첫 서식, 빈 화면에서 PDF까지", "4", 4),
    "second": ("같은 사례의 둘째 서식 PDF", "15", 3),
    "set": ("비식별 한 벌", "약 48", 3),
    "fix": ("고칠 곳을 찾아 고치고 인쇄", "-", 4),
    "survey": ("위기도 조사지, 답 하나에", "약 109 (모두)", 1),
}
counted: dict[str, float] = {}


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    """What was counted, beside what it was."""
    yield
    print("\n경로 | 전 | 지금 | 목표")
    for key, (words, before, allowed) in PATHS.items():
        print(f"{words} | {before} | {counted.get(key, '-')} | {allowed} 이하")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Casebook, str]]:
    data: Path = tmp_path_factory.mktemp("data")
    settings = Settings(data, workers=1, watch_seconds=0.05, today=lambda: TODAY)
    app = create_app(MemoryEngine(data / "engine"), settings)
    with listening(app) as address:
        yield app.state.context.casebook, address


@pytest.fixture
def page(book: tuple[Casebook, str]) -> Iterator[Page]:
    with browser_page(book[1]) as opened:
        yield opened


def told(key: str, clicks: float) -> None:
    counted[key] = clicks
    assert clicks <= PATHS[key][2]


def test_the_first_and_the_second_form_of_a_case(page: Page, book: tuple[Casebook, str]) -> None:
    first = typed_of(page, book[0], sample("intake_sheet"), "intake_sheet")
    second = typed_of(page, book[0], sample("consent"), "consent")
    page.goto("/")
    hand = Clicking(page)
    hand.press(page.get_by_role("button", name="새 사례"))
    page.wait_for_url("**/sheets/intake_sheet/1")
    hand.type(first)
    assert hand.download("PDF 받기").endswith(".pdf")
    told("first", hand.count)
    hand = Clicking(page)
    hand.fold("서식 더하기")
    hand.press(page.locator("button[name=form][value=consent]"))
    page.wait_for_url("**/sheets/consent/1")
    hand.type({name: value for name, value in second.items() if not name.startswith("/")})
    assert hand.download("PDF 받기").endswith(".pdf")
    told("second", hand.count)


def test_a_deidentified_set(page: Page, book: tuple[Casebook, str]) -> None:
    raw = sample("case_full")
    page.goto(f"/cases/{book[0].add(raw, summary_of(raw, ())).id}")
    hand = Clicking(page)
    page.set_default_timeout(120_000)
    hand.link("비식별 한 벌")
    hand.press(page.get_by_label("아래를 살펴보았습니다"))
    assert hand.download("비식별 한 벌 만들기").endswith(".zip")
    told("set", hand.count)


def test_a_finding_is_fixed_and_the_form_printed(page: Page, book: tuple[Casebook, str]) -> None:
    raw = sample("closure_review")
    opinion = raw["forms"]["closure_review"].pop("opinion")
    page.goto(f"/cases/{book[0].add(raw, summary_of(raw, ())).id}")
    hand = Clicking(page)
    hand.press(page.get_by_role("link", name="점검 결과").first)
    hand.press(
        page.locator(".finding", has=page.locator(".mark.error")).get_by_role("link", name="고치기").first
    )
    box = page.locator("[name='/forms/closure_review/opinion']")
    expect(box).to_be_in_viewport()
    hand.type({"/forms/closure_review/opinion": [opinion]})
    assert hand.download("PDF 받기").endswith(".pdf")
    told("fix", hand.count)


def test_the_crisis_survey(page: Page, book: tuple[Casebook, str]) -> None:
    raw = {"edition": "2025", "forms": {"needs_survey": {}}}
    id = book[0].add(raw, summary_of(raw, ())).id
    page.goto(f"/cases/{id}/sheets/needs_survey/1")
    hand = Clicking(page)
    asked = page.locator(".answers")
    questions = min(asked.count(), 12)
    assert questions == 12
    for number in range(questions):
        hand.press(asked.nth(number).locator("label.answer").first)
    expect(page.locator("[data-of=saved]")).to_contain_text("저장됨")
    given = str(book[0].case(id).raw["forms"]["needs_survey"])
    assert given.count("': '") + given.count("': ") >= questions
    told("survey", hand.count / questions)
