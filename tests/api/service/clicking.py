"""What a person does on the pages of a case: clicks, which are counted, and typing, which is not."""

from __future__ import annotations

from typing import Any

from lxml import html
from playwright.sync_api import Locator, Page

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from tests.api.service.sheet_pages import boxes

# What is typed or chosen with the keyboard, as a page takes it; a name that the page lacks is left out.
_TYPE = """(typed) => {
  for (const [name, values] of Object.entries(typed)) {
    for (const box of document.getElementsByName(name)) {
      if (box.type === "hidden") continue;
      if (box.type === "checkbox" || box.type === "radio") box.checked = values.includes(box.value);
      else box.value = values[0];
      for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }
}"""


class Clicking:
    """A page, and how often it was clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, place: Locator) -> None:
        """One click."""
        place.click()
        self.count += 1

    def button(self, name: str) -> None:
        """One click on a button."""
        self.press(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        """One click on a link."""
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def fold(self, name: str) -> None:
        """One click on what unfolds something."""
        self.press(self.page.locator("summary", has_text=name).first)

    def download(self, name: str) -> str:
        """One click on a button that brings a file; what it is called."""
        with self.page.expect_download() as download:
            self.button(name)
        return str(download.value.suggested_filename)

    def type(self, typed: dict[str, list[str]]) -> None:
        """Typing, which is no click. A name without a slash before it is one of the sheet that is shown."""
        place = self.page.locator("#page [name=place]").input_value()
        named = {name if name.startswith("/") else f"{place}/{name}": one for name, one in typed.items()}
        self.page.evaluate(_TYPE, named)


def typed_of(page: Page, book: Casebook, raw: dict[str, Any], form: str) -> dict[str, list[str]]:
    """What stands in the boxes of a case's sheet, to be typed into an empty one."""
    case = book.add(raw, summary_of(raw, ()))
    shown = page.request.get(f"/cases/{case.id}/sheets/{form}/1")
    sent = boxes(html.fromstring(shown.text()))
    place = dict(sent)["place"]
    typed: dict[str, list[str]] = {}
    for name, value in sent:
        if name.startswith("/") and not name.endswith("#"):
            typed.setdefault(name.removeprefix(f"{place}/"), []).append(value)
    book.remove(case.id)
    return typed
