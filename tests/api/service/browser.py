"""A real browser on a service that listens: Debian's chromium, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.api.service.entering import come_in_by, without_key

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# WCAG 2.2 A and AA, and what axe holds to be good practice besides.
_AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_SERIOUS = ("serious", "critical", "moderate")


@contextmanager
def chromium(play: Playwright | None = None) -> Iterator[Browser]:
    """A browser for several people, each in a context of their own."""
    executable = shutil.which("chromium")
    assert executable, "chromium is missing: ./setup.sh dev installs it"
    with ExitStack() as stack:
        started = play or stack.enter_context(sync_playwright())
        browser = started.chromium.launch(executable_path=executable, args=FLAGS)
        expect.set_options(timeout=20_000)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def browser_page(address: str, width: int = 1280, quiet: bool = True, **options: Any) -> Iterator[Page]:
    """A page of a fresh browser, come in where the address has the key; an error in its console (a stopped script, a refused asset) fails the test.

    Not ``quiet``: the service may be away for a while, which the console tells of.
    """
    faults: list[str] = []
    base = without_key(address)
    with chromium() as browser:
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 900}, locale="ko-KR", **options
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        outside: list[str] = []
        page.on(
            "request",
            lambda one: outside.append(one.url) if not one.url.startswith((base, "data:", "blob:")) else None,
        )
        try:
            if address != base:
                come_in_by(page, address)
            yield page
        finally:
            context.close()
    assert not quiet or faults == []
    assert outside == []


def barriers(page: Page) -> list[str]:
    """What axe finds on the page that keeps people out, each as rule and place."""
    # Before the stylesheet has come, nothing has its size.
    page.wait_for_load_state()
    found = Axe().run(page, options=_AXE_OPTIONS).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']}"
        for one in found
        if one["impact"] in _SERIOUS
        for node in one["nodes"]
    ]


def bring(page: Page, address: str, file: Path) -> None:
    """Upload a file on a page that asks for one."""
    page.goto(address)
    page.set_input_files("#file", file)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def begin(page: Page, form: str) -> None:
    """Begin a new case with an empty sheet of a form, as its button on the page of all cases does."""
    page.goto("/")
    with page.expect_navigation():
        page.evaluate(
            "(form) => { const one = document.querySelector(`button[name=form][value=${form}]`);"
            " one.form.requestSubmit(one); }",
            form,
        )
