"""The boxes of a form in a real browser: what the script adds, and what holds without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.browser import barriers, begin, browser_page
from tests.api.service.conftest import TODAY
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data: Path = tmp_path_factory.mktemp("data")
    settings = Settings(data, workers=1, watch_seconds=0.05, today=lambda: TODAY)
    with listening(create_app(MemoryEngine(data / "engine"), settings)) as listens:
        yield listens


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with browser_page(address) as opened:
        yield opened


def test_the_calendar_writes_a_date_and_free_typing_stays(page: Page) -> None:
    begin(page, "intake_sheet")
    day = page.locator("[name='/forms/intake_sheet/consulted_on']")
    button = page.get_by_role("button", name="상담일자 달력에서 고르기")
    opened = "document.activeElement.parentElement.querySelector('[type=date]')"
    # The browser's own calendar is no part of the page: it opens without a fault, and then we watch.
    button.click()
    page.keyboard.press("Escape")
    page.evaluate(
        "void (HTMLInputElement.prototype.showPicker = function () { this.dataset.opened = this.value || 'empty'; })"
    )
    # By the keyboard: from the box to its button.
    day.focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{opened}.dataset.opened") == "empty"
    page.evaluate(
        f"(() => {{ const one = {opened}; one.value = '2025-06-02'; one.dispatchEvent(new Event('change')); }})()"
    )
    expect(day).to_have_value("2025-06-02")
    expect(button).to_be_focused()
    # It opens where the box stands, and several dates are written one below the other.
    page.keyboard.press("Enter")
    assert page.evaluate(f"{opened}.dataset.opened") == "2025-06-02"
    day.fill("2025년 6월 3일")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(day).to_have_value("2025-06-03")
    assert barriers(page) == []


def test_a_long_text_is_counted_in_characters_and_warned_of_once(page: Page) -> None:
    begin(page, "intake_sheet")
    text = page.locator("[name='/forms/intake_sheet/concerns']")
    count = page.locator("#f-forms-intake_sheet-concerns + .count")
    aloud = page.locator("#f-forms-intake_sheet-concerns ~ [role=status]")
    expect(count).to_have_text("0자 / 50,000자")
    # A character beyond the first plane is one, as the server counts.
    text.fill("가나다😀")
    expect(count).to_have_text("4자 / 50,000자")
    expect(aloud).to_have_text("")
    text.fill("가" * 50_001)
    expect(count).to_have_class("count over")
    expect(aloud).to_contain_text("너무 깁니다")


def test_sums_follow_the_answers(page: Page) -> None:
    begin(page, "needs_survey")
    housing = page.locator("fieldset.topic", has=page.locator("input[value='주거']"))
    total = housing.locator("legend [data-total]")
    for number, answer in ((1, "3"), (2, "2"), (4, "해당 사항 없음")):
        housing.get_by_role("radiogroup", name=f"주거 {number}번").get_by_role("radio", name=answer).click(
            force=True
        )
    expect(total).to_have_text("5")
    # Arrow keys choose, too.
    page.keyboard.press("ArrowLeft")
    expect(total).to_have_text("8")
    expect(page.locator("fieldset.asked > .sum [data-total]")).to_have_text("8")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_and_nothing_wider_than_the_screen(address: str, width: int) -> None:
    """A form with every kind of box, another with dates and sums of money in tables."""
    with browser_page(address, width) as page:
        for form in ("needs_survey", "usage_proof", "depression_screening"):
            begin(page, form)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, form
            assert barriers(page) == [], form


def test_without_scripts_an_answer_is_one_click(address: str) -> None:
    with browser_page(address, java_script_enabled=False) as page:
        begin(page, "needs_survey")
        group = page.get_by_role("radiogroup", name="안전 1번")
        group.get_by_role("radio", name="3").click(force=True)
        page.get_by_role("button", name="저장", exact=True).click()
        expect(page.get_by_role("radiogroup", name="안전 1번").get_by_role("radio", name="3")).to_be_checked()
        expect(page.locator("fieldset.asked > .sum")).to_have_text("모두 합해 3점")


def test_a_choice_opens_what_applies_and_folds_what_does_not(page: Page) -> None:
    begin(page, "needs_survey")
    rent = page.locator("[name='/forms/needs_survey/monthly_rent']")
    tenure = page.get_by_label("주거 비용 부담 유형")
    expect(rent).to_be_visible()
    tenure.select_option("자가")
    expect(rent).to_be_hidden()
    # By hand all the same: somebody may have to.
    page.get_by_text("월세 (해당하면 적습니다)").click()
    expect(rent).to_be_visible()
    rent.fill("300,000")
    tenure.select_option("전세")
    expect(rent).to_be_visible()
    rent.fill("")
    tenure.select_option("자가")
    expect(rent).to_be_hidden()
    assert barriers(page) == []
    tenure.select_option("월세(보증금 유)")
    expect(rent).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_box_that_is_jumped_to_has_its_label_and_message_in_view(address: str, width: int) -> None:
    """By the address alone: without scripts nothing else brings it there."""
    with browser_page(address, width, java_script_enabled=False) as page:
        begin(page, "closure_review")
        page.locator("[name='/case_no']").fill("2025-1")
        page.locator("[name='/client/name']").fill("홍길동")
        planned = page.locator("[name='/forms/closure_review/planned_on']")
        planned.fill("2025-13-45")
        page.get_by_role("button", name="점검하기").click()
        page.locator("#summary").get_by_role("link", name="제공계획").first.click()
        expect(planned).to_be_in_viewport()
        bar = page.locator(".actbar").bounding_box()
        label = page.locator("label[for='f-forms-closure_review-planned_on']").bounding_box()
        told = page.locator("#f-forms-closure_review-planned_on-wrong-1").bounding_box()
        assert bar and label and told
        assert bar["y"] + bar["height"] <= label["y"] < told["y"] < 900
